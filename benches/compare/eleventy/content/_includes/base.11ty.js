import { alternates, escape, locales, origin } from "../../site.js";

export default function (data) {
  const { locale, title, description, page, content } = data;
  const site = locales[locale];
  const versions = alternates(page.url, data);
  const others = versions.filter(([language]) => language !== locale);
  return `<!DOCTYPE html>
<html lang="${locale}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title === site.title ? title : `${escape(title)} – ${site.title}`}</title>
  ${description ? `<meta name="description" content="${escape(description)}">` : ""}
  <link rel="canonical" href="${origin}${page.url}">
  ${versions.map(alternate).join("\n  ")}
  <link rel="stylesheet" href="/style.css">
  <link rel="alternate" type="application/atom+xml" title="${site.title}" href="${site.root}atom.xml">
  <meta property="og:title" content="${escape(title)}">
  <meta property="og:type" content="${description ? "article" : "website"}">
  <meta property="og:url" content="${origin}${page.url}">
  <meta property="og:site_name" content="${site.title}">
  <meta property="og:locale" content="${site.og}">
  ${description ? `<meta property="og:description" content="${escape(description)}">
  <meta property="article:published_time" content="${page.date.toISOString()}">` : ""}
</head>
<body>
  <header>
    <a href="${site.root}">${site.title}</a>
    <nav>
      <a href="${site.root}archive/">${site.archive}</a>
      <a href="${site.root}tags/">${site.tags}</a>
      ${others.map(translation).join("")}
    </nav>
  </header>
  <main>${content}</main>
</body>
</html>
`;
}

function alternate([locale, url]) {
  return `<link rel="alternate" hreflang="${locale}" href="${origin}${url}">`;
}

function translation([locale, url]) {
  return `<a href="${url}" hreflang="${locale}">${locales[locale].label}</a>`;
}
