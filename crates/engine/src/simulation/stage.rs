//! The data of the stage that lanes do not hold: node, address, sandbox, volumes, and each container's runs, waits,
//! gate and probes.

use api::well_known::TOKEN_VOLUME;
use k8s_openapi::api::core::v1::{Container, ContainerStatus, Pod, PodStatus, Volume as Written};
use serde_json::Value;
use simulator::trace::{
    CallKind, ContainerInfo, ContainerRole, Lane, MarkKind, PodTrace, Probe, State, Version,
};
use simulator::{Millis, Trace};
use view::stage::{
    ContainerHistory, Ended, Exit, Life, Mount, PodHistory, ProbeHistory, ProbeKind, Sandbox, Since, Span,
    Volume,
};

/// A Pod's history. `spec` is the path of the Pod's spec.
pub(super) fn history(trace: &Trace, number: usize, pod: &PodTrace, spec: &str) -> PodHistory {
    let sandboxes = sandboxes(trace, number, pod);
    let volumes = volumes(pod, spec);
    let containers = pod.containers.iter().zip(&pod.lanes).enumerate();
    PodHistory {
        spec: spec.to_owned(),
        owner: pod.owner.as_ref().map(|owner| format!("{} {}", owner.kind, owner.name)).unwrap_or_default(),
        node: node(pod),
        addresses: addresses(pod),
        traffic: spans(pod, |base, version| {
            base.metadata.deletion_timestamp.is_none() && ready(&version.status)
        }),
        deleted: deleted(pod),
        ended: ended_at(pod),
        containers: containers
            .map(|(place, (info, lane))| container(pod, place, info, lane, &sandboxes, &volumes))
            .collect(),
        sandboxes,
        volumes,
    }
}

/// The times at which a Pod's sandboxes start and stop, in no order.
pub(super) fn moments(history: &PodHistory) -> impl Iterator<Item = u64> + '_ {
    history.sandboxes.iter().flat_map(|sandbox| std::iter::once(sandbox.up.from).chain(sandbox.up.to))
}

/// The stretches of a Pod's life in which `so` holds of what the API server shows.
fn spans(pod: &PodTrace, so: impl Fn(&Pod, &Version) -> bool) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for version in &pod.versions {
        let now = pod.base(version).is_some_and(|base| so(base, version));
        toggle(&mut spans, version.at.0, now);
    }
    if let Some(removed) = pod.removed {
        toggle(&mut spans, removed.0, false);
    }
    spans
}

/// Begins or ends a stretch at `at`, if `now` differs from the state before.
fn toggle(spans: &mut Vec<Span>, at: u64, now: bool) {
    match (spans.last_mut().filter(|last| last.to.is_none()), now) {
        (None, true) => spans.push(Span { from: at, to: None }),
        (Some(last), false) => last.to = Some(at),
        (None, false) | (Some(_), true) => {}
    }
}

fn ready(status: &PodStatus) -> bool {
    let mut conditions = status.conditions.iter().flatten();
    conditions.any(|condition| condition.type_ == "Ready" && condition.status == "True")
}

fn node(pod: &PodTrace) -> Option<Since> {
    let bound = |version: &Version| {
        let name = pod.base(version)?.spec.as_ref()?.node_name.clone()?;
        Some(Since { from: version.at.0, text: name })
    };
    pod.versions.iter().find_map(bound)
}

fn addresses(pod: &PodTrace) -> Vec<Since> {
    let mut found: Vec<Since> = Vec::new();
    for version in &pod.versions {
        let text = version.status.pod_ip.clone().unwrap_or_default();
        if found.last().map_or(!text.is_empty(), |last| last.text != text) {
            found.push(Since { from: version.at.0, text });
        }
    }
    found
}

/// The time from the first deletion to the end of the grace period that holds last.
pub(super) fn deleted(pod: &PodTrace) -> Option<Span> {
    let base = |version| pod.base(version).filter(|base| base.metadata.deletion_timestamp.is_some());
    let first = pod.versions.iter().find(|version| base(version).is_some())?;
    let last = pod.versions.iter().rev().find_map(base)?;
    let grace = last.metadata.deletion_grace_period_seconds.and_then(|grace| u64::try_from(grace).ok());
    let from = first.at.0;
    Some(Span { from, to: grace.map(|grace| from.saturating_add(grace.saturating_mul(1_000))) })
}

