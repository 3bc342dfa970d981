//! Nothing that a person wrote is lost: by a reload, a step back, an example over it, or a browser that keeps nothing.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;
use serde_json::json;

journeys!(
    a_paste_survives_a_reload_at_once in BOTH,
    the_last_text_is_offered_on_a_plain_visit in BOTH,
    a_step_back_of_the_browser_brings_the_former_text in BOTH,
    one_history_for_both_editors in BOTH,
    a_browser_that_keeps_nothing_does_no_harm in BOTH,
    what_ended_the_engine_opens_without_running in BOTH,
);

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: mine}\nspec: {containers: [{name: a, image: b, colour: c}]}\n";
/// Control and Z.
const UNDO: &str = "\u{e009}z";

fn holds(page: &Page<'_>, what: &str) {
    page.wait(
        what,
        &format!(
            "return document.querySelector('#editor .cm-content')?.textContent.includes({})",
            json!(what)
        ),
    );
}

fn a_paste_survives_a_reload_at_once(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste(POD);
    // No time for the address to follow.
    let late = POD.replace("mine", "late");
    page.driver.script(
        "const paste = new ClipboardEvent('paste', {bubbles: true, cancelable: true});
         Object.defineProperty(paste, 'clipboardData', {value: {types: ['text/plain'], files: [], getData: () => arguments[0]}});
         const content = document.querySelector('#editor .cm-content');
         getSelection().selectAllChildren(content);
         content.dispatchEvent(paste);",
        json!([late]),
    );
    page.reload();
    page.editor();
    holds(&page, "late");
}

fn the_last_text_is_offered_on_a_plain_visit(browser: &Driver) {
    let page = Page::open(browser, "");
    assert_eq!(page.text("#kept"), "", "nothing was written yet");
    page.paste(POD);
    page.go("");
    page.editor();
    page.wait("the offer", "return document.querySelector('#kept')?.textContent.includes('4 lines')");
    page.press("#kept-close");
    page.wait("no offer", "return !document.querySelector('#kept')");
    page.go("");
    page.editor();
    page.wait("the offer again", "return document.querySelector('#kept')?.textContent.includes('4 lines')");
    page.press("#kept .keeper-take");
    holds(&page, "mine");
    page.wait("no offer", "return !document.querySelector('#kept')");
    page.keys("#editor .cm-content", UNDO);
    holds(&page, "prepare");
    // Forgotten for good.
    page.go("");
    page.press("#kept .keeper-forget");
    page.go("");
    page.editor();
    assert_eq!(page.text("#kept"), "");
}

fn a_step_back_of_the_browser_brings_the_former_text(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste(POD);
    page.loaded();
    page.driver.script("document.activeElement.blur()", json!([]));
    page.type_keys("]");
    page.wait("an example", "return location.hash.startsWith('#ex=')");
    page.driver.script("history.back()", json!([]));
    holds(&page, "mine");
}

fn one_history_for_both_editors(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste(POD);
    page.press("#plain");
    page.wait("the text area", "return document.querySelector('#manifest').checkVisibility()");
    page.keys("#manifest", "#");
    page.wait("a letter", "return document.querySelector('#manifest').value.includes('#')");
    page.keys("#manifest", UNDO);
    page.wait(
        "the text without it",
        &format!("return document.querySelector('#manifest').value === {}", json!(POD)),
    );
    page.keys("#manifest", UNDO);
    page.wait("the first example", "return document.querySelector('#manifest').value.includes('prepare')");
    page.press("#plain");
    page.editor();
    page.keys("#editor .cm-content", "\u{e009}y");
    holds(&page, "mine");
}

fn a_browser_that_keeps_nothing_does_no_harm(browser: &Driver) {
    let refuse = "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, {get() { throw new DOMException('refused', 'SecurityError'); }});";
    let page = Page::open_changed(browser, "theme.js", &[("", refuse)]);
    page.paste(POD);
    page.wait("the errors", "return document.querySelector('#problems')?.textContent.includes('colour')");
    page.wait("a word on it", "return document.querySelector('.keeper-none')?.checkVisibility()");
    page.wait("the address", "return location.hash.length > 20");
    assert_eq!(page.complaints(), Vec::<String>::new());
}

fn what_ended_the_engine_opens_without_running(browser: &Driver) {
    let page = Page::open_changed(
        browser,
        "worker.js",
        &[
            (
                "const reply = engine.step();",
                "if (heavy) throw new Error('ended'); const reply = engine.step();",
            ),
            (
                "else early.push(data);",
                "else early.push(data);\n  if (data instanceof Uint8Array && new TextDecoder().decode(data).includes('end here')) heavy = true;",
            ),
            ("let engine;", "let engine, heavy = false;"),
        ],
    );
    page.paste(&format!("# end here\n{POD}"));
    page.wait(
        "what happened",
        "return document.querySelector('#problems-status').textContent.includes('broke down')",
    );
    page.reload();
    page.wait(
        "the text that is not run",
        "return document.querySelector('#problems-status')?.textContent.includes('when it was last open')",
    );
    holds(&page, "end here");
}
