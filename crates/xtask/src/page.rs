//! Builds the page: the editor by its own script, the rest by Trunk; does nothing when nothing changed, or when
//! `PODLAB_DIST` names a page that is built.
//!
//! On a fresh machine most of the time goes into compiling the tools. That uses one of two cores much of the time, as
//! does the end of compiling the page's programs: both are built side by side, and Trunk finds the programs compiled.

use crate::command::{program, quietly};
use crate::progress::Progress;
use crate::project;
use crate::tools::{self, Tools};
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

/// The sources of the page.
const SOURCES: [&str; 6] = ["crates", "web", "index.html", "Trunk.toml", "Cargo.toml", "Cargo.lock"];
/// Crates in `SOURCES` that the page does not contain.
const APART: [&str; 4] = ["crates/cli", "crates/wasm", "crates/xtask/measure", "crates/xtask/src"];
/// The part of `APART` that the page does contain.
const FINISH: &str = "crates/xtask/src/finish";

/// The variable that names a page which is built already, as an earlier job of a build server may have done.
const GIVEN: &str = "PODLAB_DIST";

/// Builds the page, for release, if anything changed since it was last built; returns its folder.
pub fn build() -> Result<PathBuf, String> {
    if let Some(dist) = env::var_os(GIVEN).map(PathBuf::from) {
        let is_page = dist.join("index.html").exists();
        return is_page.then(|| project::root().join(&dist)).ok_or_else(|| {
            format!("{GIVEN} names {}, where no page is: unset it, and the page is built.", dist.display())
        });
    }
    let dist = project::root().join("dist");
    let stamp = project::target().join("page-built-from");
    let now = fingerprint();
    let built = fs::read_to_string(&stamp).is_ok_and(|built| built == now);
    if built && dist.join("index.html").exists() {
        return Ok(dist);
    }
    build_into(&dist, &[])?;
    fs::write(&stamp, now).map_err(|error| format!("{} cannot be written: {error}.", stamp.display()))?;
    Ok(dist)
}

/// Builds the page into `dist`, for release, with `variables` for `cargo xtask finish`.
pub(crate) fn build_into(dist: &Path, variables: &[(&str, &str)]) -> Result<(), String> {
    tools::prepare()?;
    let tools = Progress::during(prepare)?;
    println!("Building the page");
    let mut trunk = program(&tools.trunk);
    trunk.args(["build", "--release", "--offline", "--color", "never", "--dist"]).arg(dist);
    trunk.env("PATH", &tools.path).env(FLAGS, pathless()).envs(variables.iter().copied());
    // Trunk rejects any value of NO_COLOR but `true` and `false`.
    trunk.env_remove("NO_COLOR");
    quietly(&mut trunk)
        .map(drop)
        .map_err(|words| format!("{words}\nTrunk could not build the page: see above."))
}

/// The variable whose flags cargo adds to those of `.cargo/config.toml` for the page's programs.
const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// Flags that leave the paths of this machine out of the programs, in whose messages they would stand: the same sources
/// give the same bytes anywhere. Cargo separates flags by white space, so a path that holds some stays.
fn pathless() -> String {
    let own = project::root();
    let registry = project::cargo_home().join("registry/src");
    let paths = [(own, "podlab"), (project::target(), "target"), (registry, "crates")];
    let paths = paths.iter().map(|(path, name)| (path.to_string_lossy(), name));
    let flags = paths.filter(|(path, _)| !path.contains(char::is_whitespace));
    flags.map(|(path, name)| format!("--remap-path-prefix={path}={name}")).collect::<Vec<_>>().join(" ")
}

/// Lets a build leave the paths of this machine out.
pub(crate) fn without_paths(cargo: &mut Command) {
    cargo.env(FLAGS, pathless());
}

/// The tools of a build, and the editor with the element beside it, without the page's programs.
pub(crate) fn tools_and_editor(progress: &Progress) -> Result<Tools, String> {
    editor(progress)?;
    tools::ensure(progress)
}

const BROKEN: &str = "A thread of this program broke: see above.";

/// Makes Trunk and, at the same time, all that Trunk puts together.
fn prepare(progress: &Progress) -> Result<Tools, String> {
    thread::scope(|scope| {
        let tools = scope.spawn(|| tools::ensure(progress));
        let editor = scope.spawn(|| editor(progress));
        let compiled = compile(progress);
        let (tools, editor) = (tools.join(), editor.join());
        compiled?;
        editor.map_err(|_| BROKEN)??;
        tools.map_err(|_| BROKEN)?
    })
}

/// Compiles the programs that index.html names, with the same commands that Trunk will use.
fn compile(progress: &Progress) -> Result<(), String> {
    let file = project::root().join("index.html");
    let page = fs::read_to_string(&file).map_err(|error| format!("{}: {error}.", file.display()))?;
    for ((manifest, profile, features), programs) in programs(&page) {
        let mut cargo = program("cargo");
        cargo.args(["build", "--locked", "--target", tools::TARGET, "--manifest-path", manifest]);
        cargo.args(["--profile", profile, "--features", features]).env(FLAGS, pathless());
        for name in &programs {
            cargo.args(["--bin", name]);
        }
        let name = format!("the page's {}", programs.join(" and "));
        progress.run(&name, "1 to 4 minutes", &mut cargo, "The page does not compile: see above.")?;
    }
    Ok(())
}

/// The names of a page's programs by manifest, profile and features.
fn programs(page: &str) -> BTreeMap<(&str, &str, &str), Vec<&str>> {
    let mut programs: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for link in page.lines().filter(|line| line.contains("data-trunk rel=\"rust\"")) {
        let value = |name: &str| link.split_once(name)?.1.strip_prefix("=\"")?.split('"').next();
        let (manifest, name) = (value(" href"), value(" data-bin"));
        let profile = value(" data-cargo-profile-release").unwrap_or("release");
        if let (Some(manifest), Some(name)) = (manifest, name) {
            let features = value(" data-cargo-features").unwrap_or_default();
            programs.entry((manifest, profile, features)).or_default().push(name);
        }
    }
    programs
}

/// Installs the npm packages and builds the editor.
fn editor(progress: &Progress) -> Result<(), String> {
    const EDITOR: &str = "web/editor";
    tools::npm_packages(progress, tools::NPM)?;
    tools::npm_packages(progress, EDITOR)?;
    let mut npm = tools::npm(&project::root().join(EDITOR));
    quietly(npm.args(["run", "--silent", "build"]))
        .map_err(|words| format!("{words}\nThe editor could not be built: see above."))?;
    Ok(())
}

/// A number that changes when a source of the page changes.
fn fingerprint() -> String {
    let root = project::root();
    let mut hasher = DefaultHasher::new();
    for source in SOURCES {
        let path = root.join(source);
        let files = if path.is_dir() { project::files(&path) } else { vec![path] };
        for file in files {
            let name = file.strip_prefix(&root).unwrap_or(&file);
            if APART.iter().any(|apart| name.starts_with(apart)) && !name.starts_with(FINISH) {
                continue;
            }
            name.hash(&mut hasher);
            fs::read(&file).unwrap_or_default().hash(&mut hasher);
        }
    }
    format!("{:016x} of {}", hasher.finish(), root.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_programs_are_those_of_the_page() {
        let page = fs::read_to_string(project::root().join("index.html")).unwrap();
        let programs = programs(&page);
        assert!(programs[&("web/Cargo.toml", "wasm", "")].contains(&"podlab-web"), "{programs:?}");
        assert_eq!(programs.values().map(Vec::len).sum::<usize>(), page.matches("rel=\"rust\"").count());
    }
}