/// The time at which the API server first shows the phase in which a Pod stays.
fn ended_at(pod: &PodTrace) -> Option<Ended> {
    pod.versions.iter().find_map(|version| {
        let phase = version.status.phase.as_deref()?;
        matches!(phase, "Failed" | "Succeeded").then(|| Ended { at: version.at.0, failed: phase == "Failed" })
    })
}

fn sandboxes(trace: &Trace, number: usize, pod: &PodTrace) -> Vec<Sandbox> {
    let mut found: Vec<Sandbox> = Vec::new();
    for call in trace.calls.iter().filter(|call| call.pod == number) {
        let up = found.last_mut().filter(|sandbox| sandbox.up.to.is_none());
        if let Some(sandbox) = up {
            let lost = call.kind == CallKind::SandboxDied;
            if lost || call.kind == CallKind::StopPodSandbox {
                *sandbox = Sandbox { up: Span { from: sandbox.up.from, to: Some(call.at.0) }, lost };
            }
        } else if call.kind == (CallKind::RunPodSandbox { error: None }) {
            found.push(Sandbox { up: Span { from: call.at.0, to: None }, lost: false });
        }
    }
    if let Some(last) = found.last_mut().filter(|sandbox| sandbox.up.to.is_none()) {
        last.up.to = pod.removed.map(|removed| removed.0);
    }
    found
}

/// The volumes that are written; the token's volume, which every Pod has, is left out.
fn volumes(pod: &PodTrace, spec: &str) -> Vec<Volume> {
    let written = pod.bases.first().and_then(|pod| pod.spec.as_ref()).and_then(|spec| spec.volumes.as_ref());
    let volumes = written.into_iter().flatten().enumerate();
    let shown = volumes.filter(|(_, volume)| !volume.name.starts_with(TOKEN_VOLUME));
    shown
        .map(|(place, volume)| Volume {
            name: volume.name.clone(),
            kind: kind(volume),
            field: format!("{spec}.volumes[{place}]"),
        })
        .collect()
}

/// The kind of a volume's source: `emptyDir`.
fn kind(volume: &Written) -> String {
    let Value::Object(keys) = api::typed::to_json(volume) else { return String::new() };
    keys.into_iter().map(|(key, _)| key).find(|key| key != "name").unwrap_or_default()
}

fn container(
    pod: &PodTrace,
    place: usize,
    info: &ContainerInfo,
    lane: &Lane,
    sandboxes: &[Sandbox],
    volumes: &[Volume],
) -> ContainerHistory {
    let spec = pod.bases.first().and_then(|pod| pod.spec.as_ref());
    let mut written = spec.into_iter().flat_map(api::containers).map(|site| site.container);
    let written = written.find(|container| container.name == info.name);
    let told = |wanted: fn(&ContainerStatus) -> bool| {
        spans(pod, |_, version| pod.status_of(version, place).is_some_and(wanted))
    };
    let (passed, counted, opens) = match info.role {
        ContainerRole::Init => (told(done), Vec::new(), succeeded(lane, sandboxes)),
        ContainerRole::Sidecar => (told(started), told(|one| one.ready), begun(lane, sandboxes)),
        ContainerRole::App => (Vec::new(), told(|one| one.ready), Vec::new()),
        ContainerRole::Ephemeral => (Vec::new(), Vec::new(), Vec::new()),
    };
    let (lives, waits) = lives(lane);
    ContainerHistory {
        lives,
        waits,
        loops: told(loops),
        opens,
        passed,
        counted,
        mounts: written.map(|container| mounts(container, volumes)).unwrap_or_default(),
        probes: written.map(|container| probes(container, lane)).unwrap_or_default(),
    }
}

fn loops(status: &ContainerStatus) -> bool {
    let waiting = status.state.as_ref().and_then(|state| state.waiting.as_ref());
    waiting.is_some_and(|waiting| waiting.reason.as_deref() == Some("CrashLoopBackOff"))
}

fn done(status: &ContainerStatus) -> bool {
    let ended = status.state.as_ref().and_then(|state| state.terminated.as_ref());
    ended.is_some_and(|ended| ended.exit_code == 0)
}

fn started(status: &ContainerStatus) -> bool {
    status.started == Some(true)
}

