//! What the API server says of a text, as plain objects.

use engine::page::{Analysis, Edit, Fix, Place, Problem, Severity, Stage, Subject};
use js_sys::Array;
use wasm_bindgen::JsValue;

use crate::platform::{field, list, number, object, text};

const SEVERITIES: [(Severity, &str); 3] =
    [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Advice, "advice")];
const STAGES: [(Stage, &str); 5] = [
    (Stage::Syntax, "syntax"),
    (Stage::Decode, "decode"),
    (Stage::Strict, "strict"),
    (Stage::Validation, "validation"),
    (Stage::Accepted, "accepted"),
];

/// `{kind, name, notes, problems}`; `kind` is missing when nothing is there that could be shown.
pub fn write(analysis: &Analysis) -> JsValue {
    let notes: Array = analysis.notes.iter().map(|note| JsValue::from_str(note)).collect();
    let problems: Array = analysis.problems.iter().map(problem).collect();
    let subject = analysis.subject.as_ref();
    let word = |word: Option<&String>| word.map_or(JsValue::UNDEFINED, |word| JsValue::from_str(word));
    object(&[
        ("kind", &word(subject.map(|subject| &subject.kind))),
        ("name", &word(subject.map(|subject| &subject.name))),
        ("notes", &notes),
        ("problems", &problems),
    ])
}

/// From plain objects; what is missing is empty.
pub(super) fn read(said: &JsValue) -> Analysis {
    Analysis {
        subject: field(said, "kind").as_string().map(|kind| Subject { kind, name: text(said, "name") }),
        notes: list(&field(said, "notes"), |note| note.as_string().unwrap_or_default()),
        problems: list(&field(said, "problems"), read_problem),
    }
}

fn problem(problem: &Problem) -> JsValue {
    let fix = |fix: &Fix| object(&[("label", &fix.label.as_str().into()), ("edits", &edits(&fix.edits))]);
    let fixes: Array = problem.fixes.iter().map(fix).collect();
    object(&[
        ("severity", &name(&SEVERITIES, problem.severity)),
        ("stage", &name(&STAGES, problem.stage)),
        ("field", &problem.field.as_str().into()),
        ("message", &problem.message.as_str().into()),
        ("help", &problem.help.as_deref().map_or(JsValue::UNDEFINED, JsValue::from_str)),
        ("explained", &problem.explained.into()),
        ("place", &place(problem.place)),
        ("fixes", &fixes),
    ])
}

fn read_problem(said: &JsValue) -> Problem {
    Problem {
        severity: named(&SEVERITIES, &text(said, "severity")).unwrap_or(Severity::Error),
        stage: named(&STAGES, &text(said, "stage")).unwrap_or(Stage::Accepted),
        field: text(said, "field"),
        message: text(said, "message"),
        help: field(said, "help").as_string(),
        explained: field(said, "explained").is_truthy(),
        place: read_place(&field(said, "place")).unwrap_or_default(),
        fixes: list(&field(said, "fixes"), |fix| Fix {
            label: text(fix, "label"),
            edits: read_edits(&field(fix, "edits")),
        }),
    }
}

/// A range of the text as a plain object.
pub fn place(Place { from, to, line, column }: Place) -> JsValue {
    object(&[("from", &from.into()), ("to", &to.into()), ("line", &line.into()), ("column", &column.into())])
}

/// A range out of a plain object; `None` out of anything else.
pub(super) fn read_place(said: &JsValue) -> Option<Place> {
    let number = |name| number(said, name);
    let place =
        Place { from: number("from"), to: number("to"), line: number("line"), column: number("column") };
    said.is_object().then_some(place)
}

/// Replacements as plain objects.
pub(super) fn edits(edits: &[Edit]) -> JsValue {
    let edit = |edit: &Edit| {
        object(&[
            ("from", &edit.from.into()),
            ("to", &edit.to.into()),
            ("insert", &edit.insert.as_str().into()),
        ])
    };
    edits.iter().map(edit).collect::<Array>().into()
}

/// Replacements out of plain objects.
pub(super) fn read_edits(said: &JsValue) -> Vec<Edit> {
    list(said, |edit| Edit {
        from: number(edit, "from"),
        to: number(edit, "to"),
        insert: text(edit, "insert"),
    })
}

fn name<T: Copy + PartialEq>(names: &[(T, &str)], value: T) -> JsValue {
    names.iter().find(|(of, _)| *of == value).map_or(JsValue::UNDEFINED, |(_, name)| JsValue::from_str(name))
}

fn named<T: Copy>(names: &[(T, &str)], name: &str) -> Option<T> {
    names.iter().find(|(_, of)| *of == name).map(|(value, _)| *value)
}
