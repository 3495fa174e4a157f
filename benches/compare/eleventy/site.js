export const origin = "https://blog.example";

export const locales = {
  nb: {
    root: "/",
    label: "norsk bokmål",
    title: "Måleblogg",
    og: "nb_NO",
    archive: "Arkiv",
    tags: "Emner",
    newer: "Nyere",
    older: "Eldre",
    dates: new Intl.DateTimeFormat("nb", { dateStyle: "long", timeZone: "UTC" }),
  },
  en: {
    root: "/en/",
    label: "English",
    title: "A blog for measuring",
    og: "en_US",
    archive: "Archive",
    tags: "Tags",
    newer: "Newer",
    older: "Older",
    dates: new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" }),
  },
};

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export function escape(text) {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character]);
}

export function time(date, locale) {
  return `<time datetime="${date.toISOString().slice(0, 10)}">${locales[locale].dates.format(date)}</time>`;
}

export function tagList({ tags, locale }) {
  const items = tags.map((tag) => `<li><a href="${locales[locale].root}tags/${tag}/" rel="tag">${tag}</a></li>`);
  return `<ul class="tags">${items.join("")}</ul>`;
}

export function postList(posts) {
  const items = posts.map(({ url, date, data }) => `
  <li>
    <h2><a href="${url}">${escape(data.title)}</a></h2>
    <p>${time(date, data.locale)}</p>
    <p>${escape(data.description)}</p>
    ${tagList(data)}
  </li>`);
  return `<ol>${items.join("")}\n</ol>`;
}

// Where a page lies in each language: translations of posts are tied by key, and all else by address.
export function alternates(url, { translationKey, collections }) {
  if (translationKey) {
    return collections.translations.get(translationKey).map((post) => [post.data.locale, post.url]);
  }
  const path = url.replace(/^\/en\//, "/");
  return [["nb", path], ["en", `/en${path}`]];
}
