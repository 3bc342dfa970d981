//! The browsers do report a complaint and a request; other journeys rely on that when they find none.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;
use serde_json::json;

journeys!(a_complaint_and_a_request_are_heard in BOTH);

fn a_complaint_and_a_request_are_heard(browser: &Driver) {
    let page = Page::open(browser, "");
    page.loaded();
    browser.requests();
    assert_eq!(page.complaints(), Vec::<String>::new());
    browser.later(
        "const done = arguments[0];
         console.error('complained of');
         fetch('asked-for').finally(done)",
        json!([]),
    );
    let complaints = page.complaints();
    assert!(complaints.iter().any(|words| words.contains("complained of")), "{complaints:#?}");
    let requests = browser.requests();
    assert!(requests.iter().any(|url| url.ends_with("asked-for")), "{requests:#?}");
}
