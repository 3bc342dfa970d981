//! Fixes of names that must be DNS names, and of values that must be one of a list.

use super::{Fix, Site, distance, fix_all};
use api::collections::sort_by_key;
use api::fields::{Shape, at_path, words};
use source::Edit;
use validation::names::{dns_label, dns_subdomain};

/// Writes the name in lower case, with dashes for other characters; a volume's name changes in its mounts too.
pub(super) fn lower(site: Site<'_>, error: &validation::Error) -> Option<Fix> {
    let written = site.written(&error.field)?;
    let is_subdomain = error.rule().id == "dns-subdomain";
    let name = lowered(written, if is_subdomain { "." } else { "" });
    let complaints = if is_subdomain { dns_subdomain(&name) } else { dns_label(&name) };
    if name == written || !complaints.is_empty() {
        return None;
    }
    // Without quotes, `1e3` would be a number.
    let value = if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("\"{name}\"")
    } else {
        name.clone()
    };
    let mut edits = vec![site.document.replace(&error.field, &value)?];
    if let Some((spec, _)) = error.field.split_once(".volumes[").filter(|_| error.field.ends_with("].name")) {
        edits
            .extend(mounts(site, spec, written).into_iter().map(|range| Edit { range, text: value.clone() }));
    }
    sort_by_key(&mut edits, |edit| edit.range.start);
    Some(fix_all(format!("write `{name}`"), edits))
}

/// A name in lower case; a dash stands for each character that is no letter, no digit and none of `others`.
fn lowered(written: &str, others: &str) -> String {
    let fits = |character: char| character.is_ascii_alphanumeric() || others.contains(character);
    let one = |character: char| if fits(character) { character.to_ascii_lowercase() } else { '-' };
    written.chars().map(one).collect::<String>().trim_matches(['-', '.']).to_owned()
}

/// The ranges of the mounts that name a volume of the Pod.
fn mounts(site: Site<'_>, spec: &str, volume: &str) -> Vec<std::ops::Range<usize>> {
    let lists = ["initContainers", "containers", "ephemeralContainers"];
    let lists = lists.map(|list| site.document.locate(&format!("{spec}.{list}")));
    let containers =
        lists.iter().filter(|list| list.exact).flat_map(|list| site.document.node(list.node).items());
    let mounts =
        containers.filter_map(|container| container.get("volumeMounts")).flat_map(|mounts| mounts.items());
    let names = mounts.filter_map(|mount| mount.get("name"));
    names.filter(|name| name.as_str() == Some(volume)).map(|name| name.range()).collect()
}

/// Writes the listed value that was meant: the same in another case, or at most two letters off.
pub(super) fn word(site: Site<'_>, field: &str) -> Option<Fix> {
    let written = site.written(field)?;
    let (_, found) = at_path(site.kind, field, site.kubernetes)?;
    let Shape::String(go_type) = &found.shape else { return None };
    let near = words(go_type).iter().map(|word| (distance(written, word), *word)).min()?;
    let (letters, word) = near;
    (letters <= 2 && word != written && word.len() > 2).then(|| site.write(field, word))?
}
