//! `cargo xtask test`: runs every step, one line each, also after one has failed.

use crate::browser::Browser;
use crate::command::{listen, program, tail};
use crate::{browser, page, size};
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Instant;

/// The results of all steps so far.
#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    /// The number of tests whose data is not on this machine.
    not_run: usize,
    /// The names of the steps that failed.
    broken: Vec<&'static str>,
}

/// Runs every step; an error names those that failed.
pub fn run() -> Result<(), String> {
    let start = Instant::now();
    let mut tally = Tally::default();
    tally.cargo("format", &["fmt", "--all", "--check"]);
    tally.cargo(
        "lints",
        &[
            "clippy",
            "--quiet",
            "--workspace",
            "--all-targets",
            "--features",
            "podlab-tests/browser",
            "--",
            "-D",
            "warnings",
        ],
    );
    tally.cargo("tests built", &["test", "--workspace", "--no-run"]);
    thread::scope(|scope| {
        // Side by side: many of these programs hold a single long test, which leaves a core idle.
        let recordings =
            scope.spawn(|| timed(|| cargo(&["test", "--package", "podlab-tests", "--no-fail-fast"])));
        tally.cargo("unit tests", &["test", "--workspace", "--exclude", "podlab-tests", "--no-fail-fast"]);
        let panicked = |_| (Err("its thread panicked".to_owned()), 0.0);
        tally.step_told("recordings", || recordings.join().unwrap_or_else(panicked));
    });
    let dist = tally.step("page build", || page::build().map(|dist| (dist, String::new())));
    if let Some(dist) = dist {
        tally.step("size budget", || size::weigh(&dist).map(|()| ((), String::new())));
        tally.step("journeys in Chromium", || {
            drive(browser::quick_chromium, &dist, &[AGAIN], &[]).map(|words| ((), words))
        });
        tally.step("journeys in Firefox", || {
            drive(browser::firefox, &dist, &[AGAIN], &[]).map(|words| ((), words))
        });
    } else {
        println!("size budget and browser journeys: not run, there is no page");
    }
    let Tally { passed, failed, not_run, broken } = tally;
    let verdict = if broken.is_empty() { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {verdict}. {passed} passed; {failed} failed; finished in {:.2}s",
        start.elapsed().as_secs_f64()
    );
    if not_run > 0 {
        println!("{not_run} not run: their data is not on this machine, see above");
    }
    println!("{passed} passed, {failed} failed");
    if broken.is_empty() { Ok(()) } else { Err(format!("failed: {}", broken.join(", "))) }
}

/// Builds the page and runs the journeys with `names` (all when there are none) in each browser, with output shown.
pub fn journeys(names: &[&str]) -> Result<(), String> {
    let dist = page::build()?;
    in_both(browser::quick_chromium, |find| drive(find, &dist, names, &[]))
}

/// Goes through the sites that generators have built, in each browser.
pub fn sites(dist: &Path, sites: &Path) -> Result<(), String> {
    in_both(browser::chromium, |find| {
        drive(find, dist, &["generators::"], &[("PODLAB_SITES", sites.as_os_str())])
    })
}

/// Looks at `pages` pages of twenty embeds, in each browser.
pub fn embeds(dist: &Path, pages: &str) -> Result<(), String> {
    let variables = [("PODLAB_LOADS", OsStr::new(pages))];
    in_both(browser::chromium, |find| drive(find, dist, &["embeds_show_their_authors_pods"], &variables))
}

/// Lets the monkey of the journeys go on in Chromium, for the seconds and with the seed of `limits`; returns its output.
pub fn besiege(dist: &Path, limits: &str) -> Result<String, String> {
    drive(browser::chromium, dist, &["a_monkey_finds_nothing"], &[("PODLAB_SIEGE", OsStr::new(limits))])
}

/// Runs something in this Chromium and in Firefox, and prints what it says.
fn in_both(chromium: Find, run: impl Fn(Find) -> Result<String, String>) -> Result<(), String> {
    let mut broken = Vec::new();
    for (name, find) in [("Chromium", chromium), ("Firefox", browser::firefox)] {
        let words = run(find);
        println!("{}", words.as_ref().unwrap_or_else(|words| words));
        broken.extend(words.is_err().then_some(name));
    }
    if broken.is_empty() { Ok(()) } else { Err(format!("failed in {}", broken.join(" and in "))) }
}

impl Tally {
    fn cargo(&mut self, name: &'static str, arguments: &[&str]) {
        self.step(name, || cargo(arguments));
    }

