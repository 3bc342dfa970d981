//! Any kubectl command at the playhead.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;

journeys!(
    logs_answer_as_kubectl_does_before_a_container_runs in BOTH,
    a_watch_grows_with_the_playhead_and_nothing_is_asked_for_it in BOTH,
    what_is_deleted_in_the_terminal_is_deleted_in_the_story in BOTH,
    the_next_command_takes_the_place_of_the_last_one in BOTH,
);

fn logs_answer_as_kubectl_does_before_a_container_runs(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste("apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  initContainers: [{ name: setup, image: \"a:1\" }]\n  containers: [{ name: app, image: \"b:1\" }]\n");
    page.tab("terminal");
    page.press("#terminal-hand-2");
    page.wait(
        "the wide row",
        "return document.querySelector('#terminal .text-out')?.textContent.includes('NOMINATED NODE')",
    );
    // Steps from change to change until the init container is under way.
    for _ in 0..60 {
        if page.text("#status").trim_start_matches("STATUS").trim() == "Init:0/1" {
            break;
        }
        page.press("#step-forward");
    }
    page.press("#terminal-hand-7");
    page.wait(
        "kubectl's words",
        "return document.querySelector('#terminal .text-out')?.textContent.includes('container \"app\" in pod \"web\" is waiting to start: PodInitializing')",
    );
    assert!(page.text("#terminal .text-out").contains("Error from server (BadRequest)"));
}

fn a_watch_grows_with_the_playhead_and_nothing_is_asked_for_it(browser: &Driver) {
    let page = Page::open(browser, "");
    page.tab("terminal");
    let printed = || page.text("#terminal > .text-out");
    page.keys("#scrubber", "\u{e011}\u{e014}");
    page.wait(
        "a row",
        "return document.querySelector('#terminal > .text-out')?.textContent.includes('NAME')",
    );
    let before = printed();
    assert!(before.contains("Init:0/2") && !before.contains("PodInitializing"), "{before}");
    page.keys("#scrubber", "\u{e010}");
    page.wait(
        "more rows",
        "return document.querySelector('#terminal > .text-out').textContent.includes('2/2')",
    );
    let after = printed();
    assert!(after.starts_with(&before), "what was printed stays:\n{before}\n{after}");
    page.press("#terminal-hand-1");
    page.wait(
        "events",
        "return document.querySelector('#terminal > .text-out').textContent.includes('Scheduled')",
    );
}

fn what_is_deleted_in_the_terminal_is_deleted_in_the_story(browser: &Driver) {
    let page = Page::open(browser, "");
    page.editor();
    page.tab("terminal");
    page.keys("#scrubber", "\u{e010}");
    let prompt = "#terminal-command";
    page.driver.script("document.querySelector('#terminal-command').select()", serde_json::json!([]));
    page.keys(prompt, "kubectl delete pod shop --grace-period=5\u{e007}");
    page.wait(
        "kubectl's word",
        "return document.querySelector('#terminal-log').textContent.includes('pod \"shop\" deleted from default namespace')",
    );
    page.keys(prompt, "\u{e013}");
    page.wait(
        "the last command",
        "return document.querySelector('#terminal-command').value === 'kubectl delete pod shop --grace-period=5'",
    );
    page.tab("story");
    page.wait(
        "the action",
        "return /do: delete, name: shop, grace: 5 }/.test(document.querySelector('#story-text').value)",
    );
    // A command that is not simulated says so, and the story stays.
    page.tab("terminal");
    page.wait("the log", "return document.querySelector('#terminal-log').textContent.includes('deleted')");
    page.driver.script("document.querySelector('#terminal-command').select()", serde_json::json!([]));
    page.keys(prompt, "kubectl proxy");
    page.wait(
        "a plain word",
        "return document.querySelector('#terminal > .text-out')?.textContent.includes('is not played here')",
    );
}

fn the_next_command_takes_the_place_of_the_last_one(browser: &Driver) {
    let page = Page::open(browser, "");
    page.tab("terminal");
    let prompt = "#terminal-command";
    let holds = |command: &str| format!("return document.querySelector('{prompt}').value === '{command}'");
    page.driver.script("document.querySelector('#terminal-command').select()", serde_json::json!([]));
    page.keys(prompt, "kubectl get svc\u{e007}");
    page.wait("the log", "return document.querySelector('#terminal-log').textContent.includes('get svc')");
    page.wait(
        "the selection",
        &format!("const field = document.querySelector('{prompt}'); return field.selectionEnd - field.selectionStart === field.value.length"),
    );
    page.type_keys("kubectl get ns");
    page.wait("the next command alone", &holds("kubectl get ns"));
    // An emptied prompt stays empty, and takes what is typed.
    page.driver.script("document.querySelector('#terminal-command').select()", serde_json::json!([]));
    page.type_keys("\u{e003}");
    page.wait("no command", &holds(""));
    page.type_keys("kubectl get sa");
    page.wait("a command", &holds("kubectl get sa"));
}
