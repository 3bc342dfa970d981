//! The texts for contributors are true: the files that they name exist, links lead somewhere, code that they show is code
//! of the project, and the number of forms of a problem is the one that `docs/architecture.md` promises.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Words that stand for any name; within a path, the same word stands for the same name.
const PLACEHOLDERS: [&str; 3] = ["FOLDER", "NAME", "RELEASE"];
/// The endings of the file names in the recipes.
const ENDINGS: [&str; 10] = ["rs", "md", "toml", "txt", "css", "html", "js", "yaml", "gz", "json"];

fn text(file: &str) -> String {
    fs::read_to_string(xtask::project::root().join(file)).unwrap()
}

/// The texts between backticks, outside of fenced blocks.
fn quoted(markdown: &str) -> Vec<String> {
    let prose = markdown.split("```").step_by(2);
    prose.flat_map(|prose| prose.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

/// Whether a quotation is the path of a file or folder, and not code.
fn is_path(quotation: &str) -> bool {
    let letters = |letter: char| letter.is_ascii_alphanumeric() || "_-./".contains(letter);
    let ending = quotation.rsplit_once('.').map_or("", |(_, ending)| ending);
    let has_name = !quotation.starts_with('.') || quotation.contains('/');
    quotation.chars().all(letters) && has_name && (quotation.contains('/') || ENDINGS.contains(&ending))
}

/// Whether a file or folder exists at `path` below `folder`; `bound` holds the names of the placeholders so far.
fn exists(folder: &Path, path: &[&str], bound: &BTreeMap<&str, String>) -> bool {
    let Some((&first, rest)) = path.split_first() else { return true };
    let Some(word) = PLACEHOLDERS.into_iter().find(|word| first.contains(word)) else {
        return folder.join(first).exists() && exists(&folder.join(first), rest, bound);
    };
    let (before, after) = first.split_once(word).unwrap();
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.into_iter().any(|name| {
        let Some(value) = name.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)) else {
            return false;
        };
        let is_same = bound.get(word).is_none_or(|before| before == value);
        let mut bound = bound.clone();
        bound.insert(word, value.to_owned());
        is_same && !value.is_empty() && exists(&folder.join(&name), rest, &bound)
    })
}

fn is_there(path: &str) -> bool {
    let parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    exists(&xtask::project::root(), &parts, &BTreeMap::new())
}

#[test]
fn placeholders_stand_for_any_name_and_only_for_one() {
    assert!(is_there("web/src/panels/NAME/NAME.css") && is_there("crates/view/src/lib.rs"));
    assert!(!is_there("web/src/panels/NAME/NAME.txt") && !is_there("crates/view/src/lib.md"));
    assert!(!is_there("web/NAME/panels/NAME"), "two names for one placeholder");
}

