//! The files that the command line reads, and what its commands say of one text: the same, or that they do not answer.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

mod common;

use common::{CUSTOM, GOOD, bad, folder, podlab};
use std::process::Command;

/// A file that would be read for ever, in a circle or not at all is told or passed over.
#[test]
#[cfg(unix)]
fn pipes_and_circles_stop_nothing() {
    use std::os::unix::fs::symlink;
    let files = [("ring/a.yaml", GOOD), ("ring/sub/b.yaml", GOOD), ("ring/.hidden/c.yaml", "}{")];
    let root = folder("files-circles", &files);
    for name in ["one", "two"] {
        symlink("../ring", root.join("ring").join(name)).unwrap();
    }
    symlink("nowhere", root.join("ring/broken.yaml")).unwrap();
    assert!(Command::new("mkfifo").arg(root.join("ring/pipe.yaml")).status().unwrap().success());
    for word in ["ring", "ring/**/*.yaml", "./ring/**/*.yaml", "**/*.yaml", "r*/**"] {
        let told = podlab(&root, &["check", word]);
        assert!(
            told.exit == 2 && told.out.contains("2 accepted, 0 refused, 2 not read"),
            "{word}: {}",
            told.out
        );
        assert!(
            told.err.contains("podlab: ring/pipe.yaml is no file; pipes and devices are read when"),
            "{}",
            told.err
        );
        assert!(told.err.contains("podlab: cannot read ring/broken.yaml: "), "{}", told.err);
    }
    let told = podlab(&root, &["check", "ring/*.yaml"]);
    assert!(told.out.contains("1 accepted, 0 refused, 2 not read"), "{}", told.out);
    let told = podlab(&root, &["check", ".", "ring/a.yaml", "./ring/a.yaml"]);
    assert!(told.out.contains("2 documents: 2 accepted"), "{}", told.out);
}

/// Every command says of a text what `check` says of it: a part that is refused, and one that is not checked.
#[test]
fn commands_on_files_say_what_is_refused_and_what_is_not_checked() {
    let both = format!("{GOOD}---\n{}", bad().replace("web", "other"));
    let unchecked = format!("{GOOD}---\n{CUSTOM}");
    let config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n";
    let files = [
        ("both.yaml", &*both),
        ("unchecked.yaml", &unchecked),
        ("custom.yaml", CUSTOM),
        ("config.yaml", config),
        (
            "node.yaml",
            "apiVersion: v1\nkind: Node\nmetadata: {name: one}\nstatus: {allocatable: {cpu: 1, memory: 1Gi, pods: 9}}\n",
        ),
    ];
    let root = folder("files-agree", &files);
    let asked = |file: &str| {
        let commands: [(&[&str], &[&str]); 9] = [
            (&["simulate"], &[]),
            (&["simulate", "-o", "narration"], &[]),
            (&["simulate", "-o", "json"], &[]),
            (&["still"], &[]),
            (&["resources"], &[]),
            (&["resources", "-o", "json"], &[]),
            (&["admit"], &[]),
            (&["schedule", "node.yaml"], &[]),
            (&["kubectl", "--at", "9"], &["--", "get", "pods"]),
        ];
        commands.map(|(before, after)| {
            let words = [before, &[file], after].concat();
            let told = podlab(&root, &words);
            (words.join(" "), told)
        })
    };
    for (command, told) in asked("both.yaml") {
        let all = format!("{}{}", told.out, told.err);
        assert!(told.exit == 1 && all.contains("imagePullPolicy: Unsupported value"), "{command}: {all}");
    }
    for (command, told) in asked("unchecked.yaml") {
        let says = told.err.contains("note: 1 of 2 documents is not checked: Thing.");
        assert!(told.exit == 0 && says, "{command}: {}", told.err);
    }
    // There is nothing to answer about, whatever the form of the answer; admission makes the ConfigMap, and a cluster is asked without Pods as well.
    for (command, told) in asked("custom.yaml") {
        let exit = match command.split(' ').next() {
            Some("admit") => 1,
            Some("kubectl") => 0,
            _ => 2,
        };
        let says = told.err.contains("Its fields are not checked: Thing.");
        assert!(told.exit == exit && says, "{command}: {} {}", told.exit, told.err);
    }
    for (command, told) in asked("config.yaml").into_iter().take(6) {
        assert_eq!(told.exit, 2, "{command}: {}{}", told.out, told.err);
    }
}

