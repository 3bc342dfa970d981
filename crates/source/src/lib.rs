//! Reads YAML and JSON text into trees whose every node knows its place. Knows no Kubernetes.
//!
//! The text is read as the API server and kubectl read it: libyaml's grammar and words, YAML 1.1
//! scalars, merge keys, anchors with a bound, several documents. Reading never fails and never
//! panics: what cannot be read is a [`Problem`], and the documents before it are kept.
//!
//! ```
//! let read = source::read("kind: Pod\nspec: {hostNetwork: yes}\n---\nkind: [\n");
//! let pod = read.documents[0].root();
//! assert_eq!(pod.get("kind").unwrap().as_str(), Some("Pod"));
//! assert_eq!(read.documents[0].locate("spec.hostNetwork").range, 30..33);
//! assert_eq!(read.problems[0].message, "yaml: line 4: did not find expected node content");
//! ```
#![forbid(unsafe_code)]

mod build;
mod decode;
mod edit;
mod go;
mod json;
mod json_stream;
mod locate;
mod order;
mod parse;
mod part;
mod plain;
mod position;
mod rearrange;
mod relocate;
mod reread;
mod scalar;
mod stream;
mod tree;
mod twice;
mod wrap;

pub use edit::Edit;
pub use json::read_json;
pub use locate::Place;
pub use order::order;
pub use parse::{read, read_plain, read_with_libyaml};
pub use position::Positions;
pub use reread::{Kept, Reread, reread};
pub use stream::read_stream;
pub use tree::{Document, Duplicate, Entry, Kind, Language, Node, NodeId, Scalar};
pub use wrap::Part;

use std::ops::Range;

/// The longest text that is read, in bytes: 1 MiB, under the 1.5 MiB that etcd would store.
pub const MAX_TEXT: usize = 1 << 20;
/// Lists and maps nest at most this deep. A Pod needs about fifteen levels.
pub const MAX_DEPTH: usize = 512;

/// A text that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Documents {
    /// The documents that could be read, in the order of the text.
    pub documents: Vec<Document>,
    /// Why the rest could not; at most one, since reading stops there.
    pub problems: Vec<Problem>,
}

/// Why something could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// In the words of the server's reader where it would refuse too, else ours.
    pub message: String,
    /// A way to solve it.
    pub advice: Option<String>,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Who cannot read it.
    pub cause: Cause,
}

/// Who cannot read a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The reader of YAML or JSON.
    Text,
    /// kubectl, where it cuts a text into documents.
    Stream,
    /// Only this library, which has a bound of its own there.
    Limit,
}

/// Go's own printing of JSON and of numbers, which the server's messages quote.
pub mod print {
    pub use crate::go::{json_of, json_string, number_text, quote, quote_into, quote_time};
}
