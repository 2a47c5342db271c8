// One CodeMirror view over the documents of the project. It holds no truth: what the author does is reported
// as splices, what the document becomes is spliced in without being reported. Offsets are UTF-16 here, and count
// whole characters outside of this file: see halves.js.

import { Annotation, EditorSelection, EditorState, Prec, Text, Transaction } from "@codemirror/state";
import {
  EditorView,
  crosshairCursor,
  drawSelection,
  dropCursor,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  rectangularSelection,
} from "@codemirror/view";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { defaultKeymap } from "@codemirror/commands";
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { highlightSelectionMatches, openSearchPanel } from "@codemirror/search";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { coded, element } from "./coded.js";
import { jinjaCompletion } from "./completion.js";
import { wordHelp } from "./help.js";
import { toDocument, toView, wholeSplices } from "./halves.js";
import { Highlighting } from "./highlighting.js";
import { invisibleCharacters, wholeFlags } from "./invisible.js";
import { lastLine, tabKeys } from "./keys.js";
import { loadLanguage, loadedLanguage } from "./languages.js";
import { lighting, litEffect } from "./lit.js";
import { asTheFile } from "./newlines.js";
import { notes, notesEffect } from "./notes.js";
import { Run, TYPING_PAUSE_MS } from "./run.js";
import { searching } from "./search.js";
import { theme } from "./theme.js";
import { Wrapping } from "./wrapping.js";
import { ymlCompletion } from "./yml.js";

const fromDocument = Annotation.define();

/** @param vocabulary what completion offers, and `invisible`, the characters to mark
 *  @param listener `change(froms, tos, inserts, typing)`, `undo()`, `redo()`, `cursor(head, from, to, line)`,
 *  `point(at)` with -1 for nowhere, `follow(at)`, `option(name)` for what is said of an option, `rename(name)` for
 *  another name of one */
function mount(parent, label, readOnly, nonce, vocabulary, listener) {
  return new Editor(parent, label, readOnly, nonce, JSON.parse(vocabulary), listener);
}

class Editor {
  constructor(parent, label, readOnly, nonce, vocabulary, listener) {
    this.label = label;
    this.readOnly = readOnly;
    this.nonce = nonce;
    this.vocabulary = { ...vocabulary, options: [], yml: null };
    this.invisible = invisibleCharacters(vocabulary.invisible);
    this.listener = listener;
    this.wrapping = new Wrapping();
    this.kept = new Map(); // key -> { state, scroll, touched, highlighting } of documents that are not shown
    this.touched = false; // the author was in the document shown
    this.key = null;
    this.highlighting = new Highlighting(() => {});
    this.plain = false;
    this.alone = []; // halves of characters, see halves.js
    this.run = new Run();
    this.refusedAt = -Infinity; // when a change of an output was refused last
    this.frame = 0;
    this.view = new EditorView({ parent, state: this.freshState("", true) });
    this.view.dom.unsavedText = () => this.unsavedText();
    this.scrolled = false; // since the document was shown
    this.view.scrollDOM.addEventListener("scroll", () => void (this.scrolled = true));
  }

  /** Shows a document that is not kept. */
  open(key, text, base, jinja) {
    this.leave();
    this.key = key;
    this.touched = false;
    this.highlighting = new Highlighting(() => this.highlight(key));
    const known = loadedLanguage(base, jinja);
    if (known !== undefined) this.setSupport(this.highlighting, known, base);
    this.view.setState(this.freshState(text, false));
    // to ask where it is has the browser lay out everything that is being changed just now
    if (this.scrolled) this.view.scrollDOM.scrollTo(0, 0);
    this.scrolled = false;
    if (known === undefined) this.setLanguage(base, jinja);
    this.tellCursor();
  }

  /** Shows a document that was opened before, where it was left. */
  show(key) {
    const { state, scroll, touched, highlighting } = this.kept.get(key);
    this.leave();
    this.key = key;
    this.touched = touched;
    this.highlighting = highlighting;
    this.kept.delete(key);
    this.scrolled = true; // once the snapshot is in place
    this.view.setState(state);
    this.view.dispatch({ effects: [this.wrapping.effect(state.doc), scroll] });
    this.tellCursor();
  }

  /** Shows nothing. */
  clear() {
    this.leave();
    this.key = null;
    this.highlighting = new Highlighting(() => {});
    this.view.setState(this.freshState("", true));
  }

  forget(key) {
    this.kept.delete(key);
  }

  /** The document's text became another; `follow` puts the cursor there, unless nobody was in the text yet: that one
   *  stays at its start. */
  splice(from, to, insert, follow) {
    const { main } = this.view.state.selection;
    this.run.interrupt(main.empty ? toDocument(this.alone, main.head) : null);
    follow &&= this.touched;
    const text = this.view.state.toText(insert);
    const start = toView(this.alone, from);
    this.view.dispatch({
      changes: { from: start, to: toView(this.alone, to), insert: text },
      selection: follow ? { anchor: start + text.length } : undefined,
      scrollIntoView: follow,
      annotations: [fromDocument.of(true), Transaction.addToHistory.of(false)],
    });
  }

