//! Any kubectl command at the playhead.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;

journeys!(logs_answer_as_kubectl_does_before_a_container_runs in BOTH);

fn logs_answer_as_kubectl_does_before_a_container_runs(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste("apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  initContainers: [{ name: setup, image: \"a:1\" }]\n  containers: [{ name: app, image: \"b:1\" }]\n");
    page.tab("terminal");
    page.wait(
        "the wide row",
        "return document.querySelector('#terminal .text-out')?.textContent.includes('NOMINATED NODE')",
    );
    // From change to change until the init container is under way.
    for _ in 0..60 {
        if page.text("#status").trim_start_matches("STATUS").trim() == "Init:0/1" {
            break;
        }
        page.press("#step-forward");
    }
    page.press("#terminal-hand-5");
    page.wait(
        "kubectl's words",
        "return document.querySelector('#terminal .text-out')?.textContent.includes('container \"app\" in pod \"web\" is waiting to start: PodInitializing')",
    );
    assert!(page.text("#terminal .text-out").contains("Error from server (BadRequest)"));
}
