//! The ways in which a person reaches things: with the mouse, by keyboard alone, or with a finger on a phone.

use crate::page::Page;
use serde_json::{Value, json};

const TAB: char = '\u{e004}';
const ENTER: char = '\u{e007}';
const ESCAPE: char = '\u{e00c}';
const END: char = '\u{e010}';
const HOME: char = '\u{e011}';
const LEFT: char = '\u{e012}';
const RIGHT: char = '\u{e014}';
const DOWN: char = '\u{e015}';
const SHIFT: char = '\u{e008}';
const CONTROL: char = '\u{e009}';
/// More steps of the Tab key than the page has.
const STOPS: usize = 300;

/// The device in a person's hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    Mouse,
    Keyboard,
    Finger,
}

impl Hand {
    /// Presses what `selector` finds.
    pub fn press(self, page: &Page<'_>, selector: &str) {
        page.wait(selector, &format!("return document.querySelector({})", json!(selector)));
        match self {
            Hand::Mouse => page.press(selector),
            Hand::Keyboard => {
                reach(page, selector);
                page.type_keys(&ENTER.to_string());
            }
            Hand::Finger => self.point(page, &place_in(page, selector, 0.5)),
        }
    }

    /// Opens an area.
    pub fn open(self, page: &Page<'_>, area: &str) {
        let tab = format!("#tab-{area}");
        if self != Hand::Keyboard {
            return self.press(page, &tab);
        }
        reach(page, "[role=tab][aria-selected=true]");
        for _ in 0..5 {
            if is_at(page, &tab) {
                return;
            }
            page.type_keys(&RIGHT.to_string());
        }
        panic!("the arrows do not lead to {tab}");
    }

    /// Puts the playhead at the end.
    pub fn to_the_end(self, page: &Page<'_>) {
        if self == Hand::Keyboard {
            reach(page, "#scrubber");
            page.type_keys(&END.to_string());
        } else {
            self.point(page, &place_in(page, "#scrubber", 0.999));
        }
    }

    /// Chooses from a list by the first letters of the choice, or by its value.
    pub fn choose(self, page: &Page<'_>, selector: &str, letters: &str, value: &str) {
        page.wait(selector, &format!("return document.querySelector({})", json!(selector)));
        if self == Hand::Keyboard {
            reach(page, selector);
            page.type_keys(&format!("{letters}{ENTER}"));
        } else {
            // Lists of choices are the browser's own, which its driver opens.
            page.choose(selector, value);
        }
    }

    /// Writes another number into a field.
    pub fn number(self, page: &Page<'_>, selector: &str, number: &str) {
        if self == Hand::Keyboard {
            reach(page, selector);
        } else {
            self.press(page, selector);
        }
        page.chord(CONTROL, "a");
        page.type_keys(&format!("{number}{ENTER}"));
    }

    /// Types into the editor, which holds `text`, right behind the first `behind` of it.
    pub fn write(self, page: &Page<'_>, text: &str, behind: &str, keys: &str) {
        let before = &text[..text.find(behind).expect("it stands in the text") + behind.len()];
        let line = before.matches('\n').count();
        let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
        if self == Hand::Keyboard {
            reach(page, "#editor .cm-content");
            page.chord(CONTROL, &HOME.to_string());
            let rest = text.lines().nth(line).map_or(0, str::len) - column;
            let way = DOWN.to_string().repeat(line) + &END.to_string() + &LEFT.to_string().repeat(rest);
            page.type_keys(&way);
        } else {
            self.point(page, &letter(page, line, column));
        }
        page.type_keys(keys);
    }

    /// Presses a place of the screen.
    fn point(self, page: &Page<'_>, place: &Value) {
        let kind = if self == Hand::Finger { "touch" } else { "mouse" };
        let to = json!({"type": "pointerMove", "x": place[0], "y": place[1], "duration": 0});
        let button = |kind: &str| json!({"type": kind, "button": 0});
        let actions =
            json!([to, button("pointerDown"), {"type": "pause", "duration": 30}, button("pointerUp")]);
        let pointer =
            json!({"type": "pointer", "id": kind, "parameters": {"pointerType": kind}, "actions": actions});
        page.driver.post("/actions", &json!({"actions": [pointer]}));
    }
}

/// Goes to what `selector` finds by the Tab key, backwards where it lies behind; out of the editor by Escape and Tab.
/// Going round would lead through the browser's own bars, where a page is not in focus and its buttons are not pressed.
fn reach(page: &Page<'_>, selector: &str) {
    page.wait(selector, &format!("return document.querySelector({})", json!(selector)));
    for _ in 0..STOPS {
        if is_at(page, selector) {
            return;
        }
        let inside = "return document.activeElement?.closest('.cm-editor') !== null";
        // The first of two may close a list of completions.
        let leave = page.driver.script(inside, json!([])) == true;
        if leave {
            page.type_keys(&format!("{ESCAPE}{ESCAPE}"));
        }
        if is_behind(page, selector) {
            page.chord(SHIFT, &TAB.to_string());
        } else {
            page.type_keys(&TAB.to_string());
        }
    }
    panic!("Tab does not lead to {selector}; the page says:\n{}", page.text("body"));
}

/// Whether what `selector` finds stands before the focus.
fn is_behind(page: &Page<'_>, selector: &str) -> bool {
    let before = "const at = document.activeElement, to = document.querySelector(arguments[0]);
        return !!to && (at.compareDocumentPosition(to) & Node.DOCUMENT_POSITION_PRECEDING) !== 0";
    page.driver.script(before, json!([selector])) == true
}

fn is_at(page: &Page<'_>, selector: &str) -> bool {
    page.driver.script("return document.activeElement?.matches(arguments[0]) === true", json!([selector]))
        == true
}

/// A place in an element that a finger can reach: at `share` of its width.
fn place_in(page: &Page<'_>, selector: &str, share: f64) -> Value {
    page.driver.script(
        "const found = document.querySelector(arguments[0]);
         found.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'});
         const {x, y, width, height} = found.getBoundingClientRect();
         return [Math.round(x + width * arguments[1]), Math.round(y + height / 2)]",
        json!([selector, share]),
    )
}

/// Where the letter of a line ends.
fn letter(page: &Page<'_>, line: usize, column: usize) -> Value {
    page.driver.script(
        "const [number, column] = arguments, line = document.querySelectorAll('#editor .cm-line')[number];
         line.scrollIntoView({block: 'center', behavior: 'instant'});
         const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT), range = document.createRange();
         for (let left = column, text; (text = texts.nextNode()); left -= text.length) {
             if (left > text.length) continue;
             range.setStart(text, left - 1), range.setEnd(text, left);
             break;
         }
         const {right, top, bottom} = range.getBoundingClientRect();
         return [Math.round(right), Math.round((top + bottom) / 2)]",
        json!([line, column]),
    )
}
