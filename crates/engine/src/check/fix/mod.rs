//! Changes that certainly remove a problem, offered as one click.

mod amounts;
mod kind;
mod misplaced;
mod names;
mod syntax;

pub(super) use kind::kind;
pub(super) use syntax::syntax;

use super::data::{Edit, Fix};
use api::read::{DecodeError, StrictError};
use api::{Gate, Kubernetes};
use source::{Document, Kind, Scalar};

/// The document with the problem, and the kind that it is read as.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    /// The whole text.
    pub text: &'a str,
    pub document: &'a Document,
    /// The kind, such as `Pod`.
    pub kind: &'a str,
    pub kubernetes: &'a Kubernetes,
}

impl Site<'_> {
    /// The text of a scalar, without its quotes; `None` when nothing is written.
    fn written(&self, field: &str) -> Option<&str> {
        let place = self.document.locate(field);
        let written = self.text.get(self.document.node(place.node).range())?;
        (place.exact && !written.is_empty()).then(|| written.trim_matches(['"', '\'']))
    }

    /// Replaces the text of a scalar.
    fn write(&self, field: &str, value: &str) -> Option<Fix> {
        Some(fix(format!("write `{value}`"), self.document.replace(field, value)?))
    }
}

fn fix(title: String, edit: source::Edit) -> Fix {
    fix_all(title, vec![edit])
}

fn fix_all(title: String, edits: Vec<source::Edit>) -> Fix {
    let edits = edits.into_iter().map(|edit| Edit { range: edit.range, text: edit.text });
    Fix { title, edits: edits.collect() }
}

/// Puts quotes around a value that must be text; removes them from one that must be a number.
pub(super) fn decode(text: &str, document: &Document, error: &DecodeError) -> Option<Fix> {
    if error.wanted == "quantity" {
        return amounts::quantity(text, document, error);
    }
    let place = document.locate(&error.path);
    let node = document.node(place.node);
    let written = text.get(node.range()).filter(|written| !written.is_empty() && place.exact)?;
    match (node.kind(), error.wanted.as_str()) {
        (Kind::Scalar(Scalar::String, value), "whole number") => {
            value.parse::<i32>().ok()?;
            let edit = source::Edit { range: node.range(), text: value.to_owned() };
            Some(fix(format!("write {value} without quotes"), edit))
        }
        (Kind::Scalar(Scalar::Bool(_) | Scalar::Int(_) | Scalar::Float(_), _), "string") => {
            let edit = source::Edit { range: node.range(), text: format!("\"{written}\"") };
            Some(fix(format!("put quotes around {written}"), edit))
        }
        _ => None,
    }
}

/// Renames, moves or removes an unknown field; the sentence names the field that was meant.
pub(super) fn unknown(site: Site<'_>, error: &StrictError) -> (Option<String>, Option<Fix>) {
    let Site { text, document, kubernetes, .. } = site;
    let place = document.locate(&error.path);
    let written = place.key.and_then(|key| text.get(key)).unwrap_or_default().trim_matches(['"', '\'']);
    let remove = || {
        let edit = document.remove(text, &error.path)?;
        Some(fix(format!("remove `{written}`"), edit))
    };
    let Some(structure) = api::fields::structure(error.structure) else { return (None, remove()) };
    if let Some(field) = structure.fields.iter().find(|field| field.name == written) {
        let sentence = match (field.since, field.until) {
            (Some(since), _) if !kubernetes.knows(Some(since), None) => {
                format!(
                    "`{written}` came with Kubernetes 1.{since}; {} does not know it.",
                    kubernetes.version()
                )
            }
            _ => format!("`{written}` is not a field of Kubernetes {}.", kubernetes.version()),
        };
        return (Some(sentence), remove());
    }
    let parent = document.locate(parent_of(&error.path, written));
    let taken = |name: &str| document.node(parent.node).get(name).is_some();
    let meant = structure
        .fields
        .iter()
        .filter(|field| field.exists_in(kubernetes) && !taken(field.name))
        .map(|field| (distance(written, field.name), field.name))
        .min();
    if let Some((holder, fix)) =
        misplaced::fix(site, error, written).filter(|_| meant.is_none_or(|(letters, _)| letters > 0))
    {
        return (
            Some(format!("`{written}` is a field of {holder}, not of a {}.", error.structure)),
            Some(fix),
        );
    }
    match meant {
        Some((0..=2, name)) if written.len() > 3 || written.eq_ignore_ascii_case(name) => {
            let edit = document.rename(&error.path, name);
            (Some(format!("Did you mean `{name}`?")), edit.map(|edit| fix(format!("write `{name}`"), edit)))
        }
        _ => (Some(format!("A {} has no field `{written}`.", error.structure)), remove()),
    }
}

