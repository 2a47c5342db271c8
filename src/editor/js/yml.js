// Completion in `funko.yml` and in the template that makes it: its three keys, the options that the templates use,
// the runtimes' names.

const KEYS = [
  { name: "name", detail: "the funko's name", insert: "name: " },
  { name: "runtime", detail: "the runtime it uses", insert: "runtime: " },
  { name: "options", detail: "values for the runtime's templates", insert: "options:\n  " },
];

/** @param words `{ yml: null | { options: [{ name, detail, value }], runtimes: [name] } }`, read at each completion. */
export function ymlCompletion(words) {
  return (context) => {
    const yml = words.yml;
    if (!yml) return null;
    const { state, pos, explicit } = context;
    const line = state.doc.lineAt(pos);
    const before = line.text.slice(0, pos - line.from);
    const runtime = /^runtime:\s*(\S*)$/.exec(before);
    if (runtime) {
      const options = yml.runtimes.map((label) => ({ label, type: "constant" }));
      return { from: pos - runtime[1].length, options, validFor: /^\S*$/ };
    }
    const key = /^(\s*)([\w-]*)$/.exec(before);
    // nothing but a key can stand here, and only where no value follows already
    if (!key || line.text.slice(before.length).trim()) return null;
    const [, indent, word] = key;
    if (!word && !explicit) return null;
    const written = keysOf(state.doc);
    const inside = indent && parentOf(state.doc, line.number, indent.length) === "options";
    const offered = inside ? yml.options : indent ? [] : KEYS;
    const there = inside ? written.options : written.top;
    const options = offered
      .filter(({ name }) => !there.has(name) || name === word)
      .map(({ name, detail, insert, value }) => ({
        label: name,
        apply: insert ?? `${name}: ${value ?? ""}`,
        // the blank parts name and detail for a screen reader
        detail: detail ? ` ${detail}` : undefined,
        type: inside ? "property" : "keyword",
      }));
    return options.length ? { from: pos - word.length, options, validFor: /^[\w-]*$/ } : null;
  };
}

/** The key of the nearest line above that is indented less. */
export function parentOf(doc, number, indent) {
  for (let at = number - 1; at > 0; at--) {
    const { text } = doc.line(at);
    const found = /^(\s*)([\w-]+)\s*:/.exec(text);
    if (found && found[1].length < indent) return found[2];
  }
  return null;
}

function keysOf(doc) {
  const keys = { top: new Set(), options: new Set() };
  let parent = null;
  for (const text of doc.iterLines()) {
    const found = /^(\s*)([\w-]+)\s*:/.exec(text);
    if (!found) continue;
    if (!found[1]) {
      parent = found[2];
      keys.top.add(parent);
    } else if (parent === "options") keys.options.add(found[2]);
  }
  return keys;
}
