//! Containers that are not made yet.

use super::{Asked, Cause, Wait, Why, clock, nth};
use crate::trace::{ContainerRole, Lane, MarkKind, Segment, State};

/// The first cause that holds, outermost first: node, volumes, containers before this one, its own errors.
pub(super) fn why(asked: &Asked<'_>, reason: &str, message: &str) -> Why {
    let name = &asked.info.name;
    if asked.is_deleting() {
        return asked.say_of(format!("`{name}` will not be started: the Pod is being deleted."), &[]);
    }
    match asked.over() {
        Some("") => {
            return asked.say_of(format!("`{name}` will not be started: the Pod has ended."), &[]);
        }
        Some(reason) => {
            let text = format!("`{name}` will not be started: the Pod has failed ({reason}).");
            return asked.say_of(text, &[]);
        }
        None => {}
    }
    if let Some(Cause { words, field }) = asked.ends() {
        return asked.say_of(format!("`{name}` will not be started: {words}."), &[&field]);
    }
    if let Some(why) = node(asked) {
        return why;
    }
    if !matches!(reason, "PodInitializing" | "ContainerCreating") {
        return failed(asked, reason, message);
    }
    if let Some(why) = volumes(asked) {
        return why;
    }
    if let Some((first, Cause { words, field })) = first_blocker(asked) {
        let why = asked.say_of(format!("`{name}` waits for {words}."), &[&field]);
        let first = asked.pod.containers.get(first).map(|info| info.name.clone());
        return Why { waits: first.map(Wait::Container), ..why };
    }
    asked.say_of(format!("`{name}` is about to be created."), &[])
}

/// The wait of the whole Pod, told of this container; `words` have no subject.
fn of_pod(asked: &Asked<'_>, thing: &'static str, words: String, fields: &[&str]) -> Why {
    let text = format!("`{}` {words}", asked.info.name);
    Why { waits: Some(Wait::Pod { words, thing }), ..asked.say_of(text, fields) }
}

const NODE: &str = "a node";

fn node(asked: &Asked<'_>) -> Option<Why> {
    if asked.base.spec.as_ref().is_some_and(|spec| spec.node_name.is_some()) {
        return None;
    }
    let other = asked.base.spec.as_ref().and_then(scheduling::other_scheduler);
    if let Some(scheduler) = other {
        let words = format!("waits for the scheduler `{scheduler}`, which does not run here.");
        return Some(of_pod(asked, NODE, words, &["spec.schedulerName"]));
    }
    let mut conditions = asked.version.status.conditions.iter().flatten();
    let scheduled = conditions.find(|one| one.type_ == "PodScheduled");
    Some(match scheduled.and_then(|one| one.reason.as_deref()) {
        Some("SchedulingGated") => {
            let words = "waits for a node: the Pod has scheduling gates that nobody has removed yet.";
            of_pod(asked, NODE, words.to_owned(), &["spec.schedulingGates"])
        }
        Some(_) => {
            let message = scheduled.and_then(|one| one.message.clone()).unwrap_or_default();
            let path = format!("spec.{}.resources.requests", asked.info.path);
            let mut fields = vec![path.as_str(), "spec.nodeSelector", "spec.affinity"];
            if message.contains("free ports") {
                fields = vec!["spec.containers"];
            }
            of_pod(asked, NODE, format!("waits for a node that fits: {message}"), &fields)
        }
        None => of_pod(asked, NODE, "waits for the scheduler to choose a node.".to_owned(), &[]),
    })
}

/// An error of the kubelet or the runtime.
fn failed(asked: &Asked<'_>, reason: &str, message: &str) -> Why {
    let name = &asked.info.name;
    let (text, fields): (String, &[&str]) = match reason {
        "CreateContainerConfigError" => {
            (format!("`{name}` cannot be created until this is there: {message}."), &["env", "envFrom"])
        }
        "InvalidImageName" => (format!("The image name of `{name}` cannot be read: {message}"), &["image"]),
        "ErrImageNeverPull" => (
            format!("`{name}` must not pull its image, and it is not on the node."),
            &["image", "imagePullPolicy"],
        ),
        "PostStartHookError" => (
            format!("The postStart hook of `{name}` failed, so the container was killed."),
            &["lifecycle.postStart"],
        ),
        _ => (
            format!("The runtime could not start `{name}` ({reason}: {message}); the kubelet tries again."),
            &["command"],
        ),
    };
    asked.say(text, fields)
}

