//! Containers that have ended.

use super::{Asked, Cause, Why, clock};
use crate::Millis;
use crate::trace::ContainerRole;

/// Tells what follows the end of a container.
pub(super) fn why(asked: &Asked<'_>, exit_code: i32, reason: &str) -> Why {
    let name = &asked.info.name;
    let at = clock(asked.segment.from);
    let ended = match reason {
        "OOMKilled" => format!("`{name}` was killed at {at} because it used more memory than its limit"),
        _ => match asked.killed_by() {
            Some(probe) => format!("`{name}` was stopped because its {probe} failed, and ended at {at}"),
            None => format!("`{name}` ended at {at} with exit code {exit_code}"),
        },
    };
    if asked.is_deleting() {
        return asked.say_of(format!("{ended}; the Pod is being deleted."), &[]);
    }
    let Some(spec) = asked.spec() else { return asked.say_of(format!("{ended}."), &[]) };
    if asked.info.role == ContainerRole::Init && exit_code == 0 {
        return asked.say_of(format!("{ended}: its work is done."), &[]);
    }
    match asked.over() {
        Some("") | None => {}
        Some(reason) => {
            let text = format!("{ended}; the Pod has failed ({reason}), so nothing is started again.");
            return asked.say_of(text, &[]);
        }
    }
    if asked.last_event("SandboxChanged").is_some_and(|event| event.at >= asked.segment.from) {
        let text =
            format!("{ended}: the Pod's sandbox is gone. The kubelet makes a new one and starts all anew.");
        return asked.say_of(text, &[]);
    }
    let restarts = asked.shape.restarts(spec, exit_code);
    if let Some(Cause { words, field }) = asked.ends().filter(|_| restarts) {
        return asked.say_of(format!("{ended}: {words}, so nothing is started again."), &[&field]);
    }
    let own = format!("spec.{}.restartPolicy", asked.info.path);
    let rules = format!("spec.{}.restartPolicyRules", asked.info.path);
    let (policy, field) = match (&spec.container.restart_policy, spec.rule_action(exit_code)) {
        (_, Some("RestartAllContainers")) => {
            return asked.say_of(format!("{ended}; a rule restarts all containers of the Pod."), &[&rules]);
        }
        (_, Some(_)) => ("a rule restarts it".to_owned(), rules),
        (Some(policy), None) => (format!("its restartPolicy is {policy}"), own),
        (None, None) => {
            let policy = asked.shape.spec.restart_policy.as_deref().unwrap_or("Always");
            (format!("the Pod's restartPolicy is {policy}"), "spec.restartPolicy".to_owned())
        }
    };
    let next = if restarts {
        "the kubelet will start it again"
    } else if asked.info.role == ContainerRole::Init {
        "it is not started again and the Pod has failed"
    } else {
        "it is not started again"
    };
    let memory = format!("spec.{}.resources.limits.memory", asked.info.path);
    let mut fields = vec![field.as_str()];
    if reason == "OOMKilled" {
        fields.push(&memory);
    }
    asked.say_of(format!("{ended}; {policy}, so {next}."), &fields)
}

/// A restart that has to wait.
pub(super) fn back_off(asked: &Asked<'_>, exit_code: i32, length: Millis, until: Millis) -> Why {
    let name = &asked.info.name;
    let seconds_long = length.whole_seconds();
    let ended = match asked.killed_by() {
        Some(probe) => format!("`{name}` was stopped because its {probe} failed, not for the first time"),
        None => format!("`{name}` ended again, with exit code {exit_code}"),
    };
    let text = format!(
        "{ended}: the kubelet waits {seconds_long} s and starts it at {} or soon after.",
        clock(until)
    );
    let own = asked.spec().is_some_and(|spec| spec.container.restart_policy.is_some());
    let path = format!("spec.{}.restartPolicy", asked.info.path);
    asked.say_of(text, &[if own { &path } else { "spec.restartPolicy" }])
}
