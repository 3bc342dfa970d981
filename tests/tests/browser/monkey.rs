//! Presses whatever there is: buttons, fields, keys, back, forward, reload; the same for the same seed and page.

use crate::page::Page;
use podlab_tests::chance::Chance;
use podlab_tests::gallery;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

/// The longest task that a person would not notice, in milliseconds; as much longer as the machine is slower than at its best.
const TASK: f64 = 300.0;
/// The number of last deeds that a failure tells.
const TOLD: usize = 25;

/// Runs first after each load: counts long tasks and errors, keeps the page from leaving, and measures the machine.
const GUARD: &str = "if (globalThis.monkey) return;
    globalThis.monkey = {tasks: [], errors: [], best: Infinity};
    if (PerformanceObserver.supportedEntryTypes.includes('longtask'))
        new PerformanceObserver((list) => list.getEntries().forEach(({duration, startTime}) => monkey.tasks.push([Math.round(duration), Math.round(startTime)]))).observe({type: 'longtask'});
    addEventListener('error', ({message}) => monkey.errors.push(message));
    addEventListener('unhandledrejection', ({reason}) => monkey.errors.push(String(reason)));
    // No other page, window, file or paper.
    addEventListener('click', (event) => {
        const link = event.target.closest?.('a[href]');
        if (link && !link.getAttribute('href').startsWith('#')) event.preventDefault();
    }, true);
    window.open = () => null;
    window.print = () => {};
    HTMLAnchorElement.prototype.click = () => {};
    const {click} = HTMLElement.prototype;
    HTMLInputElement.prototype.click = function () { if (this.type !== 'file') click.call(this); };
    HTMLInputElement.prototype.showPicker = () => {};";

/// Something to press that can be seen, in the middle of the screen: its place and its name.
const TARGET: &str = "const all = [...document.querySelectorAll('button, summary, [role=tab], select, input, textarea, .cm-content, [tabindex=\"0\"], .timeline-bar, label')]
        .filter((one) => !one.disabled && one.type !== 'file' && one.checkVisibility?.({visibilityProperty: true}));
    const one = all[arguments[0] % all.length];
    if (!one) return null;
    one.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'});
    const {x, y, width, height} = one.getBoundingClientRect();
    const place = [x + width * arguments[1], y + height * arguments[2]].map(Math.round);
    const inside = place[0] >= 0 && place[1] >= 0 && place[0] < innerWidth && place[1] < innerHeight;
    return inside ? [...place, `${one.tagName.toLowerCase()}#${one.id} ${one.textContent.trim().slice(0, 30)}`] : null;";

/// Whether the page is whole, and what was counted since the last time.
const STATE: &str = "const start = performance.now();
    let sum = 0;
    for (let n = 0; n < 2e6; n++) sum += n % 7;
    const work = performance.now() - start + sum * 0;
    const {tasks = [], errors = []} = globalThis.monkey ?? {};
    return {
        started: document.documentElement.dataset.started ?? null,
        failed: document.querySelector('#failed')?.hidden === false,
        text: document.body.innerText.trim().length,
        tasks: tasks.splice(0), errors: errors.splice(0), work,
    };";

/// The findings.
struct Found {
    deeds: BTreeMap<&'static str, usize>,
    /// The longest task in milliseconds, and how much slower the machine was than at its best then.
    longest: f64,
    slower: f64,
}

impl std::fmt::Display for Found {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let all: usize = self.deeds.values().sum();
        write!(
            out,
            "deeds = {all}, longest-task-ms = {:.0}, machine-slower = {:.1}",
            self.longest, self.slower
        )
    }
}

/// Lets the monkey go on for `length`; a page that is blank, has failed, complains or stands still ends it.
pub fn run(page: &Page<'_>, length: Duration, seed: u64) -> impl std::fmt::Display + use<> {
    let mut chance = Chance::new(seed);
    let texts = texts();
    let mut told = VecDeque::new();
    let mut found = Found { deeds: BTreeMap::new(), longest: 0.0, slower: 1.0 };
    let (mut best, mut latest) = (f64::MAX, VecDeque::new());
    let start = Instant::now();
    while start.elapsed() < length {
        page.driver.script(GUARD, json!([]));
        let (kind, words) = deed(page, &mut chance, &texts);
        *found.deeds.entry(kind).or_default() += 1;
        told.push_back(format!("{kind} {words}"));
        if told.len() > TOLD {
            told.pop_front();
        }
        let state = settle(page, &told);
        assert!(state["failed"] == false, "{state} after {told:#?}");
        assert_eq!(state["errors"], json!([]), "after {told:#?}");
        assert_eq!(page.complaints(), Vec::<String>::new(), "after {told:#?}");
        let work = state["work"].as_f64().unwrap().max(0.1);
        best = work.min(best);
        latest.push_back(work);
        if latest.len() > 10 {
            latest.pop_front();
        }
        let slower = latest.iter().copied().fold(1.0, f64::max) / best;
        for task in state["tasks"].as_array().unwrap() {
            let task = task[0].as_f64().unwrap();
            if task > found.longest {
                (found.longest, found.slower) = (task, slower);
            }
            assert!(
                task <= TASK * slower,
                "a task of {task} ms (machine {slower:.1} times slower) after {told:#?}"
            );
        }
    }
    found
}

