//! `cargo xtask npm`: the npm package `podlab`, packed; then installed into a fresh folder and used there, from Node, by
//! TypeScript's compiler and in Chromium.
//!
//! The package is the engine of `crates/wasm` with its hand-written files (`crates/wasm/npm`) and the element.

use crate::command::{openly, program, quietly};
use crate::progress::Progress;
use crate::serve::{Server, Site};
use crate::tools::{self, Tools};
use crate::{browser, dist, page, project};
use std::fs;
use std::path::{Path, PathBuf};

/// The crate, its hand-written files and what uses the installed package.
const CRATE: &str = "crates/wasm";
/// The folder whose npm packages drive a browser.
const MEASURE: &str = "crates/xtask/measure";
/// The profile of the page's programs: size before speed.
const PROFILE: &str = "wasm";
/// How wasm-opt makes the program small, and the features that browsers and Node have.
const OPTIMISE: [&str; 9] = [
    "-Os",
    "--strip-debug",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--reorder-functions-by-name",
];

/// Builds, packs, installs and uses the package.
pub fn run() -> Result<(), String> {
    tools::prepare()?;
    let (tools, wasm) = Progress::during(|progress| {
        tools::npm_packages(progress, MEASURE)?;
        let tools = page::tools_and_editor(progress)?;
        Ok::<_, String>((tools, compile(progress)?))
    })?;
    let home = project::target().join("npm");
    let package = home.join("podlab");
    renewed(&package)?;
    assemble(&tools, &wasm, &package)?;
    let packed = pack(&package, &home)?;
    let used = home.join("used");
    install(&packed, &used)?;
    try_out(&used)?;
    let size = fs::metadata(&packed).map_or(0, |file| file.len() / 1000);
    println!("{} ({size} kB) is ready for `npm publish`.", packed.display());
    Ok(())
}

/// Compiles the engine and returns its program.
fn compile(progress: &Progress) -> Result<PathBuf, String> {
    let mut cargo = program("cargo");
    cargo.args(["build", "--locked", "--lib", "--package", "podlab-wasm"]);
    cargo.args(["--target", tools::TARGET, "--profile", PROFILE]);
    page::without_paths(&mut cargo);
    progress.run("the engine", "1 to 4 minutes", &mut cargo, "The engine does not compile: see above.")?;
    Ok(project::target().join(tools::TARGET).join(PROFILE).join("podlab_wasm.wasm"))
}

/// An empty folder in place of whatever was there.
fn renewed(folder: &Path) -> Result<(), String> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .map_err(|error| format!("{} cannot be removed: {error}.", folder.display()))?;
    }
    fs::create_dir_all(folder).map_err(|error| format!("{} cannot be made: {error}.", folder.display()))
}

/// Puts all files of the package into `package`.
fn assemble(tools: &Tools, wasm: &Path, package: &Path) -> Result<(), String> {
    let root = project::root();
    let mut bindgen = program("wasm-bindgen");
    bindgen.args(["--target", "web", "--out-name", "engine", "--out-dir"]).arg(package).arg(wasm);
    quietly(bindgen.env("PATH", &tools.path))?;
    // The page's own declarations are enough; these are of functions that nobody calls.
    let unused = package.join("engine_bg.wasm.d.ts");
    fs::remove_file(&unused).map_err(|error| format!("{} cannot be removed: {error}.", unused.display()))?;
    let engine = package.join("engine_bg.wasm");
    let mut optimise = program("wasm-opt");
    optimise.args(OPTIMISE).arg(&engine).arg("-o").arg(&engine);
    quietly(optimise.env("PATH", &tools.path))?;
    let written = root.join(CRATE).join("npm");
    project::copy(&written, package)
        .map_err(|error| format!("{} cannot be copied: {error}.", written.display()))?;
    for file in ["LICENSE", "NOTICE", "web/editor/dist/pod-lab.js"] {
        let from = root.join(file);
        let to = package.join(from.file_name().unwrap_or_default());
        fs::copy(&from, &to).map_err(|error| format!("{} cannot be copied: {error}.", from.display()))?;
    }
    dist::parts::of_crate("podlab-wasm", package)
}

/// Packs the folder as `npm publish` would; returns the file.
fn pack(package: &Path, into: &Path) -> Result<PathBuf, String> {
    let mut npm = tools::npm(package);
    npm.args(["pack", "--silent", "--pack-destination"]).arg(into);
    let said = quietly(&mut npm)?;
    let name =
        said.lines().map(str::trim).rfind(|line| Path::new(line).extension().is_some_and(|end| end == "tgz"));
    name.map(|name| into.join(name)).ok_or_else(|| format!("npm does not say what it packed: {said}"))
}

/// Installs the packed file into a fresh folder, beside the programs that will use it.
fn install(packed: &Path, used: &Path) -> Result<(), String> {
    renewed(used)?;
    let programs = project::root().join(CRATE).join("tests");
    project::copy(&programs, used)
        .map_err(|error| format!("{} cannot be copied: {error}.", programs.display()))?;
    let own = r#"{ "name": "used", "private": true, "type": "module" }"#;
    fs::write(used.join("package.json"), own).map_err(|error| format!("{}: {error}.", used.display()))?;
    let mut npm = tools::npm(used);
    // It depends on nothing, so nothing is fetched.
    npm.args(["install", "--offline", "--no-audit", "--no-fund", "--loglevel=error"]).arg(packed);
    quietly(&mut npm).map(drop)
}

/// Uses the installed package from Node, by the compiler and in a browser.
fn try_out(used: &Path) -> Result<(), String> {
    let root = project::root();
    let recordings = root.join("tests/recordings");
    let node = || {
        let mut node = program("node");
        node.current_dir(used);
        node
    };
    openly(node().arg("node.js").arg(recordings), "The package does not work in Node: see above.")?;
    let compiler = root.join(tools::NPM).join("node_modules/typescript/bin/tsc");
    openly(node().arg(compiler), "The package's types are not those of its answers: see above.")?;
    println!("TypeScript: every answer has its type");
    let browser = browser::chromium()?;
    let server = Server::start(Site::new(used.to_path_buf(), "/"), 0)
        .map_err(|error| format!("No port of 127.0.0.1 can be used: {error}."))?;
    let mut visit = program("node");
    visit.arg(root.join(MEASURE).join("installed.js")).arg(server.url()).env("CHROME", browser.browser);
    openly(&mut visit, "The package does not work in a browser: see above.")
}

#[cfg(test)]
mod tests {
    use crate::project;

    #[test]
    fn the_package_has_the_version_of_the_project() {
        let read = |file: &str| std::fs::read_to_string(project::root().join(file)).unwrap();
        let version = read("Cargo.toml");
        let version = version.split("\nversion = \"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert!(
            read("crates/wasm/npm/package.json").contains(&format!("\"version\": \"{version}\"")),
            "{version}"
        );
    }

    #[test]
    fn the_widget_is_short() {
        let widget = std::fs::read_to_string(project::root().join("crates/wasm/npm/widget.js")).unwrap();
        assert!(widget.lines().count() < 40);
    }
}
