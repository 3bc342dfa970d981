//! The tools of the page's build: found at their pinned version, or installed.
//!
//! Crates go to a folder of ours below cargo's own, so that nobody's Trunk is replaced and a clean checkout finds them;
//! npm packages go beside the `package-lock.json` that pins them.
//! Trunk would download missing tools from the web, unpinned: it finds these on its `PATH` and runs with `--offline`.

use crate::command::{listen, openly, program};
use crate::progress::Progress;
use crate::project;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

/// Trunk 0.22 needs a newer Rust than ours.
const TRUNK: &str = "0.21.14";
/// The folder whose packages are tools of the build and the journeys.
pub const NPM: &str = "crates/xtask/npm";
const OLDEST_NODE: u32 = 20;
/// Builds one program of wasm-bindgen-cli, and optimises the crates in it that read and write the page's program.
const BINDGEN: [&str; 9] = [
    "--no-default-features",
    "--bin",
    "wasm-bindgen",
    "--config",
    "profile.release.package.walrus.opt-level=1",
    "--config",
    "profile.release.package.wasmparser.opt-level=1",
    "--config",
    "profile.release.package.wasm-bindgen-cli-support.opt-level=1",
];
/// The target for which the page's programs are compiled.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The tools of the page's build, all of them present.
pub struct Tools {
    /// `PATH` for a child that needs them.
    pub path: OsString,
    /// The path of Trunk.
    pub trunk: PathBuf,
}

/// A tool that is a crate.
pub(crate) struct Crate<'a> {
    /// The name of the program.
    pub tool: &'a str,
    /// The crate that it belongs to.
    pub package: &'a str,
    /// The one version that is accepted.
    pub version: &'a str,
    /// Further arguments for `cargo install`.
    pub options: &'a [&'a str],
    /// The time that its build usually takes on two cores.
    pub usual: &'a str,
}

/// Prepares what takes no time: checks that Node is there, and adds the wasm target.
pub fn prepare() -> Result<(), String> {
    node()?;
    wasm_target()
}

/// Finds the tools that are crates, installing what is missing; those from npm are in [`NPM`].
pub fn ensure(progress: &Progress) -> Result<Tools, String> {
    let pinned = project::locked("wasm-bindgen").ok_or("Cargo.lock names no wasm-bindgen; is it damaged?")?;
    // TLS is left out: Trunk needs it to fetch tools and wasm-bindgen to reach browsers, and neither is asked to.
    let trunk = Crate {
        tool: "trunk",
        package: "trunk",
        version: TRUNK,
        options: &["--no-default-features"],
        usual: "3 to 4 minutes",
    };
    let bindgen = Crate {
        tool: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        version: &pinned,
        options: &BINDGEN,
        usual: "1 to 2 minutes",
    };
    let (trunk, bindgen) = (trunk.ensure(progress)?, bindgen.ensure(progress)?);
    let builds = builds();
    if builds.exists() {
        fs::remove_dir_all(&builds)
            .map_err(|error| format!("{} cannot be removed: {error}.", builds.display()))?;
    }
    let own = env::var_os("PATH").unwrap_or_default();
    let scripts = project::root().join(NPM).join("node_modules/.bin");
    let folders = [trunk.parent(), bindgen.parent(), Some(scripts.as_path())].into_iter().flatten();
    let path = env::join_paths(folders.map(Path::to_path_buf).chain(env::split_paths(&own)))
        .map_err(|error| format!("PATH cannot hold the tools: {error}."))?;
    Ok(Tools { path, trunk })
}

/// Checks that Node is there, the one tool that we cannot install for people.
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

impl Crate<'_> {
    /// The path of the tool at exactly its version, from `PATH`, from our folder, or newly built from crates.io.
    pub(crate) fn ensure(&self, progress: &Progress) -> Result<PathBuf, String> {
        let ours = project::cargo_home().join("podlab");
        let folders = env::var_os("PATH").unwrap_or_default();
        let places = env::split_paths(&folders).chain([project::cargo_home().join("bin"), ours.join("bin")]);
        let file = format!("{}{}", self.tool, env::consts::EXE_SUFFIX);
        for place in places.map(|folder| folder.join(&file)).filter(|place| place.is_file()) {
            let said = listen(program(&place).arg("--version"));
            // Some write `v1.2`.
            let told = |words: &str| {
                words
                    .split_whitespace()
                    .nth(1)
                    .is_some_and(|told| told.trim_start_matches('v') == self.version)
            };
            if said.is_some_and(|said| told(&said.words)) {
                return Ok(place);
            }
        }
        let (package, version) = (self.package, self.version);
        let name = format!("{package} {version}");
        let advice = format!(
            "{name} could not be installed: see the message above; `cargo install {package} --version {version}` must work."
        );
        let install =
            |locked: &[&str]| progress.run(&name, self.usual, self.install(&ours).args(locked), &advice);
        install(&["--locked"]).or_else(|words| {
            // The crate was published with a lock file that names a version which this registry does not have.
            if words.contains("failed to select a version") { install(&[]) } else { Err(words) }
        })?;
        Ok(ours.join("bin").join(file))
    }

    /// The command that installs it. The build is not optimised: these tools take seconds at any optimisation.
    fn install(&self, root: &Path) -> Command {
        const PROFILE: [(&str, &str); 6] = [
            ("OPT_LEVEL", "0"),
            ("LTO", "off"),
            ("CODEGEN_UNITS", "16"),
            ("DEBUG", "false"),
            ("PANIC", "abort"),
            ("STRIP", "symbols"),
        ];
        let mut cargo = program("cargo");
        cargo.args(["install", self.package, "--version", self.version]).args(self.options);
        cargo.arg("--root").arg(root);
        // The build runs outside of the project, whose toolchain file and profiles are not meant for the tool.
        cargo.current_dir(env::temp_dir()).env("CARGO_TARGET_DIR", builds());
        for (key, value) in PROFILE {
            cargo.env(format!("CARGO_PROFILE_RELEASE_{key}"), value);
        }
        cargo
    }
}

/// The folder in which tools are built, one after the other, so that a crate that both use is built once. Each process has
/// one of its own, since it removes the folder when it has what it needs.
fn builds() -> PathBuf {
    project::target().join("tools").join(process::id().to_string())
}

/// Installs exactly the packages of `FOLDER/package-lock.json`, if there is one; returns its `node_modules`.
pub fn npm_packages(progress: &Progress, folder: &str) -> Result<PathBuf, String> {
    let path = project::root().join(folder);
    let modules = path.join("node_modules");
    let Ok(lock) = fs::read_to_string(path.join("package-lock.json")) else { return Ok(modules) };
    let stamp = modules.join(".installed-from");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(modules);
    }
    let mut npm = npm(&path);
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    let advice = format!(
        "`npm ci` failed in {folder}: see the message above; npm comes with Node, and the registry must be reachable once."
    );
    progress.run(&format!("npm packages of {folder}"), "some seconds", &mut npm, &advice)?;
    fs::write(&stamp, lock).map_err(|error| format!("{} cannot be written: {error}.", stamp.display()))?;
    Ok(modules)
}

/// npm in `folder`.
pub fn npm(folder: &Path) -> Command {
    let mut npm = program(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(folder);
    npm
}
