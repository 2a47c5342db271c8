// A page in a browser of its own, and what a person does there.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Browser } from "./browser.mjs";

const PROBE = readFileSync(join(import.meta.dirname, "probe.js"), "utf8");
// What a page does after its first output, such as keeping itself for visits without a network, is over by then.
const SETTLES = 2_500;
const PATIENCE = 60_000;
// How long a person takes to find a file, at the least.
const CHOOSES = 1_000;

const KEYS = {
  ArrowDown: 40,
  ArrowLeft: 37,
  Backspace: 8,
  End: 35,
  Escape: 27,
  Home: 36,
};
const CONTROL = 2;

export class Tab {
  // `side`: its `address`, and what a person presses where it `opens` a file and `exports`.
  static async open(side, profile = undefined) {
    const tab = new Tab();
    tab.side = side;
    tab.browser = new Browser(profile);
    tab.cdp = await tab.browser.tab();
    await tab.cdp("Page.enable");
    await tab.cdp("Page.addScriptToEvaluateOnNewDocument", { source: PROBE });
    await tab.cdp("Page.navigate", { url: side.address });
    tab.start = await tab.run("start");
    return tab;
  }

  static async settled(side) {
    const tab = await Tab.open(side);
    await pause(SETTLES);
    return tab;
  }

  close() {
    return this.browser.close();
  }

  async evaluate(expression, returnByValue = true) {
    const { result, exceptionDetails } = await this.cdp("Runtime.evaluate", { expression, returnByValue, awaitPromise: true });
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    return returnByValue ? result.value : result;
  }

  // Something of probe.js.
  run(name, ...values) {
    return this.evaluate(name === "start" ? "bench.start" : `bench.${name}(${values.map((value) => JSON.stringify(value)).join()})`);
  }

  async press(key, modifiers = 0) {
    const event = { key, code: key, modifiers, windowsVirtualKeyCode: KEYS[key] };
    await this.cdp("Input.dispatchKeyEvent", { type: "rawKeyDown", ...event });
    await this.cdp("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  async letter(letter) {
    const event = { key: letter, code: `Key${letter.toUpperCase()}`, windowsVirtualKeyCode: letter.toUpperCase().charCodeAt(0) };
    await this.cdp("Input.dispatchKeyEvent", { type: "keyDown", text: letter, ...event });
    await this.cdp("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  // Puts the cursor before the last character of a line, counted from 0.
  async goTo(editor, line) {
    await this.evaluate(`bench.find("textbox", ${JSON.stringify(editor)}).focus()`);
    await this.press("Home", CONTROL);
    for (let at = 0; at < line; at++) await this.press("ArrowDown");
    await this.press("End");
    await this.press("ArrowLeft");
  }

  async click(role, name) {
    const end = Date.now() + PATIENCE;
    let at = await this.run("middle", role, name);
    while (!at && Date.now() < end) {
      await pause(20);
      at = await this.run("middle", role, name);
    }
    if (!at) throw new Error(`no ${role} “${name}”`);
    await this.cdp("Input.dispatchMouseEvent", { type: "mouseMoved", ...at });
    for (const type of ["mousePressed", "mouseReleased"]) {
      await this.cdp("Input.dispatchMouseEvent", { type, ...at, button: "left", clickCount: 1 });
    }
  }

  // What a person does before a file is chosen, who then looks for it in the browser's own dialog.
  async beginOpening() {
    for (const [role, name] of this.side.opens) await this.click(role, name);
    await pause(CHOOSES);
  }

  // Times from the choice on.
  async openZip(file, first, last) {
    const { objectId } = await this.evaluate(`document.querySelector('input[type=file][aria-label="Open zip"]')`, false);
    const opened = this.run("opened", first, last, PATIENCE);
    await this.cdp("DOM.setFileInputFiles", { files: [file], objectId });
    return opened;
  }

  // Time from the click that asks for it to the file.
  async export() {
    const steps = this.side.exports;
    for (const [role, name] of steps.slice(0, -1)) await this.click(role, name);
    const exported = this.run("exported", PATIENCE);
    await this.click(...steps.at(-1));
    return exported;
  }

  async picture() {
    return Buffer.from((await this.cdp("Page.captureScreenshot")).data, "base64");
  }
}
