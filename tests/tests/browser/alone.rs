//! The page without the files that are loaded later: it still runs a Pod, and says what is missing.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;
use serde_json::json;

journeys!(
    without_the_engine_it_plays_the_example_and_says_that_nothing_is_checked in BOTH,
    without_the_editor_the_text_area_works in BOTH,
    without_the_later_parts_the_first_look_and_the_first_word_come in BOTH,
);

fn without_the_engine_it_plays_the_example_and_says_that_nothing_is_checked(browser: &Driver) {
    let page = Page::open_without(browser, |name| name == "podlab-worker_bg.wasm");
    page.editor();
    page.press("#play");
    page.wait("it to run", "return document.querySelector('#row').textContent.includes('Running')");
    page.paste("kind: Pods\n");
    page.wait(
        "what is missing",
        "return document.querySelector('#problems-status').textContent.includes('could not be loaded: nothing is checked')",
    );
    page.press("#tab-cost");
    page.wait("the panel's words", "return document.querySelector('[role=tabpanel] [role=alert]')?.textContent.includes('could not be loaded')");
}

fn without_the_editor_the_text_area_works(browser: &Driver) {
    let page = Page::open_without(browser, |name| name == "editor.js");
    page.said();
    page.driver.script(
        "const area = document.querySelector('#manifest');
         area.value = 'kind: Pod\\napiVersion: v1\\nmetadata: {name: typed}\\nspec: {containers: [{name: a, image: b, colour: c}]}';
         area.dispatchEvent(new InputEvent('input', {bubbles: true}));",
        json!([]),
    );
    page.wait(
        "the mistake in it",
        "return document.querySelector('#problems')?.textContent.includes('unknown field \"spec.containers[0].colour\"')",
    );
}

/// `cargo xtask later` finds out anew what comes first.
fn without_the_later_parts_the_first_look_and_the_first_word_come(browser: &Driver) {
    let page = Page::open_without(browser, |name| name.ends_with("_later.wasm"));
    page.press("#play");
    page.wait("it to run", "return document.querySelector('#row').textContent.includes('Running')");
    page.driver.post("/url", &json!({"url": "about:blank"}));
    page.go("#v1:u:kind%3A%20Pod%0AapiVersion%3A%20v1%0Ametadata%3A%20%7Bname%3A%20mine%7D%0Aspec%3A%20%7Bcontainers%3A%20%5B%7Bname%3A%20a%2C%20imag%3A%20b%7D%5D%7D%0A");
    page.wait(
        "the API server's word",
        "return document.querySelector('#problems')?.textContent.includes('unknown field \"spec.containers[0].imag\"')",
    );
}
