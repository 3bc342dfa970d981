//! The pages about rules, lints and words as one file, which the page loads for its engine: see
//! `crates/api/src/markdown.rs`.

use crate::project;
use std::fs;
use std::path::Path;

/// The character before each page.
const NEXT: char = '\u{c}';

/// Every page below `crates`, each after its name: that of its file, with the folder if it is `words`.
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
