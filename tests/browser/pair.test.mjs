// What lies behind the pages in a browser: both languages at once, the panel, and the marks of what is not published yet.

import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { eventually, folder, run, start } from "./temp-site.mjs";
import { findBrowser } from "./browser.mjs";

const SEPARATOR = "-".repeat(80);
const NAMES = { nb: "Del", en: "Part", de: "Teil" };

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: findBrowser(), args: ["--no-sandbox"] });
});
after(() => browser.close());

/** A post in a language: eight sections, or those that are named, with the texts that are given for some. */
function post(locale, texts = {}, numbers = [1, 2, 3, 4, 5, 6, 7, 8], keys = ":post/published 2024-01-01\n") {
  const filler = { nb: "Her sies mye, og mer enn en gang. ", en: "Much is said here, and more than once. ", de: "Hier wird viel gesagt. " };
  const section = (number) =>
    `${SEPARATOR}\n:section/title ${NAMES[locale]} ${number}\n:section/id part-${number}\n:section/body\n\n` +
    `${texts[number] ?? ""}\n\n${filler[locale].repeat(locale === "en" ? 90 : 50)}\n\n\`\`\`js\nlet part = ${number};\n\`\`\`\n`;
  return `:page/title ${NAMES[locale]}\n${keys}:post/tags []\n${numbers.map(section).join("")}`;
}

/** A site with one long post in two languages, both marked as right, and a tab. */
async function openSite(context, { locales = ":nb :en", viewport = { width: 1200, height: 800 } } = {}) {
  const { root, write, onEnd } = await folder(context);
  await write("content/site.edn", `{:site/base-url "https://blog.example" :site/locales [${locales}] :site/title "Blog"}`);
  await write("content/long.nb.md", post("nb"));
  await write("content/long.en.md", post("en"));
  await run(root, "translations", "--mark", "--accept");
  const server = await start(root, 0);
  onEnd(server.stop);
  const faults = [];
  onEnd(() => assert.deepEqual(faults, []));
  const tab = await browser.newPage({ viewport });
  onEnd(() => tab.close());
  tab.on("pageerror", (error) => faults.push(error.message));
  const open = async (path) => {
    await tab.goto(`${server.url}${path}`);
    await tab.evaluate(() => (window.sameDocument = true));
  };
  return { root, write, tab, open };
}

/** The frames of both columns, once their pages are there. */
async function columns(tab) {
  const frames = await Promise.all(["left", "right"].map(async (side) => (await tab.waitForSelector(`#${side} iframe`)).contentFrame()));
  for (const frame of frames) {
    await frame.waitForSelector("#part-1");
    await frame.evaluate(() => (window.sameDocument = true));
  }
  return frames;
}

const topOf = (frame, number) => frame.evaluate((id) => document.getElementById(id).getBoundingClientRect().top, `part-${number}`);

/** Waits until a section stands at one height in both columns, and within sight. */
async function waitUntilLevel([left, right], number) {
  for (let tries = 0; ; tries += 1) {
    const tops = [await topOf(left, number), await topOf(right, number)];
    if (Math.abs(tops[0] - tops[1]) <= 2 && tops[0] > -700 && tops[0] < 700) return;
    assert.ok(tries < 100, `part ${number} stands at ${tops}`);
    await left.waitForTimeout(50);
  }
}

for (const viewport of [{ width: 1200, height: 800 }, { width: 390, height: 800 }]) {
  test(`an edit in either column is followed by the other, at ${viewport.width} px`, async (context) => {
    const { write, tab, open } = await openSite(context, { viewport });
    await open("__diglot/pair/en/long/");
    const frames = await columns(tab);
    await waitUntilLevel(frames, 1);
    await write("content/long.nb.md", post("nb", { 7: "Langt nede står noe nytt." }));
    await frames[0].getByText("Langt nede står noe nytt.").waitFor();
    await waitUntilLevel(frames, 7);
    await write("content/long.en.md", post("en", { 2: "Something new stands here." }));
    await frames[1].getByText("Something new stands here.").waitFor();
    await waitUntilLevel(frames, 2);
    for (const frame of [tab, ...frames]) assert.equal(await frame.evaluate(() => window.sameDocument), true);
  });
}

