// Whether a text can be highlighted without holding the page up, by its shape alone: parsers are built for what people
// write, and need seconds for some texts that nobody does. Within these limits the slowest language takes some
// hundredths of a second for a step; highlighting.js stops what is slower all the same.

const MOST = 512 * 1024;
const LONGEST_LINE = 5000;
const DEEPEST = 500;
const MOST_MARKS = 1000;
const LONGEST_PARAGRAPH = 20_000;
const DEEPEST_BLOCK = 30;

/** Why this text is not highlighted, or null. */
export function tooMuch(doc, base) {
  if (doc.length > MOST) return "the file is larger than 512 KB";
  let [line, depth, tags] = [0, 0, 0];
  const markdown = base === "markdown";
  const html = markdown || base === "html";
  for (const cursor = doc.iter(); !cursor.next().done; ) {
    const text = cursor.value;
    if (cursor.lineBreak) {
      line = 0;
      continue;
    }
    if (markdown && line === 0 && blocks(text) > DEEPEST_BLOCK) return "its quotes or lists are nested too deeply";
    line += text.length;
    if (line > LONGEST_LINE) return `a line is longer than ${LONGEST_LINE.toLocaleString("en")} characters`;
    for (let i = 0; i < text.length; i++) {
      switch (text.charCodeAt(i)) {
        case 40: // (
        case 91: // [
        case 123: // {
          if (++depth > DEEPEST) return "its brackets are nested too deeply";
          break;
        case 41:
        case 93:
        case 125:
          if (depth > 0) depth--;
      }
    }
    if (html && text.includes("<")) {
      tags = Math.max(0, tags + nesting(text));
      if (tags > DEEPEST) return "its tags are nested too deeply";
    }
  }
  return null;
}

/** The quotes and lists that begin at the start of a Markdown line. */
function blocks(line) {
  return /^[\s>*+\-\d.)]*/.exec(line)[0].match(/>|[*+-](?=\s)|\d[.)](?=\s)/g)?.length ?? 0;
}

/** Whether the inside of a Markdown paragraph takes too long: the time grows with the square of its marks. */
export function tooManyMarks(paragraph) {
  if (paragraph.length > LONGEST_PARAGRAPH) return true;
  let marks = 0;
  for (let i = 0; i < paragraph.length; i++) {
    switch (paragraph.charCodeAt(i)) {
      case 33: // !
      case 38: // &
      case 42: // *
      case 60: // <
      case 91: // [
      case 92: // \
      case 93: // ]
      case 95: // _
      case 96: // `
      case 126: // ~
        if (++marks > MOST_MARKS) return true;
    }
  }
  return false;
}

// Those that need no end.
const ALONE = /^(area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|source|t[dhr]|tbody|tfoot|thead|track|wbr|path|circle|rect|line|use|g|stop)$/i;

function nesting(line) {
  let tags = 0;
  for (const [, end, name, rest] of line.matchAll(/<(\/?)([a-z][a-z0-9:-]*)([^<>]*)/gi)) {
    if (!ALONE.test(name) && !rest.endsWith("/")) tags += end ? -1 : 1;
  }
  return tags;
}
