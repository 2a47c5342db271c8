// The search panel: a line to find, a line to replace, and how many matches there are.

import {
  SearchQuery,
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  gotoLine,
  replaceAll,
  replaceNext,
  search,
  searchKeymap,
  selectMatches,
  setSearchQuery,
} from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { keymap, runScopeHandlers } from "@codemirror/view";

// Beyond this many matches counting would be felt on each key.
const MOST_COUNTED = 1000;

/** Search, its keys, and the words of what CodeMirror draws itself. */
export function searching() {
  return [
    search({ top: true, createPanel: (view) => new Panel(view) }),
    // Ctrl, not Mod: Cmd G finds the next match on a Mac
    keymap.of([{ key: "Ctrl-g", run: gotoLine, preventDefault: true }, ...searchKeymap]),
    EditorState.phrases.of({ go: "Go", "Go to line": "Go to line" }),
  ];
}

class Panel {
  constructor(view) {
    this.view = view;
    this.top = true;
    const query = getSearchQuery(view.state);
    const commit = () => this.commit();
    this.find = field("Find", query.search, commit);
    this.find.setAttribute("main-field", "true");
    this.replace = field("Replace", query.replace, commit);
    this.case = toggle("Match case", "Aa", query.caseSensitive, commit);
    this.word = toggle("Whole word", "ab", query.wholeWord, commit);
    this.regexp = toggle("Regular expression", ".*", query.regexp, commit);
    this.count = element("span", "cm-search-count");
    this.count.setAttribute("role", "status");
    const run = (command) => () => command(view);
    const first = element("div", "cm-search-row");
    first.append(
      this.find,
      this.case,
      this.word,
      this.regexp,
      this.count,
      sign("↑", "Previous", run(findPrevious)),
      sign("↓", "Next", run(findNext)),
      button("Select all", run(selectMatches)),
      close(run(closeSearchPanel)),
    );
    this.dom = element("div", "cm-search");
    this.dom.setAttribute("role", "search");
    this.dom.append(first);
    if (!view.state.readOnly) {
      const second = element("div", "cm-search-row");
      second.append(this.replace, button("Replace", run(replaceNext)), button("Replace all", run(replaceAll)));
      this.dom.append(second);
    }
    this.dom.addEventListener("keydown", (event) => this.keydown(event));
    this.tellCount();
  }

  mount() {
    this.find.select();
  }

  update(update) {
    let anew = update.docChanged || update.selectionSet;
    for (const transaction of update.transactions) {
      for (const effect of transaction.effects) {
        if (!effect.is(setSearchQuery)) continue;
        anew = true;
        if (!effect.value.eq(this.query())) this.take(effect.value);
      }
    }
    if (anew) this.tellCount();
  }

  query() {
    return new SearchQuery({
      search: this.find.value,
      replace: this.replace.value,
      caseSensitive: pressed(this.case),
      wholeWord: pressed(this.word),
      regexp: pressed(this.regexp),
    });
  }

  commit() {
    this.view.dispatch({ effects: setSearchQuery.of(this.query()) });
  }

  take(query) {
    this.find.value = query.search;
    this.replace.value = query.replace;
    for (const [button, on] of [
      [this.case, query.caseSensitive],
      [this.word, query.wholeWord],
      [this.regexp, query.regexp],
    ]) {
      button.setAttribute("aria-pressed", String(on));
    }
  }

  keydown(event) {
    if (runScopeHandlers(this.view, event, "search-panel")) event.preventDefault();
    else if (event.key === "Enter" && event.target === this.find) {
      event.preventDefault();
      (event.shiftKey ? findPrevious : findNext)(this.view);
    } else if (event.key === "Enter" && event.target === this.replace) {
      event.preventDefault();
      replaceNext(this.view);
    }
  }

  tellCount() {
    const query = getSearchQuery(this.view.state);
    this.count.textContent = query.search ? counted(query, this.view.state) : "";
  }
}

function counted(query, state) {
  if (!query.valid) return "Invalid expression";
  const { from, to } = state.selection.main;
  let all = 0;
  let at = 0;
  for (const match of query.getCursor(state)) {
    all += 1;
    if (match.from === from && match.to === to) at = all;
    if (all > MOST_COUNTED) return `Over ${MOST_COUNTED} matches`;
  }
  if (!all) return "No matches";
  if (at) return `${at} of ${all}`;
  return all === 1 ? "1 match" : `${all} matches`;
}

function element(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function field(label, value, changed) {
  const input = element("input", "cm-textfield");
  input.value = value;
  input.placeholder = label;
  input.setAttribute("aria-label", label);
  input.setAttribute("autocomplete", "off");
  input.setAttribute("spellcheck", "false");
  input.addEventListener("input", changed);
  return input;
}

function button(label, run) {
  const made = element("button", "cm-button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", run);
  return made;
}

function sign(text, label, run) {
  const made = button(text, run);
  made.title = label;
  made.setAttribute("aria-label", label);
  return made;
}

function toggle(label, sign, on, changed) {
  const made = button("", () => {
    made.setAttribute("aria-pressed", String(!pressed(made)));
    changed();
  });
  made.classList.add("cm-search-toggle");
  // drawn by the theme: it is no part of the name
  made.dataset.sign = sign;
  made.title = label;
  made.setAttribute("aria-label", label);
  made.setAttribute("aria-pressed", String(on));
  return made;
}

function pressed(toggle) {
  return toggle.getAttribute("aria-pressed") === "true";
}

function close(run) {
  const made = button("×", run);
  made.classList.add("cm-search-close");
  made.title = "Close";
  made.setAttribute("aria-label", "Close search");
  return made;
}
