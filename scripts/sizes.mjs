// How many bytes the parts of a released site have, beside the number that is recorded for each in sizes.json. The last step of
// a build measures them; ./designer then prints them and fails when one has grown by more than a little unsaid.
//
// node scripts/sizes.mjs             prints what the last release build measured
// node scripts/sizes.mjs --record    records it

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { argv, exit } from "node:process";
import { fileURLToPath } from "node:url";

const RECORDED = "scripts/sizes.json";
const MEASURED = "target/sizes.json";
// Growth that need not be said: 3 %.
const TOLERATED = 1.03;

// What an author waits for, in the order in which it is asked for.
const PARTS = {
  "page.wasm": (name) => /^page-\w+_bg\.wasm$/.test(name),
  "page.js": (name) => /^page-\w+\.js$/.test(name),
  "at_once.wasm": (name) => /^at_once_bg-\w+\.wasm$/.test(name),
  "at_once.js": (name) => /^at_once-\w+\.js$/.test(name),
  "engine.wasm": (name) => /^engine_bg-\w+\.wasm$/.test(name),
  "engine.js": (name) => /^engine(_loader)?-\w+\.js$/.test(name),
  "workshop.wasm": (name) => /^workshop_bg-\w+\.wasm$/.test(name),
  "workshop.js": (name) => /^workshop(_loader)?-\w+\.js$/.test(name),
  styles: (name) => name.endsWith(".css"),
};

// Fetched once the first output stands, or when it is wanted: by its name.
const PART = /^(part-[\w-]+)-\w+\.wasm$/;

// Notes the sizes of the site's parts. `of` has what is sent of each file, in bytes, and `editor` names the files of the code
// editor that the page starts with.
export function measureSizes(of, editor) {
  const parts = Object.entries(PARTS).map(([part, is]) => [part, Object.keys(of).filter(is)]);
  parts.push(["editor", editor.map((name) => `editor/${name}`)]);
  const wasm = Object.keys(of).filter((name) => PART.test(name));
  parts.push(...wasm.map((name) => [`${name.match(PART)[1]}.wasm`, [name]]));
  const measured = Object.fromEntries(parts.map(([part, names]) => [part, sum(part, names, of)]));
  mkdirSync(dirname(MEASURED), { recursive: true });
  writeFileSync(MEASURED, `${JSON.stringify(measured, null, 2)}\n`);
}

function check() {
  const [measured, recorded] = [MEASURED, RECORDED].map((file) => JSON.parse(readFileSync(file, "utf8")));
  const grown = Object.keys(measured).filter((part) => report(part, measured[part], recorded[part]));
  if (grown.length === 0) return;
  console.error(`The site is ready, but it has grown: ${grown.join(", ")}.
Make it smaller. If it has to be so, record the new sizes and say in the commit why:
    node scripts/sizes.mjs --record`);
  exit(1);
}

// Prints a line. True: it has grown by more than is tolerated.
function report(part, now, before) {
  const number = (bytes) => bytes.toLocaleString("en").padStart(9);
  const line = `${part.padEnd(26)}${number(now.raw)} bytes, ${number(now.brotli)} as .br`;
  const change = before && 100 * (now.brotli / before.brotli - 1);
  console.log(`${line}  (${before ? `recorded:${number(before.brotli)}, ${change < 0 ? "" : "+"}${change.toFixed(1)} %` : "new"})`);
  return !before || now.brotli > before.brotli * TOLERATED;
}

function sum(part, names, of) {
  if (names.length === 0) throw new Error(`sizes.mjs: no file of the site is ${part}`);
  const add = (size) => names.reduce((sum, name) => sum + of[name][size], 0);
  return { raw: add("raw"), brotli: add("brotli") };
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  if (!existsSync(MEASURED)) {
    console.error("sizes.mjs: nothing was measured yet: run ./designer dist");
    exit(1);
  }
  if (argv[2] === "--record") writeFileSync(RECORDED, readFileSync(MEASURED));
  check();
}
