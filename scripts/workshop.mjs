// The workshop of a released site: the Worker for what is asked now and then, built as Trunk builds the engine. Trunk would build
// it for development, too, where the engine does its work.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { optimise } from "./optimise.mjs";

const NAME = "workshop";
const TARGET = "wasm32-unknown-unknown";

// Puts NAME.js and NAME_bg.wasm into the site, and gives the name.
export function buildWorkshop(site) {
  run("cargo", ["build", "--locked", "--offline", "--release", "--target", TARGET, "--package", "faaso-designer", "--bin", NAME]);
  const made = join(process.env.CARGO_TARGET_DIR ?? "target", TARGET, "release", `${NAME}.wasm`);
  run("wasm-bindgen", ["--target", "no-modules", "--no-typescript", "--out-dir", site, made]);
  optimise(join(site, `${NAME}_bg.wasm`));
  return NAME;
}

function run(command, options) {
  execFileSync(command, options, { stdio: ["ignore", "inherit", "inherit"] });
}
