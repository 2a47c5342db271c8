// Long lines broken to the editor's width, as long as that doesn't hold the page up. CodeMirror draws the whole of a
// line that is to be broken before it has measured one, and the browser needs seconds to lay ten million characters out.

import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, showPanel } from "@codemirror/view";

const LONGEST_LINE = 200_000;

/** Word wrap of all documents of an editor. */
export class Wrapping {
  constructor() {
    this.compartment = new Compartment();
    this.wanted = false;
  }

  /** For a document's first state. */
  extension(doc) {
    return [
      this.compartment.of(this.content(doc)),
      EditorState.transactionExtender.of((transaction) => {
        if (!this.wanted || !transaction.docChanged) return null;
        const wraps = this.compartment.get(transaction.startState) === EditorView.lineWrapping;
        if (wraps !== changedTooLong(transaction, wraps)) return null;
        return { effects: this.effect(transaction.newDoc) };
      }),
    ];
  }

  /** Brings a state to what is wanted now. */
  effect(doc) {
    return this.compartment.reconfigure(this.content(doc));
  }

  content(doc) {
    if (!this.wanted) return [];
    return tooLong(doc, 0, doc.length) ? showPanel.of(offPanel) : EditorView.lineWrapping;
  }
}

/** Whether a line is too long after a change: only what is new can be, unless one was before. */
function changedTooLong({ changes, newDoc }, wasShort) {
  if (!wasShort) return tooLong(newDoc, 0, newDoc.length);
  let found = false;
  changes.iterChangedRanges((_fromA, _toA, from, to) => (found ||= tooLong(newDoc, from, to)));
  return found;
}

function tooLong(doc, from, to) {
  if (doc.length <= LONGEST_LINE) return false;
  for (let at = from; at <= to; ) {
    const line = doc.lineAt(at);
    if (line.length > LONGEST_LINE) return true;
    at = line.to + 1;
  }
  return false;
}

function offPanel() {
  const dom = document.createElement("div");
  dom.className = "cm-off";
  dom.setAttribute("role", "status");
  dom.append(`Word wrap is off: a line is longer than ${LONGEST_LINE.toLocaleString("en")} characters.`);
  return { dom };
}
