//! A person who has never seen the page goes the whole way: watches a Pod, breaks it, mends it, tells another story,
//! reads what it costs, compares two releases.

use crate::driver::{Driver, Kind};
use crate::hand::Hand;
use crate::journey::{BOTH, journeys};
use crate::newcomer::KUBIA_INIT;
use crate::page::Page;

journeys!(
    the_whole_way_by_mouse in BOTH,
    the_whole_way_by_keyboard_alone in BOTH,
    // The driver of the other browser makes no clicks of touches.
    the_whole_way_by_finger_on_a_phone in &[Kind::Chromium],
);

fn the_whole_way_by_mouse(browser: &Driver) {
    let page = Page::open(browser, "");
    go(&page, Hand::Mouse);
}

fn the_whole_way_by_keyboard_alone(browser: &Driver) {
    let page = Page::open(browser, "");
    go(&page, Hand::Keyboard);
}

fn the_whole_way_by_finger_on_a_phone(browser: &Driver) {
    let page = Page::open(browser, "");
    page.phone(390);
    go(&page, Hand::Finger);
}

fn go(page: &Page<'_>, hand: Hand) {
    page.editor();
    let show_text = || {
        if hand == Hand::Finger {
            hand.press(page, "#tab-edit");
        }
    };
    show_text();
    page.paste(KUBIA_INIT);
    watches(page, hand);
    show_text();
    breaks_and_mends(page, hand);
    tells_another_story(page, hand);
    hand.open(page, "cost");
    page.wait(
        "the cost",
        "return document.querySelector('#panel-resources')?.textContent.includes('BestEffort')",
    );
    show_text();
    compares(page, hand);
    assert_eq!(page.complaints(), Vec::<String>::new());
}

/// Sees on the stage how one init container runs after the other, each behind its gate, and the apps side by side.
fn watches(page: &Page<'_>, hand: Hand) {
    hand.open(page, "watch");
    page.wait("the Pod on the stage", "return document.querySelector('#stage [data-container=kubia]')");
    page.driver.script(
        "const seen = window.seen = [];
         const look = () => {
             const state = (name) => document.querySelector(`#stage [data-container=${name}]`)?.dataset.state;
             const gates = [...document.querySelectorAll('#stage .stage-gate')].map((gate) => gate.dataset.gate);
             const now = [state('init-demo'), ...gates, state('kubia')].join(' ');
             if (now !== seen.at(-1)) seen.push(now);
         };
         look();
         new MutationObserver(look).observe(document.querySelector('#stage'), {subtree: true, childList: true, attributes: true})",
        serde_json::json!([]),
    );
    hand.press(page, "#play");
    // Each takes its time, as in a cluster.
    for gates in 1..=2 {
        page.wait(
            "a gate to open",
            &format!(
                "return document.querySelectorAll('#stage .stage-gate[data-gate=open]').length >= {gates}"
            ),
        );
    }
    page.wait(
        "the apps to be ready",
        "return document.querySelector('#stage [data-container=kubia]').dataset.state === 'ready'",
    );
    let seen = page.driver.script("return window.seen", serde_json::json!([]));
    let seen: Vec<&str> = seen.as_array().unwrap().iter().filter_map(serde_json::Value::as_str).collect();
    let mut rest = seen.iter();
    for moment in [
        "waiting closed closed waiting",
        "running closed closed waiting",
        "succeeded open closed waiting",
        "succeeded open open ready",
    ] {
        assert!(rest.any(|seen| *seen == moment), "{moment}: {seen:#?}");
    }
    // It plays on until it is paused.
    if page.text("#play") == "Pause" {
        hand.press(page, "#play");
    }
}

fn breaks_and_mends(page: &Page<'_>, hand: Hand) {
    hand.write(page, KUBIA_INIT, "    image", "e");
    page.wait("an error", "return document.querySelector('#problems [data-severity=error]')");
    hand.press(page, "#problems .problems-fix");
    page.wait(
        "an end of the errors",
        "return document.querySelector('#problems-status').textContent.includes('accepts')",
    );
}

/// An init container fails twice, and at 20 s the Pod is deleted.
fn tells_another_story(page: &Page<'_>, hand: Hand) {
    hand.open(page, "story");
    hand.choose(page, "[name='preset-init-demo']", "fails", "fails-twice");
    page.wait(
        "two runs that failed",
        "const told = [...document.querySelectorAll('[data-container=init-demo] .timeline-bar')].map((bar) => bar.title).join();
         return told.includes('exit 1, back-off') && told.includes('run 3') && !told.includes('run 4')",
    );
    hand.press(page, "#story-add");
    hand.number(page, "[data-action='0'] .story-at input", "20");
    page.wait("20 s", "return document.querySelector('#story-text').value.includes('at: 20, do: delete')");
    page.wait("the run with it", "return document.querySelector('#watch').dataset.pending === 'false'");
    hand.open(page, "watch");
    hand.to_the_end(page);
    page.wait("the end", "return document.querySelector('#why').textContent === 'The Pod is gone.'");
}

/// A sidecar is an init container that never ends to 1.28.
fn compares(page: &Page<'_>, hand: Hand) {
    hand.write(page, KUBIA_INIT, "network-check:1.0", "\u{e007}restartPolicy: Always");
    page.wait(
        "an accepted sidecar",
        "return document.querySelector('.problems').dataset.said === 'true' && document.querySelector('#problems-status').textContent.includes('accepts')
            && document.querySelector('#editor').textContent.includes('restartPolicy: Always')",
    );
    hand.open(page, "explain");
    page.wait(
        "what 1.28 says",
        "return document.querySelector('#releases [data-release=\"1.28\"][aria-busy=false]')?.dataset.verdict",
    );
    hand.press(page, "#releases [data-release='1.28']");
    page.wait(
        "both side by side",
        "return document.querySelector('#compared[aria-busy=false] [data-container=network-check]')?.textContent.includes('init in A, sidecar in B')",
    );
}
