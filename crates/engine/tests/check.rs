//! Problems at their places, as a person sees them underlined.

#![allow(clippy::format_push_string, clippy::needless_pass_by_value, reason = "tests read better so")]

mod common;

use common::{POD, read};
use engine::check::{Options, check};
use expect_test::{Expect, expect};

/// Prints each problem with the characters that are underlined.
fn shows(text: &str, expect: Expect) {
    let checked = check(text, &Options::default());
    let mut out = format!("{:?}\n", checked.stage);
    for problem in
        checked.problems.iter().filter(|problem| problem.severity < engine::check::Severity::Advice)
    {
        let under = text[problem.range.clone()].replace(char::is_control, "�");
        out +=
            &format!("{}:{} [{}] {:?} {}", problem.line, problem.column, under, problem.stage, problem.cause);
        if problem.hidden.is_some() {
            out += " (hidden)";
        }
        out += &format!("\n  {}: {}\n", problem.field, problem.message);
        if let Some(plain) = &problem.plain {
            out += &format!("  = {plain}\n");
        }
        if let Some(fix) = &problem.fix {
            out += &format!("  > {}\n", fix.title);
        }
    }
    expect.assert_eq(&out);
}

#[test]
fn places_are_right_after_wide_characters() {
    shows(
        "# 日本語 🙂\napiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {note: 日本語}}\nspec:\n  containers:\n  - {name: 日, imagee: x}\n  - name: a\n    image: x\n    livenessProbe: {periodSeconds: \"5\"}\n",
        expect![[r#"
            Decode
            7:6 [name] Invalid FieldValueRequired (hidden)
              spec.containers[0].image: Required value
            7:12 [日] Invalid FieldValueInvalid (hidden)
              spec.containers[0].name: Invalid value: "日": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
            7:15 [imagee] Strict UnknownField (hidden)
              spec.containers[0].imagee: unknown field "spec.containers[0].imagee"
              = Did you mean `image`?
              > write `image`
            10:5 [livenessProbe] Invalid FieldValueRequired (hidden)
              spec.containers[1].livenessProbe: Required value: must specify a handler type
            10:36 ["5"] Decode Type
              spec.containers[1].livenessProbe.periodSeconds: json: cannot unmarshal string into Go struct field Probe.spec.containers.livenessProbe.periodSeconds of type int32
              = `periodSeconds` is a whole number; take the quotes or the letters away.
              > write 5 without quotes
        "#]],
    );
}

#[test]
fn nothing_and_junk_are_said_clearly() {
    shows(
        "",
        expect![[r#"
            Client
            1:1 [] Client Empty
              : no objects passed to apply
              = There is no object in it: it is empty, or has comments alone.
        "#]],
    );
    shows(
        "\u{0}\u{1}",
        expect![[r#"
        Client
        1:1 [�] Client Syntax
          : yaml: control characters are not allowed
          = This is not text: take out the control character, or paste YAML or JSON.
    "#]],
    );
    shows(
        "- \"\\",
        expect![[r#"
            Client
            1:5 [] Client Syntax
              : yaml: line 2: found unexpected end of stream
              = A quote is opened and never closed.
        "#]],
    );
    shows(
        "[!!str, a]",
        expect![[r#"
        Client
        1:2 [!] Client Syntax
          : yaml: did not find expected whitespace or line break
          = Put a space after the tag.
    "#]],
    );
    shows(
        &"[".repeat(10_000),
        expect![[r#"
        Client
        1:513 [[] Client Limit
          : lists and maps nest deeper than 512 levels here
          = A Pod needs about fifteen levels; close the brackets.
    "#]],
    );
    shows(
        &"x".repeat((1 << 20) + 1),
        expect![[r#"
        Client
        1:1 [x] Client Limit
          : the text is 1048577 bytes long; at most 1048576 bytes (1 MiB) are read
          = Split it into several texts, or leave out what is not a Pod or workload.
    "#]],
    );
}

#[test]
fn a_syntax_error_keeps_what_is_before_it() {
    shows(
        "apiVersion: v1\nkind: Pod\nspec: {containers: []}\n---\na: b: c\n",
        expect![[r#"
            Client
            1:1 [apiVersion] Invalid FieldValueRequired
              metadata.name: Required value: name or generateName is required
              > add `name: app`
            3:8 [containers] Invalid FieldValueRequired
              spec.containers: Required value
            5:5 [:] Client Syntax
              : yaml: mapping values are not allowed in this context
              = The fields of `a` stand on lines of their own, indented.
              > put `b: c` on a line of its own
        "#]],
    );
}

#[test]
fn a_fragment_is_a_whole_pod() {
    let checked = check("initContainers:\n- name: a\n  image: b\n  comand: [c]\n", &Options::default());
    expect![[r#"Strict Some("This is a part of a Pod, so it is taken as a whole one: `apiVersion`, `kind`, `containers`, `metadata.name` were added.") 39..45"#]]
        .assert_eq(&format!("{:?} {:?} {:?}", checked.stage, checked.note, checked.problems.iter().find(|found| found.cause == "UnknownField").unwrap().range));
}

#[test]
fn an_alias_bomb_ends() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..30 {
        let list = vec![format!("*a{}", level - 1); 10].join(", ");
        text += &format!("a{level}: &a{level} [{list}]\n");
    }
    shows(
        &text,
        expect![[r#"
            Client
            1:13 [x] Client Syntax
              : yaml: document contains excessive aliasing
              = Write the repeated part once, without aliases of aliases.
        "#]],
    );
}

#[test]
fn slips_of_a_story_name_their_line() {
    let manifest = read(POD);
    let fine = "# a story\ncontainers:\n  app:\n  - { run: 2, exit: 1 }\n  - run: 5\n    exit: 0\nactions:\n- { at: 20, do: delete }\n";
    assert_eq!(manifest.controls(fine).problems, []);
    for (right, written, line, word) in [
        ("containers:", "contaners:", 2, "unknown field `contaners`"),
        ("  app:\n", "  ap:\n", 3, "no container `ap`"),
        ("run: 2", "rn: 2", 4, "unknown field `rn`"),
        ("exit: 1 }", "exit: one }", 4, "containers.app[0].exit"),
        ("run: 5", "runs: 5", 5, "unknown field `runs`"),
        ("    exit: 0", "    exit: [", 8, "did not find"),
        ("actions:", "action:", 7, "unknown field `action`"),
        ("do: delete", "do: destroy", 8, ""),
        ("at: 20", "at: soon", 8, "actions[0].at"),
        ("    exit: 0", "\texit: 0", 6, "tab"),
    ] {
        let story = fine.replacen(right, written, 1);
        let problems = manifest.controls(&story).problems;
        let first = problems.first().unwrap();
        let place = first.place.unwrap();
        assert!(first.message.contains(word), "{written}: {}", first.message);
        let near = place.line == line || (word.is_empty() && place.line.abs_diff(line) == 1);
        assert!(near, "{written}: line {} {}", place.line, first.message);
        assert!(!first.message.contains("yaml: line"), "{}", first.message);
        let told = manifest.simulate(&story).err();
        if let Some(told) = told {
            assert!(told.starts_with(&format!("The story cannot be read: line {}: ", place.line)), "{told}");
        }
    }
}

/// kubectl's reader merges without a word: `name` is written once in each of the two maps.
#[test]
fn a_key_that_stands_beside_a_merge_is_written_once() {
    let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - &base {name: a, image: b:1, image: b:1}\n  - {<<: *base, name: c}\n";
    let options = Options { mode: engine::check::Mode::Kubectl, ..Options::default() };
    let told = |text: &str| {
        let warnings = check(text, &options).problems.into_iter();
        let warnings = warnings.filter(|problem| problem.severity < engine::check::Severity::Advice);
        warnings.map(|problem| problem.message).collect::<Vec<_>>()
    };
    assert_eq!(told(text), ["line 6: key \"image\" already set in map"]);
    let once = text.replacen(", image: b:1", "", 1);
    assert_eq!(told(&once), [""; 0]);
}

#[test]
fn an_empty_list_is_told_apart_from_none() {
    let told = |codes: &str| {
        let text = format!(
            "{{apiVersion: batch/v1, kind: Job, metadata: {{name: j}}, spec: {{podFailurePolicy: {{rules: [{{action: FailJob, onExitCodes: {{operator: In{codes}}}}}]}}, template: {{spec: {{restartPolicy: Never, containers: [{{name: a, image: b}}]}}}}}}}}"
        );
        check(&text, &Options::default()).problems[0].message.clone()
    };
    assert_eq!(told(", values: []"), "Invalid value: []: at least one value is required");
    assert_eq!(told(""), "Invalid value: null: at least one value is required");
}

/// The server's reader names the Go type of the field, which has a name of its own for many texts.
#[test]
fn a_number_for_a_text_is_refused_with_the_name_of_its_type() {
    let class = "scheduling.k8s.io/v1, kind: PriorityClass, value: 5, preemptionPolicy: 5";
    let storage = "storage.k8s.io/v1, kind: StorageClass, provisioner: x/y, reclaimPolicy: 5";
    let service = "v1, kind: Service, spec: {ports: [{port: 80}], externalTrafficPolicy: 5}";
    let pod = "v1, kind: Pod, spec: {containers: [{name: a, image: b}], preemptionPolicy: 5}";
    for (object, told) in [
        (class, "PriorityClass.preemptionPolicy of type v1.PreemptionPolicy"),
        (storage, "StorageClass.reclaimPolicy of type v1.PersistentVolumeReclaimPolicy"),
        (service, "ServiceSpec.spec.externalTrafficPolicy of type v1.ServiceExternalTrafficPolicy"),
        (pod, "PodSpec.spec.preemptionPolicy of type v1.PreemptionPolicy"),
    ] {
        let checked = check(&format!("{{metadata: {{name: a}}, apiVersion: {object}}}"), &Options::default());
        let words = format!("json: cannot unmarshal number into Go struct field {told}");
        assert!(checked.problems.iter().any(|problem| problem.message == words), "{words}");
    }
}

#[test]
fn a_definition_may_have_a_status_and_endpoints_are_warned_of() {
    let told = |text: &str| {
        let checked = check(text, &Options::default());
        checked.problems.iter().map(|problem| problem.message.clone()).collect::<Vec<_>>()
    };
    let definition = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: as.b.c}\nspec: {versions: [{name: v1, subresources: {status: {}, states: {}}}]}\n";
    let unknown = told(definition);
    assert!(
        unknown.iter().any(|message| message.contains("spec.versions[0].subresources.states")),
        "{unknown:?}"
    );
    assert!(!unknown.iter().any(|message| message.contains("subresources.status")), "{unknown:?}");
    let endpoints = "apiVersion: v1\nkind: Endpoints\nmetadata: {name: a}\nsubsets: [{addresses: [{ip: 10.0.0.1}], ports: [{port: 80}]}]\n";
    assert_eq!(
        told(endpoints),
        ["v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"]
    );
}
