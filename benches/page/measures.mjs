// What is measured. Each gives rows: what was done, and of every side the numbers that came, null where nothing came in time.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { FUNKO, TEMPLATE, Typist } from "./keys.mjs";
import { LAST, OPENED, zip } from "./projects.mjs";
import { SLOW, Server } from "./server.mjs";
import { Tab } from "./tab.mjs";

const KB = 1_000;
const MB = 1_000_000;

// Sides take turns of so many keys.
const TURN = 20;

const KEYS = [
  { id: "10", what: "10 files", project: { files: 10 }, both: true },
  { id: "200", what: "200 files", project: { files: 200 } },
  { id: "2000", what: "2,000 files", project: { files: 2_000 } },
  { id: "lines-5000", what: "a template of 5,000 lines", project: { files: 10, lines: 5_000 } },
  { id: "funko-10", what: "`funko.yml`, 10 files", project: { files: 10 }, place: FUNKO },
  { id: "funko-2000", what: "`funko.yml`, 2,000 files", project: { files: 2_000 }, place: FUNKO },
  { id: "warned-2000", what: "a warning in each of 2,000 files", project: { files: 2_000, warned: true } },
  { id: "lines-100000", what: "a template of 100,000 lines", project: { files: 10, lines: 100_000 }, part: 0.1, both: true },
];

// Each: its id, and how its rows are made of what a run is given: `sides`, `keys`, `runs`, `say`.
export const MEASURES = [
  { id: "keys/floor", rows: (run) => floor(run) },
  ...KEYS.map((one) => ({ id: `keys/${one.id}`, rows: (run) => keys(run, one) })),
  ...[200, 2_000, 9_000].map((files) => ({ id: `open/${files}`, rows: (run) => opening(run, files) })),
  ...[200, 2_000].map((files) => ({ id: `export/${files}`, rows: (run) => exporting(run, files) })),
  { id: "start", rows: (run) => starting(run) },
  { id: "memory", rows: (run) => memory(run) },
];

const number = (count) => count.toLocaleString("en");

async function keys({ sides, keys, folder, say }, { id, what, project, place = TEMPLATE, part = 1, both = false }) {
  const name = `keys-${id}`;
  const file = packed(folder, { name, ...project });
  const count = Math.max(2, Math.ceil(keys * part));
  const tabs = {};
  const times = {};
  try {
    for (const side of ["product", "peer"]) {
      const tab = (tabs[side] = await Tab.settled(sides[side]));
      if ((await tab.openZip(file, `${OPENED}${name}]`, "")).first === null) throw new Error(`${side} didn't open ${file}`);
      await pause(2_000);
      times[side] = [];
      tab.typist = new Typist(tab, place);
      await tab.typist.begin();
    }
    await inTurns(tabs, count, async (side, part) => times[side].push(...(await tabs[side].typist.types(part))));
  } finally {
    await closeAll(tabs);
  }
  say(times);
  const of = (side, which) => times[side].map((one) => one[which]);
  const row = (id, what, which) => ({ id, group: "Key to painted output", what, unit: "ms", product: of("product", which), peer: of("peer", which) });
  const rows = [row(`keys/${id}`, what, "inOutput")];
  if (both) rows.push(row(`keys/${id}/typed`, `${what}: to the painted key`, "inEditor"));
  return rows;
}

async function floor({ sides, keys }) {
  const tab = await Tab.settled(sides.floor);
  try {
    const typist = new Typist(tab, TEMPLATE);
    await typist.begin();
    const times = await typist.types(keys);
    return [{ id: "keys/floor", group: "Key to painted output", what: "a page that only copies the key", unit: "ms", floor: times.map(({ inOutput }) => inOutput) }];
  } finally {
    await tab.close();
  }
}

async function opening({ sides, runs, folder }, files) {
  const times = { product: [], peer: [] };
  for (let run = 0; run < runs; run++) {
    const name = `open-${files}-${run}`;
    const file = packed(folder, { name, files, broken: true });
    for (const side of order(run)) {
      const tab = await Tab.settled(sides[side]);
      try {
        await tab.beginOpening();
        times[side].push(await tab.openZip(file, `${OPENED}${name}]`, LAST));
      } finally {
        await tab.close();
      }
    }
  }
  const row = (id, what, which) => ({
    id: `open/${files}/${id}`,
    group: "Opening a zip",
    what: `${number(files)} files: ${what}`,
    unit: "ms",
    ...mapped(times, (all) => all.map((one) => one[which])),
  });
  return [row("first", "first output painted", "first"), row("all", "all rendered", "all"), row("task", "longest task", "longest")];
}