test("both columns scroll as one, whatever their lengths", async (context) => {
  const { tab, open } = await openSite(context);
  await open("__diglot/pair/long/");
  const frames = await columns(tab);
  await waitUntilLevel(frames, 1);
  await frames[0].evaluate(() => document.getElementById("part-5").scrollIntoView({ behavior: "instant" }));
  await waitUntilLevel(frames, 5);
  await frames[1].evaluate(() => document.getElementById("part-3").scrollIntoView({ behavior: "instant" }));
  await waitUntilLevel(frames, 3);
});

test("stale and missing sections are marked until they are mended", async (context) => {
  const { root, write, tab, open } = await openSite(context);
  await open("__diglot/pair/long/");
  const frames = await columns(tab);
  assert.equal(await tab.locator(".bar").innerText(), "Diglot\nDel\n\nIn step");
  await write("content/long.nb.md", post("nb", { 2: "Noe nytt." }));
  const stale = tab.locator("#right diglot-remark", { hasText: "Stale: the original has changed" });
  await stale.waitFor();
  await waitUntilLevel(frames, 2);
  await run(root, "translations", "--mark");
  await stale.waitFor({ state: "detached" });
  await write("content/long.en.md", post("en", {}, [1, 2, 3, 5, 6, 7, 8]));
  const missing = tab.locator("#right diglot-remark.gap", { hasText: "Missing in the translation" });
  await missing.waitFor();
  await waitUntilLevel(frames, 5);
  await eventually(tab, () => {
    const original = document.querySelector("#left iframe").contentDocument.getElementById("part-4");
    const gap = document.querySelector("#right diglot-remark.gap");
    return gap && Math.abs(gap.getBoundingClientRect().height - original.getBoundingClientRect().height) <= 2;
  });
  await tab.locator("#remarks summary").click();
  await frames[0].evaluate(() => scrollTo(0, 0));
  await waitUntilLevel(frames, 1);
  await tab.locator("[data-row]").click();
  await waitUntilLevel([frames[0], frames[0]], 4);
  await write("content/long.en.md", post("en"));
  await missing.waitFor({ state: "detached" });
  assert.equal(await tab.evaluate(() => window.sameDocument), true);
});

test("a column that is fresh before its frame stays where it has changed", async (context) => {
  const { write, tab, open } = await openSite(context);
  await open("__diglot/pair/long/");
  const frames = await columns(tab);
  await waitUntilLevel(frames, 1);
  // Both columns are as they are now, as after a build just before, when the page around them hears of it.
  const refreshFirst = async (route) => {
    for (const frame of frames.toReversed()) {
      await frame.evaluate(() => {
        const updated = new Promise((resolve) => document.addEventListener("diglot:update", resolve, { once: true }));
        document.dispatchEvent(new CustomEvent("diglot:refresh"));
        return updated;
      });
    }
    await route.continue();
  };
  await tab.route("**/__diglot/pair/long/", refreshFirst, { times: 1 });
  await write("content/long.en.md", post("en", {}, [1, 2, 3, 5, 6, 7, 8]));
  await tab.locator("#right diglot-remark.gap").waitFor();
  await waitUntilLevel(frames, 5);
});

test("a column that is still being loaded when something changes catches up", async (context) => {
  const { write, tab, open } = await openSite(context);
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await tab.route(/client\.js\?.*quiet/, async (route) => {
    await released;
    await route.continue();
  });
  const opened = open("__diglot/pair/long/");
  const right = await (await tab.waitForSelector("#right iframe")).contentFrame();
  await right.waitForSelector("#part-1");
  const updated = tab.evaluate(() => new Promise((resolve) => document.addEventListener("diglot:update", resolve, { once: true })));
  await write("content/long.en.md", post("en", { 2: "Something new stands here." }));
  await updated;
  release();
  await right.getByText("Something new stands here.").waitFor();
  await opened;
});

