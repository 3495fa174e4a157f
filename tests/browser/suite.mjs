// Opens every page of a published folder in a browser and gathers what is wrong.

import { mkdir, readFile, readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join, relative, sep } from "node:path";
import { chromium } from "playwright-core";
import {
  accessibility,
  COLOUR_SCHEMES,
  hyphenation,
  languages,
  languageSwitch,
  overflow,
  skipLink,
  WIDTHS,
} from "./checks.mjs";
import { findBrowser } from "./browser.mjs";
import { serve } from "./server.mjs";

/**
 * Checks a folder that will be served at `baseUrl`.
 *
 * `foreign` names folders that are published as they are; `only` the paths of the pages to open, where not all;
 * `ownStyles` says that the site has style sheets of its own, which may hyphenate as they like; `screenshots` is a folder for
 * pictures of each page, or nothing.
 * Resolves to `{ pages, passed, faults }`, each fault with the page's path first.
 */
export async function checkSite({ folder, baseUrl, foreign = [], only = null, ownStyles = false, screenshots = null }) {
  const base = new URL(baseUrl.replace(/\/*$/, "/"));
  const pages = (await pagesOf(folder, foreign)).filter((path) => !only || only.includes(path));
  const server = await serve(folder, base.pathname);
  const browser = await chromium.launch({ executablePath: findBrowser(), args: ["--no-sandbox"] });
  const result = { pages: pages.length, passed: 0, faults: [] };
  try {
    const queue = pages.values();
    const openPages = async () => {
      for (const path of queue) {
        const faults = await checkPage(browser, server.origin, base, path, { ownStyles, screenshots });
        if (faults.length === 0) result.passed += 1;
        result.faults.push(...faults.map((fault) => `${path || "index.html"}: ${fault}`));
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, openPages));
    result.faults.sort();
  } finally {
    await browser.close();
    await server.close();
  }
  return result;
}

async function checkPage(browser, origin, base, path, { ownStyles, screenshots }) {
  const faults = [];
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  await context.route("**", (route) => {
    if (new URL(route.request().url()).origin === origin) return route.continue();
    faults.push(`asks another host: ${route.request().url()}`);
    return route.abort();
  });
  const page = await context.newPage();
  await page.exposeFunction("tellViolation", (told) => faults.push(`against the page's policy: ${told}`));
  await page.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) =>
      tellViolation(`${effectiveDirective} ${blockedURI} ${sample}`),
    ),
  );
  page.on("console", (message) => message.type() === "error" && faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("response", (response) => response.status() >= 400 && faults.push(`${response.status()}: ${response.url()}`));

  const address = origin + base.pathname + path;
  const local = (url) => url.replace(base.href, origin + base.pathname);
  await page.goto(address, { waitUntil: "load" });
  faults.push(...(await skipLink(page)));
  await page.goto(address);
  faults.push(...(await languageSwitch(page, local)));
  faults.push(...(await languages(page)));
  faults.push(...(await overflow(page)));
  if (!ownStyles) faults.push(...(await hyphenation(page)));
  faults.push(...(await accessibility(page)));
  if (screenshots) await photograph(page, screenshots, path);
  await context.close();
  return faults;
}

async function photograph(page, folder, path) {
  const name = path.replace(/(\/|\.html)$/, "").replaceAll("/", "--") || "index";
  await mkdir(folder, { recursive: true });
  for (const colorScheme of COLOUR_SCHEMES) {
    await page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
}

/** The paths of the folder's pages below the base, redirects left out, in the order of their names. */
async function pagesOf(folder, foreign) {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith(".html"))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((file) => !foreign.some((prefix) => file.startsWith(`${prefix}/`)))
    .sort();
  const pages = [];
  for (const file of files) {
    const markup = await readFile(join(folder, file), "utf8");
    if (!/http-equiv=["']?refresh/i.test(markup)) pages.push(file.replace(/(^|\/)index\.html$/, "$1"));
  }
  return pages;
}
