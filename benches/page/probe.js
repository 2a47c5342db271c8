// Runs in every page before its own scripts, the same on all sides: finds what a person finds, by role and name, and tells when
// it was painted. Times are in ms as `performance.now()` counts.

window.bench = (() => {
  const TAGS = { button: "button", region: "section", textbox: "textarea" };
  let waits = [];
  let seen = [];
  let pressed = 0;
  let clicked = 0;
  let chosen = 0;
  let blob = null;
  let longest = 0;
  let mark;

  addEventListener("keydown", (event) => (pressed = event.timeStamp), true);
  addEventListener("click", (event) => (clicked = event.timeStamp), true);
  addEventListener("change", (event) => (chosen = event.timeStamp), true);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  }).observe({ type: "longtask" });
  const createObjectURL = URL.createObjectURL;
  URL.createObjectURL = (made) => {
    blob?.({ at: performance.now(), clicked, bytes: made.size });
    return createObjectURL.call(URL, made);
  };

  function find(role, name) {
    const all = document.querySelectorAll(`[role="${role}"]${TAGS[role] ? `, ${TAGS[role]}` : ""}`);
    return [...all].find((one) => (one.getAttribute("aria-label") ?? one.textContent).trim().startsWith(name));
  }

  const text = (role, name) => {
    const found = find(role, name);
    return found?.value ?? found?.textContent ?? "";
  };

  // The size of a mark is changed together with what is waited for, whether that comes in a task or in a callback for a frame. The
  // browser tells the size right before it paints both, and the first task afterwards is the end of that frame, as far as a page
  // can see it. No frame is asked for otherwise: while frames run all the time, a key waits for the next.
  const { port1, port2 } = new MessageChannel();
  let ended = [];
  port2.onmessage = () => {
    const at = performance.now();
    for (const resolve of ended.splice(0)) resolve(at);
  };
  const sizes = new ResizeObserver(() => {
    if (seen.length > 0) port1.postMessage(0);
    ended.push(...seen.splice(0));
  });
  const changes = new MutationObserver(look);
  function look() {
    const there = waits.filter((one) => one.there());
    if (there.length === 0) return;
    waits = waits.filter((one) => !there.includes(one));
    if (waits.length === 0) changes.disconnect();
    seen.push(...there.map(({ resolve }) => resolve));
    // the same frame will have both
    if (seen.length > there.length) return;
    if (!mark) {
      mark = document.createElement("div");
      mark.style.cssText = "position: fixed; contain: strict; visibility: hidden; width: 1px; height: 1px";
      sizes.observe(mark);
    }
    // a page may put another body in the place of its own
    if (!mark.isConnected) document.documentElement.append(mark);
    mark.style.width = mark.style.width === "1px" ? "2px" : "1px";
  }

  // The end of the first frame that has it; null if it doesn't come in time.
  function painted(there, patience) {
    return new Promise((resolve) => {
      const one = { there, resolve };
      waits.push(one);
      setTimeout(() => {
        waits = waits.filter((other) => other !== one);
        resolve(null);
      }, patience);
      changes.observe(document, { subtree: true, childList: true, characterData: true });
      look();
    });
  }

  const shows = (role, name, part, patience) => painted(() => text(role, name).includes(part), patience);

  // Of the next key: when it was pressed, and when both places had been painted with what it brings.
  async function key(editor, typed, brought, patience) {
    const both = [shows("textbox", editor, typed, patience), shows("textbox", "Rendered output", brought, patience)];
    const [inEditor, inOutput] = await Promise.all(both);
    return { inEditor: inEditor && inEditor - pressed, inOutput: inOutput && inOutput - pressed };
  }

  // Of the next file that is chosen: until its first output, until everything is rendered, and the longest task until then.
  async function opened(first, last, patience) {
    longest = 0;
    const both = [shows("textbox", "Rendered output", first, patience), shows("region", "Problems", last, patience)];
    const [inOutput, all] = await Promise.all(both);
    await new Promise((later) => setTimeout(later, 200)); // tasks are told of a moment later
    return { first: inOutput && inOutput - chosen, all: all && all - chosen, longest };
  }

  // Of the next click: until there is a file to download.
  function exported(patience) {
    return new Promise((resolve) => {
      blob = ({ at, clicked, bytes }) => {
        blob = null;
        resolve({ blob: at - clicked, bytes });
      };
      setTimeout(resolve, patience, { blob: null, bytes: 0 });
    });
  }

  function middle(role, name) {
    const box = find(role, name)?.getBoundingClientRect();
    return box && box.width > 0 ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null;
  }

  const START = 120_000;
  const isEditable = () => text("textbox", "Template editor") !== "" && find("textbox", "Template editor").contentEditable !== "false";
  const hasOutput = () => text("textbox", "Rendered output") !== "";
  const start = Promise.all([painted(isEditable, START), painted(hasOutput, START)]).then(([editable, output]) => ({ editable, output, origin: performance.timeOrigin }));

  return { find, text, shows, key, opened, exported, middle, start };
})();
