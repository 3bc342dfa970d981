//! Hostile texts: each gets a clear message within a second, and the page remains usable.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;
use std::fmt::Write as _;

journeys!(a_text_of_a_mebibyte in BOTH, a_hundred_thousand_nested_brackets in BOTH, ten_thousand_nested_signs in BOTH, a_bomb_of_aliases in BOTH, an_empty_text in BOTH, binary_junk in BOTH);

/// Milliseconds from pasting to a drawn answer, on a machine that is not busy.
const PATIENCE: f64 = 1000.0;

fn a_text_of_a_mebibyte(browser: &Driver) {
    let mut text = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: big\n  annotations:\n".to_owned();
    let mut line = 0;
    while text.len() < 1024 * 1024 + 1 {
        line += 1;
        let _ = writeln!(text, "    note-{line}: \"some words of no use\"");
    }
    survives(browser, &text, "the text is 1048586 bytes long; at most 1048576 bytes (1 MiB) are read");
}

fn a_hundred_thousand_nested_brackets(browser: &Driver) {
    survives(
        browser,
        &format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)),
        "lists and maps nest deeper than 512 levels here",
    );
}

fn ten_thousand_nested_signs(browser: &Driver) {
    survives(browser, &"? ".repeat(10_000), "lists and maps nest deeper than 512 levels here");
}

fn a_bomb_of_aliases(browser: &Driver) {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let before = vec![format!("*a{}", level - 1); 10].join(", ");
        let _ = writeln!(text, "a{level}: &a{level} [{before}]");
    }
    survives(browser, &text, "yaml: document contains excessive aliasing");
}

fn an_empty_text(browser: &Driver) {
    survives(browser, "", "Paste a Pod, open a file, or pick an example");
}

fn binary_junk(browser: &Driver) {
    let mut state = 1_u32;
    let junk: String = (0..4096)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from((state >> 24) as u8)
        })
        .collect();
    survives(browser, &junk, "yaml: control characters are not allowed");
}

/// Asserts that the text is answered in time, with `words`, and that the page can be used as before.
fn survives(browser: &Driver, text: &str, words: &str) {
    const SMALL: &str = "apiVersion: v1\nkind: Pod\nmetadata: { name: small }\nspec: { containers: [{ name: app, image: nginx }] }\n";
    let page = Page::open(browser, "");
    // A busy machine takes longer for everything.
    let patience = PATIENCE.max(10.0 * answered(&page, SMALL, "accepts it"));
    let taken = answered(&page, text, words);
    assert!(taken < patience, "it took {taken} ms until: {words}\n{:?}", page.complaints());
    answered(&page, &SMALL.replace("small", "after"), "accepts it");
    page.wait("the Pod after it", "return document.querySelector('#row').textContent.includes('after')");
    let problems = page.text(".problems");
    assert!(!problems.contains(words), "{problems}");
    assert_eq!(page.complaints(), Vec::<String>::new());
}

/// Pastes a text, waits for `words` about it, and returns the milliseconds that it took.
fn answered(page: &Page<'_>, text: &str, words: &str) -> f64 {
    page.paste(text);
    let said = format!(
        "return document.querySelector('.problems').textContent.includes('{words}') && performance.now() - window.pasted"
    );
    page.wait(words, &said).as_f64().unwrap()
}
