// Builds the page that the designer is measured beside, as a static site with hashed names and brotli made beforehand.

import { build } from "esbuild";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const here = import.meta.dirname;

// `example`: the files that the page begins with, path by path.
export async function buildPeer(site, example) {
  rmSync(site, { recursive: true, force: true });
  mkdirSync(site, { recursive: true });
  const begin = {
    name: "example",
    setup(build) {
      build.onResolve({ filter: /^EXAMPLE$/ }, ({ path }) => ({ path, namespace: "example" }));
      build.onLoad({ filter: /.*/, namespace: "example" }, () => ({ contents: JSON.stringify(example), loader: "json" }));
    },
  };
  const { outputFiles } = await build({
    entryPoints: { page: join(here, "page.jsx") },
    entryNames: "[name]-[hash]",
    outdir: site,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    legalComments: "none",
    plugins: [begin],
    write: false,
  });
  let html = readFileSync(join(here, "index.html"), "utf8");
  for (const { path, contents } of outputFiles) {
    const name = basename(path);
    html = html.replace(name.endsWith(".js") ? "PAGE.js" : "PAGE.css", name);
    put(site, name, contents);
  }
  put(site, "index.html", html);
}

function put(site, name, contents) {
  writeFileSync(join(site, name), contents);
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  writeFileSync(join(site, `${name}.br`), brotliCompressSync(contents, { params }));
}
