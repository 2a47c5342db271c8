// Compressed copies beside the files of a site, so that a host need not compress and can send brotli at its best. The same
// files give the same bytes.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const WORTHWHILE = /\.(css|html|js|json|svg|txt|wasm|webmanifest)$/;
// Below this, headers and round trips are all that counts: in bytes.
const SMALL = 1_000;

// Writes FILE.br and FILE.gz beside every file that gets smaller by it. Gives the sum of bytes, as they are and compressed, and
// of each file what is sent of it.
export function compress(site, files) {
  const sum = { raw: 0, gzip: 0, brotli: 0, of: {} };
  for (const file of files) {
    const raw = readFileSync(join(site, file));
    sum.of[file] = { raw: raw.length, brotli: raw.length };
    if (!WORTHWHILE.test(file) || raw.length < SMALL) continue;
    const options = {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
    };
    const [gzip, brotli] = [gzipSync(raw, { level: 9 }), brotliCompressSync(raw, { params: options })];
    // which system it was packed on is written in the header
    gzip[9] = 255;
    for (const [ending, packed] of [["gz", gzip], ["br", brotli]]) {
      if (packed.length < raw.length) writeFileSync(join(site, `${file}.${ending}`), packed);
    }
    sum.of[file].brotli = Math.min(brotli.length, raw.length);
    sum.raw += raw.length;
    sum.gzip += gzip.length;
    sum.brotli += brotli.length;
  }
  return sum;
}
