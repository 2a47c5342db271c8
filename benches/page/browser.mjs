// A headless Chromium, spoken to in the DevTools protocol through a pipe: no more of it than is needed here.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getuid } from "node:process";
import { FINGERPRINT } from "./server.mjs";

const FLAGS = [
  "--headless=new",
  "--remote-debugging-pipe",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-dev-shm-usage",
  "--disable-sync",
  "--no-first-run",
  // both sides wait for their turn and must be awake when it comes
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
  // a process that nobody uses yet would count as memory of the page
  "--disable-features=SpareRendererForSitePerProcess",
  // the bench's own server; what comes with an error that is ignored would not be cached
  `--ignore-certificate-errors-spki-list=${FINGERPRINT}`,
  "--disable-extensions",
  "--no-startup-window",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
  "--window-size=1440,900",
];
// Chromium's sandbox refuses to run as root.
if (getuid?.() === 0) FLAGS.push("--no-sandbox");

export class Browser {
  #waiting = new Map();
  #heard = new Map();
  #number = 0;
  #rest = "";

  // `profile`: a folder that outlives it; without one nothing does.
  constructor(profile) {
    this.folder = profile ?? mkdtempSync(join(tmpdir(), "bench-page-"));
    this.kept = profile !== undefined;
    const stdio = ["ignore", "ignore", "ignore", "pipe", "pipe"];
    this.process = spawn(process.env.CHROMIUM ?? "chromium", [...FLAGS, `--user-data-dir=${this.folder}`], { stdio });
    this.ended = new Promise((end) => this.process.once("exit", end));
    this.ended.then(() => {
      for (const { reject } of this.#waiting.values()) reject(new Error("the browser has ended"));
    });
    const [, , , , answers] = this.process.stdio;
    answers.setEncoding("utf8");
    answers.on("data", (text) => this.#take(text));
  }

  #take(text) {
    const messages = (this.#rest + text).split("\0");
    this.#rest = messages.pop();
    for (const message of messages) {
      const { id, result, error, method, params, sessionId } = JSON.parse(message);
      if (id === undefined) {
        this.#heard.get(`${sessionId} ${method}`)?.(params);
        continue;
      }
      const { resolve, reject, what } = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) reject(new Error(`${what}: ${error.message}`));
      else resolve(result);
    }
  }

  call(method, params = {}, sessionId = undefined) {
    const id = ++this.#number;
    this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject, what: method }));
  }

  on(method, sessionId, listener) {
    this.#heard.set(`${sessionId} ${method}`, listener);
  }

  // A tab that nothing was loaded in.
  async tab() {
    const { targetId } = await this.call("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.call("Target.attachToTarget", { targetId, flatten: true });
    return (method, params) => this.call(method, params, sessionId);
  }

  // Process numbers of everything that runs pages, but for the browser's own.
  async renderers() {
    const { processInfo } = await this.call("SystemInfo.getProcessInfo");
    const ids = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
    return ids.filter((id) => !readFileSync(`/proc/${id}/cmdline`, "utf8").includes("--top-chrome-webui"));
  }

  async close() {
    await this.call("Browser.close").catch(() => {});
    await this.ended;
    if (!this.kept) rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
