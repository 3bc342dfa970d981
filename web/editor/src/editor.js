// The editor: CodeMirror 6 behind the few calls that the page makes. It knows no Kubernetes: problems, hovers and
// completions come from outside as plain data, with offsets in UTF-16 units. All text reaches the DOM as text.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, completionStatus } from "@codemirror/autocomplete";
import { defaultKeymap, indentLess, indentMore } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { forEachDiagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorSelection, EditorState } from "@codemirror/state";
import { drawSelection, dropCursor, EditorView, highlightActiveLine, highlightActiveLineGutter, hoverTooltip, keymap, lineNumbers, rectangularSelection, tooltips } from "@codemirror/view";
import { field as litField, set as setLit } from "./lit.js";
import { highlighting, theme } from "./theme.js";

/** A column of text for a hint or a completion: a title, then paragraphs; no wider than the editor over which it lies. */
function card({ title, text }, view) {
  const dom = document.createElement("div");
  dom.className = "pl-card";
  if (view) dom.style.maxWidth = view.dom.clientWidth - 2 + "px";
  if (title) dom.append(Object.assign(document.createElement("strong"), { textContent: title }));
  for (const part of (text || "").split("\n\n")) {
    if (part) dom.append(Object.assign(document.createElement("p"), { textContent: part }));
  }
  return dom;
}

/** The room for hints: as wide as the editor. The list of completions has a card beside it, which needs more. */
function tooltipSpace({ dom, state }) {
  const { left, right } = dom.getBoundingClientRect(), { clientWidth, clientHeight } = document.documentElement;
  const whole = completionStatus(state);
  return { top: 0, bottom: clientHeight, left: whole ? 0 : left, right: whole ? clientWidth : right };
}

/** What nests deeper overflows the stack of the highlighter, and the change that brought it would be lost; no cluster reads it either. */
const DEEPEST = 500;

/** Whether a text nests too deep, by brackets, by indentation, or by signs on one line: `- - -`, `? ? ?`, `a: a: a:`. */
function deep(text) {
  let brackets = 0;
  const open = []; // the columns at which the lists and maps began that are still open
  for (const part of text.iter()) {
    let leading = true, signs = 0;
    for (let at = 0; at < part.length; at++) {
      const c = part.charCodeAt(at);
      if (c === 91 || c === 123) brackets++; // [ {
      else if ((c === 93 || c === 125) && brackets) brackets--; // ] }
      if (c !== 32 && c !== 10 && !brackets) {
        const sign = (c === 45 || c === 58 || c === 63) && !(part.charCodeAt(at + 1) > 32); // - : ?
        if (sign) signs++;
        if (leading) {
          while (open.length && open[open.length - 1] >= at) open.pop();
          open.push(at);
          leading = sign;
        }
      }
      // Asked at each character, since a line can close again all that it opens.
      if (Math.max(signs, brackets + open.length) > DEEPEST) return true;
    }
  }
  return false;
}

/** Whether a change brings or takes what nests: letters make nothing deeper. */
function nesting({ changes, startState }) {
  const found = (text) => /[[\]{}\s?:-]/.test(text.toString());
  let any = false;
  changes.iterChanges((from, to, _, __, inserted) => (any ||= found(inserted) || found(startState.doc.slice(from, to))));
  return any;
}

/** YAML's colours, folding and indentation; none for a text that is nested too deep, in the same step that makes it so. */
function language(doc) {
  const part = new Compartment();
  const of = (plain) => (plain ? [] : yaml());
  let plain = deep(EditorState.create({ doc }).doc);
  return [
    part.of(of(plain)),
    EditorState.transactionExtender.of((change) => {
      if (!change.docChanged || !nesting(change) || deep(change.newDoc) === plain) return null;
      plain = !plain;
      return { effects: part.reconfigure(of(plain)) };
    }),
  ];
}

/** For so many milliseconds after Escape the next Tab leaves: time enough for slow hands. */
const LEAVING = 10000;

