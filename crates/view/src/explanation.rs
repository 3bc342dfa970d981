//! The output of `kubectl apply` in a terminal, and the pages that explain it.

use serde::{Deserialize, Serialize};

/// The output of `kubectl apply` in a terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// Standard error, then standard output.
    pub output: String,
    /// The message of each problem that has a page, with the page.
    pub explanations: Vec<(String, Explanation)>,
}

/// The page about an error: cause, smallest fix, release, place in Kubernetes' source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The page's name in links and for `podlab explain`: `request-above-limit`.
    pub id: String,
    /// The heading.
    pub title: String,
    /// The text below the heading: paragraphs and code, in order.
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
