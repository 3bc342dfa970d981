//! The program's output, and the program when nobody reads, when nothing can be written, when a terminal would
//! obey it.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Output, Stdio};

fn start(arguments: &[&str]) -> Child {
    let mut program = Command::new(env!("CARGO_BIN_EXE_podlab"));
    let piped = program.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    piped.spawn().unwrap()
}

fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = start(arguments);
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

/// Names with what a terminal obeys: colours, a title, a bell, a line that is overwritten, text that runs backwards.
const HOSTILE: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: \"a\\e[31m\\a\\rb\\x9b2J\\u202e\"}\nspec:\n  containers: [{name: \"\\e]0;x\\a\", image: \"\\e[2Jx\", \"f\\eo\": 1}]\n";

#[test]
fn terminals_obey_nothing_of_a_manifest() {
    let accepted = HOSTILE.replace(", \"f\\eo\": 1", "");
    let unreadable = format!("{HOSTILE}# \u{1b}]0;comment\u{7}\n");
    let asked: [&[&str]; 13] = [
        &["check", "-"],
        &["check", "-o", "json", "-"],
        &["check", "-o", "sarif", "-"],
        &["check", "-o", "kubectl", "-"],
        &["check", "-o", "github", "-"],
        &["check", "-o", "junit", "-"],
        &["check", "--quiet", "--fail-on", "advice", "-"],
        &["simulate", "-"],
        &["resources", "-"],
        &["admit", "-"],
        &["get", "-"],
        &["kubectl", "-", "--", "describe", "pods"],
        &["explain", "\u{1b}[31mred"],
    ];
    for arguments in asked {
        for text in [HOSTILE, &accepted, &unreadable] {
            let output = run(arguments, text);
            for stream in [&output.stdout, &output.stderr] {
                let told = String::from_utf8(stream.clone()).unwrap();
                let obeyed = |c: char| (c.is_control() && c != '\n' && c != '\t') || c == '\u{202e}';
                assert!(!told.contains(obeyed), "{arguments:?}: {told:?}");
            }
        }
    }
    let told = String::from_utf8(run(&["check", "-"], &unreadable).stdout).unwrap();
    assert!(told.contains("# ^[]0;comment^G"), "{told}");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let containers = "- {nam: a}\n".repeat(10_000);
    let manifest =
        format!("apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  {}", containers.replace('\n', "\n  "));
    for arguments in [&["check", "-"][..], &["check", "-o", "json", "-"], &["explain", "--list"]] {
        let mut child = start(arguments);
        drop(child.stdout.take());
        let mut stdin = child.stdin.take().unwrap();
        let text = manifest.clone();
        let writer = std::thread::spawn(move || drop(stdin.write_all(text.as_bytes())));
        let mut told = String::new();
        child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
        let code = child.wait().unwrap().code();
        writer.join().unwrap();
        let verdict = i32::from(arguments != ["explain", "--list"]);
        assert_eq!((code, told.as_str()), (Some(verdict), ""), "{arguments:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told_without_a_panic() {
    for arguments in [&["explain", "--list"][..], &["check", "--batch"], &["--help"], &["--version"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_podlab"));
        let mut child = program
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(full)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // It may have ended before it reads.
        let _ = child.stdin.take().unwrap().write_all(b"{\"id\": 1, \"manifest\": \"\"}\n");
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.starts_with("podlab: cannot write the answer: ") && told.lines().count() == 1, "{told}");
    }
}

#[test]
fn each_line_of_a_batch_is_answered_before_the_next_is_read() {
    let mut child = start(&["check", "--batch"]);
    let mut input = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for id in 0..3 {
        writeln!(input, "{{\"id\": {id}, \"manifest\": \"kind: Pod\"}}").unwrap();
        let answer = answers.next().unwrap().unwrap();
        assert!(answer.ends_with(&format!("\"id\":{id}}}")), "{answer}");
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}
