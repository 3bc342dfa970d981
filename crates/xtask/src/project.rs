//! Paths of the project: its root, its build folder, cargo's own folder.

use std::env;
use std::path::{Path, PathBuf};

/// The folder of the workspace's `Cargo.toml`.
pub fn root() -> PathBuf {
    let here = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.ancestors().find(|folder| folder.join("Cargo.lock").exists()).unwrap_or(&here).to_path_buf()
}

/// The folder into which cargo builds.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// Cargo's own folder, usually `~/.cargo`.
pub fn cargo_home() -> PathBuf {
    if let Some(home) = env::var_os("CARGO_HOME") {
        return PathBuf::from(home);
    }
    #[allow(
        deprecated,
        reason = "no longer deprecated since Rust 1.87, and right on every system since 1.85"
    )]
    env::home_dir().unwrap_or_else(root).join(".cargo")
}

/// The version of `package` in `Cargo.lock`, if it is listed there.
pub fn locked(package: &str) -> Option<String> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).ok()?;
    let after = lock.split(&format!("name = \"{package}\"\nversion = \"")).nth(1)?;
    after.split('"').next().map(str::to_owned)
}

/// Every source file under `folder`, in order; build results are left out.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    const BUILT: [&str; 4] = ["target", "dist", "node_modules", ".git"];
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name();
            if path.is_dir() {
                // A module may be called `dist` too.
                let is_source = folder.file_name().is_some_and(|parent| parent == "src");
                if is_source || !BUILT.iter().any(|built| name == *built) {
                    folders.push(path);
                }
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Copies every source file of a folder; build results are left out.
pub fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    for file in files(from) {
        let Ok(below) = file.strip_prefix(from) else { continue };
        let target = to.join(below);
        if let Some(folder) = target.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::copy(&file, target)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_that_is_called_as_build_results_are_is_a_source() {
        let all = files(&root().join("crates/xtask"));
        let has = |file: &str| all.contains(&root().join(file));
        assert!(has("crates/xtask/src/dist/mod.rs"));
        assert!(!all.iter().any(|file| file.components().any(|part| part.as_os_str() == "node_modules")));
    }
}
