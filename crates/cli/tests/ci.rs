//! `podlab check` as a build server runs it: folders, globs, a config file, reports for other programs, exit codes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the whole file is tests")]

mod common;

use common::{CUSTOM, GOOD, Told, bad, folder, podlab};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn folders_and_globs_are_searched_in_order_and_an_unreadable_file_stops_nothing() {
    let bad = bad();
    let files = [
        ("deploy/b.yaml", &*bad),
        ("deploy/a.yml", GOOD),
        (
            "deploy/sub/c.json",
            "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"c\"}}",
        ),
        ("deploy/thing.yaml", CUSTOM),
        ("deploy/notes.txt", "no manifest"),
        ("deploy/.hidden/x.yaml", "}{"),
        ("deploy/node_modules/x.json", "}{"),
    ];
    let root = folder("ci-folders", &files);
    let told = podlab(&root, &["check", "deploy"]);
    let ends: Vec<&str> =
        told.out.lines().filter(|line| line.starts_with("deploy/") && !line.contains(": note: ")).collect();
    let names = ["deploy/a.yml", "deploy/b.yaml", "deploy/sub/c.json", "deploy/thing.yaml"];
    let mut told_of: Vec<&str> = ends.iter().map(|line| line.split(':').next().unwrap()).collect();
    told_of.dedup();
    assert_eq!(told_of, names, "{}", told.out);
    assert_eq!(told.exit, 1);
    let summary = told.out.lines().last().unwrap();
    assert!(summary.starts_with("4 files: 1 error, "), "{summary}");
    assert!(summary.ends_with("4 documents: 2 accepted, 1 refused, 1 not wholly checked"), "{summary}");

    let told = podlab(&root, &["check", "missing.yaml", "deploy/**/*.yml", "none/*.yaml"]);
    assert_eq!(told.exit, 2);
    assert!(told.out.contains("deploy/a.yml: the server accepts it"), "{}", told.out);
    assert!(told.out.ends_with("1 accepted, 0 refused, 2 not read\n"), "{}", told.out);
    assert!(told.err.contains("podlab: cannot read missing.yaml: "), "{}", told.err);
    assert!(told.err.contains("podlab: there is no file to check in none/*.yaml"), "{}", told.err);
}

#[test]
fn a_file_without_an_object_is_passed_over_beside_others() {
    let root = folder("ci-empty", &[("a.yaml", "# off\n---\n"), ("b.yaml", GOOD)]);
    let told = podlab(&root, &["check", "."]);
    assert!(told.out.contains("a.yaml:1:1: note: kubectl passes it over"), "{}", told.out);
    assert!(told.out.contains("a.yaml: nothing is checked"), "{}", told.out);
    assert!(told.exit == 0 && told.out.contains("2 files: 0 errors"), "{}", told.out);
    let told = podlab(&root, &["check", "-o", "kubectl", "."]);
    assert_eq!((told.exit, told.out.as_str(), told.err.as_str()), (0, "pod/web created\n", ""));
    let alone = podlab(&root, &["check", "a.yaml"]);
    assert!(alone.exit == 1 && alone.out.contains("error: no objects passed to apply"), "{}", alone.out);
    let alone = podlab(&root, &["check", "-o", "kubectl", "a.yaml"]);
    assert_eq!((alone.exit, alone.err.as_str()), (1, "error: no objects passed to apply\n"));
}

#[test]
fn what_is_not_checked_is_never_called_accepted() {
    let root = folder("ci-unchecked", &[("a.yaml", CUSTOM), ("b.yaml", CUSTOM)]);
    let told = podlab(&root, &["check", "."]);
    assert_eq!(told.exit, 0);
    assert!(told.out.contains("2 documents: 0 accepted, 0 refused, 2 not wholly checked"), "{}", told.out);
    assert!(!told.out.contains("accepts"), "{}", told.out);
    let report = podlab(&root, &["check", "-o", "junit", "a.yaml"]).out;
    assert!(report.contains("tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"1\""), "{report}");
    assert!(report.contains("<skipped message=\"not checked\"/>"), "{report}");
    let notes = podlab(&root, &["check", "-o", "github", "a.yaml"]).out;
    assert!(notes.contains("::notice file=a.yaml,line=1,title=podlab%3A not checked::"), "{notes}");
}

