//! The tests of `edit.rs`.

use super::Step::{Item, Key};
use super::{Written, push, remove, set};
use expect_test::{Expect, expect};

const STORY: &str = "\
# The database is slow today.
images: {a: {pull: 1}}   # one image
containers:
  migrate:
  # first it fails
  - {run: 2, exit: 1}   # at once
  - run: 5
    exit: 0
  app: {term: -1}

# Then someone deletes it.
actions:
- { at: 20, do: delete }
";

fn check(changed: Option<String>, expected: &Expect) {
    let changed = changed.unwrap();
    assert!(source::read(&changed).problems.is_empty(), "{changed}");
    let difference: Vec<String> = {
        let (old, new): (Vec<&str>, Vec<&str>) = (STORY.lines().collect(), changed.lines().collect());
        let gone = old.iter().filter(|line| !new.contains(line)).map(|line| format!("-{line}\n"));
        gone.chain(new.iter().filter(|line| !old.contains(line)).map(|line| format!("+{line}\n"))).collect()
    };
    expected.assert_eq(&difference.concat());
}

fn line(text: &str) -> Written {
    Written::Line(text.to_owned())
}

fn fields(fields: &[(&str, &str)]) -> super::Item {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn only_the_lines_of_a_change_differ() {
    let at = [Key("actions"), Item(0), Key("at")];
    check(
        set(STORY, &at, &line("7.5")),
        &expect![[r"
            -- { at: 20, do: delete }
            +- { at: 7.5, do: delete }
        "]],
    );
    check(
        set(STORY, &[Key("containers"), Key("migrate"), Item(0)], &line("{ run: 9 }")),
        &expect![[r"
            -  - {run: 2, exit: 1}   # at once
            +  - { run: 9 }   # at once
        "]],
    );
    check(
        set(STORY, &[Key("containers"), Key("migrate"), Item(1), Key("run")], &line("6")),
        &expect![[r"
            -  - run: 5
            +  - run: 6
        "]],
    );
    check(
        set(STORY, &[Key("containers"), Key("app")], &Written::List(vec![fields(&[("run", "1")])])),
        &expect![[r"
            -  app: {term: -1}
            +  app: [{ run: 1 }]
        "]],
    );
}

#[test]
fn what_is_missing_is_added_in_the_layout_that_is_there() {
    let runs = Written::List(vec![fields(&[("run", "1")]), fields(&[])]);
    check(
        set(STORY, &[Key("containers"), Key("log")], &runs),
        &expect![[r"
            +  log:
            +  - { run: 1 }
            +  - {}
        "]],
    );
    check(
        set(STORY, &[Key("images"), Key("b:1"), Key("fail")], &line("-1")),
        &expect![[r#"
            -images: {a: {pull: 1}}   # one image
            +images: {a: {pull: 1}, "b:1": { fail: -1 }}   # one image
        "#]],
    );
    check(
        set(STORY, &[Key("missing")], &line("[Secret/db]")),
        &expect![[r"
            +missing: [Secret/db]
        "]],
    );
    let manifest = fields(&[("at", "3"), ("do", "create"), ("manifest", "kind: Secret\nmetadata: {}\n")]);
    check(
        push(STORY, &[Key("actions")], &manifest),
        &expect![[r"
            +- at: 3
            +  do: create
            +  manifest: |
            +    kind: Secret
            +    metadata: {}
        "]],
    );
    assert_eq!(
        push("# a\n", &[Key("actions")], &fields(&[("do", "evict")])).unwrap(),
        "# a\nactions:\n- { do: evict }\n"
    );
    assert_eq!(
        push("actions: []", &[Key("actions")], &fields(&[("at", "1")])).unwrap(),
        "actions: [{ at: 1 }]"
    );
    assert_eq!(
        push("actions:\n", &[Key("actions")], &fields(&[("at", "1")])).unwrap(),
        "actions:\n- { at: 1 }\n"
    );
    assert_eq!(
        set("containers:\n# b\n", &[Key("containers"), Key("a")], &line("{}")).unwrap(),
        "containers:\n  a: {}\n# b\n"
    );
}

#[test]
fn what_is_removed_takes_its_lines_and_empty_parents_along() {
    check(
        remove(STORY, &[Key("actions"), Item(0)]),
        &expect![[r"
            -actions:
            -- { at: 20, do: delete }
        "]],
    );
    check(
        remove(STORY, &[Key("images"), Key("a"), Key("pull")]),
        &expect![[r"
            -images: {a: {pull: 1}}   # one image
        "]],
    );
    check(
        remove(STORY, &[Key("containers"), Key("migrate")]),
        &expect![[r"
            -  migrate:
            -  # first it fails
            -  - {run: 2, exit: 1}   # at once
            -  - run: 5
            -    exit: 0
        "]],
    );
    check(
        remove(STORY, &[Key("containers"), Key("migrate"), Item(1), Key("run")]),
        &expect![[r"
            -  - run: 5
            -    exit: 0
            +  - exit: 0
        "]],
    );
    check(remove(STORY, &[Key("nothing")]), &expect![""]);
}
