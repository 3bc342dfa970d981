//! The page under siege: a monkey that presses whatever there is, hostile texts in every place, browsers that keep nothing,
//! two tabs on one storage, floods of messages. `cargo xtask siege` lets the monkey go on for minutes.

use crate::driver::{Driver, Kind};
use crate::journey::{BOTH, journeys};
use crate::monkey;
use crate::page::{AREAS, Page};
use serde_json::{Value, json};
use std::time::Duration;

journeys!(
    a_monkey_finds_nothing in BOTH,
    hostile_texts_go_through_every_place in BOTH,
    a_browser_that_blocks_cookies_shows_all in BOTH,
    two_tabs_write_and_each_keeps_its_own in BOTH,
    a_flood_of_messages_changes_nothing in BOTH,
    an_embed_stands_a_flood in BOTH,
);

const POD: &str =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: NAME}\nspec: {containers: [{name: a, image: b}]}\n";
/// Messages of a flood.
const FLOOD: usize = 5_000;

/// How long the monkey goes on, and its seed: `PODLAB_SIEGE=300,7`.
fn length() -> (Duration, u64) {
    let wish = std::env::var("PODLAB_SIEGE").unwrap_or_default();
    let wish =
        wish.split_once(',').and_then(|(seconds, seed)| Some((seconds.parse().ok()?, seed.parse().ok()?)));
    let (seconds, seed) = wish.unwrap_or((10, 1));
    (Duration::from_secs(seconds), seed)
}

fn a_monkey_finds_nothing(browser: &Driver) {
    let (length, seed) = length();
    let page = Page::open(browser, "");
    page.editor();
    page.loaded();
    let found = monkey::run(&page, length, seed);
    // `cargo xtask siege` reads this line.
    println!("monkey: {found}");
}

/// Texts that become markup, are wide, nest or are none.
fn hostile() -> Vec<(&'static str, String)> {
    let markup = "</textarea></style></script><img src=x onerror=\"window.hit=1\"><svg onload=\"window.hit=1\"></svg><iframe srcdoc=\"<script>parent.hit=1</script>\"></iframe>";
    let pod = format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: '{markup}', labels: {{a: '{markup}'}}}}\nspec: {{containers: [{{name: '{markup}', image: '{markup}', command: ['{markup}']}}]}}\n"
    );
    vec![
        ("markup", markup.to_owned()),
        ("markup in fields", pod),
        ("a link", "javascript:window.hit=1".to_owned()),
        ("one line", "x".repeat(200_000)),
        ("nested", "[".repeat(10_000)),
        ("signs", "? ".repeat(10_000)),
        ("controls", "\u{1b}[31m\u{7}\u{202e}\u{200b}\u{feff}\u{85}a: b\r\n".to_owned()),
        ("documents", "---\n".repeat(2_000)),
        ("aliases", format!("a: &a [x, x]\n{}", "b: [*a, *a, *a]\n".repeat(2_000))),
        ("nothing", String::new()),
    ]
}

/// The five places that a person writes in, with the area of each; the first is the editor.
const PLACES: [(&str, &str); 5] = [
    ("#manifest", "watch"),
    ("#story-text", "story"),
    ("#rules-text", "cost"),
    ("#fit-nodes", "cost"),
    ("#terminal-command", "terminal"),
];

/// Types a whole text into a field, which may stand in a part that is folded.
const WRITE: &str = "const [place, text] = arguments, found = document.querySelector(place);
    found.closest('details')?.setAttribute('open', '');
    found.value = text;
    found.dispatchEvent(new Event('input', {bubbles: true}));";

/// Opens each area and waits until it is drawn, or invites where nothing is written; ends with those that were not.
const GO_THROUGH: &str = "const [areas, done] = arguments;
    (async () => {
        const missing = [];
        for (const area of areas) {
            document.querySelector(`#tab-${area}`).click();
            const body = () => document.querySelector(`#area-${area} .areas-body`)?.children.length || document.querySelector('.nothing-ways');
            for (const end = performance.now() + 20000; !body() && performance.now() < end; ) await new Promise(requestAnimationFrame);
            if (!body()) missing.push(area);
        }
        done(missing);
    })();";

fn hostile_texts_go_through_every_place(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste(&POD.replace("NAME", "first"));
    for (place, area) in PLACES {
        for (name, text) in hostile() {
            page.press(&format!("#tab-{area}"));
            page.wait(place, &format!("return document.querySelector('{place}')"));
            if place == "#manifest" {
                page.paste(&text);
            } else {
                page.driver.script(WRITE, json!([place, text]));
            }
            // No other area shows what is written in the terminal.
            let areas = if area == "terminal" { &[area][..] } else { &AREAS };
            let drawn = page.driver.later(GO_THROUGH, json!([areas]));
            assert_eq!(drawn, json!([]), "not drawn with {name} in {place}");
            page.said();
            let alive = page.driver.script(
                "return [window.hit ?? null, document.querySelectorAll('#app img[src=x], #app svg[onload], #app iframe, #app script, #app a[href^=\"javascript:\"]').length, document.querySelector('#failed').hidden]",
                json!([]),
            );
            assert_eq!(alive, json!([null, 0, true]), "{name} in {place}");
            assert_eq!(page.complaints(), Vec::<String>::new(), "{name} in {place}");
        }
        // A text that runs comes back, so that the next place meets a page that runs.
        page.go("");
        page.paste(&POD.replace("NAME", "next"));
    }
    page.wait("the Pod", "return document.querySelector('#row').textContent.includes('next')");
}

