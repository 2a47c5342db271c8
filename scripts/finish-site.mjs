// Last step of a build, called by Trunk when every file of its own has its final name: links the editor's bundle, builds the
// workshop, takes the page apart, gives the files of the other programs the hash of what is in them, writes the content security
// policy with the hash of Trunk's inline script, and the service worker with the hash of everything; of a released site, compressed copies of
// all that.

import { appendFileSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join, parse, relative } from "node:path";
import { compress } from "./compress.mjs";
import { hash, hashInName } from "./hash.mjs";
import { licences } from "./licences.mjs";
import { optimise } from "./optimise.mjs";
import { splitPage } from "./parts.mjs";
import { measureSizes } from "./sizes.mjs";
import { buildWorkshop } from "./workshop.mjs";

const site = process.env.TRUNK_STAGING_DIR;
if (!site) {
  console.error("finish-site.mjs: Trunk runs this, as its post_build hook");
  process.exit(1);
}
// What `trunk serve` makes is not kept for visits without a network: every build would have to be fetched first.
const released = process.env.TRUNK_PROFILE === "release";

const PAGE = "index.html";
const WORKER = "service-worker.js";

const engine = nameWorker("engine");
const atOnce = nameInPage("at_once", "atOnceStarted");
// for development the engine answers what the workshop is asked, too: one program fewer to build
const workshop = released ? nameWorker(buildWorkshop(site)) : engine;
let html = readFileSync(join(site, PAGE), "utf8");
if (released) html = await splitPage(site, html);
const links = [`<meta name="engine" content="${engine}"><meta name="at-once" content="${atOnce}"><meta name="workshop" content="${workshop}">`, editorLink(), appLinks()];
if (released) links.push(`<meta name="service-worker" content="${WORKER}">`);
html = html.replace("</head>", `${links.join("")}</head>`);
html = html.replace("<head>", `<head>\n    ${policy(html)}`);
writeFileSync(join(site, PAGE), html);
writeFileSync(join(site, "licences.txt"), licences());
writeFileSync(join(site, WORKER), released ? serviceWorker() : farewell());
// the service worker lists none of these: a host sends them in the place of the file that was asked for
if (released) {
  const { raw, gzip, brotli, of } = compress(site, everyFile(site));
  const kb = (bytes) => `${Math.round(bytes / 1000)} KB`;
  console.log(`the site has ${kb(raw)}: ${kb(gzip)} as .gz, ${kb(brotli)} as .br`);
  measureSizes(of, withImports(editorEntry()));
}

function editorEntry() {
  const entries = readdirSync(join(site, "editor")).filter((name) => /^editor-\w+\.js$/.test(name));
  if (entries.length !== 1) throw new Error(`one editor entry expected, found: ${entries}`);
  return entries[0];
}

