//! Static pages below `learn/` that a search engine finds: one for each example, error, advice and word, made from the
//! texts that the page itself shows, with a picture of the run by the engine, and the same Pod to play.

use super::cards;
use super::html::{Page, Shown, escape, read};
use crate::command::{program, quietly};
use crate::project;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The instant of the pictures: something has happened by then in most runs.
const INSTANT: &str = "20s";
/// The style sheet of these pages, beside the page.
const STYLE: &str = include_str!("static.css");

/// A kind of page and its folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Examples,
    Errors,
    Advice,
    Words,
}

impl Kind {
    const ALL: [Kind; 4] = [Kind::Examples, Kind::Errors, Kind::Advice, Kind::Words];

    fn folder(self) -> &'static str {
        match self {
            Kind::Examples => "examples",
            Kind::Errors => "errors",
            Kind::Advice => "advice",
            Kind::Words => "words",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Kind::Examples => "Examples to play",
            Kind::Errors => "What the API server refuses",
            Kind::Advice => "What is accepted and still wrong",
            Kind::Words => "Words that kubectl prints",
        }
    }

    /// The kind of a page of ours; none for those that only the playground shows.
    fn of(file: &Path) -> Option<Kind> {
        let has = |name: &str| file.components().any(|part| part.as_os_str() == name);
        if !has("src") {
            return None;
        }
        if has("words") {
            return Some(Kind::Words);
        }
        if has("lints") {
            return Some(Kind::Advice);
        }
        has("validation").then_some(Kind::Errors)
    }
}

/// Writes all pages into `site` and returns their paths in it; `url` is the address that the site will have.
pub(super) fn write(root: &Path, site: &Path, url: Option<&str>) -> Result<Vec<String>, String> {
    quietly(program("cargo").args(["build", "--quiet", "--locked", "--package", "podlab"]))?;
    let podlab = project::target().join("debug").join(format!("podlab{}", std::env::consts::EXE_SUFFIX));
    let learn = Learn { podlab, site, url: url.map(|url| url.trim_end_matches('/')) };
    save(site, "static.css", STYLE)?;
    let mut all: BTreeMap<Kind, Vec<(String, String)>> = BTreeMap::new();
    for folder in folders(&root.join("web/examples")) {
        let name = learn.example(&folder)?;
        all.entry(Kind::Examples).or_default().push(name);
    }
    for file in project::files(&root.join("crates")) {
        if file.extension().is_none_or(|kind| kind != "md") {
            continue;
        }
        let Some(kind) = Kind::of(&file) else { continue };
        all.entry(kind).or_default().push(learn.text(kind, &file)?);
    }
    save(site, "learn/index.html", &contents(&all))?;
    if url.is_some() {
        cards::draw(&site.join("learn"))?;
    }
    let paths = all.iter().flat_map(|(kind, pages)| {
        pages.iter().map(move |(name, _)| format!("learn/{}/{name}.html", kind.folder()))
    });
    Ok(std::iter::once("learn/index.html".to_owned()).chain(paths).collect())
}

/// The page with a link to each of the others.
fn contents(all: &BTreeMap<Kind, Vec<(String, String)>>) -> String {
    let mut body = "<h1>What a cluster would do with your Pod</h1>\n".to_owned();
    for kind in Kind::ALL {
        let _ = writeln!(body, "<h2>{}</h2>\n<ul>", kind.title());
        for (name, title) in all.get(&kind).into_iter().flatten() {
            let (folder, title) = (kind.folder(), escape(title));
            let _ = writeln!(body, "<li><a href=\"{folder}/{name}.html\">{title}</a></li>");
        }
        body.push_str("</ul>\n");
    }
    Page {
        title: "All pages",
        about: "Examples, errors, advice and words of Kubernetes, each with a Pod to play.",
        shown: Shown::default(),
        home: "../",
        body: &body,
    }
    .html()
}

