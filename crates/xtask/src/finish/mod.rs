//! `cargo xtask finish`: completes the page after Trunk has built it; Trunk calls it (see `[[hooks]]` in Trunk.toml).
//!
//! Each page that explains an error or a word is put into `pages.txt`.
//! The style sheets become one `<style>` element of index.html: none is a request of its own, so none holds up the
//! first paint. The page's policy allows that element by the hash of its text. The positions in the first picture are part
//! of it, since the policy allows no `style` attribute.
//! Each program becomes two files: one with what the first look and the first word on a text need, one with the rest.
//! The page loses its comments, and its scripts their blanks as well.
//! Last, the folder gets its build, and a service worker that keeps exactly its files.

pub mod build;
pub mod pages;
mod styles;

use crate::command::{program, quietly};
use crate::project;
use std::collections::BTreeSet;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The variable that asks for programs which note the functions that they run (`cargo xtask later`).
pub(crate) const NOTED: &str = "PODLAB_NOTED";
/// The lists of the functions that come later, one for each program.
pub(crate) const LATER: &str = "web/first/later";
/// The marker in index.html that the styles replace.
const STYLES: &str = "<!-- styles -->";
/// The marker in the policy that the hash of the styles replaces.
const HASH: &str = "{styles}";
/// The marker in index.html that the links to its first files replace.
const FILES: &str = "<!-- files -->\n";
/// The starts of the texts that the build has filled in.
const LINK: &str = "<link rel=\"preload\" as=\"script\"";
const STYLE: &str = "<style id=\"styles\">";
const SUM: &str = "'sha256-";

/// Finishes the page in the folder that Trunk names.
pub fn run() -> Result<(), String> {
    let folder = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from).ok_or(
        "TRUNK_STAGING_DIR is not set: Trunk calls `cargo xtask finish` when it has built the page; nobody else needs to.",
    )?;
    let file = folder.join("pages.txt");
    fs::write(&file, pages::collect(&project::root().join("crates"))?)
        .map_err(|error| format!("{} cannot be written: {error}.", file.display()))?;
    finish(&folder, &styles::collect(&project::root().join("web"))?)?;
    if env::var_os(NOTED).is_some() {
        programs("note.mjs", &folder)?;
    } else if env::var_os("TRUNK_PROFILE").is_some_and(|profile| profile == "release") {
        programs("split.mjs", &folder)?;
    }
    minify(&folder)?;
    build::stamp(&folder).map(drop)
}

/// Runs a script that rewrites the programs. A build for development stays whole: its functions have other names, and nobody
/// waits for its bytes.
fn programs(script: &str, folder: &Path) -> Result<(), String> {
    let root = project::root();
    let script = root.join("crates/xtask/src/finish").join(script);
    quietly(program("node").arg(script).arg(folder).arg(root.join(LATER))).map(drop)
}

/// Makes the scripts shorter: nearly 5 KB of what is loaded before the first example plays.
fn minify(folder: &Path) -> Result<(), String> {
    let script = project::root().join("crates/xtask/src/finish/minify.mjs");
    quietly(program("node").arg(script).arg(folder)).map(drop)
}

/// Puts `styles` into the index.html of `folder`, in place of the marker or of earlier styles.
fn finish(folder: &Path, styles: &str) -> Result<(), String> {
    let file = folder.join("index.html");
    let write = |text: &str| {
        fs::write(&file, text).map_err(|error| format!("{} cannot be written: {error}.", file.display()))
    };
    let page =
        fs::read_to_string(&file).map_err(|error| format!("{} cannot be read: {error}.", file.display()))?;
    let page = put(&page, FILES, (LINK, "\n"), &files(&page))
        .ok_or_else(|| missing(FILES, "in its head, behind the policy and before the styles"))?;
    let (page, places) = places(&page);
    let style = format!("{STYLE}{styles}{places}</style>");
    let page = put(&page, STYLES, (STYLE, "</style>"), &style)
        .ok_or_else(|| missing(STYLES, "in its head, where the style sheets belong"))?;
    let page = uncommented(&page);
    write(&page)?;
    let sum = format!("{SUM}{}'", hash(&file)?);
    let page = put(&page, HASH, (SUM, "'"), &sum)
        .ok_or_else(|| missing(HASH, "in the style-src of its Content-Security-Policy"))?;
    write(&page)
}

/// Links to the app's program and to the scripts of `page`.
///
/// A browser does not look ahead over a policy that stands in the markup, nor read on while a script is being loaded:
/// without these links it asks for one file after another, a way to the server and back each time, and for the program last.
fn files(page: &str) -> String {
    const MODULE: &str = "<link rel=\"modulepreload\"";
    let attribute = |name: &str, tag: &str| {
        let (_, after) = tag.split_once(&format!("{name}=\""))?;
        after.split_once('"').map(|(value, _)| value.to_owned())
    };
    let tags = |start: &str| {
        page.split(start)
            .skip(1)
            .filter_map(|after| after.split_once('>').map(|(tag, _)| tag))
            .collect::<Vec<_>>()
    };
    let mut links = String::new();
    for script in tags("<script ") {
        let Some(address) = attribute("src", script) else { continue };
        let link = if script.contains("type=\"module\"") { MODULE } else { LINK };
        let _ = write!(links, "{link} href=\"{address}\">");
    }
    for app in tags("<meta name=\"podlab-app\" ") {
        if let (Some(script), Some(wasm)) = (attribute("data-script", app), attribute("data-wasm", app)) {
            let _ = write!(links, "{MODULE} href=\"{script}?{{build}}\">");
            let _ = write!(
                links,
                "<link rel=\"preload\" as=\"fetch\" type=\"application/wasm\" href=\"{wasm}?{{build}}\" crossorigin>"
            );
        }
    }
    links.push('\n');
    links
}

