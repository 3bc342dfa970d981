use super::{print, relaxed};
use serde_json::{Value, json};

fn pod() -> Value {
    json!({
        "metadata": {"name": "web", "annotations": {"a.b/c": "x", "a": "<&>"}},
        "spec": {"nodeName": null},
        "status": {
            "conditions": [{"type": "Ready", "status": "False"}, {"type": "Initialized", "status": "True"}],
            "containerStatuses": [{"name": "a", "restartCount": 3}, {"name": "b", "restartCount": 0}],
        },
    })
}

fn check(template: &str, expected: &str) {
    assert_eq!(print(template, &pod(), false).as_deref(), Ok(expected), "{template}");
}

#[test]
fn templates_of_every_kind() {
    check("{.metadata.name}", "web");
    check("{.status.containerStatuses[*].restartCount}", "3 0");
    check(r#"{range .status.containerStatuses[*]}{.name}{"\t"}{.restartCount}{"\n"}{end}!"#, "a\t3\nb\t0\n!");
    check(r#"{.status.conditions[?(@.type=="Ready")].status}"#, "False");
    check("{.status.containerStatuses[?(@.restartCount>0)].name}", "a");
    check("{.status.containerStatuses[?(@.nope)].name}", "");
    check("{.status.containerStatuses[-1].name} {.status.containerStatuses[0:1].name}", "b a");
    check("{.status.containerStatuses[0,1]['name','restartCount']}", "a b 3 0");
    check(r"{.metadata.annotations.a\.b/c} {.metadata.annotations['a\.b/c']}", "x x");
    check("{.metadata.annotations['a.b/c']}{.spec.nope}", "");
    check("{.metadata}", r#"{"annotations":{"a":"\u003c\u0026\u003e","a.b/c":"x"},"name":"web"}"#);
    check("{..restartCount} {.spec.nodeName}", "3 0 null");
    check("{range .status.nope[*]}{.name}{end}{1}{true}", "1true");
    let nested = r#"{range .status.conditions[*]}{.type}:{range @.nope[*]}x{end}{"."}{end}"#;
    check(nested, "Ready:.Initialized:.");
}

#[test]
fn values_come_as_a_list_where_json_is_asked_for() {
    let shown = print("{.status.containerStatuses[*].name}", &pod(), true).unwrap();
    assert_eq!(shown, "[\n    \"a\",\n    \"b\"\n]\n");
}

#[test]
fn broken_templates_say_why() {
    let error = |template: &str| print(template, &json!({"a": ["x"], "b": {"c": 1}}), false).unwrap_err();
    let parsing = |template: &str, why: &str| {
        assert_eq!(error(template), format!("error parsing jsonpath {template}, {why}"));
    };
    parsing("{.a", "unclosed action");
    parsing("{.a[x]}", "invalid array index x");
    parsing("{.a[0}", "unterminated array");
    parsing("{.a[?(@.x==1}", "unterminated filter");
    parsing("{.a#}{#}", "unrecognized character in action: U+0023 '#'");
    parsing("{\"a}", "unterminated quoted string");
    let executing = |template: &str, why: &str| {
        let object =
            r#"map[string]interface {}{"a":[]interface {}{"x"}, "b":map[string]interface {}{"c":1}}"#;
        let expected = format!(
            "error executing jsonpath {template:?}: Error executing template: {why}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t{template}\n\tobject given to jsonpath engine was:\n\t\t{object}\n\n"
        );
        assert_eq!(error(template), expected);
    };
    executing("{end}", "not in range, nothing to end");
    executing("{nope}", "unrecognized identifier nope");
    executing("{.a[1]}", "array index out of bounds: index 1, length 1");
    executing("{.b[0]}", "map[string]interface {} is not array or slice");
    executing("{.b[?(@.c)]}", "map[c:1] is not array or slice and cannot be filtered");
    executing("{.a[?(@==1)]}", "incompatible types for comparison");
}

#[test]
fn paths_may_lack_braces_and_the_first_dot() {
    for path in ["a.b", ".a.b", "{a.b}", "{.a.b}"] {
        assert_eq!(relaxed(path).as_deref(), Ok("{.a.b}"));
    }
    assert!(relaxed("{.a}{.b}").is_err());
}
