//! The fix of a kind or version that does not exist.

use super::{Fix, fix, fix_all};
use api::kinds::{self, Kind};
use api::read::TypeMeta;
use source::Document;

/// Writes the kind with the right letters, and the version under which it is served.
pub(in crate::check) fn kind(text: &str, document: &Document, meta: &TypeMeta) -> Option<Fix> {
    if meta.kind.is_empty() {
        let is_pod = meta.api_version == "v1" && document.locate("spec.containers").exact;
        let edit = is_pod.then(|| document.insert(text, "", "kind", "Pod"))??;
        return Some(fix("add `kind: Pod`".to_owned(), edit));
    }
    let Kind { api_version: version, name } = kinds::like(&meta.kind)?;
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
    edits.sort_by_key(|edit| edit.range.start);
    (!edits.is_empty()).then(|| fix_all(titles.join(" and "), edits))
}
