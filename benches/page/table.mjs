// The rows as a table in Markdown, and its place in a document.

import { readFileSync, writeFileSync } from "node:fs";
import { p50, p95 } from "./stats.mjs";

const [BEGIN, END] = ["<!-- made by ./designer bench -->", "<!-- end of what ./designer bench made -->"];

export function table(rows) {
  const lines = [];
  let group;
  for (const row of rows) {
    if (row.group !== group) {
      if (group) lines.push("");
      group = row.group;
      lines.push(`| ${group}, ${row.unit} | product p50, p95 | peer p50, p95 | ratio p50 | ratio p95 |`, "| --- | ---: | ---: | ---: | ---: |");
    }
    lines.push(`| ${[row.what, ...cells(row)].join(" | ")} |`);
  }
  return lines.join("\n");
}

function cells({ product, peer, floor }) {
  if (floor) return ["–", `${both(floor)}`, "–", "–"];
  return [both(product), both(peer), ratio(p50, product, peer), product.length > 1 ? ratio(p95, product, peer) : "–"];
}

function both(values) {
  const came = finite(values);
  const never = values.filter((value) => value === null).length;
  const figures = new Set([p50, p95].map((of) => figure(of(came))));
  return [...figures].join(", ") + (never > 0 ? ` (never: ${never})` : "");
}

function ratio(of, product, peer) {
  const value = of(finite(product)) / of(finite(peer));
  return value > 0 && Number.isFinite(value) ? value.toFixed(2) : "–";
}

// What never came took longer than anything.
const finite = (values) => values.map((value) => value ?? Infinity);

function figure(value) {
  if (!Number.isFinite(value)) return "never";
  return Math.abs(value) < 10 ? value.toFixed(1) : Math.round(value).toLocaleString("en");
}

export function writeInto(document, text) {
  const whole = readFileSync(document, "utf8");
  const [from, to] = [whole.indexOf(BEGIN), whole.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${document} has no place for the table: ${BEGIN} … ${END}`);
  writeFileSync(document, `${whole.slice(0, from + BEGIN.length)}\n${text}\n${whole.slice(to)}`);
}
