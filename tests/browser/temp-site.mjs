// What the tests of `diglot serve` share: a site in a folder of its own, and a server for it.

import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const DIGLOT = process.env.DIGLOT ?? join(import.meta.dirname, "../../target/release/diglot");

/**
 * Makes a folder that goes when a test has ended. Resolves to its path, what writes files into it, and `onEnd`, which takes what
 * is to be done before: the last that was given first. A test's own hooks run in the order they were given.
 */
export async function folder(context) {
  const root = await mkdtemp(join(tmpdir(), "diglot-serve-"));
  const ends = [];
  context.after(async () => {
    const errors = [];
    for (const end of ends.reverse()) {
      try {
        await end();
      } catch (error) {
        errors.push(error);
      }
    }
    await rm(root, { recursive: true });
    if (errors.length > 0) throw errors[0];
  });
  const write = async (path, text) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  return { root, write, onEnd: (end) => ends.push(end) };
}

/** Runs a command of Diglot for the site in a folder. */
export function run(root, ...command) {
  return promisify(execFile)(DIGLOT, [...command, "--root", root]);
}

/** Starts a server, and waits until it tells where it is. */
export async function start(root, port) {
  const process = spawn(DIGLOT, ["serve", "--root", root, "--port", String(port)], { stdio: ["ignore", "ignore", "pipe"] });
  const url = await new Promise((resolve, reject) => {
    let told = "";
    process.stderr.on("data", (data) => {
      told += data;
      const found = /Serving at (\S+)/.exec(told);
      if (found) resolve(found[1]);
    });
    process.on("exit", () => reject(new Error(`the server ended: ${told}`)));
  });
  const stop = () =>
    new Promise((resolve) => {
      if (process.exitCode !== null || process.signalCode !== null) return resolve();
      process.removeAllListeners("exit").on("exit", resolve);
      process.kill("SIGINT");
    });
  return { url, port: new URL(url).port, stop };
}

/** Waits until something holds on a page; asked from outside, since a page's policy may forbid to evaluate inside. */
export async function eventually(page, holds, argument) {
  const end = Date.now() + 10_000;
  while (!(await page.evaluate(holds, argument))) {
    if (Date.now() > end) throw new Error(`never so: ${holds}`);
    await page.waitForTimeout(20);
  }
}
