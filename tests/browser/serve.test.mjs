// `diglot serve` in a browser: what is saved is on the page, and what the reader did to the page stays.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { eventually, folder, start } from "./temp-site.mjs";
import { findBrowser } from "./browser.mjs";

const SEPARATOR = "-".repeat(80);

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: findBrowser(), args: ["--no-sandbox"] });
});
after(() => browser.close());

/** A site in a folder of its own, a server for it, and a page in the browser that shows its long post. */
async function openSite(context) {
  const { root, write, onEnd } = await folder(context);
  const section = (number, text) =>
    `${SEPARATOR}\n:section/title Part ${number}\n:section/id part-${number}\n:section/body\n\n${text}\n\n` +
    `<details><summary>More of ${number}</summary>Hidden</details>\n\n<input aria-label="Note ${number}">\n\n` +
    "Much is said here, and more than once. ".repeat(60) + "\n";
  const post = (texts) =>
    `:page/title The long post\n:post/published 2024-01-01\n:post/tags []\n` +
    Array.from({ length: 8 }, (_, index) => section(index + 1, texts[index + 1] ?? `The text of part ${index + 1}.`)).join("");
  await write("content/site.edn", `{:site/base-url "https://blog.example" :site/locales [:en :nb] :site/title "Blog"}`);
  await write("content/long.en.md", post({}));
  await write("content/other.en.md", ":page/title Another\n:post/published 2024-01-02\n:post/body\n\nAlone.\n");
  await write("static/css/print.css", "");
  const server = await start(root, 0);
  onEnd(() => server.stop());
  const tab = await browser.newPage({ viewport: { width: 900, height: 700 } });
  onEnd(() => tab.close());
  const faults = [];
  tab.on("pageerror", (error) => faults.push(error.message));
  await tab.goto(`${server.url}long/`);
  await tab.evaluate(() => (window.sameDocument = true));
  const isSame = () => tab.evaluate(() => window.sameDocument === true);
  return { root, write, post, server, tab, faults, isSame };
}

const overlayText = (tab) =>
  tab.evaluate(() => document.querySelector("diglot-overlay")?.shadowRoot.querySelector("ol").innerText ?? "");

test("an edited section changes alone, and what the reader did stays", async (context) => {
  const { write, post, tab, faults, isSame } = await openSite(context);
  await tab.evaluate(() => {
    for (const section of document.querySelectorAll("section, main *")) section.known = true;
    document.querySelector("details").open = true;
    document.querySelectorAll("input")[1].value = "typed";
    document.querySelector("#part-3").scrollIntoView({ behavior: "instant" });
  });
  const scroll = await tab.evaluate(() => scrollY);
  await write("content/long.en.md", post({ 3: "Now it says something else." }));
  await tab.getByText("Now it says something else.").waitFor();
  assert.equal(await tab.evaluate(() => scrollY), scroll);
  assert.equal(await isSame(), true);
  const state = await tab.evaluate(() => ({
    fresh: [...document.querySelectorAll("main *")].filter((node) => !node.known).length,
    open: document.querySelector("details").open,
    typed: document.querySelectorAll("input")[1].value,
  }));
  assert.deepEqual(state, { fresh: 0, open: true, typed: "typed" });
  assert.deepEqual(faults, []);
});

test("a change out of sight is scrolled to", async (context) => {
  const { write, post, tab, isSame } = await openSite(context);
  await write("content/long.en.md", post({ 7: "Far below something changed." }));
  await tab.getByText("Far below something changed.").waitFor();
  await eventually(tab, () => {
    const box = [...document.querySelectorAll("p")].find((p) => p.textContent.startsWith("Far below")).getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight;
  });
  assert.equal(await isSame(), true);
});

test("a style sheet is swapped without a reload", async (context) => {
  const { write, tab, isSame } = await openSite(context);
  await write("static/css/main.css", "body { background: rgb(1, 2, 3) }");
  await eventually(tab, () => getComputedStyle(document.body).backgroundColor === "rgb(1, 2, 3)");
  assert.equal(await isSame(), true);
  assert.equal(await tab.evaluate(() => document.querySelectorAll('link[rel~="stylesheet"]').length), 1);
});

test("a mistake lies over the page until it is mended", async (context) => {
  const { root, write, tab, isSame } = await openSite(context);
  const good = await readFile(join(root, "content/long.en.md"), "utf8");
  await write("content/long.en.md", good.replace(":post/tags []", ":post/tags :css\n:post/updated yesterday"));
  await eventually(tab, () => document.querySelector("diglot-overlay"));
  const told = await overlayText(tab);
  assert.match(told, /content\/long\.en\.md:3:/);
  assert.match(told, /:post\/tags :css/);
  assert.match(told, /content\/long\.en\.md:4:/);
  assert.equal(await tab.getByText("The text of part 1.").isVisible(), true);
  await write("content/long.en.md", good);
  await eventually(tab, () => !document.querySelector("diglot-overlay"));
  assert.equal(await isSame(), true);
});

test("a page whose bytes stay hears nothing", async (context) => {
  const { write, tab, isSame } = await openSite(context);
  const fetches = [];
  // The browser asks for the page's icon when it finds the time.
  const isIcon = (url) => new URL(url).pathname.startsWith("/favicon.");
  tab.on("request", (request) => isIcon(request.url()) || fetches.push(request.url()));
  await write("content/other.en.md", ":page/title Another\n:post/published 2024-01-02\n:post/body\n\nNot alone.\n");
  await tab.waitForTimeout(600);
  assert.deepEqual(fetches, []);
  assert.equal(await isSame(), true);
});

test("after a restart of the server the page catches up", async (context) => {
  const { root, write, post, server, tab, isSame } = await openSite(context);
  await server.stop();
  await write("content/long.en.md", post({ 1: "Written while nobody served." }));
  const again = await start(root, server.port);
  server.stop = again.stop;
  await tab.getByText("Written while nobody served.").waitFor();
  assert.equal(await isSame(), true);
});

test("a tab out of sight lets go of the server, and catches up when it is seen", async (context) => {
  const { write, post, tab, isSame } = await openSite(context);
  const turn = (state) =>
    tab.evaluate((state) => {
      Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, state);
  await turn("hidden");
  await write("content/long.en.md", post({ 1: "Written out of sight." }));
  await tab.waitForTimeout(600);
  assert.equal(await tab.getByText("Written out of sight.").count(), 0);
  await turn("visible");
  await tab.getByText("Written out of sight.").waitFor();
  assert.equal(await isSame(), true);
});
