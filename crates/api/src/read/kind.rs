//! `apiVersion` and `kind`, by which the server finds the endpoint. Upstream:
//! apimachinery/pkg/runtime/serializer/json/meta.go, apimachinery/pkg/runtime/schema/group_version.go.

use crate::{Kubernetes, former, kinds};
use source::{Document, Kind, Node, print};

/// The kind and version that a document says it has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeMeta {
    /// `apps/v1`; empty when it is not written.
    pub api_version: String,
    /// `Deployment`; empty when it is not written.
    pub kind: String,
    /// Why no endpoint can be found, in the server's words.
    pub error: Option<String>,
    /// The field to show the error at; empty for the whole document.
    pub field: &'static str,
}

/// Reads `apiVersion` and `kind` as the server does: by encoding/json, which does not mind case.
pub fn type_meta(document: &Document) -> TypeMeta {
    let root = document.root();
    let mut meta = TypeMeta::default();
    match root.kind() {
        Kind::Mapping => {}
        Kind::Scalar(source::Scalar::Null, _) => {
            meta.error = Some("Object 'Kind' is missing in 'null'".to_owned());
            return meta;
        }
        _ => {
            meta.error = Some(format!(
                "couldn't get version/kind; json parse error: json: cannot unmarshal {} into Go value of type struct {{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }}",
                word(root)
            ));
            return meta;
        }
    }
    for entry in root.entries() {
        let (field, slot) = if entry.key.eq_ignore_ascii_case("apiVersion") {
            ("apiVersion", &mut meta.api_version)
        } else if entry.key.eq_ignore_ascii_case("kind") {
            ("kind", &mut meta.kind)
        } else {
            continue;
        };
        if let Some(text) = entry.value.as_str() {
            text.clone_into(slot);
        } else if !entry.value.is_null() && meta.error.is_none() {
            meta.field = field;
            meta.error = Some(format!(
                "couldn't get version/kind; json parse error: json: cannot unmarshal {} into Go struct field .{field} of type string",
                word(entry.value)
            ));
        }
    }
    // A group may be written although it is empty.
    if let Some(version) = meta.api_version.strip_prefix('/').filter(|rest| !rest.contains('/')) {
        meta.api_version = version.to_owned();
    }
    if meta.error.is_none() {
        (meta.error, meta.field) = judge(&meta, root);
    }
    meta
}

/// Returns `apiVersion` and `kind` as they are written, right or wrong.
pub(super) fn names(document: &Document) -> (&str, &str) {
    let mut names = ("", "");
    for entry in document.root().entries() {
        let name = if entry.key.eq_ignore_ascii_case("apiVersion") {
            &mut names.0
        } else if entry.key.eq_ignore_ascii_case("kind") {
            &mut names.1
        } else {
            continue;
        };
        *name = entry.value.as_str().unwrap_or(name);
    }
    names
}

fn judge(meta: &TypeMeta, root: Node<'_>) -> (Option<String>, &'static str) {
    let TypeMeta { api_version, kind, .. } = meta;
    if api_version.matches('/').count() > 1 {
        return (Some(format!("unexpected GroupVersion string: {api_version}")), "apiVersion");
    }
    if kind.is_empty() {
        return (Some(format!("Object 'Kind' is missing in '{}'", print::json_of(root))), "kind");
    }
    if api_version.is_empty() || api_version.ends_with('/') {
        return (Some(format!("Object 'apiVersion' is missing in '{}'", print::json_of(root))), "apiVersion");
    }
    if is_builtin(api_version, kind) || former::find(api_version, kind).is_some() {
        return (None, "");
    }
    (Some(no_matches(api_version, kind)), "kind")
}

/// The words about a kind that the server does not serve.
pub fn no_matches(api_version: &str, kind: &str) -> String {
    format!("no matches for kind {} in version {}", print::quote(kind), print::quote(api_version))
}

fn word(node: Node<'_>) -> &'static str {
    match node.kind() {
        Kind::Sequence => "array",
        Kind::Mapping => "object",
        Kind::Scalar(source::Scalar::Bool(_), _) => "bool",
        Kind::Scalar(source::Scalar::String, _) => "string",
        Kind::Scalar(..) => "number",
    }
}

/// Whether a release serves a version of a built-in kind; `true` of all others.
///
/// ```
/// let old = api::Kubernetes::parse("1.33", []).unwrap();
/// assert!(!api::read::is_served("resource.k8s.io/v1", "DeviceClass", &old));
/// assert!(api::read::is_served("v1", "Service", &old));
/// assert!(!api::read::is_served("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", &old));
/// ```
pub fn is_served(api_version: &str, kind: &str, kubernetes: &Kubernetes) -> bool {
    match former::find(api_version, kind) {
        Some(former) => kubernetes.knows(None, Some(former.removed)),
        None => kubernetes.knows(kinds::since(api_version, kind), None),
    }
}

/// Whether a server of today serves a kind without any custom resources.
fn is_builtin(api_version: &str, kind: &str) -> bool {
    let is_list = (api_version, kind) == ("v1", "List");
    is_list || kinds::is_known(api_version, kind) || kinds::other(api_version, kind).is_some()
}

#[cfg(test)]
mod tests {
    use super::is_served;
    use crate::{Kubernetes, fields, kinds};

    /// The table of fields knows the releases of its sources, which the table of kinds must not contradict.
    #[test]
    fn the_two_tables_agree_about_young_kinds() {
        let mut young = 0;
        for kubernetes in Kubernetes::offered() {
            for kinds::Kind { api_version, name, .. } in kinds::OTHERS {
                let found = fields::index_of_other(api_version, name).and_then(fields::get);
                let field = found.map(|found| found.field("kind", &kubernetes).is_some());
                if field == Some(false) {
                    assert!(!is_served(api_version, name, &kubernetes), "{api_version} {name} {kubernetes}");
                    young += 1;
                }
            }
        }
        assert!(young > 0);
    }
}
