import { escape, locales, time } from "../site.js";

export const data = {
  layout: "base.11ty.js",
  languages: Object.keys(locales),
  pagination: { data: "languages", size: 1, alias: "locale", addAllPagesToCollections: true },
  permalink: ({ locale }) => `${locales[locale].root}archive/`,
  eleventyComputed: { title: ({ locale }) => locales[locale].archive },
};

export default function ({ title, locale, collections }) {
  const { posts } = collections.lists.find((list) => !list.tag && list.locale === locale);
  const items = posts.map((post) => (
    `<li><a href="${post.url}">${escape(post.data.title)}</a> ${time(post.date, locale)}</li>`
  ));
  return `
<h1>${title}</h1>
<ul>${items.join("\n")}</ul>
`;
}