/// The page with its picture's `style` attributes, which the policy refuses, under another name; and the rules of a style sheet
/// that do what they did.
fn places(page: &str) -> (String, String) {
    const MARKUP: &str = " style=\"";
    const KEPT: &str = " data-style=\"";
    let page = page.replace(MARKUP, KEPT);
    let found = page.split(KEPT).skip(1).filter_map(|after| after.split('"').next());
    let distinct: BTreeSet<&str> = found.collect();
    let mut rules = String::new();
    for style in distinct {
        let _ = write!(rules, "[data-style=\"{style}\"]{{{style}}}");
    }
    (page, rules)
}

/// The page without its comments, which speak to us alone, and without the white space before each.
fn uncommented(page: &str) -> String {
    let (mut out, mut rest) = (String::new(), page);
    while let Some((before, after)) = rest.split_once("<!--") {
        out.push_str(before.trim_end());
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    out + rest
}

/// The page with `text` in place of the marker or, once that has been replaced, of what stands from `begin` to `end`.
fn put(page: &str, marker: &str, (begin, end): (&str, &str), text: &str) -> Option<String> {
    if let Some((before, after)) = page.split_once(marker) {
        return Some([before, text, after].concat());
    }
    let (before, rest) = page.split_once(begin)?;
    let (_, after) = rest.split_once(end)?;
    Some([before, text, after].concat())
}

fn missing(marker: &str, place: &str) -> String {
    format!("index.html has no `{marker}` {place}: put it there, and the build fills it in.")
}

/// The SHA-256 of the styles in `file`, in base64, as a policy names it; from Node, which the build needs anyway.
fn hash(file: &Path) -> Result<String, String> {
    const HASH: &str = "const page = require('fs').readFileSync(process.argv[1], 'utf8');\
        const [, styles] = page.match(/<style id=\"styles\">([^]*?)<\\/style>/);\
        console.log(require('crypto').createHash('sha256').update(styles).digest('base64'))";
    let words = quietly(program("node").args(["-e", HASH, "--"]).arg(file))?;
    Ok(words.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<meta content=\"style-src 'self' {styles} 'nonce-x'\"><!-- files -->\n<!-- styles --><script src=\"a.js?{build}\"></script><body>";

    /// A folder with a page; dropping the value removes the folder.
    struct Staged(PathBuf);

    impl Staged {
        fn new(name: &str, page: &str) -> Staged {
            let folder = env::temp_dir().join(format!("podlab-finish-{name}-{}", std::process::id()));
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("index.html"), page).unwrap();
            Staged(folder)
        }

        fn page(&self) -> String {
            fs::read_to_string(self.0.join("index.html")).unwrap()
        }
    }

    impl Drop for Staged {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn the_policy_names_the_styles_that_the_page_holds() {
        let staged = Staged::new("twice", PAGE);
        finish(&staged.0, "a{color:red}").unwrap();
        // The sum is that of `printf 'a{color:red}' | openssl dgst -sha256 -binary | base64`.
        let expected = "<meta content=\"style-src 'self' 'sha256-SUM' 'nonce-x'\"><link rel=\"preload\" as=\"script\" href=\"a.js?{build}\">\n<style id=\"styles\">a{color:red}</style><script src=\"a.js?{build}\"></script><body>";
        assert_eq!(staged.page(), expected.replace("SUM", "6hWWMOcF+mJesSJGYhmK2lkIIEw9Xc5XKGLPVzh8yxs="));
        finish(&staged.0, "b{}").unwrap();
        finish(&staged.0, "a{color:red}").unwrap();
        assert_eq!(staged.page(), expected.replace("SUM", "6hWWMOcF+mJesSJGYhmK2lkIIEw9Xc5XKGLPVzh8yxs="));
    }

    #[test]
    fn no_markup_has_a_style() {
        let picture = "<i style=\"--x:1\"></i><b style=\"--x:0\"></b><i style=\"--x:1\"></i>";
        let staged = Staged::new("places", &PAGE.replace("<body>", &format!("<body>{picture}")));
        for _ in 0..2 {
            finish(&staged.0, "a{}").unwrap();
            let page = staged.page();
            let rules =
                "<style id=\"styles\">a{}[data-style=\"--x:0\"]{--x:0}[data-style=\"--x:1\"]{--x:1}</style>";
            assert!(page.contains(rules), "{page}");
            assert!(page.ends_with(&picture.replace("style", "data-style")), "{page}");
        }
    }

    #[test]
    fn a_reader_gets_no_comments() {
        assert_eq!(uncommented("<a>\n  <!-- one -->\n<b> <!-- two\n -->\n</b>\n"), "<a>\n<b>\n</b>\n");
    }

    #[test]
    fn a_page_without_a_marker_is_refused() {
        for marker in [FILES, STYLES, HASH] {
            let staged = Staged::new("unmarked", &PAGE.replace(marker, ""));
            let words = finish(&staged.0, "a{}").unwrap_err();
            assert!(words.contains(marker), "{words}");
        }
    }
}
