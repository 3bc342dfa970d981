//! The tools of the page's build: found at their pinned version, or installed.
//!
//! Crates go to a folder of ours in cargo's own, so that nobody's Trunk is replaced and a clean checkout finds them again;
//! npm packages go beside the `package-lock.json` that pins them.
//! Trunk would fetch what it misses from the web, unpinned: it gets these on its `PATH` and runs with `--offline`.

use crate::command::{listen, openly, program};
use crate::project;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// 0.22 wants a newer Rust than ours.
const TRUNK: &str = "0.21.14";
const OLDEST_NODE: u32 = 20;
const TARGET: &str = "wasm32-unknown-unknown";

/// The tools of the page's build, all there.
pub struct Tools {
    /// `PATH` for a child that needs them.
    pub path: OsString,
    /// The program itself.
    pub trunk: PathBuf,
}

/// Finds the tools, installing what is missing.
pub fn ensure() -> Result<Tools, String> {
    node()?;
    wasm_target()?;
    let trunk =
        installed("trunk", "trunk", TRUNK, &["--locked", "--no-default-features", "--features", "rustls"])?;
    let pinned = project::locked("wasm-bindgen").ok_or("Cargo.lock names no wasm-bindgen; is it damaged?")?;
    let bindgen = installed("wasm-bindgen", "wasm-bindgen-cli", &pinned, &[])?;
    let npm = npm_packages(&project::root().join("crates/xtask/npm"))?;
    npm_packages(&project::root().join("web/editor"))?;

    let own = env::var_os("PATH").unwrap_or_default();
    let scripts = npm.join(".bin");
    let folders = [trunk.parent(), bindgen.parent(), Some(scripts.as_path())].into_iter().flatten();
    let path = env::join_paths(folders.map(Path::to_path_buf).chain(env::split_paths(&own)))
        .map_err(|error| format!("PATH cannot hold the tools: {error}."))?;
    Ok(Tools { path, trunk })
}

/// Node is the one thing that we cannot install for people.
pub fn node() -> Result<(), String> {
    let said = listen(program("node").arg("--version"));
    let Some(said) = said.filter(|said| said.content) else {
        return Err(format!(
            "Node is missing: install version {OLDEST_NODE} or later from https://nodejs.org, then run this again."
        ));
    };
    let version = said.words.trim().trim_start_matches('v');
    let major: u32 = version.split('.').next().and_then(|major| major.parse().ok()).unwrap_or(0);
    if major < OLDEST_NODE {
        return Err(format!(
            "Node {version} is too old: install version {OLDEST_NODE} or later from https://nodejs.org, then run this again."
        ));
    }
    Ok(())
}

fn wasm_target() -> Result<(), String> {
    let libraries = listen(program("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    if libraries.is_some_and(|said| said.content && Path::new(said.words.trim()).exists()) {
        return Ok(());
    }
    println!("Adding the Rust target {TARGET}");
    openly(
        program("rustup").args(["target", "add", TARGET]),
        &format!(
            "The Rust target {TARGET} is missing and `rustup target add {TARGET}` failed: add it as your Rust was installed, then run this again."
        ),
    )
}

/// The path of `tool` at exactly `version`, from `PATH`, from our folder, or newly built from crates.io.
pub(crate) fn installed(
    tool: &str,
    package: &str,
    version: &str,
    options: &[&str],
) -> Result<PathBuf, String> {
    let ours = project::cargo_home().join("podlab");
    let folders = env::var_os("PATH").unwrap_or_default();
    let places = env::split_paths(&folders).chain([project::cargo_home().join("bin"), ours.join("bin")]);
    let file = format!("{tool}{}", env::consts::EXE_SUFFIX);
    for place in places.map(|folder| folder.join(&file)).filter(|place| place.is_file()) {
        let said = listen(program(&place).arg("--version"));
        if said.is_some_and(|said| said.words.split_whitespace().nth(1) == Some(version)) {
            return Ok(place);
        }
    }
    println!("Installing {package} {version} (once; some minutes)");
    let mut cargo = program("cargo");
    cargo.args(["install", package, "--version", version, "--quiet"]).args(options).arg("--root").arg(&ours);
    // Outside the project, and with its own build folder: the project's toolchain file and profiles are not the tool's.
    cargo.current_dir(env::temp_dir()).env_remove("CARGO_TARGET_DIR").env_remove("CARGO_BUILD_TARGET_DIR");
    openly(
        &mut cargo,
        &format!(
            "{package} {version} could not be installed: see the message above; `cargo install {package} --version {version}` must work."
        ),
    )?;
    Ok(ours.join("bin").join(file))
}

/// Installs the packages of `folder/package-lock.json`, if there is one, exactly; returns its `node_modules`.
pub fn npm_packages(folder: &Path) -> Result<PathBuf, String> {
    let modules = folder.join("node_modules");
    let Ok(lock) = fs::read_to_string(folder.join("package-lock.json")) else { return Ok(modules) };
    let stamp = modules.join(".installed-from");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(modules);
    }
    println!("Installing the npm packages of {}", folder.display());
    let mut npm = program(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder);
    openly(
        &mut npm,
        &format!(
            "`npm ci` failed in {}: see the message above; npm comes with Node, and the registry must be reachable once.",
            folder.display()
        ),
    )?;
    fs::write(&stamp, lock).map_err(|error| format!("{} cannot be written: {error}.", stamp.display()))?;
    Ok(modules)
}
