// An address that leads nowhere is answered in the language of its prefix, by a server that has one page for all of them.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { eventually, folder, run } from "./temp-site.mjs";
import { serve } from "./server.mjs";
import { findBrowser } from "./browser.mjs";

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: findBrowser(), args: ["--no-sandbox"] });
});
after(() => browser.close());

for (const base of ["/", "/a/blog/"]) {
  test(`the language is found below ${base}`, async (context) => {
    const { root, write, onEnd } = await folder(context);
    await write(
      "content/site.edn",
      `{:site/base-url "https://blog.example${base}" :site/locales [:nb :en :sr-Latn] :site/title "Blog" :site/time-zone "UTC"}`,
    );
    for (const locale of ["nb", "en", "sr-Latn"]) await write(`content/about.${locale}.md`, `# ${locale}\n`);
    await run(root, "build", "--quiet");
    const server = await serve(join(root, "public"), base);
    onEnd(server.close);
    const page = await browser.newPage();
    onEnd(() => page.close());
    for (const [address, language] of [
      ["nowhere/", "nb"],
      ["en/nowhere/", "en"],
      ["en/a/b/nowhere", "en"],
      ["english/", "nb"],
      ["sr-Latn/x", "sr-Latn"],
    ]) {
      const response = await page.goto(`${server.origin}${base}${address}`);
      assert.equal(response.status(), 404);
      await eventually(page, (wanted) => document.documentElement.lang === wanted, language);
      await page.waitForLoadState("networkidle");
      assert.equal(await page.evaluate(() => document.documentElement.lang), language, address);
      assert.equal(await page.evaluate(() => location.pathname), base + address);
      assert.equal(await page.locator("h1").count(), 1);
    }
  });
}
