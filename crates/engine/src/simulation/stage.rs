//! The data of the stage that lanes do not hold: node, address, sandbox, volumes, and each container's runs, waits,
//! gate and probes.

use k8s_openapi::api::core::v1::{Container, ContainerStatus, Pod, PodStatus, Volume as Written};
use serde_json::Value;
use simulator::trace::{
    CallKind, ContainerInfo, ContainerRole, Lane, MarkKind, PodTrace, Probe, State, Version,
};
use simulator::{Millis, Trace};
use view::stage::{
    ContainerHistory, Exit, Life, Mount, PodHistory, ProbeHistory, ProbeKind, Sandbox, Since, Span, Volume,
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
    let shown = volumes.filter(|(_, volume)| !volume.name.starts_with("kube-api-access-"));
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
        opens,
        passed,
        counted,
        mounts: written.map(|container| mounts(container, volumes)).unwrap_or_default(),
        probes: written.map(|container| probes(container, lane)).unwrap_or_default(),
    }
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
mod tests {
    use view::stage::{Gate, Ground, Scene, Stage};
    use view::{BarState, Run};

    use crate::{Kubernetes, Manifest};

    fn run(spec: &str, story: &str) -> Run {
        let text = format!("apiVersion: v1\nkind: Pod\nmetadata: {{ name: p }}\nspec:\n{spec}");
        Manifest::read(&text, &Kubernetes::RECORDED).simulate(story).unwrap().run
    }

    fn scenes(run: &Run) -> impl Iterator<Item = Scene> + '_ {
        run.changes.iter().filter_map(|&at| Stage::at(run, at, None).scene)
    }

    const ORDERLY: &str = "  initContainers:
  - { name: log, image: a:1, restartPolicy: Always }
  - { name: proxy, image: a:1, restartPolicy: Always, volumeMounts: [{ name: v, mountPath: /v, readOnly: true }] }
  - { name: setup, image: a:1 }
  containers:
  - { name: app, image: a:1, volumeMounts: [{ name: v, mountPath: /v }] }
  volumes: [{ name: v, emptyDir: {} }]
