import { locales } from "../site.js";

export const data = {
  layout: "base.11ty.js",
  languages: Object.keys(locales),
  pagination: { data: "languages", size: 1, alias: "locale", addAllPagesToCollections: true },
  permalink: ({ locale }) => `${locales[locale].root}tags/`,
  eleventyComputed: { title: ({ locale }) => locales[locale].tags },
};

export default function ({ title, locale, collections }) {
  const items = collections.lists
    .filter((list) => list.tag && list.locale === locale)
    .map((list) => `<li><a href="${list.url}">${list.title}</a> ${list.posts.length}</li>`);
  return `
<h1>${title}</h1>
<ul>${items.join("\n")}</ul>
`;
}
