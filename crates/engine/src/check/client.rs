//! The stage before the server decodes: kubectl's reading and the search for an endpoint.
//! Upstream: staging/src/k8s.io/cli-runtime/pkg/resource/{builder,visitor,mapper}.go.

use super::data::Mode;
use api::kinds;
use api::read::TypeMeta;
use source::{Cause, Document, Kind, Problem, Scalar, print};

/// `apiVersion` and `kind`, with the message of kubectl or the server, whichever looks for them first.
pub(super) fn type_meta(document: &Document, mode: Mode) -> TypeMeta {
    let mut meta = api::read::type_meta(document);
    if mode == Mode::Kubectl {
        meta.error = kubectl(document, &meta);
    }
    meta
}

/// kubectl's own message: it looks into the object before it asks the server for the kinds.
fn kubectl(document: &Document, meta: &TypeMeta) -> Option<String> {
    let error = meta.error.as_ref()?;
    let root = document.root();
    let word = match root.kind() {
        Kind::Mapping => {
            let kind = root.get("kind").and_then(|kind| kind.as_str()).unwrap_or_default();
            // kubectl looks at the group before the kind, and has the same message for both.
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
        // Only of a list; other documents that hold nothing are passed over.
        Kind::Scalar(Scalar::Null, _) => return Some("invalid object to validate".to_owned()),
        Kind::Scalar(Scalar::Bool(_), _) => "bool",
        Kind::Scalar(Scalar::String, _) => "string",
        Kind::Scalar(..) => "number",
    };
    Some(format!(
        "unable to decode \"STDIN\": json: cannot unmarshal {word} into Go value of type unstructured.detector"
    ))
}

/// The server's answer to `kind: pod`. kubectl finds kinds in small letters too and sends the object as it is.
/// Upstream: NewDiscoveryRESTMapper, client-go/restmapper/discovery.go; the scheme's name: pkg/api/legacyscheme/scheme.go.
pub(super) fn unregistered(meta: &TypeMeta) -> Option<String> {
    let (version, kind) = (&meta.api_version, &meta.kind);
    let is_it = |real: &&kinds::Kind| real.name != kind && real.name.to_lowercase() == *kind;
    let real = kinds::all().find(|real| real.api_version == version && is_it(real))?.name;
    let short = version.rsplit('/').next().unwrap_or_default();
    Some(format!(
        "{kind} in version \"{short}\" cannot be handled as a {real}: no kind \"{kind}\" is registered for version \"{version}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\""
    ))
}

/// The message for a text that cannot be read, from whichever program reads it first.
pub(super) fn unreadable(problem: &Problem, mode: Mode) -> String {
    match mode {
        Mode::Yaml => problem.message.clone(),
        Mode::Json => format!("couldn't get version/kind; json parse error: {}", problem.message),
        Mode::Kubectl => parsing(problem, "STDIN"),
    }
}

/// kubectl's message about a text that it cannot read.
pub(super) fn parsing(problem: &Problem, source: &str) -> String {
    let converting = match problem.cause {
        Cause::Text => "error converting YAML to JSON: ",
        Cause::Stream | Cause::Limit => "",
    };
    format!("error parsing {source}: {converting}{}", problem.message)
}
