// From a key to the painted output.

import { setTimeout as pause } from "node:timers/promises";
import { TITLE, TYPED } from "./projects.mjs";

const LETTERS = "typewriters";
const PATIENCE = 30_000;

// Where is typed: the editor, its line, what stands before the cursor there and in the output.
export const TEMPLATE = { editor: "Template editor", line: 0, before: TYPED, after: "]", output: TYPED };
export const FUNKO = { editor: "funko.yml editor", line: 3, before: 'title: "', after: '"', output: TITLE };

export class Typist {
  #typed = "";

  constructor(tab, place) {
    this.tab = tab;
    this.place = place;
  }

  async begin() {
    await this.tab.goTo(this.place.editor, this.place.line);
    // the first keys find cold code, and make the funko's file the author's own
    await this.types(4);
    await this.#clear();
  }

  // Times of so many keys. Keys come when they do: never at the same place of a frame.
  async types(count) {
    const times = [];
    while (times.length < count) {
      if (this.#typed.length === LETTERS.length) await this.#clear();
      await pause(60 + Math.random() * 120);
      const letter = LETTERS[this.#typed.length];
      this.#typed += letter;
      const { editor, before, after, output } = this.place;
      const seen = this.tab.run("key", editor, `${before}${this.#typed}${after}`, `${output}${this.#typed}]`, PATIENCE);
      await this.tab.letter(letter);
      times.push(await seen);
    }
    return times;
  }

  // As fast as the page takes them.
  async edits(count) {
    for (let done = 0; done < count; done++) {
      if (this.#typed.length === LETTERS.length) await this.#clear();
      const letter = LETTERS[this.#typed.length];
      this.#typed += letter;
      await this.tab.letter(letter);
    }
    await this.#clear();
  }

  // Long lines are drawn in part only, so it begins anew.
  async #clear() {
    const { output } = this.place;
    for (; this.#typed; this.#typed = this.#typed.slice(1)) await this.tab.press("Backspace");
    const gone = await this.tab.run("shows", "textbox", "Rendered output", `${output}]`, PATIENCE);
    if (gone === null) throw new Error("the output doesn't follow");
    await pause(200);
  }
}
