//! The README's first minute: a Pod with two init containers and two app containers, played and scrubbed back.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;
use serde_json::json;

journeys!(a_newcomer_plays_the_first_example_and_scrubs_back in BOTH, a_newcomer_pastes_kubia_init in BOTH);

/// The structure of the book's kubia-init, in our words.
pub const KUBIA_INIT: &str = "apiVersion: v1
kind: Pod
metadata:
  name: kubia-init
spec:
  initContainers:
  - name: init-demo
    image: registry.example/init-demo:1.0
  - name: network-check
    image: registry.example/network-check:1.0
  containers:
  - name: kubia
    image: registry.example/kubia:1.0
    ports:
    - name: http
      containerPort: 8080
  - name: envoy
    image: registry.example/envoy:1.0
    ports:
    - name: https
      containerPort: 8443
    - name: admin
      containerPort: 9901
";

const STATUS: &str = "document.querySelector('#row [data-column=status]')?.textContent";

fn a_newcomer_plays_the_first_example_and_scrubs_back(browser: &Driver) {
    let page = Page::open(browser, "");
    story(&page);
    assert_eq!(page.complaints(), Vec::<String>::new());
}

fn a_newcomer_pastes_kubia_init(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste(KUBIA_INIT);
    page.wait("the pasted Pod", "return document.querySelector('#row').textContent.includes('kubia-init')");
    story(&page);
}

fn story(page: &Page<'_>) {
    page.driver.script(
        &format!(
            "const seen = window.seen = [{STATUS}];
             new MutationObserver(() => {{ const now = {STATUS}; if (now && now !== seen.at(-1)) seen.push(now); }})
                 .observe(document.querySelector('#watch, .watch'), {{subtree: true, childList: true, characterData: true}});"
        ),
        json!([]),
    );
    page.press("#play");
    page.wait("Running 2/2", "const row = document.querySelector('#row tbody').textContent; return row.includes('2/2') && row.includes('Running')");
    let seen = page.driver.script("return window.seen", json!([]));
    assert_eq!(seen, json!(["Pending", "Init:0/2", "Init:1/2", "PodInitializing", "Running"]));

    // Playing goes on until it is paused.
    page.press("#play");
    // From the very start, steps from change to change show the same story without playing.
    page.keys("#scrubber", "\u{e011}");
    page.wait("the start", &format!("return {STATUS} === 'Pending'"));
    for status in ["Init:0/2", "Init:1/2", "PodInitializing", "Running"] {
        step_to(page, status);
    }
    // Ten seconds earlier the app containers did not run yet.
    page.keys("#scrubber", "\u{e008}\u{e012}");
    page.wait("an earlier state", &format!("return {STATUS} !== 'Running'"));
}

/// Steps forward a change at a time until the row says `status`.
fn step_to(page: &Page<'_>, status: &str) {
    for _ in 0..60 {
        if page.text("#row [data-column=status]") == status {
            return;
        }
        page.press("#step-forward");
    }
    panic!("no step led to {status}; the page says:\n{}", page.text("body"));
}
