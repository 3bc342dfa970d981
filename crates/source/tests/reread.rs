//! A text that is read with the help of an earlier reading gives what it gives alone.
#![allow(clippy::indexing_slicing, clippy::similar_names, reason = "the whole file is tests")]

mod common;

use common::Chance;
use source::{Documents, Kept, Reread};

const DOCUMENTS: [&str; 22] = [
    "kind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a # c\n",
    "t: |\n  one\n  ---\n  two\nu: >-\n  folded\n  text\n",
    "|\n one\n",
    "a: &a {b: 1}\nc: *a\nd: {<<: *a}\n",
    "a: 1\na: 2\n",
    "a: !!int x\n",
    "a: *unknown\n",
    "a: .inf\n",
    "{a: 1, b: [c, 'd']}\n",
    "# only a comment\n",
    "",
    "\n",
    "a: \"日本 🙂\"\n",
    "x: 'two\n  lines'\n",
    "plain\ntext\n",
    "- a\n- b:\n   - c\n",
    "a: if !b,c\n",
    "- &x y\n- *x\n...\n",
    "a: b\n...\n# c\n",
    "a: b\n...\n%YAML 1.1\n",
    "a: b\n%TAG ! tag:x,2000:\n",
    "a: |+\n  kept\n\n\n",
];
const STARTS: [&str; 8] =
    ["---\n", "--- ", "---\t", "--- # c\n", "--- |\n  text\n", "---\n---\n", "--- a\n", "---\r\n"];
const PIECES: [&str; 60] = [
    "---",
    "---\n",
    "\n---\n",
    "--- ",
    "\n---",
    "...",
    "\n...\n",
    "...\n---\n",
    "&a ",
    "*a",
    "!!str ",
    "! ",
    "!,",
    "!a,b",
    "#",
    " # c",
    "\n# c\n",
    "|",
    ">",
    ": |\n  ---\n",
    "\n  ",
    "\n",
    "\n\n",
    " ",
    "  ",
    "\t",
    "\n\t",
    "[",
    "]",
    "{",
    "}",
    ",",
    "\"",
    "'",
    ":",
    ": ",
    "- ",
    "-",
    "? ",
    "%",
    "\n%YAML 1.2\n",
    "\n%TAG ! x\n",
    "\r\n",
    "\r",
    "\u{feff}",
    "\u{0}",
    "\u{85}",
    "\u{2028}",
    "日",
    "🙂",
    "x",
    "a: b\n",
    "<<: ",
    "\\",
    "~",
    "0x",
    ".nan",
    "@",
    "`",
    "a\n  b\n",
];

fn several(chance: &mut Chance) -> String {
    let mut text = String::new();
    if chance.next(30) == 0 {
        text.push('\u{feff}');
    }
    for number in 0..=chance.next(7) {
        if number > 0 || chance.next(3) == 0 {
            // Mostly in the form that people write.
            text.push_str(STARTS[if chance.next(4) == 0 { chance.next(STARTS.len()) } else { 0 }]);
        }
        text.push_str(
            DOCUMENTS[if chance.next(4) == 0 { chance.next(DOCUMENTS.len()) } else { chance.next(9) }],
        );
    }
    text
}

fn edited(text: &str, chance: &mut Chance) -> String {
    let mut text = text.to_owned();
    let at = chance.place(&text);
    match chance.next(6) {
        0 if at < text.len() => drop(text.remove(at)),
        1 => {
            let to = chance.place(&text);
            text.replace_range(at.min(to)..at.max(to), "");
        }
        2 => text.truncate(at),
        3 => {
            let document = DOCUMENTS[chance.next(DOCUMENTS.len())];
            text.insert_str(at, &format!("---\n{document}"));
        }
        _ => text.insert_str(at, PIECES[chance.next(PIECES.len())]),
    }
    text
}

/// A NaN differs from itself, but not in its letters.
fn same<T: PartialEq + std::fmt::Debug>(one: &T, two: &T) -> bool {
    one == two || format!("{one:?}") == format!("{two:?}")
}

/// Reads a text again, and gives how many documents were kept.
fn held(before_text: &str, before: &Documents, text: &str) -> usize {
    let Reread { documents, kept } = source::reread(before_text, before, text);
    let read = source::read_stream(text);
    assert!(same(&documents, &read), "{before_text:?}\nto {text:?}\nread: {read:#?}\nreread: {documents:#?}");
    assert_eq!(kept.len(), read.documents.len());
    let mut last = None;
    for (new, kept) in read.documents.iter().zip(&kept) {
        let Some(Kept { document, bytes, lines }) = *kept else { continue };
        assert!(last < Some(document), "{before_text:?}\nto {text:?}\n{kept:?}");
        last = Some(document);
        let old = &before.documents[document];
        assert_eq!(old.range.start.saturating_add_signed(bytes), new.range.start);
        assert_eq!(old.range.end.saturating_add_signed(bytes), new.range.end);
        assert_eq!(old.root().line().saturating_add_signed(lines), new.root().line());
        assert_eq!(
            before_text.get(old.range.clone()),
            text.get(new.range.clone()),
            "{before_text:?}\nto {text:?}"
        );
    }
    kept.iter().flatten().count()
}

