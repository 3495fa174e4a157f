// Checks a published folder in a browser:
//   node run.mjs [--foreign FOLDER]… [--only PAGE]… [--own-styles] [--screenshots DIR] PUBLIC_DIR [BASE_URL]

import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { checkSite } from "./suite.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    foreign: { type: "string", multiple: true },
    only: { type: "string", multiple: true },
    "own-styles": { type: "boolean" },
    screenshots: { type: "string" },
  },
});
const [folder, baseUrl = await announcedBaseUrl(folder)] = positionals;
const { "own-styles": ownStyles, ...options } = values;
const { pages, passed, faults } = await checkSite({ folder: resolve(folder), baseUrl, ownStyles, ...options });
for (const fault of faults) console.log(`FAIL  ${fault}`);
console.log(`${passed} passed, ${pages - passed} failed`);
process.exitCode = pages === 0 || faults.length > 0 ? 1 : 0;

/** The address of the folder that `robots.txt` says the sitemap is in. */
async function announcedBaseUrl(folder) {
  const robots = await readFile(join(folder, "robots.txt"), "utf8");
  return /^Sitemap:\s*(\S+?)sitemap\.xml\s*$/im.exec(robots)[1];
}
