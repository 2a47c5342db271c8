// The workshop of a released site: the Worker for what is asked now and then, built as Trunk builds the engine. Trunk would build
// it for development, too, where the engine does its work.

import { execFileSync } from "node:child_process";
import { readFileSync, renameSync } from "node:fs";
import { join } from "node:path";

const NAME = "workshop";
const TARGET = "wasm32-unknown-unknown";

// Puts NAME.js and NAME_bg.wasm into the site, and gives the name.
export function buildWorkshop(site) {
  run("cargo", ["build", "--locked", "--offline", "--release", "--target", TARGET, "--package", "faaso-designer", "--bin", NAME]);
  const made = join(process.env.CARGO_TARGET_DIR ?? "target", TARGET, "release", `${NAME}.wasm`);
  run("wasm-bindgen", ["--target", "no-modules", "--no-typescript", "--out-dir", site, made]);
  const wasm = join(site, `${NAME}_bg.wasm`);
  run("wasm-opt", ["-Oz", ...features(), wasm, "-o", `${wasm}.small`]);
  renameSync(`${wasm}.small`, wasm);
  return NAME;
}

// What wasm-opt may take for granted is said once, in index.html.
function features() {
  const said = readFileSync("index.html", "utf8").match(/data-bin="engine"[^>]*data-wasm-opt-params="([^"]+)"/);
  if (!said) throw new Error("index.html doesn't say what wasm-opt may take for granted");
  return said[1].split(" ");
}

function run(command, options) {
  execFileSync(command, options, { stdio: ["ignore", "inherit", "inherit"] });
}
