//! Inside another page: what happens is shown, the editor is not.

use crate::page::Page;
use serde_json::json;

#[test]
fn an_embedded_page_plays_without_an_editor() {
    let page = Page::open("?embed");
    page.wait("the row", "return document.querySelector('#row tbody tr') !== null");
    page.wait(
        "no editor in sight",
        "return ['#manifest', '#editor', '#examples'].every(one => !document.querySelector(one)?.checkVisibility())",
    );
    page.wait(
        "row and timeline alone",
        "return ['.tabs', '.why', '.header', '.footer'].every(one => !document.querySelector(one)?.checkVisibility())",
    );
    for _ in 0..40 {
        page.press("#step-forward");
    }
    page.wait("the end of it", "return document.querySelector('#row').textContent.includes('Running')");
    let loaded = page.driver.script(
        "return performance.getEntriesByType('resource').map(({name}) => name).filter(name => /podlab-details|editor\\.js|docs\\.txt/.test(name))",
        json!([]),
    );
    assert_eq!(loaded, json!([]), "loaded for nothing");
}
