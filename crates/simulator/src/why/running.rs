//! Containers that run.

use super::{Asked, Sign, Why, clock, nth};
use crate::Millis;
use crate::trace::{ContainerRole, Mark, MarkKind, Probe};

/// Tells what a running container means for the Pod.
pub(super) fn why(asked: &Asked<'_>, attempt: u32) -> Why {
    let name = &asked.info.name;
    let from = clock(asked.segment.from);
    let began = if attempt == 0 {
        format!("`{name}` started at {from}")
    } else {
        format!("`{name}` started its {} run at {from}", nth(attempt + 1))
    };
    if let Some(lost) = asked.node_lost() {
        let then = if asked.is_deleting() {
            "the Pod is being deleted, and nobody stops it before the kubelet is back"
        } else {
            "the Pod no longer counts as ready"
        };
        let at = clock(lost);
        let text = format!("`{name}` may still run, but its node has been lost since {at}: {then}.");
        return Why { since: lost, ..asked.say_of(text, &["spec.tolerations"]) };
    }
    if asked.is_deleting() {
        return while_deleted(asked);
    }
    if asked.info.role == ContainerRole::Init {
        let text = format!("{began}; nothing after it starts until it exits with 0.");
        return asked.say_of(text, &[]);
    }
    let started = asked.last_mark(Sign::Started).is_some();
    if !started && asked.last_mark(Sign::Hook("postStart")).is_some() {
        let text =
            format!("The postStart hook of `{name}` runs; the kubelet starts no other container meanwhile.");
        return asked.say(text, &["lifecycle.postStart"]);
    }
    if let Some(ready) = asked.last_mark(Sign::Readiness).filter(|mark| mark.kind == MarkKind::Ready) {
        return asked.say_of(format!("{began} and became ready at {}.", clock(ready.at)), &[]);
    }
    let probe = if started { Probe::Readiness } else { Probe::Startup };
    let Some(_) = asked.spec().and_then(|spec| spec.probe(probe)) else {
        return asked.say_of(format!("{began} and runs."), &[]);
    };
    let failed = asked.last_mark(Sign::Failed(probe));
    let (word, state) = match probe {
        Probe::Startup => ("startup", "does not count as started"),
        _ => ("readiness", "is not ready"),
    };
    let last = match failed {
        Some(Mark { at, kind: MarkKind::Probe { output, .. } }) if !output.is_empty() => {
            format!("its {word} probe failed, last at {}: {output}", clock(*at))
        }
        Some(Mark { at, .. }) => format!("its {word} probe failed, last at {}", clock(*at)),
        None => format!("its {word} probe has not succeeded yet"),
    };
    asked.say(format!("{began} but {state}: {last}."), &[probe.field()])
}

/// A container that still runs while the Pod is stopped.
fn while_deleted(asked: &Asked<'_>) -> Why {
    let name = &asked.info.name;
    if asked.last_mark(Sign::Hook("preStop")).is_some() {
        let text =
            format!("The preStop hook of `{name}` runs; SIGTERM follows. It takes from the grace period.");
        return asked.say(text, &["lifecycle.preStop"]);
    }
    if asked.info.role == ContainerRole::Sidecar {
        let text = format!(
            "`{name}` still runs: sidecars are stopped after the app containers, the last one first, within the same grace period."
        );
        return asked.say_of(text, &["spec.terminationGracePeriodSeconds"]);
    }
    asked.say_of(format!("`{name}` is about to be stopped: the Pod is being deleted."), &[])
}

/// A container that was told to stop.
pub(super) fn stopping(asked: &Asked<'_>, kill_at: Millis) -> Why {
    let name = &asked.info.name;
    let (since, until) = (clock(asked.segment.from), clock(kill_at));
    let text = format!("`{name}` got SIGTERM at {since} and has until {until} to end; then it is killed.");
    asked.say_of(text, &["spec.terminationGracePeriodSeconds"])
}
