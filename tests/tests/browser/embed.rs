//! The page inside another page: the run is shown, the editor is not.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;
use serde_json::json;

journeys!(an_embedded_page_plays_without_an_editor in BOTH, the_element_shows_its_manifest_in_a_page_of_documentation in BOTH, what_the_api_server_refuses_does_not_run_there_either in BOTH);

fn an_embedded_page_plays_without_an_editor(browser: &Driver) {
    let page = Page::open(browser, "?embed");
    page.wait("the row", "return document.querySelector('#row tbody tr') !== null");
    page.wait(
        "no editor in sight",
        "return ['#manifest', '#editor', '#examples'].every(one => !document.querySelector(one)?.checkVisibility())",
    );
    page.wait(
        "row and timeline alone",
        "return ['.areas-nav', '.areas-panels', '.header', '.footer'].every(one => !document.querySelector(one)?.checkVisibility())",
    );
    for _ in 0..40 {
        page.press("#step-forward");
    }
    page.wait("the end of it", "return document.querySelector('#row').textContent.includes('Running')");
    page.said();
    let loaded = page.driver.script(
        "return performance.getEntriesByType('resource').map(({name}) => name).filter(name => /details\\/|editor\\.js|docs\\.txt/.test(name))",
        json!([]),
    );
    assert_eq!(loaded, json!([]), "loaded for nothing");
}

/// A page of documentation as README shows it.
const DOCS: &str = "<!DOCTYPE html>
<html lang=en><meta charset=utf-8><title>Docs</title><link rel=icon href=data:,>
<script src=pod-lab.js></script>
<h1>Two steps</h1>
<pod-lab theme=dark start=100>
  <pre>
apiVersion: v1
kind: Pod
metadata: { name: demo }
spec:
  initContainers: [{ name: setup, image: \"busybox:1.36\" }]
  containers: [{ name: app, image: \"nginx:1.27\" }]
  </pre>
  <script type=application/yaml data-story>containers: { setup: [{ run: 3, exit: 1 }, { run: 3 }] }</script>
</pod-lab>
";

fn the_element_shows_its_manifest_in_a_page_of_documentation(browser: &Driver) {
    let page = Page::open_beside(browser, "docs", DOCS);
    page.wait(
        "the frame",
        "return document.querySelector('pod-lab').shadowRoot?.querySelector('.shown iframe')?.offsetHeight > 150",
    );
    assert!(page.text("h1").contains("Two steps"));
    let fallback = page.driver.script(
        "return getComputedStyle(document.querySelector('pod-lab').shadowRoot.querySelector('.text')).contentVisibility === 'hidden' ",
        json!([]),
    );
    assert_eq!(fallback, json!(true), "the manifest's text stays in sight beside the frame");
    page.enter("return document.querySelector('pod-lab').shadowRoot.querySelector('iframe')");
    page.wait("the Pod", "return document.querySelector('#row tbody')?.textContent.includes('demo')");
    page.wait(
        "the end of its story",
        "return document.querySelector('#row [data-column=status]').textContent === 'Running'",
    );
    page.wait("its setup's two runs", "return [...document.querySelectorAll('.timeline-bar[data-state]')].some(bar => bar.textContent.includes('exit 1'))");
    page.wait("the theme of the page around", "return document.documentElement.dataset.theme === 'dark'");
    page.wait(
        "row and timeline alone",
        "return ['.areas-nav', '.areas-panels', '.header', '.write'].every(one => !document.querySelector(one)?.checkVisibility())",
    );
    assert_eq!(page.complaints(), Vec::<String>::new());
}

/// A page of documentation with a mistake in its manifest.
const MISTAKEN: &str = "<!DOCTYPE html>
<html lang=en><meta charset=utf-8><title>Docs</title><link rel=icon href=data:,>
<script src=pod-lab.js></script>
<pod-lab><pre>
apiVersion: v1
kind: Pod
metadata: { name: demo }
spec:
  containers: [{ name: app, image: \"nginx:1.27\" }, { name: app, image: \"nginx:1.27\" }]
</pre></pod-lab>
";

fn what_the_api_server_refuses_does_not_run_there_either(browser: &Driver) {
    let page = Page::open_beside(browser, "mistaken", MISTAKEN);
    page.wait("the frame", "return document.querySelector('pod-lab').shadowRoot?.querySelector('iframe')");
    page.enter("return document.querySelector('pod-lab').shadowRoot.querySelector('iframe')");
    page.wait("the refusal", "return document.querySelector('#stale')?.textContent.includes('The API server refuses this manifest')");
}
