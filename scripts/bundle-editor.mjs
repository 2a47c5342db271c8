// Bundles src/editor/js into vendor/editor: one entry with a hashed name and a part for each language.
// Trunk runs it before cargo; run alone: node scripts/bundle-editor.mjs

import { build } from "esbuild";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";

// lang-jinja brings HTML (and with it CSS and JavaScript) as the base it falls back on. Here the base is always
// given, so the first load goes without them.
const jinjaWithoutHtml = {
  name: "jinja-without-html",
  setup(bundle) {
    bundle.onResolve({ filter: /^@codemirror\/lang-html$/ }, ({ importer }) =>
      importer.includes("lang-jinja") ? { path: "html", namespace: "no-base" } : undefined,
    );
    bundle.onLoad({ filter: /.*/, namespace: "no-base" }, () => ({
      contents: "export const html = () => ({ language: null, support: [] })",
    }));
  },
};

rmSync("vendor/editor", { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ["src/editor/js/editor.js"],
  outdir: "vendor/editor",
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none", // see below
  metafile: true,
  logLevel: "warning",
  plugins: [jinjaWithoutHtml],
});

// The licences ask to go with the code.
const packages = Object.keys(metafile.inputs).flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
const licences = [...new Set(packages)].sort().map((name) => {
  const folder = `node_modules/${name}`;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} brings no licence file`);
  return `${name}\n\n${readFileSync(`${folder}/${file}`, "utf8").trim()}\n`;
});
writeFileSync("vendor/editor/LICENSES.txt", licences.join(`\n${"-".repeat(80)}\n\n`));