struct Learn<'a> {
    /// The command line.
    podlab: PathBuf,
    site: &'a Path,
    /// The address of the site, without a slash at its end.
    url: Option<&'a str>,
}

impl Learn<'_> {
    /// Writes the page of an example; returns its name and title.
    fn example(&self, folder: &Path) -> Result<(String, String), String> {
        let name = name_of(folder);
        let about = text_of(&folder.join("about.yaml"))?;
        let value = |key: &str| {
            let line = about.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
            line.unwrap_or_default().trim_matches(['"', '\'']).to_owned()
        };
        let (title, lesson) = (value("title"), value("lesson"));
        let manifest = text_of(&folder.join("manifest.yaml"))?;
        let story = folder.join("story.yaml");
        let runs = [folder.join("manifest.yaml"), folder.join("fixed.yaml")];
        let picture = runs.iter().filter(|file| file.exists()).find_map(|file| self.still(file, &story));
        let is_run = picture.is_some();
        let picture = picture.unwrap_or_else(|| cards::card(&title, &lesson));
        let frame = format!("index.html?embed#ex={name}");
        let shown = self.shown(Kind::Examples, &name, &title, &frame, &picture)?;
        let mut body = format!("<h1>{}</h1>\n<p>{}</p>\n", escape(&title), escape(&lesson));
        let _ = writeln!(body, "<p><a class=\"play\" href=\"../../index.html#ex={name}\">Play it</a></p>");
        if is_run {
            let _ = writeln!(
                body,
                "<p><img src=\"{name}.svg\" alt=\"The run of this example after {INSTANT}\"></p>"
            );
        }
        let _ = writeln!(body, "<pre>{}</pre>", escape(manifest.trim_end()));
        self.page(
            Kind::Examples,
            &name,
            &Page { title: &title, about: &lesson, shown, home: "../../", body: &body },
        )?;
        Ok((name, title))
    }

    /// Writes the page of an error, an advice or a word; returns its name and title.
    fn text(&self, kind: Kind, file: &Path) -> Result<(String, String), String> {
        let name = name_of(file);
        let text = read(&text_of(file)?);
        // The first manifest comes alive where scripts run; it stands there as a text before.
        let mut body = text.body.replacen("<pre>", "<pod-lab view=\"errors\" height=\"small\"><pre>", 1);
        body = body.replacen("</pre>", "</pre></pod-lab>", 1);
        if kind == Kind::Words {
            body = text.body;
        }
        for example in folders(&project::root().join("web/examples")).iter().map(|folder| name_of(folder)) {
            let plain = format!("<strong>Play.</strong> <code>{example}</code>");
            let link = format!("<a class=\"play\" href=\"../../index.html#ex={example}\">Play it</a>");
            body = body.replace(&plain, &link);
        }
        let body = format!("<h1>{}</h1>\n{body}", escape(&text.title));
        let told = text.code.lines().find_map(|line| line.trim().strip_prefix("# error: "));
        let picture = cards::card(&text.title, told.unwrap_or(&text.about));
        let frame = format!("learn/{}/{name}.html", kind.folder());
        let shown = self.shown(kind, &name, &text.title, &frame, &picture)?;
        self.page(
            kind,
            &name,
            &Page { title: &text.title, about: &text.about, shown, home: "../../", body: &body },
        )?;
        Ok((name, text.title))
    }

    /// The picture of a run; none where nothing runs.
    fn still(&self, manifest: &Path, story: &Path) -> Option<String> {
        let mut podlab = program(&self.podlab);
        podlab.args(["still", "--at", INSTANT]).arg(manifest);
        if story.exists() {
            podlab.arg("--scenario").arg(story);
        }
        quietly(&mut podlab).ok().filter(|drawn| drawn.trim_start().starts_with("<svg"))
    }

    /// Writes the picture beside its page, and the oEmbed document with a frame of the site's `frame` where the site's
    /// address is known: what others show must have a whole address.
    fn shown(
        &self,
        kind: Kind,
        name: &str,
        title: &str,
        frame: &str,
        picture: &str,
    ) -> Result<Shown, String> {
        let file = format!("learn/{}/{name}.svg", kind.folder());
        save(self.site, &file, picture)?;
        let Some(url) = self.url else {
            return Ok(Shown { card: Some(format!("{name}.svg")), oembed: None });
        };
        let document = format!("learn/{}/{name}.oembed.json", kind.folder());
        // Hosts that show a picture beside a link take no SVG.
        let card = format!("{url}/learn/{}/{name}.png", kind.folder());
        let told = cards::oembed(url, title, &format!("{url}/{frame}"), (&card, picture));
        save(self.site, &document, &told)?;
        Ok(Shown { card: Some(card), oembed: Some(format!("{url}/{document}")) })
    }

    fn page(&self, kind: Kind, name: &str, page: &Page<'_>) -> Result<(), String> {
        save(self.site, &format!("learn/{}/{name}.html", kind.folder()), &page.html())
    }
}

