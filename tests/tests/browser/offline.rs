//! The page without a network, and one whose files are of two deployments.

use crate::built::{built, copy_of_built};
use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

journeys!(
    without_a_network_it_reloads_and_answers in BOTH,
    a_newer_build_comes_whole_and_when_it_is_asked_for in BOTH,
    a_mix_of_two_deployments_says_so_and_keeps_the_text in BOTH,
    a_later_part_of_another_deployment_is_refused in BOTH,
    one_file_holds_the_whole_page in BOTH,
    the_folder_opened_as_a_file_says_what_to_do in BOTH,
);

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: mine}\nspec: {containers: [{name: a, image: b, colour: c}]}\n";
const STARTED: &str =
    "return document.documentElement.dataset.started === 'yes' && document.querySelector('#problems-status')";
const BUILD: &str = "return document.querySelector('meta[name=podlab-build]').dataset.build";

/// Waits until the browser has kept the page.
fn kept(page: &Page<'_>) {
    page.wait("the page to be kept", "return document.documentElement.dataset.offline");
    let offline = page.driver.script("return document.documentElement.dataset.offline", json!([]));
    assert_eq!(offline, "yes");
}

/// Comes to the page's address again. WebDriver's own reload passes the service worker by in Firefox.
fn come_again(page: &Page<'_>) {
    let address = page.driver.script("return location.href", json!([]));
    page.driver.post("/url", &json!({"url": "about:blank"}));
    page.driver.post("/url", &json!({"url": address}));
}

/// Asks again and again, over a reload of the page, which would end one long question.
fn ask_until(page: &Page<'_>, what: &str, condition: &str) {
    let start = Instant::now();
    while page.driver.script(condition, json!([])) != json!(true) {
        assert!(start.elapsed() < Duration::from_secs(30), "waited in vain for {what}");
    }
}

fn nothing_failed(page: &Page<'_>) {
    let failed = page.driver.script("return document.querySelector('#failed').checkVisibility()", json!([]));
    assert_eq!(failed, false, "{}", page.text("#failed"));
}

fn without_a_network_it_reloads_and_answers(browser: &Driver) {
    let mut page = Page::open(browser, "");
    kept(&page);
    page.unplug();
    page.go("#ex=app-crash");
    page.wait("the example", "return document.querySelector('#row').textContent.includes('crasher')");
    page.paste(POD);
    page.wait("the verdict", "return document.querySelector('#problems')?.textContent.includes('colour')");
    page.wait("the link", "return location.hash.startsWith('#v1:')");
    page.press("#share");
    page.press("[data-form=code]");
    page.wait("the link as a code", "return document.querySelector('#share-code path')");
    come_again(&page);
    page.wait("the app", STARTED);
    page.wait("the verdict", "return document.querySelector('#problems')?.textContent.includes('colour')");
    let refused = page.driver.later(
        "const done = arguments[0]; fetch('nothing-of-the-page').then(() => done(false), () => done(true))",
        json!([]),
    );
    assert_eq!(refused, true, "the host has ended");
}