";

    #[test]
    fn nothing_starts_behind_a_closed_gate() {
        let run = run(ORDERLY, "containers: { setup: [{ run: 3, exit: 1 }, { run: 2, exit: 0 }] }");
        let mut opened = 0;
        for scene in scenes(&run) {
            let gates: Vec<_> = scene.actors.iter().map(|actor| actor.gate).collect();
            let closed = gates.iter().position(|gate| *gate == Some(Gate::Closed));
            opened = opened.max(closed.unwrap_or(3));
            let behind = closed.map_or(gates.len(), |closed| closed + 1);
            assert!(scene.actors.iter().skip(behind).all(|actor| !actor.state.runs()), "{scene:#?}");
            assert!(scene.passed <= opened, "kubectl counts no gate that has not been opened");
        }
        assert_eq!(opened, 3);
    }

    #[test]
    fn a_gate_stays_open_when_the_pod_has_ended() {
        let spec = "  restartPolicy: Never
  initContainers: [{ name: setup, image: a:1 }]
  containers: [{ name: app, image: a:1 }]
";
        let run = run(spec, "containers: { app: [{ run: 2, exit: 0 }] }");
        let last = Stage::at(&run, run.end, None).scene.unwrap();
        assert_eq!((last.status.as_str(), last.actors[0].gate), ("Completed", Some(Gate::Open)));
    }

    #[test]
    fn of_several_pods_the_one_that_has_something_to_do_is_shown_and_named() {
        let text = "apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly }
spec:
  schedule: '* * * * *'
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          initContainers: [{ name: fetch, image: a:1 }]
          containers: [{ name: work, image: a:1, command: [sleep, '5'] }]
";
        let run = Manifest::read(text, &Kubernetes::RECORDED).simulate("").unwrap().run;
        let both = |at: &&u64| {
            let rows = run.rows(**at);
            let is = |status: &str| rows.iter().any(|row| row.status == status);
            is("Completed") && is("Init:0/1")
        };
        let at = *run.changes.iter().find(both).unwrap();
        let frame = run.frame(run.index(at));
        let pod = &run.pods[frame.pod.unwrap()];
        assert_eq!(pod.shown(at).unwrap().status, "Init:0/1");
        assert_eq!(Stage::at(&run, at, None).scene.unwrap().name, pod.name);
        assert!(frame.sentence.starts_with(&format!("Pod `{}`: ", pod.name)), "{}", frame.sentence);
    }

    #[test]
    fn only_the_box_that_failed_runs_again() {
        let run = run(ORDERLY, "containers: { setup: [{ run: 3, exit: 1 }, { run: 2, exit: 0 }] }");
        let runs: Vec<usize> = scenes(&run).last().unwrap().actors.iter().map(|actor| actor.run).collect();
        assert_eq!(runs, [1, 1, 2, 1]);
    }

    #[test]
    fn sigterm_goes_to_the_app_and_then_to_the_sidecars_from_the_last_to_the_first() {
        let run = run(
            ORDERLY,
            "containers: { app: [{ term: 2 }], proxy: [{ term: 1 }], log: [{ term: 1 }] }\nactions: [{ at: 20, do: delete }]",
        );
        let mut order: Vec<String> = Vec::new();
        let mut promised: Vec<String> = Vec::new();
        for actor in scenes(&run).flat_map(|scene| scene.actors) {
            if actor.state == BarState::Stopping && !order.contains(&actor.name) {
                order.push(actor.name.clone());
            }
            if actor.next.starts_with("SIGTERM") {
                promised.push(format!("{}: {}", actor.name, actor.next));
            }
        }
        promised.dedup();
        promised.sort();
        promised.dedup();
        assert_eq!(order, ["app", "proxy", "log"]);
        assert_eq!(
            promised,
            ["log: SIGTERM after proxy", "log: SIGTERM after the apps", "proxy: SIGTERM after the apps"]
        );
        assert!(scenes(&run).any(|scene| scene.deleted.is_some() && !scene.traffic));
    }

    #[test]
    fn an_exit_that_was_asked_for_is_no_failure() {
        let last = |story: &str| {
            let run = run(ORDERLY, story);
            let states = run.lanes.iter().map(|lane| lane.bars.last().unwrap().state);
            states.collect::<Vec<_>>()
        };
        let deleted = "containers: { app: [{ term: 2 }] }\nactions: [{ at: 20, do: delete }]";
        assert_eq!(
            last(deleted),
            [BarState::Stopped, BarState::Stopped, BarState::Succeeded, BarState::Stopped]
        );
        // Nobody asked for this one; the kubelet asked the sidecars, once it was over.
        let spec =
            "  restartPolicy: Never\n  initContainers: [{ name: log, image: a:1, restartPolicy: Always }]
  containers: [{ name: app, image: a:1 }]\n";
        let run = run(spec, "containers: { app: [{ run: 3, exit: 143 }] }");
        let states: Vec<_> = run.lanes.iter().map(|lane| lane.bars.last().unwrap().state).collect();
        assert_eq!(states, [BarState::Stopped, BarState::Failed]);
    }

    #[test]
    fn a_lost_sandbox_closes_all_gates_again() {
        let run = run(ORDERLY, "containers: { setup: [{ run: 2, exit: 0 }] }\nsandbox: [{ dieAfter: 20 }]");
        let lost = scenes(&run).position(|scene| scene.ground == Ground::Lost).expect("it is lost");
        let again = scenes(&run).skip(lost).find(|scene| scene.ground == Ground::Up && scene.sandboxes == 2);
        let again = again.expect("it is made again");
        assert!(again.actors.iter().all(|actor| actor.gate != Some(Gate::Open)), "{again:#?}");
        let end = scenes(&run).last().unwrap();
        assert!(end.traffic && end.actors.iter().all(|actor| actor.gate != Some(Gate::Closed)));
    }

    #[test]
    fn volumes_say_who_mounts_them_and_who_may_write() {
        let scene = scenes(&run(ORDERLY, "")).last().unwrap();
        assert_eq!((scene.volumes[0].name.as_str(), scene.volumes[0].kind.as_str()), ("v", "emptyDir"));
        let mounts =
            |place: usize| scene.actors[place].mounts.iter().map(|mount| mount.read_only).collect::<Vec<_>>();
        assert_eq!((mounts(1), mounts(3), mounts(0)), (vec![true], vec![false], vec![]));
    }
}
