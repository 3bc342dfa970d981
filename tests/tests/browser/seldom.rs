//! Uncommon YAML: anchors, merges and tags play, and lead to their places in the text.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;
use serde_json::json;

journeys!(anchors_and_merges_play_and_lead_to_their_places in BOTH);

/// A manifest with an anchor, an alias, a merge, a tag and a scalar over two lines.
const SELDOM: &str = "apiVersion: v1
kind: Pod
metadata: { name: seldom }
spec:
  initContainers:
  - &step
    name: first
    image: !!str registry.example/step:1.0
    args:
    - one argument
      of two lines
  - <<: *step
    name: second
  containers:
  - name: app
    image: registry.example/app:1.0
";

fn anchors_and_merges_play_and_lead_to_their_places(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste(SELDOM);
    page.wait("the pasted Pod", "return document.querySelector('#row').textContent.includes('seldom')");
    page.wait(
        "no error",
        "return document.querySelector('#problems-status').textContent.includes('accepts it')",
    );
    assert_eq!(
        page.driver.script(
            "return [...document.querySelectorAll('.timeline-lane')].map((lane) => lane.dataset.container)",
            json!([]),
        ),
        json!(["first", "second", "app"])
    );
    page.press("#play");
    page.wait("it to run", "return document.querySelector('#row').textContent.includes('Running')");
    page.press(".timeline-lane[data-container=app] button");
    page.wait(
        "its lines in the editor",
        "return document.querySelector('#editor .cm-activeLine')?.textContent.includes('name: app')",
    );
    assert_eq!(page.complaints(), Vec::<String>::new());
}
