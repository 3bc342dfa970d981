//! How long the engine takes, against the budgets of the design. `cargo xtask bench` builds it for release.
#![forbid(unsafe_code)]

use engine::Kubernetes;
use engine::page::{analyze, simulate};
use serde_json::json;
use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Each is run so often; the middle one counts.
const RUNS: usize = 31;

/// Sixty lines, with one of most things.
const POD: &str = include_str!("../../seeds/pod-five-steps.yaml");
const CRASHING: &str =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: nginx}]}\n";

fn main() -> ExitCode {
    let kubernetes = Kubernetes::RECORDED;
    let mut long = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n".to_owned();
    for number in 0..400 {
        let _ = write!(
            long,
            "  - name: app-{number}\n    image: nginx:1.27\n    env:\n    - name: A\n      value: \"{number}\"\n"
        );
    }
    let day = json!({
        "id": "day", "manifest": CRASHING, "until": 86_400,
        "scenario": {"containers": {"app": [{"run": 1, "exit": 1}]}},
    })
    .to_string();
    let measured = [
        ("analyze a Pod of 65 lines", median(|| drop(analyze(POD, &kubernetes))), None),
        ("analyze a Pod of 2,000 lines", median(|| drop(analyze(&long, &kubernetes))), Some(50)),
        ("simulate a default story, to the page", median(|| drop(simulate(POD, "", &kubernetes))), None),
        (
            "simulate 24 h of crash loop, to the batch",
            median(|| drop(engine::batch::answer(engine::batch::Command::Simulate, &day, &kubernetes))),
            None,
        ),
    ];
    let mut within = true;
    for (what, took, budget) in measured {
        let limit = budget.map_or(String::new(), |milliseconds| format!(" of {milliseconds} ms"));
        println!("{what:45} {:9.3} ms{limit}", took.as_secs_f64() * 1_000.0);
        within &= budget.is_none_or(|milliseconds| took <= Duration::from_millis(milliseconds));
    }
    if within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn median(run: impl Fn()) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    times.get(RUNS / 2).copied().unwrap_or_default()
}
