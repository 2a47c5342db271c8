// What is shown of a rendering in a text: tinted stretches, what a "-" took away, and signs beside lines.

import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, WidgetType, gutter } from "@codemirror/view";

const set = StateEffect.define();

class Ghost extends WidgetType {
  eq() {
    return true;
  }
  toDOM() {
    const sign = document.createElement("span");
    sign.className = "cm-ghost";
    sign.textContent = "↵";
    sign.setAttribute("aria-label", "newline, not written");
    sign.setAttribute("role", "img");
    return sign;
  }
}

class Beside extends GutterMarker {
  constructor(text, title) {
    super();
    this.text = text;
    this.title = title;
  }
  eq(other) {
    return this.text === other.text && this.title === other.title;
  }
  toDOM() {
    const sign = document.createElement("span");
    sign.textContent = this.text;
    sign.title = this.title;
    return sign;
  }
}

const nothing = { marks: Decoration.none, beside: RangeSet.empty };

const field = StateField.define({
  create: () => nothing,
  update(notes, transaction) {
    for (const effect of transaction.effects) if (effect.is(set)) return effect.value;
    if (!transaction.docChanged || notes === nothing) return notes;
    return { marks: notes.marks.map(transaction.changes), beside: notes.beside.map(transaction.changes) };
  },
  provide: (notes) => EditorView.decorations.from(notes, ({ marks }) => marks),
});

/** `marks` [from, to, class], `ghosts` [at], `beside` [at, text, title], as an effect. */
export function notesEffect(doc, { marks, ghosts, beside }) {
  const drawn = marks
    .filter(([from, to]) => from < to)
    .map(([from, to, name]) => Decoration.mark({ class: name }).range(from, to))
    .concat(ghosts.map((at) => Decoration.widget({ widget: new Ghost(), side: -1 }).range(at)));
  const lines = new Map();
  for (const [at, text, title] of beside) {
    const { from } = doc.lineAt(at);
    const before = lines.get(from);
    lines.set(from, before ? [`${before[0]} ${text}`, `${before[1]}, ${title}`] : [text, title]);
  }
  const signs = [...lines].map(([from, [text, title]]) => new Beside(text, title).range(from));
  return set.of({ marks: Decoration.set(drawn, true), beside: RangeSet.of(signs, true) });
}

export const notes = [
  field,
  gutter({ class: "cm-beside", markers: (view) => view.state.field(field).beside }),
];