async function exporting({ sides, runs, folder }, files) {
  const name = `export-${files}`;
  const file = packed(folder, { name, files });
  const first = { product: [], peer: [] };
  const again = { product: [], peer: [] };
  for (let run = 0; run < runs; run++) {
    for (const side of order(run)) {
      const tab = await Tab.settled(sides[side]);
      try {
        await tab.openZip(file, `${OPENED}${name}]`, "");
        await pause(2_000);
        first[side].push((await tab.export()).blob);
        for (let more = 0; more < 3; more++) {
          await pause(500);
          await tab.press("Escape");
          again[side].push((await tab.export()).blob);
        }
      } finally {
        await tab.close();
      }
    }
  }
  const row = (id, what, times) => ({ id: `export/${files}/${id}`, group: "Export, click to file", what: `${number(files)} files: ${what}`, unit: "ms", ...times });
  return [row("first", "the first time", first), row("again", "again", again)];
}

// Cold in a new profile, warm in the same one, on a slow line.
async function starting({ sides, runs, say }) {
  const cold = { product: [], peer: [] };
  const warm = { product: [], peer: [] };
  for (let run = 0; run < runs; run++) {
    for (const side of order(run)) {
      const server = await new Server(sides[side].site, SLOW).listen();
      const profile = mkdtempSync(join(tmpdir(), "bench-page-"));
      try {
        for (const visits of [cold, warm]) {
          server.sent = [];
          const tab = await Tab.open({ ...sides[side], address: server.address }, profile);
          try {
            visits[side].push({ ...tab.start, ...sent(server, tab.start) });
            say(side, visits[side].at(-1));
            if (visits === cold) await quiet(server);
          } finally {
            await tab.close();
          }
        }
      } finally {
        server.close();
        rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
      }
    }
  }
  const row = (id, group, what, times, which, unit = "ms") => ({ id: `start/${id}`, group, what, unit, ...mapped(times, (all) => all.map((one) => one[which])) });
  const line = "A visit on a line of 1.6 Mb/s, 150 ms";
  const bytes = "Bytes until then, brotli";
  return [
    row("cold/editable", line, "first: the template can be edited", cold, "editable"),
    row("cold/output", line, "first: the first output stands", cold, "output"),
    row("warm/editable", line, "second: the template can be edited", warm, "editable"),
    row("warm/output", line, "second: the first output stands", warm, "output"),
    row("bytes/editable", bytes, "the template can be edited", cold, "toEditable", "KB"),
    row("bytes/output", bytes, "the first output stands", cold, "toOutput", "KB"),
  ];
}

function sent(server, { editable, output, origin }) {
  const until = (time) => server.sent.filter(({ at }) => at <= origin + time).reduce((sum, { bytes }) => sum + bytes, 0) / KB;
  return { toEditable: until(editable), toOutput: until(output) };
}

// What is kept for another visit has come.
async function quiet(server) {
  let before = -1;
  while (server.sent.length !== before) {
    before = server.sent.length;
    await pause(3_000);
  }
}

// What the processes that run pages hold, shared memory by its part.
async function memory({ sides, edits, folder }) {
  if (!existsSync("/proc/self/smaps_rollup")) return []; // Linux alone tells
  const name = "memory";
  const file = packed(folder, { name, files: 200 });
  const rows = { opened: {}, edited: {}, grown: {} };
  for (const side of ["product", "peer"]) {
    const tab = await Tab.settled(sides[side]);
    try {
      await tab.openZip(file, `${OPENED}${name}]`, "");
      const typist = new Typist(tab, TEMPLATE);
      await typist.begin();
      await pause(3_000);
      const opened = await held(tab);
      await typist.edits(edits);
      await pause(3_000);
      const edited = await held(tab);
      rows.opened[side] = [opened];
      rows.edited[side] = [edited];
      rows.grown[side] = [edited - opened];
    } finally {
      await tab.close();
    }
  }
  const row = (id, what) => ({ id: `memory/${id}`, group: "Memory, 200 files", what, unit: "MB", ...rows[id] });
  return [row("opened", "opened"), row("edited", `after ${number(edits)} edits`), row("grown", "growth")];
}

async function held(tab) {
  await tab.cdp("HeapProfiler.collectGarbage");
  let sum = 0;
  for (const id of await tab.browser.renderers()) {
    const [, kilobytes] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"));
    sum += kilobytes * 1024;
  }
  return sum / MB;
}

// Neither side is always the one that finds the machine as the other left it.
const order = (run) => (run % 2 === 0 ? ["product", "peer"] : ["peer", "product"]);

async function inTurns(tabs, count, turn) {
  for (let done = 0, at = 0; done < count; done += TURN, at++) {
    for (const side of order(at)) await turn(side, Math.min(TURN, count - done));
  }
}

async function closeAll(tabs) {
  for (const tab of Object.values(tabs)) await tab.close();
}

const mapped = (sides, change) => Object.fromEntries(Object.entries(sides).map(([side, of]) => [side, change(of)]));

function packed(folder, project) {
  const file = join(folder, `${project.name}.zip`);
  writeFileSync(file, zip(project));
  return file;
}

export function zipFolder() {
  return mkdtempSync(join(tmpdir(), "bench-page-zips-"));
}

