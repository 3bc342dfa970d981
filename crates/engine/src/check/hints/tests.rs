//! Every page of a hint says what the check says, and what it offers reads.

use super::ALL;
use crate::check::{Options, Severity, check};
use api::Kubernetes;

/// The first text of a page has its advice behind `# advice:`, under the release behind `# release:`.
#[test]
fn pages_say_what_hints_say() {
    for hint in ALL {
        let id = hint.id;
        let page = hint.page.text();
        let fence = if page.contains("````") { "````" } else { "```" };
        let opening = format!("{fence}yaml\n");
        let mut blocks = page.split(&opening).skip(1).filter_map(|rest| rest.split(fence).next());
        let bad = blocks.next().unwrap();
        let behind =
            |mark: &str| bad.lines().find_map(|line| line.split_once(mark).map(|(_, rest)| rest.to_owned()));
        let text: Vec<&str> = bad.lines().filter(|line| !line.starts_with("# ")).collect();
        let release = behind("# release: ").unwrap_or_else(|| "1.36".to_owned());
        let options = Options { kubernetes: Kubernetes::parse(&release, []).unwrap(), ..Options::default() };
        let found = |text: &str| -> Vec<(String, Option<String>)> {
            let problems = check(text, &options).problems.into_iter().filter(|problem| problem.id == id);
            problems
                .map(|problem| {
                    let mut changed = text.to_owned();
                    for edit in problem.fix.iter().flat_map(|fix| fix.edits.iter().rev()) {
                        changed.replace_range(edit.range.clone(), &edit.text);
                    }
                    assert_eq!(problem.severity, Severity::Advice);
                    (problem.message, problem.fix.map(|_| changed))
                })
                .collect()
        };
        let said = found(&(text.join("\n") + "\n"));
        assert_eq!(said.first().map(|(message, _)| message.clone()), behind("# advice: "), "{id}");
        let good = blocks.next().unwrap();
        assert_eq!(found(good), [], "{id}");
        if let Some(fixed) = said.iter().find_map(|(_, fixed)| fixed.as_ref()) {
            assert_eq!(fixed.trim(), good.trim(), "{id}");
        }
        assert!(page.contains("**Fix.**"), "{id}");
    }
}

#[test]
fn a_text_that_is_right_gets_no_hint() {
    let text = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  annotations:\n    said: “he” and “she” — 5 °C\n    t: 'a {{ b }}'\nspec:\n  containers:\n  - name: app\n    image: nginx:1.27\n    args: [\"{{ .Name }}\"]\n";
    let ids: Vec<&str> = ALL.iter().map(|hint| hint.id).collect();
    let found = check(text, &Options::default()).problems;
    assert!(found.iter().all(|problem| !ids.contains(&problem.id)), "{found:#?}");
}

fn fixed(text: &str, id: &str) -> String {
    let problem =
        check(text, &Options::default()).problems.into_iter().find(|problem| problem.id == id).unwrap();
    let mut changed = text.to_owned();
    for edit in problem.fix.unwrap().edits.iter().rev() {
        changed.replace_range(edit.range.clone(), &edit.text);
    }
    changed
}

#[test]
fn what_was_pasted_with_the_text_goes() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: app\n    image: nginx:1.27\n";
    let lines = |mark: &dyn Fn(usize, &str) -> String| -> String {
        pod.lines().enumerate().map(|(index, line)| mark(index, line) + "\n").collect()
    };
    for numbers in [
        lines(&|index, line| format!("{:>3} | {line}", index + 1)),
        lines(&|index, line| format!("{}: {line}", index + 1)),
        lines(&|index, line| format!("{}\t{line}", index + 1)),
        lines(&|index, line| format!("  {}  {line}", index + 7)),
    ] {
        assert_eq!(fixed(&numbers, "line-numbers"), pod);
    }
    assert_eq!(fixed(&lines(&|_, line| format!("+{line}")), "diff-marks"), pod);
    let diff = lines(&|index, line| {
        if index == 7 { format!("-    image: nginx:1.26\n+{line}") } else { format!(" {line}") }
    });
    let head = "diff --git a/p.yaml b/p.yaml\n--- a/p.yaml\n+++ b/p.yaml\n@@ -1,8 +1,8 @@\n";
    assert_eq!(fixed(&format!("{head}{diff}"), "diff-marks"), pod);
    assert_eq!(fixed(&format!("$ kubectl get pod web -o yaml\n{pod}"), "prompt"), pod);
    assert_eq!(fixed(&format!("kubectl apply -f - <<EOF\n{pod}EOF\n"), "prompt"), pod);
    let quoted = lines(&|_, line| format!("> {line}"));
    assert_eq!(fixed(&format!("$ cat <<EOF | kubectl apply -f -\n{quoted}> EOF\n"), "prompt"), pod);
    assert_eq!(fixed(&format!("Try this:\n\n```yaml\n{pod}```\nand wait.\n"), "markdown-fence"), pod);
    assert_eq!(fixed(&format!("```\n{pod}"), "markdown-fence"), pod);
    assert_eq!(fixed(&pod.replace("  name: web", "\u{a0} name:\u{a0}web"), "no-break-space"), pod);
    assert_eq!(
        fixed(&pod.replace("name: web", "name: “web”"), "typographic-quotes"),
        pod.replace("name: web", "name: \"web\"")
    );
}

