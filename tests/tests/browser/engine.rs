//! The page after its engine has ended: by a trap, for want of memory, or because it took too long. Each is forced by a
//! worker that does it when a text asks for it.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;
use serde_json::json;

journeys!(
    a_trap_is_said_and_the_page_goes_on in BOTH,
    want_of_memory_is_said_and_the_page_goes_on in BOTH,
    what_takes_too_long_is_stopped in BOTH,
    a_job_of_two_thousand_million_pods_is_survived in BOTH,
);

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: after}\nspec: {containers: [{name: a, image: b, colour: c}]}\n";
const JOB: &str = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: many}\nspec:\n  parallelism: 2147483647\n  completions: 2147483647\n  template: {spec: {restartPolicy: Never, containers: [{name: a, image: b:1}]}}\n";

/// The line of the worker before which the fault is put: it runs before each answer.
const BEFORE: &str = "const reply = engine.step();";
/// Ends a worker by a trap: the first instruction of this program is `unreachable`.
const TRAP: &str = "new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,8,1,0,10,5,1,3,0,0,11])))";

/// A page whose worker runs `what` before it answers anything about a text with the words `end here`.
fn broken<'a>(browser: &'a Driver, what: &str) -> Page<'a> {
    let told = "else early.push(data);";
    let page = Page::open_changed(
        browser,
        "worker.js",
        &[
            (
                told,
                &format!(
                    "{told} if (data instanceof Uint8Array) {{ if (new TextDecoder().decode(data).includes('end here')) globalThis.ends = true; else if (data.length > 300) globalThis.ends = false; }}"
                ),
            ),
            (BEFORE, &format!("if (globalThis.ends) {{ {what}; }} {BEFORE}")),
        ],
    );
    page.said();
    page
}

/// Asserts that the text which ended the engine is kept, that the page says so, and that the next text is answered.
fn survives(page: &Page<'_>, words: &str) {
    page.paste(&format!("# end here\n{POD}"));
    page.wait(
        "what happened",
        &format!("return document.querySelector('#problems-status').textContent.includes({})", json!(words)),
    );
    let text =
        page.driver.script("return document.querySelector('#editor .cm-content').textContent", json!([]));
    assert!(text.as_str().unwrap_or_default().contains("# end here"), "the text is kept: {text}");
    page.paste(&format!("# and now\n# a text that is quite long, so that the worker of this journey takes it for another one: {}\n{POD}", "x".repeat(300)));
    page.wait(
        "the next verdict",
        "return document.querySelector('#problems')?.textContent.includes('colour')",
    );
}

fn a_trap_is_said_and_the_page_goes_on(browser: &Driver) {
    survives(&broken(browser, TRAP), "broke down over this text and was started anew");
}

fn want_of_memory_is_said_and_the_page_goes_on(browser: &Driver) {
    let grow = "new WebAssembly.Memory({initial: 1, maximum: 1}).grow(1)";
    survives(&broken(browser, grow), "broke down over this text and was started anew");
}

fn what_takes_too_long_is_stopped(browser: &Driver) {
    survives(&broken(browser, "for (;;);"), "longer than five seconds");
}

/// A valid Job whose numbers once trapped the page's program.
fn a_job_of_two_thousand_million_pods_is_survived(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste(JOB);
    page.wait(
        "an answer or a clear word",
        "return document.querySelector('#watch').dataset.pending === 'false'",
    );
    page.paste(POD);
    page.wait(
        "the next verdict",
        "return document.querySelector('#problems')?.textContent.includes('colour')",
    );
    // A link with the text is opened too: the text is there, and the page answers.
    page.paste(JOB);
    page.wait("the address", "return location.hash.length > 20");
    let link = page.driver.script("return location.hash", json!([]));
    page.go(link.as_str().unwrap_or_default());
    page.editor();
    let text = page.text("#editor .cm-content");
    assert!(text.contains("2147483647"), "{text}");
    page.paste(POD);
    page.wait(
        "the next verdict",
        "return document.querySelector('#problems')?.textContent.includes('colour')",
    );
}
