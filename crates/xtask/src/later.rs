//! `cargo xtask later`: finds out which functions come in the later part of each program, and lists them in `web/first/later`.
//!
//! It builds the page with programs that note what they run, and looks at it in Chromium as people do at first.

use crate::finish::{LATER, NOTED};
use crate::{measure, page, project};
use std::ffi::OsStr;
use std::fs;

/// Writes the lists.
pub fn run() -> Result<(), String> {
    let noted = project::target().join("noted");
    page::build_into(&noted, &[(NOTED, "yes")])?;
    let lists = project::root().join(LATER);
    let examples = project::root().join("web/examples");
    let entries = fs::read_dir(&examples).map_err(|error| format!("{}: {error}.", examples.display()))?;
    let folders = entries.flatten().filter(|entry| entry.path().is_dir());
    let mut names: Vec<_> = folders.map(|entry| entry.file_name()).collect();
    names.sort();
    let mut options = vec![noted.as_os_str(), lists.as_os_str()];
    options.extend(names.iter().map(AsRef::<OsStr>::as_ref));
    measure::look(noted.clone(), "later.js", &options, "The page could not be looked at: see above.")
}
