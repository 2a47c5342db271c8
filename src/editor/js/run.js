// A run of typing: which of the author's changes go on with the one before, and so are undone together.

// How long a pause ends it, as CodeMirror's own history has it.
export const TYPING_PAUSE_MS = 500;

/** What it knows of a change is its kind, its time and where it ended, in the document's offsets. */
export class Run {
  #last = null; // the end of the typing that a next change may go on with
  #told = null; // the same, of the change that is being told of
  #interrupted = null; // the same, where the text became another under it
  #compositions = 0;

  end() {
    this.#last = null;
  }

  compose() {
    this.#compositions++;
  }

  /** The change that was just made is told of: what comes of it may put the cursor elsewhere. */
  tell() {
    this.#told = this.#last;
  }

  /** Somebody else changes the text, with the author's cursor here; none where something is selected. */
  interrupt(cursor) {
    this.#interrupted = this.#last?.end === cursor ? this.#last : null;
    this.#last = null;
  }

  get isInterrupted() {
    return this.#interrupted !== null;
  }

  /** After what was told, or what interrupted it, it goes on here. */
  goOn(end) {
    const before = this.#interrupted ?? this.#told;
    this.#interrupted = null;
    this.#last = before && { ...before, end };
  }

  /** Whether a change goes on with the typing, erasing or composing before it; remembers where it ended. */
  takes(transaction, time, splices) {
    const last = this.#last;
    if (!splices.length) {
      if (last) last.time = time;
      return false;
    }
    this.#last = null;
    // An input method replaces what it put before, at any pace: all of one composition is one step.
    const composing = transaction.isUserEvent("input.type.compose") && `composition ${this.#compositions}`;
    const kind = composing || ["input.type", "delete.backward", "delete.forward"].find((k) => transaction.isUserEvent(k));
    if (!kind || splices.length !== 1) return false;
    const [{ from, to, end }] = splices;
    this.#last = { kind, time, end };
    if (last?.kind !== kind) return false;
    if (composing) return true;
    const meets = kind === "delete.backward" ? to === last.end : from === last.end;
    return meets && time - last.time < TYPING_PAUSE_MS;
  }
}