#[test]
fn the_exit_code_is_what_was_asked_for() {
    let root = folder("ci-fail-on", &[("good.yaml", GOOD)]);
    let exit = |words: &[&str]| podlab(&root, &[&["check", "good.yaml"], words].concat()).exit;
    assert_eq!(exit(&[]), 0);
    assert_eq!(exit(&["--fail-on", "warning"]), 0);
    assert_eq!(exit(&["--fail-on", "advice"]), 1);
    assert_eq!(exit(&["--ignore", "no-such-rule"]), 2);
    // All that is told of it is passed over by its name.
    let told = podlab(&root, &["check", "-o", "json", "good.yaml"]).out;
    let files: Value = serde_json::from_str(&told).unwrap();
    let problems = files[0]["answer"]["problems"].as_array().unwrap();
    assert!(!problems.is_empty());
    let mut words = vec!["--fail-on", "advice"];
    for problem in problems {
        words.extend(["--ignore", problem["id"].as_str().unwrap()]);
    }
    assert_eq!(exit(&words), 0);
    let quiet = podlab(&root, &["check", "--quiet", "good.yaml"]);
    assert_eq!((quiet.exit, &*quiet.out, &*quiet.err), (0, "", ""));
    let loud = podlab(&root, &["check", "--quiet", "--fail-on", "advice", "good.yaml"]);
    assert!(loud.exit == 1 && loud.out.contains(": advice: "), "{}", loud.out);
}

#[test]
fn an_ignored_refusal_is_counted_and_the_ending_stays_true() {
    let root = folder("ci-ignore", &[("bad.yaml", &bad()), ("good.yaml", GOOD)]);
    let told = podlab(&root, &["check", "-o", "json", "bad.yaml"]).out;
    let files: Value = serde_json::from_str(&told).unwrap();
    let id = files[0]["answer"]["problems"].as_array().unwrap().iter().find(|one| one["severity"] == "error");
    let told = podlab(&root, &["check", ".", "--ignore", id.unwrap()["id"].as_str().unwrap()]);
    assert_eq!(told.exit, 0);
    assert!(told.out.contains("bad.yaml: the server refuses it as invalid"), "{}", told.out);
    assert!(told.out.contains("1 accepted, 1 refused, 1 problem ignored"), "{}", told.out);
}

#[test]
fn a_config_file_is_found_upwards_and_the_command_line_wins() {
    let config = "kubernetes: \"1.30\"\nfailOn: advice\nexclude: ['charts/**', 'deploy/skip.yaml']\n";
    let bad = bad();
    let files = [
        (".podlab.yaml", config),
        ("other.yaml", "failon: error\n"),
        ("deploy/good.yaml", GOOD),
        ("deploy/skip.yaml", &bad),
        ("charts/web/templates/pod.yaml", "{{ x }}"),
    ];
    let root = folder("ci-config", &files);
    let told = podlab(&root, &["check", "."]);
    assert!(!told.out.contains("skip.yaml") && !told.out.contains("charts"), "{}", told.out);
    assert_eq!(told.exit, 1, "advice fails: {}", told.out);
    let below = podlab(&root.join("deploy"), &["check", ".", "--fail-on", "error"]);
    assert_eq!(below.exit, 0, "{}{}", below.out, below.err);
    assert!(!below.out.contains("skip.yaml"), "{}", below.out);
    let beside = podlab(&root.join("charts"), &["check", "../deploy", "--fail-on", "error"]);
    assert!(beside.exit == 0 && !beside.out.contains("skip.yaml"), "{}{}", beside.out, beside.err);
    // A file that is named is checked.
    assert_eq!(podlab(&root, &["check", "deploy/skip.yaml", "--fail-on", "error"]).exit, 1);
    let nothing = podlab(&root, &["check", "charts"]);
    assert_eq!(nothing.exit, 2, "{}", nothing.out);
    assert!(nothing.err.contains("each file in charts is excluded by the configuration"), "{}", nothing.err);
    let wrong = podlab(&root, &["check", ".", "--config", "other.yaml"]);
    assert_eq!(wrong.exit, 2);
    assert!(wrong.err.contains("other.yaml: unknown field `failon`"), "{}", wrong.err);
}

