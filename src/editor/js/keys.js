// What Tab and Ctrl End do in a text that can be changed. Tab indents; Escape, then Tab leaves the editor (CodeMirror's
// own rule).

import { acceptCompletion } from "@codemirror/autocomplete";
import { cursorDocEnd, indentLess, indentMore } from "@codemirror/commands";
import { indentUnit } from "@codemirror/language";
import { EditorSelection, EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";

export const tabKeys = keymap.of([
  { key: "Tab", run: acceptCompletion },
  { key: "Tab", run: indent, shift: indentLess },
]);

/** With something selected its lines go in; else spaces up to the next stop, or a tab where the file has tabs. */
function indent(view) {
  const { state, dispatch } = view;
  if (state.readOnly) return false;
  if (state.selection.ranges.some((range) => !range.empty)) return indentMore(view);
  const unit = state.facet(indentUnit).length;
  const tabs = /^\t/m.test(state.sliceDoc());
  const changes = state.changeByRange((range) => {
    const column = range.head - state.doc.lineAt(range.head).from;
    const insert = tabs ? "\t" : " ".repeat(unit - (column % unit));
    return { changes: { from: range.head, insert }, range: EditorSelection.cursor(range.head + insert.length) };
  });
  dispatch(state.update(changes, { scrollIntoView: true, userEvent: "input.type" }));
  return true;
}

/** FaaSO writes `funko.yml` without a newline at its end. What is typed after Ctrl End begins a line of its own there, as
 *  it would in any file that ends with one.
 *  @param applies whether the text shown is such a file */
export function lastLine(applies) {
  let waiting = false;
  const end = (view) => {
    const { doc } = view.state;
    cursorDocEnd(view);
    waiting = applies() && doc.line(doc.lines).length > 0;
    return true;
  };
  return [
    keymap.of([{ key: "Mod-End", run: end }]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged || update.selectionSet) waiting = false;
    }),
    EditorState.transactionFilter.of((transaction) => {
      if (!waiting || !transaction.docChanged || !transaction.isUserEvent("input")) return transaction;
      const length = transaction.startState.doc.length;
      const inserts = [];
      transaction.changes.iterChanges((from, _to, _fromNew, _toNew, text) => inserts.push({ from, text: text.toString() }));
      if (inserts.length !== 1 || inserts[0].from !== length || inserts[0].text.startsWith("\n")) return transaction;
      const insert = `\n${inserts[0].text}`;
      return {
        changes: { from: length, insert },
        selection: { anchor: length + insert.length },
        scrollIntoView: true,
        userEvent: "input.type",
      };
    }),
  ];
}
