//! The editor's hints: one comes where the pointer rests, and goes when the pointer goes.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;
use serde_json::{Value, json};

journeys!(a_hint_that_comes_after_the_pointer_has_left_is_not_shown in BOTH);

/// Puts a second editor over the page, whose hints come when `answers` are given.
const MOUNT: &str = "
    const done = arguments[arguments.length - 1];
    const host = document.createElement('div');
    host.id = 'other';
    Object.assign(host.style, {position: 'fixed', inset: '0 auto auto 0', width: '30rem', height: '10rem', zIndex: 9});
    document.body.append(host);
    window.answers = [];
    const hover = () => new Promise((answer) => window.answers.push(answer));
    import('./editor.js').then(({mount}) => { mount(host, 'kind: Pod', 'Another manifest', {hover}); done(true); });";

fn a_hint_that_comes_after_the_pointer_has_left_is_not_shown(browser: &Driver) {
    let page = Page::open(browser, "");
    page.editor();
    page.driver.later(MOUNT, json!([]));
    page.wait("a word to point at", "return document.querySelector('#other .cm-line')?.firstChild");
    let word = page.driver.script(
        "const range = document.createRange();
         range.selectNodeContents(document.querySelector('#other .cm-line').firstChild);
         const {left, top, height} = range.getBoundingClientRect();
         return [Math.round(left + 12), Math.round(top + height / 2)]",
        json!([]),
    );
    // The first comes in time; it shows that the second would be seen.
    point(&page, &word);
    answer(&page, 1);
    page.wait("the hint", &format!("return {SHOWN}"));
    // It lies over its editor, not over what is beside it.
    let beyond = page.driver.script(
        "const right = (one) => document.querySelector(one).getBoundingClientRect().right;
         return right('.cm-tooltip-hover') - right('#other')",
        json!([]),
    );
    assert!(beyond.as_f64().is_some_and(|beyond| beyond <= 1.0), "{beyond}");
    point(&page, &json!([900, 700]));
    page.wait("its end", &format!("return !{SHOWN}"));
    point(&page, &word);
    page.wait("a second question", "return window.answers.length >= 2");
    point(&page, &json!([900, 700]));
    answer(&page, 2);
    let shown = page.driver.later(
        &format!(
            "const done = arguments[arguments.length - 1];
             requestAnimationFrame(() => requestAnimationFrame(() => done({SHOWN})))"
        ),
        json!([]),
    );
    assert_eq!(shown, json!(false));
}

/// Whether the hint is shown.
const SHOWN: &str =
    "[...document.querySelectorAll('.cm-tooltip')].some((hint) => hint.textContent.includes('About it'))";

/// Answers the question with this number.
fn answer(page: &Page<'_>, number: usize) {
    page.wait("a question", &format!("return window.answers.length >= {number}"));
    page.driver.script(
        "window.answers[arguments[0] - 1]({from: 0, to: 4, title: 'kind', text: 'About it. '.repeat(40)})",
        json!([number]),
    );
}

/// Moves the mouse to a place of the screen.
fn point(page: &Page<'_>, place: &Value) {
    let to = json!({"type": "pointerMove", "x": place[0], "y": place[1], "duration": 0});
    let mouse =
        json!({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": [to]});
    page.driver.post("/actions", &json!({"actions": [mouse]}));
}
