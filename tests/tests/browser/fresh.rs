//! A page that was just opened, by a person who has read nothing: keys act at once, a screen reader hears where the
//! playhead is, many Pods stay a page, and the browser's own print gives the handout.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;
use serde_json::json;

journeys!(
    keys_act_on_a_fresh_page in BOTH,
    what_is_pressed_before_the_app_has_come_is_done_then in BOTH,
    play_pressed_before_the_run_has_come_plays_it in BOTH,
    the_slider_says_where_it_is in BOTH,
    fifty_pods_stay_a_page in BOTH,
    the_browsers_own_print_gives_the_handout in BOTH,
    a_link_to_no_example_says_so_and_shows_the_page in BOTH,
);

const HOME: &str = "\u{e011}";
const END: &str = "\u{e010}";
const ESCAPE: &str = "\u{e00c}";
const RIGHT: &str = "\u{e014}";
const CONTROL: char = '\u{e009}';

fn keys_act_on_a_fresh_page(browser: &Driver) {
    let page = Page::open(browser, "");
    page.editor();
    assert_eq!(page.driver.script("return document.activeElement.tagName", json!([])), "BODY");
    page.type_keys(" ");
    page.wait("it to play", "return document.querySelector('#stage').dataset.playing === 'true'");
    page.type_keys(" ");
    page.wait("it to pause", "return document.querySelector('#stage').dataset.playing === 'false'");
    page.type_keys(END);
    page.wait("the end", "const {value, max} = document.querySelector('#scrubber'); return value === max");
    page.type_keys(HOME);
    page.wait("the beginning", "return document.querySelector('#scrubber').value === '0'");
    page.type_keys(RIGHT);
    page.wait("one second", "return document.querySelector('#scrubber').value === '1000'");
    // The page itself still scrolls by the keys that it scrolls by.
    page.type_keys("\u{e00f}");
    page.wait("the page to scroll", "return scrollY > 0");
    assert_eq!(page.driver.script("return document.querySelector('#scrubber').value", json!([])), "1000");
    for selector in ["body", "#editor .cm-content"] {
        page.driver.script(
            "document.activeElement.blur(); document.querySelector(arguments[0]).focus()",
            json!([selector]),
        );
        page.chord(CONTROL, "k");
        page.wait("the palette", "return document.activeElement?.id === 'palette-find'");
        page.keys("#palette-find", "\u{e00c}");
        page.wait("it to close", "return !document.querySelector('#palette').open");
    }
}

fn what_is_pressed_before_the_app_has_come_is_done_then(browser: &Driver) {
    let begins = "const program = await import(";
    let pressed = format!(
        "document.getElementById('step-forward').click();
         const key = (key, more) => document.body.dispatchEvent(new KeyboardEvent('keydown', {{key, ...more, bubbles: true, cancelable: true}}));
         key('ArrowRight');
         key('k', {{ctrlKey: true}});
         {begins}"
    );
    let page = Page::open_changed(browser, "boot.js", &[(begins, &pressed)]);
    page.wait("the palette", "return document.activeElement?.id === 'palette-find'");
    page.wait("a step and a second", "return Number(document.querySelector('#scrubber').value) > 1000");
}

fn play_pressed_before_the_run_has_come_plays_it(browser: &Driver) {
    let page = Page::open(browser, "");
    page.editor();
    // The run of a text that is pasted over another comes after its verdict. Play is pressed in between.
    page.driver.script(
        "const play = document.querySelector('#play'), watched = {subtree: true, attributes: true, childList: true};
         new MutationObserver((_, observer) => {
             if (document.querySelector('#watch').dataset.pending !== 'true') return;
             observer.disconnect();
             window.early = !play.disabled;
             play.click();
         }).observe(document.querySelector('#watch'), watched)",
        json!([]),
    );
    page.paste("apiVersion: v1\nkind: Pod\nmetadata: { name: early }\nspec: { containers: [{ name: app, image: nginx }] }\n");
    page.wait("the press", "return 'early' in window");
    assert_eq!(page.driver.script("return window.early", json!([])), true);
    page.wait("it to run", "return document.querySelector('#row').textContent.includes('Running')");
}

