//! The pages about rules, lints and words as one file, which the page's engine is given when it is there: see
//! `crates/api/src/markdown.rs`.

use crate::project;
use std::fs;
use std::path::Path;

/// What stands before each page.
const NEXT: char = '\u{c}';

/// Every page below `crates`, each behind its name: that of its file, with its folder where that is `words`.
pub fn collect(crates: &Path) -> Result<String, String> {
    let mut all = String::new();
    for file in project::files(crates) {
        let is_page = file.extension().is_some_and(|kind| kind == "md")
            && file.components().any(|folder| folder.as_os_str() == "src");
        if !is_page {
            continue;
        }
        let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}.", file.display()))?;
        let is_word = file.parent().is_some_and(|folder| folder.ends_with("words"));
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        all.push(NEXT);
        all.push_str(if is_word { "words/" } else { "" });
        all.push_str(&name);
        all.push('\n');
        all.push_str(&text);
    }
    Ok(all)
}
