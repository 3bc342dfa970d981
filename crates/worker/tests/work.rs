//! The work that a key press causes; `docs/architecture.md` promises these numbers.

use protocol::{Answer, Inputs, Message, PictureKind, Question, Request};
use view::Nodes;
use worker::{Desk, Work};

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: app, image: nginx:1.27 }] }\n";

/// A number of the table in the architecture.
fn promised(row: &str) -> Option<u32> {
    let table = include_str!("../../../docs/architecture.md");
    let cells =
        table.lines().find_map(|line| line.strip_prefix("| ")?.strip_prefix(row)?.strip_prefix(" | "));
    cells?.trim_end_matches('|').trim().parse().ok()
}

fn open(desk: &mut Desk, text: &str) {
    let inputs = Inputs { text: text.to_owned(), scenario: String::new(), version: "1.36".to_owned() };
    desk.hear(Message::Open(inputs));
}

/// The questions that the page asks with every panel open.
fn questions() -> Vec<Question> {
    let kubectl = |command: &str| Question::Kubectl { at: 3_000, command: command.to_owned() };
    vec![
        Question::Check,
        Question::Run,
        Question::FieldAt(20),
        Question::Extent("spec.containers[0]".to_owned()),
        Question::Reserve,
        Question::Utilization,
        Question::WhatIf,
        Question::Fit(Nodes { chosen: vec!["2 vCPU, 4 GiB".to_owned()], text: String::new() }),
        Question::Admit(String::new()),
        Question::Controls,
        kubectl("kubectl describe pod"),
        kubectl("kubectl get pod -o yaml"),
        Question::Narration,
        Question::Apply,
        Question::VersionDiff { from: "1.36".to_owned(), to: "1.35".to_owned() },
        Question::Release("1.36".to_owned()),
        Question::Release("1.28".to_owned()),
    ]
}

fn ask_all(desk: &mut Desk) -> Vec<Answer> {
    for (asker, question) in (1..).zip(questions()) {
        desk.hear(Message::Ask(Request { asker, number: asker, question }));
    }
    std::iter::from_fn(|| desk.step()).map(|reply| reply.answer).collect()
}

#[test]
fn a_key_press_with_every_panel_open_is_one_reading_and_one_run() {
    let mut desk = Desk::default();
    open(&mut desk, POD);
    ask_all(&mut desk);
    let before = desk.work;
    open(&mut desk, &POD.replace("web", "webs"));
    let answers = ask_all(&mut desk);
    assert_eq!(answers.len(), questions().len());
    assert!(
        answers.iter().any(|answer| matches!(answer, Answer::Run(Ok(run)) if run.pods[0].name == "webs"))
    );
    let done = Work {
        readings: desk.work.readings - before.readings,
        simulations: desk.work.simulations - before.simulations,
        others: desk.work.others - before.others,
    };
    assert_eq!(done, Work { readings: 1, simulations: 1, others: 2 });
    assert_eq!(promised("readings of a text"), Some(done.readings));
    assert_eq!(promised("simulations"), Some(done.simulations));
    assert_eq!(promised("runs to compare with, for each release that is compared"), Some(done.others / 2));
}

#[test]
fn keys_pressed_before_the_engine_gets_to_them_cost_nothing() {
    let mut desk = Desk::default();
    for letters in 1..20 {
        open(&mut desk, &POD.replace("web", &"w".repeat(letters)));
        desk.hear(Message::Ask(Request { asker: 1, number: 0, question: Question::Check }));
    }
    assert!(desk.step().is_some() && !desk.is_busy());
    assert_eq!(desk.work.readings, 1);
}

#[test]
fn the_server_answers_before_the_panels() {
    let mut desk = Desk::default();
    open(&mut desk, POD);
    for (asker, question) in [(1, Question::Narration), (2, Question::Run), (3, Question::Check)] {
        desk.hear(Message::Ask(Request { asker, number: asker, question }));
    }
    let order: Vec<u32> = std::iter::from_fn(|| desk.step()).map(|reply| reply.number).collect();
    assert_eq!(order, [3, 2, 1]);
}

