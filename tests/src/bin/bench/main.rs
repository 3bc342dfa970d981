//! How long the engine takes, against the budgets of the design. `cargo xtask bench` builds it with the profile `shipped`.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a chore speaks to who runs it")]

mod page;
mod reading;
mod reserving;
mod simulating;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// The command line's own.
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

/// Prints what was measured and keeps whether all of it is within its budget.
struct Board {
    within: bool,
}

impl Board {
    /// What the design asks for, and what it hopes for: only the first is a budget.
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

/// A time without a budget of its own.
fn part(what: &str, took: Duration) {
    println!("  {what:<46} {}", shown(took));
}

fn shown(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    if micros < 10_000.0 { format!("{micros:9.2} µs") } else { format!("{:9.2} ms", micros / 1e3) }
}

/// The fastest of many runs: what the code costs when nothing disturbs it. Takes about a tenth of a second,
/// and more for what is slow, so that one of its runs is likely to be undisturbed.
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
