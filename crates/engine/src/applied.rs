//! The objects that were applied: each as its text was and as the server has stored it.

use api::collections::Map;
use api::read::TypeMeta;
use api::{Object, kinds};
use apiserver::{Refusal, State};
use serde_json::Value;
use source::Node;

/// Where an object is: its namespace, empty where it has none, and its full name: `default/deployment.apps/web`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place(String);

impl Place {
    pub fn new(namespace: &str, full_name: &str) -> Place {
        Place(format!("{namespace}/{full_name}"))
    }

    /// The place of an object; `None` when the server draws its name.
    pub fn of(object: &Object, state: &State) -> Option<Place> {
        let is_named = !object.name().is_empty();
        is_named.then(|| Place::new(&state.namespace_of(object), &crate::create::name(object)))
    }

    /// The place of a document's object; `None` when it has no name.
    pub fn of_root(root: Node<'_>, meta: &TypeMeta, namespace: &str) -> Option<Place> {
        let metadata = root.get("metadata")?;
        let text =
            |field| metadata.get(field).and_then(|value| value.as_str()).filter(|text| !text.is_empty());
        let name = text("name")?;
        let is_clusters = kinds::is_clusters(&meta.api_version, &meta.kind);
        let namespace = if is_clusters { "" } else { text("namespace").unwrap_or(namespace) };
        Some(Place::new(namespace, &full_name(meta, name)))
    }

    pub fn namespace(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }

    /// The name without the kind.
    pub fn name(&self) -> &str {
        self.0.splitn(3, '/').nth(2).unwrap_or_default()
    }
}

/// The objects by their places.
pub(crate) type Applied = Map<Place, Stored>;

/// An object of the cluster.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    /// The text that was applied last, as JSON; empty when the cluster made the object itself.
    pub applied: String,
    /// The object; `None` when the server's reading of it is not known.
    pub object: Option<Object>,
}

impl Stored {
    /// The object with what another text changes in it; `None` when nothing of it is known.
    pub fn merged(&self, applied: &str) -> Option<(Object, &Object)> {
        let old = self.object.as_ref()?;
        let mut merged = old.to_json();
        let [before, written] =
            [&*self.applied, applied].map(|text| serde_json::from_str(text).unwrap_or(Value::Null));
        apiserver::merge(&mut merged, &before, &written);
        Some((Object::from_json(merged), old))
    }
}

/// An object as kubectl names it: `deployment.apps/web`.
pub(crate) fn full_name(meta: &TypeMeta, name: &str) -> String {
    let group = meta.api_version.split_once('/').map_or("", |(group, _)| group);
    let dot = if group.is_empty() { "" } else { "." };
    format!("{}{dot}{group}/{name}", meta.kind.to_lowercase())
}

/// Applies an object to the one that is there; `None` when none is.
pub(crate) fn change(applied: &mut Applied, object: &Object, state: &State) -> Option<Result<(), Refusal>> {
    let stored = applied.get_mut(&Place::of(object, state)?)?;
    let written = text(object);
    let is_same = stored.applied == written;
    let Some((merged, old)) = stored.merged(&written).filter(|_| !is_same) else { return Some(Ok(())) };
    let changed = apiserver::update(merged, old, "", state);
    Some(changed.map(|object| *stored = Stored { applied: written, object: Some(object) }))
}

/// Keeps an object that was created.
pub(crate) fn keep(applied: &mut Applied, written: &Object, stored: &Object, state: &State) {
    if let Some(place) = Place::of(written, state) {
        applied.insert(place, Stored { applied: text(written), object: Some(stored.clone()) });
    }
}

fn text(object: &Object) -> String {
    object.to_json().to_string()
}
