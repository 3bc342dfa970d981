//! `cargo xtask dist`: a folder for any static host. Every address in it is relative, so it may be served at any path.

use crate::{page, project};

/// Builds the page and copies it into `folder` (by default it stays in `dist`).
pub fn run(folder: Option<&str>) -> Result<(), String> {
    let dist = page::build()?;
    let at = match folder {
        None => dist,
        Some(folder) => {
            let folder = project::root().join(folder);
            project::copy(&dist, &folder)
                .map_err(|error| format!("{} cannot be written: {error}.", folder.display()))?;
            folder
        }
    };
    println!("The page is in {}: put that folder on any static host, under any path.", at.display());
    Ok(())
}