  /** The author's change made more of the text another: the typing goes on here. */
  landed(at) {
    this.run.goOn(at);
    this.view.dispatch({ selection: { anchor: toView(this.alone, at) } });
  }

  /** The text became another: where the author is typing, that goes on here. */
  carryOn(at) {
    if (this.run.isInterrupted) this.landed(at);
  }

  async setLanguage(base, jinja) {
    const { key, highlighting } = this;
    this.setSupport(highlighting, await loadLanguage(base, jinja), base);
    this.highlight(key);
  }

  setSupport(highlighting, support, base) {
    highlighting.setLanguage(support, base);
    highlighting.plain = this.plain;
  }

  /** With `plain`, no text is highlighted. */
  setPlain(plain) {
    this.plain = plain;
    for (const [key, { highlighting }] of [[this.key, this], ...this.kept]) {
      if (highlighting.plain === plain) continue;
      highlighting.plain = plain;
      this.highlight(key);
    }
  }

  /** Brings a document to what its highlighting is by now. */
  highlight(key) {
    if (this.key === key) this.view.dispatch({ effects: this.highlighting.effects(this.view.state) });
    else if (this.kept.has(key)) {
      const kept = this.kept.get(key);
      kept.state = kept.state.update({ effects: kept.highlighting.effects(kept.state) }).state;
    }
  }

  /** Parallel lists; severities are CodeMirror's words. */
  setMarks(froms, tos, severities, messages) {
    const length = this.view.state.doc.length;
    const place = (at) => Math.min(toView(this.alone, at), length);
    const marks = messages.map((message, i) => ({
      from: place(froms[i]),
      to: place(Math.max(tos[i], froms[i] + 1)),
      severity: severities[i],
      message,
      renderMessage: () => {
        const words = element("span", "");
        words.append(...coded(message));
        return words;
      },
    }));
    this.view.dispatch(setDiagnostics(this.view.state, marks));
  }

  /** Lights up stretches of the text. */
  setLit(froms, tos) {
    const length = this.view.state.doc.length;
    const place = (at) => Math.min(toView(this.alone, at), length);
    const ranges = [...froms].map((from, i) => ({ from: place(from), to: place(tos[i]) }));
    this.view.dispatch({ effects: litEffect(ranges.filter(({ from, to }) => from < to)) });
  }

  /** What is shown of a rendering, as JSON: see notes.js. */
  setNotes(json) {
    const { doc } = this.view.state;
    const place = (at) => Math.min(toView(this.alone, at), doc.length);
    const { marks, ghosts, beside } = JSON.parse(json);
    const placed = {
      marks: marks.map(([from, to, name]) => [place(from), place(to), name]),
      ghosts: ghosts.map(place),
      beside: beside.map(([at, text, title]) => [place(at), text, title]),
    };
    this.view.dispatch({ effects: notesEffect(doc, placed) });
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
    this.wrapping.wanted = wraps;
    this.view.dispatch({ effects: this.wrapping.effect(this.view.state.doc) });
  }

  reveal(from, to) {
    const length = this.view.state.doc.length;
    this.touched = true;
    const place = (at) => Math.min(toView(this.alone, at), length);
    const range = EditorSelection.range(place(to), place(from)); // the cursor at its start
    this.view.dispatch({ selection: range, effects: EditorView.scrollIntoView(range, { y: "center" }) });
    this.view.focus();
  }

  focus() {
    this.view.focus();
  }

  search() {
    openSearchPanel(this.view);
  }

  /** For a page that stopped (src/platform/js/start.js): what may not be kept. */
  unsavedText() {
    if (this.readOnly || this.key === null || this.isOutput()) return [];
    return [{ name: this.key.split(/[:/]/).at(-1), text: this.view.state.sliceDoc() }];
  }

  /** An output is made of what other documents hold, and is mostly read: Tab leaves it. */
  isOutput() {
    return this.key.startsWith("output ");
  }

  destroy() {
    cancelAnimationFrame(this.frame);
    this.view.destroy();
  }

  leave() {
    this.run.end();
    this.dropHalves();
    if (this.key !== null) {
      const { view, touched, highlighting } = this;
      this.kept.set(this.key, { state: view.state, scroll: view.scrollSnapshot(), touched, highlighting });
    }
  }

  /** The other halves will not come any more. */
  dropHalves() {
    if (!this.alone.length) return;
    this.view.dispatch({
      changes: this.alone.map((at) => ({ from: at, to: at + 1 })),
      annotations: [fromDocument.of(true), Transaction.addToHistory.of(false)],
    });
  }

