//! Mutated requests, asked of a program line by line: `cargo xtask siege` runs it and keeps the figures.
//!
//! `siege commands FOLDER COUNT SEED MEBIBYTES PROGRAM...` asks `PROGRAM... COMMAND --batch` for each command.
//! `siege engine FOLDER COUNT SEED MEBIBYTES PROGRAM...` asks `PROGRAM...` as a page asks its engine.
//! The last line is a table of figures, as TOML. A request without an answer, with another one's, or beyond a bound is kept in
//! FOLDER and is a failure.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a chore speaks to who runs it")]

mod engine;
mod face;
mod mutate;
mod requests;

use face::{Face, Reply};
use podlab_tests::chance::Chance;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

/// The longest that one request may take, in the processor's time.
const PATIENCE: Duration = Duration::from_secs(1);
/// The number of times that a request which took longer is asked again: the machine may have been busy.
const AGAIN: usize = 4;

/// A line with what its answer must be.
struct Asked {
    /// The arguments of the program that it goes to.
    arguments: &'static [&'static str],
    line: String,
    answer: Expected,
}

/// The content that an answer must have.
enum Expected {
    /// The id of the request.
    Id(usize),
    /// Nothing but JSON: the line may have no id.
    Json,
    /// The number of answers that the page's engine gives.
    Answers(usize),
}

/// The outcome of all requests.
#[derive(Default)]
struct Figures {
    asked: usize,
    /// The longest time.
    slowest: Duration,
    /// Bytes of the longest answer.
    longest: usize,
    /// Bytes of the program that took most.
    memory: u64,
    /// Broken promises, one line each.
    faults: Vec<String>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, folder, count, seed, mebibytes, program @ ..] = arguments.as_slice() else {
        eprintln!("siege commands|engine FOLDER COUNT SEED MEBIBYTES PROGRAM...");
        return ExitCode::FAILURE;
    };
    let numbers = (count.parse().ok(), seed.parse().ok(), mebibytes.parse().ok());
    let (Some(count), Some(seed), Some(mebibytes)) = numbers else {
        eprintln!("COUNT, SEED and MEBIBYTES are numbers");
        return ExitCode::FAILURE;
    };
    let figures = lines(what == "engine", count, seed)
        .and_then(|lines| run(lines.into_iter(), mebibytes, Path::new(folder), program));
    match figures {
        Ok(Figures { asked, slowest, longest, memory, faults }) => {
            for fault in &faults {
                eprintln!("{fault}");
            }
            println!(
                "{{ requests = {asked}, seed = {seed}, slowest-ms = {}, longest-answer-kb = {}, most-memory-mb = {}, faults = {} }}",
                slowest.as_millis(),
                longest >> 10,
                memory >> 20,
                faults.len()
            );
            if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// The extremes of all numbers, then `count` mutated requests: to the commands, or to the page's engine.
fn lines(engine: bool, count: usize, seed: u64) -> Result<impl Iterator<Item = Asked>, String> {
    let mut seeds = requests::recorded()?;
    let mut extremes = requests::extremes();
    if engine {
        seeds.retain(|request| engine::manifest(request).is_some());
        extremes.retain(|request| request.command == "simulate");
    }
    let mut chance = Chance::new(seed);
    let mutated = std::iter::from_fn(move || mutate::mutated(&seeds, &mut chance)).take(count);
    let all = extremes.into_iter().chain(mutated).enumerate();
    Ok(all.filter_map(
        move |(number, request)| {
            if engine { engine::asked(&request) } else { Some(request.asked(number)) }
        },
    ))
}

fn run(
    lines: impl Iterator<Item = Asked>,
    mebibytes: u64,
    folder: &Path,
    program: &[String],
) -> Result<Figures, String> {
    let mut faces: BTreeMap<&[&str], Face> = BTreeMap::new();
    let mut figures = Figures::default();
    for asked in lines {
        let (face, reply) = patiently(faces.remove(asked.arguments), &asked, program)?;
        let memory = figures.memory;
        let mut faults = figures.note(&asked.answer, &reply);
        if let Some(face) = face {
            figures.memory = figures.memory.max(face.memory());
            faces.insert(asked.arguments, face);
        }
        if figures.memory > memory && figures.memory > mebibytes << 20 {
            faults.push(format!("it took {} MB of memory", figures.memory >> 20));
        }
        for fault in faults {
            let name = format!("{}-{}.txt", asked.arguments.first().unwrap_or(&"engine"), figures.asked);
            fs::create_dir_all(folder)
                .and_then(|()| fs::write(folder.join(&name), &asked.line))
                .map_err(|error| format!("{} cannot be written: {error}", folder.display()))?;
            figures.faults.push(format!("{fault}; the request is in {name}"));
        }
    }
    Ok(figures)
}

/// The reply, or that of another attempt when it took long: the least of several is the time that the work takes.
fn patiently(face: Option<Face>, asked: &Asked, program: &[String]) -> Result<(Option<Face>, Reply), String> {
    let started = |face: Option<Face>| face.map_or_else(|| Face::start(program, asked.arguments), Ok);
    let (mut face, mut reply) = started(face)?.ask(&asked.line);
    for _ in 0..AGAIN {
        if reply.taken <= PATIENCE {
            break;
        }
        let again = started(face)?.ask(&asked.line);
        face = again.0;
        if again.1.taken < reply.taken {
            reply = again.1;
        }
    }
    Ok((face, reply))
}

/// The processor's time of a reply; where a line holds several questions, that of the slowest, which the engine tells.
fn taken(reply: &Reply, answer: Option<&Value>) -> Duration {
    let slowest = answer.and_then(|answer| answer.get("slowest")?.as_u64());
    slowest.map_or(reply.taken, Duration::from_millis)
}

impl Figures {
    /// Counts a reply, and returns its faults.
    fn note(&mut self, expected: &Expected, reply: &Reply) -> Vec<String> {
        self.asked += 1;
        let read = reply.answer.as_deref().map(serde_json::from_str::<Value>);
        let taken = taken(reply, read.as_ref().and_then(|read| read.as_ref().ok()));
        self.slowest = self.slowest.max(taken);
        let mut faults = Vec::new();
        if taken > PATIENCE {
            faults.push(format!("it took {} ms", taken.as_millis()));
        }
        self.longest = self.longest.max(reply.answer.as_ref().map_or(0, String::len));
        let answer = match read {
            Some(Ok(answer)) => answer,
            Some(Err(error)) => {
                faults.push(format!("the answer is not JSON: {error}"));
                return faults;
            }
            None => {
                faults.push("there was no answer".to_owned());
                return faults;
            }
        };
        let held = match expected {
            Expected::Id(number) => answer.get("id") == Some(&(*number).into()),
            Expected::Json => answer.is_object(),
            Expected::Answers(number) => {
                self.memory =
                    self.memory.max(answer.get("memory").and_then(Value::as_u64).unwrap_or(u64::MAX));
                answer.get("answered").and_then(Value::as_array).is_some_and(|all| all.len() == *number)
            }
        };
        if !held {
            let said: String = answer.to_string().chars().take(300).collect();
            faults.push(format!("the answer is another one's: {said}"));
        }
        faults
    }
}
