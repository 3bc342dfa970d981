//! Reading any text ends, without a panic, with places inside the text.

mod common;

use common::{Chance, cost};
use source::{Document, Kind, Node};

const SEEDS: [&str; 8] = [
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {\"x\": 'y'}}\nspec:\n  containers:\n  - name: a\n    image: b\n",
    "a: &a {b: 1, c: [x, y]}\nd: *a\ne:\n  <<: [*a, {f: 2}]\n  b: 3\n",
    "t: |\n  one\n  two\nf: >-\n  folded\n  text\nq: \"esc \\u00e9 \\n \\x41\"\ns: 'it''s'\n",
    "%YAML 1.1\n---\na: !!str 1\nb: !local x\n...\n---\n- ? k\n  : v\n- !!binary aGk=\n",
    "# c\n日本: 語 # 🙂\n- x\n\"日\": [1, 2.5, 0x1F, 1_0, .inf, ~, yes]\n",
    "{\"a\": [1, {\"b\": null}], \"c\": \"\\ud83d\\ude42\", \"d\": 1e5}",
    "a:\n- b:\n  - c\n  -\n    - d\n- {e: f, g}\n",
    "x: *x\ny: &y [*y]\n? [a]\n: b\n",
];
const PIECES: [&str; 44] = [
    ":",
    "- ",
    "? ",
    "\n",
    "\n  ",
    "\t",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&a ",
    "*a",
    "!",
    "!!str ",
    "!<x>",
    "|",
    ">",
    "\"",
    "'",
    "\\",
    "#",
    "%",
    "@",
    "`",
    "<<: ",
    "---\n",
    "...\n",
    "\u{feff}",
    "\r\n",
    "\r",
    "\u{2028}",
    "日",
    "🙂",
    "\u{0}",
    "0x",
    "1e9",
    "~",
    "yes",
    "\\u12",
    "%TAG ! x\n",
    "|2-\n",
    "!!int ",
    ": :",
];

fn sane(text: &str, document: &Document) {
    fn walk(text: &str, node: Node<'_>, left: &mut usize) {
        if *left == 0 {
            return;
        }
        *left -= 1;
        assert!(text.get(node.range()).is_some(), "{:?} in {text:?}", node.range());
        assert!(matches!(node.kind(), Kind::Scalar(..) | Kind::Sequence | Kind::Mapping));
        for entry in node.entries() {
            assert!(text.get(entry.key_bytes()).is_some(), "{:?} in {text:?}", entry.key_bytes());
            walk(text, entry.value, left);
        }
        node.items().for_each(|item| walk(text, item, left));
    }
    walk(text, document.root(), &mut 10_000);
    for byte in 0..text.len().min(200) {
        let (path, _) = document.path_at(byte);
        let place = document.locate(&path);
        assert!(text.get(place.range).is_some(), "{path} in {text:?}");
    }
    assert!(document.locate("spec.containers[0].x[y].z").range.end <= text.len());
}

fn read(text: &str) {
    if let Some(quick) = source::read_plain(text) {
        let slow = source::read_with_libyaml(text);
        let same = quick == slow || format!("{quick:?}") == format!("{slow:?}");
        assert!(same, "{text:?}\nquick: {quick:#?}\nlibyaml: {slow:#?}");
    }
    for read in [source::read(text), source::read_json(text)] {
        read.documents.iter().for_each(|document| sane(text, document));
        for problem in &read.problems {
            assert!(text.get(problem.range.clone()).is_some(), "{problem:?} of {text:?}");
        }
    }
}

#[test]
fn damaged_texts_are_read() {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    for _ in 0..6_000 {
        let mut text = SEEDS[chance.next(SEEDS.len())].to_owned();
        for _ in 0..=chance.next(6) {
            let mut at = chance.next(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            match chance.next(4) {
                0 => text.insert_str(at, PIECES[chance.next(PIECES.len())]),
                1 => text.truncate(at),
                2 if at < text.len() => {
                    text.remove(at);
                }
                _ => {
                    let other = SEEDS[chance.next(SEEDS.len())];
                    let line = other.lines().nth(chance.next(4)).unwrap_or("- ").to_owned();
                    text.insert_str(at, &line);
                }
            }
        }
        read(&text);
    }
}

#[test]
fn heaps_of_pieces_are_read() {
    let mut chance = Chance(42);
    for _ in 0..20_000 {
        let pieces = (0..=chance.next(12)).map(|_| PIECES[chance.next(PIECES.len())]);
        read(&pieces.collect::<String>());
    }
}

#[test]
fn large_texts_are_read_in_good_time() {
    for piece in [
        "- a\n", "[", "{a: ", "a: b\n", "? ", "- ", "&a ", "!", "\"", "'x' ", "|\n", "*a ", "日", "#",
        "a:\n", "--- ",
    ] {
        let text = piece.repeat((source::MAX_TEXT / piece.len()).min(200_000));
        let taken = cost(|| assert!(source::read(&text).documents.len() <= text.len()));
        assert!(taken.as_secs() < 20, "{piece:?} takes {taken:?} even without optimization");
    }
}

#[test]
fn a_tag_starts_where_a_scalar_would() {
    let refused =
        |text: &str| source::read_with_libyaml(text).problems.into_iter().next().map(|found| found.range);
    assert_eq!(refused("[sh, -c, if !a,b]\n"), None);
    assert_eq!(refused("a: :!,b\n"), None);
    assert_eq!(refused("[!a,b]\n"), Some(1..2));
    assert_eq!(refused("[&x !a,b]\n"), Some(4..5));
    // Behind quotes and brackets, and where only the look ahead for a key comes to it.
    assert_eq!(refused("{\"a\": \"b\"!, c: d}\n"), Some(9..10));
    assert_eq!(refused("[[a]!,b]\n"), Some(4..5));
    assert_eq!(refused("[?!,b]\n"), Some(2..3));
    // A quote that is never closed stands behind it, in what the scanner looks ahead for.
    assert_eq!(refused("{\"a\":!8, \"}]}\n"), Some(5..6));
    // The letter that stands in its place for the search begins no plain scalar either.
    assert_eq!(refused("{a: b,!c:, d: e}\n"), Some(6..7));
    assert_eq!(refused("[\"a\" \"b\" !c,]\n"), Some(9..10));
    assert_eq!(refused("[a b: {]\n!c,]\n"), Some(9..10));
    // A key that waits for its colon hides the tag behind it.
    assert_eq!(refused("a: b\n{!,`\n"), Some(6..7));
    assert_eq!(refused("a: b\n[x, !y,`z\n"), Some(9..10));
}

#[test]
fn reading_takes_time_in_proportion_to_the_text() {
    let pod = "- metadata: {name: a, labels: {b: \"c\"}}\n  spec:\n    containers:\n    - name: x # y\n      image: z:1\n";
    // As much text in all, so that both times are many ticks of the processor's clock.
    let time = |times: usize, readings: usize| {
        let text = pod.repeat(times);
        let read = || assert_eq!(source::read_plain(&text).map(|read| read.documents.len()), Some(1));
        cost(|| (0..readings).for_each(|_| read()))
    };
    let (short, long) = (time(640, 160), time(10_240, 10));
    assert!(long < short * 4, "10 texts take {long:?}, and 160 of a sixteenth {short:?}");
}

#[test]
fn a_tab_that_leads_a_line_in_brackets_is_left_to_libyaml() {
    for text in ["a: {p: es\n\t}\n", "a: [1\n\t, 2]\n", "a: {p: 'q'\n \t}\n"] {
        assert!(source::read_plain(text).is_none(), "{text:?}");
    }
    let refused = source::read("a: {p: es\n\t}\n");
    assert_eq!(refused.problems[0].message, "yaml: line 2: found a tab character that violates indentation");
}

#[test]
fn escapes_and_tags_are_those_of_go_yaml() {
    let told = |text: &str| source::read(text).problems.first().map(|found| found.message.clone());
    let unknown = Some("yaml: line 2: found unknown escape character".to_owned());
    assert_eq!(told("a: 1\nb: \"x\\/y\"\n"), unknown);
    assert_eq!(told("a: 'x\\/y'\nb: sed s/a\\/b/c/\n"), None);
    assert_eq!(source::read("a: 'x\\/y'\n---\nb: \"\\/\"\n").documents.len(), 1);
    assert!(source::read_json("{\"a\": \"x\\/y\"}").problems.is_empty());
    assert_eq!(told("a: !<tag:yaml.org,2002:str> 5\n"), None);
    let key = source::read("100000000000000000000: a\n1000.5: b\n");
    let keys: Vec<&str> = key.documents[0].root().entries().map(|entry| entry.key).collect();
    assert_eq!(keys, ["1000.5", "1e+20"]);
    assert!(told("[!<tag:yaml.org,2002:str>, a]").is_some());
}

#[test]
fn an_entry_of_a_large_map_is_the_one_that_looking_through_finds() {
    let keys: Vec<String> = (0..200).map(|number| format!("k{}", number * 7 % 200)).collect();
    let map = keys.iter().map(|key| format!("{key}: {key}\n")).collect::<Vec<_>>().concat();
    // Both languages, and a key that is written twice, of which the last one counts.
    let json: Vec<String> = keys.iter().map(|key| format!("{key:?}: {key:?}")).collect();
    for text in [format!("{map}k5: again\n"), format!("{{{}}}", json.join(","))] {
        let read = source::read(&text);
        let root = read.documents.first().unwrap().root();
        for key in keys.iter().map(String::as_str).chain(["", "k", "k1000", "z"]) {
            let found = root.entry(key).map(|entry| (entry.key, entry.key_bytes(), entry.value.as_str()));
            let mut last = root.entries().rev().filter(|entry| entry.key == key);
            let wanted = last.next().map(|entry| (entry.key, entry.key_bytes(), entry.value.as_str()));
            assert_eq!(found, wanted, "{key}");
            assert_eq!(found.is_some(), keys.iter().any(|one| one == key), "{key}");
        }
    }
}
