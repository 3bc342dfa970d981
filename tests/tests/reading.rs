//! The two ways of reading YAML give the same tree for every text in the recordings, whole and damaged; so does reading
//! again what was edited.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "the whole file is tests"
)]

use podlab_tests::recordings;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A small generator of numbers, so that a run is the same every time.
struct Chance(u64);

impl Chance {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below.max(1) as u64).unwrap()
    }
}

#[test]
fn both_ways_agree_on_our_copies() {
    let texts = texts(&recordings::copies());
    let (quick, all) = whole(&texts);
    assert!(all > 5_000 && quick * 100 > all * 90, "only {quick} of {all} manifests are read the quick way");
    damaged(&texts, 1);
}

#[test]
fn both_ways_agree_beside_the_project() {
    let Some(folder) = recordings::beside("conformance", "both readers on every recording") else { return };
    let texts = texts(&folder);
    let (quick, all) = whole(&texts);
    assert!(quick * 100 > all * 90, "only {quick} of {all} manifests are read the quick way");
    // A release build has time for more.
    damaged(&texts, usize::from(!cfg!(debug_assertions)) * 20);
}

/// The number of manifests that are read the quick way, and the number of all.
fn whole(texts: &Texts) -> (usize, usize) {
    for text in &texts.others {
        agree(text);
    }
    let quick = texts.manifests.iter().filter(|text| agree(text)).count();
    println!("{quick} of {} manifests are read without libyaml", texts.manifests.len());
    (quick, texts.manifests.len())
}

/// Whether the quick way reads a text; its tree must then equal that of libyaml's events.
fn agree(text: &str) -> bool {
    let Some(quick) = source::read_plain(text) else { return false };
    let slow = source::read_with_libyaml(text);
    // A NaN is unequal to itself, but prints alike.
    let same = quick == slow || format!("{quick:?}") == format!("{slow:?}");
    assert!(same, "{text:?}\nquick: {quick:#?}\nlibyaml: {slow:#?}");
    true
}

fn damaged(texts: &Texts, times: usize) {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    for text in texts.manifests.iter().filter(|text| text.len() < 4_000) {
        for _ in 0..times {
            let mut text = text.clone();
            for _ in 0..=chance.next(3) {
                damage(&mut text, &mut chance);
            }
            agree(&text);
        }
    }
}

/// Manifests in one text, edited at one place after the other: keeping parts of the earlier text changes no answer.
#[test]
fn edits_of_our_copies_are_read_as_the_whole_text_is() {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let texts = texts(&recordings::copies());
    let manifests: Vec<&String> = texts.manifests.iter().filter(|text| text.len() < 4_000).collect();
    let (mut kept, mut all) = (0, 0);
    for some in manifests.chunks(4).step_by(3) {
        let trimmed: Vec<&str> = some.iter().map(|text| text.trim_end()).collect();
        let mut before = format!("---\n{}\n", trimmed.join("\n---\n"));
        let mut read = source::read_stream(&before);
        for _ in 0..3 {
            let mut text = before.clone();
            damage(&mut text, &mut chance);
            let reread = source::reread(&before, &read, &text);
            let whole = source::read_stream(&text);
            let same = reread.documents == whole || format!("{:?}", reread.documents) == format!("{whole:?}");
            assert!(same, "{before:?}\nto {text:?}\nread: {whole:#?}\nreread: {:#?}", reread.documents);
            kept += reread.kept.iter().flatten().count();
            all += whole.documents.len();
            // A reading without a problem keeps more for the next text.
            if whole.problems.is_empty() {
                (before, read) = (text, reread.documents);
            }
        }
    }
    println!("{kept} of {all} documents are kept");
    assert!(kept * 100 > all * 50, "only {kept} of {all} documents are kept");
}

/// Changes one thing: a line is removed, doubled, or indented more or less; a character is removed or added.
fn damage(text: &mut String, chance: &mut Chance) {
    const PIECES: [&str; 42] = [
        " ", "  ", "\n", "\n\n", ":", ": ", "- ", "-", "#", " #", "'", "\"", "[", "]", "{", "}", ",", ", ",
        "|", ">", "|-\n", ">+\n  ", "&a ", "*a", "!", "? ", "\t", "%", "\\", "\\n", "---\n", "...\n", "--- ",
        "é", "\u{a0}", "~", "''", "\"\"", "\n- ", "|2\n", "\r\n", "x",
    ];
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let line = chance.next(lines.len());
    let start: usize = lines.iter().take(line).map(|line| line.len()).sum();
    let length = lines.get(line).map_or(0, |line| line.len());
    let copy = text[start..start + length].to_owned();
    let at = (0..=chance.next(text.len() + 1)).rev().find(|at| text.is_char_boundary(*at)).unwrap();
    match chance.next(8) {
        0 => text.replace_range(start..start + length, ""),
        1 => text.insert_str(start, &copy),
        2 => text.insert_str(start, "  "),
        3 if copy.starts_with("  ") => text.replace_range(start..start + 2, ""),
        4 if at < text.len() => drop(text.remove(at)),
        5 => text.truncate(at),
        _ => text.insert_str(at, PIECES[chance.next(PIECES.len())]),
    }
}

/// The texts in the recordings of a folder, each once.
#[derive(Default)]
struct Texts {
    manifests: BTreeSet<String>,
    /// Answers and statuses: texts that could be YAML and rarely are.
    others: BTreeSet<String>,
}

fn texts(folder: &Path) -> Texts {
    let mut texts = Texts::default();
    for file in files(folder) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let Some(name) = name.strip_suffix(".gz").unwrap_or(&name).strip_suffix(".jsonl") else { continue };
        for line in recordings::text(file.parent().unwrap(), name).unwrap().lines() {
            collect(&serde_json::from_str(line).unwrap_or_default(), "", &mut texts);
        }
    }
    texts
}

fn collect(value: &Value, field: &str, texts: &mut Texts) {
    match value {
        Value::String(text) if field == "manifest" => _ = texts.manifests.insert(text.clone()),
        Value::String(text) if text.contains([':', '[']) => _ = texts.others.insert(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, field, texts)),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| collect(value, name, texts)),
        _ => {}
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
