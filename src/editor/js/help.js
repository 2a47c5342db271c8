// Help for a word of the dialect, an option or a key of `funko.yml`: at the pointer, and at the cursor by key.

import { StateEffect, StateField } from "@codemirror/state";
import { EditorView, closeHoverTooltips, hoverTooltip, keymap, showTooltip } from "@codemirror/view";
import { coded, element, plain } from "./coded.js";
import { jinjaPlace } from "./completion.js";
import { parentOf } from "./yml.js";

const LOOK_BACK = 4000;

/** @param words the vocabulary, with `help`: `[[kind, word, about, example, printed]]`
 *  @param option what is to be said of an option, by its name; empty where there is none of that name
 *  @param rename asks for another name of an option */
export function wordHelp(words, option, rename) {
  const at = (state, pos) => helpAt(state, pos, words, option, rename);
  return [
    hoverTooltip((view, pos) => at(view.state, pos), { hideOnChange: true }),
    asked,
    keymap.of([
      {
        key: "Alt-F1",
        run: (view) => {
          const found = at(view.state, view.state.selection.main.head);
          view.dispatch({ effects: ask.of(found) });
          const said = found ? found.said : "No help for this word";
          view.dispatch({ effects: EditorView.announce.of(said) });
          return true;
        },
      },
      { key: "Escape", run: (view) => view.state.field(asked) !== null && (view.dispatch({ effects: ask.of(null) }), true) },
    ]),
  ];
}

const ask = StateEffect.define();

/** The help that was asked for by key: gone with the next change or movement. */
const asked = StateField.define({
  create: () => null,
  update(shown, transaction) {
    for (const effect of transaction.effects) if (effect.is(ask)) return effect.value;
    return transaction.docChanged || transaction.selection ? null : shown;
  },
  provide: (field) => showTooltip.from(field),
});

function helpAt(state, pos, words, option, rename) {
  const line = state.doc.lineAt(pos);
  const found = [...line.text.matchAll(/[A-Za-z_]\w*/g)].find(
    ({ index, 0: word }) => line.from + index <= pos && pos <= line.from + index + word.length,
  );
  if (!found) return null;
  const [word, from] = [found[0], line.from + found.index];
  const before = state.sliceDoc(Math.max(0, from - LOOK_BACK), from);
  const lines = linesOf(word, before, line.text.slice(found.index + word.length), words, option) ?? keyLines(state, line, word, found.index, words, option);
  return lines && tooltip(from, from + word.length, lines, lines[0] === `options.${word}` ? () => rename(word) : null);
}

/** The lines of help for a word in a Jinja place: `[title, about, example, printed]`. */
function linesOf(word, before, after, words, option) {
  const place = jinjaPlace(before);
  if (!place) return null;
  const { kind, inside } = place;
  const of = (kind, word) => words.help.find((help) => help[0] === kind && help[1] === word);
  const known = (kind, word) => {
    const help = of(kind, word);
    return help && [`${kind} ${word}`, help[2], help[3], help[4]];
  };
  if (/\boptions\s*\.\s*$/.test(inside)) {
    const said = option(word);
    return said ? [`options.${word}`, said] : null;
  }
  if (/\|\s*$/.test(inside) || (kind === "tag" && /^\s*filter\s+$/.test(inside))) return known("filter", word);
  if (/\bis\s+(not\s+)?$/.test(inside)) return known("test", word);
  if (/\.\s*$/.test(inside)) return null;
  if (kind === "tag" && /^\s*$/.test(inside)) return known("tag", word.replace(/^end/, ""));
  return /^\s*\(/.test(after) ? known("function", word) : null;
}

/** The lines for an option's key in `funko.yml`. */
function keyLines(state, line, word, index, words, option) {
  const isKey = words.yml && /^\s+$/.test(line.text.slice(0, index)) && /^\s*:/.test(line.text.slice(index + word.length));
  if (!isKey || parentOf(state.doc, line.number, index) !== "options") return null;
  const said = option(word);
  return said ? [`options.${word}`, said] : null;
}

function tooltip(pos, end, [title, about, example, printed], rename) {
  const shown = [title, about, example && `${example} → ${printed}`].filter(Boolean);
  const create = (view) => {
    const dom = document.createElement("div");
    dom.className = "cm-help";
    dom.setAttribute("role", "tooltip");
    for (const [at, text] of shown.entries()) {
      dom.append(at === 1 ? paragraph(text) : element("code", text));
    }
    const renamed = () => {
      view.dispatch({ effects: [ask.of(null), closeHoverTooltips] });
      rename();
    };
    if (rename) dom.append(renameButton(renamed));
    return { dom };
  };
  return { pos, end, above: true, create, said: plain(shown.join(". ")) };
}

/** For the pointer; by key, F2 at the cursor does the same. */
function renameButton(rename) {
  const button = element("button", "Rename option");
  button.type = "button";
  button.className = "small";
  button.title = "Rename option (F2)";
  button.addEventListener("click", rename);
  return button;
}

function paragraph(text) {
  const whole = element("p", "");
  whole.append(...coded(text));
  return whole;
}
