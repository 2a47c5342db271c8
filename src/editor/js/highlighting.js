// Highlighting that cannot hold the page up. A text of a shape that parsers are slow at is not given to them (shape.js),
// and a parser that is slow all the same is stopped. A panel then says that highlighting is off, and why.

import { Compartment, EditorState, Facet, Prec } from "@codemirror/state";
import { language } from "@codemirror/language";
import { EditorView, showPanel } from "@codemirror/view";
import { NodeType, Tree } from "@lezer/common";
import { tooManyMarks, tooMuch } from "./shape.js";

// What one step of a parser may take, and what it may take to come to an end when it is told to.
const SLOW_MS = 250;

// So many characters deleted in one go are reason enough to try again, which takes no longer than SLOW_MS.
const MUCH = 100;

const TOO_SLOW = "it takes too long";
const TOO_DENSE = "a paragraph is too long or has too many formatting characters";

/** Why a state is not highlighted; null when it is, or when there is no language for it. */
const off = Facet.define({ combine: (reasons) => reasons[0] ?? null });

/** The highlighting of one document. */
export class Highlighting {
  /** @param tell is called when the document's state should take `effects`: a parser turned out to be slow */
  constructor(tell) {
    this.tell = tell;
    this.compartment = new Compartment();
    this.support = null;
    this.base = "";
    this.plain = false;
    this.slow = null; // what the parser was stopped for
  }

  /** For the document's first state. */
  extension(doc) {
    return [
      this.compartment.of(this.content(this.reason(doc))),
      // A change and the end of highlighting are one transaction, so that no parser sees the text.
      EditorState.transactionExtender.of((transaction) => {
        const reason = transaction.docChanged && this.reason(transaction.newDoc);
        if (!reason || reason === transaction.startState.facet(off)) return null;
        return { effects: this.reconfigured(reason) };
      }),
      // The other way round it is two: CodeMirror gives a language that a transaction brings the text from before it.
      EditorView.updateListener.of(({ docChanged, changes, state }) => {
        if (!docChanged || state.facet(off) === null) return;
        if (this.slow && muchIsGone(changes)) this.slow = null;
        if (this.reason(state.doc) === null) queueMicrotask(this.tell);
      }),
    ];
  }

  /** What brings a state to the languages, limits and wishes of now. */
  effects(state) {
    return this.reconfigured(this.reason(state.doc));
  }

  setLanguage(support, base) {
    this.support = support;
    this.base = base;
    this.slow = null;
  }

  reason(doc) {
    if (!this.support) return null;
    if (this.plain) return "this project was opened without it";
    return this.slow ?? tooMuch(doc, this.base);
  }

  reconfigured(reason) {
    return this.compartment.reconfigure(this.content(reason));
  }

  content(reason) {
    if (!this.support) return [];
    if (reason === null) return this.guarded();
    const panel = () => this.panel(reason);
    return [off.of(reason), showPanel.of(panel)];
  }

  /** The language, with a parser that is watched. */
  guarded() {
    const inner = this.support.language;
    const parser = Object.create(inner.parser, {
      createParse: {
        value: (input, fragments, ranges) =>
          new WatchedParse(inner.parser.createParse(input, fragments, ranges), input.length, this),
      },
    });
    const watched = Object.create(inner, { parser: { value: parser } });
    return [Prec.highest(language.of(watched)), this.support];
  }

  stop(reason) {
    if (this.slow) return;
    this.slow = reason;
    // not while the state is being made
    queueMicrotask(this.tell);
  }

  panel(reason) {
    const dom = document.createElement("div");
    dom.className = "cm-off";
    dom.setAttribute("role", "status");
    dom.append(`Highlighting is off: ${reason}.`);
    if (this.slow && !this.plain) {
      const again = document.createElement("button");
      again.type = "button";
      again.textContent = "Try again";
      again.addEventListener("click", () => {
        this.slow = null;
        this.tell();
      });
      dom.append(" ", again);
    }
    return { dom };
  }
}

/** What made the parser slow may be gone with it. */
function muchIsGone(changes) {
  let gone = 0;
  changes.iterChanges((from, to) => (gone += to - from));
  return gone > MUCH;
}

let parsing = null; // the highlighting whose parser is at work

/** A parse that gives up, with an empty tree, when it holds the page. */
class WatchedParse {
  constructor(inner, length, highlighting) {
    this.inner = inner;
    this.length = length;
    this.highlighting = highlighting;
    this.ending = null; // when it was told to end
  }

  get parsedPos() {
    return this.inner.parsedPos;
  }

  get stoppedAt() {
    return this.inner.stoppedAt;
  }

  stopAt(at) {
    if (at <= this.inner.parsedPos) this.ending = performance.now();
    this.inner.stopAt(at);
  }

  advance() {
    const before = parsing;
    parsing = this.highlighting;
    try {
      if (parsing.slow) return this.nothing();
      const start = performance.now();
      const tree = this.inner.advance();
      const now = performance.now();
      if (now - start > SLOW_MS || (!tree && this.ending !== null && now - this.ending > SLOW_MS)) {
        parsing.stop(TOO_SLOW);
      }
      return tree ?? (parsing.slow ? this.nothing() : null);
    } catch (error) {
      console.warn("a parser failed:", error);
      parsing.stop(TOO_SLOW);
      return this.nothing();
    } finally {
      parsing = before;
    }
  }

  nothing() {
    return new Tree(NodeType.none, [], [], this.inner.stoppedAt ?? this.length);
  }
}

/** Markdown whose paragraphs are parsed only when that is quick: inside one, its parser cannot be stopped. */
export function boundedParagraphs(support) {
  const parser = support.language.parser;
  const parseInline = parser.parseInline;
  parser.parseInline = function (text, offset) {
    if (!tooManyMarks(text)) return parseInline.call(this, text, offset);
    parsing?.stop(TOO_DENSE);
    return [];
  };
  return support;
}
