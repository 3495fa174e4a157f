import { alternates, origin } from "../site.js";

export const data = { permalink: "/sitemap.xml", eleventyExcludeFromCollections: true };

export default function ({ collections }) {
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${collections.all.map(({ url, data }) => entry(url, alternates(url, data))).join("\n")}
</urlset>
`;
}

function entry(url, versions) {
  const links = versions.map(([locale, version]) => (
    `<xhtml:link rel="alternate" hreflang="${locale}" href="${origin}${version}"/>`
  ));
  return `  <url><loc>${origin}${url}</loc>${links.join("")}</url>`;
}