/// The folders in `folder`, in order.
fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = super::files(folder).filter(|path| path.is_dir()).collect();
    all.sort();
    all
}

fn name_of(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn text_of(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("{}: {error}.", file.display()))
}

/// Writes a file of the site, with the folders that it is in.
pub(super) fn save(site: &Path, name: &str, text: &str) -> Result<(), String> {
    let file = site.join(name);
    let written = file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&file, text));
    written.map_err(|error| format!("{} cannot be written: {error}.", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A site whose pictures fail, as no command line is built for this test.
    fn learn(site: &Path) -> Learn<'_> {
        Learn { podlab: PathBuf::from("no-such-program"), site, url: Some("https://pods.example/lab") }
    }

    #[test]
    fn an_error_has_its_words_its_fix_and_a_pod_to_play() {
        let site = std::env::temp_dir().join(format!("podlab-learn-{}", std::process::id()));
        let file = project::root().join("crates/validation/src/volumes/duplicate-volume.md");
        assert_eq!(Kind::of(&file), Some(Kind::Errors));
        let (name, title) = learn(&site).text(Kind::Errors, &file).unwrap();
        assert_eq!((&*name, &*title), ("duplicate-volume", "Two volumes of one name"));
        let page = fs::read_to_string(site.join("learn/errors/duplicate-volume.html")).unwrap();
        for words in [
            "<title>Two volumes of one name - Podlab</title>",
            "<pod-lab view=\"errors\" height=\"small\"><pre>apiVersion: v1\n",
            "# error: spec.volumes[1].name: Duplicate value: &quot;data&quot;</pre></pod-lab>",
            "<strong>Fix.</strong> Rename or remove one.",
            "<script src=\"../../pod-lab.js\">",
            "<meta property=\"og:image\" content=\"https://pods.example/lab/learn/errors/duplicate-volume.png\">",
            "href=\"https://pods.example/lab/learn/errors/duplicate-volume.oembed.json\"",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let card = fs::read_to_string(site.join("learn/errors/duplicate-volume.svg")).unwrap();
        assert!(card.contains("spec.volumes[1].name: Duplicate value: &quot;data&quot;"), "{card}");
        fs::remove_dir_all(site).unwrap();
    }

    #[test]
    fn an_example_has_its_lesson_its_manifest_and_its_link() {
        let site = std::env::temp_dir().join(format!("podlab-example-{}", std::process::id()));
        let (name, _) = learn(&site).example(&project::root().join("web/examples/app-crash")).unwrap();
        let page = fs::read_to_string(site.join(format!("learn/examples/{name}.html"))).unwrap();
        for words in
            ["../../index.html#ex=app-crash", "A container that starts again is no new Pod", "kind: Pod"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        let oembed = fs::read_to_string(site.join("learn/examples/app-crash.oembed.json")).unwrap();
        assert!(oembed.contains("https://pods.example/lab/index.html?embed#ex=app-crash"), "{oembed}");
        fs::remove_dir_all(site).unwrap();
    }
}
