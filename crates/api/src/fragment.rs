//! Wraps a bare part of a Pod in a whole one: `initContainers:` alone, a `spec` alone, a list of containers, and the Pod
//! templates inside of a custom kind. Faces ask for it; the server takes no fragments.

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
    /// The custom kind in which it stands as a template, such as `Rollout`.
    pub inside: Option<String>,
}

/// Templates of one object that are looked at.
const MOST: usize = 16;
/// Maps and lists of a custom kind in which templates are sought.
const DEPTH: usize = 24;

/// Each Pod template inside of a kind that no cluster has by itself, as a Pod of its own; none for everything else.
///
/// ```
/// let rollout = "apiVersion: x.io/v1\nkind: Rollout\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: app, image: nginx}]}}}\n";
/// let pods = api::fragment::templates(&source::read(rollout).documents[0]);
/// assert_eq!(pods[0].document.root().get("kind").unwrap().as_str(), Some("Pod"));
/// assert_eq!(pods[0].note, "Rollout is not built into Kubernetes, so it is not checked; the Pod template in it, spec.template, is taken as the Pod `web`.");
/// ```
pub fn templates(document: &Document) -> Vec<Wrapped> {
    let root = document.root();
    let text = |field: &str| root.get(field).and_then(|value| value.as_str()).unwrap_or_default();
    let (version, kind) = (text("apiVersion"), text("kind"));
    let group = version.split_once('/').map_or("", |(group, _)| group);
    let is_custom = group.contains('.') && !group.ends_with(".k8s.io") && !kind.is_empty();
    if !is_custom || document.failure.is_some() {
        return Vec::new();
    }
    let mut found = Vec::new();
    seek(root, "", DEPTH, &mut found);
    let name = root.get("metadata").and_then(|metadata| metadata.get("name")?.as_str()).unwrap_or(NAME);
    let pods = found.into_iter().enumerate().map(|(index, (path, node))| {
        let name = if index == 0 { name.to_owned() } else { format!("{name}-{}", index + 1) };
        let part = document.part(node.id());
        let written = part.root().get("metadata").map(|metadata| metadata.id());
        let metadata = match written {
            Some(id) => Part::Extended(id, vec![("name", Part::Text(&name))]),
            None => Part::Map(vec![("name", Part::Text(&name))]),
        };
        let spec = part.root().get("spec").map_or(Part::Map(Vec::new()), |spec| Part::Node(spec.id()));
        let pod = part.wrapped(&Part::Map(vec![
            ("apiVersion", Part::Text("v1")),
            ("kind", Part::Text("Pod")),
            ("metadata", metadata),
            ("spec", spec),
        ]));
        let note = format!(
            "{kind} is not built into Kubernetes, so it is not checked; the Pod template in it, {path}, is taken as the Pod `{name}`."
        );
        Wrapped { document: pod, note, inside: Some(kind.to_owned()) }
    });
    pods.collect()
}

/// Finds maps that have a `spec` with containers, the outermost first.
fn seek<'d>(node: Node<'d>, path: &str, depth: usize, found: &mut Vec<(String, Node<'d>)>) {
    if depth == 0 || found.len() == MOST {
        return;
    }
    let containers = node.get("spec").and_then(|spec| spec.get("containers"));
    if !path.is_empty()
        && containers.is_some_and(|list| list.items().len() > 0 && list.items().all(has_image))
    {
        found.push((path.to_owned(), node));
        return;
    }
    for entry in node.entries() {
        let path = if path.is_empty() { entry.key.to_owned() } else { format!("{path}.{}", entry.key) };
        seek(entry.value, &path, depth - 1, found);
    }
    for (index, item) in node.items().enumerate() {
        seek(item, &format!("{path}[{index}]"), depth - 1, found);
    }
}

fn has_image(container: Node<'_>) -> bool {
    container.get("name").is_some() || container.get("image").is_some()
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
        inside: None,
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
