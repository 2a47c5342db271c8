// A language is fetched when the first file in it is shown; Jinja is laid over any of them.

import { LanguageSupport, StreamLanguage } from "@codemirror/language";
import { boundedParagraphs } from "./highlighting.js";

const stream = (mode) => new LanguageSupport(StreamLanguage.define(mode));

// The keys are those of `Base::key` in language.rs.
const bases = {
  crystal: async () => stream((await import("@codemirror/legacy-modes/mode/crystal")).crystal),
  css: async () => (await import("@codemirror/lang-css")).css(),
  dockerfile: async () => stream((await import("@codemirror/legacy-modes/mode/dockerfile")).dockerFile),
  go: async () => stream((await import("@codemirror/legacy-modes/mode/go")).go),
  html: async () => (await import("@codemirror/lang-html")).html(),
  javascript: async () => (await import("@codemirror/lang-javascript")).javascript({ jsx: true }),
  json: async () => (await import("@codemirror/lang-json")).json(),
  markdown: async () => boundedParagraphs((await import("@codemirror/lang-markdown")).markdown()),
  nginx: async () => stream((await import("@codemirror/legacy-modes/mode/nginx")).nginx),
  python: async () => (await import("@codemirror/lang-python")).python(),
  ruby: async () => stream((await import("@codemirror/legacy-modes/mode/ruby")).ruby),
  rust: async () => stream((await import("@codemirror/legacy-modes/mode/rust")).rust),
  shell: async () => stream((await import("@codemirror/legacy-modes/mode/shell")).shell),
  toml: async () => stream((await import("@codemirror/legacy-modes/mode/toml")).toml),
  typescript: async () => (await import("@codemirror/lang-javascript")).javascript({ jsx: true, typescript: true }),
  yaml: async () => (await import("@codemirror/lang-yaml")).yaml(),
};

const plain = () =>
  stream({
    token(line) {
      line.skipToEnd();
      return null;
    },
  });

const loading = new Map();
const loaded = new Map();

/** A base (none for plain text) with Jinja over it; null when there is nothing to highlight. Never fails: when a
 *  language cannot be fetched, the text is shown without its colours.
 *  @returns {Promise<LanguageSupport | null>} */
export function loadLanguage(base, jinja) {
  const key = `${base}+${jinja}`;
  let language = loading.get(key);
  if (!language) {
    language = build(base, jinja).then((support) => {
      loaded.set(key, support);
      return support;
    });
    language = language.catch((error) => {
      console.warn(`no highlighting for ${base || "Jinja"}:`, error);
      loading.delete(key);
      return null;
    });
    loading.set(key, language);
  }
  return language;
}

/** The same, where it is there already; undefined where it has to be fetched. */
export function loadedLanguage(base, jinja) {
  return loaded.get(`${base}+${jinja}`);
}

async function build(base, jinja) {
  const host = base && bases[base] ? bases[base]() : null;
  if (!jinja) return host;
  const [{ jinja: over }, support] = await Promise.all([import("@codemirror/lang-jinja"), host ?? plain()]);
  return over({ base: support });
}
