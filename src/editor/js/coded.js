// Sentences with code between backticks, as `state/prose.rs` reads them: a backtick without its fellow stays.

const CODE = /`([^`]*)`/;

/** The sentence as nodes, its code as `code`. */
export function coded(text) {
  // a split by a pattern with a group gives every second part from the group
  return text.split(CODE).map((part, at) => (at % 2 ? element("code", part) : part));
}

/** The sentence for where it is only spoken. */
export function plain(text) {
  return text.split(CODE).join("");
}

export function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