#[test]
fn edits_are_read_as_the_whole_text_is() {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let mut kept = 0;
    for _ in 0..6_000 {
        let mut before_text = several(&mut chance);
        let mut before = source::read_stream(&before_text);
        let mut text = before_text.clone();
        for _ in 0..=chance.next(6) {
            text = edited(&text, &mut chance);
            kept += held(&before_text, &before, &text);
            // The earlier reading is not always that of the key press before.
            if chance.next(3) > 0 {
                before = source::reread(&before_text, &before, &text).documents;
                before_text.clone_from(&text);
            }
        }
    }
    assert!(kept > 10_000, "only {kept} documents are kept");
}

#[test]
fn heaps_of_pieces_are_read_as_the_whole_text_is() {
    let mut chance = Chance(42);
    for _ in 0..20_000 {
        let mut heap =
            || (0..=chance.next(10)).map(|_| PIECES[chance.next(PIECES.len())]).collect::<String>();
        let (head, one, two, tail) = (heap(), heap(), heap(), heap());
        let (before_text, text) = (format!("{head}{one}{tail}"), format!("{head}{two}{tail}"));
        held(&before_text, &source::read_stream(&before_text), &text);
    }
}

fn kept(before: &str, text: &str) -> Vec<Option<(usize, isize, isize)>> {
    let read = source::read_stream(before);
    held(before, &read, text);
    let kept = source::reread(before, &read, text).kept.into_iter();
    kept.map(|kept| kept.map(|kept| (kept.document, kept.bytes, kept.lines))).collect()
}

#[test]
fn documents_around_an_edit_are_kept() {
    let three = "a: 1\n---\nb: 2\n---\nc: 3\n";
    assert_eq!(kept(three, three), [Some((0, 0, 0)), Some((1, 0, 0)), Some((2, 0, 0))]);
    assert_eq!(kept(three, &three.replace("b: 2", "b: 2\nd: 4")), [Some((0, 0, 0)), None, Some((2, 5, 1))]);
    assert_eq!(kept(three, &three.replace("b: 2\n---\n", "")), [Some((0, 0, 0)), Some((2, -9, -2))]);
    // A key without its colon, with an anchor before and behind.
    let anchors = "a: &a 1\n---\nb: &b 2\n---\nc: *c\n";
    assert_eq!(kept(anchors, &anchors.replace("b:", "b")), [Some((0, 0, 0)), None, Some((2, -1, 0))]);
    assert_eq!(kept(three, &three.replace("b: 2", "b: 2\nd")), [Some((0, 0, 0))]);
}

#[test]
fn a_problem_is_told_with_its_own_line() {
    let broken = "a: 1\n---\nb: 2\n---\nc: 3\n---\nd: 4\nd\n";
    let moved = broken.replace("b: 2", "b: 2\n# more");
    let reread = source::reread(broken, &source::read_stream(broken), &moved);
    assert_eq!(reread.documents.problems[0].message, "yaml: line 3: could not find expected ':'");
    assert_eq!(kept(broken, &moved), [Some((0, 0, 0)), None, Some((2, 7, 1))]);
}

#[test]
fn documents_with_carriage_returns_are_kept() {
    // A carriage return is left to libyaml.
    let lines = "a: 1\r\n---\r\nb: 2\r\n---\r\nc: 3\r\n";
    assert_eq!(kept(lines, &lines.replace("b: 2", "b: 2\r\nd: 4")), [Some((0, 0, 0)), None, Some((2, 6, 1))]);
}

#[test]
fn many_documents_are_read_in_good_time() {
    for document in ["---\na: b\n", "---\na: &x b\n", "---\n"] {
        let text = document.repeat(80_000);
        let read = source::read_stream(&text);
        let middle = text.len() / 2 / document.len() * document.len();
        for (place, piece) in [(0, "x: y\n---\n"), (middle, "- x\n"), (middle, "x: &x\n"), (text.len(), "a")]
        {
            let mut text_now = text.clone();
            text_now.insert_str(place, piece);
            let start = std::time::Instant::now();
            let kept = source::reread(&text, &read, &text_now).kept.len();
            assert!(kept > 39_000 && start.elapsed().as_secs() < 20, "{kept} in {:?}", start.elapsed());
        }
    }
}
