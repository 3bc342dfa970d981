//! Wraps a bare part of a Pod in a whole one: `initContainers:` alone, a `spec` alone, a list of containers.
//! Faces ask for it; the server takes no fragments.

use crate::Kubernetes;
use crate::fields::structure;
use source::{Document, Kind, Node, Part};

/// The name that a fragment's Pod gets.
const NAME: &str = "fragment";
/// The container that is added when there is none.
const CONTAINER: &str = "app";

/// A whole Pod around a fragment.
#[derive(Clone, Debug)]
pub struct Wrapped {
    /// The Pod; its places are those of the fragment in the text.
    pub document: Document,
    /// Says what was added, in a sentence for people.
    pub note: String,
}

/// Puts a Pod around a document that is only a part of one; `None` for everything else.
///
/// ```
/// let read = source::read("initContainers:\n- {name: setup, image: busybox}\n");
/// let wrapped = api::fragment::wrap(&read.documents[0]).unwrap();
/// assert!(api::read(&wrapped.document, &api::Kubernetes::RECORDED).strict.is_empty());
/// assert_eq!(wrapped.document.locate("spec.initContainers[0].name").range, 25..30);
/// ```
pub fn wrap(document: &Document) -> Option<Wrapped> {
    let root = document.root();
    if root.get("kind").is_some() || root.get("apiVersion").is_some() {
        return None;
    }
    let mut added = vec!["apiVersion", "kind"];
    let spec = if matches!(root.kind(), Kind::Sequence) {
        let containers = root.items().len() > 0 && root.items().all(is_container);
        added.push("spec");
        containers.then(|| Part::Map(vec![("containers", Part::Node(root.id()))]))?
    } else if let Some(spec) = root.get("spec").filter(|spec| is_pod_spec(*spec)) {
        whole_spec(spec, &mut added)
    } else if is_pod_spec(root) {
        whole_spec(root, &mut added)
    } else if is_container(root) {
        added.push("spec");
        Part::Map(vec![("containers", Part::List(vec![Part::Node(root.id())]))])
    } else {
        return None;
    };
    let metadata = root.get("metadata").filter(|_| root.get("spec").is_some());
    let metadata = if let Some(written) = metadata {
        Part::Node(written.id())
    } else {
        added.push("metadata.name");
        Part::Map(vec![("name", Part::Text(NAME))])
    };
    let pod = Part::Map(vec![
        ("apiVersion", Part::Text("v1")),
        ("kind", Part::Text("Pod")),
        ("metadata", metadata),
        ("spec", spec),
    ]);
    let list = added.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    Some(Wrapped {
        document: document.wrapped(&pod),
        note: format!("This is a part of a Pod, so it is taken as a whole one: {list} were added."),
    })
}

fn whole_spec<'a>(spec: Node<'_>, added: &mut Vec<&'a str>) -> Part<'a> {
    if spec.get("containers").is_some_and(|containers| !containers.is_null()) {
        return Part::Extended(spec.id(), Vec::new());
    }
    added.push("containers");
    let container = Part::Map(vec![("name", Part::Text(CONTAINER)), ("image", Part::Text(CONTAINER))]);
    Part::Extended(spec.id(), vec![("containers", Part::List(vec![container]))])
}

/// A map that has a list of containers, or nothing but fields of a Pod's spec.
fn is_pod_spec(node: Node<'_>) -> bool {
    let list = |name: &str| node.get(name).is_some_and(|value| matches!(value.kind(), Kind::Sequence));
    list("containers") || list("initContainers") || only_fields_of(node, "PodSpec")
}

/// A map with a name or an image and nothing but fields of a container.
fn is_container(node: Node<'_>) -> bool {
    (node.get("image").is_some() || node.get("name").is_some()) && only_fields_of(node, "Container")
}

fn only_fields_of(node: Node<'_>, name: &str) -> bool {
    let Some(found) = structure(name) else { return false };
    let mut entries = node.entries();
    entries.len() > 0 && entries.all(|entry| found.field(entry.key, &Kubernetes::RECORDED).is_some())
}
