//! The page makes requests to its own host only, and none once it has loaded.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;

journeys!(no_request_leaves_for_another_host_and_none_is_made_after_loading in BOTH);

fn no_request_leaves_for_another_host_and_none_is_made_after_loading(browser: &Driver) {
    let page = Page::open(browser, "");
    page.editor();
    page.loaded();
    let loaded = browser.requests();
    assert!(loaded.iter().any(|url| url.contains(".wasm")), "{loaded:#?}");
    let elsewhere: Vec<&String> = loaded
        .iter()
        .filter(|url| {
            !url.starts_with(&page.url()) && !url.starts_with("data:") && !url.starts_with("about:")
        })
        .collect();
    assert!(elsewhere.is_empty(), "{elsewhere:#?}");

    page.paste("apiVersion: v1\nkind: Pod\nmetadata: { name: secret }\nspec: { containers: [{ name: app, image: nginx }] }\n");
    page.press("#play");
    page.wait("it to run", "return document.querySelector('#row').textContent.includes('Running')");
    let after: Vec<String> = browser.requests().into_iter().filter(|url| !url.starts_with("data:")).collect();
    assert!(after.is_empty(), "{after:#?}");
}
