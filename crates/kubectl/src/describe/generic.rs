//! Objects that kubectl knows no description of: all their fields, with names in words.
//! Upstream: genericDescriber, printUnstructuredContent, smartLabelFor, staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::objects::{identity, marks};
use super::writer::Writer;
use crate::Cluster;
use api::json::go_text;
use serde_json::{Map, Value};

/// Fields that stand above the others already, and one that nobody reads.
const SHOWN: [&str; 5] = ["managedFields", "name", "namespace", "labels", "annotations"];

pub(super) fn write(w: &mut Writer, object: &Value, _: &Cluster<'_>) {
    identity(w, object);
    marks(w, object);
    if let Some(fields) = object.as_object() {
        content(w, 0, fields, "");
    }
}

fn content(w: &mut Writer, level: usize, fields: &Map<String, Value>, inside: &str) {
    let mut names: Vec<&String> = fields.keys().collect();
    api::collections::sort_by(&mut names, Ord::cmp);
    for (name, value) in names.into_iter().filter_map(|name| Some((name, fields.get(name)?))) {
        if inside == "metadata" && SHOWN.contains(&&**name) {
            continue;
        }
        // Only what lies directly in the object's metadata is left out.
        let inside = if level == 0 { name } else { "" };
        let title = label(name);
        match value {
            Value::Object(fields) => {
                w.line(level, &format!("{title}:"));
                content(w, level + 1, fields, inside);
            }
            Value::Array(all) => {
                w.line(level, &format!("{title}:"));
                for one in all {
                    match one.as_object() {
                        Some(fields) => content(w, level + 1, fields, ""),
                        None => w.line(level + 1, &go_text(one)),
                    }
                }
            }
            other => w.field(level, &title, &go_text(other)),
        }
    }
}

/// `Creation Timestamp` of `creationTimestamp`; a name with anything but letters stays as it is.
fn label(name: &str) -> String {
    const ACRONYMS: [&str; 4] = ["API", "URL", "UID", "GUID"];
    if !name.chars().all(|letter| letter.is_alphabetic() || letter == '-') {
        return name.to_owned();
    }
    let words = words(name).into_iter().map(|word| {
        let upper = word.to_uppercase();
        let mut letters = word.chars();
        match letters.next() {
            _ if ACRONYMS.contains(&&*upper) => upper,
            Some(first) if word.to_lowercase() == word => {
                first.to_uppercase().collect::<String>() + letters.as_str()
            }
            _ => word,
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The words of a name in camel case; capitals in a row are one word, whose last letter begins the next one.
fn words(name: &str) -> Vec<String> {
    let class = |letter: char| match () {
        () if letter.is_lowercase() => 0,
        () if letter.is_uppercase() => 1,
        () => 2,
    };
    let mut runs: Vec<String> = Vec::new();
    let mut last = None;
    for letter in name.chars() {
        match runs.last_mut().filter(|_| last == Some(class(letter))) {
            Some(run) => run.push(letter),
            None => runs.push(letter.to_string()),
        }
        last = Some(class(letter));
    }
    for index in 1..runs.len() {
        let Some((before, after)) = runs.split_at_mut_checked(index) else { continue };
        let (Some(upper), Some(lower)) = (before.last_mut(), after.first_mut()) else { continue };
        let starts = |run: &str, kind| run.chars().next().map(class) == Some(kind);
        if starts(upper, 1)
            && starts(lower, 0)
            && let Some(letter) = upper.pop()
        {
            lower.insert(0, letter);
        }
    }
    runs.retain(|run| !run.is_empty());
    let mut merged: Vec<String> = Vec::new();
    let mut is_open = false;
    for run in runs {
        let is_upper = run.chars().all(|letter| !letter.is_alphabetic() || letter.is_uppercase());
        let joins = is_open && run.chars().next().is_some_and(char::is_uppercase);
        match merged.last_mut().filter(|_| joins) {
            Some(word) => word.push_str(&run),
            None => merged.push(run.clone()),
        }
        is_open = !joins && is_upper && run.len() >= 2;
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn names_of_fields_are_read_as_words() {
        let names = ["uid", "apiVersion", "podCIDRs", "leaseDurationSeconds", "nvidia.com/gpu", "clusterIPs"];
        let words =
            ["UID", "API Version", "Pod CIDRs", "Lease Duration Seconds", "nvidia.com/gpu", "Cluster I Ps"];
        assert_eq!(names.map(label), words);
    }
}