/// The state of the page once it has started and shows something, as it has after each load.
fn settle(page: &Page<'_>, told: &VecDeque<String>) -> Value {
    let patience = Instant::now();
    loop {
        let state = page.driver.script(STATE, json!([]));
        let shown = state["started"] == "yes" && state["text"].as_u64() > Some(100);
        if shown || state["failed"] == true {
            return state;
        }
        assert!(patience.elapsed() < Duration::from_secs(30), "a blank page: {state} after {told:#?}");
    }
}

/// The manifests of the examples, whole and damaged.
fn texts() -> Vec<String> {
    gallery::gallery().unwrap().examples.into_iter().map(|example| example.manifest).collect()
}

/// Does something, and says what.
fn deed(page: &Page<'_>, chance: &mut Chance, texts: &[String]) -> (&'static str, String) {
    match chance.below(40) {
        0 => back(page, chance),
        1 => ("reload", {
            page.driver.post("/refresh", &json!({}));
            String::new()
        }),
        2 => ("width", {
            let width = [320, 390, 800, 1280][chance.below(4)];
            page.phone(width);
            width.to_string()
        }),
        3..6 => ("paste", paste(page, chance, texts)),
        6..18 => ("keys", keys(page, chance)),
        _ => ("click", click(page, chance)),
    }
}

/// A step in the browser's history, never out of the page.
fn back(page: &Page<'_>, chance: &mut Chance) -> (&'static str, String) {
    let way = if chance.below(3) == 0 { "/forward" } else { "/back" };
    page.driver.post(way, &json!({}));
    let here = page.driver.script("return location.href", json!([]));
    if !here.as_str().unwrap_or_default().starts_with(&page.url()) {
        page.go("");
    }
    ("history", way.to_owned())
}

fn click(page: &Page<'_>, chance: &mut Chance) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a share of an element")]
    let share = |chance: &mut Chance| (chance.below(90) + 5) as f64 / 100.0;
    let with = json!([chance.below(100_000), share(chance), share(chance)]);
    let target = page.driver.script(TARGET, with);
    let [x, y, name] = target.as_array().map_or(&[][..], Vec::as_slice) else {
        return "nothing".to_owned();
    };
    let actions = json!([
        {"type": "pointerMove", "x": x, "y": y, "duration": 0},
        {"type": "pointerDown", "button": 0},
        {"type": "pointerUp", "button": 0},
    ]);
    let pointer =
        json!({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": actions});
    page.driver.post("/actions", &json!({"actions": [pointer]}));
    name.as_str().unwrap_or_default().to_owned()
}

/// Enter, Tab, Escape, Space, Home, End, arrows, Delete, Backspace.
const SPECIAL: [char; 12] = [
    '\u{e007}', '\u{e004}', '\u{e00c}', ' ', '\u{e011}', '\u{e010}', '\u{e012}', '\u{e013}', '\u{e014}',
    '\u{e015}', '\u{e017}', '\u{e003}',
];
const LETTERS: &str = "abcdegijklmnorsuwxyz0123456789:-[]{}?/.,'\"#&*!|>";
/// Select all, cut, undo, redo, find, the palette. The clipboard is the browser's own.
const CHORDS: [&str; 6] = ["a", "x", "z", "y", "f", "k"];

fn keys(page: &Page<'_>, chance: &mut Chance) -> String {
    if chance.below(6) == 0 {
        let chord = CHORDS[chance.below(CHORDS.len())];
        page.chord('\u{e009}', chord);
        return format!("Control {chord}");
    }
    let letters: Vec<char> = LETTERS.chars().collect();
    let typed: String = (0..=chance.below(6))
        .map(|_| {
            if chance.below(2) == 0 {
                SPECIAL[chance.below(SPECIAL.len())]
            } else {
                letters[chance.below(letters.len())]
            }
        })
        .collect();
    page.type_keys(&typed);
    format!("{typed:?}")
}

/// Pastes an example over the text, or a part of one into it.
fn paste(page: &Page<'_>, chance: &mut Chance, texts: &[String]) -> String {
    let text = &texts[chance.below(texts.len())];
    let from = text.floor_char_boundary(chance.below(text.len()));
    let whole = chance.below(2) == 0;
    let text = if whole { text.as_str() } else { &text[from..] };
    page.driver.script(
        "const [text, whole] = arguments, content = document.querySelector('#editor .cm-content');
         if (!content?.checkVisibility()) return;
         content.focus();
         if (whole) getSelection().selectAllChildren(content);
         const paste = new ClipboardEvent('paste', {bubbles: true, cancelable: true});
         Object.defineProperty(paste, 'clipboardData', {value: {types: ['text/plain'], files: [], getData: () => text}});
         content.dispatchEvent(paste);",
        json!([text, whole]),
    );
    format!("{} letters", text.len())
}
