// What belongs together: stretches of a text that the page lights up, and what the pointer is over.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

const setLit = StateEffect.define();
const mark = Decoration.mark({ class: "cm-lit" });

const field = StateField.define({
  create: () => Decoration.none,
  update(lit, transaction) {
    for (const effect of transaction.effects) if (effect.is(setLit)) return effect.value;
    return lit.map(transaction.changes);
  },
  provide: (lit) => EditorView.decorations.from(lit),
});

/** Stretches in order, none of them empty, as an effect. */
export function litEffect(ranges) {
  return setLit.of(Decoration.set(ranges.map(({ from, to }) => mark.range(from, to))));
}

/** `point(at)`: the pointer is over this place, or null; at most once a frame. `follow(at)`: Ctrl or ⌘ and a click. */
export function lighting(point, follow) {
  let frame = 0;
  let last = null;
  let event = null;
  const look = (view) => {
    frame = 0;
    const at = event && view.posAtCoords({ x: event.clientX, y: event.clientY }, true);
    if (at === last) return;
    last = at;
    point(at);
  };
  const soon = (view, next) => {
    event = next;
    frame ||= requestAnimationFrame(() => look(view));
  };
  return [
    field,
    EditorView.domEventObservers({
      mousemove: (move, view) => soon(view, move.buttons ? null : move),
      mouseleave: (_, view) => soon(view, null),
    }),
    EditorView.domEventHandlers({
      mousedown(press, view) {
        if (!(press.ctrlKey || press.metaKey) || press.button !== 0 || press.shiftKey || press.altKey) return false;
        const at = view.posAtCoords({ x: press.clientX, y: press.clientY });
        if (at === null) return false;
        press.preventDefault();
        view.focus();
        view.dispatch({ selection: { anchor: at } });
        follow(at);
        return true;
      },
    }),
  ];
}
