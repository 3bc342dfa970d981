//! Own check of contrast, on computed colours: each bar and box in each state, stripes and the veil over the future
//! included, has 4.5 to 1. axe leaves out what lies under something else or on a pattern.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::{AREAS, Page};
use serde_json::{Value, json};

journeys!(bars_and_boxes_are_read_in_each_state in BOTH, words_are_read_in_each_area in BOTH);

/// `failures(elements)`: the texts of these elements that have less than 4.5 to 1 on any colour that is behind them.
const CONTRAST: &str = "
    const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    canvas.canvas.width = canvas.canvas.height = 1;
    const known = new Map();
    const parse = (colour) => {
        if (!known.has(colour)) {
            canvas.clearRect(0, 0, 1, 1), canvas.fillStyle = colour, canvas.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
            known.set(colour, [r, g, b, a / 255]);
        }
        return known.get(colour);
    };
    const over = ([r, g, b, a], [r2, g2, b2]) => [r * a + r2 * (1 - a), g * a + g2 * (1 - a), b * a + b2 * (1 - a), 1];
    const light = ([r, g, b]) => {
        const part = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
        return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    };
    const ratio = (one, other) => {
        const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    const COLOUR = /(?:rgba?|hsla?|oklab|oklch|lab|lch|color)\\([^()]*\\)/g;
    // All colours behind an element: its own, those of its stripes, those of what it stands in.
    const behind = (element) => {
        const style = getComputedStyle(element);
        const own = parse(style.backgroundColor);
        const under = own[3] === 1 || !element.parentElement ? [[255, 255, 255, 1]] : behind(element.parentElement);
        const plain = under.map((colour) => over(own, colour));
        // A line along one edge is behind no letter.
        const line = /^100% [0-4](\\.\\d+)?px$/.test(style.backgroundSize);
        const stripes = line ? [] : (style.backgroundImage.match(COLOUR) ?? []).map(parse);
        return [...plain, ...stripes.flatMap((stripe) => plain.map((colour) => over(stripe, colour)))];
    };
    const faded = (element) => {
        let opacity = 1;
        for (let at = element; at; at = at.parentElement) opacity *= getComputedStyle(at).opacity;
        return opacity;
    };
    const written = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const seen = (element) => {
        const {width, height} = element.getBoundingClientRect();
        return width > 2 && height > 2 && getComputedStyle(element).visibility === 'visible' && !element.closest('.unseen, :disabled');
    };
    const veil = (() => {
        const veil = document.querySelector('.timeline-veil');
        if (!veil) return [0, 0, 0, 0];
        const {backgroundColor, opacity} = getComputedStyle(veil);
        const [r, g, b, a] = parse(backgroundColor);
        return [r, g, b, a * opacity];
    })();
    const failures = (elements) => elements.filter(written).filter(seen).flatMap((element) => {
        const opacity = faded(element);
        if (opacity < 0.05) return [];
        const [r, g, b, a] = parse(getComputedStyle(element).color);
        const veiled = element.closest('.timeline-track') ? veil : [0, 0, 0, 0];
        const least = Math.min(...behind(element).map((back) => ratio(over(veiled, over([r, g, b, a * opacity], back)), over(veiled, back))));
        if (least >= 4.495) return [];
        return [`${element.closest('[data-state]')?.dataset.state ?? ''} ${element.className || element.tagName} \"${element.textContent.trim().slice(0, 30)}\": ${least.toFixed(2)}`];
    });
";

fn none(page: &Page<'_>, state: &str, script: &str) {
    let found = page.driver.script(&format!("{CONTRAST}{script}"), json!([]));
    assert_eq!(found, Value::Array(Vec::new()), "{state}: {found:#}");
}

fn both_themes(page: &Page<'_>, look: impl Fn(&str)) {
    for theme in ["light", "dark"] {
        page.driver.script("document.documentElement.dataset.theme = arguments[0]", json!([theme]));
        look(theme);
    }
}

fn bars_and_boxes_are_read_in_each_state(browser: &Driver) {
    let page = Page::open(browser, "");
    page.driver.script("document.querySelector('#step-forward').click()", json!([]));
    page.wait("the stage", "return document.querySelector('#stage .stage-box')");
    both_themes(&page, |theme| {
        none(
            &page,
            theme,
            "const states = ['waiting', 'pulling', 'backing-off', 'starting', 'running', 'ready', 'stopping', 'stopped', 'succeeded', 'failed'];
             // A fading element has no colour of its own yet.
             document.querySelector('#stage').dataset.fast = 'true';
             const boxes = [...document.querySelectorAll('.stage-box, .timeline-bar')];
             return states.flatMap((state) => {
                 for (const box of boxes) box.dataset.state = state;
                 return failures(boxes.flatMap((box) => [box, ...box.querySelectorAll('*')]));
             })",
        );
    });
}

fn words_are_read_in_each_area(browser: &Driver) {
    let page = Page::open(browser, "");
    page.editor();
    page.press("#play");
    for area in AREAS {
        page.tab(area);
        both_themes(&page, |theme| {
            // Fades of a theme's change are over after a quarter of a second.
            page.driver.later("setTimeout(arguments[0], 300)", json!([]));
            none(
                &page,
                &format!("{area}, {theme}"),
                "return failures([...document.querySelectorAll('main *, header *')].filter((element) => !element.closest('#stage')))",
            );
        });
    }
}
