//! The words of the stage's parts for people who do not see them.

use view::ContainerKind;
use view::stage::{Actor, Gate, Presence, RingKind, Scene};

/// The words of a container beside its name, its state and its run.
pub fn beside(actor: &Actor, counts: bool) -> String {
    let mut words = vec![String::new(), actor.role()];
    if let Some(ring) = actor.ring {
        words.push(match ring.kind {
            RingKind::BackOff => "waits for its next try".to_owned(),
            RingKind::Grace => "has its grace period until SIGKILL".to_owned(),
        });
    }
    for probe in &actor.probes {
        words.push(match probe.ticks.last() {
            None => format!("{} probe not asked yet", probe.kind.word()),
            Some(true) => format!("{} probe succeeds", probe.kind.word()),
            Some(false) => format!("{} probe fails", probe.kind.word()),
        });
    }
    match actor.gate {
        Some(Gate::Open) => words.push("the gate after it is open".to_owned()),
        Some(Gate::Closed) => words.push(format!("the gate after it {}", opens(actor))),
        None => {}
    }
    if counts {
        words.push("kubectl counts to here".to_owned());
    }
    words.join(", ")
}

/// The event that opens the gate after it.
pub fn opens(actor: &Actor) -> &'static str {
    match actor.kind {
        ContainerKind::Init => "opens at exit 0",
        ContainerKind::Sidecar => "opens once started",
        ContainerKind::App => "",
    }
}

/// The Pod in one sentence.
pub fn pod(scene: &Scene) -> String {
    let mut words = vec![format!("Pod {}", scene.name), scene.status.clone()];
    if scene.presence == Presence::Here {
        if !scene.ready.is_empty() {
            words.push(format!("READY {}", scene.ready));
        }
        words.push(if scene.address.is_empty() {
            "no address".to_owned()
        } else {
            format!("address {}", scene.address)
        });
        words.push(if scene.traffic { "gets traffic" } else { "gets no traffic" }.to_owned());
    }
    words.join(", ")
}

/// The count of kubectl, for the flag.
pub fn counts(scene: &Scene) -> String {
    format!("Init:{}/{}", scene.passed, scene.inits)
}
