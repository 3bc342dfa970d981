//! `podlab.html`: the whole page as one file, which also opens without a host.

use super::node;
use std::path::Path;

/// Makes `file` of the finished page in `dist`.
pub fn write(dist: &Path, file: &Path) -> Result<(), String> {
    node("single.mjs", &[dist, file]).map(drop)
}
