// The editor's bundle is fetched beside the wasm, not before it: the page starts without waiting for it.
// The link with its hashed name is put into index.html by scripts/finish-site.mjs.

export function loadEditor() {
  const link = document.getElementById("editor-bundle");
  if (!link) return Promise.reject(new Error("index.html names no editor bundle"));
  return import(link.href);
}