/// A copy of the built page with one file changed: another build.
fn another_build(name: &str) -> PathBuf {
    let folder = copy_of_built(name);
    fs::write(folder.join("icon.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").unwrap();
    xtask::finish::build::stamp(&folder).unwrap();
    folder
}

fn copy_all(from: &Path, to: &Path) {
    for file in xtask::project::files(from) {
        fs::copy(&file, to.join(file.strip_prefix(from).unwrap())).unwrap();
    }
}

fn a_newer_build_comes_whole_and_when_it_is_asked_for(browser: &Driver) {
    let folder = copy_of_built(&format!("updated-{:?}", browser.kind()));
    let page = Page::open_folder(browser, &folder);
    page.wait("the app", STARTED);
    kept(&page);
    come_again(&page);
    page.wait(
        "the kept page",
        "return navigator.serviceWorker.controller && document.documentElement.dataset.started === 'yes'",
    );
    page.paste(POD);
    page.wait("the link", "return location.hash.startsWith('#v1:')");
    let first = page.driver.script(BUILD, json!([]));

    copy_all(&another_build(&format!("newer-{:?}", browser.kind())), &folder);
    come_again(&page);
    page.wait("the app", STARTED);
    assert_eq!(page.driver.script(BUILD, json!([])), first, "the page is of one build");
    page.wait("the word on the newer one", "return document.querySelector('#newer button')");
    nothing_failed(&page);
    page.press("#newer button");
    ask_until(
        &page,
        "the newer build",
        &format!(
            "const build = document.querySelector('meta[name=podlab-build]')?.dataset.build; return Boolean(build) && build !== {first}"
        ),
    );
    page.wait("the app", STARTED);
    page.wait(
        "the text",
        "return document.querySelector('#editor .cm-content')?.textContent.includes('name: mine')",
    );
    nothing_failed(&page);
}

fn a_mix_of_two_deployments_says_so_and_keeps_the_text(browser: &Driver) {
    let kind = browser.kind();
    let other = another_build(&format!("other-{kind:?}"));
    for part in ["boot.js", "embed.js", "worker.js", "editor.js", "podlab-worker_bg.wasm", "podlab-worker.js"]
    {
        let folder = copy_of_built(&format!("mixed-{kind:?}"));
        let right = fs::read(folder.join(part)).unwrap();
        fs::copy(other.join(part), folder.join(part)).unwrap();
        let page = Page::open_folder(browser, &folder);
        page.wait("the word", "return document.querySelector('#failed')?.checkVisibility()");
        let words = page.text("#failed");
        assert!(words.contains("Two builds of Podlab are mixed here"), "{part}: {words}");
        // The text area is there from the first picture on; the editor takes its place when it comes.
        page.driver.script(
            "const area = document.querySelector('#manifest');
             area.value = '# mine';
             area.dispatchEvent(new InputEvent('input', {bubbles: true}));",
            json!([]),
        );
        page.wait(
            "the text to be kept",
            "return Object.values(localStorage).some((kept) => kept.includes('# mine'))",
        );
        fs::write(folder.join(part), right).unwrap();
        page.driver.post("/refresh", &json!({}));
        page.wait("the app", STARTED);
        page.wait(
            "the text",
            "return document.querySelector('#editor .cm-content')?.textContent.includes('# mine')",
        );
        nothing_failed(&page);
    }
}

fn a_later_part_of_another_deployment_is_refused(browser: &Driver) {
    let kind = browser.kind();
    let other = another_build(&format!("other-later-{kind:?}"));
    let folder = copy_of_built(&format!("mixed-later-{kind:?}"));
    // The copies may have files of earlier builds, whose names differ.
    let now = built();
    let names: Vec<PathBuf> =
        xtask::project::files(&now).iter().map(|file| file.strip_prefix(&now).unwrap().into()).collect();
    let later = names.iter().filter(|name| name.to_string_lossy().ends_with("_later.wasm"));
    let mut parts = 0;
    for part in later {
        let right = fs::read(folder.join(part)).unwrap();
        fs::copy(other.join(part), folder.join(part)).unwrap();
        let page = Page::open_folder(browser, &folder);
        page.wait("the word", "return document.querySelector('#failed')?.checkVisibility()");
        let words = page.text("#failed");
        assert!(words.contains("Two builds of Podlab are mixed here"), "{}: {words}", part.display());
        fs::write(folder.join(part), right).unwrap();
        parts += 1;
    }
    assert_eq!(parts, 2, "each program has a later part");
}

fn one_file_holds_the_whole_page(browser: &Driver) {
    let built = copy_of_built(&format!("single-{:?}", browser.kind()));
    let file = built.join("podlab.html");
    xtask::dist::single::write(&built, &file).unwrap();
    // Nothing else is there.
    let alone = built.with_extension("alone.html");
    fs::rename(file, &alone).unwrap();
    let page = Page::open_file(browser, &alone);
    page.wait("the app", STARTED);
    page.press("#play");
    page.wait("it to run", "return document.querySelector('#row').textContent.includes('Running')");
    page.paste(POD);
    page.wait("the verdict", "return document.querySelector('#problems')?.textContent.includes('colour')");
    page.driver.post("/url", &json!({"url": "about:blank"}));
    page.driver.post("/url", &json!({"url": format!("{}#ex=app-crash", page.url())}));
    page.wait("the example", "return document.querySelector('#row')?.textContent.includes('crasher')");
    nothing_failed(&page);
}

fn the_folder_opened_as_a_file_says_what_to_do(browser: &Driver) {
    let folder = copy_of_built(&format!("folder-{:?}", browser.kind()));
    let page = Page::open_file(browser, &folder.join("index.html"));
    page.wait("the word", "return document.querySelector('#failed')?.checkVisibility()");
    let words = page.text("#failed");
    assert!(words.contains("podlab.html") && words.contains("python3 -m http.server"), "{words}");
}
