//! The words that a cluster prints, with their pages: the tables of the crates that print them, and here the server's
//! words about updates, exit codes, and words of other clusters that Podlab does not simulate.

use api::Markdown;
use resources::QosClass;

use super::Page;

api::words! {
    /// A word that no other crate prints.
    pub(crate) enum Word {
        PodUpdates "pod updates may not change fields" in "pod-updates" says "must be less than or equal to previous value", "must not update from a positive integer to nil value";
        PodContainers "pod updates may not add or remove containers" in "pod-updates";
        Tolerations "existing toleration can not be modified" in "pod-updates";
        Immutable "field is immutable" in "immutable" says "updates to statefulset spec for fields other than";
        ResizeClass "Pod QOS Class may not change as a result of resizing" in "resize-refused";
        ResizeMutable "only cpu and memory resources" in "resize-refused" says "resource limits cannot be removed", "resource requests cannot be removed", "may not be added or removed on resize", "may not be renamed or reordered on resize";
        ResizeNode "node didn't have enough allocatable resources" in "resize-refused";
        AlreadyExists "already exists" in "already-exists";

        NoNamespace "namespaces not found" in "no-namespace" says "namespaces \"";
        Modified "the object has been modified" in "modified" says "Operation cannot be fulfilled on";
        NoRight "cannot get resource" in "no-right" says "cannot list resource", "cannot create resource", "cannot delete resource", "cannot patch resource", "cannot update resource", "cannot watch resource";

        UnknownAuthority "certificate signed by unknown authority" in "unknown-authority";
        NetworkNotReady "NetworkNotReady" in "NetworkNotReady" says "network is not ready", "cni plugin not initialized";
        NodePressure "NodeHasDiskPressure" in "node-pressure" says "NodeHasInsufficientMemory", "NodeHasInsufficientPID", "MemoryPressure", "DiskPressure", "PIDPressure", "EvictionThresholdMet";
        SystemOom "OOMKilling" in "OOMKilling" says "SystemOOM", "Memory cgroup out of memory";
        ExecFormat "exec format error" in "exec-format-error";
        FailedAttachVolume "FailedAttachVolume" in "FailedAttachVolume" says "Multi-Attach error", "AttachVolume.Attach failed";
        SuccessfulAttachVolume "SuccessfulAttachVolume" in "SuccessfulAttachVolume" says "AttachVolume.Attach succeeded";
        NodeShutdown "NodeShutdown" in "NodeShutdown" says "node is shutting down", "in response to imminent node shutdown";
        UnexpectedAdmissionError "UnexpectedAdmissionError" in "UnexpectedAdmissionError" says "which is unexpected";
        QosClass "QoS" in "QoS" says "QoS Class", "quality of service";
        Event "event" in "event";

        Exit0 "exit 0" in "exit-0";
        Exit1 "exit 1" in "exit-1";
        Exit126 "exit 126" in "exit-126";
        Exit127 "exit 127" in "exit-127";
        Exit128 "exit 128" in "exit-128";
        Exit137 "exit 137" in "exit-137" says "SIGKILL", "signal: killed";
        Exit139 "exit 139" in "exit-139";
        Exit143 "exit 143" in "exit-143" says "SIGTERM", "signal: terminated";
        ExitSignal "exit code above 128" in "exit-signal";
    }
}

/// The word for an exit code, or for its range.
pub(super) fn exit(code: u32) -> Word {
    match code {
        0 => Word::Exit0,
        126 => Word::Exit126,
        127 => Word::Exit127,
        128 => Word::Exit128,
        137 => Word::Exit137,
        139 => Word::Exit139,
        143 => Word::Exit143,
        129.. => Word::ExitSignal,
        _ => Word::Exit1,
    }
}

/// A word with its page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// The text as printed.
    pub text: &'static str,
    /// The page as Markdown.
    pub page: Markdown,
    /// Parts of messages that have this meaning without naming the word.
    pub says: &'static [&'static str],
}

impl From<Entry> for Page {
    fn from(entry: Entry) -> Page {
        Page { id: entry.text, markdown: entry.page }
    }
}

macro_rules! entry {
    ($($word:ty),+) => {
        $(impl From<$word> for Entry {
            fn from(word: $word) -> Entry {
                Entry { text: word.text(), page: word.page(), says: word.says() }
            }
        })+
    };
}
entry!(simulator::Word, kubectl::Word, scheduling::Word, admission::Word, Word);

impl From<QosClass> for Entry {
    fn from(class: QosClass) -> Entry {
        Entry { text: class.name(), page: class.page(), says: &[] }
    }
}

/// Every word: of statuses and events, of kubectl, the scheduler, admission and classes, and the words above.
pub(super) fn all() -> impl Iterator<Item = Entry> {
    let simulated = simulator::Word::ALL.iter().map(|word| Entry::from(*word));
    simulated
        .chain(kubectl::Word::ALL.iter().map(|word| Entry::from(*word)))
        .chain(scheduled())
        .chain(admission::Word::ALL.iter().map(|word| Entry::from(*word)))
        .chain(QosClass::ALL.map(Entry::from))
        .chain(Word::ALL.iter().map(|word| Entry::from(*word)))
}

/// The scheduler's words.
pub(super) fn scheduled() -> impl Iterator<Item = Entry> {
    scheduling::Word::ALL.iter().map(|word| Entry::from(*word))
}
