//! Texts whose style people notice.

use super::print;
use expect_test::{Expect, expect};
use serde_json::{Value, json};

fn check(value: &Value, expected: &Expect) {
    expected.assert_eq(&print(value));
}

#[test]
fn words_and_numbers_are_quoted() {
    check(
        &json!([
            "yes",
            "1",
            "1.5e3",
            "0x1F",
            "1:30",
            "2026-01-02",
            "2026-01-02T03:04:05Z",
            "~",
            "",
            "a",
            "-1x",
            ".5"
        ]),
        &expect![[r#"
            - "yes"
            - "1"
            - "1.5e3"
            - "0x1F"
            - "1:30"
            - "2026-01-02"
            - "2026-01-02T03:04:05Z"
            - "~"
            - ""
            - a
            - -1x
            - ".5"
        "#]],
    );
}

#[test]
fn signs_take_single_quotes() {
    check(
        &json!({"a": "x: y", "b": "# no", "c": "it's", "d": "{x}", "e": "a #b", "f": "-c", "g": "- c", "h": "'q'"}),
        &expect![[r"
            a: 'x: y'
            b: '# no'
            c: it's
            d: '{x}'
            e: 'a #b'
            f: -c
            g: '- c'
            h: '''q'''
        "]],
    );
}

#[test]
fn scripts_are_blocks_unless_a_tab_or_a_trailing_blank_forbids() {
    check(
        &json!({"args": ["a\nb\n", "a\n\nb", "a\tb\nc", "a \nb", "a\n\n", " a\nb"]}),
        &expect![[r#"
            args:
            - |
              a
              b
            - |-
              a

              b
            - "a\tb\nc"
            - "a \nb"
            - |+
              a

            - |2-
               a
              b
        "#]],
    );
}

#[test]
fn long_texts_fold_behind_column_80() {
    let words = "word ".repeat(30);
    check(
        &json!({"message": words.trim_end(), "quoted": format!("a: {}", words.trim_end())}),
        &expect![[r#"
            message: word word word word word word word word word word word word word word word
              word word word word word word word word word word word word word word word
            quoted: 'a: word word word word word word word word word word word word word word
              word word word word word word word word word word word word word word word word'
        "#]],
    );
}

#[test]
fn keys_are_in_natural_order() {
    check(
        &json!({"b": 1, "a10": {}, "a2": [], "a-b": null, "ab": true, "A": {"x": [{"y": [1]}]}}),
        &expect![[r#"
            A:
              x:
              - "y":
                - 1
            a-b: null
            a2: []
            a10: {}
            ab: true
            b: 1
        "#]],
    );
}
