//! Tests of templates. The expected texts are those of kubectl 1.36.2, which keeps whole numbers whole.

use super::print;
use serde_json::{Value, json};

fn object() -> Value {
    json!({
        "items": [
            {"metadata": {"name": "a", "labels": {"x": "1", "b": "2"}}, "status": {"phase": "Running"}, "ports": [80, 30080]},
            {"metadata": {"name": "b"}, "status": {"phase": "Pending"}, "n": 1_000_000, "f": 1.5, "t": true, "z": null},
        ],
        "data": {"pw": "aHVudGVyMg==", "user": "YWRtaW4="},
        "spec": {"replicas": 3},
    })
}

#[test]
fn templates_are_filled_in() {
    for (template, expected) in [
        ("{{.spec.replicas}}", "3"),
        ("{{.nope}} {{.nope.more}}", "<no value> <no value>"),
        ("{{range .items}}{{.metadata.name}}{{\"\\n\"}}{{end}}", "a\nb\n"),
        ("{{range .items}}{{.metadata.name}}:{{.status.phase}} {{end}}", "a:Running b:Pending "),
        ("{{range $i, $e := .items}}{{$i}}={{$e.metadata.name}};{{end}}", "0=a;1=b;"),
        ("{{range $k, $v := .data}}{{$k}}: {{$v | base64decode}}\n{{end}}", "pw: hunter2\nuser: admin\n"),
        ("{{.data.pw | base64decode}}", "hunter2"),
        (
            "{{range .items}}{{if eq .status.phase \"Running\"}}{{.metadata.name}}{{else}}-{{end}}{{end}}",
            "a-",
        ),
        ("{{range .items}}{{if eq .status.phase \"X\"}}1{{else if .t}}2{{else}}3{{end}}{{end}}", "32"),
        ("{{len .items}} {{index .items 0 \"metadata\" \"name\"}}", "2 a"),
        ("{{(index .items 1).metadata.name}}", "b"),
        ("{{range .nope}}x{{else}}none{{end}}", "none"),
        ("{{with .spec}}{{.replicas}}{{end}}{{with .nope}}x{{else}}y{{end}}", "3y"),
        ("a  {{- .spec.replicas -}}  b {{/* not this */}}c", "a3b c"),
        ("{{$n := .spec.replicas}}{{range .items}}{{$n}}{{$.spec.replicas}}{{end}}", "3333"),
        (
            "{{printf \"%s has %v|%-5s|%5s|%d|%.2f\" \"x\" .spec.replicas \"ab\" \"cd\" .spec.replicas (index .items 1).f}}",
            "x has 3|ab   |   cd|3|1.50",
        ),
        (
            "{{range .items}}{{.n}} {{.f}} {{.t}} {{.z}};{{end}}",
            "<no value> <no value> <no value> <no value>;1000000 1.5 true <no value>;",
        ),
        ("{{(index .items 0).metadata.labels}} {{(index .items 0).ports}}", "map[b:2 x:1] [80 30080]"),
        ("{{if and .spec .data}}yes{{end}} {{not .nope}} {{or .nope \"d\"}}", "yes true d"),
        ("{{`raw`}} {{print 1 2 \"a\" 3}} {{len \"abc\"}}", "raw 1 2a3 3"),
        ("{{if eq .spec.replicas 3}}a{{end}}{{range .spec.replicas}}b{{end}}", "abbb"),
        ("{{exists .spec \"replicas\"}} {{exists .items 1 \"n\"}} {{exists .items 2}}", "true true false"),
        ("{{range .items}}{{.metadata.name}}{{break}}{{end}}", "a"),
        ("{{define \"n\"}}<{{.}}>{{end}}{{template \"n\" .spec.replicas}}", "<3>"),
        ("no action", "no action"),
    ] {
        assert_eq!(print(template, &object()).as_deref(), Ok(expected), "{template}");
    }
}

#[test]
fn a_template_that_fails_says_so() {
    for template in [
        "{{.spec",
        "{{range .items}}",
        "{{end}}",
        "{{nope .a}}",
        "{{.spec.replicas.x}}",
        "{{index .items 7}}",
        "{{\"a}}",
        "{{(.a}}",
        "{{|}}",
        "{{$x}}",
        "{{\"!!\" | base64decode}}",
    ] {
        assert!(print(template, &object()).is_err(), "{template}");
    }
}
