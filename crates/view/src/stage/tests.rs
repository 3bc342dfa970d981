//! The stage without a browser.

use super::{
    ContainerHistory, Exit, Gate, Ground, Life, PodHistory, Presence, ProbeHistory, ProbeKind, RingKind,
    Sandbox, Since, Span, Stage,
};
use crate::{Bar, BarState, ContainerKind, Lane, Pod, RowChange, Run};

fn lane(container: &str, kind: ContainerKind, bars: &[(u64, u64, BarState, &str)]) -> Lane {
    let bar =
        |&(from, to, state, label): &(u64, u64, BarState, &str)| Bar { from, to, state, label: label.into() };
    let field = format!("spec.{container}");
    let bars = bars.iter().map(bar).collect();
    Lane { pod: 0, container: container.into(), kind, field, bars, marks: Vec::new(), told: Vec::new() }
}

fn span(from: u64, to: u64) -> Span {
    Span { from, to: Some(to) }
}

fn life(from: u64, exit: Option<(u64, i32)>) -> Life {
    let exit = exit.map(|(at, code)| Exit { at, code, reason: "Error".into() });
    Life { from, stop: None, exit }
}

/// `setup` fails at 2 s, runs again from 12 s to 14 s; then `web` runs; all is deleted at 30 s.
fn run() -> Run {
    use BarState::{BackOff, Ready, Running, Stopping, Succeeded, Waiting};
    let setup = lane(
        "setup",
        ContainerKind::Init,
        &[
            (0, 1_000, Waiting, "waiting"),
            (1_000, 2_000, Running, "running"),
            (2_000, 12_000, BackOff, "exit 1, back-off 10 s"),
            (12_000, 14_000, Running, "running (run 2)"),
            (14_000, 40_000, Succeeded, "exit 0"),
        ],
    );
    let web = lane(
        "web",
        ContainerKind::App,
        &[
            (0, 15_000, Waiting, "waiting"),
            (15_000, 30_000, Ready, "ready"),
            (30_000, 40_000, Stopping, "stopping"),
        ],
    );
    let setup_history = ContainerHistory {
        lives: vec![life(1_000, Some((2_000, 1))), life(12_000, Some((14_000, 0)))],
        waits: vec![span(2_000, 12_000)],
        loops: vec![span(3_000, 12_500)],
        opens: vec![Span { from: 14_000, to: None }],
        passed: vec![Span { from: 14_500, to: None }],
        ..ContainerHistory::default()
    };
    let web_history = ContainerHistory {
        lives: vec![Life { stop: Some(span(30_000, 60_000)), ..life(15_000, None) }],
        counted: vec![Span { from: 16_000, to: None }],
        ..ContainerHistory::default()
    };
    let history = PodHistory {
        spec: "spec".into(),
        node: Some(Since { from: 100, text: "node-1".into() }),
        addresses: vec![Since { from: 900, text: "10.244.0.5".into() }],
        sandboxes: vec![Sandbox { up: span(500, 40_000), lost: false }],
        traffic: vec![span(16_000, 30_000)],
        deleted: Some(span(30_000, 60_000)),
        containers: vec![setup_history, web_history],
        ..PodHistory::default()
    };
    let row = |from, ready: &str, status: &str| RowChange {
        from,
        ready: ready.into(),
        status: status.into(),
        ..RowChange::default()
    };
    let pod = Pod {
        name: "shop".into(),
        created: 0,
        removed: Some(40_000),
        rows: vec![
            row(0, "0/1", "Init:0/1"),
            row(16_000, "1/1", "Running"),
            row(30_000, "1/1", "Terminating"),
        ],
        ..Pod::default()
    };
    Run { end: 45_000, pods: vec![pod], lanes: vec![setup, web], histories: vec![history], ..Run::default() }
}

fn scene(at: u64) -> super::Scene {
    Stage::at(&run(), at, None).scene.expect("the run has a Pod")
}

#[test]
fn the_gate_opens_when_the_init_container_is_done_and_kubectl_follows() {
    let gate = |at| scene(at).actors[0].gate;
    assert_eq!(
        (gate(1_500), gate(13_000), gate(14_000)),
        (Some(Gate::Closed), Some(Gate::Closed), Some(Gate::Open))
    );
    assert_eq!(scene(14_000).actors[1].gate, None);
    assert_eq!((scene(14_000).passed, scene(14_500).passed), (0, 1));
}

#[test]
fn a_failed_run_is_counted_down_in_its_own_box_only() {
    let now = scene(5_000);
    let [setup, web] = now.actors.as_slice() else { panic!("{now:?}") };
    assert_eq!((setup.word.as_str(), setup.run), ("CrashLoopBackOff", 1));
    assert_eq!(scene(2_500).actors[0].word, "failed", "the API server does not show it yet");
    let ring = setup.ring.expect("it waits");
    assert_eq!((ring.kind, ring.from, ring.to), (RingKind::BackOff, 2_000, 12_000));
    assert_eq!(setup.exit.as_ref().map(|exit| exit.code), Some(1));
    assert_eq!((web.state, web.ring, web.run), (BarState::Waiting, None, 0));
}

