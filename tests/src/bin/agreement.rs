//! Compares the engine with every recording there is and prints the counts.
//!
//! `cargo xtask agreement [AREA...] [--show N]`: only these areas; the first N differences of each kind.
//! `UPDATE=1` rewrites `tests/agreement.toml` and the README's table.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a chore speaks to who runs it")]

use podlab_tests::agreement::{self, Outcome};
use podlab_tests::areas::{self, Area};
use podlab_tests::recordings;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let (names, show) = arguments()?;
    let mut places: Vec<(&Area, PathBuf)> =
        areas::OURS.iter().chain(areas::RIG).map(|area| (area, recordings::copies())).collect();
    match recordings::originals() {
        Some(folder) => places.extend(areas::IN_PLACE.iter().map(|area| (area, folder.clone()))),
        None => println!("(without ../shared/conformance only the project's copies are compared)"),
    }
    if let Some(unknown) = names.iter().find(|name| areas::find(name).is_none()) {
        let known: Vec<&str> = places.iter().map(|(area, _)| area.name).collect();
        return Err(format!("There is no area `{unknown}`; there are: {}", known.join(", ")));
    }
    let mut counts = agreement::committed();
    for (area, folder) in
        places.iter().filter(|(area, _)| names.is_empty() || names.iter().any(|name| name == area.name))
    {
        let outcome = report(area, folder, show, counts.get(area.name).copied())?;
        counts.insert(area.name.to_owned(), (outcome.agree(), outcome.total));
    }
    if std::env::var_os("UPDATE").is_some() {
        agreement::commit(&counts)?;
    }
    Ok(())
}

fn arguments() -> Result<(Vec<String>, usize), String> {
    let mut names = Vec::new();
    let mut show = 0;
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        if word == "--show" {
            show = words.next().and_then(|number| number.parse().ok()).ok_or("--show wants a number")?;
        } else {
            names.push(word);
        }
    }
    Ok((names, show))
}

fn report(
    area: &'static Area,
    folder: &Path,
    show: usize,
    before: Option<(usize, usize)>,
) -> Result<Outcome, String> {
    let start = Instant::now();
    let outcome = agreement::compare(area, folder)?;
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    for case in &outcome.disagreements {
        for difference in &case.differences {
            let count = shown.entry(difference.dimension).or_default();
            *count += 1;
            if *count <= show {
                println!("  {} {}: {}", case.case, difference.dimension, shortened(&difference.words));
            }
        }
    }
    let by: Vec<String> =
        outcome.by_dimension().iter().map(|(dimension, count)| format!("{dimension} {count}")).collect();
    let change = before.map_or(String::new(), |(agree, _)| format!(" (committed {agree})"));
    println!(
        "{:32} {:5} of {:5} agree{change}{}{}  {:.1} s",
        area.name,
        outcome.agree(),
        outcome.total,
        if by.is_empty() { "" } else { "; differ in: " },
        by.join(", "),
        start.elapsed().as_secs_f64()
    );
    Ok(outcome)
}

fn shortened(words: &str) -> String {
    const LENGTH: usize = 1200;
    words.chars().take(LENGTH).collect()
}
