//! A link holds all that a person put in; a damaged one says so.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;

journeys!(what_is_shared_is_seen_by_the_next_reader in BOTH, a_damaged_link_says_so_and_keeps_what_can_be_kept in BOTH, a_link_of_another_build_says_whether_it_comes_to_the_same in BOTH, a_link_is_shown_as_a_code in BOTH);

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

/// Both outcomes are said in words, until the text is another one.
fn a_link_of_another_build_says_whether_it_comes_to_the_same(browser: &Driver) {
    let page = Page::open(browser, "");
    let notice = "document.querySelector('.share-notice')";
    let link = |outcome: &str| {
        let state = link::SharedState {
            manifest: TEXT.to_owned(),
            kubernetes: "1.36".to_owned(),
            build: "00000000".to_owned(),
            outcome: outcome.to_owned(),
            ..link::SharedState::default()
        };
        format!("#{}", link::share(&state))
    };
    page.go(&link("0/1 Pending 0 at 3 s"));
    let differs = page.wait(
        "the difference",
        &format!("return {notice}?.role === 'alert' && {notice}.textContent.includes('came to something else: 0/1 Pending 0 at 3 s.') && {notice}.textContent"),
    );
    let here = differs.as_str().unwrap().split("Here it is: ").nth(1).unwrap();
    let here = here.split('.').next().unwrap().to_owned();
    page.go(&link(&here));
    page.wait(
        "the same outcome",
        &format!("return {notice}?.role === 'status' && {notice}.textContent.includes('the outcome is the same: {here}.')"),
    );
    page.paste(&TEXT.replace("name: app", "name: other"));
    page.wait("no word about another text", &format!("return !{notice}"));
}

fn a_link_is_shown_as_a_code(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste(TEXT);
    page.said();
    page.press("#share");
    page.press("[data-form=code]");
    page.wait(
        "the code",
        "return document.querySelector('#share-code path')?.getAttribute('d').length > 500",
    );
    page.press("#share");
    page.wait("the menu is closed", "return !document.querySelector('#share-menu:popover-open')");
    let lines = (0..400_u64).map(|number| format!("# {:x}", number * 2_654_435_761 % 4_294_967_291));
    page.paste(&format!("{TEXT}{}\n", lines.collect::<Vec<_>>().join("\n")));
    page.said();
    page.press("#share");
    page.press("[data-form=code]");
    page.wait("a word that it is too long", "return document.querySelector('#share-menu [role=alert]')?.textContent.includes('a phone reads a code of up to 1273')");
}
