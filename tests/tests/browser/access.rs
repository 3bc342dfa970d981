//! Accessibility: axe finds no fault in any state of the page.

use crate::driver::{Driver, Kind};
use crate::journey::{BOTH, journeys};
use crate::page::{AREAS, Page};
use serde_json::{Value, json};

journeys!(
    as_it_opens in BOTH,
    with_errors_and_nothing_to_play in BOTH,
    with_an_empty_text in BOTH,
    each_area_light_and_dark in BOTH,
    each_area_at_320_px_and_at_twice_the_size in BOTH,
    // Only this browser's driver can ask for them.
    each_area_in_forced_colours in &[Kind::Chromium],
    each_dialog in BOTH,
    on_paper in &[Kind::Chromium],
    on_a_phone in BOTH,
);

fn as_it_opens(browser: &Driver) {
    let page = Page::open(browser, "");
    page.editor();
    check(&page, "as it opens");
    page.press("#play");
    page.wait("it to play", "return document.querySelector('#stage').dataset.playing === 'true'");
    check(&page, "playing");
    page.choose("#speed", "10");
    page.wait("it to run", "return document.querySelector('#row').textContent.includes('Running')");
    check(&page, "played");
}

fn with_errors_and_nothing_to_play(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste("apiVersion: v1\nkind: Pod\nmetadata: { name: Web }\nspec: { containers: [{ name: app, imagee: x }] }\n");
    page.wait("errors", "return document.querySelector('#problems')");
    check(&page, "with errors");
}

fn with_an_empty_text(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste("");
    for area in AREAS {
        page.driver.script(&format!("document.querySelector('#tab-{area}').click()"), json!([]));
        check(&page, &format!("{area}, empty"));
    }
}

fn each_area_light_and_dark(browser: &Driver) {
    let page = Page::open(browser, "");
    for theme in ["light", "dark"] {
        page.driver.script("document.documentElement.dataset.theme = arguments[0]", json!([theme]));
        for tab in AREAS {
            page.tab(tab);
            check(&page, &format!("{tab}, {theme}"));
        }
    }
}

fn each_area_at_320_px_and_at_twice_the_size(browser: &Driver) {
    let page = Page::open(browser, "");
    // 640 px are what 1280 px are at 200 %.
    for width in [320, 640] {
        page.phone(width);
        for tab in AREAS {
            page.tab(tab);
            check(&page, &format!("{tab}, {width} px"));
        }
    }
}

fn each_area_in_forced_colours(browser: &Driver) {
    let page = Page::open(browser, "");
    browser.media(&json!({"features": [{"name": "forced-colors", "value": "active"}]}));
    for tab in AREAS {
        page.tab(tab);
        check(&page, &format!("{tab}, forced colours"));
    }
    // A sign by colour alone would be lost: each of these has a border, or a colour of the system.
    page.tab("watch");
    let lost = page.driver.script(
        "const plain = ['rgba(0, 0, 0, 0)', 'transparent'];
         const drawn = (element) => {
             const {borderTopStyle, borderBottomStyle, borderLeftStyle, backgroundColor, outlineStyle} = getComputedStyle(element);
             return [borderTopStyle, borderBottomStyle, borderLeftStyle, outlineStyle].some((style) => style !== 'none') || !plain.includes(backgroundColor);
         };
         const parts = ['.timeline-playhead', '#scrubber', '[role=tab][aria-selected=true]', '.stage-box', '.timeline-bar', '#play'];
         return parts.filter((part) => ![...document.querySelectorAll(part)].every(drawn))",
        json!([]),
    );
    browser.media(&json!({"features": []}));
    assert_eq!(lost, json!([]));
}

fn each_dialog(browser: &Driver) {
    let page = Page::open(browser, "");
    page.editor();
    page.loaded();
    for theme in ["light", "dark"] {
        page.driver.script("document.documentElement.dataset.theme = arguments[0]", json!([theme]));
        page.press("#keys");
        page.wait("the palette", "return document.querySelector('#palette').open");
        check(&page, &format!("the palette, {theme}"));
        page.keys("#palette-find", "\u{e00c}");
        page.wait("it to close", "return !document.querySelector('#palette').open");
        page.press("#examples");
        page.wait("the examples", "return document.querySelector('#gallery [data-example]')");
        check(&page, &format!("the examples, {theme}"));
        page.keys(":focus", "\u{e00c}");
        page.wait("it to close", "return !document.querySelector('#gallery :focus')");
        page.press("#row .word");
        page.wait("the word's page", "return document.querySelector(':popover-open .word-title')");
        check(&page, &format!("a word, {theme}"));
        page.keys(":focus", "\u{e00c}");
        page.wait("it to close", "return !document.querySelector(':popover-open')");
    }
}

fn on_paper(browser: &Driver) {
    let page = Page::open(browser, "");
    page.editor();
    page.loaded();
    // Whoever prints sees the handout for as long as that takes; here a copy of it stays.
    page.driver.script(
        "window.print = () => document.querySelector('.handout').after(document.querySelector('.handout').cloneNode(true))",
        json!([]),
    );
    page.press("#keys");
    page.keys("#palette-find", "print");
    page.wait("one command", "return document.querySelectorAll('#palette [role=option]').length === 1");
    page.keys("#palette-find", "\u{e007}");
    page.wait("the handout", "return document.querySelector('.handout')?.textContent.includes('shop')");
    browser.media(&json!({"media": "print"}));
    let shown = page.driver.script(
        "return [...document.querySelectorAll('.handout h2, .handout h1')].filter((one) => one.getBoundingClientRect().height > 0).length",
        json!([]),
    );
    check(&page, "on paper");
    browser.media(&json!({"media": ""}));
    assert!(shown.as_u64().unwrap_or_default() > 2, "it is seen: {shown}");
}

fn on_a_phone(browser: &Driver) {
    let page = Page::open(browser, "");
    page.phone(390);
    check(&page, "390 px");
    page.press("#tab-edit");
    check(&page, "the manifest, 390 px");
    page.loaded();
    page.press("#examples");
    page.wait("the examples", "return document.querySelector('#gallery [data-example]')");
    check(&page, "the examples, 390 px");
}

/// Asserts that nothing violates WCAG 2.2 A and AA.
fn check(page: &Page<'_>, state: &str) {
    let file = xtask::project::root().join("crates/xtask/npm/node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(&file).expect("axe-core is installed: `cargo xtask journeys` does it");
    page.driver.script(&axe, json!([]));
    let found = page.driver.later(
        "const done = arguments[0];
         axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then((found) =>
             done(found.violations.map((violation) => [violation.id, violation.help, violation.nodes.map((node) => [node.html.slice(0, 200), node.failureSummary])])),
             (error) => done([String(error)]))",
        json!([]),
    );
    assert_eq!(found, Value::Array(Vec::new()), "{state}: {found:#}");
}
