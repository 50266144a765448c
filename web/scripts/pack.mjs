/**
 * Packs the export that `next build` left in web/out (or in the folder that is named): compresses every file once, as
 * brotli and gzip, and writes the manifest from which the gateway serves it (gateway/rest/web/export.py).
 *
 * Fails, and says where, when a page holds what its Content-Security-Policy forbids, or the export a file that the
 * gateway would refuse. Without a complete export no manifest is left, so that nothing half built is ever served.
 */

import { createHash } from "node:crypto";
import { lstat, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const MANIFEST = "pitboss-web.json";
const MANIFEST_VERSION = 1;
const SCRIPT_HASHES_MAX = 64;
/** Below this size, in bytes, a compressed form saves no packet. */
const COMPRESSED_BYTES_MIN = 512;
/** A compressed form must be smaller by this share, or it is not worth the work of undoing it. */
const SAVED_SHARE_MIN = 0.05;
const CODINGS = { br: ".br", gzip: ".gz" };

/** Pages that are served under no path of their own: Next's name for what is served as /404. */
const LEFT_OUT = ["/_not-found"];

const TEXT = "; charset=utf-8";
const MEDIA_TYPES = {
  ".avif": "image/avif",
  ".css": `text/css${TEXT}`,
  ".html": `text/html${TEXT}`,
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": `text/javascript${TEXT}`,
  ".json": "application/json",
  ".mp3": "audio/mpeg",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": `text/plain${TEXT}`,
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};
const COMPRESSIBLE = /^text\/|\+json$|\+xml$|^application\/json$|^image\/x-icon$/;
/** What the paths that the gateway serves consist of (`_PATH` in gateway/rest/web/export.py). */
const SAFE_PATH = /^(?:\/[A-Za-z0-9_!$()+,@~[\]-][A-Za-z0-9_.!$()+,@~[\]-]*)+$/;

/** What a page must not hold, with what to do instead. */
const FORBIDDEN = [
  [/<style[\s>]/i, "an inline <style>: put it into a CSS module"],
  [/<[^>]+\sstyle\s*=/i, "a style attribute: use a class, or set a variable through the CSSOM"],
  [/<[^>]+\son[a-z]+\s*=/i, "an event handler in an attribute: add it in a component"],
  [/<[^>]+\s(?:href|src|action)\s*=\s*["']?\s*javascript:/i, "a javascript: address"],
  [/<base[\s>]/i, "a <base>"],
];

const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script>/gi;

const compress = {
  br: (data) =>
    promisify(brotliCompress)(data, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: data.length,
      },
    }),
  gzip: (data) => promisify(gzip)(data, { level: constants.Z_BEST_COMPRESSION }),
};

/** Thrown for an export that cannot be served. */
class NotServable extends Error {}

/** The policy's hashes of a page's inline scripts; throws NotServable where the policy would block something. */
export function scriptHashes(html, name = "the page") {
  const hashes = new Set();
  const markup = html.replace(SCRIPT, (whole, attributes, body) => {
    if (!/\ssrc\s*=/i.test(attributes)) {
      hashes.add(`sha256-${createHash("sha256").update(body, "utf8").digest("base64")}`);
    }
    return whole.slice(0, whole.indexOf(">") + 1);
  });
  for (const [pattern, what] of FORBIDDEN) {
    const found = pattern.exec(markup.replace(/<!--[\s\S]*?-->/g, ""));
    if (found) throw new NotServable(`${name} has ${what}: ${found[0].slice(0, 160)}`);
  }
  if (hashes.size > SCRIPT_HASHES_MAX) {
    throw new NotServable(`${name} has ${hashes.size} inline scripts, at most ${SCRIPT_HASHES_MAX}`);
  }
  return [...hashes].sort();
}

/** The path under which a file is asked for: pages without their ending, `/` for the first one. */
export function pathOf(file) {
  const path = `/${file.split(sep).join("/")}`;
  if (!path.endsWith(".html")) return path;
  return path.replace(/(?:\/index)?\.html$/, "") || "/";
}

async function* filesIn(folder, top = folder) {
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name);
    const status = await lstat(path);
    if (status.isDirectory()) yield* filesIn(path, top);
    else if (status.isFile()) yield relative(top, path);
    else throw new NotServable(`${relative(top, path)} is a link, or no file`);
  }
}

function form(file, data) {
  return {
    file: file.split(sep).join("/"),
    size: data.length,
    sha256: createHash("sha256").update(data).digest("hex"),
  };
}

async function packed(folder, file) {
  const type = MEDIA_TYPES[extname(file)];
  const path = pathOf(file);
  if (!type) throw new NotServable(`${file} has an ending without a media type`);
  if (path !== "/" && !SAFE_PATH.test(path)) throw new NotServable(`${file} has a name that is not served`);
  const data = await readFile(join(folder, file));
  const forms = { identity: form(file, data) };
  if (data.length >= COMPRESSED_BYTES_MIN && COMPRESSIBLE.test(type)) {
    for (const [coding, ending] of Object.entries(CODINGS)) {
      const smaller = await compress[coding](data);
      if (smaller.length > data.length * (1 - SAVED_SHARE_MIN)) continue;
      await writeFile(join(folder, file + ending), smaller);
      forms[coding] = form(file + ending, smaller);
    }
  }
  const scripts = type.startsWith("text/html") ? scriptHashes(data.toString("utf8"), file) : [];
  return [path, { type, forms, scripts }];
}

/** Packs the export in `folder` and returns its manifest. */
export async function pack(folder) {
  const manifestPath = join(folder, MANIFEST);
  await rm(manifestPath, { force: true });
  const files = [];
  for await (const file of filesIn(folder)) {
    if (Object.values(CODINGS).includes(extname(file))) await rm(join(folder, file));
    else if (!LEFT_OUT.includes(pathOf(file))) files.push(file);
  }
  const entries = await Promise.all(files.map((file) => packed(folder, file)));
  const manifest = { version: MANIFEST_VERSION, files: Object.fromEntries(entries) };
  if (Object.keys(manifest.files).length !== entries.length) throw new NotServable("two files have one path");
  for (const needed of ["/", "/404"]) {
    if (!manifest.files[needed]) throw new NotServable(`there is no page for ${needed}`);
  }
  await writeFile(`${manifestPath}.new`, `${JSON.stringify(manifest, null, 1)}\n`);
  await rename(`${manifestPath}.new`, manifestPath);
  return manifest;
}

/** One line of what was packed, in kB of 1,000 bytes. */
export function summary(manifest) {
  const files = Object.values(manifest.files);
  const kilobytes = (coding) =>
    Math.round(files.reduce((sum, each) => sum + (each.forms[coding] ?? each.forms.identity).size, 0) / 1000);
  const pages = files.filter((each) => each.type.startsWith("text/html")).length;
  return `${files.length} files, ${pages} pages, ${kilobytes("identity")} kB; gzip ${kilobytes("gzip")}, br ${kilobytes("br")}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? fileURLToPath(new URL("../out", import.meta.url));
  try {
    console.log(`pack: ${summary(await pack(folder))}`);
  } catch (error) {
    if (!(error instanceof NotServable) && error.code !== "ENOENT") throw error;
    console.error(`pack: ${error.message}`);
    process.exitCode = 1;
  }
}
