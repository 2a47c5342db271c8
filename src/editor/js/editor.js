// One CodeMirror view over the documents of the project. It holds no truth: what the author does is reported
// as splices, what the document becomes is spliced in without being reported. Offsets are UTF-16 here.

import { Annotation, Compartment, EditorSelection, EditorState, Prec, Transaction } from "@codemirror/state";
import {
  EditorView,
  crosshairCursor,
  drawSelection,
  dropCursor,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  rectangularSelection,
} from "@codemirror/view";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { defaultKeymap } from "@codemirror/commands";
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { highlightSelectionMatches, openSearchPanel } from "@codemirror/search";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { jinjaCompletion } from "./completion.js";
import { lastLine, tabKeys } from "./keys.js";
import { loadLanguage } from "./languages.js";
import { searching } from "./search.js";
import { theme } from "./theme.js";
import { ymlCompletion } from "./yml.js";

// How long a pause ends a run of typing, as CodeMirror's own history has it.
const TYPING_PAUSE_MS = 500;

const fromDocument = Annotation.define();

/** @param listener `change(froms, tos, inserts, typing)`, `undo()`, `redo()`, `cursor(head, from, to, line)` */
function mount(parent, label, readOnly, nonce, vocabulary, listener) {
  return new Editor(parent, label, readOnly, nonce, JSON.parse(vocabulary), listener);
}

class Editor {
  constructor(parent, label, readOnly, nonce, vocabulary, listener) {
    this.label = label;
    this.readOnly = readOnly;
    this.nonce = nonce;
    this.vocabulary = { ...vocabulary, options: [], yml: null };
    this.listener = listener;
    this.language = new Compartment();
    this.wrapping = new Compartment();
    this.wraps = false;
    this.kept = new Map(); // key -> { state, scroll, touched } of documents that are not shown
    this.touched = false; // the author was in the document shown
    this.key = null;
    this.run = null; // the end of the typing that a next change may go on with
    this.frame = 0;
    this.view = new EditorView({ parent, state: this.freshState("", true) });
  }

  /** Shows a document that is not kept. */
  open(key, text, base, jinja) {
    this.leave();
    this.key = key;
    this.touched = false;
    this.view.setState(this.freshState(text, false));
    this.view.scrollDOM.scrollTo(0, 0);
    this.setLanguage(base, jinja);
    this.tellCursor();
  }

  /** Shows a document that was opened before, where it was left. */
  show(key) {
    const { state, scroll, touched } = this.kept.get(key);
    this.leave();
    this.key = key;
    this.touched = touched;
    this.kept.delete(key);
    this.view.setState(state);
    this.view.dispatch({ effects: [this.wrapping.reconfigure(this.lineWrapping()), scroll] });
    this.tellCursor();
  }

  /** Shows nothing. */
  clear() {
    this.leave();
    this.key = null;
    this.view.setState(this.freshState("", true));
  }

  forget(key) {
    this.kept.delete(key);
  }

  /** The document's text became another; `follow` puts the cursor there, unless nobody was in the text yet: that one
   *  stays at its start. */
  splice(from, to, insert, follow) {
    this.run = null;
    follow &&= this.touched;
    const text = this.view.state.toText(insert);
    this.view.dispatch({
      changes: { from, to, insert: text },
      selection: follow ? { anchor: from + text.length } : undefined,
      scrollIntoView: follow,
      annotations: [fromDocument.of(true), Transaction.addToHistory.of(false)],
    });
  }

  async setLanguage(base, jinja) {
    const key = this.key;
    const effects = this.language.reconfigure(await loadLanguage(base, jinja));
    if (this.key === key) this.view.dispatch({ effects });
    else if (this.kept.has(key)) {
      const kept = this.kept.get(key);
      kept.state = kept.state.update({ effects }).state;
    }
  }

  /** Parallel lists; severities are CodeMirror's words. */
  setMarks(froms, tos, severities, messages) {
    const length = this.view.state.doc.length;
    const marks = messages.map((message, i) => ({
      from: Math.min(froms[i], length),
      to: Math.min(Math.max(tos[i], froms[i] + 1), length),
      severity: severities[i],
      message,
    }));
    this.view.dispatch(setDiagnostics(this.view.state, marks));
  }

  setOptions(names, details) {
    this.vocabulary.options = names.map((name, i) => ({ name, detail: details[i] }));
  }

  /** What `funko.yml` can hold, as JSON, where the text shown is one; empty for any other. */
  setYml(json) {
    this.vocabulary.yml = json ? JSON.parse(json) : null;
  }

  /** Whether long lines are broken to the editor's width. */
  setWrap(wraps) {
    this.wraps = wraps;
    this.view.dispatch({ effects: this.wrapping.reconfigure(this.lineWrapping()) });
  }

  lineWrapping() {
    return this.wraps ? EditorView.lineWrapping : [];
  }

  reveal(from, to) {
    const length = this.view.state.doc.length;
    this.touched = true;
    const range = EditorSelection.range(Math.min(to, length), Math.min(from, length)); // the cursor at its start
    this.view.dispatch({ selection: range, effects: EditorView.scrollIntoView(range, { y: "center" }) });
    this.view.focus();
  }

  focus() {
    this.view.focus();
  }

  search() {
    openSearchPanel(this.view);
  }

  destroy() {
    cancelAnimationFrame(this.frame);
    this.view.destroy();
  }

  leave() {
    this.run = null;
    if (this.key !== null) {
      this.kept.set(this.key, {
        state: this.view.state,
        scroll: this.view.scrollSnapshot(),
        touched: this.touched,
      });
    }
  }

