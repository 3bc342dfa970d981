//! The objects of a file that kubectl does not send, and its words about them.
//! Upstream: staging/src/k8s.io/cli-runtime/pkg/resource/{builder,mapper,visitor}.go.

use super::write;
use super::{client, pipeline, text};
use api::json::quote;
use api::read::{self, DecodeError};
use api::well_known::NO_RESOURCE;
use api::{Kubernetes, kinds};
use kubectl::apply::{Done, DryRun, Item, Refusal, Submission, Verb};
use source::{Document, Node};

/// kubectl's words about a list whose items are lists.
pub(super) const NESTED: &str = "*unstructured.Unstructured is not a list: no Items field in this object";

/// Puts kubectl's words about an unknown kind in a list into the place of those about one that stands alone.
pub(super) fn in_list(item: &mut Item) {
    if let Item::Unread(text) = item
        && text.starts_with("resource mapping not found")
        && let Some((_, why)) = text.lines().next().and_then(|line| line.split_once(": no matches"))
    {
        *text = format!("unable to recognize no matches{why}");
    }
}

pub(super) const EMPTY: &str = "resource name may not be empty";

/// kubectl's words about a name that cannot stand in an address. Upstream: IsValidPathSegmentName, apimachinery/pkg/api/validation/path.
pub(super) fn unaddressable(name: &str) -> Option<String> {
    let mut why = Vec::new();
    if [".", ".."].contains(&name) {
        why.push(format!("may not be '{name}'"));
    } else {
        let signs = ['/', '%'].into_iter().filter(|sign| name.contains(*sign));
        why.extend(signs.map(|sign| format!("may not contain '{sign}'")));
    }
    (!why.is_empty()).then(|| format!("invalid resource name {name:?}: [{}]", why.join(" ")))
}

/// The refusal of an object without a name, or with a name, by which `apply` and `replace` cannot find it.
pub(super) fn nameless(
    generated: &str,
    why: &str,
    answer: &pipeline::Answer,
    namespace: &str,
    submission: &Submission,
) -> Refusal {
    let source = &submission.source;
    Refusal::Client(match submission.verb {
        Verb::Replace => format!("error when replacing \"{source}\": {why}"),
        _ if !generated.is_empty() => format!("from {generated}: cannot use generate name with apply"),
        Verb::ApplyServerSide => why.to_owned(),
        _ => {
            let object = write::described(answer, namespace);
            format!(
                "error when retrieving current configuration of:\n{object}\nfrom server for: \"{source}\": {why}"
            )
        }
    })
}

/// The server's answer to `kind: pod`.
pub(super) fn unregistered(answer: &pipeline::Answer, submission: &Submission) -> Option<Item> {
    let message = client::unregistered(&answer.meta)?;
    let doing = submission.verb.doing();
    let outcome = Err(Refusal::Status { reason: "BadRequest", doing, message });
    Some(Item::Sent { name: String::new(), warnings: Vec::new(), outcome, object: None })
}

/// The answer when kubectl cannot tell where to send an object, or what its name is.
pub(super) fn unreadable(
    document: &Document,
    answer: &pipeline::Answer,
    submission: &Submission,
    kubernetes: &Kubernetes,
) -> Option<Item> {
    let root = document.root();
    let source = &submission.source;
    if let Some(error) = &answer.client {
        // kubectl takes an object without a version for one of the first group, where it then finds no address.
        let is_bare = error.starts_with("Object 'apiVersion' is missing");
        let kind = &answer.meta.kind;
        if is_bare && kinds::find("v1", kind).is_some() {
            return Some(homeless(root, kind, submission));
        }
        let unmatched = || format!("no matches for kind {} in version \"\"", quote(kind));
        let error = &if is_bare { unmatched() } else { error.clone() };
        if !error.starts_with("no matches for kind") {
            return Some(Item::Unread(error.replace("\"STDIN\"", &format!("\"{source}\""))));
        }
        let errors = read::metadata_errors(document, kubernetes);
        if let Some(undecoded) = undecoded(&errors, "ConfigMap") {
            return Some(undecoded);
        }
        let metadata = root.get("metadata");
        let of = |field| metadata.map(|metadata| text(metadata, field)).unwrap_or_default();
        let (name, namespace) = (of("name"), of("namespace"));
        return Some(Item::Unread(format!(
            "resource mapping not found for name: {} namespace: {} from \"{source}\": {error}\nensure CRDs are installed first",
            quote(name),
            quote(namespace)
        )));
    }
    // kubectl reads the metadata by itself, strictly.
    let errors = answer.read.as_ref().map(|read| read.decode.as_slice()).unwrap_or_default();
    undecoded(errors, &answer.meta.kind)
}

/// kubectl's words about metadata that it cannot read.
fn undecoded(errors: &[DecodeError], kind: &str) -> Option<Item> {
    let own = errors.iter().find(|error| error.path == "metadata" || error.path.starts_with("metadata."))?;
    // A value that is no metadata at all meets kubectl's own struct.
    let struct_of = format!("field {kind}.metadata ");
    Some(Item::Undecoded(own.message.replace(&struct_of, "field metadataOnlyObject.metadata ")))
}

/// The answer to an object of the first group that says no version.
fn homeless(root: Node<'_>, kind: &str, submission: &Submission) -> Item {
    let name = root.get("metadata").map(|metadata| text(metadata, "name")).unwrap_or_default();
    let (reason, doing, message) = ("NotFound", submission.verb.doing(), NO_RESOURCE.to_owned());
    let outcome = match submission.dry_run {
        DryRun::Client => Ok(Done::Created),
        DryRun::None | DryRun::Server => Err(Refusal::Status { reason, doing, message }),
    };
    let name = format!("{}/{name}", kind.to_lowercase());
    Item::Sent { name, warnings: Vec::new(), outcome, object: None }
}

/// An object of another namespace than the one that the command line names.
pub(super) fn elsewhere(root: Node<'_>, answer: &pipeline::Answer, submission: &Submission) -> Option<Item> {
    let given = Some(&submission.namespace).filter(|_| submission.names_namespace)?;
    let own = root.get("metadata").map(|metadata| text(metadata, "namespace")).unwrap_or_default();
    let is_clusters = kinds::is_clusters(&answer.meta.api_version, &answer.meta.kind);
    let is_other = !is_clusters && !own.is_empty() && own != given;
    is_other.then(|| Item::Unread(kubectl::apply::other_namespace(own, given)))
}