/**
 * Tab indents; the keyboard is never trapped: Escape, then Tab, leaves (CodeMirror's tab focus mode). Who comes by Tab and
 * has changed nothing goes on by Tab.
 */
const tabs = [
  { key: "Tab", run: indentMore, shift: indentLess },
  { key: "Escape", run: (view) => (view.setTabFocusMode(LEAVING), false) },
];

/**
 * Puts an editor into `host`.
 * `on`: `change(text)`, `cursor(offset)`, `hover(offset) -> {from, to, title, text} | undefined`,
 * `complete(text, offset) -> {from, options: [{label, detail, info, apply}]} | undefined`, both promised.
 */
export function mount(host, text, label, on) {
  const complete = async (context) => {
    if (!context.explicit && !context.matchBefore(/[\w.-]+/)) return null;
    const found = await on.complete?.(context.state.doc.toString(), context.pos);
    if (!found || !found.options.length) return null;
    const options = found.options.map((o) => ({ ...o, type: o.type || "property", info: o.info ? () => card({ text: o.info }) : undefined }));
    return { from: found.from, options, validFor: /^[\w.-]*$/ };
  };
  const hover = hoverTooltip(async (view, pos) => {
    const asked = view.state.doc;
    const found = await on.hover?.(pos);
    // CodeMirror takes a tooltip away when the pointer leaves; one whose answer comes later would stay for ever.
    const late = view.state.doc !== asked || !view.dom.matches(":hover");
    return found && !late ? { pos: found.from, end: found.to, above: true, create: () => ({ dom: card(found, view) }) } : null;
  }, { hideOnChange: true });
  let tabbed = false; // whether the last key was Tab, and no press came after it
  const last = (event) => (tabbed = event.key === "Tab");
  for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, last, true);
  let quiet = false; // while the page itself changes the text
  let told = 0; // the number of problems that were set last
  let pasted = false; // until the problems of what was pasted have come
  const view = new EditorView({
    parent: host,
    doc: text,
    dispatchTransactions(changes, drawn) {
      const { docChanged, newDoc } = changes.findLast((change) => change.docChanged) ?? {};
      if (docChanged && !quiet) {
        const text = newDoc.toString();
        // Kept before anything is made of it.
        globalThis.podlab?.kept?.note({ text });
        // The engine reads it while this draws it.
        on.change?.(text);
      }
      drawn.update(changes);
    },
    extensions: [
      EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", spellcheck: "false", autocorrect: "off", autocapitalize: "off" }),
      lineNumbers(), foldGutter(), lintGutter(), drawSelection(), dropCursor(), indentOnInput(), bracketMatching(), closeBrackets(),
      // The host lays itself out alone and cuts what reaches beyond it. A hint stays above the editor: beside it, it would lie on
      // what somebody is about to press.
      tooltips({ parent: document.body, tooltipSpace }),
      rectangularSelection(), highlightActiveLine(), highlightActiveLineGutter(), highlightSelectionMatches(), EditorState.allowMultipleSelections.of(true),
      indentUnit.of("  "), language(text), syntaxHighlighting(highlighting), theme, litField, hover,
      autocompletion({ override: [complete], icons: false }),
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...foldKeymap, ...lintKeymap, ...tabs, ...defaultKeymap]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) pasted = update.transactions.some((change) => change.isUserEvent("input.paste") || change.isUserEvent("input.drop"));
        if (update.focusChanged && view.hasFocus) view.setTabFocusMode(tabbed);
        if (update.docChanged && !quiet) view.setTabFocusMode(false);
        if (update.selectionSet || update.docChanged) on.cursor?.(update.state.selection.main.head);
      }),
    ],
  });
  const clamp = (offset) => Math.max(0, Math.min(offset, view.state.doc.length));
  return {
    setText(text) {
      const now = view.state.doc.toString();
      // The document has line feeds alone; with other ends of lines, the places below would lie behind its end.
      const next = text.replace(/\r\n?/g, "\n");
      if (next === now) return;
      // Only what differs, so that caret, folds and the scroll position stay where they are.
      const most = Math.min(now.length, next.length);
      let from = 0, end = 0;
      while (from < most && now[from] === next[from]) from++;
      while (end < most - from && now[now.length - 1 - end] === next[next.length - 1 - end]) end++;
      quiet = true;
      const insert = next.slice(from, next.length - end);
      const changes = { from, to: now.length - end, insert };
      // Who writes here and takes a step back sees what came back, the caret behind it.
      const seen = view.hasFocus ? { selection: { anchor: from + insert.length }, scrollIntoView: true } : {};
      view.dispatch({ changes, ...seen });
      quiet = false;
    },
    /** `[{from, to, severity, message, help, actions: [{name, changes: [{from, to, insert}]}]}]`, flat as glue.rs writes it */
    setProblems(flat) {
      const parts = flat.split("\0").values();
      const next = () => parts.next().value;
      const list = (of) => Array.from({ length: next() }, of);
      const found = list(() => {
        const [from, to, severity, message, help] = [+next(), +next(), next(), next(), next()];
        const actions = list(() => {
          const name = next();
          const changes = list(() => ({ from: +next(), to: +next(), insert: next() }));
          return { name, apply: (v) => v.dispatch({ changes, userEvent: "input.fix" }) };
        });
        return { from: clamp(from), to: clamp(Math.max(from, to)), severity, message, help, renderMessage: (v) => card({ title: message, text: help }, v), actions };
      });
      // Fixes carry places of the text, so that only those are the same that have none.
      const key = (d, from, to) => JSON.stringify([from, to, d.severity, d.message, d.help]);
      const shown = [];
      forEachDiagnostic(view.state, (d, from, to) => shown.push(d.actions.length ? "" : key(d, from, to)));
      // A mark whose text was deleted is passed over here, and its sign beside the line stays all the same.
      const same = told === found.length && shown.length === told && found.map((d) => key(d, d.from, d.to)).every((one, index) => one === shown[index]);
      told = found.length;
      if (!same) view.dispatch(setDiagnostics(view.state, found));
      // The first error of a paste comes into view; focus and caret stay where they are.
      const error = pasted && found.filter((d) => d.severity === "error").sort((one, other) => one.from - other.from)[0];
      pasted = false;
      if (error) view.dispatch({ effects: EditorView.scrollIntoView(error.from, { y: "nearest", yMargin: 48 }) });
    },
    /** Selects a range, scrolls it into view; takes the focus, but not of a finger: that would bring up a keyboard over both. */
    reveal(from, to) {
      const finger = matchMedia("(pointer: coarse)").matches;
      view.dispatch({
        selection: EditorSelection.single(clamp(from), clamp(to)),
        effects: EditorView.scrollIntoView(clamp(from), { y: finger ? "start" : "center", yMargin: 24 }),
      });
      if (!finger) return view.focus();
      for (const part of [document.activeElement, view.dom]) part.scrollIntoView({ block: "nearest" });
    },
    /** Goes on where somebody was writing in the text area before. */
    goOn(from, to) {
      view.dispatch({ selection: EditorSelection.single(clamp(from), clamp(to)), scrollIntoView: true });
      view.focus();
    },
    /** Lights a range up (linked highlighting) and brings it into view, unless somebody writes here; `to <= from` puts it out. */
    light(from, to) {
      const effects = [setLit.of({ from: clamp(from), to: clamp(to) })];
      if (to > from && !view.hasFocus) effects.push(EditorView.scrollIntoView(clamp(from), { y: "nearest", yMargin: 48 }));
      view.dispatch({ effects });
    },
    destroy() {
      for (const kind of ["keydown", "pointerdown"]) removeEventListener(kind, last, true);
      view.destroy();
    },
  };
}

/** The build that this bundle belongs to: `cargo xtask finish` puts it in, and boot.js compares it. */
export const build = "{build}";