fn a_browser_that_blocks_cookies_shows_all(browser: &Driver) {
    let blocking = Driver::without_cookies(browser.kind());
    let page = Page::open(&blocking, "");
    let storage = "try { localStorage.length; return 'there'; } catch ({name}) { return name; }";
    assert_eq!(blocking.script(storage, json!([])), "SecurityError");
    page.paste(&POD.replace("NAME", "mine"));
    page.wait("the Pod", "return document.querySelector('#row').textContent.includes('mine')");
    page.wait("a word on it", "return document.querySelector('.keeper-none')?.checkVisibility()");
    for area in AREAS {
        page.tab(area);
    }
    page.wait("the address", "return location.hash.length > 20");
    page.reload();
    page.editor();
    page.wait(
        "the text of the address",
        "return document.querySelector('#editor .cm-content').textContent.includes('mine')",
    );
    // Firefox says by itself that it keeps no files for when there is no network.
    let mut complaints = page.complaints();
    complaints.retain(|words| browser.kind() != Kind::Firefox || !words.contains("ServiceWorker"));
    assert_eq!(complaints, Vec::<String>::new());
}

fn two_tabs_write_and_each_keeps_its_own(browser: &Driver) {
    let page = Page::open(browser, "");
    let first = browser.window();
    page.paste(&POD.replace("NAME", "one-tab"));
    let second = browser.open_tab();
    page.go("");
    page.paste(&POD.replace("NAME", "another-tab"));
    // By turns, as a person does who copies from one to the other.
    for turn in 0..3 {
        for (tab, name) in [(&first, "one-tab"), (&second, "another-tab")] {
            browser.switch(tab);
            page.paste(&POD.replace("NAME", &format!("{name}-{turn}")));
        }
    }
    for (tab, name) in [(&first, "one-tab-2"), (&second, "another-tab-2")] {
        browser.switch(tab);
        page.reload();
        page.editor();
        let holds = format!(
            "return document.querySelector('#editor .cm-content').textContent.includes('name: {name}')"
        );
        page.wait(name, &holds);
        assert_eq!(page.complaints(), Vec::<String>::new());
    }
    browser.close_tab();
    browser.switch(&first);
}

/// Sends messages of all shapes to a window; each hello has another text.
const SEND: &str = "const [target, count] = [arguments[0] ?? window, arguments[1]];
    const circle = {podlab: 1, type: 'hello'}; circle.itself = circle;
    const shapes = [
        () => null, () => 'text', () => 7, () => ({}), () => [], () => ({podlab: 2, type: 'hello'}), () => ({podlab: 1}),
        () => ({podlab: 1, type: '__proto__'}), () => ({podlab: 1, type: 'do', what: 'seek', value: NaN}),
        () => ({podlab: 1, type: 'do', what: 'constructor', value: {}}), () => ({podlab: 1, type: 'do', what: 'speed', value: -1e300}),
        () => ({podlab: 1, type: 'theme', theme: '</style>'}), () => circle, () => new Uint8Array(1000),
        () => ({podlab: 1, type: 'hello', number: 1e9, manifest: {a: 1}, story: 7, start: 'x', view: '<img src=x onerror=hit=1>', error: 7}),
        (n) => ({podlab: 1, type: 'hello', number: n, manifest: `apiVersion: v1\\nkind: Pod\\nmetadata: {name: p-${n}}\\nspec: {containers: [{name: a, image: b}]}\\n`}),
    ];
    for (let n = 0; n < count; n++) target.postMessage(shapes[n % shapes.length](n), '*');";

fn a_flood_of_messages_changes_nothing(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste(&POD.replace("NAME", "mine"));
    page.driver.script(SEND, json!([null, FLOOD]));
    page.wait("the Pod", "return document.querySelector('#row').textContent.includes('mine')");
    page.paste(&POD.replace("NAME", "after"));
    page.wait("the Pod after it", "return document.querySelector('#row').textContent.includes('after')");
    assert_eq!(page.driver.script("return window.hit ?? null", json!([])), Value::Null);
    assert_eq!(page.complaints(), Vec::<String>::new());
}

fn an_embed_stands_a_flood(browser: &Driver) {
    let html = "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Docs</title><link rel=icon href=data:,><iframe src=\"index.html?embed=element\" width=800 height=600></iframe>";
    let page = Page::open_beside(browser, "flooded", html);
    let started =
        "return document.querySelector('iframe').contentDocument.documentElement.dataset.started === 'yes'";
    let send = SEND.replace("arguments[0] ?? window", "document.querySelector('iframe').contentWindow");
    page.driver.script(&send, json!([null, FLOOD]));
    // The text that the author shows last is shown.
    let hello = "document.querySelector('iframe').contentWindow.postMessage({podlab: 1, type: 'hello', number: 2e9, manifest: arguments[0]}, '*')";
    page.driver.script(hello, json!([POD.replace("NAME", "last")]));
    page.wait("the embed to start", started);
    page.driver.script(&send, json!([null, FLOOD]));
    page.driver.script(&hello.replace("2e9", "3e9"), json!([POD.replace("NAME", "the-last")]));
    page.wait(
        "the last Pod",
        "return document.querySelector('iframe').contentDocument.querySelector('#row')?.textContent.includes('the-last')",
    );
    let hit = "return document.querySelector('iframe').contentWindow.hit ?? null";
    assert_eq!(page.driver.script(hit, json!([])), Value::Null);
    assert_eq!(page.complaints(), Vec::<String>::new());
}
