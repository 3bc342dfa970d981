//! A container's state. Upstream: describeContainerState, describeStatus,
//! staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::writer::Writer;
use super::{date, text};
use k8s_openapi::api::core::v1::{ContainerState, ContainerStateTerminated, ContainerStatus};

pub(super) fn write(w: &mut Writer, status: &ContainerStatus) {
    one(w, "State", status.state.as_ref());
    if let Some(last) = status.last_state.as_ref().filter(|last| last.terminated.is_some()) {
        one(w, "Last State", Some(last));
    }
    w.field(2, "Ready", if status.ready { "True" } else { "False" });
    w.field(2, "Restart Count", &status.restart_count.to_string());
}

fn one(w: &mut Writer, title: &str, state: Option<&ContainerState>) {
    let running = state.and_then(|state| state.running.as_ref());
    let waiting = state.and_then(|state| state.waiting.as_ref());
    let terminated = state.and_then(|state| state.terminated.as_ref());
    if let Some(running) = running {
        w.field(2, title, "Running");
        w.field(3, "Started", &date(running.started_at.as_ref()));
    } else if let (None, Some(ended)) = (waiting, terminated) {
        w.field(2, title, "Terminated");
        write_ending(w, ended);
    } else {
        w.field(2, title, "Waiting");
        w.optional(3, "Reason", waiting.and_then(|waiting| waiting.reason.as_deref()));
    }
}

fn write_ending(w: &mut Writer, ended: &ContainerStateTerminated) {
    w.optional(3, "Reason", Some(text(ended.reason.as_ref())));
    w.optional(3, "Message", ended.message.as_deref());
    w.field(3, "Exit Code", &ended.exit_code.to_string());
    if let Some(signal) = ended.signal.filter(|signal| *signal > 0) {
        w.field(3, "Signal", &signal.to_string());
    }
    w.field(3, "Started", &date(ended.started_at.as_ref()));
    w.field(3, "Finished", &date(ended.finished_at.as_ref()));
}
