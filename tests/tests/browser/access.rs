//! axe finds nothing to say against any state of the page.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::{AREAS, Page};
use serde_json::{Value, json};

journeys!(as_it_opens in BOTH, with_errors_and_nothing_to_play in BOTH, each_tab_light_and_dark in BOTH, on_a_phone in BOTH);

fn as_it_opens(browser: &Driver) {
    let page = Page::open(browser, "");
    page.editor();
    check(&page, "as it opens");
    page.press("#play");
    page.wait("it to run", "return document.querySelector('#row').textContent.includes('Running')");
    check(&page, "played");
}

fn with_errors_and_nothing_to_play(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste("apiVersion: v1\nkind: Pod\nmetadata: { name: Web }\nspec: { containers: [{ name: app, imagee: x }] }\n");
    page.wait("errors", "return document.querySelector('#problems')");
    check(&page, "with errors");
}

fn each_tab_light_and_dark(browser: &Driver) {
    let page = Page::open(browser, "");
    for theme in ["light", "dark"] {
        page.driver.script("document.documentElement.dataset.theme = arguments[0]", json!([theme]));
        for tab in AREAS {
            page.tab(tab);
            check(&page, &format!("{tab}, {theme}"));
        }
    }
}

fn on_a_phone(browser: &Driver) {
    let page = Page::open(browser, "");
    page.phone(390);
    check(&page, "390 px");
    page.loaded();
    page.press("#examples");
    page.wait("the examples", "return document.querySelector('#gallery [data-example]')");
    check(&page, "the examples, 390 px");
}

/// No violation of WCAG 2.2 A and AA.
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
