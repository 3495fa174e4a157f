// What the theme's scripts add to a page, and that nothing is missing without them.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { eventually, folder, run } from "./temp-site.mjs";
import { serve } from "./server.mjs";
import { findBrowser } from "./browser.mjs";

const CODE = "const a = 1;\n\nconst b = a < 2 && a > 0;";

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: findBrowser(), args: ["--no-sandbox"] });
});
after(() => browser.close());

/** A published site of two posts, and a page in a browser whose system prefers a scheme. */
async function open(context, options) {
  const { root, write, onEnd } = await folder(context);
  await write("content/site.edn", '{:site/base-url "https://blog.example/" :site/locales [:nb :en] :site/title "Blog" :site/time-zone "UTC"}');
  await write("content/kode.nb.md", `:page/title Kode\n:post/published 2024-01-01\n:post/body\n\n\`\`\`js lines\n${CODE}\n\`\`\`\n`);
  await write("content/kode.en.md", ":page/title Code\n:post/body\n\nSome.\n");
  await run(root, "build", "--quiet");
  const server = await serve(join(root, "public"), "/");
  onEnd(server.close);
  const faults = [];
  onEnd(() => assert.deepEqual(faults, []));
  const session = await browser.newContext({ colorScheme: "light", ...options });
  onEnd(() => session.close());
  const page = await session.newPage();
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await page.goto(`${server.origin}/kode/`);
  return { page, session, origin: server.origin, published: join(root, "public") };
}

const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

test("the reader's choice of light or dark goes along, before anything is painted", async (context) => {
  const { page, session, origin } = await open(context, {});
  const light = await ground(page);
  const button = page.getByRole("button", { name: "Mørke farger" });
  assert.equal(await button.getAttribute("aria-pressed"), "false");
  await button.focus();
  await page.keyboard.press("Enter");
  const dark = await ground(page);
  assert.notEqual(dark, light);
  assert.equal(await button.getAttribute("aria-pressed"), "true");

  await page.goto(`${origin}/en/`);
  assert.equal(await ground(page), dark);
  assert.equal(await page.getByRole("button", { name: "Dark colours" }).getAttribute("aria-pressed"), "true");
  const frame = await page.evaluate(() => document.querySelector('meta[name="theme-color"][media*="light"]').content);
  assert.equal(frame, await page.evaluate(() => document.querySelector('meta[name="theme-color"][media*="dark"]').content));

  // What decides the colours has run when the style sheet is first asked for, whatever else is slow.
  const other = await session.newPage();
  await other.route("**/*.js", () => {});
  await other.goto(`${origin}/en/`, { waitUntil: "commit" });
  await other.waitForSelector("body", { state: "attached" });
  assert.equal(await other.evaluate(() => document.documentElement.dataset.scheme), "dark");

  await page.getByRole("button", { name: "Dark colours" }).click();
  assert.equal(await ground(page), light);
  assert.equal(await page.evaluate(() => localStorage.getItem("scheme")), null, "what the system prefers is no choice");
  await page.emulateMedia({ colorScheme: "dark" });
  assert.equal(await ground(page), dark);
  await eventually(page, () => document.querySelector(".scheme-switch").getAttribute("aria-pressed") === "true");
});

test("code is copied as it was written", async (context) => {
  const { page } = await open(context, { permissions: ["clipboard-read", "clipboard-write"] });
  assert.equal(await page.locator("figure.code").getAttribute("data-language"), "JavaScript");
  const button = page.getByRole("button", { name: "Kopier koden" });
  await button.focus();
  await eventually(page, () => getComputedStyle(document.querySelector(".copy")).opacity === "1");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Kopiert" }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), CODE);
});

test("without scripts nothing is missing", async (context) => {
  const { page } = await open(context, { javaScriptEnabled: false });
  assert.equal(await page.locator("button:visible").count(), 0);
  assert.equal(await page.locator("h1").innerText(), "Kode");
  assert.ok(await page.locator("pre").isVisible());
});

test("the scripts of a page are small, and block nothing", async (context) => {
  const { page, published } = await open(context, {});
  const scripts = await page.evaluate(() =>
    [...document.scripts]
      .filter((script) => script.type !== "application/ld+json")
      .map(({ type, src, text }) => ({ type, file: src && new URL(src).pathname, length: text.length })),
  );
  let bytes = 0;
  for (const { type, file, length } of scripts) {
    if (file) assert.equal(type, "module", `${file} blocks nothing`);
    bytes += file ? (await readFile(join(published, file))).length : length;
  }
  assert.ok(scripts.length > 0 && bytes < 5000, `${bytes} bytes`);
  const files = await readdir(join(published, "js"));
  assert.ok(files.every((file) => /\.[0-9a-f]{10}\.js$/.test(file)), `${files}`);
});
