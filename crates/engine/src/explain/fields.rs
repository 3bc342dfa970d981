//! The documentation of a field, by its path or by its bare name.

use std::fmt::Write as _;

use api::Kubernetes;
use api::fields::{DOCS, Docs, Field, Struct, at_path, structure};
use api::kinds::{KINDS, Kind};

/// The width of descriptions, in characters.
const WIDTH: usize = 92;

/// The number of places of a field that are described; beginners mean one of the first.
const PLACES: usize = 3;

/// The depth below the Pod to which a bare name is searched.
const DEPTH: usize = 6;

/// The field as `kubectl explain` prints it; a path without a kind is a Pod's.
pub(super) fn at(what: &str, kubernetes: &Kubernetes) -> Option<String> {
    let (first, rest) = what.split_once('.').unwrap_or((what, ""));
    let named = |name: &str| {
        let name = name.to_ascii_lowercase();
        KINDS.into_iter().find(|kind| {
            let kind = kind.name.to_ascii_lowercase();
            name == kind || name.strip_suffix('s') == Some(&kind)
        })
    };
    let (found, path) = match named(first) {
        Some(found) => (found, rest),
        None => (Kind { api_version: "v1", name: "Pod" }, what),
    };
    let Kind { api_version: version, name: kind } = found;
    let mut page = format!("KIND:       {kind}\nVERSION:    {version}\n");
    if path.is_empty() {
        let found = structure(kind)?;
        describe(&mut page, found.name, "");
        list(&mut page, found, kubernetes);
        return Some(page);
    }
    let (holder, field) = at_path(kind, path, kubernetes)?;
    let _ = writeln!(page, "\nFIELD: {} <{}>{}", field.name, field.shape.plain(), notes(field));
    describe(&mut page, holder.name, field.name);
    if let Some(inner) = field.shape.structure() {
        list(&mut page, inner, kubernetes);
    }
    Some(page)
}

fn notes(field: &Field) -> String {
    let mut notes = String::new();
    if field.required {
        notes.push_str(", required");
    }
    if let Some(since) = field.since {
        let _ = write!(notes, ", since 1.{since}");
    }
    if let Some(until) = field.until {
        let _ = write!(notes, ", gone in 1.{until}");
    }
    notes
}

fn describe(page: &mut String, structure: &str, field: &str) {
    let text = Docs::new(DOCS).find(structure, field).unwrap_or_default();
    page.push_str("\nDESCRIPTION:\n");
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.len() + word.len() >= WIDTH {
                let _ = writeln!(page, "    {line}");
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        let _ = writeln!(page, "    {line}");
    }
}

fn list(page: &mut String, found: &Struct, kubernetes: &Kubernetes) {
    page.push_str("\nFIELDS:\n");
    for field in found.fields.iter().filter(|field| field.exists_in(kubernetes)) {
        let _ = writeln!(page, "  {} <{}>{}", field.name, field.shape.plain(), notes(field));
    }
}

/// The documentation of a field by its bare name, such as `restartPolicy`: all its places in a Pod, and descriptions of
/// those nearest to the top.
pub(super) fn named(name: &str, kubernetes: &Kubernetes) -> Option<String> {
    let mut places = places(name, kubernetes);
    // A container's fields are in three lists of a Pod; the ephemeral containers' is left out, and so is the status.
    places.retain(|(path, _)| !path.contains("ephemeralContainers") && !path.starts_with("status"));
    if places.is_empty() {
        return None;
    }
    let mut page = format!("`{name}` stands in a Pod at:\n");
    for (path, _) in &places {
        let _ = writeln!(page, "  pod.{path}");
    }
    for (path, (holder, field)) in places.iter().take(PLACES) {
        let _ = writeln!(page, "\nFIELD: pod.{path} <{}>{}", field.shape.plain(), notes(field));
        describe(&mut page, holder.name, field.name);
    }
    Some(page)
}

type Place = (&'static Struct, &'static Field);

/// The places of a field of this name in a Pod, in any case, the shortest paths first. A struct inside itself is not
/// searched again.
fn places(name: &str, kubernetes: &Kubernetes) -> Vec<(String, Place)> {
    let mut found = Vec::new();
    let mut level: Vec<(String, &'static Struct)> =
        structure("Pod").map(|pod| (String::new(), pod)).into_iter().collect();
    for _ in 0..DEPTH {
        let mut next = Vec::new();
        for (path, holder) in level {
            for field in holder.fields.iter().filter(|field| field.exists_in(kubernetes)) {
                let dot = if path.is_empty() { "" } else { "." };
                let path = format!("{path}{dot}{}", field.name);
                if field.name.eq_ignore_ascii_case(name) {
                    found.push((path.clone(), (holder, field)));
                }
                if let Some(inner) = field.shape.structure() {
                    next.push((path, inner));
                }
            }
        }
        level = next;
    }
    found
}
