//! Releases at a glance, and two of them, or two manifests, on one axis.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;
use serde_json::json;

journeys!(
    a_sidecar_is_compared_by_mouse in BOTH,
    a_sidecar_is_compared_by_keyboard_alone in BOTH,
    what_is_kept_is_compared_with_what_is_written_then in BOTH,
);

/// In 1.28 the proxy is an init container that never ends.
const SIDECAR: &str = "apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  initContainers:
  - { name: proxy, image: \"envoy:1\", restartPolicy: Always, resources: { requests: { cpu: 100m } } }
  containers:
  - { name: app, image: \"app:1\", resources: { requests: { cpu: 250m } } }
";

fn a_sidecar_is_compared_by_mouse(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste(SIDECAR);
    page.tab("compare");
    known(&page);
    page.press("#releases [data-release='1.28']");
    compared(&page);
    page.press("#releases [data-release='1.28']");
    switched(&page);
    page.press("#compare-stop");
    page.wait("an end of comparing", "return !document.querySelector('#compared')");
    assert_eq!(page.complaints(), Vec::<String>::new());
}

fn a_sidecar_is_compared_by_keyboard_alone(browser: &Driver) {
    let (tab, enter, right) = ("\u{e004}", "\u{e007}", "\u{e014}");
    let page = Page::open(browser, "");
    page.paste(SIDECAR);
    page.keys("#tab-watch", "");
    for _ in 0..4 {
        page.keys(":focus", right);
    }
    page.wait("the area", "return document.querySelector('#tab-explain')?.ariaSelected === 'true'");
    known(&page);
    let reached = |release: &str| {
        let script = "return document.activeElement?.dataset.release === arguments[0]";
        page.driver.script(script, json!([release])) == true
    };
    for _ in 0..60 {
        if reached("1.28") {
            break;
        }
        page.keys(":focus", tab);
    }
    assert!(reached("1.28"), "Tab leads to the releases");
    page.keys(":focus", enter);
    compared(&page);
    page.keys(":focus", enter);
    switched(&page);
    assert!(reached("1.28"), "the focus stays");
    page.keys("#compare-stop", enter);
    page.wait("an end of comparing", "return !document.querySelector('#compared')");
    let focused = page.driver.script("return document.activeElement.id", json!([]));
    assert_eq!(focused, "keep", "the focus stays near the button that has gone");
}

fn what_is_kept_is_compared_with_what_is_written_then(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste(SIDECAR);
    page.tab("compare");
    page.press("#keep");
    page.wait(
        "nothing that differs",
        "return document.querySelector('#compared-first')?.textContent.includes('Nothing differs')",
    );
    page.paste(&SIDECAR.replace("250m", "750m").replace("name: app,", "name: shop,"));
    page.wait(
        "another cost",
        "return [...document.querySelectorAll('#compared-table [data-differs=true]')].some((row) => row.textContent.includes('350m') && row.textContent.includes('850m'))",
    );
    let lanes = page.texts("#compared-lanes .compare-container");
    assert!(lanes.iter().any(|lane| lane.starts_with("app") && lane.contains("only in A")), "{lanes:?}");
    assert!(lanes.iter().any(|lane| lane.starts_with("shop") && lane.contains("only in B")), "{lanes:?}");
}

/// Waits until every release shows its effect on the manifest.
fn known(page: &Page<'_>) {
    page.wait(
        "the releases",
        "const all = [...document.querySelectorAll('#releases [data-release]')];
         return all.length >= 10 && all.every(({dataset, ariaBusy}) => dataset.verdict && ariaBusy === 'false')",
    );
    let old = page.text("#releases [data-release='1.28']");
    for words in ["accepted", "cpu 250m", "differ"] {
        assert!(old.contains(words), "{words}: {old}");
    }
    let own = page.text("#releases [aria-current]");
    assert!(own.contains("yours") && own.contains("Running 2/2") && own.contains("cpu 350m"), "{own}");
}

/// Compares the page with 1.28.
fn compared(page: &Page<'_>) {
    page.wait(
        "the comparison",
        "return document.querySelector('#compared[aria-busy=false] #compared-first')?.textContent.includes('A has')",
    );
    let proxy = page.text("#compared-lanes [data-container=proxy]");
    assert!(proxy.contains("init in A, sidecar in B"), "{proxy}");
    assert!(page.text("#compared-events").contains("only B"), "{}", page.text("#compared-events"));
    assert_eq!(
        page.driver.script("return document.querySelector('#version-other').value", json!([])),
        "1.28"
    );
}

/// Switches the page to 1.28, so that the two change places.
fn switched(page: &Page<'_>) {
    page.wait(
        "the other release",
        "return document.querySelector('#releases [aria-current]')?.dataset.release === '1.28'",
    );
    page.wait(
        "the comparison the other way round",
        "return document.querySelector('#compared[aria-busy=false] [data-container=proxy]')?.textContent.includes('sidecar in A, init in B')",
    );
    assert_eq!(page.driver.script("return document.querySelector('#version').value", json!([])), "28");
}
