// wasm-opt, as Trunk runs it for the engine, on what Trunk doesn't know.

import { execFileSync } from "node:child_process";
import { readFileSync, renameSync } from "node:fs";

export function optimise(wasm) {
  const options = ["-Oz", ...features(), wasm, "-o", `${wasm}.small`];
  // it warns of names in a part that it doesn't keep anyway; where it fails, what it said is in the error
  execFileSync("wasm-opt", options, { stdio: ["ignore", "inherit", "pipe"] });
  renameSync(`${wasm}.small`, wasm);
}

// What wasm-opt may take for granted is said once, in index.html.
function features() {
  const said = readFileSync("index.html", "utf8").match(/data-bin="engine"[^>]*data-wasm-opt-params="([^"]+)"/);
  if (!said) throw new Error("index.html doesn't say what wasm-opt may take for granted");
  return said[1].split(" ");
}
