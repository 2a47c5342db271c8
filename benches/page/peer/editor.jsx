// A CodeMirror editor over a text that React holds.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { StreamLanguage, defaultHighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { dockerFile } from "@codemirror/legacy-modes/mode/dockerfile";
import { jinja } from "@codemirror/lang-jinja";
import { yaml } from "@codemirror/lang-yaml";
import { EditorState, Transaction } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { useLayoutEffect, useRef } from "react";

const LANGUAGES = { dockerfile: StreamLanguage.define(dockerFile), jinja: jinja(), yaml: yaml() };

// `document` tells one text from another: with a new one selection and undo begin anew.
export function Editor({ label, document, text, language, onChange }) {
  const host = useRef(null);
  const view = useRef(null);
  const change = useRef(onChange);
  change.current = onChange;
  const shown = useRef(null);

  useLayoutEffect(() => {
    view.current = new EditorView({ parent: host.current });
    return () => view.current.destroy();
  }, []);

  useLayoutEffect(() => {
    if (shown.current !== document) {
      shown.current = document;
      view.current.setState(state(label, text, language, change));
    } else {
      splice(view.current, text);
    }
  }, [document, text]);

  return <div ref={host} />;
}

function state(label, doc, language, change) {
  const extensions = [
    lineNumbers(),
    highlightActiveLine(),
    history(),
    keymap.of([...defaultKeymap, ...historyKeymap]),
    syntaxHighlighting(defaultHighlightStyle),
    LANGUAGES[language] ?? [],
    EditorView.contentAttributes.of({ "aria-label": label }),
    EditorState.readOnly.of(!change.current),
    EditorView.updateListener.of((update) => {
      const typed = update.transactions.some((one) => one.docChanged && one.annotation(Transaction.userEvent));
      if (typed) change.current?.(update.state.doc.toString());
    }),
  ];
  return EditorState.create({ doc, extensions });
}

// Only what differs is changed, so the rest need not be parsed and drawn again.
function splice(view, text) {
  const old = view.state.doc.toString();
  if (old === text) return;
  const least = Math.min(old.length, text.length);
  let from = 0;
  while (from < least && old[from] === text[from]) from++;
  let after = 0;
  while (after < least - from && old[old.length - 1 - after] === text[text.length - 1 - after]) after++;
  view.dispatch({ changes: { from, to: old.length - after, insert: text.slice(from, text.length - after) } });
}