#[test]
fn a_text_of_another_origin_is_told_from_a_manifest() {
    let told = |text: &str| {
        let found = super::foreign::find(text)?;
        Some((found.message, text.get(found.range).unwrap_or_default().to_owned()))
    };
    for (text, message, line) in [
        (
            "\nNAME   READY   STATUS\nweb   1/1   Running\n",
            "table that `kubectl get`",
            "NAME   READY   STATUS",
        ),
        ("$ kubectl get pods -A\nNAMESPACE   NAME\ndefault   web\n", "table", "NAMESPACE   NAME"),
        ("LAST SEEN   TYPE\n2s   Normal\n", "events", "LAST SEEN   TYPE"),
        ("Name:   web\nNamespace:   default\nStatus: Running\n", "`kubectl describe`", "Name:   web"),
        ("version: '3'\nservices:\n  web: {image: nginx}\n", "Docker Compose", "version: '3'"),
        ("pod/web created\nservice/web unchanged\n", "has done its work", "pod/web created"),
        ("# base\nFROM nginx:1.27\nCOPY . /app\n", "Dockerfile", "# base"),
        ("replicaCount: 2\nimage: {repository: a}\n", "values of a Helm chart", "replicaCount: 2"),
        ("apiVersion: v2\nname: web\nversion: 0.1.0\n", "`Chart.yaml`", "apiVersion: v2"),
        ("resources: [web.yaml]\nnamePrefix: dev-\n", "`kustomization.yaml`", "resources: [web.yaml]"),
        ("name: CI\non: push\njobs:\n  a: {runs-on: b}\n", "GitHub Actions", "name: CI"),
        ("#!/bin/sh\nkubectl apply -f a.yaml\n", "script", "#!/bin/sh"),
        (
            "The Pod \"web\" is invalid: spec.containers[0].image: Required value\n",
            "its page is \"A field must be given\"",
            "The Pod \"web\" is invalid: spec.containers[0].image: Required value",
        ),
        (
            "error: unable to recognize \"x.yaml\": no matches for kind \"Ingress\" in version \"extensions/v1beta1\"\n",
            "\"No such kind in this version of the API\"",
            "error: unable to recognize \"x.yaml\": no matches for kind \"Ingress\" in version \"extensions/v1beta1\"",
        ),
        (
            "web-0   0/1     CrashLoopBackOff   5 (32s ago)   3m\n",
            "\"CrashLoopBackOff\"",
            "web-0   0/1     CrashLoopBackOff   5 (32s ago)   3m",
        ),
        ("    State:    Waiting\n      Reason:   OOMKilled\n", "\"OOMKilled\"", "    State:    Waiting"),
        ("Warning: a is deprecated\n", "kubectl prints, not a manifest.", "Warning: a is deprecated"),
    ] {
        let (said, at) = told(text).unwrap_or_else(|| panic!("{text}"));
        assert!(said.contains(message), "{said}");
        assert_eq!(at, line);
    }
    for text in [
        "kind: Custom\nservices: [a]\n",
        "Name: web\n",
        "",
        "NAME: web\n",
        "How do I run an init container?\n",
        "apiVersion: v1\nkind: Pod\nReady: [CrashLoopBackOff\n",
        "- name: CrashLoopBackOff\n  image: [\n",
        "resources: {limits: {cpu: 1}}\nimage: a\n",
    ] {
        assert_eq!(told(text), None, "{text}");
    }
}

#[test]
fn nothing_mends_a_text_that_is_no_manifest() {
    let text = "The Pod \"web\" is invalid: spec.containers[0].image: Required value\n";
    let problems = check(text, &Options::default()).problems;
    assert!(problems.len() == 2 && problems.iter().all(|problem| problem.fix.is_none()), "{problems:#?}");
    let error = problems.iter().find(|problem| problem.severity == Severity::Error).unwrap();
    assert!(error.plain.as_ref().unwrap().starts_with("This is what kubectl prints"), "{error:?}");
}

#[test]
fn an_autoscaler_alone_is_not_asked_for_its_target() {
    let page = super::MISSING_TARGET.page.text();
    let text = page.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    let target = |text: &str| {
        check(text, &Options::default()).problems.iter().any(|problem| problem.id == "missing-target")
    };
    assert!(target(text));
    let (deployment, alone) = text.split_once("---\n").unwrap();
    assert!(!target(alone));
    assert!(!target(&text.replace("kind: Deployment, name: web-app", "kind: Rollout, name: web-app")));
    let elsewhere = alone
        .replace("name: web-app", "name: web")
        .replace("  name: web\n", "  name: web\n  namespace: shop\n");
    assert!(target(&format!("{deployment}---\n{elsewhere}")));
}
