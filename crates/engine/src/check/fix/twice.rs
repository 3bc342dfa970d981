//! A key that is written twice: the earlier value goes, or what stands under both is joined.

use super::{Fix, fix, fix_all};
use source::{Document, Duplicate};

/// Leaves the key once, where nothing that anybody wrote is lost but a value that the server ignores.
pub(in crate::check) fn twice(text: &str, document: &Document, found: &Duplicate) -> Option<Fix> {
    let key = found.key.trim_matches('"');
    if let Some(edit) = document.remove_earlier(text, &found.range) {
        return Some(fix(format!("remove the first `{key}`"), edit));
    }
    Some(fix_all(format!("join both `{key}`"), document.join(text, &found.range)?))
}
