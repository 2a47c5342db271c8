// The page of a released site in parts: what is in view at the start, and what is fetched when it is wanted. Trunk builds the page
// whole and knows no parts; what it made is taken out of the site again, and what the linker made is split.
//
// Where a part begins stands in the sources (src/ui/part.rs). The linker keeps its relocations (build.rs), which tell wasm-split-cli
// what reaches what. Whatever the start reaches stays in the page; what several parts reach becomes a part of its own.

import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hash, hashInName } from "./hash.mjs";
import { optimise } from "./optimise.mjs";

const LINKED = join(process.env.CARGO_TARGET_DIR ?? "target", "wasm32-unknown-unknown", "release", "page.wasm");
const WORK = "target/parts";
// What wasm-split-cli calls the script that fetches parts.
const LOADER = "__wasm_split.js";

// Puts the page and its parts into the site in the place of Trunk's, and gives the HTML that names them.
export async function splitPage(site, html) {
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true });
  run("wasm-split-cli", LINKED, WORK, "--out-name", "page");
  // the parts need what the linker exports: memory, table, stack
  run("wasm-bindgen", "--target", "web", "--no-typescript", "--keep-lld-exports", "--out-dir", WORK, join(WORK, "page.wasm"));
  writeFileSync(join(WORK, LOADER), loader(site));

  const contents = { ".js": await script(), "_bg.wasm": small("page_bg.wasm") };
  const whole = readdirSync(site).find((name) => /^page-\w+\.js$/.test(name)).slice(0, -".js".length);
  // one name for both, as Trunk has it
  const name = `page-${hashInName(Buffer.concat(Object.values(contents)))}`;
  for (const [ending, content] of Object.entries(contents)) {
    rmSync(join(site, whole + ending));
    writeFileSync(join(site, name + ending), content);
    const preload = new RegExp(`(href="[^"]*${whole}${ending}"[^>]* integrity=")[^"]*`);
    html = replaced(html, preload, `$1${integrity(content)}`);
  }
  return html.replaceAll(whole, name);
}

// The script that fetches parts, with the names that they get in the site. A part that isn't what was built is refused.
function loader(site) {
  let text = readFileSync(join(WORK, LOADER), "utf8");
  for (const file of readdirSync(WORK).filter((name) => /^(split|chunk)_\w+\.wasm$/.test(name))) {
    const content = small(file);
    const name = `part-${called(file, text)}-${hashInName(content)}.wasm`;
    writeFileSync(join(site, name), content);
    const fetched = `fetch(new URL("./${file}", import.meta.url)`;
    text = replaced(text, `${fetched})`, `fetch(new URL("./${name}", import.meta.url), { integrity: "${integrity(content)}" })`);
  }
  text = replaced(text, "WebAssembly.instantiateStreaming(", "instantiate(");
  return `${text}
// As wasm-bindgen does for the page: not every host says what a part is.
async function instantiate(fetched, imports) {
  const response = await fetched;
  if (!response.ok) throw new Error(\`\${response.url} was answered with \${response.status}\`);
  const isSaid = response.headers.get("Content-Type") === "application/wasm";
  return isSaid ? WebAssembly.instantiateStreaming(response, imports) : WebAssembly.instantiate(await response.arrayBuffer(), imports);
}
`;
}

// What several parts reach is called by all of them: the loader says which.
function called(file, text) {
  const [, kind, name] = file.match(/^(split|chunk)_(\w+)\.wasm$/);
  if (kind === "split") return name;
  const said = text.match(new RegExp(`/\\* (.+) \\*/\nconst __chunk_${name} = `));
  if (!said) throw new Error(`parts.mjs: ${LOADER} doesn't say whose ${file} is`);
  return said[1].replaceAll(", ", "-");
}

// The page's script and the one that fetches parts import each other, so neither could have the other's hash in its name: one file.
async function script() {
  const { outputFiles } = await build({
    entryPoints: [join(WORK, "page.js")],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "warning",
    // wasm-bindgen names the loader once for each part
    logOverride: { "duplicate-object-key": "silent" },
  });
  return Buffer.from(outputFiles[0].contents);
}

function small(file) {
  const path = join(WORK, file);
  optimise(path);
  return readFileSync(path);
}

function integrity(content) {
  return `sha384-${hash(content, "base64", "sha384")}`;
}

// What isn't there is said: a newer tool may write it otherwise.
function replaced(text, what, by) {
  const made = text.replaceAll(what instanceof RegExp ? new RegExp(what, "g") : what, by);
  if (made === text) throw new Error(`parts.mjs: there is no ${what}`);
  return made;
}

function run(command, ...options) {
  execFileSync(command, options, { stdio: ["ignore", "inherit", "inherit"] });
}
