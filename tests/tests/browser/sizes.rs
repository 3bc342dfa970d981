//! The page on a phone: nothing is cut off and nothing scrolls sideways. On a wide screen each part has its width.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::{AREAS, Page};
use serde_json::json;

journeys!(nothing_overflows_on_a_phone in BOTH, each_part_has_its_width_on_a_wide_screen in BOTH);

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
