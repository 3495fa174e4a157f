// Sees each check fail: a good site passes, and each way of spoiling it is found.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { checkSite } from "./suite.mjs";

const GOOD = fileURLToPath(new URL("../site-checks/fixtures/good", import.meta.url));
const BASE = "https://blog.example/sub/";

// The file, what to replace, by what, words of the fault, and the page to open where it is another one.
const SPOILS = [
  ["brod/index.html", "<main", '<script>console.error("burnt")</script><main', "console: burnt"],
  ["brod/index.html", "<main", "<script>burn()</script><main", "script: burn is not defined"],
  ["brod/index.html", "</title>", "</title><meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'self'\"><script>1</script>", "against the page's policy: script-src-elem"],
  ["brod/index.html", "<main", '<img src="https://elsewhere.example/x.png"><main', "asks another host"],
  ["brod/index.html", "/sub/css/site.css", "/sub/css/gone.css", "404: "],
  ["brod/index.html", "<main", '<button type="button"></button><main', "axe button-name"],
  ["brod/index.html", "</title>", "</title><style>@media (prefers-color-scheme: dark) { p { color: #777; background: #888 } }</style>", "axe color-contrast, dark"],
  ["brod/index.html", "<main", '<div style="width: 400px">wide</div><main', "at 320 px the page is"],
  ["brod/index.html", "<main", '<a href="/sub/en/bread/" hreflang="en">Bread</a><main', "does not take this link for `en`"],
  ["brod/index.html", "<main", '<div class="body"><p>Brød</p></div><main', "`hyphens` is not auto"],
  ["brod/index.html", '<a href="#main">', "<a>", "the first Tab does not reach a skip link"],
  ["brod/index.html", '<a href="#main"', '<a href="#main" style="position: absolute; left: -99px"', "cannot be seen"],
  ["brod/index.html", 'id="main"', 'id="other"', "does not move the focus"],
  ["brod/index.html", '<a href="/sub/en/bread/" hreflang', '<a href="/sub/en/" hreflang', "none leads to"],
  ["en/bread/index.html", '<html lang="en">', '<html lang="da">', "a page in `da`", "brod/"],
  ["en/bread/index.html", 'hreflang="nb" lang="nb">', ">", "there is none"],
];

// The same of what is no fault, and the options under which it is none.
const HARMLESS = [
  ["brod/index.html", "</nav>", '<a href="/sub/en/bread/" hreflang="en">Brød <span class="link-language">(på engelsk)</span></a></nav>', {}],
  ["brod/index.html", "</main>", '<div class="body"><p>Brød</p></div></main>', { ownStyles: true }],
];

test("the good site passes", async () => {
  const { pages, faults } = await checkSite({ folder: GOOD, baseUrl: BASE, foreign: ["demo"] });
  assert.equal(pages, 6);
  assert.deepEqual(faults, []);
});

for (const [file, old, replacement, words, path = file.replace("index.html", "")] of SPOILS) {
  test(`finds: ${words}`, async () => {
    const faults = await faultsOf(file, old, replacement, { only: [path] });
    assert.ok(faults.some((fault) => fault.includes(words)), `not among ${JSON.stringify(faults)}`);
  });
}

for (const [file, old, replacement, options] of HARMLESS) {
  test(`lets pass: ${replacement}`, async () => {
    assert.deepEqual(await faultsOf(file, old, replacement, { only: [file.replace("index.html", "")], ...options }), []);
  });
}

/** The faults of the good site with one of its files changed. */
async function faultsOf(file, old, replacement, options) {
  const folder = await mkdtemp(join(tmpdir(), "diglot-browser-"));
  try {
    await cp(GOOD, folder, { recursive: true });
    const markup = await readFile(join(folder, file), "utf8");
    assert.ok(markup.includes(old), "the fixture has nothing to spoil");
    await writeFile(join(folder, file), markup.replace(old, replacement));
    return (await checkSite({ folder, baseUrl: BASE, ...options })).faults;
  } finally {
    await rm(folder, { recursive: true });
  }
}
