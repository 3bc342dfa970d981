//! A problem is known by its id: the error of a rule and the same error pasted lead to the same page.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the whole file is tests")]

use engine::Kubernetes;
use engine::check::{Mode, Options, Severity, Stage, check};
use engine::explain::{of_message, page};
use podlab_tests::recordings;
use serde_json::Value;
use std::collections::BTreeSet;

/// Every error of every recorded manifest, in each recorded release.
#[test]
fn a_pasted_error_finds_the_page_of_its_rule() {
    let releases = ["1.36", "1.35", "1.34", "1.33", "1.32"];
    let (mut errors, mut rules) = (0, BTreeSet::new());
    for release in releases {
        let name = match release {
            "1.36" => "apiserver/recorded".to_owned(),
            older => format!("apiserver/versions/recorded-{older}"),
        };
        let options = Options { kubernetes: Kubernetes::parse(release, []).unwrap(), ..Options::default() };
        for line in recordings::text(&recordings::copies(), &name).unwrap().lines() {
            let row: Value = serde_json::from_str(line).unwrap();
            if row["expected"]["stage"] != "invalid" {
                continue;
            }
            let problems = check(row["manifest"].as_str().unwrap_or_default(), &options).problems;
            for problem in problems.iter().filter(|problem| problem.stage == Stage::Invalid) {
                let message = format!("{}: {}", problem.field, problem.message);
                assert_eq!(
                    of_message(&message).map(|page| page.id),
                    Some(problem.id),
                    "{release}: {message}"
                );
                errors += 1;
                rules.insert(problem.id);
            }
        }
    }
    assert!(errors > 5_000 && rules.len() > 60, "only {errors} errors of {} rules", rules.len());
}

/// Every error of the server and every finding of a lint has a page, except for a few that need no explanation.
#[test]
fn every_problem_has_a_page_or_says_all_there_is() {
    const WITHOUT: [&str; 6] = ["warning", "refused", "assumed", "limit", "empty", "custom-resource"];
    // The manifests take turns in the ways in which a text reaches the server.
    let modes = [Mode::Kubectl, Mode::Yaml, Mode::Json].into_iter().cycle();
    for (line, mode) in
        recordings::text(&recordings::copies(), "apiserver/recorded").unwrap().lines().zip(modes)
    {
        let row: Value = serde_json::from_str(line).unwrap();
        let options = Options { mode, ..Options::default() };
        for problem in check(row["manifest"].as_str().unwrap_or_default(), &options).problems {
            let has_page = page(problem.id).is_some();
            assert!(has_page != WITHOUT.contains(&problem.id), "{} {}", problem.id, problem.message);
            let ours = matches!(problem.severity, Severity::Advice | Severity::Note);
            assert!(ours || problem.why.is_none(), "{} {}", problem.id, problem.message);
            assert!(problem.severity != Severity::Advice || problem.why.is_some(), "{}", problem.id);
        }
    }
}
