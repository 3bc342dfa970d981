//! Runs the journeys: some at a time, each thread with a browser of its own that it uses again.

use crate::driver::{Driver, Kind};
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

/// The browsers for journeys that any browser can go.
pub const BOTH: &[Kind] = &[Kind::Chromium, Kind::Firefox];

/// The number of journeys that run at the same time: one more than two cores carry, since a journey waits for half of its time.
const THREADS: usize = 3;

/// The journeys that are gone once more at most; if more fail, the page is at fault and not the load.
const MOST_AGAIN: usize = 5;

/// The lines of a failure that are shown again at the end; a page's whole text may follow them.
const SHOWN: usize = 4;

/// A way through the page.
pub struct Journey {
    /// The names of its module and function.
    pub name: &'static str,
    /// The browsers in which it runs.
    pub browsers: &'static [Kind],
    /// Runs it; a panic is a failure.
    pub run: fn(&Driver),
}

/// A journey in a browser.
type Task<'a> = (Kind, &'a Journey);

/// A journey that failed, with the first lines of the reason.
struct Failure<'a> {
    task: Task<'a>,
    reason: String,
}

/// The table of a module's journeys, `JOURNEYS`, from the names of its functions.
macro_rules! journeys {
    ($($name:ident in $browsers:expr),+ $(,)?) => {
        pub const JOURNEYS: &[crate::journey::Journey] = &[$(crate::journey::Journey {
            name: concat!(module_path!(), "::", stringify!($name)),
            browsers: $browsers,
            run: $name,
        }),+];
    };
}
pub(crate) use journeys;

thread_local! {
    /// The last panic of this thread.
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The option with which a journey that failed is gone once more, alone: what fails only under load is told and passes.
const AGAIN: &str = "--again";

/// Runs the journeys whose names contain a word of the command line, in the browsers that the environment names.
pub fn run(modules: &[&[Journey]]) -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word));
    let mut tasks = Vec::new();
    for &kind in BOTH.iter().filter(|kind| kind.is_named()) {
        let journeys = modules.iter().copied().flatten();
        let journeys = journeys.filter(|journey| journey.browsers.contains(&kind));
        tasks.extend(journeys.map(|journey| (kind, journey)).filter(|task| wanted(&name(task))));
    }
    if !BOTH.iter().any(|kind| kind.is_named()) {
        eprintln!("No browser is named: run `cargo xtask journeys`.");
        return ExitCode::FAILURE;
    }
    panic::set_hook(Box::new(|panic| PANIC.set(panic.to_string())));
    let start = Instant::now();
    let mut failures = go(&tasks, THREADS);
    let at_first = failures.len();
    // Named at the end, where a log that was cut still has them.
    for Failure { reason, .. } in &failures {
        println!("{reason}");
    }
    if std::env::args().any(|word| word == AGAIN) && (1..=MOST_AGAIN).contains(&at_first) {
        println!("\nonce more, one after the other:");
        let again: Vec<Task<'_>> = failures.iter().map(|failure| failure.task).collect();
        failures = go(&again, 1);
        for Failure { reason, .. } in &failures {
            println!("{reason}");
        }
        println!("{} of {at_first} passed only at the second try", at_first - failures.len());
    }
    let (verdict, failed) = (if failures.is_empty() { "ok" } else { "FAILED" }, failures.len());
    let passed = tasks.len() - failed;
    let seconds = start.elapsed().as_secs_f64();
    println!("\ntest result: {verdict}. {passed} passed; {failed} failed; finished in {seconds:.2}s");
    if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Goes journeys, so many at a time, and returns those that failed.
fn go<'a>(tasks: &[Task<'a>], threads: usize) -> Vec<Failure<'a>> {
    let (next, failed) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..threads.min(tasks.len()) {
            scope.spawn(|| work(tasks, &next, &failed));
        }
    });
    failed.into_inner().unwrap()
}

/// The name in messages, such as `links::a_damaged_link_says_so in Firefox`.
fn name((kind, journey): &Task<'_>) -> String {
    format!("{} in {kind:?}", journey.name.trim_start_matches("browser::"))
}

/// Runs journey after journey until there is none.
fn work<'a>(tasks: &[Task<'a>], next: &AtomicUsize, failed: &Mutex<Vec<Failure<'a>>>) {
    let mut idle: Option<Driver> = None;
    while let Some(&task) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
        let (kind, journey) = task;
        let start = Instant::now();
        let gone = panic::catch_unwind(AssertUnwindSafe(|| {
            let driver = match idle.take() {
                Some(driver) if driver.kind() == kind => driver,
                _ => Driver::start(kind),
            };
            driver.forget();
            (journey.run)(&driver);
            driver
        }));
        let name = name(&task);
        let seconds = start.elapsed().as_secs_f64();
        if gone.is_ok() {
            println!("test {name} ... ok, {seconds:.1} s");
        } else {
            let panic = PANIC.take();
            println!("test {name} ... FAILED, {seconds:.1} s\n{panic}\n");
            let reason: Vec<&str> = panic.lines().take(SHOWN).collect();
            let reason = format!("test {name} FAILED: {}", reason.join("\n    "));
            failed.lock().unwrap().push(Failure { task, reason });
        }
        // A browser in which a journey failed is not used again.
        idle = gone.ok();
    }
}
