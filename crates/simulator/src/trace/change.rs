//! The notable changes of a trace: the stops of the step buttons, and the lines of the narration.

use super::{Probe, Trace};
use crate::Millis;
use crate::Word;
use std::fmt;

/// Something a person wants to stop at.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The time.
    pub at: Millis,
    /// Index into `Trace::pods`; `None` when it is about a workload or the node.
    pub pod: Option<usize>,
    /// The container; empty when it is about the Pod.
    pub container: String,
    /// The change itself.
    pub what: What,
}

/// The kinds of notable changes.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Something about the Pod, its workload or the node, in words.
    Said(String),
    /// An image is being pulled.
    Pulling(String),
    /// An image is there.
    Pulled(String),
    /// A container started; the run, from 1.
    Started(u32),
    /// The kubelet could not make or start the container: its reason and message.
    Failed(String, String),
    /// A container ended: exit code and reason.
    Exited(i32, String),
    /// The kubelet waits before the restart: reason and length.
    BackOff(Word, Millis),
    /// The container became ready.
    Ready,
    /// The container stopped being ready.
    NotReady,
    /// The startup probe succeeded.
    StartupDone,
    /// A probe failed with this output.
    ProbeFailed(Probe, String),
    /// A hook began.
    Hook(&'static str),
    /// SIGTERM with this grace in seconds.
    Term(i64),
    /// SIGKILL.
    Kill,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::Said(words) => f.write_str(words),
            What::Pulling(image) => write!(f, "pulling {image}"),
            What::Pulled(image) => write!(f, "pulled {image}"),
            What::Started(run) => write!(f, "started (run {run})"),
            What::Failed(reason, message) => write!(f, "not started: {reason}: {message}"),
            What::Exited(code, reason) => write!(f, "exited {code} {reason}"),
            What::BackOff(reason, length) => write!(f, "waiting {reason} {}s", length.whole_seconds()),
            What::Ready => f.write_str("ready"),
            What::NotReady => f.write_str("no longer ready"),
            What::StartupDone => f.write_str("startup probe succeeded"),
            What::ProbeFailed(probe, output) => {
                write!(f, "{} probe failed", probe.word().to_ascii_lowercase())?;
                if output.is_empty() { Ok(()) } else { write!(f, ": {output}") }
            }
            What::Hook(hook) => write!(f, "{hook} hook"),
            What::Term(grace) => write!(f, "SIGTERM, SIGKILL in {grace}s"),
            What::Kill => f.write_str("SIGKILL"),
        }
    }
}

/// One line a change: time, subject, what. With several Pods the subject is `pod/container`.
pub(super) fn narration(trace: &Trace, time: &dyn Fn(Millis) -> String) -> Vec<String> {
    let many = trace.pods.len() > 1;
    let subject = |change: &Change| -> String {
        let pod = change.pod.and_then(|pod| trace.pods.get(pod));
        match (pod, many, change.container.as_str()) {
            (None, _, "") => "cluster".to_owned(),
            (None, _, workload) => workload.to_owned(),
            (Some(_), false, "") => "pod".to_owned(),
            (Some(pod), true, "") => pod.name.clone(),
            (Some(_), false, container) => container.to_owned(),
            (Some(pod), true, container) => format!("{}/{container}", pod.name),
        }
    };
    let subjects: Vec<String> = trace.changes.iter().map(subject).collect();
    let width = subjects.iter().map(|subject| subject.chars().count()).max().unwrap_or(0).max(8);
    let line = |(change, subject): (&Change, &String)| {
        format!("{}  {subject:width$}  {}", time(change.at), change.what)
    };
    trace.changes.iter().zip(&subjects).map(line).collect()
}
