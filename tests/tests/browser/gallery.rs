//! The examples: found, opened, mended, gone through, by mouse and by keyboard, on a phone too.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;
use serde_json::json;

journeys!(an_example_is_found_opened_and_mended in BOTH, a_link_opens_an_example_at_its_place in BOTH, the_first_example_plays_when_it_is_opened_again in BOTH, the_gallery_fits_a_phone in BOTH);

/// The key in WebDriver's code points.
const ENTER: &str = "\u{e007}";

fn lesson(page: &Page<'_>, name: &str) {
    page.wait("the lesson", &format!("return document.querySelector('#lesson')?.dataset.name === '{name}'"));
}

fn an_example_is_found_opened_and_mended(browser: &Driver) {
    let page = Page::open(browser, "");
    page.loaded();
    page.keys("#examples", ENTER);
    page.wait("the list", "return document.querySelectorAll('#gallery [data-example]').length > 60");
    page.keys("#gallery-words", "curl 127");
    page.wait("one of them", "return document.querySelector('#gallery-count').textContent === '1 example'");
    page.keys("[data-example='tool-not-in-image']", ENTER);
    lesson(&page, "tool-not-in-image");
    page.wait("its Pod", "return document.querySelector('#row').textContent.includes('no-curl')");
    page.wait("a short link", "return location.hash === '#ex=tool-not-in-image'");
    page.press("#lesson-fixed");
    lesson(&page, "tool-not-in-image-fixed");
    page.wait("its Pod", "return document.querySelector('#row').textContent.includes('with-curl')");

    // Once a class is chosen, the buttons go through that class.
    page.press("#examples");
    page.keys("#gallery-words", &"\u{e003}".repeat(8));
    page.choose("#gallery-class", "expert");
    let count = page.texts("#gallery [data-example]").len();
    page.press("#gallery [data-example]");
    let first = page.wait("the first", "return document.querySelector('#lesson').dataset.name");
    for _ in 0..count {
        let before = page.driver.script("return document.querySelector('#lesson').dataset.name", json!([]));
        page.press("#lesson-next");
        page.wait("the next", &format!("return document.querySelector('#lesson').dataset.name !== {before}"));
    }
    lesson(&page, first.as_str().unwrap());
}

fn a_link_opens_an_example_at_its_place(browser: &Driver) {
    let page = Page::open(browser, "#ex=quota-wants-every-container");
    lesson(&page, "quota-wants-every-container");
    page.wait(
        "the quota's words",
        "return document.querySelector('#panel-rules').textContent.includes('failed quota: team')",
    );
    page.driver.script("location.hash = '#ex=logs-while-initializing'", json!([]));
    lesson(&page, "logs-while-initializing");
    page.wait("the terminal", "return document.querySelector('#panel-terminal')");
    page.driver.script("location.hash = '#ex=no-such-example'", json!([]));
    page.wait(
        "a word about it",
        "return document.querySelector('.share-notice')?.textContent.includes('no-such-example')",
    );
}

fn the_first_example_plays_when_it_is_opened_again(browser: &Driver) {
    let page = Page::open(browser, "#ex=two-init-containers");
    lesson(&page, "two-init-containers");
    let says = |status: &str| {
        let at = format!("return document.querySelector('#status').textContent.endsWith('{status}')");
        page.wait(status, &at);
    };
    says("Pending");
    page.keys("#scrubber", "\u{e010}");
    says("Running");
    page.press("#examples");
    page.press("[data-example='two-init-containers']");
    says("Pending");
    page.keys("#scrubber", "\u{e010}");
    says("Running");
}

fn the_gallery_fits_a_phone(browser: &Driver) {
    let page = Page::open(browser, "");
    page.loaded();
    page.phone(320);
    page.press("#examples");
    page.wait("the list", "return document.querySelectorAll('#gallery [data-example]').length > 60");
    let wide = "return document.querySelector('#gallery').scrollWidth <= document.querySelector('#gallery').clientWidth
        && document.documentElement.scrollWidth <= innerWidth
        && [...document.querySelectorAll('#gallery button, #gallery input, #gallery select')].every((one) => one.offsetHeight >= 24)";
    assert_eq!(
        page.driver.script(wide, json!([])),
        json!(true),
        "no sideways scroll, and nothing too small to touch"
    );
    page.press("[data-example='app-crash']");
    lesson(&page, "app-crash");
}