test("a page without a translation says how to begin, and has it when it is there", async (context) => {
  const { root, write, tab, open } = await openSite(context);
  await rm(join(root, "content/long.en.md"));
  await open("__diglot/pair/long/");
  await tab.getByText("cp content/long.nb.md content/long.en.md").waitFor();
  await write("content/long.en.md", await readFile(join(root, "content/long.nb.md"), "utf8"));
  const frames = await columns(tab);
  await waitUntilLevel(frames, 1);
  assert.equal(await tab.evaluate(() => window.sameDocument), true);
});

test("of three languages any two stand beside each other", async (context) => {
  const { write, tab, open } = await openSite(context, { locales: ":nb :en :de" });
  await write("content/long.de.md", post("de"));
  await open("__diglot/pair/en/long/");
  await columns(tab);
  await tab.locator("#right nav a", { hasText: "de" }).click();
  const [left, right] = await columns(tab);
  assert.deepEqual([new URL(left.url()).pathname, new URL(right.url()).pathname], ["/long/", "/de/long/"]);
  await tab.locator("#left nav a", { hasText: "en" }).click();
  await tab.waitForURL(/left=en/);
  await tab.getByText("Neither is the original").waitFor({ state: "attached" });
});

test("a link that is followed in one column is followed by the other", async (context) => {
  const { write, tab, open } = await openSite(context);
  await write("content/other.nb.md", ":page/title Annet\n:post/published 2024-01-02\n:post/body\n\nAnnet.\n");
  await open("__diglot/pair/long/");
  const [left] = await columns(tab);
  const link = left.locator('a[href="/other/"]').first();
  await link.waitFor({ state: "attached" });
  await link.evaluate((link) => link.click());
  await tab.waitForURL(/__diglot\/pair\/other\/$/);
});

test("the panel lists pages, drafts and mistakes, and follows each build", async (context) => {
  const { root, write, tab, open } = await openSite(context);
  await open("__diglot/");
  assert.match(await tab.locator("main").innerText(), /2 posts and 0 pages in 2 languages; nothing is wrong; built in [\d.]+ ms\./);
  await write("content/draft.nb.md", ":page/title Et utkast\n:post/tags []\n:post/body\n\nNei.\n");
  await tab.locator(".pages li", { hasText: "Et utkast" }).filter({ hasText: "Draft" }).waitFor();
  await tab.locator(".builds td", { hasText: "content/draft.nb.md" }).first().waitFor();
  await write("content/broken.nb.md", ":page/title Feil\n:post/tags :css\n");
  await tab.locator(".faults", { hasText: "content/broken.nb.md:2" }).waitFor();
  assert.equal(await tab.locator("diglot-overlay").count(), 0);
  await rm(join(root, "content/broken.nb.md"));
  await tab.locator(".faults").waitFor({ state: "detached" });
  assert.equal(await tab.evaluate(() => window.sameDocument), true);
  await tab.locator("li", { hasText: "Et utkast" }).getByText("made of").click();
  await tab.getByText("content/draft.nb.md").first().waitFor();
  await tab.getByText("Both languages at once").click();
  await tab.getByText("cp content/draft.nb.md content/draft.en.md").waitFor();
});

test("drafts, and what is still to come, are marked on the page alone", async (context) => {
  const { root, write, tab, open } = await openSite(context);
  await write("content/long.nb.md", post("nb", {}, [1, 2], ":page/draft? true\n"));
  await open("long/");
  const mark = tab.locator("diglot-mark .mark");
  await mark.filter({ hasText: /^Draft$/ }).waitFor();
  await write("content/long.nb.md", post("nb", {}, [1, 2], ":post/published 2999-05-17\n"));
  await mark.filter({ hasText: /^Will be published 2999-05-17$/ }).waitFor();
  await write("content/long.nb.md", post("nb", {}, [1, 2]));
  await mark.waitFor({ state: "detached" });
  assert.equal(await tab.evaluate(() => window.sameDocument), true);
  await run(root, "build", "--output", join(root, "public"));
  assert.doesNotMatch(await readFile(join(root, "public/long/index.html"), "utf8"), /diglot-mark|__diglot/);
});