fn parent_of<'p>(path: &'p str, last: &str) -> &'p str {
    path.strip_suffix(last).map_or("", |parent| parent.trim_end_matches('.'))
}

/// The fix of a rule's error, where one is certain.
pub(super) fn rule(site: Site<'_>, error: &validation::Error) -> Option<Fix> {
    let field = error.field.as_str();
    match error.rule().id {
        "init-container-probe" => sidecar(site, field),
        "request-above-limit" => amounts::raise_limit(site, error),
        "no-overcommit" => amounts::add_limit(site, field),
        "dns-label" | "dns-subdomain" => names::lower(site, error),
        "success-threshold" => site.write(field, "1"),
        "workload-restart-policy" if !matches!(site.kind, "Job" | "CronJob") => site.write(field, "Always"),
        _ => match error.kind {
            validation::Kind::Required => missing(site, field),
            validation::Kind::NotSupported => names::word(site, field),
            _ => None,
        },
    }
}

/// Makes the container a sidecar, where the release has them: probes and hooks belong to a container that stays.
fn sidecar(site: Site<'_>, field: &str) -> Option<Fix> {
    let (container, _) = field.rsplit_once('.')?;
    let policy = format!("{container}.restartPolicy");
    if !site.kubernetes.enabled(Gate::SidecarContainers) || site.document.locate(&policy).exact {
        return None;
    }
    let edit = site.document.set(site.text, container, &["restartPolicy"], "Always")?;
    Some(fix("make it a sidecar: add `restartPolicy: Always`".to_owned(), edit))
}

/// Adds a required name or image.
fn missing(site: Site<'_>, field: &str) -> Option<Fix> {
    let (holder, last) = field.rsplit_once('.')?;
    if !holder.ends_with(']') || site.document.locate(field).exact {
        return None;
    }
    // Next to `imagee`, the image is misspelt and not missing.
    let holding = site.document.node(site.document.locate(holder).node);
    if holding.entries().any(|entry| distance(entry.key, last) <= 2) {
        return None;
    }
    let is_container = holder.contains("ontainers[");
    match last {
        "name" => {
            let word = if is_container { "app" } else { "name" };
            let edit = site.document.insert(site.text, holder, "name", word)?;
            Some(fix(format!("add `name: {word}`"), edit))
        }
        "image" if is_container => {
            let name = site.written(&format!("{holder}.name")).unwrap_or_default();
            let name = if validation::names::dns_label(name).is_empty() { name } else { "app" };
            let image = format!("{name}:1.0");
            let edit = site.document.set(site.text, holder, &["image"], &image)?;
            Some(fix(format!("add `image: {image}`, to be filled in"), edit))
        }
        _ => None,
    }
}

/// The number of letters that differ, without regard to case.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().flat_map(char::to_lowercase).take(64).collect();
    let b: Vec<char> = b.chars().flat_map(char::to_lowercase).take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (y, above) in b.iter().zip(row.iter().skip(1)) {
            let value = (diagonal + usize::from(x != y)).min(above + 1).min(left + 1);
            diagonal = *above;
            left = value;
            next.push(value);
        }
        row = next;
    }
    row.last().copied().unwrap_or(a.len())
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn counts_letters() {
        assert_eq!(distance("imagee", "image"), 1);
        assert_eq!(distance("Image", "image"), 0);
        assert_eq!(distance("comand", "command"), 1);
        assert_eq!(distance("abc", ""), 3);
    }
}