/// A command shows not all that there would be and says so, whichever it is.
#[test]
fn every_command_that_plays_says_what_it_leaves_out() {
    let text = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec:\n  replicas: 5000\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec: {containers: [{name: a, image: b}]}\n";
    let root = folder("files-cuts", &[("many.yaml", text)]);
    let end: &[&str] = &["--", "get", "pods"];
    for (words, end) in [(&["simulate"][..], &[][..]), (&["still"], &[]), (&["kubectl", "--at", "9"], end)] {
        let told = podlab(&root, &[words, &["many.yaml"], end].concat());
        assert!(told.err.contains("100 of 5,000 Pods are played."), "{words:?}: {}", told.err);
    }
}

#[test]
fn flags_that_would_not_count_are_refused() {
    let root = folder("files-flags", &[("good.yaml", GOOD)]);
    for words in [
        &["check", "--batch", "good.yaml"][..],
        &["check", "--batch", "--fail-on", "advice"],
        &["simulate", "--batch", "--until", "9"],
        &["resources", "--batch", "-o", "json"],
        &["get", "--batch", "good.yaml"],
        &["admit", "--batch", "good.yaml"],
        &["kubectl", "--batch", "--", "get", "pods"],
        &["simulate", "--until", "-5", "good.yaml"],
        &["still", "--at", "5mm", "good.yaml"],
    ] {
        let told = podlab(&root, words);
        assert!(told.exit == 2 && told.out.is_empty() && !told.err.is_empty(), "{words:?}: {}", told.err);
    }
    assert_eq!(podlab(&root, &["simulate", "--until", "1m30s", "good.yaml"]).exit, 0);
}

/// A byte that is no text is told at its place; in a file that grows too long by such bytes the file's own length is told.
#[test]
fn a_file_that_is_no_text_is_told_with_its_own_length() {
    let root = folder("files-binary", &[("good.yaml", GOOD)]);
    std::fs::write(root.join("short"), b"kind: Pod\n\x00\xff").unwrap();
    std::fs::write(root.join("long"), vec![0xff; 900_000]).unwrap();
    let told = podlab(&root, &["check", "short"]);
    assert!(told.exit == 1 && told.out.contains("short:2:1: error: "), "{}{}", told.out, told.err);
    let told = podlab(&root, &["check", "long"]);
    assert_eq!(
        (told.exit, &*told.err),
        (2, "podlab: cannot read long: its 900,000 bytes are not all text\n")
    );
}

/// An error that is counted and not listed has failed in every report, and each says that it lists not all.
#[test]
fn errors_beyond_the_list_fail_in_every_report() {
    let first = format!("{GOOD}{}", "  - {name: app, image: nginx}\n".repeat(201));
    let text = format!("{first}---\n{}", bad().replace("web", "other"));
    let root = folder("files-cut", &[("many.yaml", &text)]);
    let told = |output| podlab(&root, &["check", "-o", output, "many.yaml"]);
    let junit = told("junit");
    assert!(junit.exit == 1 && junit.out.contains("tests=\"2\" failures=\"2\""), "{}", junit.out);
    assert!(junit.out.contains("it is refused; its errors are not listed"), "{}", junit.out);
    for output in ["text", "json", "sarif", "github", "junit"] {
        let told = told(output).out;
        assert!(told.contains("These are the first 200 of "), "{output}: {told}");
    }
}
