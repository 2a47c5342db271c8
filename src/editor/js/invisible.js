// Marks in place of characters that cannot be seen, or not be told from a space.

import { Decoration, EditorView, MatchDecorator, ViewPlugin, WidgetType } from "@codemirror/view";

/** @param table rows of `[first, last, mark, name]`, from faaso::invisible */
export function invisibleCharacters(table) {
  const decorator = new MatchDecorator({
    regexp: pattern(table),
    decoration: (match) => {
      const code = match[0].codePointAt(0);
      const [, , mark, name] = table.find(([first, last]) => first <= code && code <= last);
      return Decoration.replace({ widget: new Mark(code, mark, name) });
    },
  });
  // All that is in view, each time: a joiner is seen or not by what comes after it, and lines may be megabytes long.
  return ViewPlugin.fromClass(
    class {
      constructor(view) {
        this.marks = decorator.createDeco(view);
      }
      update(update) {
        if (update.docChanged || update.viewportChanged) this.marks = decorator.createDeco(update.view);
      }
    },
    { decorations: (plugin) => plugin.marks },
  );
}

const FLAGS = new MatchDecorator({ regexp: /\u{1F3F4}[\u{E0020}-\u{E007F}]+/gu, decoration: Decoration.mark({}) });

/** The flag of a region is a black flag and tags that cannot be seen: the cursor and Backspace take it as one character. */
export const wholeFlags = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.flags = FLAGS.createDeco(view);
    }
    update(update) {
      if (update.docChanged || update.viewportChanged) this.flags = FLAGS.createDeco(update.view);
    }
  },
  { provide: (plugin) => EditorView.atomicRanges.of((view) => view.plugin(plugin)?.flags ?? Decoration.none) },
);

// What an emoji or a flag is made of is left alone, as in `is_drawn`.
const ZWJ = 0x200d;
const IN_CONTEXT = [
  String.raw`(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\u{FE0F}\u{E007F}])\u{200D}`,
  String.raw`\u{200D}(?!\p{Extended_Pictographic})`,
  String.raw`(?<![\p{Extended_Pictographic}\p{So}\p{Sm}\p{Script=Han}\p{Script=Mongolian}0-9#*])[\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]`,
  String.raw`(?<!\u{1F3F4}[\u{E0020}-\u{E007F}]{0,8})[\u{E0000}-\u{E007F}]`,
];

function pattern(table) {
  const everywhere = table.filter(([first]) => first !== ZWJ && first !== 0xfe00 && first < 0xe0000);
  const ranges = everywhere.map(([first, last]) => `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`);
  return new RegExp([`[${ranges.join("")}]`, ...IN_CONTEXT].join("|"), "gu");
}

class Mark extends WidgetType {
  constructor(code, mark, name) {
    super();
    Object.assign(this, { code, mark, name });
  }
  eq(other) {
    return other.code === this.code;
  }
  toDOM() {
    const sign = document.createElement("span");
    sign.className = "cm-specialChar";
    sign.textContent = this.mark;
    const code = this.code.toString(16).toUpperCase().padStart(4, "0");
    sign.title = `${this.name[0].toUpperCase()}${this.name.slice(1)} (U+${code})`;
    sign.setAttribute("role", "img");
    sign.setAttribute("aria-label", sign.title);
    return sign;
  }
  ignoreEvent() {
    return false;
  }
}
