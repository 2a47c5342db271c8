// Completion inside Jinja places, from FaaSO's dialect alone: the words come from vocabulary.rs, the options
// from the funko.

const LOOK_BACK = 4000;

/** @param vocabulary an object of word lists and `options`: `[{ name, detail }]`; read at each completion. */
export function jinjaCompletion(vocabulary) {
  return (context) => {
    const before = context.state.sliceDoc(Math.max(0, context.pos - LOOK_BACK), context.pos);
    const place = jinjaPlace(before);
    if (!place) return null;
    const word = /[A-Za-z_]\w*$/.exec(place.inside)?.[0] ?? "";
    const lead = place.inside.slice(0, place.inside.length - word.length);
    if (!word && !context.explicit && !/[|.]\s*$/.test(lead)) return null;
    const options = offers(place.kind, lead, vocabulary);
    if (!options.length) return null;
    return { from: context.pos - word.length, options, validFor: /^\w*$/ };
  };
}

/** What stands between the last `{{` or `{%` and the cursor, unless the place is closed or inside a string. */
export function jinjaPlace(before) {
  const open = Math.max(before.lastIndexOf("{{"), before.lastIndexOf("{%"));
  if (open < 0) return null;
  const kind = before[open + 1] === "{" ? "print" : "tag";
  const inside = before.slice(open + 2).replace(/^[-+]/, "");
  if (before.lastIndexOf("{#") > Math.max(open, before.lastIndexOf("#}"))) return null;
  let quote = null;
  for (let i = 0; i < inside.length; i++) {
    const c = inside[i];
    if (quote) {
      if (c === "\\") i++;
      else if (c === quote) quote = null;
    } else if (c === '"' || c === "'") quote = c;
    else if (c === "}" && (inside[i + 1] === "}" || inside[i - 1] === "%")) return null;
  }
  return quote ? null : { kind, inside };
}

function offers(kind, lead, vocabulary) {
  const list = (words, type) => words.split(" ").map((label) => ({ label, type }));
  if (/\|\s*$/.test(lead) || (kind === "tag" && /^\s*filter\s+$/.test(lead))) return list(vocabulary.filters, "function");
  if (/\bis\s+(not\s+)?$/.test(lead)) return list(vocabulary.tests, "function");
  if (/\boptions\s*\.\s*$/.test(lead)) {
    // the blank parts name and detail for a screen reader
    return vocabulary.options.map(({ name, detail }) => ({ label: name, detail: ` ${detail}`, type: "property" }));
  }
  if (/\bloop\s*\.\s*$/.test(lead)) return list("cycle first index index0 last length revindex revindex0", "property");
  if (/\.\s*$/.test(lead)) return [];
  if (kind === "tag" && /^\s*$/.test(lead)) return list(vocabulary.tags, "keyword");
  return [
    ...list(vocabulary.variables, "variable"),
    ...list(vocabulary.functions, "function"),
    ...list(vocabulary.keywords, "keyword"),
  ];
}
