//! Measures the engine's times against the design's budgets. `cargo xtask bench` builds it with the profile `shipped`.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a chore speaks to who runs it")]

mod page;
mod reading;
mod reserving;
mod simulating;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// The allocator that the command line uses.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let mut board = Board { within: true };
    reading::measure(&mut board);
    reading::growth(&mut board);
    reading::again();
    page::measure(&mut board);
    reserving::measure(&mut board);
    simulating::measure(&mut board);
    if board.within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Prints the times and remembers whether all of them are within their budgets.
struct Board {
    within: bool,
}

impl Board {
    /// Prints a time beside its budget and a shorter time that the design hopes for; only the budget can fail.
    fn aim(&mut self, what: &str, took: Duration, budget: Duration, aim: Duration) {
        self.budget(what, took, budget);
        let verdict = if took <= aim { "reached" } else { "NOT reached" };
        println!("  {:<46}              the aim, {}, is {verdict}", "", shown(aim).trim_start());
    }

    fn budget(&mut self, what: &str, took: Duration, budget: Duration) {
        let verdict = if took <= budget { "within" } else { "MORE THAN" };
        self.within &= took <= budget;
        println!("  {what:<46} {}   {verdict} {}", shown(took), shown(budget).trim_start());
    }
}

fn heading(what: &str) {
    println!("\n{what}");
}

/// Prints a time without a budget of its own.
fn part(what: &str, took: Duration) {
    println!("  {what:<46} {}", shown(took));
}

fn shown(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    if micros < 10_000.0 { format!("{micros:9.2} µs") } else { format!("{:9.2} ms", micros / 1e3) }
}

/// The fastest of many runs, which is the cost when nothing disturbs it. Takes about a tenth of a second,
/// and longer for slow work, so that one of the runs is likely to be undisturbed.
fn fastest<T>(mut work: impl FnMut() -> T) -> Duration {
    let begun = Instant::now();
    let mut best = Duration::MAX;
    let mut runs = 0;
    while runs < 15 || (runs < 5_000 && begun.elapsed() < Duration::from_millis(100)) {
        let start = Instant::now();
        black_box(work());
        best = best.min(start.elapsed());
        runs += 1;
    }
    best
}
