import { escape, locales, origin } from "../site.js";

const ENTRIES = 20;

export const data = {
  pagination: { data: "collections.lists", size: 1, alias: "list" },
  permalink: ({ list }) => `${list.url}atom.xml`,
  eleventyExcludeFromCollections: true,
};

export default function ({ list }) {
  const site = locales[list.locale];
  const posts = list.posts.slice(0, ENTRIES);
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${list.locale}">
  <id>${origin}${list.url}</id>
  <title>${list.tag ? `${list.title} – ` : ""}${site.title}</title>
  <updated>${posts[0].date.toISOString()}</updated>
  <link rel="self" type="application/atom+xml" href="${origin}${list.url}atom.xml"/>
  <link rel="alternate" type="text/html" href="${origin}${list.url}"/>
  <author><name>${site.title}</name></author>
  ${posts.map(entry).join("\n")}
</feed>
`;
}

function entry({ url, date, data, templateContent }) {
  return `
  <entry>
    <id>${origin}${url}</id>
    <title>${escape(data.title)}</title>
    <published>${date.toISOString()}</published>
    <updated>${date.toISOString()}</updated>
    <link rel="alternate" type="text/html" href="${origin}${url}"/>
    ${data.tags.map((tag) => `<category term="${tag}"/>`).join("")}
    <summary>${escape(data.description)}</summary>
    <content type="html">${escape(templateContent)}</content>
  </entry>`;
}
