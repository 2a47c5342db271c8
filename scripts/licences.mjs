// The licences of everything that is linked into the site, as one text: Rust crates of the page and the engine, npm packages of
// the editor. They ask to be shipped with the code. finish-site.mjs writes the file; run alone, it prints: node scripts/licences.mjs

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const RULE = `\n${"-".repeat(80)}\n\n`;

export function licences() {
  return [ours(), ...byText(crates()).map(section), editor()].join(RULE);
}

// Most crates come with one of a few texts: each stands once, behind the names of all that have it.
function byText(crates) {
  const groups = new Map();
  for (const crate of crates) {
    const text = texts(crate);
    groups.set(text, [...(groups.get(text) ?? []), crate]);
  }
  return [...groups].map(([text, crates]) => ({ text, crates }));
}

function ours() {
  return `FaaSO Runtime Designer\n\n${readFileSync("LICENSE", "utf8").trim()}\n\n${readFileSync("NOTICE", "utf8").trim()}\n`;
}

// What the WebAssembly is linked from: no build scripts, no macros, no test dependencies.
function crates() {
  const options = ["metadata", "--format-version", "1", "--locked", "--filter-platform", "wasm32-unknown-unknown"];
  const { packages, resolve: graph } = JSON.parse(execFileSync("cargo", options, { maxBuffer: 1 << 28 }));
  const byId = new Map(packages.map((one) => [one.id, one]));
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const linked = new Set();
  const visit = (id) => {
    const isMacro = byId.get(id).targets.some((target) => target.kind.includes("proc-macro"));
    if (linked.has(id) || isMacro) return;
    linked.add(id);
    for (const { pkg, dep_kinds } of nodes.get(id).deps) if (dep_kinds.some(({ kind }) => kind === null)) visit(pkg);
  };
  visit(graph.root);
  const fromElsewhere = [...linked].map((id) => byId.get(id)).filter((one) => one.source);
  return fromElsewhere.sort((a, b) => (a.name === b.name ? (a.version < b.version ? -1 : 1) : a.name < b.name ? -1 : 1));
}

function section({ text, crates }) {
  const names = crates.map(({ name, version, license }) => `${name} ${version}, ${license ?? "see below"}\n`);
  return `${names.join("")}\n${text}\n`;
}

function texts({ license, license_file, repository, authors, manifest_path }) {
  const folder = dirname(manifest_path);
  const named = license_file ? [license_file] : readdirSync(folder).filter((file) => /^(licen[cs]e|copying|unlicense)/i.test(file));
  const found = named.sort().map((file) => join(folder, file)).filter(existsSync).map((file) => readFileSync(file, "utf8").trim());
  if (found.length) return found.join("\n\n");
  // Some crates leave the text in their repository. Nearly all of them may be used under the MIT licence, so under that we use them.
  if (!/\bMIT\b/.test(license ?? "")) throw new Error(`${manifest_path} brings no licence text`);
  return `Copyright (c) ${authors.join(", ") || `the contributors of ${repository}`}\n\n${mit()}`;
}

function mit() {
  const text = readFileSync("LICENSE", "utf8");
  return text.slice(text.indexOf("Permission is hereby granted")).trim();
}

function editor() {
  return `The code editor\n\n${readFileSync("vendor/editor/LICENSES.txt", "utf8").trim()}\n`;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) process.stdout.write(licences());
