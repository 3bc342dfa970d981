//! Commands by keys and from the palette; the parts of the page that never move while it plays; a text of one's own.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;
use serde_json::json;

journeys!(a_command_is_found_by_a_few_letters in BOTH, keys_act_where_nobody_writes in BOTH, a_room_sees_the_run_alone in BOTH, the_play_button_never_moves in BOTH, a_dropped_file_starts_anew in BOTH);

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

fn a_command_is_found_by_a_few_letters(browser: &Driver) {
    let page = Page::open(browser, "");
    page.press("#keys");
    page.wait("the focus in the palette", "return document.activeElement?.id === 'palette-find'");
    page.type_keys("retries back");
    page.wait(
        "no such command",
        "return document.querySelector('#palette')?.textContent.includes('No command')",
    );
    page.keys("#palette-find", ESCAPE);
    page.wait("it to close", "return !document.querySelector('#palette').open");
    page.press("#keys");
    page.wait("the focus in the palette", "return document.activeElement?.id === 'palette-find'");
    page.type_keys("1.34");
    page.wait("the version", "return document.querySelectorAll('#palette [role=option]').length === 1");
    page.keys("#palette-find", ENTER);
    page.wait("the version to be chosen", "return document.querySelector('#version').value === '34'");
    assert_eq!(page.complaints(), Vec::<String>::new());
}

fn keys_act_where_nobody_writes(browser: &Driver) {
    let page = Page::open(browser, "");
    page.editor();
    page.keys("#editor .cm-content", "4");
    page.wait(
        "the digit in the text",
        "return document.querySelector('#editor .cm-content').textContent.includes('4')",
    );
    assert_eq!(page.text("[role=tab][aria-selected=true]"), "Watch");
    page.driver.script("document.activeElement.blur()", json!([]));
    page.type_keys("4");
    page.wait("the cost", "return document.querySelector('#area-cost')");
    page.type_keys("1l");
    page.wait("the next change", "return document.querySelector('#scrubber').value > 0");
}

fn a_room_sees_the_run_alone(browser: &Driver) {
    let page = Page::open(browser, "?big");
    page.wait("no editor", "return !document.querySelector('.write').checkVisibility()");
    let sizes = page.driver.script(
        "return ['#why', '#status', '#row td', '.timeline-name button'].map((one) => parseFloat(getComputedStyle(document.querySelector(one)).fontSize))",
        json!([]),
    );
    let least =
        sizes.as_array().unwrap().iter().filter_map(serde_json::Value::as_f64).fold(f64::MAX, f64::min);
    assert!(least >= 28.0, "{sizes}");
    for (width, height) in [(1366, 768), (1920, 1080)] {
        page.driver.screen((width, height));
        page.wait(
            &format!("all lanes on a screen of {height} lines"),
            &format!(
                "const lanes = [...document.querySelectorAll('.timeline-lane')];
                 return innerWidth === {width} && lanes.length > 3 && lanes.every((lane) => lane.getBoundingClientRect().bottom <= {height})"
            ),
        );
    }
    // A key opens an area, and the next key the next one: none is typed into the terminal that came between.
    page.type_keys("3");
    page.wait("the terminal", "return document.querySelector('#area-terminal')");
    page.type_keys("4");
    page.wait("the cost", "return document.querySelector('#area-cost')");
    page.type_keys("3");
    page.wait("the terminal", "return document.querySelector('#terminal-command')");
    page.driver.script("document.querySelector('#terminal-command').focus()", json!([]));
    page.type_keys(ESCAPE);
    page.wait("no field", "return document.activeElement === document.body");
    assert_eq!(page.driver.script("return 'big' in document.documentElement.dataset", json!([])), true);
    page.type_keys("1");
    page.wait("the stage", "return document.querySelector('#stage')");
    // The keys are those of a remote for presentations.
    page.type_keys("\u{e00f}\u{e00f}");
    page.wait("two changes", "return document.querySelector('#scrubber').value > 0");
    page.type_keys(ESCAPE);
    page.wait("the editor again", "return document.querySelector('.write').checkVisibility()");
}

fn the_play_button_never_moves(browser: &Driver) {
    let page = Page::open(browser, "");
    for width in [1360, 390, 320] {
        page.phone(width);
        let places = page.driver.later(
            "const done = arguments[0], places = new Set();
             const press = (id) => document.querySelector(id).click();
             const speed = document.querySelector('#speed');
             speed.value = '10';
             speed.dispatchEvent(new Event('change', {bubbles: true}));
             press('#step-forward'); // pauses the last width's run, which would go on otherwise
             const scrubber = document.querySelector('#scrubber');
             scrubber.value = 0;
             scrubber.dispatchEvent(new Event('input', {bubbles: true}));
             press('#play');
             const look = () => {
                 const box = document.querySelector('#play').getBoundingClientRect();
                 places.add([box.x, box.y, box.width, box.height].map(Math.round).join());
                 const seen = box.top >= 0 && box.bottom <= innerHeight;
                 if (!seen) places.add('out of sight');
                 if (document.querySelector('#row').textContent.includes('Running')) done([...places]);
                 else requestAnimationFrame(look);
             };
             look();",
            json!([]),
        );
        assert_eq!(places.as_array().map(Vec::len), Some(1), "{width} px: {places}");
        assert_ne!(places[0], "out of sight", "{width} px");
    }
}

fn a_dropped_file_starts_anew(browser: &Driver) {
    let page = Page::open(browser, "");
    page.press("#step-forward");
    page.press("#step-forward");
    page.editor();
    page.driver.script(
        "const data = new DataTransfer();
         document.querySelector('#editor .cm-content').focus();
         // As Windows writes files: a place counted with these ends of lines lies behind the editor's last character.
         const pod = (name) => `apiVersion: v1\r\nkind: Pod\r\nmetadata: {name: ${name}}\r\nspec: {containers: [{name: a, image: b}]}\r\n`;
         data.items.add(new File([pod('one')], 'one.yaml'));
         // As PowerShell writes what a program prints: UTF-16 behind a mark.
         data.items.add(new File([Uint16Array.from('\u{feff}' + pod('two'), (letter) => letter.charCodeAt(0))], 'two.yaml'));
         // As an old editor writes it, a byte for each letter.
         data.items.add(new File([Uint8Array.from('# caf\u{e9}', (letter) => letter.charCodeAt(0))], 'three.yaml'));
         data.items.add(new File(['PK\\0'], 'four.zip'));
         document.querySelector('.page').dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}));",
        json!([]),
    );
    page.wait(
        "all texts",
        "const text = document.querySelector('#editor').textContent; return ['name: one', 'name: two', '# caf\u{e9}'].every((words) => text.includes(words))",
    );
    page.wait(
        "a word on the one that kubectl refuses, and on the one that is no text",
        "const words = document.querySelector('.share-notice')?.textContent; return words?.startsWith('three.yaml is not in UTF-8.') && words.includes('four.zip is no text')",
    );
    page.wait(
        "the Pod of its own",
        "return document.querySelector('#row tbody').textContent.includes('one')",
    );
    page.wait("the beginning", "return document.querySelector('#scrubber').value === '0'");
    page.wait("no lesson of the example", "return !document.querySelector('.lesson')");
    page.tab("story");
    page.wait("no story of the example", "return document.querySelector('#story-text').value === ''");
}
