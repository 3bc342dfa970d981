// How the editor looks: only the page's own tokens, so that light and dark are the page's.
import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const highlighting = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--code-key)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-text)" },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword, tags.atom], color: "var(--code-value)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.meta, tags.documentMeta, tags.labelName, tags.typeName], color: "var(--code-meta)" },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: "var(--code-punctuation)" },
]);

const wave = "underline wavy var(--thin)";

export const theme = EditorView.theme({
  "&": { height: "100%", color: "var(--text)", backgroundColor: "var(--surface)", fontSize: "var(--size-code)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-code)", lineHeight: "var(--line-code)" },
  ".cm-content": { caretColor: "var(--accent)", paddingBlock: "var(--space-2)" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "var(--thick)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--selection)" },
  ".cm-activeLine": { backgroundColor: "var(--line-active)" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--text-faint)", border: "none" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--text)" },
  ".cm-lintRange-error, .cm-lintRange-warning, .cm-lintRange-info": { backgroundImage: "none" },
  ".cm-lintRange-error": { textDecoration: `${wave} var(--error)`, textUnderlineOffset: "var(--thick)" },
  ".cm-lintRange-warning": { textDecoration: `${wave} var(--warning)`, textUnderlineOffset: "var(--thick)" },
  ".cm-lintRange-info": { textDecoration: "underline dotted var(--thick) var(--advice)", textUnderlineOffset: "var(--thick)" },
  // The signs of the list of problems.
  ".cm-lint-marker": { content: "normal", width: "1.1em", height: "1.1em", borderRadius: "50%", fontSize: "var(--size-tiny)", fontWeight: "700", lineHeight: "1.1", textAlign: "center" },
  ".cm-lint-marker-error": { color: "var(--error)", backgroundColor: "var(--error-soft)" },
  ".cm-lint-marker-error::before": { content: "'\\2715'" },
  ".cm-lint-marker-warning": { color: "var(--warning)", backgroundColor: "var(--warning-soft)", borderRadius: "var(--radius-small)" },
  ".cm-lint-marker-warning::before": { content: "'!'" },
  ".cm-lint-marker-info": { color: "var(--advice)", backgroundColor: "var(--sunken)", fontStyle: "italic" },
  ".cm-lint-marker-info::before": { content: "'i'" },
  ".cm-lintRange-active": { backgroundColor: "var(--lit)" },
  ".cm-matchingBracket, .cm-selectionMatch": { backgroundColor: "var(--lit)" },
  ".pl-lit": { backgroundColor: "var(--lit)", borderRadius: "var(--radius-small)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--text)", border: "var(--thin) solid var(--edge)", borderRadius: "var(--radius)", boxShadow: "var(--shadow)", maxWidth: "min(var(--measure), 90vw)", overflow: "hidden" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-code)", maxHeight: "16em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { paddingBlock: "var(--space-1)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionDetail": { color: "var(--text-soft)", fontStyle: "normal" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-diagnostic": { borderLeftWidth: "var(--thick)", padding: "var(--space-2) var(--space-3)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--error)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warning)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--advice)" },
  ".cm-diagnosticAction": { minHeight: "var(--target)", padding: "0 var(--space-2)", color: "var(--on-accent)", backgroundColor: "var(--accent)", borderRadius: "var(--radius-small)" },
  ".pl-card": { padding: "var(--space-2) var(--space-3)", fontFamily: "var(--font)", fontSize: "var(--size-small)", lineHeight: "var(--line)", overflowWrap: "anywhere" },
  ".cm-diagnostic .pl-card": { padding: "0" },
  ".pl-card p": { margin: "var(--space-1) 0 0", color: "var(--text-soft)" },
  ".pl-card strong": { fontWeight: "600" },
  ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--text)", borderColor: "var(--edge)" },
  ".cm-panel button, .cm-panel input": { fontFamily: "var(--font)", color: "var(--text)", backgroundColor: "var(--surface)", backgroundImage: "none", border: "var(--thin) solid var(--edge)", borderRadius: "var(--radius-small)", minHeight: "var(--target)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--sunken)", borderColor: "var(--edge)", color: "var(--text-soft)" },
});
