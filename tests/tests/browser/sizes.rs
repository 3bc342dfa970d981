//! The page on a phone: nothing is cut off and nothing scrolls sideways. On a wide screen each part has its width.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::{AREAS, Page};
use serde_json::json;

journeys!(
    nothing_overflows_on_a_phone in BOTH,
    each_part_has_its_width_on_a_wide_screen in BOTH,
    a_phone_goes_with_the_container_that_runs in BOTH,
    a_phone_shows_the_lines_of_a_box_that_is_pressed in BOTH,
    the_big_screen_of_a_phone_shows_the_stage in BOTH,
    a_low_projector_shows_all_lanes_of_a_pod_with_sidecars in BOTH,
    reasons_under_the_axis_cover_no_mark in BOTH,
);

fn nothing_overflows_on_a_phone(browser: &Driver) {
    let page = Page::open(browser, "");
    for width in [390, 320] {
        page.phone(width);
        for tab in AREAS {
            page.tab(tab);
            let over = page.driver.script(
                "const wide = document.documentElement.clientWidth;
                 const out = [...document.body.querySelectorAll('*')].filter((element) => {
                     const box = element.getBoundingClientRect();
                     if (box.width === 0 || box.right <= wide + 1) return false;
                     for (let at = element.parentElement; at; at = at.parentElement)
                         if (getComputedStyle(at).overflowX !== 'visible' && at !== document.documentElement && at !== document.body) return false;
                     return getComputedStyle(element).position !== 'fixed';
                 });
                 return {scroll: document.documentElement.scrollWidth - wide, out: out.slice(0, 5).map((element) => element.className || element.tagName)}",
                json!([]),
            );
            assert_eq!(over, json!({"scroll": 0, "out": []}), "{width} px, {tab}");
        }
    }
}

fn each_part_has_its_width_on_a_wide_screen(browser: &Driver) {
    let page = Page::open(browser, "");
    page.phone(1920);
    for tab in AREAS {
        page.tab(tab);
        let narrow = page.driver.script(
            "const whole = document.querySelector('.areas').clientWidth;
             return [...document.querySelectorAll('.areas > .card, .areas-panel')]
                 .filter((card) => card.clientWidth < 0.4 * whole).map((card) => card.className)",
            json!([]),
        );
        assert_eq!(narrow, json!([]), "{tab}");
    }
}

/// As many containers as are drawn in full, and more than a phone holds.
const STEPS: usize = 7;

/// The places of the boxes of the first and the last container, and where the bar at the foot begins.
const BOXES: &str = "const boxes = [...document.querySelectorAll('#stage .stage-box')];
    const middle = (box) => { const place = box.getBoundingClientRect(); return (place.top + place.bottom) / 2 };
    const foot = document.querySelector('.player').getBoundingClientRect().top;
    const seen = (box) => middle(box) > 0 && middle(box) < foot;";

fn a_phone_goes_with_the_container_that_runs(browser: &Driver) {
    let page = Page::open(browser, "");
    page.phone(390);
    let step = |number: usize| format!("  - {{ name: step-{number}, image: registry.example/step:1 }}\n");
    let steps: String = (1..STEPS).map(step).collect();
    let head = "apiVersion: v1\nkind: Pod\nmetadata: { name: steps }\nspec:\n  initContainers:\n";
    page.paste(&format!("{head}{steps}  containers:\n{}", step(STEPS)));
    page.tab("watch");
    page.wait(
        "its boxes",
        &format!("return document.querySelectorAll('#stage .stage-box').length === {STEPS}"),
    );
    page.wait(
        "the last box out of view",
        &format!("{BOXES} scrollTo(0, 0); return seen(boxes[0]) && !seen(boxes.at(-1))"),
    );
    for _ in 0..120 {
        if page.text("#row [data-column=status]") == "Running" {
            break;
        }
        page.press("#step-forward");
    }
    page.wait("the last box in view", &format!("{BOXES} return seen(boxes.at(-1))"));
    // Whoever looks at something else stays there.
    page.driver.script("document.querySelector('#events').scrollIntoView()", json!([]));
    page.wait("the stage out of view", &format!("{BOXES} return !boxes.some(seen)"));
    let there = page.driver.script("return scrollY", json!([]));
    page.keys("#scrubber", "\u{e011}");
    page.wait(
        "the start",
        "return document.querySelector('#row [data-column=status]').textContent === 'Pending'",
    );
    assert_eq!(page.driver.script("return scrollY", json!([])), there);
}

fn a_phone_shows_the_lines_of_a_box_that_is_pressed(browser: &Driver) {
    let page = Page::open(browser, "");
    page.phone(390);
    page.editor();
    page.tab("watch");
    let lit = |name: &str| {
        format!(
            "const line = document.querySelector('#editor .cm-line:has(.pl-lit)');
             const place = line?.getBoundingClientRect();
             const foot = document.querySelector('.player').getBoundingClientRect().top;
             return line?.textContent.includes('name: {name}') && place.height > 0 && place.top > 0 && place.bottom <= foot
                 && document.querySelector('.areas').offsetHeight > 0"
        )
    };
    page.press("#stage [data-container=proxy] .stage-main");
    page.wait("its lines above the controls", &lit("proxy"));
    page.press(".peek");
    page.wait("the stage alone", "return document.querySelector('.write').offsetHeight === 0");
    page.press("#stage [data-container=web] .stage-main");
    page.wait("other lines", &lit("web"));
    page.press("#editor .cm-line:has(.pl-lit)");
    page.wait(
        "the whole manifest",
        "return document.querySelector('#tab-edit').getAttribute('aria-pressed') === 'true'
            && document.querySelector('.problems').offsetHeight > 0",
    );
}

fn a_low_projector_shows_all_lanes_of_a_pod_with_sidecars(browser: &Driver) {
    for example in ["termination-order", "native-sidecar"] {
        let page = Page::open(browser, &format!("?big#ex={example}"));
        page.driver.screen((1366, 768));
        page.wait(
            example,
            "const lanes = [...document.querySelectorAll('.timeline-lane')];
             return innerWidth === 1366 && lanes.length === 3 && lanes.every((lane) => lane.getBoundingClientRect().bottom <= 768)",
        );
    }
}

fn the_big_screen_of_a_phone_shows_the_stage(browser: &Driver) {
    let page = Page::open(browser, "?big");
    page.phone(390);
    page.wait(
        "the stage above the controls",
        "const stage = document.querySelector('#stage').getBoundingClientRect();
         const foot = document.querySelector('.player').getBoundingClientRect();
         return stage.top < 60 && foot.height < innerHeight / 3 && foot.bottom <= innerHeight + 1",
    );
}

fn reasons_under_the_axis_cover_no_mark(browser: &Driver) {
    let page = Page::open(browser, "");
    for width in [1920, 390, 320] {
        page.phone(width);
        let seen = page.driver.script(
            "const events = [...document.querySelectorAll('.timeline-event')];
             const line = events[0].getBoundingClientRect();
             const words = (event) => event.firstElementChild?.getBoundingClientRect();
             const read = events.filter((event) => words(event)?.top < line.bottom - 1);
             const covers = read.filter((event) => {
                 const next = events[events.indexOf(event) + 1];
                 return next && words(event).right > next.getBoundingClientRect().left;
             });
             return [read.length > 0 && read.length < events.length, covers.map((event) => event.textContent)]",
            json!([]),
        );
        assert_eq!(seen, json!([true, []]), "{width} px");
    }
}
