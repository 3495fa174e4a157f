// Which browser the checks drive.

import { accessSync, constants } from "node:fs";
import { join } from "node:path";

const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The file of a browser: what `CHROMIUM` names, else the first that is on the `PATH`. */
export function findBrowser() {
  const candidates = (process.env.PATH ?? "").split(":").flatMap((folder) => BROWSERS.map((name) => join(folder, name)));
  const found = [process.env.CHROMIUM, ...candidates].filter(Boolean).find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!found) throw new Error(`no browser: none of ${BROWSERS.join(", ")} is on the PATH, and CHROMIUM is not set`);
  return found;
}
