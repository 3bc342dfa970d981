//! Texts that nobody means well with: each gets a clear message within a second, and the page lives on.

use crate::page::Page;
use std::fmt::Write as _;

/// Milliseconds from pasting to a drawn answer.
const PATIENCE: f64 = 1000.0;

#[test]
fn a_text_of_a_mebibyte() {
    let mut text = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: big\n  annotations:\n".to_owned();
    let mut line = 0;
    while text.len() < 1024 * 1024 + 1 {
        line += 1;
        let _ = writeln!(text, "    note-{line}: \"some words of no use\"");
    }
    survives(&text, "");
}

#[test]
fn ten_thousand_nested_brackets() {
    survives(&format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)), "");
}

#[test]
fn a_bomb_of_aliases() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let before = vec![format!("*a{}", level - 1); 10].join(", ");
        let _ = writeln!(text, "a{level}: &a{level} [{before}]");
    }
    survives(&text, "");
}

#[test]
fn an_empty_text() {
    survives("", "");
}

#[test]
fn binary_junk() {
    let mut state = 1_u32;
    let junk: String = (0..4096)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from((state >> 24) as u8)
        })
        .collect();
    survives(&junk, "");
}

/// The text is answered in time, with `words`, and the page can be used as before.
fn survives(text: &str, words: &str) {
    let page = Page::open("");
    let taken = page.paste(text);
    let said = page.text(".problems");
    assert!(said.contains(words) && said.len() > "Problems".len(), "{said}");
    assert!(taken < PATIENCE, "it took {taken} ms until: {said}\n{:?}", page.complaints());
    page.paste("apiVersion: v1\nkind: Pod\nmetadata: { name: after }\nspec: { containers: [{ name: app, image: nginx }] }\n");
    page.wait("the Pod after it", "return document.querySelector('#row').textContent.includes('after')");
    assert_eq!(page.complaints(), Vec::<String>::new());
}
