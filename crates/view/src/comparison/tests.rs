//! Small runs, compared.

use super::{CostPair, Divergence, EventPair, Seen, changed_events, compare, end_status, merged};
use crate::{
    Amount, Bar, BarState, ContainerKind, Cost, CostLine, Event, EventType, Lane, Pod, Qos, RowChange, Run,
    Term,
};

fn bar(from: u64, to: u64, state: BarState, label: &str) -> Bar {
    Bar { from, to, state, label: label.to_owned() }
}

fn lane(container: &str, kind: ContainerKind, bars: Vec<Bar>) -> Lane {
    Lane {
        pod: 0,
        container: container.to_owned(),
        kind,
        field: String::new(),
        bars,
        marks: vec![],
        told: vec![],
    }
}

fn rows(rows: &[(u64, &str, &str, i64)]) -> Vec<RowChange> {
    let row = |&(from, status, ready, restarts): &(u64, &str, &str, i64)| RowChange {
        from,
        status: status.to_owned(),
        ready: ready.to_owned(),
        restarts,
        restarted: None,
    };
    rows.iter().map(row).collect()
}

fn event(at: u64, reason: &str, message: &str) -> Event {
    let (kind, object) = (EventType::Normal, "pod/web".to_owned());
    Event { at, kind, reason: reason.to_owned(), message: message.to_owned(), object, ..Event::default() }
}

/// An init container that ends after three seconds, or fails.
fn run(fails: bool) -> Run {
    let after = if fails { "Init:Error" } else { "PodInitializing" };
    let ended = if fails {
        bar(3_000, 9_000, BarState::Failed, "exit 1")
    } else {
        bar(3_000, 9_000, BarState::Succeeded, "exit 0")
    };
    let mut events = vec![event(0, "Scheduled", "assigned web")];
    events.extend(fails.then(|| event(3_000, "BackOff", "back-off web")));
    Run {
        end: 9_000,
        pods: vec![Pod {
            name: "web".to_owned(),
            rows: rows(&[(0, "Init:0/1", "0/1", 0), (3_000, after, "0/1", 0)]),
            ..Pod::default()
        }],
        lanes: vec![lane(
            "setup",
            ContainerKind::Init,
            vec![bar(0, 3_000, BarState::Running, "running"), ended],
        )],
        events,
        stops: vec![0, 3_000],
        changes: vec![0, 3_000],
        ..Run::default()
    }
}

fn seen(run: &Run) -> Seen<'_> {
    Seen { run: Ok(run), cost: None }
}

#[test]
fn the_first_divergence_is_named() {
    let (failing, fine) = (run(true), run(false));
    let compared = compare(seen(&failing), seen(&fine));
    let first = Divergence {
        at: 3_000,
        container: None,
        a: "Init:Error".to_owned(),
        b: "PodInitializing".to_owned(),
    };
    assert_eq!(compared.first, Some(first));
    assert_eq!(
        (compared.a.status.as_str(), compared.b.status.as_str()),
        ("Init:Error 0/1", "PodInitializing 0/1")
    );
    assert!(compared.lanes.iter().all(super::LanePair::differs));
    assert!(!compared.is_same());
}

#[test]
fn what_is_the_same_has_no_differences() {
    let run = run(false);
    let compared = compare(seen(&run), seen(&run));
    assert!(compared.is_same() && compared.first.is_none() && compared.events.is_empty());
}

#[test]
fn a_container_may_differ_where_the_row_does_not() {
    let one = run(false);
    let mut other = one.clone();
    other.lanes[0].bars[1].label = "exit 0, slowly".to_owned();
    let first = compare(seen(&one), seen(&other)).first.unwrap();
    assert_eq!((first.at, first.container.as_deref()), (3_000, Some("setup")));
    assert_eq!((first.a.as_str(), first.b.as_str()), ("exit 0", "exit 0, slowly"));
}

#[test]
fn ready_and_restarts_are_told_where_the_status_is_the_same() {
    let one = run(false);
    let mut other = one.clone();
    other.pods[0].rows[1].restarts = 2;
    let first = compare(seen(&one), seen(&other)).first.unwrap();
    assert_eq!((first.a.as_str(), first.b.as_str()), ("PodInitializing 0/1 0", "PodInitializing 0/1 2"));
    assert_eq!(end_status(&other), "PodInitializing 0/1, 2 restarts");
}

#[test]
fn a_shorter_run_stands_to_the_end_of_the_longer() {
    let short = run(false);
    let mut long = run(false);
    long.end = 20_000;
    long.lanes[0].bars[1].to = 20_000;
    long.lanes.push(lane("late", ContainerKind::App, vec![bar(0, 20_000, BarState::Waiting, "waiting")]));
    let compared = compare(seen(&short), seen(&long));
    assert_eq!(compared.end, 20_000);
    let names: Vec<(&str, bool)> =
        compared.lanes.iter().map(|pair| (pair.container.as_str(), pair.differs())).collect();
    assert_eq!(names, [("setup", false), ("late", true)]);
    assert!(compared.lanes[1].a.is_none());
}

#[test]
fn events_are_counted_whatever_the_pods_are_called() {
    let failing = run(true);
    let mut renamed = run(false);
    renamed.pods[0].name = "shop".to_owned();
    renamed.events[0] = Event { object: "pod/shop".to_owned(), ..event(0, "Scheduled", "assigned shop") };
    let changed = changed_events(&failing, &renamed);
    let back_off = EventPair {
        at: 3_000,
        kind: EventType::Normal,
        reason: "BackOff".to_owned(),
        message: "back-off web".to_owned(),
        a: 1,
        b: 0,
    };
    assert_eq!(changed, [back_off]);
}

#[test]
fn one_that_does_not_run_leaves_the_lanes_of_the_other() {
    let fine = run(false);
    let compared = compare(Seen { run: Err("it has an error."), cost: None }, seen(&fine));
    assert_eq!(compared.a.refused.as_deref(), Some("it has an error."));
    assert!(compared.lanes[0].a.is_none() && compared.lanes[0].b.is_some());
    assert!(compared.first.is_none() && compared.events.is_empty());
}

#[test]
fn requests_stand_beside_each_other_and_limits_where_they_differ() {
    let amount = |text: &str| Amount { text: text.to_owned(), term: Term::default() };
    let cost = |cpu: &str, limit: &str| Cost {
        lines: vec![CostLine {
            resource: "cpu".to_owned(),
            request: Some(amount(cpu)),
            limit: Some(amount(limit)),
            phases: vec![],
        }],
        qos: Qos::default(),
    };
    let (one, other) = (cost("1", "2"), cost("250m", "2"));
    let run = run(false);
    let of = |cost| Seen { run: Ok(&run), cost };
    let pair = |name: &str, a: Option<&str>, b: Option<&str>| CostPair {
        name: name.to_owned(),
        a: a.map(str::to_owned),
        b: b.map(str::to_owned),
    };
    let costs = compare(of(Some(&one)), of(Some(&other))).costs;
    assert_eq!(costs, [pair("cpu requests", Some("1"), Some("250m"))]);
    let costs = compare(of(Some(&one)), of(None)).costs;
    assert_eq!(costs, [pair("cpu requests", Some("1"), None), pair("cpu limits", Some("2"), None)]);
}

#[test]
fn times_are_merged_in_order() {
    assert_eq!(merged([&[0, 2, 5], &[0, 1, 2, 9]]), [0, 1, 2, 5, 9]);
    assert_eq!(merged([&[], &[]]), Vec::<u64>::new());
}