#[test]
fn reports_name_the_place_from_beginning_to_end() {
    let root = folder("ci-reports", &[("bad.yaml", &bad())]);
    let github = podlab(&root, &["check", "-o", "github", "bad.yaml"]);
    let line = github.out.lines().find(|line| line.starts_with("::error ")).unwrap();
    assert!(
        line.starts_with("::error file=bad.yaml,line=6,endLine=6,col=48,endColumn=53,title=podlab%3A "),
        "{line}"
    );
    assert!(line.contains("::spec.containers[0].imagePullPolicy: Unsupported value: \"Often\""), "{line}");
    assert_eq!(github.exit, 1);
    let junit = podlab(&root, &["check", "-o", "junit", "bad.yaml"]).out;
    assert!(junit.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "), "{junit}");
    assert!(junit.contains("<testcase classname=\"bad.yaml\" name=\"1 Pod web\">"), "{junit}");
    assert!(junit.contains("<failure message=\"bad.yaml:6:48: "), "{junit}");
    let sarif: Value =
        serde_json::from_str(&podlab(&root, &["check", "-o", "sarif", "bad.yaml"]).out).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let region = &results.iter().find(|one| one["level"] == "error").unwrap()["locations"][0]["physicalLocation"]
        ["region"];
    assert_eq!(
        region,
        &serde_json::json!({"startLine": 6, "startColumn": 48, "endLine": 6, "endColumn": 53})
    );
}

#[test]
fn colours_are_sent_when_asked_for() {
    let root = folder("ci-colours", &[("bad.yaml", &bad())]);
    let plain = podlab(&root, &["check", "bad.yaml"]).out;
    assert!(!plain.contains('\u{1b}'), "{plain}");
    let coloured = podlab(&root, &["check", "bad.yaml", "--color", "always"]).out;
    assert!(coloured.contains("\u{1b}[1;31merror\u{1b}[0m: "), "{coloured}");
}

#[test]
fn shells_and_man_know_the_commands() {
    let root = folder("ci-shell", &[("x", "")]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = podlab(&root, &["completions", shell]);
        assert!(script.exit == 0 && script.out.contains("fail-on"), "{shell}");
    }
    let page = podlab(&root, &["man"]).out;
    assert!(page.contains(".TH podlab 1") && page.contains("Exit codes: 0"), "{page}");
    assert!(podlab(&root, &["man", "check"]).out.contains("\\-\\-fail\\-on"));
    let wrong = podlab(&root, &["man", "cheque"]);
    assert!(
        wrong.exit == 2 && wrong.err.contains("there is no command `cheque`; there are check, "),
        "{}",
        wrong.err
    );
}

fn project(file: &str) -> serde_yaml::Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(file);
    serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The step of `action.yml` that checks, with its inputs as GitHub gives them.
fn act(folder: &Path, inputs: &[(&str, &str)]) -> Told {
    let action = project("action.yml");
    let step = &action["runs"]["steps"][1];
    let mut shell = Command::new("bash");
    shell.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"].as_str().unwrap()]);
    shell.current_dir(folder);
    for (name, value) in step["env"].as_mapping().unwrap() {
        let input = value.as_str().unwrap().strip_prefix("${{ inputs.");
        let input = input.map(|rest| rest.strip_suffix(" }}").unwrap());
        let value = input.map_or(env!("CARGO_BIN_EXE_podlab"), |input| {
            let given = inputs.iter().find(|(name, _)| *name == input).map(|(_, value)| *value);
            given.unwrap_or_else(|| action["inputs"][input]["default"].as_str().unwrap())
        });
        shell.env(name.as_str().unwrap(), value);
    }
    shell.output().unwrap().into()
}

#[test]
fn the_action_checks_what_its_inputs_say() {
    let bad = bad();
    let root =
        folder("ci-action", &[("a/good file.yaml", GOOD), ("b/bad.yaml", &bad), ("$(touch x).yaml", GOOD)]);
    let told = act(&root, &[]);
    assert!(told.exit == 1 && told.out.contains("::error file=b/bad.yaml,"), "{}{}", told.out, told.err);
    let told = act(&root, &[("files", "a/good file.yaml\n$(touch x).yaml\n"), ("kubernetes", "1.34")]);
    assert!(told.exit == 0 && told.out.contains("2 files: 0 errors"), "{}{}", told.out, told.err);
    assert!(!root.join("x").exists());
    assert_eq!(act(&root, &[("files", "a"), ("fail-on", "advice")]).exit, 1);
    let told = act(&root, &[("output", "sarif"), ("report", "podlab.sarif")]);
    assert!(told.exit == 1 && told.out.is_empty(), "{}{}", told.out, told.err);
    let sarif: Value = serde_json::from_str(&fs::read_to_string(root.join("podlab.sarif")).unwrap()).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    fs::write(root.join("page.html"), "<pod-lab expect=refused><pre>kind: Pod</pre></pod-lab>").unwrap();
    let told = act(&root, &[("html", "true"), ("files", ".")]);
    assert!(told.exit == 0 && told.out.contains("1 file: 0 errors"), "{}{}", told.out, told.err);
}

#[test]
fn the_hooks_check_the_files_that_they_are_given() {
    let page = "<pod-lab expect=accepted><pre>kind: Pod</pre></pod-lab>";
    let root = folder("ci-hooks", &[("good.yaml", GOOD), ("bad.yaml", &bad()), ("page.html", page)]);
    let hooks = project(".pre-commit-hooks.yaml");
    // The file that asks for the hook is YAML too.
    assert_eq!(hooks[0]["exclude"], r"(^|/)(\.|node_modules/)");
    for (hook, file, exit) in [(0, "good.yaml", 0), (0, "bad.yaml", 1), (1, "page.html", 1)] {
        let entry = hooks[hook]["entry"].as_str().unwrap();
        let mut words: Vec<&str> = entry.split_whitespace().collect();
        assert_eq!(words.remove(0), "podlab");
        words.push(file);
        assert_eq!(podlab(&root, &words).exit, exit, "{entry} {file}");
    }
}
