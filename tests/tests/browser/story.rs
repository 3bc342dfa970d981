//! The story told by controls: by mouse, by keyboard alone, and taken back.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;
use serde_json::json;

journeys!(
    a_preset_makes_an_init_container_fail_twice in BOTH,
    a_preset_is_chosen_by_keyboard_alone in BOTH,
    a_mark_is_dragged_to_twenty_seconds_and_taken_back in BOTH,
    a_mark_is_moved_by_arrow_keys in BOTH,
    a_slip_keeps_the_controls_and_is_mended_by_a_button in BOTH,
    of_several_pods_the_one_that_is_chosen_is_deleted in BOTH,
);

const TEXT: &str = "#story-text";

/// The page with the story of the first example open.
fn story(browser: &Driver) -> Page<'_> {
    let page = Page::open(browser, "");
    page.editor();
    page.tab("story");
    page.wait("the controls", "return document.querySelector('[name=\"preset-prepare\"]')");
    page
}

fn value(page: &Page<'_>) -> String {
    let value = page.driver.script("return document.querySelector(arguments[0]).value", json!([TEXT]));
    value.as_str().unwrap_or_default().to_owned()
}

fn told(page: &Page<'_>, what: &str) {
    page.wait(what, &format!("return document.querySelector('{TEXT}').value.includes('{what}')"));
}

/// Waits until failed runs are drawn in the container's lane and two are written in the story.
fn fails_twice(page: &Page<'_>) {
    page.wait(
        "two failed runs",
        "return document.querySelectorAll('[data-container=\"prepare\"] .timeline-bar[data-state=\"failed\"]').length >= 1
            && document.querySelector('#why') && document.querySelector('#watch').dataset.pending === 'false'
            && /exit: 1 }\\n +- { run: 2, exit: 1 }/.test(document.querySelector('#story-text').value)",
    );
}

fn a_preset_makes_an_init_container_fail_twice(browser: &Driver) {
    let page = story(browser);
    let before = value(&page);
    page.choose("[name='preset-prepare']", "fails-twice");
    fails_twice(&page);
    let after = value(&page);
    let kept = |line: &&str| !line.contains("run: 5");
    assert!(before.lines().filter(kept).all(|line| after.contains(line)), "all else stays:\n{after}");
    page.press("#story-undo");
    page.wait(
        "the story as it was",
        &format!("return document.querySelector('{TEXT}').value.includes('run: 5')"),
    );
    assert_eq!(value(&page), before);
    page.press("#story-redo");
    fails_twice(&page);
    assert_eq!(value(&page), after);
}

fn a_preset_is_chosen_by_keyboard_alone(browser: &Driver) {
    let page = story(browser);
    let before = value(&page);
    page.keys("[name='preset-prepare']", "fails\u{e007}");
    fails_twice(&page);
    // Ctrl-Z works wherever no text is being written.
    page.keys("#story-redo, #tab-story", "\u{e009}z");
    page.wait(
        "the story as it was",
        &format!("return document.querySelector('{TEXT}').value.includes('run: 5')"),
    );
    assert_eq!(value(&page), before);
}

fn a_mark_is_dragged_to_twenty_seconds_and_taken_back(browser: &Driver) {
    let page = story(browser);
    let before = value(&page);
    page.press("#story-add");
    told(&page, "do: delete");
    page.wait("the mark", "return document.querySelector('[data-action=\"0\"] .story-mark')");
    let added = value(&page);
    // The drag goes from the thumb to the other end of the axis.
    let ends = page.driver.script(
        "const mark = document.querySelector('[data-action=\"0\"] .story-mark'); mark.scrollIntoView({block: 'center'});
         const {x, y, width, height} = mark.getBoundingClientRect();
         return [x + 12 + (width - 24) * mark.value / mark.max, x + width * 0.7, y + height / 2].map(Math.round)",
        json!([]),
    );
    let step =
        |kind: &str, x: &serde_json::Value| json!({"type": kind, "x": x, "y": ends[2], "duration": 100});
    let button = |kind: &str| json!({"type": kind, "button": 0});
    let moves = [
        step("pointerMove", &ends[0]),
        button("pointerDown"),
        step("pointerMove", &ends[1]),
        button("pointerUp"),
    ];
    let mouse =
        json!({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": moves});
    page.driver.post("/actions", &json!({"actions": [mouse]}));
    page.wait(
        "another time",
        "return !/at: 0, do: delete/.test(document.querySelector('#story-text').value)",
    );
    page.press("#story-undo");
    page.wait(
        "the time before",
        "return /at: 0, do: delete/.test(document.querySelector('#story-text').value)",
    );
    assert_eq!(value(&page), added, "a drag is one step");
    page.press("#story-undo");
    page.wait("no mark", "return !document.querySelector('[data-action]')");
    assert_eq!(value(&page), before);
}

fn a_mark_is_moved_by_arrow_keys(browser: &Driver) {
    let page = story(browser);
    page.keys("#story-add", "\u{e007}");
    told(&page, "do: delete");
    let mark = "[data-action='0'] .story-mark";
    page.wait("the mark", "return document.querySelector('[data-action=\"0\"] .story-mark')");
    page.keys(mark, "\u{e008}\u{e014}\u{e014}");
    told(&page, "at: 20, do: delete");
    page.wait(
        "the run to end there",
        "return document.querySelector('#watch').dataset.pending === 'false'
            && document.querySelector('[data-container=\"web\"] .timeline-bar[data-state=\"stopping\"]')",
    );
    page.keys(mark, "\u{e017}");
    page.wait("no mark", "return !document.querySelector('[data-action]')");
}

fn a_slip_keeps_the_controls_and_is_mended_by_a_button(browser: &Driver) {
    let page = story(browser);
    page.driver.script("const text = document.querySelector('#story-text'); text.focus(); text.setSelectionRange(0, text.value.length)", json!([]));
    page.keys(TEXT, "containers: {");
    page.wait(
        "what is wrong",
        "return document.querySelector('#story-slips .story-line')?.textContent.startsWith('Line ')",
    );
    page.wait("the controls", "return document.querySelector('[name=\"preset-prepare\"]')");
    page.keys(TEXT, "prepar: { run: 2 } }");
    page.wait(
        "a suggestion",
        "return document.querySelector('#story-slips').textContent.includes('no container prepar: did you mean prepare?')",
    );
    page.press("#story-slips li > button:not(.bare)");
    page.wait("no slip", "return !document.querySelector('.story-slips')");
    assert_eq!(value(&page), "containers: {prepare: { run: 2 } }");
}

const TWO: &str = "apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: app, image: registry.example/app:1 }] }
";

fn of_several_pods_the_one_that_is_chosen_is_deleted(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste(TWO);
    page.tab("story");
    page.wait("the Pods", "return document.querySelectorAll('#story-pod option').length === 2");
    let second =
        page.driver.script("return document.querySelectorAll('#story-pod option')[1].value", json!([]));
    let second = second.as_str().unwrap_or_default().to_owned();
    page.choose("#story-pod", &second);
    page.press("#story-add");
    told(&page, &format!("name: {second}"));
    // An action on the Deployment asks for no Pod.
    let scale = "const offers = [...document.querySelectorAll('#story-offer option')];
                 return offers.find((offer) => offer.textContent.startsWith('Scale up'))?.value";
    let scale = page.driver.script(scale, json!([]));
    page.choose("#story-offer", scale.as_str().unwrap_or_default());
    page.wait("no choice of a Pod", "return !document.querySelector('#story-pod')");
}
