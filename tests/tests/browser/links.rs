//! A link holds all that a person put in; a damaged one says so.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;

journeys!(what_is_shared_is_seen_by_the_next_reader in BOTH, a_damaged_link_says_so_and_keeps_what_can_be_kept in BOTH);

const TEXT: &str = "apiVersion: v1\nkind: Pod\nmetadata: { name: shared, annotations: { note: 日本語 } }\nspec: { containers: [{ name: app, image: nginx }] }\n";

fn what_is_shared_is_seen_by_the_next_reader(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste(TEXT);
    let before =
        page.wait("the link in the address bar", "return location.hash.startsWith('#v1:') && location.hash");
    page.choose("#version", "35");
    let fragment = page.wait(
        "the link with the release",
        &format!("return location.hash !== '{}' && location.hash", before.as_str().unwrap()),
    );
    page.go(fragment.as_str().unwrap());
    page.wait("the shared Pod", "return document.querySelector('#row').textContent.includes('shared')");
    page.wait("its release", "return document.querySelector('#version').value === '35'");
}

fn a_damaged_link_says_so_and_keeps_what_can_be_kept(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste(TEXT);
    let fragment =
        page.wait("the link in the address bar", "return location.hash.startsWith('#v1:') && location.hash");
    let cut = fragment.as_str().unwrap();
    page.go(&cut[..cut.len() - 12]);
    page.wait(
        "a word about it",
        "return document.querySelector('[role=alert]:not([hidden])')?.textContent.includes('cut off')",
    );
    page.go("#v1:p:AAAA");
    page.wait(
        "a word about it",
        "return document.querySelector('[role=alert]:not([hidden])')?.textContent.includes('nothing of it')",
    );
}
