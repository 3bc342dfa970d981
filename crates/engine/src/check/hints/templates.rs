//! Marks of an engine that fills in values: `{{ .Values.image }}`, `{% if %}`.

use super::{Found, Stage, TEMPLATE, lines};

/// The first mark. In a text that is read it counts only as the whole of an image or a name.
pub(super) fn find(text: &str, stage: Stage) -> Option<Found> {
    let (start, line) = lines(text).find(|(_, line)| {
        let written = line.trim_start();
        let mark = !written.starts_with('#') && (written.contains("{{") || written.contains("{%"));
        mark && (stage == Stage::Client || is_whole_value(written))
    })?;
    let at = line.find("{{").or_else(|| line.find("{%"))?;
    let rest = line.get(at..)?.trim_end();
    let end = ["}}", "%}"].iter().filter_map(|close| rest.find(close)).min();
    let length = end.map_or(rest.len(), |end| end + 2);
    let mark = rest.get(..length).unwrap_or(rest);
    Some(Found {
        hint: &TEMPLATE,
        range: start + at..start + at + length,
        message: format!("`{mark}` is a place of a template, not a value."),
        remedy: "Paste what the engine prints: `helm template .`, `kustomize build`.",
        fix: None,
    })
}

fn is_whole_value(line: &str) -> bool {
    let value = line.trim_start_matches("- ").split_once(": ");
    value.is_some_and(|(key, value)| {
        ["image", "name", "namespace"].contains(&key)
            && value.trim_start_matches(['"', '\'']).starts_with("{{")
    })
}
