//! `cargo xtask CHORE`: every chore of the project.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a chore speaks to who runs it")]

use std::process::ExitCode;
use xtask::dist;

const USAGE: &str = "usage: cargo xtask CHORE

  play [--port N]     install what is missing, build the playground, serve it on 127.0.0.1
  test                everything: format, lints, tests, wasm build, size budget, recordings, browser journeys
  journeys [NAME]     the journeys alone, in Chromium and Firefox; NAME may be part of a name, or `Firefox`
  generators [NAME]   builds a docs page with each generator of tests/generators, and looks at it in both browsers
  embeds              a page with twenty embeds: 200 loads in both browsers, then memory and tasks (UPDATE=1 writes them)
  agreement           how many recordings of a real cluster agree; also written into README.md
  picture             draws the first picture and runs the first example anew (web/first)
  later               finds out anew which functions of the programs come later than the first look (web/first/later)
  size                the weight of the page, against its budget (UPDATE=1 rewrites the snapshot)
  bench               how long the engine takes
  bench --page        how the page feels in Chromium: keys, playing, memory, loading (--quick: one minute of memory)
  lighthouse          Lighthouse's marks for the page, as on a phone
  fuzz [TARGET [S]]   what nobody would write, for all targets of tests/fuzz or one (ten minutes each)
  fuzz --minutes N    all targets in turn, together for N minutes
  siege [PART]        a monkey in the page for five minutes, 50,000 mutated requests, the same to the page's engine
  fields              the field table of crates/api, from the sources of k8s-openapi
  finish              what Trunk calls when it has built the page: style sheets, the build, the list of what is kept
  dist [FOLDER]       a folder to put on any static host, under any path (--url ADDRESS: with a sitemap for there)
  reproduce           builds the site twice, in two folders, and compares every byte
  npm                 the npm package: packed, installed into a fresh folder, used from Node, TypeScript and Chromium
  deny                what is known against the parts that others wrote: advisories, licences, sources";

/// The default duration of a fuzzing target, in seconds.
const FUZZED: u32 = 600;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["play"] => xtask::play::run(None),
        ["play", "--port", port] => match port.parse() {
            Ok(port) => xtask::play::run(Some(port)),
            Err(_) => Err(format!("--port wants a number up to 65535, not `{port}`.")),
        },
        ["test"] => xtask::test::run(),
        ["journeys", names @ ..] => xtask::test::journeys(names),
        ["generators", names @ ..] | ["test", "--generators", names @ ..] => xtask::generators::run(names),
        ["embeds"] => xtask::embeds::run(),
        ["agreement", options @ ..] => xtask::agreement::run(options),
        ["picture"] => xtask::picture::run(),
        ["later"] => xtask::later::run(),
        ["size"] => xtask::size::run(),
        ["fields"] => xtask::fields::run(),
        ["bench"] => xtask::bench::run(),
        ["bench", "--page"] => xtask::measure::bench(),
        ["bench", "--page", "--quick"] => xtask::measure::bench_briefly(),
        ["lighthouse"] => xtask::measure::lighthouse(),
        ["fuzz"] => xtask::fuzz::run(None, FUZZED),
        ["fuzz", "--minutes", minutes] => match minutes.parse() {
            Ok(minutes) => xtask::fuzz::run_for(minutes),
            Err(_) => Err(format!("--minutes wants a number, not `{minutes}`.")),
        },
        ["fuzz", target] => xtask::fuzz::run(Some(target), FUZZED),
        ["fuzz", target, seconds] => match seconds.parse() {
            Ok(seconds) => xtask::fuzz::run(Some(target), seconds),
            Err(_) => Err(format!("fuzz wants a number of seconds, not `{seconds}`.")),
        },
        ["siege", parts @ ..] => xtask::siege::run(parts),
        ["finish"] => xtask::finish::run(),
        ["dist"] => dist::run(dist::Options::default()),
        ["dist", folder] => dist::run(dist::Options { folder: Some(folder), url: None }),
        ["dist", folder, "--url", url] => dist::run(dist::Options { folder: Some(folder), url: Some(url) }),
        ["reproduce"] => xtask::reproduce::run(),
        ["npm"] => xtask::npm::run(),
        ["deny"] => xtask::deny::run(),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
