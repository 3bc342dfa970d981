//! The list of everything that can be explained, for `podlab explain --list`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{Page, pages, words};

/// Every word and every page with its title, one a line.
///
/// ```
/// let list = engine::explain::list();
/// assert!(list.lines().any(|line| line == "CrashLoopBackOff"));
/// assert!(list.lines().any(|line| line.starts_with("untagged-image ") && line.ends_with("An image without a version")));
/// ```
pub fn list() -> String {
    let mut list = "Words that a cluster prints:\n".to_owned();
    let words: BTreeSet<&str> = words().map(|page| page.id).collect();
    for word in words {
        let _ = writeln!(list, "{word}");
    }
    list.push_str("\nErrors, warnings and advice:\n");
    let pages: Vec<Page> = pages().collect();
    let width = pages.iter().map(|page| page.id.len()).max().unwrap_or_default();
    for page in pages {
        let _ = writeln!(list, "{:width$}  {}", page.id, page.markdown.title());
    }
    list
}
