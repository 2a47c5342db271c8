// Says what is wrong where the page cannot start, and takes over where it stopped. It stands in the page itself and needs
// nothing else: it has to work when nothing else does.
(() => {
  const LATE_MS = 10_000;
  const MARK = "faaso-designer.stopped.";
  const words = {
    slow: ["Still loading…", "The network may be slow. Your projects in this browser aren't affected."],
    missing: [
      "The designer couldn't be loaded",
      "A file of this site is missing or damaged. Reload the page, or try again later. Your projects in this browser aren't affected.",
    ],
    old: [
      "This browser can't run the designer",
      "WebAssembly is turned off or missing. Use a current browser, or allow WebAssembly for this site (a lockdown mode turns it off). Your projects in this browser aren't affected.",
    ],
    stopped: [
      "The designer stopped",
      "An internal error occurred, so changes since the last save aren't saved. Download them if you need them, then reload the page.",
    ],
  };
  let failed = false;

  // The page asks nothing of any other origin, but of the one FaaSO server that the author set in Settings. A policy can be
  // narrowed and never widened: another address counts from the next visit on.
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = `connect-src 'self' ${server()}`;
  document.head.append(policy);

  function server() {
    try {
      const { on, address } = JSON.parse(localStorage.getItem("faaso-designer.settings")).build_server;
      const { origin } = new URL(address);
      // what a policy can name, and reads as one word: the rule that the page judges the address by
      return on && /^https?:\/\/[a-z\d-]+(\.[a-z\d-]+)*\.?(:\d+)?$/.test(origin) ? origin : "";
    } catch {
      return "";
    }
  }

  // Missing, empty, or refused by a lockdown mode or a policy: the smallest module tells.
  const isAble = (() => {
    try {
      return Boolean(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
    } catch {
      return false;
    }
  })();

  const start = () => document.getElementById("start");

  function say([title, text]) {
    const place = start();
    if (!place) return;
    place.replaceChildren(element("h1", title), element("p", text), button("Reload", () => location.reload()));
  }

  function fail() {
    if (failed || !start()) return;
    failed = true;
    say(isAble ? words.missing : words.old);
  }

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function button(text, click, kind = "primary") {
    const made = element("button", text, { type: "button", class: kind });
    made.addEventListener("click", click);
    return made;
  }

  // The page may go on looking alive after this, but nothing it shows is true: neither rendered nor kept.
  function stop() {
    if (window.designerStopped) return;
    window.designerStopped = true;
    try {
      const last = sessionStorage.getItem("faaso-designer.last");
      if (last) localStorage.setItem(MARK + last, "true");
    } catch {
      // a browser that keeps nothing opens nothing again
    }
    const texts = [...document.querySelectorAll(".cm-editor")].flatMap((editor) => editor.unsavedText?.() ?? []);
    for (const state of document.querySelectorAll("[aria-label='Save state']")) {
      // a copy: what still runs has no hold of it
      const copy = state.cloneNode(false);
      copy.textContent = "Not saved: the designer stopped";
      state.replaceWith(copy);
    }
    for (const editor of document.querySelectorAll("[contenteditable]")) editor.setAttribute("contenteditable", "false");
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    for (const part of document.body.children) part.inert = true;
    const [title, text] = words.stopped;
    const box = element("div", "", { class: "stop-box" });
    const saves = texts.map(({ name, text }) => button(`Download ${name}`, () => download(name, text), "quiet"));
    const bar = element("div", "", { class: "stop-bar" });
    bar.append(...saves, button("Reload", () => location.reload()));
    box.append(element("h1", title, { id: "stop-title" }), element("p", text), bar);
    const over = element("div", "", { class: "stop", role: "alertdialog", "aria-modal": "true", "aria-labelledby": "stop-title" });
    over.append(box);
    document.body.append(over);
    bar.lastChild.focus();
  }

  function download(name, text) {
    const url = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
    const link = element("a", "", { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  // Ours, and not an extension's or a refused request's: WebAssembly gave up.
  function isEnd(error) {
    const trap = isAble && error instanceof WebAssembly.RuntimeError;
    return trap || (error instanceof RangeError && /wasm/.test(error.stack ?? ""));
  }

  function hear(event) {
    const error = event.error ?? event.reason;
    if (start()) {
      // a picture or a style sheet that does not come does not keep the page from starting
      const source = event.target;
      if (source === window || source instanceof HTMLScriptElement || source.rel === "modulepreload") fail();
    } else if (isEnd(error)) stop();
  }

  window.designerStop = stop;
  addEventListener("error", hear, true);
  addEventListener("unhandledrejection", hear);
  if (!isAble) addEventListener("DOMContentLoaded", fail);
  setTimeout(() => failed || say(words.slow), LATE_MS);
})();
