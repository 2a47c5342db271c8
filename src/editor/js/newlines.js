// Line ends of what is pasted or dropped.

/** Pasted text with the line ends of the file around the cursor, so that a paste never mixes them. */
export function asTheFile(pasted, state) {
  const lines = pasted.replace(/\r\n?/g, "\n");
  return endsInCr(state) ? lines.replace(/\n/g, "\r\n") : lines;
}

/** Whether the line of the cursor, or the one before it in the last line, ends in CR LF. */
function endsInCr({ doc, selection }) {
  let line = doc.lineAt(selection.main.head);
  if (line.number === doc.lines) {
    if (line.number === 1) return false;
    line = doc.line(line.number - 1);
  }
  return doc.sliceString(Math.max(line.from, line.to - 1), line.to) === "\r";
}
