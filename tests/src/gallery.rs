//! The examples of `web/examples` as the page gets them: their texts, and their runs as small pictures.

use std::fs;
use std::path::{Path, PathBuf};

use engine::{Kubernetes, Manifest, kubernetes};
use protocol::{Example, Gallery};
use serde_yaml::Value;
use view::Strip;

/// The example with which the page opens.
const FIRST: &str = "two-init-containers";

/// All examples, in the order of the list.
///
/// # Errors
/// A sentence that names the folder with a wrong or missing file.
pub fn gallery() -> Result<Gallery, String> {
    let mut all = Vec::new();
    for folder in folders()? {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (order, examples) =
            read(&folder, &name).map_err(|error| format!("web/examples/{name}: {error}"))?;
        all.push((order, name, examples));
    }
    all.sort_by(|(one, name, _), (other, its, _)| (one, name).cmp(&(other, its)));
    Ok(Gallery { examples: all.into_iter().flat_map(|(_, _, examples)| examples).collect() })
}

/// The example with which the page opens.
///
/// # Errors
/// Those of [`gallery`], and one when the example is missing.
pub fn first() -> Result<Example, String> {
    let gallery = gallery()?;
    gallery.named(FIRST).cloned().ok_or_else(|| format!("web/examples has no {FIRST}"))
}

fn folders() -> Result<Vec<PathBuf>, String> {
    let root = xtask::project::root().join("web/examples");
    let entries = fs::read_dir(&root).map_err(|error| format!("{}: {error}", root.display()))?;
    Ok(entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect())
}

/// The position in the list, and the examples: the folder's own, and its fixed form where it has one.
fn read(folder: &Path, name: &str) -> Result<(i64, Vec<Example>), String> {
    let text = |file: &str| fs::read_to_string(folder.join(file));
    let need = |file: &str| text(file).map_err(|error| format!("{file}: {error}"));
    let about: Value = serde_yaml::from_str(&need("about.yaml")?).map_err(|error| error.to_string())?;
    let order = about.get("order").and_then(Value::as_i64).unwrap_or(i64::MAX);
    let classes = about.get("classes").and_then(Value::as_sequence).into_iter().flatten();
    let mut example = Example {
        name: name.to_owned(),
        title: word(&about, "title"),
        lesson: word(&about, "lesson"),
        level: word(&about, "level"),
        place: word(&about, "place"),
        subject: word(&about, "subject"),
        classes: classes.filter_map(Value::as_str).map(str::to_owned).collect(),
        manifest: need("manifest.yaml")?,
        story: text("story.yaml").unwrap_or_default(),
        version: word(&about, "version"),
        rules: text("namespace.yaml").unwrap_or_default(),
        nodes: text("nodes.yaml").unwrap_or_default(),
        command: word(&about, "command"),
        fixed: word(&about, "fixed"),
        mends: String::new(),
        strip: Strip::default(),
    };
    let mut all = Vec::new();
    if let Ok(manifest) = text("fixed.yaml") {
        let about = about.get("fixed").ok_or("about.yaml says nothing of fixed.yaml")?;
        example.fixed = format!("{name}-fixed");
        all.push(Example {
            name: example.fixed.clone(),
            lesson: word(about, "lesson"),
            manifest,
            story: text("fixed-story.yaml").unwrap_or_else(|_| example.story.clone()),
            version: word(about, "version"),
            fixed: String::new(),
            mends: name.to_owned(),
            ..example.clone()
        });
    }
    all.insert(0, example);
    for example in &mut all {
        example.strip = strip(example);
    }
    Ok((order, all))
}

fn word(about: &Value, key: &str) -> String {
    about.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The example's run as a small picture; empty where the API server refuses it.
fn strip(example: &Example) -> Strip {
    let release = match example.version.as_str() {
        "" => Kubernetes::RECORDED,
        version => kubernetes(version),
    };
    let run = Manifest::read(&example.manifest, &release).simulate(&example.story);
    run.map(|simulation| Strip::of(&simulation.run)).unwrap_or_default()
}
