//! `cargo xtask generators`: builds the sites of `tests/generators` with the real generators, has their manifests checked
//! and drawn by the command line, then looks at them in browsers.
//!
//! Each is installed at its pinned version into the build folder: from npm, from PyPI, from crates.io; Hugo must be there.

use crate::command::{program, quietly};
use crate::progress::Progress;
use crate::tools::{self, Crate};
use crate::{page, project, test};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the sites' sources.
const SITES: &str = "tests/generators";
/// Where each site's build puts its pages.
const BUILT: &str = "site";

/// How a site is built.
enum Way {
    /// It is pages already.
    Copied,
    /// A program that must be on `PATH`.
    Program(&'static [&'static str]),
    /// A crate.
    Crate(Crate<'static>, &'static [&'static str]),
    /// `requirements.txt`, and the command of its packages.
    Python(&'static [&'static str]),
    /// `package.json` with a script `build`.
    Node,
}

const MDBOOK: Crate<'static> = Crate {
    tool: "mdbook",
    package: "mdbook",
    version: "0.5.4",
    options: &["--no-default-features"],
    usual: "2 to 4 minutes",
};

/// The generators, the quick ones first.
const GENERATORS: [(&str, Way); 8] = [
    ("html", Way::Copied),
    ("hugo", Way::Program(&["hugo", "--destination", BUILT])),
    ("mkdocs", Way::Python(&["mkdocs", "build", "--quiet", "--site-dir", BUILT])),
    ("sphinx", Way::Python(&["sphinx-build", "-q", ".", BUILT])),
    ("mdbook", Way::Crate(MDBOOK, &["build", "--dest-dir", BUILT])),
    ("vitepress", Way::Node),
    ("starlight", Way::Node),
    ("docusaurus", Way::Node),
];

/// Builds the sites with these names, all when there are none, and goes the journeys through them.
pub fn run(names: &[&str]) -> Result<(), String> {
    let wanted = |name: &str| names.is_empty() || names.contains(&name);
    if let Some(odd) = names.iter().find(|name| !GENERATORS.iter().any(|(known, _)| known == *name)) {
        let known = GENERATORS.map(|(name, _)| name).join(", ");
        return Err(format!("There is no site for `{odd}`: there are {known}."));
    }
    let sites = project::target().join("generators");
    let built = sites.join("built");
    // The output of an earlier run is not looked at again.
    let _ = fs::remove_dir_all(&built);
    let mut missing = Vec::new();
    Progress::during(|progress| {
        for (name, way) in GENERATORS.iter().filter(|(name, _)| wanted(name)) {
            match build(name, way, &sites, progress)? {
                Some(site) => copy(&site, &built.join(name))?,
                None => missing.push(*name),
            }
        }
        Ok::<_, String>(())
    })?;
    for name in &missing {
        println!("not built: {name} is not installed on this machine");
    }
    if !built.exists() {
        return Err("No generator could be had: nothing was looked at.".to_owned());
    }
    checked_and_drawn(&built)?;
    let dist = page::build()?;
    test::sites(&dist, &built)
}

/// Lets the command line check the manifests of the built pages and draw them, as an author's build does: the browsers then
/// see pages whose pictures the script replaces.
fn checked_and_drawn(built: &Path) -> Result<(), String> {
    quietly(program("cargo").args(["build", "--quiet", "--locked", "--package", "podlab"]))?;
    let file = project::target().join("debug").join(format!("podlab{}", env::consts::EXE_SUFFIX));
    let podlab = |arguments: &[&str]| quietly(program(&file).args(arguments).arg(built));
    podlab(&["check", "--quiet", "--html"])?;
    podlab(&["prerender"])?;
    podlab(&["prerender", "--check"]).map(drop)
}

/// Builds one site and returns its folder; `None` when its generator cannot be had.
fn build(name: &str, way: &Way, sites: &Path, progress: &Progress) -> Result<Option<PathBuf>, String> {
    let folder = sites.join(name);
    copy(&project::root().join(SITES).join(name), &folder)?;
    let advice = format!("The site for {name} could not be built: see above.");
    match way {
        Way::Copied => return Ok(Some(folder)),
        Way::Program(command) => {
            let [tool, arguments @ ..] = command else { return Ok(None) };
            let mut tool = program(tool);
            tool.args(arguments).current_dir(&folder);
            match tool.output() {
                Err(_) => return Ok(None),
                Ok(output) if output.status.success() => {}
                Ok(output) => {
                    return Err(format!("{}\n{advice}", String::from_utf8_lossy(&output.stderr)));
                }
            }
        }
        Way::Crate(tool, arguments) => {
            let tool = tool.ensure(progress)?;
            quietly(program(tool).args(*arguments).current_dir(&folder))?;
        }
        Way::Python(command) => {
            let python = folder.join("python");
            let bin = python.join(if cfg!(windows) { "Scripts" } else { "bin" });
            if !bin.exists() {
                quietly(program("python3").args(["-m", "venv"]).arg(&python))?;
            }
            let mut pip = program(bin.join("pip"));
            pip.args(["install", "--quiet", "--requirement", "requirements.txt"]).current_dir(&folder);
            progress.run(&format!("{name} from PyPI"), "half a minute", &mut pip, &advice)?;
            let [tool, arguments @ ..] = command else { return Ok(None) };
            quietly(program(bin.join(tool)).args(arguments).current_dir(&folder))?;
        }
        Way::Node => {
            let mut npm = tools::npm(&folder);
            npm.args(["install", "--no-audit", "--no-fund", "--loglevel=error"]);
            progress.run(&format!("{name} from npm"), "a minute", &mut npm, &advice)?;
            let mut npm = tools::npm(&folder);
            npm.args(["run", "--silent", "build"]);
            // Neither asks home.
            npm.env("ASTRO_TELEMETRY_DISABLED", "1").env("DO_NOT_TRACK", "1");
            progress.run(&format!("the site for {name}"), "a minute", &mut npm, &advice)?;
        }
    }
    Ok(Some(folder.join(BUILT)))
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    project::copy(from, to).map_err(|error| format!("{} cannot be written: {error}.", to.display()))
}
