//! The fix of a kind or version that does not exist.

use super::{Fix, distance, fix, fix_all};
use api::collections::sort_by_key;
use api::kinds::{self, Kind};
use api::read::TypeMeta;
use source::Document;

/// Writes the kind with the right letters, and the version under which it is served.
pub(in crate::check) fn kind(text: &str, document: &Document, meta: &TypeMeta) -> Option<Fix> {
    for name in ["kind", "apiVersion"] {
        let is_missing = if name == "kind" { meta.kind.is_empty() } else { meta.api_version.is_empty() };
        let key = is_missing.then(|| misspelt(document, name)).flatten();
        if let Some(key) = key {
            return Some(fix(format!("write `{name}`"), document.rename(&key, name)?));
        }
    }
    if meta.kind.is_empty() {
        let is_pod = meta.api_version == "v1" && document.locate("spec.containers").exact;
        let edit = is_pod.then(|| document.insert(text, "", "kind", "Pod"))??;
        return Some(fix("add `kind: Pod`".to_owned(), edit));
    }
    let group = meta.api_version.split_once('/').map_or("", |(group, _)| group);
    if group.contains('.') && !kinds::is_group(group) {
        return None;
    }
    let Kind { api_version: version, name, .. } = *meant(&meta.kind)?;
    let mut edits = Vec::new();
    let mut titles = Vec::new();
    if meta.api_version.is_empty() {
        edits.push(document.insert(text, "", "apiVersion", version)?);
        titles.push(format!("add `apiVersion: {version}`"));
    } else if meta.api_version != version {
        edits.push(document.replace("apiVersion", version)?);
        titles.push(format!("write `apiVersion: {version}`"));
    }
    if meta.kind != name {
        edits.push(document.replace("kind", name)?);
        titles.push(format!("write `kind: {name}`"));
    }
    sort_by_key(&mut edits, |edit| edit.range.start);
    (!edits.is_empty()).then(|| fix_all(titles.join(" and "), edits))
}

/// The key at the top that was meant to be `name`: at most two letters off, and no other field of an object.
pub(in crate::check) fn misspelt(document: &Document, name: &str) -> Option<String> {
    const OTHERS: [&str; 6] = ["kind", "apiVersion", "metadata", "spec", "status", "data"];
    let mut keys = document.root().entries().map(|entry| entry.key).filter(|key| !OTHERS.contains(key));
    let near = keys.find(|key| (1..=2).contains(&distance(key, name)) && key.len() > 2)?;
    Some(near.to_owned())
}

/// The built-in kind that was certainly meant: the same in other letters, or the only one that is next to it.
pub(in crate::check) fn meant(written: &str) -> Option<&'static Kind> {
    if let Some(same) = kinds::like(written) {
        return Some(same);
    }
    if let Some(of_type) = kinds::of_type(written) {
        return Some(of_type);
    }
    let most = match written.len() {
        0..=2 => return None,
        3..=4 => 1,
        _ => 2,
    };
    let near = || kinds::newest_first().map(|kind| (distance(written, kind.name), kind));
    let least = near().map(|(letters, _)| letters).min().filter(|letters| *letters <= most)?;
    let mut all = near().filter(|(letters, _)| *letters == least).map(|(_, kind)| kind);
    let first = all.next()?;
    all.all(|other| other.name == first.name).then_some(first)
}
