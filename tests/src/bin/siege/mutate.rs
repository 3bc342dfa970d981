//! Mutations of a request: its tree, its manifest's text, or the line itself is changed at random.

use crate::requests::{self, Request};
use podlab_tests::chance::Chance;
use serde_json::{Map, Value, json};

/// The most changes of one request.
const MOST: usize = 4;
/// The most copies of an item of a list or a line of a text.
const COPIES: usize = 300;
/// The bytes of a line that grows no further.
const LONGEST: usize = 1 << 20;
/// The levels into which a value is put.
const DEPTH: usize = 300;
/// Texts that have a meaning to some reader.
const WORDS: [&str; 30] = [
    "\n",
    ": ",
    "- ",
    "? ",
    "&a ",
    "*a",
    "<<: *a\n",
    "!!binary ",
    "|\n",
    ">-\n",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "#",
    "\t",
    "\r\n",
    "\0",
    "\u{feff}",
    "\u{1b}[2J",
    "\u{202e}",
    "$(A)",
    "../..",
    "999999999999999999999",
    "~",
];

/// A request that grew out of one of `seeds`; none when there are none.
pub fn mutated(seeds: &[Request], chance: &mut Chance) -> Option<Request> {
    let mut request = chance.pick(seeds)?.clone();
    for _ in 0..=chance.below(MOST) {
        let before = request.fields.clone();
        match chance.below(10) {
            0..4 => change_tree(&mut request.fields, chance),
            4..7 => change_manifest(&mut request.fields, seeds, chance),
            7 => change_text(&mut request.fields, seeds, chance),
            8 => change_options(&mut request.fields, chance),
            _ => {
                let other = chance.pick(seeds)?.fields.clone();
                mix(&mut request.fields, &other, chance);
            }
        }
        if request.fields.to_string().len() > LONGEST {
            request.fields = before;
        }
    }
    if chance.below(20) == 0 {
        let line = request.line(0);
        // A line ends where a line ends.
        request.damaged = Some(damage(&line, "", chance).replace(['\n', '\r'], " "));
        if request.damaged.as_ref().is_some_and(|line| line.trim().is_empty()) {
            request.damaged = None;
        }
    }
    Some(request)
}

/// Changes the tree of a manifest that is JSON or YAML, and writes it as JSON, which is YAML too.
fn change_manifest(fields: &mut Value, seeds: &[Request], chance: &mut Chance) {
    let text = fields.get("manifest").and_then(Value::as_str);
    let tree = text.and_then(|text| serde_yaml::from_str::<Value>(text).ok());
    let Some(mut tree) = tree.filter(Value::is_object) else {
        return change_text(fields, seeds, chance);
    };
    change_tree(&mut tree, chance);
    if let Some(manifest) = fields.get_mut("manifest") {
        *manifest = Value::String(tree.to_string());
    }
}

/// Changes the text of a manifest, of which a part may come from another one.
fn change_text(fields: &mut Value, seeds: &[Request], chance: &mut Chance) {
    let other =
        chance.pick(seeds).and_then(|other| other.fields.get("manifest")?.as_str().map(str::to_owned));
    if let Some(Value::String(manifest)) = fields.get_mut("manifest") {
        *manifest = damage(manifest, &other.unwrap_or_default(), chance);
    }
}

/// Changes what a request says beside its manifest.
fn change_options(fields: &mut Value, chance: &mut Chance) {
    let Some(fields) = fields.as_object_mut() else { return };
    let values = [
        json!(0),
        json!(-1),
        json!(1e300),
        json!(i64::MAX),
        json!(""),
        json!([]),
        json!({}),
        Value::Null,
        json!(true),
        json!("yaml"),
        json!("json"),
        json!("kubectl get pods -o wide"),
        json!("describe"),
    ];
    let names =
        ["until", "mode", "now", "command", "scenario", "cluster", "namespaceLabels", "options", "defaulted"];
    if let (Some(name), Some(value)) = (chance.pick(&names), chance.pick(&values)) {
        fields.insert((*name).to_owned(), value.clone());
    }
}