function editorLink() {
  const [entry, ...parts] = withImports(editorEntry());
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

// What a browser needs to install the designer, and to open zips with it. Names are relative to the manifest.
function appLinks() {
  const [svg] = readdirSync(site).filter((name) => /^icon-\w+\.svg$/.test(name));
  const sizes = [192, 512];
  const drawn = sizes.map((size) => hashed(`icon-${size}.png`, readFileSync(`style/icon-${size}.png`)));
  const manifest = {
    name: "FaaSO Runtime Designer",
    short_name: "FaaSO Designer",
    description: "Edit FaaSO runtimes and see, byte for byte, what FaaSO would make. Works offline.",
    lang: "en",
    start_url: "./",
    scope: "./",
    display: "standalone",
    background_color: "#f6f7f9",
    theme_color: "#f6f7f9",
    categories: ["developer", "utilities"],
    icons: [
      { src: svg, sizes: "any", type: "image/svg+xml" },
      ...sizes.map((size, at) => ({ src: drawn[at], sizes: `${size}x${size}`, type: "image/png" })),
    ],
    launch_handler: { client_mode: "focus-existing" },
    file_handlers: [{ action: "./", accept: { "application/zip": [".zip"], "application/gzip": [".tgz"] }, launch_type: "single-client" }],
  };
  const name = hashed("manifest.webmanifest", Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  return `<link rel="manifest" href="${name}"><link rel="apple-touch-icon" href="${drawn[0]}">`;
}

// Puts a file into the site, with the hash of what is in it in its name.
function hashed(file, content) {
  const { name: stem, ext } = parse(file);
  const name = `${stem}-${hashInName(content)}${ext}`;
  writeFileSync(join(site, name), content);
  return name;
}

// In a meta element; frame-ancestors and reports would need a header. The nonce is the code editor's, for style
// elements only (src/editor/ffi.rs has the same word); it is public on a static site and opens nothing else.
function policy(html) {
  const scripts = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)];
  const hashes = scripts.map(([, text]) => `'sha256-${hash(text, "base64")}'`);
  const rules = [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval' ${hashes.join(" ")}`,
    "style-src 'self' 'nonce-code-editor'",
    "img-src 'self' data: blob:",
    // src/platform/js/start.js narrows it at once: to the site, and the FaaSO server that the author set in Settings
    "connect-src 'self' https: http:",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
  ];
  return `<meta http-equiv="Content-Security-Policy" content="${rules.join("; ")}" />`;
}

// A Worker's files have fixed names, so a cache could mix two builds: with their hash it cannot.
function nameWorker(worker) {
  const wasm = named(`${worker}_bg.wasm`);
  const script = named(`${worker}.js`);
  // A first word: the page need not wait long for a Worker that does not even run. What fails then is an error of the
  // Worker, which the page hears; a refused promise would not be.
  const first = "postMessage(new Uint8Array());";
  const start = `wasm_bindgen({ module_or_path: "./${wasm}" }).catch((error) => setTimeout(() => { throw error; }));`;
  writeFileSync(join(site, `${worker}_loader.js`), `${first}importScripts("./${script}");${start}\n`);
  return named(`${worker}_loader.js`);
}

// A program that the page itself runs (src/engine/at_once.rs): its script as a module, which keeps its names to itself and leaves the
// promise of its start.
function nameInPage(program, started) {
  if (released) optimise(join(site, `${program}_bg.wasm`));
  const wasm = named(`${program}_bg.wasm`);
  const start = `globalThis.${started} = wasm_bindgen({ module_or_path: new URL("./${wasm}", import.meta.url) });`;
  appendFileSync(join(site, `${program}.js`), `\n${start}\n`);
  return named(`${program}.js`);
}

// Gives a file of the site the hash of what is in it in its name.
function named(file) {
  const { name: stem, ext } = parse(file);
  const name = `${stem}-${hashInName(read(file))}${ext}`;
  renameSync(join(site, file), join(site, name));
  return name;
}

function serviceWorker() {
  const files = Object.fromEntries(everyFile(site).map((file) => [file, hash(read(file))]));
  const version = hashInName(JSON.stringify(files));
  const constants = { VERSION: version, PAGE, FILES: files };
  const written = Object.entries(constants).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};\n`);
  return written.join("") + readFileSync("src/platform/js/service-worker.js", "utf8");
}

// A released site may have been served at this address before: its service worker goes, with what it kept.
function farewell() {
  return `addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(leave()));
async function leave() {
  for (const name of await caches.keys()) if (name.startsWith("faaso-designer ")) await caches.delete(name);
  await registration.unregister();
  for (const tab of await clients.matchAll({ type: "window" })) tab.navigate(tab.url);
}
`;
}

function everyFile(folder) {
  const below = readdirSync(folder).sort().map((name) => join(folder, name));
  return below.flatMap((path) => (statSync(path).isDirectory() ? everyFile(path) : [relative(site, path).replaceAll("\\", "/")]));
}

function read(file) {
  return readFileSync(join(site, file));
}
