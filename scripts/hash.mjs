// Hashes of what is in the site.

import { createHash } from "node:crypto";

export function hash(data, encoding = "hex", algorithm = "sha256") {
  return createHash(algorithm).update(data).digest(encoding);
}

// What a file's name has of it.
export function hashInName(data) {
  return hash(data).slice(0, 16);
}
