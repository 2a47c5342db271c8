// Colours are the page's CSS variables, so light and dark need no second theme and no reconfiguring.

import { EditorView } from "@codemirror/view";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { tags as t } from "@lezer/highlight";

const chrome = EditorView.theme({
  "&": {
    height: "100%",
    color: "var(--ink)",
    backgroundColor: "var(--ground)",
    fontSize: "var(--code)",
  },
  // a ring says which pane has the keys: the cursor alone is hard to find
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--font-code)", lineHeight: "var(--line)" },
  ".cm-content": { caretColor: "var(--ink)", padding: "var(--s2) 0" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--sel)",
  },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--sel) 35%, transparent)" },
  ".cm-gutters": { backgroundColor: "var(--ground)", color: "var(--faint)", border: "none" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink)" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "32px", padding: "0 var(--s2) 0 var(--s1)" },
  ".cm-gutter-lint": { width: "16px" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0 2px" },
  ".cm-lint-marker": { width: "10px", height: "10px", padding: "5px 0" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--err)", textUnderlineOffset: "3px" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--warn)", textUnderlineOffset: "3px" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "transparent",
    outline: "1px solid var(--accent)",
  },
  ".cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket": {
    backgroundColor: "transparent",
    outline: "1px solid var(--err)",
  },
  // boxes and not fills: a fill takes the contrast of the colours of the code
  ".cm-selectionMatch": { backgroundColor: "transparent", outline: "1px solid color-mix(in srgb, var(--accent) 60%, transparent)" },
  ".cm-searchMatch": { backgroundColor: "transparent", outline: "1px solid var(--warn)" },
  ".cm-searchMatch-selected": { outline: "2px solid var(--warn)" },
  // each colour with a line of its own, for whoever cannot tell it
  ".cm-tint-0": { textDecoration: "underline dotted var(--tag)", textUnderlineOffset: "4px" },
  ".cm-tint-1": { textDecoration: "underline dashed var(--kw)", textUnderlineOffset: "4px" },
  ".cm-tint-2": { textDecoration: "underline double var(--str)", textUnderlineOffset: "4px" },
  ".cm-tint-3": { textDecoration: "underline dotted var(--num)", textUnderlineOffset: "4px" },
  ".cm-tint-4": { textDecoration: "underline dashed var(--accent)", textUnderlineOffset: "4px" },
  ".cm-eaten": { backgroundColor: "color-mix(in srgb, var(--warn) 25%, transparent)" },
  ".cm-dash": { outline: "1px solid var(--warn)" },
  ".cm-ghost": { color: "var(--warn)" },
  ".cm-beside .cm-gutterElement": { padding: "0 2px", fontSize: "0.85em", color: "var(--soft)" },
  // an underline besides the colour, for whoever cannot tell it
  ".cm-lit": {
    borderBottom: "2px solid var(--accent)",
  },
  ".cm-specialChar": {
    color: "var(--warn)",
    fontSize: "0.7em",
    verticalAlign: "middle",
    border: "1px solid currentColor",
    borderRadius: "var(--r)",
    padding: "0 2px",
    margin: "0 1px",
  },
  ".cm-off": { padding: "var(--s1) var(--s2)", fontSize: "var(--small)", color: "var(--soft)" },
  ".cm-off button": { font: "inherit", color: "var(--accent)", background: "none", border: "none", textDecoration: "underline", cursor: "pointer" },
  ".cm-panels": { backgroundColor: "var(--panel)", color: "var(--ink)", fontFamily: "var(--font-ui)" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--rule)" },
  ".cm-search": { padding: "var(--s1) var(--s2)", display: "grid", gap: "var(--s1)" },
  ".cm-search-row": { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "var(--s1)" },
  ".cm-search-row > .cm-textfield": { flex: "1 1 8rem", minWidth: "0", maxWidth: "18rem", margin: "0" },
  ".cm-search-row > .cm-button": { margin: "0" },
  ".cm-search-row > .cm-search-toggle": {
    minWidth: "1.75rem",
    padding: "0 var(--s1)",
    fontFamily: "var(--font-code)",
    color: "var(--soft)",
  },
  ".cm-search-row > .cm-search-toggle::before": { content: "attr(data-sign)" },
  ".cm-search-row > .cm-search-toggle[aria-pressed=true]": {
    color: "var(--ink)",
    backgroundColor: "var(--sel)",
    borderColor: "var(--accent)",
  },
  ".cm-search-row > .cm-search-close": { marginInlineStart: "auto", border: "none", background: "none" },
  ".cm-search-count": { minWidth: "5.5em", color: "var(--soft)", fontSize: "var(--small)" },
  ".cm-dialog": { display: "flex", alignItems: "center", gap: "var(--s2)", padding: "var(--s1) var(--s2)" },
  ".cm-textfield": {
    backgroundColor: "var(--raised)",
    color: "var(--ink)",
    border: "1px solid var(--rule)",
    borderRadius: "var(--r)",
    fontSize: "var(--small)",
    height: "1.75rem",
  },
  ".cm-button": {
    backgroundImage: "none",
    backgroundColor: "var(--raised)",
    color: "var(--ink)",
    border: "1px solid var(--rule)",
    borderRadius: "var(--r)",
    fontSize: "var(--small)",
    height: "1.75rem",
    padding: "0 var(--s2)",
  },
  ".cm-button:focus-visible, .cm-textfield:focus-visible": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-tooltip": {
    backgroundColor: "var(--raised)",
    color: "var(--ink)",
    border: "1px solid var(--rule)",
    borderRadius: "var(--r)",
    fontSize: "var(--small)",
    overflow: "hidden",
  },
  ".cm-diagnostic": { borderLeftColor: "var(--rule)", padding: "var(--s1) var(--s2)", maxWidth: "60ch" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--err)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-code)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--sel)", color: "var(--ink)" },
  // letters: the signs that come with CodeMirror are missing in many fonts
  ".cm-completionIcon": {
    width: "1.4em",
    paddingRight: "0.5em",
    opacity: "1",
    color: "var(--soft)",
    fontSize: "0.85em",
    textAlign: "center",
  },
  ".cm-completionIcon-property::after": { content: "'•'", color: "var(--tag)" },
  ".cm-completionIcon-keyword::after": { content: "'k'", color: "var(--kw)" },
  ".cm-completionIcon-function::after": { content: "'f'", color: "var(--accent)" },
  ".cm-completionIcon-variable::after": { content: "'v'", color: "var(--num)" },
  ".cm-completionIcon-constant::after": { content: "'='", color: "var(--str)" },
  ".cm-completionDetail": { color: "var(--soft)", fontStyle: "normal" },
  ".cm-completionMatchedText": { textDecoration: "none", color: "var(--accent)" },
});

const colours = HighlightStyle.define([
  { tag: [t.keyword, t.modifier, t.operatorKeyword, t.controlKeyword, t.definitionKeyword], color: "var(--kw)" },
  { tag: [t.brace, t.special(t.variableName), t.processingInstruction, t.tagName, t.heading], color: "var(--tag)" },
  { tag: [t.propertyName, t.attributeName, t.typeName, t.className, t.definition(t.propertyName)], color: "var(--tag)" },
  { tag: [t.string, t.special(t.string), t.regexp, t.attributeValue, t.monospace], color: "var(--str)" },
  { tag: [t.number, t.bool, t.null, t.atom, t.self], color: "var(--num)" },
  { tag: [t.comment, t.meta], color: "var(--soft)", fontStyle: "italic" },
  { tag: [t.heading, t.strong], fontWeight: "600" },
  { tag: t.emphasis, fontStyle: "italic" },
  { tag: t.link, textDecoration: "underline" },
  { tag: t.invalid, color: "var(--err)" },
]);

export const theme = [chrome, syntaxHighlighting(colours)];
