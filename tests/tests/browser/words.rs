//! The explanation of a status or a reason appears beside it, by mouse and by keyboard, on a phone too.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;

journeys!(a_status_says_what_it_means in BOTH, a_reason_is_explained_on_a_phone in BOTH);

const OPEN: &str = "return document.querySelector('#row-word')?.matches(':popover-open') && document.querySelector('#row-word .word-title')?.textContent";

fn a_status_says_what_it_means(browser: &Driver) {
    let page = Page::open(browser, "");
    page.editor();
    // Steps from change to change until the first init container is under way.
    for _ in 0..60 {
        if page.text("#row [data-column=status]").trim().starts_with("Init:") {
            break;
        }
        page.press("#step-forward");
    }
    page.press("#row .word");
    let title = page.wait("the page about the word", OPEN);
    assert_eq!(title, "Init:0/2");
    let said = page.text("#row-word");
    assert!(said.contains("Next.") && said.contains("kubectl logs POD -c NAME"), "{said}");
    let inside = page.wait("the focus inside", "return document.activeElement.closest('#row-word') !== null");
    assert_eq!(inside, true);
    page.keys("#row-word button", "\u{e00c}");
    page.wait("it to close", "return !document.querySelector('#row-word').matches(':popover-open')");
    page.wait("the focus back at the word", "return document.activeElement.matches('#row .word')");
}

fn a_reason_is_explained_on_a_phone(browser: &Driver) {
    let page = Page::open(browser, "");
    page.editor();
    page.phone(320);
    page.press("#step-forward");
    page.press("#step-forward");
    page.wait("an event", "return document.querySelector('#events .word')");
    page.press("#events .word");
    page.wait(
        "the page about the reason",
        "const page = document.querySelector('#events-word'), box = page.getBoundingClientRect();
         return page.matches(':popover-open') && page.querySelector('.word-title') && box.left >= 0 && box.right <= innerWidth && box.height > 0",
    );
    page.press("#events-word button");
    page.wait("it to close", "return !document.querySelector('#events-word').matches(':popover-open')");
}
