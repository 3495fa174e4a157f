import { locales, postList } from "../site.js";

const PER_PAGE = 20;

export const data = {
  layout: "base.11ty.js",
  pagination: { data: "collections.lists", size: 1, alias: "front", before: fronts, addAllPagesToCollections: true },
  permalink: ({ front }) => front.url,
  eleventyComputed: { locale: ({ front }) => front.locale, title: ({ front }) => front.title },
};

function fronts(lists) {
  return lists.filter((list) => !list.tag).flatMap((list) => {
    const count = Math.ceil(list.posts.length / PER_PAGE);
    const url = (number) => (number === 0 ? list.url : `${list.url}page/${number + 1}/`);
    return Array.from({ length: count }, (_, number) => ({
      ...list,
      url: url(number),
      posts: list.posts.slice(number * PER_PAGE, (number + 1) * PER_PAGE),
      newer: number > 0 && url(number - 1),
      older: number + 1 < count && url(number + 1),
    }));
  });
}

export default function ({ front }) {
  const site = locales[front.locale];
  return `
<h1>${front.title}</h1>
${postList(front.posts)}
<nav>
  ${front.newer ? `<a href="${front.newer}">${site.newer}</a>` : ""}
  ${front.older ? `<a href="${front.older}">${site.older}</a>` : ""}
</nav>
`;
}