#[test]
fn a_picture_is_of_the_run_that_is_shown() {
    let mut desk = Desk::default();
    open(&mut desk, POD);
    let mut drawn = |kind| {
        let picture = Question::Picture { kind, at: 3_000, link: "#v1:p:AAAA".to_owned() };
        for (asker, question) in [(1, Question::Run), (2, picture)] {
            desk.hear(Message::Ask(Request { asker, number: asker, question }));
        }
        match std::iter::from_fn(|| desk.step()).last().map(|reply| reply.answer) {
            Some(Answer::Picture(text)) => text,
            other => panic!("{other:?}"),
        }
    };
    let still = drawn(PictureKind::Still);
    assert!(still.contains("web at 3 s") && still.contains(">#v1:p:AAAA</metadata>"), "{still}");
    assert!(drawn(PictureKind::Animated).contains("@keyframes p{"));
    assert!(drawn(PictureKind::Asciicast).lines().any(|line| line.contains("Running")));
}

#[test]
fn a_run_of_another_engine_is_made_again_when_asked_about() {
    let mut desk = Desk::default();
    open(&mut desk, "kind: [");
    let shown = Inputs { text: POD.to_owned(), version: "1.36".to_owned(), ..Inputs::default() };
    desk.hear(Message::Show(shown));
    desk.hear(Message::Ask(Request { asker: 1, number: 1, question: Question::Narration }));
    let reply = desk.step();
    assert!(matches!(reply.map(|reply| reply.answer), Some(Answer::Narration(lines)) if lines.len() > 3));
}

#[test]
fn a_run_comes_after_what_is_asked_while_typing() {
    let mut desk = Desk::default();
    open(&mut desk, POD);
    for (asker, question) in (1..).zip([Question::Run, Question::FieldAt(20), Question::Check]) {
        desk.hear(Message::Ask(Request { asker, number: asker, question }));
    }
    let mut order = Vec::new();
    while desk.is_busy() {
        order.push((desk.is_run_next(), desk.begin()));
        desk.step();
    }
    assert_eq!(order, [(false, Some(3)), (false, Some(2)), (true, Some(1))]);
}

#[test]
fn releases_and_what_is_kept_come_last_and_are_reached_once() {
    let mut desk = Desk::default();
    open(&mut desk, POD);
    let kept = Inputs { text: POD.to_owned(), version: "1.28".to_owned(), ..Inputs::default() };
    let asked = [
        Question::Release("1.30".to_owned()),
        Question::Compare(kept.clone()),
        Question::Narration,
        Question::Check,
    ];
    for (asker, question) in (1..).zip(asked) {
        desk.hear(Message::Ask(Request { asker, number: asker, question }));
    }
    let order: Vec<u32> = std::iter::from_fn(|| desk.step()).map(|reply| reply.number).collect();
    assert_eq!(order, [4, 3, 2, 1]);
    // The others are the present run, the kept one and the release.
    assert_eq!((desk.work.readings, desk.work.simulations, desk.work.others), (1, 0, 3));
    // The kept outcome stays while the text changes.
    open(&mut desk, &POD.replace("web", "shop"));
    desk.hear(Message::Ask(Request { asker: 1, number: 5, question: Question::Run }));
    desk.hear(Message::Ask(Request { asker: 2, number: 6, question: Question::Compare(kept) }));
    assert!(desk.step().is_some());
    let Some(Answer::Compare(compared)) = desk.step().map(|reply| reply.answer) else {
        panic!("no comparison")
    };
    assert_eq!((desk.work.readings, desk.work.simulations, desk.work.others), (2, 1, 3));
    assert_eq!((compared.a.status.as_str(), compared.b.status.as_str()), ("Running 1/1", "Running 1/1"));
}
