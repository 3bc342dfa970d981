//! The page drawn without a browser, with each panel open and a real engine's answers. The markup of the panels is kept
//! in `tests/snapshots`: `UPDATE=1 cargo test -p podlab-tests --test panels` writes it anew, and a diff shows a reader
//! what a change does to the page. Rules for every page are asserted for each.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the whole crate is tests"
)]

mod cases;
mod complaints;
mod markup;

use cases::Case;
use markup::Element;
use podlab_tests::drawing;
use podlab_web::{AREAS, Against, Beginning, Opening, Props, Session, Tab, answer_with};
use protocol::{Message, Request};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::rc::Rc;
use std::{env, fs};
use view::Nodes;
use worker::Desk;

/// Lets a real engine answer for the pages that this thread draws.
fn with_an_engine() {
    let desk = RefCell::new(Desk::default());
    answer_with(move |inputs, question| {
        let mut desk = desk.borrow_mut();
        let about = if question.is_about_a_run() { Message::Show } else { Message::Open };
        desk.hear(about(inputs.clone()));
        desk.hear(Message::Ask(Request { asker: 1, number: 1, question: question.clone() }));
        desk.step().map(|reply| reply.answer)
    });
}

/// The page with a panel open.
fn page(case: &Case, tab: Tab) -> String {
    let first = Beginning::built();
    let own = Session::first(&first);
    let session = Session {
        text: case.manifest.as_str().into(),
        scenario: case.scenario.as_str().into(),
        rules: case.rules.into(),
        nodes: Rc::new(Nodes { text: case.nodes.to_owned(), ..(*own.nodes).clone() }),
        against: (!case.against.is_empty()).then(|| Against::Release(case.against.into())),
        example: None,
        tab,
        // Another text than the first example was opened.
        opened: 1,
        start: case.at,
        ..own
    };
    let opening = Opening { session: Some(session), ..Opening::default() };
    drawing::page(Props { first, typed: None, opening: Some(opening) }).unwrap()
}

/// A part of a page: a panel by its name, another part by its class.
fn part<'a>(page: &'a Element, name: &str) -> Option<&'a Element> {
    let id = format!("panel-{name}");
    page.find(|element| element.attribute("id") == Some(&id) || element.has_class(name))
}

fn folder() -> PathBuf {
    xtask::project::root().join("tests/snapshots")
}

fn is_as_kept(file: &str, now: &str) -> bool {
    let path = folder().join(file);
    if env::var_os("UPDATE").is_some() {
        fs::create_dir_all(folder()).unwrap();
        fs::write(path, now).unwrap();
        return true;
    }
    fs::read_to_string(path).is_ok_and(|kept| kept == now)
}

#[test]
fn the_panels_show_what_is_kept_of_them() {
    with_an_engine();
    let mut changed = Vec::new();
    let mut files = BTreeSet::new();
    for case in cases::all() {
        for name in &case.kept {
            let tab = Tab::named(name).unwrap_or(Tab::first());
            let page = markup::read(&page(&case, tab));
            let part = part(&page, name).unwrap_or_else(|| panic!("{}: there is no {name}", case.name));
            let file = format!("{name}-{}.html", case.name);
            if !is_as_kept(&file, &part.pretty()) {
                changed.push(file.clone());
            }
            files.insert(file);
        }
    }
    assert!(
        changed.is_empty(),
        "{changed:?} are not what the page shows today: run `UPDATE=1 cargo test -p podlab-tests --test panels` and read the difference"
    );
    let kept = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    assert_eq!(kept.collect::<BTreeSet<_>>(), files, "files that no case writes");
}

#[test]
fn nothing_can_be_said_against_any_page() {
    with_an_engine();
    let mut said = BTreeSet::new();
    for case in cases::all().iter().chain(&cases::hostile()) {
        for area in AREAS {
            let page = markup::read(&page(case, Tab(area)));
            let complaints = complaints::about(&page);
            said.extend(complaints.into_iter().map(|one| format!("{}, {}: {one}", case.name, area.name)));
        }
    }
    assert!(said.is_empty(), "{said:#?}");
}

#[test]
fn a_text_never_becomes_markup() {
    with_an_engine();
    for case in cases::hostile() {
        let mut seen = 0;
        for area in AREAS {
            let drawn = page(&case, Tab(area));
            let page = markup::read(&drawn);
            let odd = page.find(|element| matches!(element.tag.as_str(), "img" | "script" | "iframe"));
            assert!(odd.is_none() && !drawn.contains("<img"), "{}, {}", case.name, area.name);
            for panel in area.panels {
                // Without a run the first area has no panels.
                let Some(open) = part(&page, panel.name) else { continue };
                seen += usize::from(open.text().contains(cases::HOSTILE));
            }
        }
        // The text must have reached some panels: otherwise nothing was tested.
        assert!(seen >= 3, "{}: it is seen in {seen} panels", case.name);
    }
}