#[test]
fn a_run_that_ends_by_itself_says_how_far_it_is() {
    assert_eq!(scene(13_000).actors[0].progress, Some(span(12_000, 14_000)));
    assert_eq!(scene(13_000).actors[0].exit.as_ref().map(|exit| exit.code), Some(1), "of the run before");
    assert_eq!(scene(20_000).actors[1].progress, None);
}

#[test]
fn traffic_and_ready_follow_what_the_api_server_says() {
    assert!(!scene(15_500).traffic && !scene(15_500).actors[1].counted);
    assert!(scene(16_000).traffic && scene(16_000).actors[1].counted);
    assert!(!scene(30_000).traffic);
}

#[test]
fn what_is_told_to_stop_has_its_grace() {
    let now = scene(31_000);
    let ring = now.actors[1].ring.expect("it stops");
    assert_eq!((ring.kind, ring.to), (RingKind::Grace, 60_000));
    assert_eq!(now.deleted, Some(span(30_000, 60_000)));
}

#[test]
fn what_ends_because_it_was_told_to_has_not_failed() {
    let mut run = run();
    run.histories[0].containers[1].lives[0].exit =
        Some(Exit { at: 35_000, code: 143, reason: "Error".into() });
    run.lanes[1].bars[2].to = 35_000;
    run.lanes[1].bars.push(Bar {
        from: 35_000,
        to: 40_000,
        state: BarState::Stopped,
        label: "stopped, exit 143".into(),
    });
    let web = |at| Stage::at(&run, at, None).scene.map(|scene| scene.actors[1].word.clone());
    assert_eq!(web(36_000).as_deref(), Some("stopped"));
    assert_eq!(web(41_000).as_deref(), Some("stopped"));
}

#[test]
fn node_sandbox_and_address_come_one_after_the_other() {
    let parts = |at| (scene(at).node, scene(at).ground, scene(at).address);
    assert_eq!(parts(0), (String::new(), Ground::None, String::new()));
    assert_eq!(parts(600), ("node-1".to_owned(), Ground::Up, String::new()));
    assert_eq!(parts(900), ("node-1".to_owned(), Ground::Up, "10.244.0.5".to_owned()));
    assert_eq!(scene(41_000).presence, Presence::Gone);
}

#[test]
fn a_lost_sandbox_is_lost_until_the_next_stands() {
    let mut run = run();
    let sandbox = |up, lost| Sandbox { up, lost };
    run.histories[0].sandboxes =
        vec![sandbox(span(500, 20_000), true), sandbox(Span { from: 22_000, to: None }, false)];
    let ground = |at| Stage::at(&run, at, None).scene.map(|scene| (scene.ground, scene.sandboxes));
    assert_eq!(ground(21_000), Some((Ground::Lost, 1)));
    assert_eq!(ground(22_000), Some((Ground::Up, 2)));
}

#[test]
fn one_of_many_pods_is_opened_and_all_are_folded() {
    let mut run = run();
    for pod in 1..50 {
        run.pods.push(Pod { name: format!("shop-{pod}"), ..run.pods[0].clone() });
        run.histories.push(run.histories[0].clone());
        let lanes = run.lanes[..2].iter().map(|lane| Lane { pod, ..lane.clone() });
        run.lanes.extend(lanes.collect::<Vec<_>>());
    }
    let stage = Stage::at(&run, 5_000, Some(7));
    assert_eq!((stage.replicas.len(), stage.replicas[49].state), (50, BarState::BackOff));
    assert_eq!(stage.scene.map(|scene| scene.name), Some("shop-7".to_owned()));
    // The first Pod is removed before the others; then the next one is opened.
    run.pods[0].removed = Some(3_000);
    assert_eq!(Stage::at(&run, 5_000, None).scene.map(|scene| scene.pod), Some(1));
}

#[test]
fn equal_answers_of_a_probe_are_kept_as_one() {
    let mut probe = ProbeHistory { kind: ProbeKind::Startup, ticks: Vec::new() };
    for second in 0..10 {
        probe.push(second * 1_000, second >= 7);
    }
    probe.push(30_000, true);
    assert_eq!(probe.ticks.len(), 3);
    assert_eq!(probe.last(0, 8_500, 4), [false, false, true, true]);
    assert_eq!(probe.last(7_000, 40_000, 8), [true, true, true, true]);
    assert_eq!(probe.last(31_000, 40_000, 8), [] as [bool; 0]);
}

#[test]
fn a_first_failure_leads_back_to_its_own_box() {
    let mut run = run();
    let failed = &mut run.lanes[0].bars[2];
    (failed.state, failed.label) = (BarState::Failed, "exit 1".to_owned());
    run.histories[0].containers[0].waits.clear();
    let setup = |at: u64| Stage::at(&run, at, None).scene.unwrap().actors[0].clone();
    let after = setup(3_000);
    assert!(after.goes_back());
    assert_eq!((after.next.as_str(), after.past().as_str()), ("\u{21bb} run 2", "run 1, exit 1"));
    assert!(!setup(1_500).goes_back() && !setup(13_000).goes_back());
}
