//! Interim: a plain start-up drawn from the containers alone, until the simulator serves the page.

use super::run::{Bar, BarState, Event, Frame, Lane, Mark, MarkKind, Row, Run, Why};
use super::{Container, ContainerKind, Subject};

const PULL: u64 = 1_000;
const INIT: u64 = 3_000;
const END: u64 = 30_000;

pub(super) fn run(subject: &Subject, containers: &[Container]) -> Run {
    let inits = containers.iter().filter(|container| container.kind != ContainerKind::App).count();
    let apps = containers.len() - inits;
    let mut lanes = Vec::new();
    let mut events = vec![event(
        10,
        "Scheduled",
        format!("Successfully assigned default/{} to node-1", subject.name),
        None,
    )];
    let mut steps = vec![(0, "Pending".to_owned(), 0)];
    let mut clock = 500;
    let (mut done, mut ready) = (0, 0);
    for container in containers {
        let start = clock + PULL;
        let name = Some(container.name.clone());
        steps.push((clock, status(done, inits), ready));
        events.push(event(start, "Started", "Container started".to_owned(), name));
        let mut bars = vec![
            bar(0, clock, BarState::Waiting, "waiting"),
            bar(clock, start, BarState::Pulling, "pulling"),
        ];
        clock = match container.kind {
            ContainerKind::Init => {
                bars.push(bar(start, start + INIT, BarState::Running, "running"));
                bars.push(bar(start + INIT, END, BarState::Succeeded, "exit 0"));
                start + INIT
            }
            ContainerKind::Sidecar | ContainerKind::App => {
                bars.push(bar(start, END, BarState::Ready, "ready"));
                ready += 1;
                start
            }
        };
        done += usize::from(container.kind != ContainerKind::App);
        lanes.push(Lane {
            pod: subject.name.clone(),
            container: container.name.clone(),
            kind: container.kind,
            field: container.field.clone(),
            bars,
            marks: vec![Mark { at: start, kind: MarkKind::Start, label: "started".to_owned() }],
        });
    }
    steps.push((clock, "Running".to_owned(), ready));
    let frames = steps
        .into_iter()
        .map(|(at, status, ready)| frame(at, subject, &status, ready, apps, &lanes))
        .collect();
    Run::new(END, lanes, frames, events)
}

fn frame(at: u64, subject: &Subject, status: &str, ready: usize, apps: usize, lanes: &[Lane]) -> Frame {
    let why = lanes.iter().map(|lane| {
        let state = lane
            .bars
            .iter()
            .find(|bar| bar.from <= at && at < bar.to)
            .map_or(BarState::Waiting, |bar| bar.state);
        let sentence = match state {
            BarState::Waiting => "waits for its turn.",
            BarState::Pulling => "pulls its image.",
            BarState::Succeeded => "has ended with exit code 0.",
            _ => "runs.",
        };
        Why {
            pod: lane.pod.clone(),
            container: lane.container.clone(),
            state,
            sentence: sentence.to_owned(),
            fields: vec![lane.field.clone()],
        }
    });
    Frame {
        at,
        rows: vec![Row {
            name: subject.name.clone(),
            ready: format!("{ready}/{apps}"),
            status: status.to_owned(),
            restarts: "0".to_owned(),
            age: String::new(),
        }],
        sentence: format!("{} is {status}.", subject.name),
        why: why.collect(),
    }
}

fn status(done: usize, inits: usize) -> String {
    if done < inits { format!("Init:{done}/{inits}") } else { "PodInitializing".to_owned() }
}

fn bar(from: u64, to: u64, state: BarState, label: &str) -> Bar {
    Bar { from, to, state, label: label.to_owned() }
}

fn event(at: u64, reason: &str, message: String, container: Option<String>) -> Event {
    let kind = "Normal".to_owned();
    Event { at, kind, reason: reason.to_owned(), message, object: String::new(), container }
}
