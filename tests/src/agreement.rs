//! The number of cases of each area that agree, its committed snapshot, and the README's table.

use crate::areas::{self, Area};
use crate::compare::{self, Difference};
use crate::recordings;
use api::Kubernetes;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

/// A case that does not agree.
pub struct Disagreement {
    /// The case's name.
    pub case: String,
    /// The dimensions in which it differs.
    pub differences: Vec<Difference>,
}

/// An area, compared.
pub struct Outcome {
    /// The area.
    pub area: &'static Area,
    /// The number of its cases.
    pub total: usize,
    /// The cases that do not agree, in the recording's order.
    pub disagreements: Vec<Disagreement>,
}

impl Outcome {
    /// The number of cases that agree in everything.
    pub fn agree(&self) -> usize {
        self.total - self.disagreements.len()
    }

    /// The number of cases that differ in each dimension.
    pub fn by_dimension(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for difference in self.disagreements.iter().flat_map(|case| &case.differences) {
            *counts.entry(difference.dimension).or_default() += 1;
        }
        counts
    }
}

/// The longest time for a case; one that takes longer is taken to be endless.
const PATIENCE: Duration = Duration::from_mins(1);

/// Compares every case of `area` in `folder`, on all processors.
pub fn compare(area: &'static Area, folder: &Path) -> Result<Outcome, String> {
    let cases = recordings::cases(folder, area.name)?;
    let kubernetes = Kubernetes::parse(&format!("1.{}", area.minor), [])?;
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let next = Arc::new((AtomicUsize::new(0), cases));
    let (said, heard) = mpsc::channel();
    for worker in 0..threads {
        let (next, said, kubernetes) = (Arc::clone(&next), said.clone(), kubernetes.clone());
        // The threads are not joined: an endless case in one must not keep the others from reporting it.
        thread::spawn(move || work((area, &kubernetes), worker, &next, &said));
    }
    drop(said);
    let mut at_work: BTreeMap<usize, String> = BTreeMap::new();
    let mut found = Vec::new();
    loop {
        match heard.recv_timeout(PATIENCE) {
            Ok(Said::Started { worker, case }) => drop(at_work.insert(worker, case)),
            Ok(Said::Differs(at, disagreement)) => found.push((at, disagreement)),
            Ok(Said::Done(worker)) => drop(at_work.remove(&worker)),
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                let cases: Vec<String> = at_work.into_values().collect();
                return Err(format!("{}: no end after {PATIENCE:?}: {}", area.name, cases.join(", ")));
            }
        }
    }
    found.sort_by_key(|(at, _)| *at);
    Ok(Outcome {
        area,
        total: next.1.len(),
        disagreements: found.into_iter().map(|(_, case)| case).collect(),
    })
}

enum Said {
    Started { worker: usize, case: String },
    Differs(usize, Disagreement),
    Done(usize),
}

/// Works on case after case until there is none; reports the start of each, and each that differs.
fn work(
    (area, kubernetes): (&Area, &Kubernetes),
    worker: usize,
    next: &(AtomicUsize, Vec<Vec<String>>),
    said: &mpsc::Sender<Said>,
) {
    let (next, cases) = next;
    while let Some((at, lines)) = step(next, cases) {
        let runs: Vec<Value> = lines.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let case = compare::name(&runs).to_owned();
        // The receiver is gone: the comparison was given up.
        let Ok(()) = said.send(Said::Started { worker, case: case.clone() }) else { return };
        let differences = compare::differences(area.kind, &runs, kubernetes);
        if !differences.is_empty() {
            let _ = said.send(Said::Differs(at, Disagreement { case, differences }));
        }
    }
    let _ = said.send(Said::Done(worker));
}

fn step<'a, T>(next: &AtomicUsize, cases: &'a [T]) -> Option<(usize, &'a T)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    cases.get(at).map(|case| (at, case))
}

/// The number of agreeing cases and of all cases, by the name of the area.
pub type Counts = BTreeMap<String, (usize, usize)>;

fn snapshot_file() -> PathBuf {
    xtask::project::root().join("tests/agreement.toml")
}

/// The committed counts.
pub fn committed() -> Counts {
    read(&fs::read_to_string(snapshot_file()).unwrap_or_default())
}

fn read(text: &str) -> Counts {
    let line = |line: &str| {
        let (name, counts) = line.split_once(" = ")?;
        let (agree, total) = counts.trim_matches(['[', ']']).split_once(", ")?;
        Some((name.trim_matches('"').to_owned(), (agree.parse().ok()?, total.parse().ok()?)))
    };
    text.lines().filter_map(line).collect()
}

/// Writes the committed counts and the README's table from them.
pub fn commit(counts: &Counts) -> Result<(), String> {
    let mut text = "# Of each area of recordings: cases that agree, all cases. `UPDATE=1 cargo xtask agreement` rewrites it.\n".to_owned();
    for (name, (agree, total)) in counts {
        let _ = writeln!(text, "\"{name}\" = [{agree}, {total}]");
    }
    fs::write(snapshot_file(), text).map_err(|error| format!("tests/agreement.toml: {error}"))?;
    let file = xtask::project::root().join("README.md");
    let readme = fs::read_to_string(&file).map_err(|error| format!("README.md: {error}"))?;
    let (before, _, after) = around_table(&readme).ok_or("README.md lost its <!-- agreement --> markers")?;
    fs::write(file, format!("{before}{}{after}", table(counts)))
        .map_err(|error| format!("README.md: {error}"))
}

/// The README's text before its table, the table, and the text after it.
pub fn around_table(readme: &str) -> Option<(&str, &str, &str)> {
    const START: &str = "<!-- agreement -->\n";
    const END: &str = "<!-- /agreement -->";
    let start = readme.find(START)? + START.len();
    let end = start + readme.get(start..)?.find(END)?;
    Some((readme.get(..start)?, readme.get(start..end)?, readme.get(end..)?))
}

/// The README's table for `counts`.
pub fn table(counts: &Counts) -> String {
    let mut text = "| recordings | agree | of | in |\n|---|---:|---:|---|\n".to_owned();
    let (here, beside) = ("`tests/recordings`", "`../shared`");
    let places = [(areas::OURS, here), (areas::RIG, here), (areas::IN_PLACE, beside)];
    for (areas, place) in places {
        for area in areas {
            if let Some((agree, total)) = counts.get(area.name) {
                let _ = writeln!(text, "| {} | {agree} | {total} | {place} |", area.title);
            }
        }
    }
    text
}
