//! The parts of the built folder: the licences of everything in it (`third-party.txt`) and its bill of materials
//! (`sbom.cdx.json`, CycloneDX), both from cargo's and npm's lock files.

use super::node;
use crate::progress::Progress;
use crate::tools;
use std::path::Path;

/// Writes both into `folder`.
pub fn write(folder: &Path) -> Result<(), String> {
    // Licences are read where the packages are.
    Progress::during(|progress| tools::npm_packages(progress, "web/editor"))?;
    node("parts.mjs", &[folder]).map(drop)
}

/// Writes both for what one crate is compiled with.
pub fn of_crate(name: &str, folder: &Path) -> Result<(), String> {
    node("parts.mjs", &[folder, Path::new(name)]).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn every_part_is_listed_with_its_licence() {
        let folder = std::env::temp_dir().join(format!("podlab-parts-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        write(&folder).unwrap();
        let notices = fs::read_to_string(folder.join("third-party.txt")).unwrap();
        let bill = fs::read_to_string(folder.join("sbom.cdx.json")).unwrap();
        for (name, found) in [("yew", "cargo/yew@"), ("@codemirror/view", "npm/%40codemirror/view@")] {
            assert!(notices.contains(&format!("\n{name} ")), "{name} has a notice");
            assert!(bill.contains(&format!("pkg:{found}")), "{name} is in the bill");
        }
        for words in ["Apache License", "Permission is hereby granted", "The Kubernetes Authors"] {
            assert!(notices.contains(words), "{words}");
        }
        // Tools of the build are no part of what is handed out.
        assert!(!bill.contains("pkg:npm/esbuild") && !bill.contains("pkg:cargo/expect-test"), "{bill}");
        fs::remove_dir_all(folder).unwrap();
    }
}
