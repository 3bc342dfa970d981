//! The objects of a list: what kubectl sends of `kind: List` and of what the server gives it, such as a `PodList`.
//! Upstream: `decodeToList`, apimachinery/pkg/apis/meta/v1/unstructured/helpers.go; `FlattenListVisitor`,
//! cli-runtime/pkg/resource/visitor.go.

use source::{Document, Kind, Node, Part};
use std::collections::VecDeque;

/// Each object of a list as a document of its own, also those of lists inside, which come last; `None` when the document
/// is no list. What is no object stays as it is, for the reader to complain of.
///
/// ```
/// let list = "apiVersion: v1\nkind: PodList\nitems:\n- metadata: {name: web}\n";
/// let items = api::list::items(&source::read(list).documents[0]).unwrap();
/// assert_eq!(items[0].root().get("kind").unwrap().as_str(), Some("Pod"));
/// assert_eq!(items[0].locate("metadata.name").range, 55..58);
/// ```
pub fn items(document: &Document) -> Option<Vec<Document>> {
    if !is_list(document) {
        return None;
    }
    let mut items = Vec::new();
    let mut lists = VecDeque::from([document.root()]);
    while let Some(list) = lists.pop_front() {
        let inside = list.get("items");
        for item in inside.iter().flat_map(source::Node::items) {
            if lists_items(item) {
                lists.push_back(item);
            } else {
                items.push(typed(document.part(item.id()), list));
            }
        }
    }
    Some(items)
}

/// Whether kubectl sends the items of a document instead of it.
pub fn is_list(document: &Document) -> bool {
    document.failure.is_none() && lists_items(document.root())
}

/// Whether items of a list are lists themselves, which kubectl cannot read.
pub fn is_nested(document: &Document) -> bool {
    let items = document.root().get("items");
    let mut inside = items.iter().flat_map(source::Node::items);
    inside.any(lists_items)
}

fn lists_items(node: Node<'_>) -> bool {
    let listed = |items: Node<'_>| items.is_null() || matches!(items.kind(), Kind::Sequence);
    text(node, "kind").ends_with("List") && node.get("items").is_some_and(listed)
}

fn text<'d>(node: Node<'d>, field: &str) -> &'d str {
    node.get(field).and_then(|value| value.as_str()).unwrap_or_default()
}

/// The item with its kind, which the server leaves out in its lists.
fn typed(item: Document, list: Node<'_>) -> Document {
    let root = item.root();
    let kind = text(list, "kind").trim_end_matches("List");
    let named = !text(root, "kind").is_empty() || !text(root, "apiVersion").is_empty();
    if kind.is_empty() || named || !matches!(root.kind(), Kind::Mapping) {
        return item;
    }
    let added = vec![("apiVersion", Part::Text(text(list, "apiVersion"))), ("kind", Part::Text(kind))];
    item.wrapped(&Part::Extended(root.id(), added))
}
