// A static host for one site: HTTP/2, brotli made beforehand, hashed files immutable. On a slow line all that is under way
// shares the bytes of it equally, whoever asks, Workers included, which the browser's own emulation leaves out.

import { execFileSync } from "node:child_process";
import { X509Certificate, createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createSecureServer } from "node:http2";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};
const HASHED = /-[0-9A-Za-z]{8,}(_bg)?\.\w+$/;
const TICK = 10; // ms

// 1.6 Mb/s and 150 ms to each answer, as "Slow 4G" is told by the browsers' developer tools.
export const SLOW = { bytesPerSecond: 200_000, latency: 150 };

export class Server {
  sent = []; // { at, bytes }: `at` in ms as Date.now() counts
  #line;

  constructor(site, line = undefined) {
    this.site = site;
    this.#line = line && new Line(line.bytesPerSecond, (bytes) => this.#note(bytes));
    this.latency = line?.latency ?? 0;
    this.server = createSecureServer({ key, cert });
    this.server.on("stream", (stream, headers) => this.#answer(stream, headers));
    this.server.on("sessionError", () => {});
  }

  async listen() {
    await new Promise((ready) => this.server.listen(0, "127.0.0.1", ready));
    this.address = `https://127.0.0.1:${this.server.address().port}/`;
    return this;
  }

  close() {
    this.#line?.close();
    this.server.close();
  }

  #note(bytes) {
    this.sent.push({ at: performance.timeOrigin + performance.now(), bytes });
  }

  #answer(stream, headers) {
    stream.on("error", () => {}); // the browser left
    const path = normalize(decodeURIComponent(headers[":path"].split(/[?#]/)[0]));
    const file = join(this.site, path.endsWith("/") ? `${path}index.html` : path);
    if (!existsSync(file)) {
      stream.respond({ ":status": 404 }, { endStream: true });
      return;
    }
    const packed = existsSync(`${file}.br`);
    const body = readFileSync(packed ? `${file}.br` : file);
    const answer = {
      ":status": 200,
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "content-length": body.length,
      "cache-control": HASHED.test(file) ? "public, max-age=31536000, immutable" : "no-cache",
      etag: `"${body.length}"`,
    };
    if (packed) answer["content-encoding"] = "br";
    // TCP and TLS ask for an answer each before the first request goes out
    const trips = stream.id === 1 ? 3 : 1;
    setTimeout(() => {
      if (stream.destroyed) return;
      if (headers["if-none-match"] === answer.etag) {
        stream.respond({ ":status": 304, etag: answer.etag }, { endStream: true });
        return;
      }
      stream.respond(answer);
      if (this.#line) {
        this.#line.send(stream, body);
      } else {
        this.#note(body.length);
        stream.end(body);
      }
    }, trips * this.latency);
  }
}

// Hands out so many bytes a second, to each answer under way in turn. What the line has is written, no more: nothing waits in
// front of what is asked for later.
class Line {
  #under = [];
  #credit = 0;
  #before = performance.now();

  constructor(bytesPerSecond, note) {
    this.rate = bytesPerSecond / 1000;
    this.note = note;
    this.timer = setInterval(() => this.#tick(), TICK);
  }

  send(stream, body) {
    this.#under.push({ stream, body, at: 0 });
  }

  close() {
    clearInterval(this.timer);
  }

  #tick() {
    const now = performance.now();
    const passed = now - this.#before;
    this.#before = now;
    // a line that nobody uses saves nothing up
    this.#credit = this.#under.length > 0 ? this.#credit + passed * this.rate : 0;
    while (this.#under.length > 0 && this.#credit >= 1) {
      const one = this.#under.shift();
      if (one.stream.destroyed) continue;
      const share = Math.max(1, Math.ceil(this.#credit / (this.#under.length + 1)));
      const part = one.body.subarray(one.at, one.at + share);
      one.at += part.length;
      this.#credit -= part.length;
      this.note(part.length);
      if (one.at < one.body.length) {
        one.stream.write(part);
        this.#under.push(one);
      } else {
        one.stream.end(part);
      }
    }
  }
}

const { key, cert } = certificate();

// Of the key that Chromium is told to trust.
export const FINGERPRINT = createHash("sha256").update(new X509Certificate(cert).publicKey.export({ type: "spki", format: "der" })).digest("base64");

// HTTP/2 wants one. It is made anew each time and believed by nobody but the bench's own browser.
function certificate() {
  const folder = mkdtempSync(join(tmpdir(), "bench-page-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const whom = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  try {
    execFileSync("openssl", ["req", "-x509", ...kind, ...whom, "-keyout", key, "-out", cert], { stdio: "pipe" });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
