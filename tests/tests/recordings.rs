//! The engine agrees with at least as many recordings as the committed counts say.
#![allow(clippy::print_stdout, reason = "a test says what it counted")]
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

use podlab_tests::agreement::{self, Outcome};
use podlab_tests::areas::{self, Area};
use podlab_tests::{gaps, recordings};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Fails when fewer cases agree than before, or when a known gap has closed.
fn check(areas: &'static [Area], folder: &Path) {
    let committed = agreement::committed();
    let gaps = gaps::read().unwrap();
    let mut wrong = String::new();
    for area in areas {
        let outcome = agreement::compare(area, folder).unwrap();
        let before = committed.get(area.name).map_or(0, |(agree, _)| *agree);
        println!("{}: {} of {} agree, committed {before}", area.name, outcome.agree(), outcome.total);
        if outcome.agree() < before {
            wrong += &worse(&outcome, before);
        } else if outcome.agree() > before {
            println!("  better than committed: UPDATE=1 cargo xtask agreement");
        }
        for gap in gaps::closed(&gaps, &outcome) {
            let _ = writeln!(
                wrong,
                "{}: the known gap `{}` has closed: remove it from tests/known_gaps.toml",
                area.name, gap.case
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn worse(outcome: &Outcome, before: usize) -> String {
    format!(
        "{}: {} agree, {before} did; see `cargo xtask agreement {} --show 3`\n",
        outcome.area.name,
        outcome.agree(),
        outcome.area.name
    )
}

#[test]
fn copies_agree_as_far_as_committed() {
    check(areas::OURS, &recordings::copies());
}

#[test]
fn our_own_recordings_agree_as_far_as_committed() {
    check(areas::RIG, &recordings::copies());
}

/// The comparison with the originals, where the project lies beside all recordings.
#[test]
fn originals_agree_as_far_as_committed() {
    if let Some(folder) = recordings::beside("conformance", "recordings with other people's text") {
        check(areas::IN_PLACE, &folder);
    }
}

#[test]
fn the_readme_shows_the_committed_counts() {
    let readme = fs::read_to_string(xtask::project::root().join("README.md")).unwrap();
    let (_, table, _) =
        agreement::around_table(&readme).expect("README.md has its <!-- agreement --> markers");
    assert_eq!(table, agreement::table(&agreement::committed()), "UPDATE=1 cargo xtask agreement");
}

/// A recording is a fact: nothing may rewrite it. Where the originals are present, the copies must equal them.
#[test]
fn copies_are_the_originals() {
    let Some(folder) = recordings::beside("conformance", "the copies against their originals") else {
        return;
    };
    let parsed = |folder: &Path, name: &str| -> Vec<serde_json::Value> {
        let text = recordings::text(folder, name).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    for area in areas::OURS {
        assert!(parsed(&recordings::copies(), area.name) == parsed(&folder, area.name), "{}", area.name);
    }
}
