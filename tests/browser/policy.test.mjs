// A page does what its writer put in it, and nothing that somebody else did.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { findBrowser } from "./browser.mjs";
import { eventually, folder, run } from "./temp-site.mjs";
import { serve } from "./server.mjs";

const BODY = `
<style>.own { color: rgb(1, 2, 3) }</style>
<p class="own" id="sheet">By a sheet</p>
<p style="color: rgb(4, 5, 6)" id="attribute">By an "attribute"</p>
<button type="button" id="handler" onclick="this.textContent = 'pressed'">Press</button>
<script>
  document.documentElement.dataset.own = 1 < 2 && "ran";
</script>
`;

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: findBrowser(), args: ["--no-sandbox"] });
});
after(() => browser.close());

async function open(context, spoil = (html) => html) {
  const { root, write, onEnd } = await folder(context);
  await write("content/site.edn", '{:site/base-url "https://blog.example/" :site/locales [:en] :site/title "Blog" :site/time-zone "UTC"}');
  await write("content/own.md", `:page/title Own\n:page/body\n${BODY}`);
  await run(root, "build", "--quiet");
  const file = join(root, "public/own/index.html");
  await writeFile(file, spoil(await readFile(file, "utf8")));
  const server = await serve(join(root, "public"), "/");
  onEnd(server.close);
  const page = await browser.newPage();
  onEnd(() => page.close());
  const violations = [];
  await page.exposeFunction("tell", (told) => violations.push(told));
  await page.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", (event) => tell(`${event.effectiveDirective} ${event.blockedURI}`)),
  );
  await page.goto(`${server.origin}/own/`);
  return { page, violations };
}

test("scripts and styles of a post work as they were written", async (context) => {
  const { page, violations } = await open(context);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.own), "ran");
  const colour = (id) => page.evaluate((id) => getComputedStyle(document.getElementById(id)).color, id);
  assert.equal(await colour("sheet"), "rgb(1, 2, 3)");
  assert.equal(await colour("attribute"), "rgb(4, 5, 6)");
  await page.click("#handler");
  assert.equal(await page.innerText("#handler"), "pressed");
  assert.deepEqual(violations, []);
});

for (const [what, html, directive] of [
  ["a script", "<script>document.documentElement.dataset.foreign = 1</script>", "script-src-elem"],
  ["a handler", '<img src="/none.png" alt="" onerror="document.documentElement.dataset.foreign = 1">', "script-src-attr"],
  ["a script of another host", '<script src="https://elsewhere.example/x.js"></script>', "script-src-elem"],
  ["a style", "<style>body { color: red }</style>", "style-src-elem"],
  ["an image of another host", '<img src="https://elsewhere.example/x.png" alt="">', "img-src"],
  ["a frame of another host", '<iframe src="https://elsewhere.example/"></iframe>', "frame-src"],
]) {
  test(`${what} that nobody wrote is blocked`, async (context) => {
    const { page, violations } = await open(context, (built) => built.replace("</main>", `${html}</main>`));
    await eventually(page, () => document.readyState === "complete");
    assert.ok(violations.some((told) => told.startsWith(directive)), `${violations}`);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.foreign), undefined);
  });
}
