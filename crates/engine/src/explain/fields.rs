//! The documentation of a field, by its path or by its bare name.

use std::fmt::Write as _;

use api::Kubernetes;
use api::fields::{DOCS, Docs, Field, Struct, structure, table};
use api::kinds::{self, Kind};

use api::near::distance;

/// The width of descriptions, in characters.
const WIDTH: usize = 92;

/// The number of places of a field that are described; beginners mean one of the first.
const PLACES: usize = 3;

/// The depth below the Pod to which a bare name is searched.
const DEPTH: usize = 6;

/// The kinds that are searched for a field without a kind, the likeliest first; the others follow.
const FIRST: [&str; 8] =
    ["Pod", "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Service", "PersistentVolumeClaim"];

/// All kinds, those that are meant most often first.
fn kinds() -> impl Iterator<Item = &'static Kind> {
    let first = FIRST.iter().filter_map(|name| kinds::newest_first().find(|kind| kind.name == *name));
    first.chain(kinds::newest_first().filter(|kind| !FIRST.contains(&kind.name)))
}

/// The kind that a word names, in any case, as a plural, with its group or by kubectl's short name; and whether it is
/// the short name.
fn kind(word: &str) -> Option<(&'static Kind, bool)> {
    kinds::of_type(word).map(|kind| (kind, kinds::is_short(word)))
}

/// The kind that a path begins with, and the path inside it; `None` when it begins with a field.
fn split(what: &str) -> Option<(&'static Kind, bool, &str)> {
    let whole = kind(what).map(|(kind, is_short)| (kind, is_short, ""));
    whole.or_else(|| {
        let (first, rest) = what.split_once('.')?;
        kind(first).map(|(kind, is_short)| (kind, is_short, rest))
    })
}

/// The field as `kubectl explain` prints it; a path without a kind is a Pod's, or that of the first kind that has it.
pub(super) fn at(what: &str, kubernetes: &Kubernetes) -> Option<String> {
    let what = what.trim_start_matches('.');
    match split(what) {
        // `limits` is a field before it is a short name.
        Some((_, true, "")) if !places("Pod", what, kubernetes).is_empty() => None,
        Some((kind, _, path)) => page(kind, path, kubernetes),
        None if what.contains('.') => kinds().find_map(|kind| page(kind, what, kubernetes)),
        None => page(kinds().next()?, what, kubernetes),
    }
}

fn page(kind: &Kind, path: &str, kubernetes: &Kubernetes) -> Option<String> {
    let Kind { api_version: version, name, .. } = kind;
    let mut page = format!("KIND:       {name}\nVERSION:    {version}\n");
    if path.is_empty() {
        let found = structure(name)?;
        describe(&mut page, found.name, "");
        list(&mut page, found, kubernetes);
        return Some(page);
    }
    let (holder, field) = walk(name, path, kubernetes).ok()?;
    let _ = writeln!(page, "\nFIELD: {} <{}>{}", field.name, field.shape.plain(), notes(field));
    describe(&mut page, holder.name, field.name);
    if let Some(inner) = field.shape.structure() {
        list(&mut page, inner, kubernetes);
    }
    Some(page)
}

/// The field that a path names, in any case; or what was found of it: the path up to an unknown step, the step, and the
/// struct that has no such field.
fn walk<'p>(
    kind: &str,
    path: &'p str,
    kubernetes: &Kubernetes,
) -> Result<Place, (String, &'p str, Option<&'static Struct>)> {
    let mut here = structure(kind);
    let mut last = None;
    let mut before = String::new();
    for step in path.split('.') {
        let name = step.split('[').next().unwrap_or_default();
        let Some(holder) = here else { return last.ok_or((before, name, None)) };
        let exists = |field: &&Field| field.exists_in(kubernetes);
        let alike =
            || holder.fields.iter().filter(exists).find(|field| field.name.eq_ignore_ascii_case(name));
        let Some(field) = holder.field(name, kubernetes).or_else(alike) else {
            return Err((before, name, Some(holder)));
        };
        before.push('.');
        before.push_str(field.name);
        last = Some((holder, field));
        here = field.shape.structure();
    }
    last.ok_or((before, path, None))
}

/// The letters in which a name differs from what is written, unless it is another word altogether.
pub(super) fn near(written: &str, name: &str) -> Option<usize> {
    let letters = distance(written, name);
    (written.len() > 3 && letters <= written.len() / 4 + 1).then_some(letters)
}

/// The name of a field or a kind that was perhaps meant.
pub(super) fn nearest(what: &str, kubernetes: &Kubernetes) -> Option<String> {
    let what = what.trim_start_matches('.');
    let (kind, path) = match split(what) {
        Some((kind, _, path)) => (kind, path),
        None if what.contains('.') => (kinds().next()?, what),
        None => {
            let names = kinds().filter_map(|kind| Some((near(what, kind.name)?, kind.name)));
            let fields = table().iter().flat_map(|holder| holder.fields.iter().map(|field| field.name));
            let fields = fields.filter_map(|name| Some((near(what, name)?, name)));
            return names.chain(fields).min().map(|(_, name)| name.to_owned());
        }
    };
    let (before, step, holder) = walk(kind.name, path, kubernetes).err()?;
    let names = holder?.fields.iter().filter(|field| field.exists_in(kubernetes)).map(|field| field.name);
    let (_, name) = names.filter_map(|name| Some((near(step, name)?, name))).min()?;
    Some(format!("{}{before}.{name}", kind.name.to_lowercase()))
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
    let text = Docs::new(DOCS).find(structure, field);
    let text = text.unwrap_or_else(|| "There is no description of it here.".to_owned());
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

/// The documentation of a field by its bare name, such as `restartPolicy`: all its places in a Pod, or in the first other
/// kind that has it, and descriptions of those nearest to the top.
pub(super) fn named(name: &str, kubernetes: &Kubernetes) -> Option<String> {
    kinds().find_map(|kind| named_in(kind.name, name, kubernetes))
}

fn named_in(kind: &str, name: &str, kubernetes: &Kubernetes) -> Option<String> {
    let mut places = places(kind, name, kubernetes);
    // A container's fields are in three lists of a Pod; the ephemeral containers' is left out, and so is the status.
    places.retain(|(path, _)| !path.contains("ephemeralContainers") && !path.starts_with("status"));
    if places.is_empty() {
        return None;
    }
    let mut page = format!("`{name}` stands in a {kind} at:\n");
    let kind = kind.to_lowercase();
    for (path, _) in &places {
        let _ = writeln!(page, "  {kind}.{path}");
    }
    for (path, (holder, field)) in places.iter().take(PLACES) {
        let _ = writeln!(page, "\nFIELD: {kind}.{path} <{}>{}", field.shape.plain(), notes(field));
        describe(&mut page, holder.name, field.name);
    }
    Some(page)
}

type Place = (&'static Struct, &'static Field);

/// The places of a field of this name in a kind, in any case, the shortest paths first. A struct inside itself is not
/// searched again.
fn places(kind: &str, name: &str, kubernetes: &Kubernetes) -> Vec<(String, Place)> {
    let mut found = Vec::new();
    let mut level: Vec<(String, &'static Struct)> =
        structure(kind).map(|top| (String::new(), top)).into_iter().collect();
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