  freshState(text, empty) {
    const readOnly = this.readOnly || empty;
    // tabindex: an editing host has the focus anyway; said so, tools that judge keyboard access see it too
    const attributes = { "aria-label": this.label, spellcheck: "false", tabindex: "0" };
    if (readOnly) attributes["aria-readonly"] = "true";
    // Only LF parts lines, as for FaaSO: any other separator would rewrite the file's CRs.
    const doc = Text.of(text.split("\n"));
    return EditorState.create({
      doc,
      extensions: [
        EditorState.lineSeparator.of("\n"),
        EditorState.readOnly.of(readOnly),
        EditorState.allowMultipleSelections.of(true),
        EditorState.tabSize.of(4),
        EditorView.cspNonce.of(this.nonce),
        EditorView.contentAttributes.of(attributes),
        EditorView.clipboardInputFilter.of(asTheFile),
        EditorView.updateListener.of((update) => this.updated(update)),
        EditorView.domEventHandlers({ focus: keepSelection }),
        lineNumbers(),
        lintGutter(),
        notes,
        this.invisible,
        wholeFlags,
        highlightActiveLine(),
        highlightActiveLineGutter(),
        drawSelection(),
        dropCursor(),
        rectangularSelection(),
        crosshairCursor(),
        bracketMatching(),
        searching(),
        highlightSelectionMatches(),
        lighting(
          (at) => this.listener.point(at === null ? -1 : toDocument(this.alone, at)),
          (at) => this.listener.follow(toDocument(this.alone, at)),
        ),
        readOnly ? [] : this.writing(),
        // Alt and an arrow go back and forth between places, as in every editor of this kind.
        keymap.of(defaultKeymap.filter(({ key }) => key !== "Alt-ArrowLeft" && key !== "Alt-ArrowRight")),
        this.highlighting.extension(doc),
        this.wrapping.extension(doc),
        theme,
      ],
    });
  }

  /** What only a text that can be changed needs. */
  writing() {
    const undo = () => (this.dropHalves(), this.listener.undo(), true);
    const redo = () => (this.dropHalves(), this.listener.redo(), true);
    const help = [
      indentOnInput(),
      wordHelp(
        this.vocabulary,
        (name) => this.listener.option(name),
        (name) => this.listener.rename(name),
      ),
      autocompletion({ override: [jinjaCompletion(this.vocabulary), ymlCompletion(this.vocabulary)] }),
      keymap.of(completionKeymap),
      tabKeys,
      lastLine(() => this.vocabulary.yml !== null),
    ];
    return [
      this.isOutput() ? this.refusing() : help,
      Prec.highest(
        keymap.of([
          { key: "Mod-z", run: undo, preventDefault: true },
          { key: "Mod-y", run: redo, preventDefault: true },
          { key: "Mod-Shift-z", run: redo, preventDefault: true },
        ]),
      ),
      EditorView.domEventObservers({ compositionstart: () => this.run.compose() }),
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
    ];
  }

  /** Of a run of typing, all behind a refused key is refused: half of it would be another text. */
  refusing() {
    return EditorState.changeFilter.of((transaction) => {
      if (!transaction.isUserEvent("input.type")) return true;
      const now = performance.now();
      if (now - this.refusedAt > TYPING_PAUSE_MS) return true;
      this.refusedAt = now;
      return false;
    });
  }

  updated(update) {
    if (update.transactions.some((it) => it.isUserEvent("select"))) this.refusedAt = -Infinity;
    if (update.view.hasFocus) this.touched = true;
    for (const transaction of update.transactions) {
      if (transaction.docChanged) this.follow(transaction);
    }
    if (update.selectionSet || update.docChanged) this.tellCursor();
  }

  /** Reports a change, unless it came from the document. */
  follow(transaction) {
    const { changes, startState, newDoc } = transaction;
    const { splices, alone } = wholeSplices(changes, startState.doc, newDoc, this.alone);
    this.alone = alone;
    if (transaction.annotation(fromDocument)) return;
    const typing = this.run.takes(transaction, transaction.annotation(Transaction.time), splices);
    if (!splices.length) return;
    splices.reverse();
    this.run.tell();
    this.listener.change(
      splices.map((s) => s.from),
      splices.map((s) => s.to),
      splices.map((s) => s.insert),
      typing,
    );
    // what is refused leaves the selection as it was: what is typed next would go elsewhere
    if (this.view.state.doc.eq(startState.doc)) {
      this.refusedAt = performance.now();
      this.view.dispatch({ selection: startState.selection });
    }
  }

  tellCursor() {
    if (this.frame || this.key === null) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      if (this.key === null) return;
      const { doc, selection } = this.view.state;
      const { head, from, to } = selection.main;
      const place = (at) => toDocument(this.alone, at);
      this.listener.cursor(place(head), place(from), place(to), doc.lineAt(head).number);
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

globalThis.codeEditor = { mount };
