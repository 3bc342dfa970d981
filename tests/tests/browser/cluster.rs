//! The surroundings of a Pod: nodes that it fits on or not, a namespace with rules.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;
use serde_json::json;

journeys!(a_busy_node_refuses_until_the_request_is_lower in BOTH, a_quota_refuses_until_a_limit_range_fills_in in BOTH);

/// Types a whole text into a text area.
fn write(page: &Page<'_>, selector: &str, text: &str) {
    page.driver.script(
        "const area = document.querySelector(arguments[0]);
         area.value = arguments[1];
         area.dispatchEvent(new Event('input', {bubbles: true}))",
        json!([selector, text]),
    );
}

fn pod(init: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{ name: p }}\nspec:\n  initContainers: [{{ name: i, image: \"a:1\", resources: {{ requests: {{ cpu: {init} }} }} }}]\n  containers: [{{ name: a, image: \"a:1\", resources: {{ requests: {{ cpu: 200m }} }} }}]\n"
    )
}

fn a_busy_node_refuses_until_the_request_is_lower(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste(&pod("1"));
    page.tab("fit");
    // Two kinds of machine are chosen at first.
    page.press("#fit [name=preset]:checked");
    page.press("#fit [name=preset]:checked");
    page.press("#fit summary");
    write(
        &page,
        "#fit-nodes",
        "apiVersion: v1\nkind: Node\nmetadata: { name: busy }\nstatus: { allocatable: { cpu: 2, memory: 4Gi, pods: 110 } }\n---\napiVersion: v1\nkind: Pod\nmetadata: { name: there }\nspec: { nodeName: busy, containers: [{ name: a, image: \"a:1\", resources: { requests: { cpu: 1200m } } }] }\n",
    );
    page.wait(
        "the event",
        "return document.querySelector('#fit-event')?.textContent.startsWith('FailedScheduling: 0/1 nodes are available: 1 Insufficient cpu.')",
    );
    let node = page.text("#fit [data-node='busy']");
    let words =
        "OutOfcpu: Node didn't have enough resource: cpu, requested: 1000, used: 1200, capacity: 2000";
    assert!(node.contains(words), "{node}");
    page.paste(&pod("800m"));
    page.wait("it to fit", "return document.querySelector('#fit [data-node=busy]')?.dataset.fits === 'true'");
    assert_eq!(page.text("#fit-event"), "");
}

fn a_quota_refuses_until_a_limit_range_fills_in(browser: &Driver) {
    const QUOTA: &str = "apiVersion: v1\nkind: ResourceQuota\nmetadata: { name: q }\nspec: { hard: { requests.cpu: 1, limits.cpu: 2 } }\n";
    const RANGE: &str = "---\napiVersion: v1\nkind: LimitRange\nmetadata: { name: small }\nspec: { limits: [{ type: Container, default: { cpu: 500m }, defaultRequest: { cpu: 100m } }] }\n";
    let page = Page::open(browser, "");
    page.paste("apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  selector: { matchLabels: { a: b } }\n  template:\n    metadata: { labels: { a: b } }\n    spec:\n      initContainers: [{ name: init-x, image: \"a:1\" }]\n      containers: [{ name: app, image: \"a:1\", resources: { requests: { cpu: 100m }, limits: { cpu: 200m } } }]\n");
    page.tab("rules");
    // The click changes nothing but the rules.
    page.press(".rules-head button");
    page.wait("the example's quota", "return document.querySelector('[data-quota=team]')");
    page.wait(
        "the manifest",
        "return document.querySelector('#editor .cm-content').textContent.includes('init-x')",
    );
    write(&page, "#rules-text", QUOTA);
    page.wait(
        "the refusal",
        "return document.querySelector('#rules-events')?.textContent.includes('is forbidden: failed quota: q: must specify limits.cpu for: init-x; requests.cpu for: init-x')",
    );
    write(&page, "#rules-text", &format!("{QUOTA}{RANGE}"));
    page.wait("what is filled in", "return document.querySelector(\"[data-filled='init-x limits cpu']\")");
    assert!(page.text("[data-filled='init-x limits cpu']").ends_with("500m"));
    let cells = page.texts("[data-quota='q'][data-resource='limits.cpu'] td");
    assert_eq!(cells, ["q", "limits.cpu", "0", "500m", "2", "25 %"]);
}