/// Puts a field of another request in.
fn mix(fields: &mut Value, other: &Value, chance: &mut Chance) {
    let (Some(fields), Some(other)) = (fields.as_object_mut(), other.as_object()) else { return };
    let names: Vec<&String> = other.keys().collect();
    if let Some(name) = chance.pick(&names)
        && let Some(value) = other.get(*name)
    {
        fields.insert((*name).clone(), value.clone());
    }
}

/// The paths of all values below one, as JSON pointers.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
                places(value, &at, found);
                found.push(at);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let at = format!("{at}/{index}");
                places(item, &at, found);
                found.push(at);
            }
        }
        Value::Number(_) | Value::String(_) | Value::Bool(_) | Value::Null => {}
    }
}

/// Changes one value of a tree.
fn change_tree(tree: &mut Value, chance: &mut Chance) {
    let mut all = Vec::new();
    places(tree, "", &mut all);
    let Some(place) = chance.pick(&all).cloned() else { return };
    let Some(other) = chance.pick(&all).and_then(|other| tree.pointer(other)).cloned() else { return };
    let Some(value) = tree.pointer_mut(&place) else { return };
    let integers = requests::integers();
    let amounts = requests::amounts();
    match (chance.below(6), value) {
        (0, value) => *value = other,
        (1, Value::Array(items)) => {
            let copies = chance.below(COPIES);
            if let Some(item) = chance.pick(items).cloned() {
                items.extend(std::iter::repeat_n(item, copies));
            }
        }
        (1, Value::Object(fields)) => more_keys(fields, chance),
        (2, Value::Object(fields)) => {
            let keys: Vec<String> = fields.keys().cloned().collect();
            if let Some(key) = chance.pick(&keys) {
                fields.remove(key);
            }
        }
        (2, Value::Array(items)) => items.truncate(chance.below(items.len())),
        (3, value) => {
            let inner = value.take();
            let depth = chance.below(DEPTH);
            *value = (0..depth).fold(inner, |inner, _| json!([inner]));
        }
        (_, Value::String(text)) if chance.below(2) == 0 => *text = damage(text, "", chance),
        (4, value) => *value = chance.pick(&amounts).cloned().unwrap_or_default(),
        (_, value) => *value = chance.pick(&integers).cloned().unwrap_or_default(),
    }
}

/// Adds a key like another one, many times.
fn more_keys(fields: &mut Map<String, Value>, chance: &mut Chance) {
    let keys: Vec<String> = fields.keys().cloned().collect();
    let Some(key) = chance.pick(&keys) else { return };
    let value = fields.get(key).cloned().unwrap_or_default();
    for number in 0..chance.below(COPIES) {
        fields.insert(format!("{key}-{number}"), value.clone());
    }
}

/// A text with one damage: a part is lost, doubled, replaced, or comes from elsewhere.
fn damage(text: &str, other: &str, chance: &mut Chance) -> String {
    let boundary = |text: &str, at: usize| text.floor_char_boundary(at);
    let mut ends =
        [boundary(text, chance.below(text.len() + 1)), boundary(text, chance.below(text.len() + 1))];
    ends.sort_unstable();
    let [from, to] = ends;
    let (before, part, after) = (
        text.get(..from).unwrap_or_default(),
        text.get(from..to).unwrap_or_default(),
        text.get(to..).unwrap_or_default(),
    );
    let word = chance.pick(&WORDS).copied().unwrap_or_default();
    match chance.below(7) {
        0 => [before, after].concat(),
        1 => before.to_owned(),
        2 => [before, part, part, after].concat(),
        3 => [before, word, part, after].concat(),
        4 => [before, &word.repeat(chance.below(COPIES)), part, after].concat(),
        5 => {
            let lines: Vec<&str> = text.split_inclusive('\n').collect();
            let line = chance.pick(&lines).copied().unwrap_or_default().repeat(chance.below(COPIES));
            [before, &line, after].concat()
        }
        _ => {
            let from = boundary(other, chance.below(other.len() + 1));
            [before, other.get(from..).unwrap_or_default(), after].concat()
        }
    }
}
