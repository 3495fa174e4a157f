// Makes the pictures of docs/screens: each kind of page in two languages, wide and narrow, light and dark, on one sheet.
//   node album.mjs PUBLIC_DIR OUTPUT_DIR

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { findBrowser } from "./browser.mjs";
import { serve } from "./server.mjs";

/** A page of each kind of the project's own blog, in Norwegian and in English. */
const KINDS = {
  front: ["", "en/"],
  post: ["kontrast-er-regning/", "en/contrast-is-arithmetic/"],
  code: ["koden-oversettes-ikke/#tre-ord-etter-gjerdet", "en/code-is-not-translated/#three-words-after-the-fence"],
  page: ["kolofon/", "en/colophon/"],
  archive: ["archive/", "en/archive/"],
  tags: ["tags/", "en/tags/"],
  tag: ["tags/css/", "en/tags/css/"],
  series: ["series/i-maskinrommet/", "en/series/engine-room/"],
  author: ["authors/eirik/", "en/authors/eirik/"],
  "not-found": ["404.html", "en/404.html"],
};

const SIZES = [
  { width: 1280, height: 900 },
  { width: 390, height: 900 },
];

const [folder, output] = process.argv.slice(2);
await mkdir(output, { recursive: true });
const server = await serve(folder, "/");
const browser = await chromium.launch({ executablePath: findBrowser(), args: ["--no-sandbox"] });
for (const [kind, paths] of Object.entries(KINDS)) {
  const views = [];
  for (const path of paths) {
    for (const colorScheme of ["light", "dark"]) {
      for (const viewport of SIZES) {
        const page = await browser.newPage({ viewport, colorScheme, reducedMotion: "reduce" });
        const response = await page.goto(`${server.origin}/${path}`);
        if (!response.ok()) throw new Error(`${path} is answered with ${response.status()}`);
        views.push({ ...viewport, image: (await page.screenshot()).toString("base64") });
        await page.close();
      }
    }
  }
  const sheet = await browser.newPage({ viewport: { width: 1740, height: 940 }, deviceScaleFactor: 0.75 });
  const images = views.map(({ width, image }) => `<img style="width: ${width / 2}px" src="data:image/png;base64,${image}">`);
  await sheet.setContent(
    `<style>body { margin: 10px; display: flex; flex-wrap: wrap; gap: 10px; background: #888 } img { display: block }</style>${images.join("")}`,
  );
  await sheet.screenshot({ path: join(output, `${kind}.jpg`), type: "jpeg", quality: 82 });
  await sheet.close();
}
await browser.close();
await server.close();