#[test]
fn every_file_that_a_recipe_names_exists() {
    let contributing = text("CONTRIBUTING.md");
    let recipes = contributing.split("\n## Recipes\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let recipes: Vec<&str> = recipes.split("\n### ").skip(1).collect();
    let titles = ["rule", "lint", "behaviour", "command", "example", "panel", "release"];
    for (recipe, title) in recipes.iter().zip(titles) {
        assert!(recipe.lines().next().unwrap().contains(title), "the recipe of a {title} is gone");
    }
    assert_eq!(recipes.len(), titles.len());
    for recipe in recipes {
        let title = recipe.lines().next().unwrap();
        let paths: Vec<String> = quoted(recipe).into_iter().filter(|quotation| is_path(quotation)).collect();
        assert!(paths.len() >= 3, "{title}: only {paths:?}");
        let missing: Vec<&String> = paths.iter().filter(|path| !is_there(path)).collect();
        assert!(missing.is_empty(), "{title} names what is not there: {missing:#?}");
    }
}

/// README, CONTRIBUTING, CHANGELOG and the texts of `docs`, as paths from the root.
fn documents() -> Vec<String> {
    let root = xtask::project::root();
    let mut documents = vec!["README.md".to_owned(), "CONTRIBUTING.md".to_owned(), "CHANGELOG.md".to_owned()];
    for file in xtask::project::files(&root.join("docs")) {
        documents.push(file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/"));
    }
    assert!(documents.len() >= 8, "{documents:?}");
    documents
}

#[test]
fn links_of_the_documents_lead_somewhere() {
    for document in documents() {
        let folder = xtask::project::root().join(&document).parent().unwrap().to_path_buf();
        let prose: String = text(&document).split("```").step_by(2).collect();
        for target in prose.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap();
            let is_ours = !file.is_empty() && !file.contains("://");
            assert!(!is_ours || folder.join(file).exists(), "{document}: {target} is not there");
        }
    }
}

/// A path that is written from the project's root leads to a file or folder; `CHANGELOG.md` tells of former ones too.
#[test]
fn files_that_the_documents_name_exist() {
    let mut paths = 0;
    for document in documents().into_iter().filter(|document| document != "CHANGELOG.md") {
        for path in quoted(&text(&document)).into_iter().filter(|quotation| is_path(quotation)) {
            if ["crates/", "docs/", "hosting/", "tests/", "web/"]
                .iter()
                .any(|folder| path.starts_with(folder))
            {
                assert!(is_there(&path), "{document} names {path}");
                paths += 1;
            }
        }
    }
    assert!(paths > 80, "only {paths} paths were seen");
}

/// The Rust files of the project and their lines without indentation, joined.
fn code() -> Vec<String> {
    let root = xtask::project::root();
    let files = ["crates", "web/src"].iter().flat_map(|folder| xtask::project::files(&root.join(folder)));
    let rust = files.filter(|file| file.extension().is_some_and(|ending| ending == "rs"));
    rust.map(|file| flush(&fs::read_to_string(file).unwrap())).collect()
}

/// A text without its indentation.
fn flush(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join("\n")
}

/// Each piece of Rust and each golden trace in `docs/style.md` stands in a file of the project, up to indentation.
#[test]
fn code_in_the_style_is_code_of_the_project() {
    let style = text("docs/style.md");
    let code = code();
    let mut pieces = 0;
    for block in style.split("```").skip(1).step_by(2) {
        let Some(shown) = block.strip_prefix("rust\n").or_else(|| block.strip_prefix("\n 2.019")) else {
            continue;
        };
        for piece in shown.trim_end().split("\n\n").map(flush) {
            assert!(code.iter().any(|file| file.contains(&piece)), "nowhere in the project:\n{piece}");
            pieces += 1;
        }
    }
    assert!(pieces >= 6, "only {pieces} pieces were seen");
}

/// A problem has a form in the text's bytes and one in the editor's units; reading and scenarios have their own.
#[test]
fn a_problem_has_as_many_forms_as_the_architecture_promises() {
    let root = xtask::project::root();
    let mut forms = Vec::new();
    for file in ["crates", "web/src"].iter().flat_map(|folder| xtask::project::files(&root.join(folder))) {
        let name = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let is_rust = file.extension().is_some_and(|ending| ending == "rs");
        if is_rust && fs::read_to_string(&file).unwrap().contains("pub struct Problem {") {
            forms.push(name);
        }
    }
    // The first is a fault of reading, the second a fault of a scenario.
    let others = ["crates/source/src/lib.rs", "crates/simulator/src/scenario/read.rs"];
    forms.retain(|name| !others.contains(&name.as_str()));
    assert_eq!(forms, ["crates/engine/src/check/data.rs", "crates/view/src/check.rs"]);
    let architecture = text("docs/architecture.md");
    let row = architecture.lines().find(|line| line.starts_with("| forms of a problem |")).unwrap();
    let promised: usize = row.split('|').nth(2).unwrap().trim().trim_start_matches("≤ ").parse().unwrap();
    assert!(forms.len() <= promised && promised <= 2, "{row}");
}

/// The fields of the contracts' types by their names in JSON: lines below a doc comment, attributes aside. A flattened
/// group has no name.
fn fields_of_contracts() -> Vec<String> {
    let files = xtask::project::files(&xtask::project::root().join("crates/contract/src"));
    let mut fields = Vec::new();
    for text in files.iter().map(|file| fs::read_to_string(file).unwrap()) {
        let (mut told, mut is_flat, mut is_pascal, mut renamed) = (false, false, false, None);
        for line in text.lines().map(str::trim) {
            if line.starts_with("#[") {
                is_pascal = if line.contains("rename_all") { line.contains("PascalCase") } else { is_pascal };
                let new = line.split("rename = \"").nth(1).and_then(|rest| rest.split('"').next());
                renamed = new.map(str::to_owned).or(renamed);
                is_flat |= line.contains("flatten");
                continue;
            }
            let name = line.trim_start_matches("pub ").split(": ").next().unwrap();
            let is_field = line.ends_with(',') && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            if told && is_field && !is_flat {
                fields.push(renamed.take().unwrap_or_else(|| in_json(name, is_pascal)));
            }
            (told, is_flat, renamed) = (line.starts_with("///"), false, None);
        }
    }
    fields
}

/// The name in JSON: `quota_used` as `quotaUsed`, or as `QuotaUsed`.
fn in_json(name: &str, is_pascal: bool) -> String {
    let mut out = String::new();
    let mut is_first = is_pascal;
    for letter in name.chars() {
        match letter {
            '_' => is_first = true,
            letter if is_first => {
                out.extend(letter.to_uppercase());
                is_first = false;
            }
            letter => out.push(letter),
        }
    }
    out
}

#[test]
fn every_field_of_the_contracts_is_described() {
    let fields = fields_of_contracts();
    let known = ["manifest", "quotaUsed", "UseStatusResources", "exitCode", "type"];
    assert!(
        fields.len() > 90 && known.iter().all(|name| fields.iter().any(|field| field == name)),
        "{fields:?}"
    );
    let contracts = text("docs/contracts.md");
    let is_letter = |letter: char| letter.is_ascii_alphanumeric();
    let words: Vec<&str> = contracts.split(|letter: char| !is_letter(letter)).collect();
    let missing: Vec<&String> = fields.iter().filter(|field| !words.contains(&field.as_str())).collect();
    assert!(missing.is_empty(), "docs/contracts.md does not describe {missing:?}");
}

/// The keys that the reader accepts appear in the code as `fields, "key"` and `fields.get("key")`.
#[test]
fn every_key_of_a_scenario_is_described() {
    let code = text("crates/simulator/src/scenario/read.rs");
    let named = ["fields, \"", "fields.get(\""].into_iter().flat_map(|before| code.split(before).skip(1));
    let keys: Vec<&str> = named.filter_map(|rest| rest.split('"').next()).collect();
    assert!(keys.len() > 30 && keys.contains(&"okAfter") && keys.contains(&"sandbox"), "{keys:?}");
    let described = quoted(&text("docs/scenario.md"));
    let missing: Vec<&&str> = keys.iter().filter(|key| !described.iter().any(|word| word == *key)).collect();
    assert!(missing.is_empty(), "docs/scenario.md does not describe {missing:?}");
}

#[test]
fn every_example_of_a_scenario_is_read() {
    let scenarios = text("docs/scenario.md");
    let examples: Vec<&str> =
        scenarios.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(examples.len() >= 6, "{examples:#?}");
    for example in examples {
        let read = simulator::Scenario::from_text(example, &api::Kubernetes::default());
        assert!(read.is_ok(), "{example}\n{read:?}");
    }
}