/// The stretches in which an init container has succeeded in the present sandbox: in the next one it runs again.
fn succeeded(lane: &Lane, sandboxes: &[Sandbox]) -> Vec<Span> {
    let mut spans = Vec::new();
    for segment in &lane.segments {
        let now = matches!(segment.state, State::Terminated { exit_code: 0, .. });
        toggle(&mut spans, segment.from.0, now);
    }
    for span in &mut spans {
        let sandbox = sandboxes.iter().position(|sandbox| sandbox.up.holds(span.from));
        let down = sandbox.and_then(|sandbox| left(sandboxes, sandbox));
        span.to = span.to.into_iter().chain(down).min();
    }
    spans
}

/// The end of a sandbox that another one follows. What began in the last sandbox stays so: nothing begins anew.
fn left(sandboxes: &[Sandbox], place: usize) -> Option<u64> {
    let sandbox = sandboxes.get(place)?;
    sandbox.up.to.filter(|_| sandbox.lost || sandboxes.len() > place + 1)
}

/// The stretches in which a sidecar has started once in its sandbox: containers after it do not wait for it again.
fn begun(lane: &Lane, sandboxes: &[Sandbox]) -> Vec<Span> {
    let mut starts = lane.marks.iter().filter(|mark| mark.kind == MarkKind::Started).map(|mark| mark.at.0);
    let opened = |(place, sandbox): (usize, &Sandbox)| {
        let from = starts.find(|&at| sandbox.up.from <= at)?;
        sandbox.up.holds(from).then(|| Span { from, to: left(sandboxes, place) })
    };
    sandboxes.iter().enumerate().filter_map(opened).collect()
}

/// The runs of a container and its waits between them.
fn lives(lane: &Lane) -> (Vec<Life>, Vec<Span>) {
    let mut lives: Vec<Life> = Vec::new();
    let mut waits = Vec::new();
    let mut last = None;
    let mut life = |attempt: u32, from: u64, lives: &mut Vec<Life>| {
        if last.replace(attempt) != Some(attempt) {
            lives.push(Life { from, stop: None, exit: None });
        }
    };
    for segment in &lane.segments {
        let from = segment.from.0;
        match &segment.state {
            State::Running { attempt } => life(*attempt, from, &mut lives),
            State::Stopping { attempt, kill_at } => {
                life(*attempt, from, &mut lives);
                let stop = Some(Span { from, to: Some(kill_at.0) });
                lives.last_mut().into_iter().for_each(|life| life.stop = life.stop.or(stop));
            }
            State::Terminated { exit_code, reason, .. } => {
                ended(&mut lives, Exit { at: from, code: *exit_code, reason: reason.clone() });
            }
            State::BackOff { exit_code, until, .. } => {
                ended(&mut lives, Exit { at: from, code: *exit_code, reason: String::new() });
                waits.push(wait(from, *until));
            }
            State::ImageBackOff { until, .. } => waits.push(wait(from, *until)),
            State::Waiting { .. } | State::Pulling { .. } => {}
        }
    }
    (lives, waits)
}

fn ended(lives: &mut [Life], exit: Exit) {
    if let Some(life) = lives.last_mut().filter(|life| life.exit.is_none()) {
        life.exit = Some(exit);
    }
}

fn wait(from: u64, until: Millis) -> Span {
    Span { from, to: Some(until.0) }
}

fn mounts(container: &Container, volumes: &[Volume]) -> Vec<Mount> {
    let written = container.volume_mounts.iter().flatten();
    let mount = written.filter_map(|mount| {
        let volume = volumes.iter().position(|volume| volume.name == mount.name)?;
        Some(Mount { volume, read_only: mount.read_only == Some(true), path: mount.mount_path.clone() })
    });
    mount.collect()
}

fn probes(container: &Container, lane: &Lane) -> Vec<ProbeHistory> {
    let written = [
        (Probe::Startup, ProbeKind::Startup, &container.startup_probe),
        (Probe::Readiness, ProbeKind::Readiness, &container.readiness_probe),
        (Probe::Liveness, ProbeKind::Liveness, &container.liveness_probe),
    ];
    let present = written.into_iter().filter(|(_, _, written)| written.is_some());
    present
        .map(|(wanted, kind, _)| {
            let mut history = ProbeHistory { kind, ticks: Vec::new() };
            for mark in &lane.marks {
                if let MarkKind::Probe { probe, ok, .. } = &mark.kind
                    && *probe == wanted
                {
                    history.push(mark.at.0, *ok);
                }
            }
            history
        })
        .collect()
}

#[cfg(test)]
mod tests;
