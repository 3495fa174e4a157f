// Serves a published folder below a base path on a free port of the loopback, as a static host would that has one page for all
// addresses that lead nowhere.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".avif": "image/avif",
  ".css": "text/css; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".mp4": "video/mp4",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webm": "video/webm",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

/** Starts the server; `basePath` begins and ends with a slash. Resolves to its origin and a way to stop it. */
export async function serve(folder, basePath) {
  const server = createServer(async (request, response) => {
    const { status, type, body } = await answer(folder, basePath, request.url);
    response.writeHead(status, { "content-type": type });
    response.end(body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const close = () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, close };
}

/** What a URL is answered with. */
export async function answer(folder, basePath, url) {
  const { pathname } = new URL(url, "http://localhost");
  const found = await read(folder, basePath, decodeURIComponent(pathname));
  const shown = found ?? (await read(folder, basePath, `${basePath}404.html`));
  return { status: found ? 200 : 404, type: "application/octet-stream", body: "", ...shown };
}

/** The file of a path, read at once, so that nothing can come between finding and reading; `null` where there is none. */
async function read(folder, basePath, path) {
  if (!path.startsWith(basePath)) return null;
  let file = join(folder, normalize(`/${path.slice(basePath.length)}`));
  if (path.endsWith("/")) file = join(file, "index.html");
  const body = await readFile(file).catch(() => null);
  return body && { body, type: TYPES[extname(file)] ?? "application/octet-stream" };
}
