//! The page's policy, sent by the host: nothing of a whole visit is refused, and text becomes neither markup nor a program.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;
use serde_json::{Value, json};

journeys!(
    a_whole_visit_keeps_to_the_policy in BOTH,
    an_embedded_page_keeps_to_it_too in BOTH,
    text_becomes_no_markup_and_no_program in BOTH,
);

/// Keeps what the browser refuses from the first moment on.
const WATCH: &str = "globalThis.refused = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample, sourceFile, lineNumber }) =>
        refused.push([effectiveDirective, blockedURI, sample, sourceFile, lineNumber].join(' ')));";

fn nothing_refused(page: &Page<'_>, when: &str) {
    assert_eq!(page.driver.script("return refused", json!([])), json!([]), "{when}");
    assert_eq!(page.complaints(), Vec::<String>::new(), "{when}");
}

fn a_whole_visit_keeps_to_the_policy(browser: &Driver) {
    let page = Page::open_guarded(browser, "policy", WATCH, "");
    page.editor();
    page.loaded();
    assert_eq!(page.driver.script("return document.documentElement.dataset.offline", json!([])), "yes");
    nothing_refused(&page, "loading");
    page.press("#play");
    for area in ["watch", "story", "terminal", "cost", "explain"] {
        page.tab(area);
        nothing_refused(&page, area);
    }
    page.paste("apiVersion: v1\nkind: Pod\nmetadata: {name: mine}\nspec: {containers: [{name: a, image: b, colour: c}]}\n");
    page.wait("the errors", "return document.querySelector('#problems')?.textContent.includes('colour')");
    // The editor's panel for searching, a list of completions, an underline's tooltip.
    page.keys("#editor .cm-content", "\u{e009}f");
    page.wait("the search", "return document.querySelector('.cm-search')");
    page.type_keys("\u{e00c}");
    page.keys("#editor .cm-content", "\u{e009} ");
    page.press("#share");
    page.wait("what is said", "return document.querySelector('.share-said').textContent.length > 5");
    nothing_refused(&page, "the editor and Share");
    // Positions are where the story has them, in the picture and in what the app draws over it.
    let placed = page.driver.script(
        "return getComputedStyle(document.querySelector('.timeline-bar, .controls-clock')).getPropertyValue('--x') !== ''
            || getComputedStyle(document.querySelector('.controls-clock')).getPropertyValue('--wide') !== ''",
        json!([]),
    );
    assert_eq!(placed, true);
    // From what the browser has kept.
    page.reload();
    page.editor();
    nothing_refused(&page, "the second visit");
}

fn an_embedded_page_keeps_to_it_too(browser: &Driver) {
    let page = Page::open_guarded(browser, "policy-embed", WATCH, "?embed");
    page.wait("the row", "return document.querySelector('#row tbody tr') !== null");
    page.press("#step-forward");
    page.said();
    nothing_refused(&page, "the embedded page");
}

fn text_becomes_no_markup_and_no_program(browser: &Driver) {
    let page = Page::open_guarded(browser, "policy-attempts", WATCH, "");
    let attempts = page.driver.script(
        "const attempts = {
             markup: () => { document.createElement('p').innerHTML = '<b>x</b>'; },
             worker: () => new Worker('worker.js'),
             script: () => { document.createElement('script').src = 'boot.js'; },
             policy: () => trustedTypes.createPolicy('another', {}),
             keeper: () => podlab.keeper() && undefined.length,
             style: () => {
                 const styled = Object.assign(document.createElement('p'), {textContent: 'x'});
                 styled.setAttributeNS(null, 'style', 'color: red');
                 document.body.append(styled);
                 if (styled.style.color !== 'red') throw new Error('refused');
             },
         };
         return Object.entries(attempts).filter(([, attempt]) => { try { attempt(); return true; } catch { return false; } }).map(([name]) => name)",
        json!([]),
    );
    assert_eq!(attempts, json!([]), "went through");
    let refused = page.driver.script("return refused.length", json!([]));
    assert!(refused.as_u64().is_some_and(|refused| refused >= 3), "{refused:?}");
    let said: Value = page.driver.script("return typeof podlab.keeper().toString()", json!([]));
    assert_eq!(said, "string");
}
