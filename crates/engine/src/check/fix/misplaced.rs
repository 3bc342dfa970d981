//! Fixes of fields that are one map too deep, too high, or beside the map that they belong to.

use super::{Fix, Site, fix_all};
use api::fields::{Field, Shape, Struct, at_path, structure};
use api::read::StrictError;
use source::Kind;

/// A map that has the field.
struct Holder {
    path: String,
    structure: &'static Struct,
}

/// Moves the field to the only map nearby that has such a field; returns the name of that map's struct too.
pub(super) fn fix(site: Site<'_>, error: &StrictError, written: &str) -> Option<(&'static str, Fix)> {
    let parent = super::parent_of(&error.path, written);
    let Holder { path, structure } = holder(site, parent, error, written)?;
    let edits = site.document.relocate(site.text, &error.path, &path)?;
    let to = if path.is_empty() { "the top" } else { path.as_str() };
    Some((structure.name, fix_all(format!("move `{written}` to `{to}`"), edits)))
}

fn holder(site: Site<'_>, parent: &str, error: &StrictError, written: &str) -> Option<Holder> {
    let fits = |holder: &Holder| knows(site, holder, &error.path, written);
    let around = ancestors(site, parent);
    // First the nearest map around it that fits, then the maps in its own, then those beside it.
    let up = around.iter().position(fits);
    if let Some(up) = up {
        return around.into_iter().nth(up);
    }
    let own = Holder { path: parent.to_owned(), structure: structure(error.structure)? };
    let mut within: Vec<Holder> = children(site, &own, written).into_iter().filter(fits).collect();
    if within.is_empty() {
        within = around.iter().flat_map(|outer| children(site, outer, written)).filter(fits).collect();
    }
    let only = within.pop()?;
    within.is_empty().then_some(only)
}

/// The maps around a map, from the inside out.
fn ancestors(site: Site<'_>, path: &str) -> Vec<Holder> {
    let mut found = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        rest = rest.rsplit_once('.').map_or("", |(outer, _)| outer);
        let structure = match rest {
            "" => structure(site.kind),
            _ => at_path(site.kind, rest, site.kubernetes).and_then(|(_, field)| field.shape.structure()),
        };
        found.extend(structure.map(|structure| Holder { path: rest.to_owned(), structure }));
    }
    found
}

/// The maps directly in a map that have a field of this name; those in a list only where it has a single item. The name
/// comes first, since looking for a field in a map of very many goes through all of them.
fn children(site: Site<'_>, outer: &Holder, name: &str) -> Vec<Holder> {
    let place = site.document.locate(&outer.path);
    let node = site.document.node(place.node);
    let child = |field: &Field| {
        let structure = field.shape.structure()?;
        structure.field(name, site.kubernetes)?;
        let written = node.get(field.name)?;
        let dot = if outer.path.is_empty() { "" } else { "." };
        let path = format!("{}{dot}{}", outer.path, field.name);
        match &field.shape {
            Shape::Struct(_) => Some(Holder { path, structure }),
            Shape::List(_) if written.items().len() == 1 => {
                Some(Holder { path: format!("{path}[0]"), structure })
            }
            _ => None,
        }
    };
    if place.exact { outer.structure.fields.iter().filter_map(child).collect() } else { Vec::new() }
}

/// Whether a map has such a field, not written yet, that can hold the value.
fn knows(site: Site<'_>, holder: &Holder, from: &str, written: &str) -> bool {
    let Some(field) = holder.structure.field(written, site.kubernetes) else { return false };
    let place = site.document.locate(&holder.path);
    let value = site.document.node(site.document.locate(from).node);
    let is_like = match (&field.shape, value.kind()) {
        (Shape::Struct(_) | Shape::Map(..), Kind::Mapping) | (Shape::List(_), Kind::Sequence) => true,
        (Shape::Struct(_) | Shape::Map(..) | Shape::List(_), _) => false,
        (_, found) => matches!(found, Kind::Scalar(..)),
    };
    place.exact && is_like && site.document.node(place.node).get(written).is_none()
}
