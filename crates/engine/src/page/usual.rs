//! Seldom YAML in the form that people write: for a program without libyaml, asked of one with it.

use std::fmt::Write as _;

use serde_json::Value;

use super::{Manifest, story};

/// The same manifest and story as text that [`super::simulate_usual`] reads: JSON, document by document.
/// What cannot be read is left out; fields keep their paths, not their places.
///
/// ```
/// let (text, story) = engine::page::usual("a: &b [yes, 'x\n  y']\nc: *b\n", "").unwrap();
/// assert_eq!(text, "{\"a\":[true,\"x y\"],\"c\":[true,\"x y\"]}\n---\n");
/// assert!(engine::page::Manifest::read_usual(&text).is_some() && story.is_empty());
/// ```
///
/// # Errors
/// Why the story cannot be read, a sentence for the reader.
pub fn usual(text: &str, story: &str) -> Result<(String, String), String> {
    let story = story::read_any(story).map_err(|problem| story::unreadable(&problem))?;
    let story =
        if story.is_null() { String::new() } else { escaped(&with_usual_manifests(story).to_string()) };
    Ok((documents(text), story))
}

fn documents(text: &str) -> String {
    let manifest = Manifest::read(text);
    let json = manifest.documents().iter().map(|document| source::print::json_of(document.root()));
    json.fold(String::new(), |mut text, json| {
        // A text grows; it cannot fail.
        let _ = writeln!(text, "{}\n---", escaped(&json));
        text
    })
}

/// What the story applies is YAML in a string.
fn with_usual_manifests(mut story: Value) -> Value {
    let actions = story.get_mut("actions").and_then(Value::as_array_mut);
    for action in actions.into_iter().flatten() {
        if let Some(Value::String(manifest)) = action.get_mut("manifest") {
            *manifest = documents(manifest);
        }
    }
    story
}

/// JSON with every character but ASCII escaped: some of them break lines in YAML, some it refuses.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() && c != '\u{7f}' {
            out.push(c);
        } else {
            // As YAML writes it: one escape also beyond the first 65,536 characters.
            let _ = write!(out, "\\U{:08x}", u32::from(c));
        }
    }
    out
}
