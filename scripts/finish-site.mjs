// Last step of a build, called by Trunk when every file has its final name: links the editor's bundle, gives the
// engine's files a version, and writes the content security policy with the hash of Trunk's inline script.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const site = process.env.TRUNK_STAGING_DIR;
if (!site) {
  console.error("finish-site.mjs: Trunk runs this, as its post_build hook");
  process.exit(1);
}

const page = join(site, "index.html");
let html = readFileSync(page, "utf8");
html = html.replace("</head>", `${editorLink()}</head>`);
html = html.replace("<head>", `<head>\n    ${policy(html)}`);
writeFileSync(page, html);
versionEngine();

function editorLink() {
  const entries = readdirSync(join(site, "editor")).filter((name) => /^editor-\w+\.js$/.test(name));
  if (entries.length !== 1) throw new Error(`one editor entry expected, found: ${entries}`);
  const [entry, ...parts] = withImports(entries[0]);
  const preload = (name, id = "") => `<link rel="modulepreload"${id} href="editor/${name}">`;
  return [preload(entry, ' id="editor-bundle"'), ...parts.map((part) => preload(part))].join("");
}

// A module and all that it imports statically; without this the browser would find them one after the other.
function withImports(name, found = new Set()) {
  if (found.has(name)) return [...found];
  found.add(name);
  const text = readFileSync(join(site, "editor", name), "utf8");
  for (const [, part] of text.matchAll(/(?:\bfrom|\bimport)"\.\/([\w-]+\.js)"/g)) withImports(part, found);
  return [...found];
}

// In a meta element; frame-ancestors and reports would need a header. The nonce is the code editor's, for style
// elements only (src/editor/ffi.rs has the same word); it is public on a static site and opens nothing else.
function policy(html) {
  const scripts = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)];
  const hashes = scripts.map(([, text]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
  const rules = [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval' ${hashes.join(" ")}`,
    "style-src 'self' 'nonce-code-editor'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
  ];
  return `<meta http-equiv="Content-Security-Policy" content="${rules.join("; ")}" />`;
}

// The Worker's files have fixed names, so a cache could mix two builds: a query with their hash keeps them apart.
function versionEngine() {
  const files = ["engine.js", "engine_bg.wasm"];
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(join(site, file)));
  const version = hash.digest("hex").slice(0, 16);
  const [script, wasm] = files.map((file) => `"./${file}?v=${version}"`);
  writeFileSync(join(site, "engine_loader.js"), `importScripts(${script});wasm_bindgen({ module_or_path: ${wasm} });\n`);
}