/// Waits of the whole Pod: for its sandbox, for its volumes.
fn volumes(asked: &Asked<'_>) -> Option<Why> {
    let begun = asked.pod.lanes.iter().any(|lane| {
        let first = lane.segments.iter().find(|segment| !matches!(segment.state, State::Waiting { .. }));
        first.is_some_and(|segment| segment.from <= asked.at)
    });
    if begun {
        return None;
    }
    if let Some(event) = asked.last_event("FailedCreatePodSandBox") {
        let words =
            format!("waits for the sandbox, which the kubelet tries to create again: {}.", event.message);
        return Some(of_pod(asked, "the sandbox", words, &[]));
    }
    let event = asked.last_event("FailedMount")?;
    let words = format!("waits until all volumes are mounted: {}.", event.message);
    Some(of_pod(asked, "its volumes", words, &["spec.volumes"]))
}

/// The container that has to come first and has not done its part. It is the same for all containers behind it, so it is
/// looked for once in each instant.
fn first_blocker(asked: &Asked<'_>) -> Option<(usize, Cause)> {
    let found = asked.shapes.blocker.get(asked.at, || blocker(asked));
    found.filter(|(index, _)| *index < asked.index)
}

/// The first container of the Pod that has not done its part: its place, it, and how far it is.
fn blocker(asked: &Asked<'_>) -> Option<(usize, Cause)> {
    let blocks = |index: usize| {
        let role = asked.pod.containers.get(index).map(|info| info.role)?;
        let lane = asked.pod.lanes.get(index)?;
        let segment = lane.segment_at(asked.at)?;
        let passed = match (role, &segment.state) {
            (ContainerRole::Init, State::Terminated { exit_code, .. }) => *exit_code == 0,
            (ContainerRole::Sidecar, State::Running { .. }) => is_started(lane, segment, asked),
            (ContainerRole::App, State::Pulling { .. }) => false,
            (ContainerRole::App, State::Running { .. }) => !in_post_start(lane, segment, asked),
            (ContainerRole::App | ContainerRole::Ephemeral, _) => true,
            _ => false,
        };
        (!passed).then_some((index, lane, segment))
    };
    let (index, lane, segment) = (0..asked.pod.containers.len()).find_map(blocks)?;
    Some((index, words(asked, index, lane, segment)?))
}

fn is_started(lane: &Lane, segment: &Segment, asked: &Asked<'_>) -> bool {
    let mut marks = lane.marks.iter().filter(|mark| mark.at >= segment.from && mark.at <= asked.at);
    marks.any(|mark| mark.kind == MarkKind::Started)
}

/// Whether a postStart hook began and nothing has come of it yet.
fn in_post_start(lane: &Lane, segment: &Segment, asked: &Asked<'_>) -> bool {
    let mut marks = lane.marks.iter().filter(|mark| mark.at >= segment.from && mark.at <= asked.at);
    let last = marks.next_back();
    last.is_some_and(|mark| mark.kind == MarkKind::Hook { hook: "postStart" })
}

fn words(asked: &Asked<'_>, blocker: usize, lane: &Lane, segment: &Segment) -> Option<Cause> {
    let info = asked.pod.containers.get(blocker)?;
    let (other, from) = (&info.name, clock(segment.from));
    let kind = match info.role {
        ContainerRole::Init => "init container",
        ContainerRole::Sidecar => "sidecar",
        _ => "container",
    };
    let path = format!("spec.{}", info.path);
    let probe = format!("{path}.startupProbe");
    let hook = format!("{path}.lifecycle.postStart");
    let (text, field) = match &segment.state {
        State::Pulling { image } => {
            (format!("whose image {image} is being pulled from {from} on"), format!("{path}.image"))
        }
        State::ImageBackOff { .. } => ("whose image cannot be pulled".to_owned(), format!("{path}.image")),
        State::BackOff { until, exit_code, .. } => (
            format!("which exited with {exit_code} and is started again at {} or later", clock(*until)),
            path,
        ),
        State::Terminated { exit_code, .. } => (format!("which exited with {exit_code} at {from}"), path),
        State::Running { .. } if in_post_start(lane, segment, asked) => {
            (format!("whose postStart hook started at {from}"), hook)
        }
        State::Running { .. } if info.role == ContainerRole::Sidecar => {
            (format!("which started at {from}, but its startup probe has not succeeded yet"), probe)
        }
        State::Running { attempt } if *attempt > 0 => {
            (format!("which started its {} run at {from} and must exit with 0", nth(attempt + 1)), path)
        }
        State::Running { .. } => (format!("which started at {from} and must exit with 0"), path),
        _ => ("which is not started yet".to_owned(), path),
    };
    Some(Cause { words: format!("the {kind} `{other}`, {text}"), field })
}
