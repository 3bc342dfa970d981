//! The build of a folder: page, worker, engine and editor carry the same, so that no two deployments are mixed, and the
//! service worker (`web/boot/sw.js`) knows which files belong together.

use crate::command::{program, quietly};
use crate::project;
use std::path::Path;

/// Puts the build into every file of `folder` that carries it, and writes its sw.js; returns the build.
pub(super) fn stamp(folder: &Path) -> Result<String, String> {
    let root = project::root();
    let mut node = program("node");
    node.arg(root.join("crates/xtask/src/finish/stamp.mjs")).arg(folder).arg(root.join("web/boot/sw.js"));
    let build = quietly(&mut node)?;
    Ok(build.trim().to_owned())
}