    /// Runs a step and prints its result; counts the tests that it reports, or itself as one when it reports none.
    fn step<T>(&mut self, name: &'static str, run: impl FnOnce() -> Done<T>) -> Option<T> {
        self.step_told(name, || timed(run))
    }

    /// [`Tally::step`] of one that tells its own seconds.
    fn step_told<T>(&mut self, name: &'static str, run: impl FnOnce() -> (Done<T>, f64)) -> Option<T> {
        print!("{name} ... ");
        let _ = io::stdout().flush();
        let (done, seconds) = run();
        let words = match &done {
            Ok((_, words)) | Err(words) => words,
        };
        let (mut passed, mut failed) = count(words);
        if passed + failed == 0 || (failed == 0 && done.is_err()) {
            passed += usize::from(done.is_ok());
            failed += usize::from(done.is_err());
        }
        self.passed += passed;
        self.failed += failed;
        let not_run = not_run(words);
        match &done {
            Ok(_) => println!("ok, {passed} passed, {seconds:.1} s"),
            Err(words) => {
                println!("FAILED, {passed} passed, {failed} failed, {seconds:.1} s\n{}", tail(words));
                self.broken.push(name);
            }
        }
        for line in &not_run {
            println!("    {line}");
        }
        self.not_run += not_run.len();
        done.ok().map(|(value, _)| value)
    }
}

/// A step's value and what it said, or what it said when it failed.
type Done<T> = Result<(T, String), String>;

/// Runs cargo to its end.
fn cargo(arguments: &[&str]) -> Done<()> {
    finish(program("cargo").args(arguments)).map(|words| ((), words))
}

/// Runs something and tells its seconds.
fn timed<T>(run: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let done = run();
    (done, start.elapsed().as_secs_f64())
}

/// Journeys that failed go once more, alone: two browsers on two cores leave a page late now and then, and the log says so.
const AGAIN: &str = "--again";

/// A function that finds a browser or installs it.
type Find = fn() -> Result<Browser, String>;

/// Runs the journeys with `names` in one browser; `variables` of the environment say more to single journeys.
fn drive(find: Find, dist: &Path, names: &[&str], variables: &[(&str, &OsStr)]) -> Result<String, String> {
    let browser = find()?;
    let mut cargo = program("cargo");
    cargo.args(["test", "--package", "podlab-tests", "--features", "browser", "--test", "browser", "--"]);
    cargo.args(names);
    cargo.env("PODLAB_DIST", dist).envs(variables.iter().copied());
    // The journeys run in the browsers that are named, and in no other.
    for name in ["CHROME", "CHROMEDRIVER", browser::SHELL, "FIREFOX", "GECKODRIVER"] {
        cargo.env_remove(name);
    }
    let [program, driver] = browser.names;
    cargo
        .env(program, browser.browser)
        .env(driver, browser.driver)
        .envs(browser.shell.map(|shell| (browser::SHELL, shell)));
    finish(&mut cargo)
}

/// Runs a command to its end and returns its output, as an error when it failed.
fn finish(command: &mut Command) -> Result<String, String> {
    match listen(command) {
        None => Err(format!("{} could not be started.", command.get_program().to_string_lossy())),
        Some(said) if said.content => Ok(said.words),
        Some(said) => Err(said.words),
    }
}

/// The numbers of passed and failed tests in the output of `cargo test`.
fn count(words: &str) -> (usize, usize) {
    let results = words.lines().filter_map(|line| line.trim().strip_prefix("test result: "));
    results.fold((0, 0), |(passed, failed), line| {
        let before = |word: &str| -> usize {
            let number = line.split(word).next().and_then(|before| before.split_whitespace().last());
            number.and_then(|number| number.parse().ok()).unwrap_or(0)
        };
        (passed + before(" passed"), failed + before(" failed"))
    })
}

/// The lines of tests that found no data and so passed without testing anything.
fn not_run(words: &str) -> Vec<&str> {
    words.lines().map(str::trim).filter(|line| line.starts_with("not run: ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_cargo_reports() {
        let words = "running 2 tests\ntest result: ok. 2 passed; 0 failed; 0 ignored\nx\ntest result: FAILED. 40 passed; 3 failed; 0 ignored\n";
        assert_eq!(count(words), (42, 3));
        assert_eq!(count("Finished"), (0, 0));
    }

    #[test]
    fn hears_of_tests_that_found_no_data() {
        let words = "running 1 test\nnot run: no ../shared/seeds: manifests of books\ntest a ... ok\n";
        assert_eq!(not_run(words), ["not run: no ../shared/seeds: manifests of books"]);
    }
}
