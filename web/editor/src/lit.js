// A range that another panel points at.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

export const set = StateEffect.define();
const mark = Decoration.mark({ class: "pl-lit" });

export const field = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    marks = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(set)) {
        const { from, to } = effect.value;
        marks = to > from ? Decoration.set([mark.range(from, to)]) : Decoration.none;
      }
    }
    return marks;
  },
  provide: (f) => EditorView.decorations.from(f),
});
