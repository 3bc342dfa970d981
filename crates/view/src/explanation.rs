//! What a terminal shows for `kubectl apply`, and the pages that explain it.

use serde::{Deserialize, Serialize};

/// What a terminal shows for `kubectl apply`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// Standard error, then standard output.
    pub output: String,
    /// The message of each problem that has a page, with the page.
    pub explanations: Vec<(String, Explanation)>,
}

/// A page about an error: cause, smallest fix, release, place in Kubernetes' source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// For links and `podlab explain`: `request-above-limit`.
    pub id: String,
    /// The heading.
    pub title: String,
    /// The rest: paragraphs and code, in order.
    pub blocks: Vec<Block>,
}

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A paragraph; backticks enclose code, double asterisks strong words.
    Words(String),
    /// A manifest or a command.
    Code(String),
}