  freshState(text, empty) {
    const readOnly = this.readOnly || empty;
    const crlf = text.includes("\r\n");
    // tabindex: an editing host has the focus anyway; said so, tools that judge keyboard access see it too
    const attributes = { "aria-label": this.label, spellcheck: "false", tabindex: "0" };
    if (readOnly) attributes["aria-readonly"] = "true";
    return EditorState.create({
      doc: text,
      extensions: [
        // Only LF parts lines, as for FaaSO: any other separator would rewrite the file's CRs.
        EditorState.lineSeparator.of("\n"),
        EditorState.readOnly.of(readOnly),
        EditorState.allowMultipleSelections.of(true),
        EditorState.tabSize.of(4),
        EditorView.cspNonce.of(this.nonce),
        EditorView.contentAttributes.of(attributes),
        EditorView.clipboardInputFilter.of((pasted) => (crlf ? pasted : pasted.replace(/\r\n?/g, "\n"))),
        EditorView.updateListener.of((update) => this.updated(update)),
        EditorView.domEventHandlers({ focus: keepSelection }),
        lineNumbers(),
        lintGutter(),
        highlightSpecialChars({ render: specialCharacter }),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        drawSelection(),
        dropCursor(),
        rectangularSelection(),
        crosshairCursor(),
        bracketMatching(),
        searching(),
        highlightSelectionMatches(),
        readOnly ? [] : this.writing(),
        keymap.of(defaultKeymap),
        this.language.of([]),
        this.wrapping.of(this.lineWrapping()),
        theme,
      ],
    });
  }

  /** What only a text that can be changed needs. */
  writing() {
    const undo = () => (this.listener.undo(), true);
    const redo = () => (this.listener.redo(), true);
    return [
      indentOnInput(),
      autocompletion({ override: [jinjaCompletion(this.vocabulary), ymlCompletion(this.vocabulary)] }),
      Prec.highest(
        keymap.of([
          { key: "Mod-z", run: undo, preventDefault: true },
          { key: "Mod-y", run: redo, preventDefault: true },
          { key: "Mod-Shift-z", run: redo, preventDefault: true },
        ]),
      ),
      // The browser's own menu.
      EditorView.domEventHandlers({
        beforeinput: (event) => {
          if (event.inputType === "historyUndo") undo();
          else if (event.inputType === "historyRedo") redo();
          else return false;
          event.preventDefault();
          return true;
        },
      }),
      keymap.of(completionKeymap),
      tabKeys,
      lastLine(() => this.vocabulary.yml !== null),
    ];
  }

  updated(update) {
    if (update.view.hasFocus) this.touched = true;
    for (const transaction of update.transactions) {
      if (transaction.docChanged && !transaction.annotation(fromDocument)) this.tellChange(transaction);
    }
    if (update.selectionSet || update.docChanged) this.tellCursor();
  }

  tellChange(transaction) {
    const before = transaction.startState.doc;
    const splices = [];
    transaction.changes.iterChanges((from, to, fromNew, toNew, inserted) => {
      splices.push(wholeCharacters(before, from, to, inserted.toString(), fromNew));
    });
    const typing = this.goesOn(transaction, splices);
    splices.reverse();
    this.listener.change(
      splices.map((s) => s.from),
      splices.map((s) => s.to),
      splices.map((s) => s.insert),
      typing,
    );
  }

  /** Whether a change goes on with the typing (or erasing) before it; remembers where it ended. */
  goesOn(transaction, splices) {
    const kind = ["input.type", "delete.backward", "delete.forward"].find((k) => transaction.isUserEvent(k));
    const last = this.run;
    this.run = null;
    if (!kind || splices.length !== 1) return false;
    const [{ from, to, insert, fromNew }] = splices;
    const time = transaction.annotation(Transaction.time);
    this.run = { kind, time, end: fromNew + insert.length };
    const meets = kind === "delete.backward" ? to === last?.end : from === last?.end;
    return last?.kind === kind && meets && time - last.time < TYPING_PAUSE_MS;
  }

  tellCursor() {
    if (this.frame || this.key === null) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      if (this.key === null) return;
      const { doc, selection } = this.view.state;
      const { head, from, to } = selection.main;
      this.listener.cursor(head, from, to, doc.lineAt(head).number);
    });
  }
}

/** On focus by keyboard or script the browser puts its own selection wherever that was left, perhaps in another
 *  document, and CodeMirror would follow. (A click sets both anew right after.) */
function keepSelection(_event, view) {
  const { anchor, head } = view.state.selection.main;
  const [from, to] = [view.domAtPos(anchor), view.domAtPos(head)];
  getSelection().setBaseAndExtent(from.node, from.offset, to.node, to.offset);
}

/** Fonts have no sign for most of them; a CR is what authors meet, at the ends of lines from Windows. */
function specialCharacter(code, description, placeholder) {
  const sign = document.createElement("span");
  sign.className = "cm-specialChar";
  sign.textContent = code === 13 ? "CR" : placeholder;
  sign.title = description;
  sign.setAttribute("aria-label", description);
  return sign;
}

/** Widens a change that cuts a surrogate pair, since the other side counts whole characters. */
function wholeCharacters(doc, from, to, insert, fromNew) {
  const cuts = (at) => {
    if (at === 0 || at === doc.length) return false;
    const pair = doc.sliceString(at - 1, at + 1);
    return pair.length === 2 && pair.codePointAt(0) > 0xffff;
  };
  if (cuts(from)) {
    from -= 1;
    fromNew -= 1;
    insert = doc.sliceString(from, from + 1) + insert;
  }
  if (cuts(to)) {
    insert += doc.sliceString(to, to + 1);
    to += 1;
  }
  return { from, to, insert, fromNew };
}

globalThis.codeEditor = { mount };
