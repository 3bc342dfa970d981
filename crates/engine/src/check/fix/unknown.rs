//! Fixes of unknown fields: another name, another place, or away with it.

use super::syntax;
use super::{Fix, Site, distance, fix, misplaced};
use api::fields::{Field, Struct};
use api::read::StrictError;

/// Words of other tools for fields of ours.
const WORDS: [(&str, &str); 9] = [
    ("environment", "env"),
    ("cmd", "command"),
    ("entrypoint", "command"),
    ("restart", "restartPolicy"),
    ("healthcheck", "livenessProbe"),
    ("mounts", "volumeMounts"),
    ("pullPolicy", "imagePullPolicy"),
    ("workdir", "workingDir"),
    ("user", "runAsUser"),
];
/// Letters of a beginning that stands for a whole name: `liveness`.
const BEGINNING: usize = 5;

/// Renames, moves or removes an unknown field; the sentence names the field that was meant.
pub(in crate::check) fn unknown(site: Site<'_>, error: &StrictError) -> (Option<String>, Option<Fix>) {
    let Site { text, document, .. } = site;
    let place = document.locate(&error.path);
    let written =
        place.key.clone().and_then(|key| text.get(key)).unwrap_or_default().trim_matches(['"', '\'']);
    let Some(structure) = api::fields::structure(error.structure) else {
        return (None, remove(site, error, written));
    };
    if let Some(field) = structure.fields.iter().find(|field| field.name == written) {
        return (Some(of_another_release(field, site)), remove(site, error, written));
    }
    let meant = meant(site, error, structure, written);
    if let Some((holder, fix)) =
        misplaced::fix(site, error, written).filter(|_| meant.is_none_or(|(letters, _)| letters > 0))
    {
        let sentence = format!("`{written}` is a field of {holder}, not of a {}.", error.structure);
        return (Some(sentence), Some(fix));
    }
    if let Some((_, name)) = meant {
        let edit = document.rename(&error.path, name);
        return (
            Some(format!("Did you mean `{name}`?")),
            edit.map(|edit| fix(format!("write `{name}`"), edit)),
        );
    }
    let start = place.key_range().start;
    let slip = syntax::field(text, start, site.trials).filter(|_| place.exact);
    let sentence = format!("A {} has no field `{written}`.", error.structure);
    match slip {
        Some((fix, told)) => (Some(told.unwrap_or(sentence)), Some(fix)),
        None => (Some(sentence), remove(site, error, written).filter(|fix| site.trials.harms_nothing(fix))),
    }
}

fn remove(site: Site<'_>, error: &StrictError, written: &str) -> Option<Fix> {
    let edit = site.document.remove(site.text, &error.path)?;
    Some(fix(format!("remove `{written}`"), edit))
}

fn of_another_release(field: &Field, site: Site<'_>) -> String {
    let (name, kubernetes) = (field.name, site.kubernetes);
    match (field.since, field.until) {
        (Some(since), _) if !kubernetes.knows(Some(since), None) => {
            format!("`{name}` came with Kubernetes 1.{since}; {} does not know it.", kubernetes.version())
        }
        _ => format!("`{name}` is not a field of Kubernetes {}.", kubernetes.version()),
    }
}

/// The field of the same map that was certainly meant, with the letters that it is off.
fn meant(
    site: Site<'_>,
    error: &StrictError,
    structure: &'static Struct,
    written: &str,
) -> Option<(usize, &'static str)> {
    let parent = site.document.locate(super::parent_of(&error.path, written));
    let parent = site.document.node(parent.node);
    let free = || {
        let fields = structure.fields.iter();
        fields
            .map(|field| (field, field.name))
            .filter(|(field, name)| field.exists_in(site.kubernetes) && parent.get(name).is_none())
    };
    let letters = |name: &str| distance(&written.replace(['_', '-'], ""), name).min(distance(written, name));
    let near = free().map(|(_, name)| (letters(name), name)).min()?;
    if near.0 <= 2 && (written.len() > 3 || written.eq_ignore_ascii_case(near.1)) {
        return Some(near);
    }
    let word = WORDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(written)).map(|(_, name)| *name);
    if let Some((_, name)) = word.and_then(|word| free().find(|(_, name)| *name == word)) {
        return Some((1, name));
    }
    let lower = written.to_ascii_lowercase();
    let mut begun =
        free().filter(|(_, name)| name.to_ascii_lowercase().starts_with(&lower)).map(|(_, name)| name);
    let only = begun.next().filter(|_| written.len() >= BEGINNING)?;
    begun.next().is_none().then_some((1, only))
}
