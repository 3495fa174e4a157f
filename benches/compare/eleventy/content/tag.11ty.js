import { postList } from "../site.js";

export const data = {
  layout: "base.11ty.js",
  pagination: { data: "collections.lists", size: 1, alias: "list", before: tagged, addAllPagesToCollections: true },
  permalink: ({ list }) => list.url,
  eleventyComputed: { locale: ({ list }) => list.locale, title: ({ list }) => list.title },
};

function tagged(lists) {
  return lists.filter((list) => list.tag);
}

export default function ({ list }) {
  return `
<h1>${list.title}</h1>
<p><a href="atom.xml">Atom</a></p>
${postList(list.posts)}
`;
}