fn the_slider_says_where_it_is(browser: &Driver) {
    let page = Page::open(browser, "");
    let right = "const slider = document.querySelector('#scrubber');
         const [now, status] = [document.querySelector('#clock strong').textContent, document.querySelector('#status').lastChild.textContent];
         return slider.getAttribute('aria-valuetext') === `${now}, ${status}`";
    page.keys("#scrubber", &RIGHT.repeat(3));
    page.wait("the third second", &format!("{right} && slider.value === '3000'"));
    page.driver.script("document.activeElement.blur()", json!([]));
    page.press("#play");
    page.wait("it to play", "return document.querySelector('#stage').dataset.playing === 'true'");
    // While it plays nothing is read out: the words stay.
    let changed = page.driver.later(
        "const done = arguments[0], slider = document.querySelector('#scrubber');
         let changes = 0;
         new MutationObserver(() => changes++).observe(slider, {attributeFilter: ['aria-valuetext']});
         const from = Number(slider.value);
         const look = () => Number(slider.value) > from + 1000 ? done(changes) : requestAnimationFrame(look);
         look();",
        json!([]),
    );
    assert_eq!(changed, 0);
    page.press("#play");
    page.wait("the words at the pause", right);
}

fn fifty_pods_stay_a_page(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  replicas: 50\n  selector: { matchLabels: { app: web } }\n  template:\n    metadata: { labels: { app: web } }\n    spec: { containers: [{ name: app, image: nginx }, { name: helper, image: helper }] }\n",
    );
    page.wait("fifty Pods", "return document.querySelectorAll('.stage-replica').length === 50");
    for area in ["watch", "story", "terminal", "explain"] {
        page.tab(area);
        page.keys("#scrubber", END);
        page.wait(
            &format!("{area} to be a page of a few screens"),
            "const high = document.documentElement.scrollHeight; return high < 2600",
        );
    }
    // The Pod that is opened on the stage is on the timeline.
    page.tab("watch");
    page.driver.script("document.querySelectorAll('.stage-replica')[41].click()", json!([]));
    page.wait(
        "its lanes",
        "return [...document.querySelectorAll('.timeline-pod')].at(-1).textContent === document.querySelectorAll('.stage-replica')[41].dataset.pod",
    );
    page.press("#timeline-all");
    page.wait("all", "return document.querySelectorAll('.timeline-lane').length === 100");
}

fn the_browsers_own_print_gives_the_handout(browser: &Driver) {
    let page = Page::open(browser, "");
    page.said();
    page.tab("cost");
    // Firefox takes the page as it is when the event is over.
    let at_once =
        "dispatchEvent(new Event('beforeprint')); return document.querySelector('.handout .stage') !== null";
    assert_eq!(page.driver.script(at_once, json!([])), true);
    page.wait(
        "the handout",
        "const paper = document.querySelector('.handout')?.textContent ?? '';
         return paper.includes('kind: Pod') && paper.includes('The run in words') && document.querySelector('.handout .stage') && document.querySelector('#timeline')",
    );
    page.driver.script("dispatchEvent(new Event('afterprint'))", json!([]));
    page.wait("the page again", "return !document.querySelector('.handout')");
}

fn a_link_to_no_example_says_so_and_shows_the_page(browser: &Driver) {
    let page = Page::open(browser, "#ex=nothing");
    page.wait(
        "a word",
        "return document.querySelector('.share-notice')?.textContent.includes('no example `nothing`')",
    );
    page.wait(
        "the page",
        "return document.querySelector('#stage').checkVisibility({visibilityProperty: true})",
    );
    // Escape closes the gallery also when the examples have long come and nothing was opened yet.
    page.go("");
    page.press("#examples");
    page.wait("the examples", "return document.querySelector('[data-example]')");
    page.type_keys(ESCAPE);
    page.driver.script("location.hash = '#ex=nowhere'", json!([]));
    page.wait(
        "a word",
        "return document.querySelector('.share-notice')?.textContent.includes('no example `nowhere`')",
    );
    // With a text of one's own too: a reload goes on with that.
    page.go("");
    page.paste("apiVersion: v1\nkind: Pod\nmetadata: { name: mine }\nspec: { containers: [{ name: a, image: b }] }\n");
    page.wait("the Pod", "return document.querySelector('#row').textContent.includes('mine')");
    page.driver.script("location.hash = '#ex=nothing'", json!([]));
    page.wait("a word", "return document.querySelector('.share-notice')");
    page.reload();
    page.wait(
        "the page",
        "return document.querySelector('#stage')?.checkVisibility({visibilityProperty: true})",
    );
}
