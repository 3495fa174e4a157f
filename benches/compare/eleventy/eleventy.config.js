import highlight from "@11ty/eleventy-plugin-syntaxhighlight";
import anchor from "markdown-it-anchor";
import { locales } from "./site.js";

// What is fastest in Eleventy: templates in JavaScript, no template language run over the Markdown, collections
// that are made once for all pages, and no transform of finished pages.
export const config = {
  dir: { input: "content" },
  markdownTemplateEngine: false,
  templateFormats: ["md", "11ty.js"],
};

export default function (eleventy) {
  eleventy.addPlugin(highlight);
  // Ids for headings and typographic marks, as the others have them.
  eleventy.amendLibrary("md", (markdown) => markdown.set({ typographer: true }).use(anchor));
  eleventy.addPassthroughCopy("style.css");
  eleventy.addCollection("translations", (all) => groups(posts(all), (post) => [post.data.translationKey]));
  eleventy.addCollection("lists", (all) => lists(posts(all)));
}

function posts(all) {
  return all.getFilteredByGlob("content/*/posts/*.md").reverse();
}

function groups(posts, keys) {
  const found = new Map();
  for (const post of posts) {
    for (const key of keys(post)) {
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(post);
    }
  }
  return found;
}

// What has a feed: the front page and each tag, per language, with its posts, newest first.
function lists(posts) {
  return Object.entries(locales).flatMap(([locale, { title, root }]) => {
    const own = posts.filter((post) => post.data.locale === locale);
    const tagged = [...groups(own, (post) => post.data.tags)].sort(byName).map(([tag, posts]) => (
      { locale, tag, title: tag, url: `${root}tags/${tag}/`, posts }
    ));
    return [{ locale, title, url: root, posts: own }, ...tagged];
  });
}

function byName([one], [other]) {
  return one < other ? -1 : 1;
}
