//! What happens before the server decodes: kubectl's reading and the search for an endpoint.
//! Upstream: staging/src/k8s.io/cli-runtime/pkg/resource/{builder,visitor,mapper}.go.

use super::data::Mode;
use api::read::TypeMeta;
use source::{Document, Kind, Scalar, print};

/// `apiVersion` and `kind`, with the words of whoever looks for them first.
pub(super) fn type_meta(document: &Document, mode: Mode) -> TypeMeta {
    let mut meta = api::read::type_meta(document);
    if mode == Mode::Kubectl {
        meta.error = kubectl(document, &meta);
    }
    meta
}

/// kubectl looks into the object by itself, and asks the server for the kinds only then.
fn kubectl(document: &Document, meta: &TypeMeta) -> Option<String> {
    let error = meta.error.as_ref()?;
    let root = document.root();
    let word = match root.kind() {
        Kind::Mapping => {
            let kind = root.get("kind").and_then(|kind| kind.as_str()).unwrap_or_default();
            // It looks at the group before it looks at the kind, and says the same of both.
            if kind.is_empty() || meta.api_version.matches('/').count() > 1 {
                let json = print::json_of(root);
                return Some(format!("unable to decode \"STDIN\": Object 'Kind' is missing in '{json}'"));
            }
            if meta.api_version.is_empty() {
                return Some(format!("Object 'apiVersion' is missing in '{}\n'", print::json_of(root)));
            }
            return Some(error.clone());
        }
        Kind::Sequence => "array",
        Kind::Scalar(Scalar::Null, _) => return Some("error: no objects passed to create".to_owned()),
        Kind::Scalar(Scalar::Bool(_), _) => "bool",
        Kind::Scalar(Scalar::String, _) => "string",
        Kind::Scalar(..) => "number",
    };
    Some(format!(
        "unable to decode \"STDIN\": json: cannot unmarshal {word} into Go value of type unstructured.detector"
    ))
}

/// A text that cannot be read, in the words of whoever reads it first.
pub(super) fn unreadable(message: &str, mode: Mode) -> String {
    match mode {
        Mode::Yaml => message.to_owned(),
        Mode::Json => format!("couldn't get version/kind; json parse error: {message}"),
        Mode::Kubectl => format!("error parsing STDIN: error converting YAML to JSON: {message}"),
    }
}

/// kubectl cuts a text at lines that are `---` and reads each piece alone.
/// Upstream: apimachinery/pkg/util/yaml/decoder.go `YAMLReader`.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        if line.strip_prefix("---").is_some_and(|rest| rest.trim().is_empty()) {
            pieces.push(text.get(start..at).unwrap_or_default());
            start = at + line.len();
        }
        at += line.len();
    }
    pieces.push(text.get(start..).unwrap_or_default());
    pieces.retain(|piece| !piece.trim().is_empty());
    pieces
}
