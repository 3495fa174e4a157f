// What must hold of every page in a browser. Each check is a function of an open page; it returns the faults it sees.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const WIDTHS = [320, 1280];
export const COLOUR_SCHEMES = ["light", "dark"];

/** Every rule of axe-core holds, for those who prefer light in a wide window and those who prefer dark in a narrow one. */
export async function accessibility(page) {
  const faults = new Set();
  for (const [colorScheme, width] of [["light", 1280], ["dark", 320]]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate(AXE);
    const violations = await page.evaluate(async () => (await axe.run(document, { resultTypes: ["violations"] })).violations);
    for (const { id, help, nodes } of violations) {
      const [{ html, any }] = nodes;
      const detail = any[0]?.message ?? help;
      faults.add(`axe ${id}, ${colorScheme}, ${width} px: ${detail} (${nodes.length} ×, first ${html.slice(0, 100)})`);
    }
  }
  return [...faults];
}

/** Nothing on the page is wider than the window; what must be wide scrolls by itself. */
export async function overflow(page) {
  const faults = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await page.evaluate(() => {
      const root = document.documentElement;
      if (root.scrollWidth <= root.clientWidth) return null;
      const outside = [...document.querySelectorAll("body *")].find(
        (element) => element.getBoundingClientRect().right > root.clientWidth + 1,
      );
      return `${root.scrollWidth} px wide, first by ${outside?.outerHTML.slice(0, 80) ?? "nothing seen"}`;
    });
    if (wide) faults.push(`at ${width} px the page is ${wide}`);
  }
  return faults;
}

/** A link that leads to another language, beside the writer's own text, is worded in that language, or names it for the reader. */
export async function languages(page) {
  return page.evaluate(() => {
    const links = [...document.querySelectorAll("a[hreflang]")].filter((link) => !link.closest(".body, .description"));
    const names = (link) => link.querySelector(".link-language") !== null;
    const reads = (link) => [link, ...link.querySelectorAll("*")].some((part) => part.matches(`:lang(${link.hreflang})`));
    return links
      .filter((link) => !names(link) && !reads(link))
      .map((link) => `the browser does not take this link for \`${link.hreflang}\`: ${link.outerHTML.slice(0, 120)}`);
  });
}

/** Narrow running text is hyphenated, by a language that the browser is told; code and tables are not. */
export async function hyphenation(page) {
  await page.setViewportSize({ width: WIDTHS[0], height: 900 });
  return page.evaluate(() => {
    const wanted = [
      [".body > p", "auto"],
      [".body :is(pre, code, kbd, table, td)", "manual"],
      [".body :is(h2, h3, h4)", "manual"],
    ];
    return wanted.flatMap(([selector, hyphens]) =>
      [...document.querySelectorAll(selector)]
        .filter((element) => getComputedStyle(element).hyphens !== hyphens)
        .slice(0, 1)
        .map((element) => `\`hyphens\` is not ${hyphens} in ${element.outerHTML.slice(0, 80)}`),
    );
  });
}

/** The first Tab shows a link that leads into the content, and following it moves the focus there. */
export async function skipLink(page) {
  await page.keyboard.press("Tab");
  const link = await page.evaluate(() => {
    const { activeElement: element } = document;
    const box = element.getBoundingClientRect();
    const seen = box.width > 1 && box.height > 1 && box.top >= 0 && box.left >= 0 && box.right <= innerWidth;
    return { href: element.getAttribute("href"), seen, target: element.hash };
  });
  if (!link.href?.startsWith("#")) return ["the first Tab does not reach a skip link"];
  if (!link.seen) return ["the skip link cannot be seen when it has the focus"];
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const inside = await page.evaluate((target) => {
    const content = document.querySelector(target);
    const next = document.activeElement;
    if (!content) return false;
    const follows = content.compareDocumentPosition(next) & Node.DOCUMENT_POSITION_FOLLOWING;
    return next === document.body || next === content || Boolean(follows);
  }, link.target);
  return inside ? [] : ["the skip link does not move the focus into the content"];
}

/** The switch leads to each translation that the head names, and from there back again. */
export async function languageSwitch(page, local) {
  const faults = [];
  const start = page.url();
  const translations = await page.evaluate(() =>
    [...document.querySelectorAll("link[rel=alternate][hreflang]")]
      .filter(({ hreflang }) => hreflang !== "x-default" && hreflang !== document.documentElement.lang)
      .map(({ hreflang, href }) => ({ language: hreflang, href })),
  );
  const home = await page.evaluate(() => document.documentElement.lang);
  for (const { language, href } of translations) {
    for (const [to, address] of [[language, local(href)], [home, start]]) {
      const links = page.locator(`a[hreflang="${to}"]:visible`);
      const targets = await links.evaluateAll((elements) => elements.map((element) => element.href));
      if (!targets.includes(address)) {
        const seen = targets.length > 0 ? `they lead to ${targets.join(", ")}` : "there is none";
        faults.push(`of the visible links to \`${to}\` on ${page.url()} none leads to ${address}: ${seen}`);
        break;
      }
      await links.nth(targets.indexOf(address)).click();
      await page.waitForLoadState();
      const there = await page.evaluate(() => document.documentElement.lang);
      if (page.url() !== address) faults.push(`the switch to \`${to}\` ends at ${page.url()}, not ${address}`);
      if (there !== to) faults.push(`the switch to \`${to}\` leads to a page in \`${there}\``);
    }
    await page.goto(start);
  }
  return faults;
}
