// A character beyond the BMP is two UTF-16 units, and some keyboards and input methods send them one by one. The
// document holds whole characters only, so a half that is still alone is in the view and not in the document:
// `alone` are the places of such halves in the view, in order (nearly always none).

/** @typedef {{ from: number, to: number, insert: string, end: number }} Splice `from` and `to` in the document before
 *  the change, `end` behind what was inserted in the document after it */

const isHigh = (code) => code >= 0xd800 && code < 0xdc00;
const isLow = (code) => code >= 0xdc00 && code < 0xe000;
const HALVES = /\p{Surrogate}/gu; // with the u flag a pair is one character, and no surrogate

/** A place in the view as one in the document. */
export const toDocument = (alone, at) => at - alone.filter((half) => half < at).length;

/** A place in the document as one in the view. */
export const toView = (alone, at) => {
  for (const half of alone) if (half < at) at += 1;
  return at;
};

/** A change of the view as changes of whole characters in the document, the first place first; and which halves are
 *  alone after it. @returns {{ splices: Splice[], alone: number[] }} */
export function wholeSplices(changes, before, after, alone) {
  const splices = [];
  const stillAlone = [];
  let [kept, moved, grown] = [0, 0, 0];
  changes.iterChanges((fromA, toA, fromB, toB) => {
    if (isHigh(unit(before, fromA - 1))) [fromA, fromB] = [fromA - 1, fromB - 1];
    if (isLow(unit(before, toA))) [toA, toB] = [toA + 1, toB + 1];
    for (; alone[kept] < fromA; kept++) stillAlone.push(alone[kept] + moved);
    while (alone[kept] < toA) kept++;
    moved = toB - toA;
    const inserted = after.sliceString(fromB, toB, "\n");
    for (const { index } of inserted.matchAll(HALVES)) stillAlone.push(fromB + index);
    const insert = inserted.replace(HALVES, "");
    const [from, to] = [toDocument(alone, fromA), toDocument(alone, toA)];
    if (from === to && !insert) return;
    splices.push({ from, to, insert, end: from + grown + insert.length });
    grown += insert.length - (to - from);
  });
  for (; kept < alone.length; kept++) stillAlone.push(alone[kept] + moved);
  return { splices, alone: stillAlone };
}

const unit = (doc, at) => (at < 0 || at >= doc.length ? 0 : doc.sliceString(at, at + 1, "\n").charCodeAt(0));
