// The designer's page beside an equivalent one, in turns, in one run. `./designer bench` sets up what it needs and calls this.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { argv, exit } from "node:process";
import { parseArgs } from "node:util";
import { MEASURES, zipFolder } from "./measures.mjs";
import { buildPeer } from "./peer/build.mjs";
import { runtime } from "./projects.mjs";
import { Server } from "./server.mjs";
import { table, writeInto } from "./table.mjs";

const ROOT = resolve(import.meta.dirname, "../..");
const MADE = join(ROOT, "target/bench");
const KEPT = join(MADE, "page.json");
const DOCUMENT = join(ROOT, "docs/performance.md");

const USAGE = `./designer bench [--site DIR] [--only NAMES] [--keys N] [--runs N] [--edits N] [--write]

  --site DIR     a release build that is there already; without it one is made in dist/
  --only NAMES   some of these, separated by commas; "keys" are all whose name begins with it:
                 ${MEASURES.map(({ id }) => id).join(", ")}
  --keys N       keys a side and case, 200
  --runs N       openings, exports and visits a side, 7
  --edits N      edits before memory is looked at again, 2000
  --verbose      every number as well
  --write        write the table into docs/performance.md though --only left something out: of that the last numbers stay
`;

const { values: options } = parseArgs({
  args: argv.slice(2),
  options: {
    site: { type: "string", default: "dist" },
    only: { type: "string", default: "" },
    keys: { type: "string", default: "200" },
    runs: { type: "string", default: "7" },
    edits: { type: "string", default: "2000" },
    write: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (options.help) {
  console.log(USAGE);
  exit();
}

const wanted = options.only ? options.only.split(",") : [""];
const chosen = MEASURES.filter(({ id }) => wanted.some((name) => `${id}/`.startsWith(name && `${name}/`)));
if (chosen.length === 0) fail(`nothing is called ${options.only}`);
const site = resolve(options.site);
if (!existsSync(join(site, "index.html"))) fail(`${site} has no index.html: run ./designer dist`);

mkdirSync(MADE, { recursive: true });
const peer = join(MADE, "peer");
await buildPeer(peer, runtime({ name: "example", files: 10 }));
const floor = join(MADE, "floor");
mkdirSync(floor, { recursive: true });
writeFileSync(join(floor, "index.html"), readFileSync(join(import.meta.dirname, "floor.html")));

const servers = {};
const sides = {
  product: { site, opens: [["button", "Open"]], exports: [["button", "Export"], ["menuitem", "Funko zip (ready to build)"]] },
  peer: { site: peer, opens: [], exports: [["button", "Export"]] },
  floor: { site: floor },
};
for (const [side, of] of Object.entries(sides)) {
  servers[side] = await new Server(of.site).listen();
  of.address = servers[side].address;
}
const folder = zipFolder();
const [keys, runs, edits] = [options.keys, options.runs, options.edits].map(Number);
const say = (...what) => options.verbose && console.error(JSON.stringify(what));
let failed = false;
const kept = existsSync(KEPT) && options.only ? JSON.parse(readFileSync(KEPT, "utf8")) : {};
try {
  for (const { id, rows } of chosen) {
    const begun = Date.now();
    try {
      kept[id] = await rows({ sides, keys, runs, edits, folder, say });
    } catch (error) {
      console.error(`\n${id}: ${error.stack}`);
      failed = true;
      continue;
    }
    console.log(`\n${table(kept[id])}\n(${id}: ${Math.round((Date.now() - begun) / 1000)} s)`);
    writeFileSync(KEPT, JSON.stringify(kept));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
  for (const server of Object.values(servers)) server.close();
}

if (failed) fail("not everything could be measured, so nothing was written");
if (!options.only || options.write) {
  writeInto(DOCUMENT, table(MEASURES.flatMap(({ id }) => kept[id] ?? [])));
  console.log(`\nThe table stands in docs/performance.md.`);
}

function fail(why) {
  console.error(`bench: ${why}`);
  exit(1);
}
