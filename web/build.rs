//! Writes the table of examples out of the folders in `examples/`, so that dropping a folder in adds an example.

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("examples");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut examples: Vec<(i64, String)> = fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| example(&entry.ok()?.path()))
        .collect();
    examples.sort();
    let examples: Vec<String> = examples.into_iter().map(|(_, example)| example).collect();
    write("examples.rs", &format!("&[{}]", examples.join(",\n")));
    write("first.rs", examples.first().map(String::as_str).unwrap_or_default());
}

fn write(name: &str, code: &str) {
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default()).join(name);
    if let Err(error) = fs::write(&out, code) {
        println!("cargo::error=cannot write {}: {error}", out.display());
    }
}

/// The place in the list and the Rust literal of one example; `None` for what is no example.
fn example(folder: &Path) -> Option<(i64, String)> {
    let name = folder.file_name()?.to_str()?;
    let read = |file: &str| fs::read_to_string(folder.join(file)).ok();
    let manifest = read("manifest.yaml")?;
    let story = read("story.yaml").unwrap_or_default();
    let about: serde_yaml::Value = serde_yaml::from_str(&read("about.yaml")?).ok()?;
    let word = |key: &str| about.get(key).and_then(serde_yaml::Value::as_str).unwrap_or_default().to_owned();
    let order = about.get("order").and_then(serde_yaml::Value::as_i64).unwrap_or(i64::MAX);
    let (title, lesson, level) = (word("title"), word("lesson"), word("level"));
    Some((order, format!("{:?}", [name, &title, &lesson, &level, &manifest, &story])))
}
