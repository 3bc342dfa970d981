//! Why a container is where it is: one sentence and the fields that cause it.

mod ended;
mod running;
mod waiting;

use crate::Millis;
use crate::shape::{ContainerShape, Shape};
use crate::trace::{
    ContainerInfo, ContainerRole, Event, Lane, Mark, MarkKind, PodTrace, Probe, Segment, State, Trace,
    Version,
};
use api::collections::Map;
use k8s_openapi::api::core::v1::Pod;
use std::cell::{OnceCell, RefCell};

/// The answer to "why is it waiting?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// One sentence.
    pub sentence: String,
    /// Since when it holds.
    pub since: Millis,
    /// Paths below the Pod (`spec.initContainers[0].startupProbe`) that cause it.
    pub fields: Vec<String>,
    /// The thing that has to come before the container can be made, if anything has to.
    pub waits: Option<Wait>,
}

/// The thing that a container waits for which is not made yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Something that the whole Pod waits for.
    Pod {
        /// The words without a subject: `waits for ...`.
        words: String,
        /// The thing: `a node`.
        thing: &'static str,
    },
    /// A container before it, by name.
    Container(String),
}

/// A question with all that its answer is made from.
struct Asked<'a> {
    trace: &'a Trace,
    at: Millis,
    pod: &'a PodTrace,
    version: &'a Version,
    base: &'a Pod,
    shape: &'a Shape,
    shapes: &'a Shapes,
    index: usize,
    info: &'a ContainerInfo,
    lane: &'a Lane,
    segment: &'a Segment,
}

fn why(trace: &Trace, shapes: &Shapes, at: Millis, pod: &PodTrace, index: usize) -> Option<Why> {
    let (info, lane) = (pod.containers.get(index)?, pod.lanes.get(index)?);
    let version = pod.version_at(at)?;
    let base = pod.base(version)?;
    let segment = lane.segment_at(at)?;
    let shape = shapes.of(pod, version, base)?;
    let asked = Asked { trace, at, pod, version, base, shape, shapes, index, info, lane, segment };
    let name = &info.name;
    Some(match &segment.state {
        State::Waiting { reason, message } => waiting::why(&asked, reason, message),
        // The image's name stands in the manifest and in the event; here it would push out who waits.
        State::Pulling { .. } => {
            asked.say(format!("`{name}` waits for its image, which is being pulled."), &["image"])
        }
        State::ImageBackOff { until, message } => {
            let when = if *until > at { format!("not before {}", clock(*until)) } else { "soon".to_owned() };
            let text = format!(
                "`{name}` waits for its image, which could not be pulled; the kubelet tries again {when}. Reason: {message}"
            );
            asked.say(text, &["image", "imagePullPolicy"])
        }
        State::Running { attempt } => running::why(&asked, *attempt),
        State::Stopping { kill_at, .. } => running::stopping(&asked, *kill_at),
        State::Terminated { exit_code, reason, .. } => ended::why(&asked, *exit_code, reason),
        State::BackOff { exit_code, length, until, .. } => {
            ended::back_off(&asked, *exit_code, *length, *until)
        }
    })
}

/// `16.5 s`, `3:04`, `1:02:03`, as the page's clock writes times. Cut off as clocks do: nothing is since a time that the
/// clock beside it has not reached.
fn clock(at: Millis) -> String {
    let whole = at.whole_seconds();
    let (hours, minutes, seconds) = (whole / 3_600, whole / 60 % 60, whole % 60);
    match (hours, minutes) {
        (0, 0) => format!("{} s", (at.as_seconds() * 10.0).floor() / 10.0),
        (0, _) => format!("{minutes}:{seconds:02}"),
        (..) => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// `1st`, `2nd`, `3rd`, `11th`.
fn nth(number: u32) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

impl Trace {
    /// Tells what a container is doing at `at`, what it waits for, since when, and the fields that cause it.
    /// `container` is its name; an unknown one gets `None`.
    pub fn why(&self, at: Millis, pod: usize, container: &str) -> Option<Why> {
        let pod = self.pods.get(pod)?;
        let index = pod.containers.iter().position(|info| info.name == container)?;
        why(self, &Shapes::of_pod(pod), at, pod, index)
    }

    /// [`Trace::why`] of many instants: what is read of a Pod's spec is read once, and what all its containers wait for is
    /// found once for questions about the same instant in a row. `container` is its place in [`PodTrace::containers`].
    pub fn whys(&self, pod: usize) -> impl Fn(Millis, usize) -> Option<Why> {
        let pod = self.pods.get(pod);
        let shapes = pod.map(Shapes::of_pod).unwrap_or_default();
        move |at, container| why(self, &shapes, at, pod?, container)
    }
}

/// A cause that several containers of a Pod share.
#[derive(Clone)]
struct Cause {
    /// Part of a sentence.
    words: String,
    /// The field that causes it.
    field: String,
}

/// An answer that is the same for all containers of a Pod, kept for the last instant that was asked about.
struct AtInstant<T>(RefCell<Option<(Millis, Option<T>)>>);

impl<T> Default for AtInstant<T> {
    fn default() -> Self {
        AtInstant(RefCell::default())
    }
}

impl<T: Clone> AtInstant<T> {
    fn get(&self, at: Millis, find: impl FnOnce() -> Option<T>) -> Option<T> {
        if self.0.borrow().as_ref().is_none_or(|(known, _)| *known != at) {
            let found = find();
            *self.0.borrow_mut() = Some((at, found));
        }
        self.0.borrow().as_ref().and_then(|(_, found)| found.clone())
    }
}

/// The reason of an event, and the place of the container that it is about, if only its events are meant.
type EventKind = (&'static str, Option<usize>);

/// The marks that tell how far a running container has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    Hook(&'static str),
    Started,
    /// It became ready, or stopped being so.
    Readiness,
    Failed(Probe),
}

impl Sign {
    fn is(self, mark: &MarkKind) -> bool {
        match mark {
            MarkKind::Hook { hook } => self == Sign::Hook(hook),
            MarkKind::Started => self == Sign::Started,
            MarkKind::Ready | MarkKind::NotReady => self == Sign::Readiness,
            MarkKind::Probe { probe, ok, .. } => !ok && self == Sign::Failed(*probe),
            MarkKind::Term { .. } | MarkKind::Kill => false,
        }
    }
}

/// For each kind of item in lists that are in the order of time: the number of items that were looked at, and the place of the
/// last one of that kind. Many questions come in the order of time, so what an earlier one has looked at is not looked at again.
struct Seen<K>(RefCell<Map<K, (usize, Option<usize>)>>);

impl<K> Default for Seen<K> {
    fn default() -> Self {
        Seen(RefCell::default())
    }
}

impl<K: Ord + Copy> Seen<K> {
    /// The last of the first `now` items that is of the kind.
    fn last<'i, T>(&self, items: &'i [T], now: usize, kind: K, is_it: impl Fn(&T) -> bool) -> Option<&'i T> {
        let mut known = self.0.borrow_mut();
        let before = known.get(&kind).filter(|(seen, _)| *seen <= now).copied();
        let (seen, last) = before.unwrap_or_default();
        let mut new = items.get(seen..now).unwrap_or_default().iter();
        let last = new.rposition(is_it).map(|place| seen + place).or(last);
        known.insert(kind, (now, last));
        items.get(last?)
    }
}

/// The parts that many answers about a Pod share: the shapes of its bases, each read when it is first asked about, and, for an
/// instant, the container that others wait for, with its place, and why nothing is started any more.
#[derive(Default)]
struct Shapes {
    bases: Vec<OnceCell<Shape>>,
    blocker: AtInstant<(usize, Cause)>,
    end: AtInstant<Cause>,
    events: Seen<EventKind>,
    /// By the container's place.
    marks: Seen<(usize, Sign)>,
}

impl Shapes {
    fn of_pod(pod: &PodTrace) -> Shapes {
        Shapes { bases: pod.bases.iter().map(|_| OnceCell::new()).collect(), ..Shapes::default() }
    }

    fn of(&self, pod: &PodTrace, version: &Version, base: &Pod) -> Option<&Shape> {
        let known = || pod.containers.iter().map(|info| info.name.as_str()).collect::<Vec<_>>();
        Some(self.bases.get(version.base)?.get_or_init(|| Shape::after(base, &known())))
    }
}

impl<'a> Asked<'a> {
    /// A sentence about this container and its fields.
    fn say(&self, sentence: String, fields: &[&str]) -> Why {
        let path = format!("spec.{}", self.info.path);
        let fields = fields.iter().map(|field| format!("{path}.{field}")).collect();
        Why { sentence, since: self.segment.from, fields, waits: None }
    }

    /// A sentence with whole paths.
    fn say_of(&self, sentence: String, fields: &[&str]) -> Why {
        let fields = fields.iter().map(|field| (*field).to_owned()).collect();
        Why { sentence, since: self.segment.from, fields, waits: None }
    }

    fn spec(&self) -> Option<&ContainerShape> {
        self.shape.containers.get(self.index)
    }

    /// The reason why the Pod as a whole has ended; empty when its containers have ended by themselves. `None` of a Pod that
    /// goes on.
    fn over(&self) -> Option<&str> {
        let status = &self.version.status;
        let over = status.phase.as_deref().is_some_and(|phase| matches!(phase, "Failed" | "Succeeded"));
        over.then(|| status.reason.as_deref().unwrap_or_default())
    }

    /// The reason why the kubelet starts nothing of the Pod any more, before its phase says so. It is the same for all containers,
    /// and each of them is looked at for it, so it is looked for once in each instant.
    fn ends(&self) -> Option<Cause> {
        self.shapes.end.get(self.at, || self.end())
    }

    /// A lost sandbox is no such reason: it starts all anew.
    fn end(&self) -> Option<Cause> {
        if self.shape.deadline.is_some() && self.last_event("DeadlineExceeded").is_some() {
            let field = "spec.activeDeadlineSeconds".to_owned();
            return Some(Cause { words: "the Pod's time is over".to_owned(), field });
        }
        if !self.shape.may_end {
            return None;
        }
        let exit = |index: usize| match self.pod.lanes.get(index)?.segment_at(self.at)?.state {
            State::Terminated { exit_code, .. } => Some(exit_code),
            _ => None,
        };
        let is_last = |index: usize| {
            let spec = self.shape.containers.get(index)?;
            exit(index).map(|code| (code, !self.shape.restarts(spec, code)))
        };
        let containers = || self.pod.containers.iter().enumerate();
        let failed = containers().find(|(index, info)| {
            info.role == ContainerRole::Init && is_last(*index).is_some_and(|(code, last)| code != 0 && last)
        });
        if let Some((_, info)) = failed {
            let words = format!("the init container `{}` failed and is not started again", info.name);
            return Some(Cause { words, field: format!("spec.{}", info.path) });
        }
        let mut apps = containers().filter(|(_, info)| info.role == ContainerRole::App).peekable();
        let over =
            apps.peek().is_some() && apps.all(|(index, _)| is_last(index).is_some_and(|(_, last)| last));
        let (words, field) = ("all app containers have ended".to_owned(), "spec.restartPolicy".to_owned());
        over.then_some(Cause { words, field })
    }

    fn is_deleting(&self) -> bool {
        self.base.metadata.deletion_timestamp.is_some()
    }

    /// The last mark up to now that is such a sign, since the present segment began.
    fn last_mark(&self, sign: Sign) -> Option<&'a Mark> {
        let marks = &self.lane.marks;
        let now = marks.partition_point(|mark| mark.at <= self.at);
        let last = self.shapes.marks.last(marks, now, (self.index, sign), |mark| sign.is(&mark.kind));
        last.filter(|mark| mark.at >= self.segment.from)
    }

    /// Since when the Pod's node has been lost, while the API shows the Pod as not ready because of it.
    fn node_lost(&self) -> Option<Millis> {
        self.pod.node_lost(self.at)
    }

    /// The last event of the Pod with a reason up to now.
    fn last_event(&self, reason: &'static str) -> Option<&'a Event> {
        self.last_of((reason, None))
    }

    /// The last event of a kind up to now.
    fn last_of(&self, kind: EventKind) -> Option<&'a Event> {
        let events = &self.trace.events;
        let now = events.partition_point(|event| event.at <= self.at);
        let (reason, container) = kind;
        let field = container.map(|_| format!("{{{}}}", self.info.name)).unwrap_or_default();
        let is_it = |event: &Event| {
            event.reason == reason && event.object.uid == self.pod.uid && event.field.ends_with(&field)
        };
        self.shapes.events.last(events, now, kind, is_it)
    }

    /// The probe by which the kubelet killed the run that ended last.
    fn killed_by(&self) -> Option<&'static str> {
        let killed = self.last_of(("Killing", Some(self.index)))?;
        let runs = |segment: &&Segment| matches!(segment.state, State::Running { .. });
        let run = self.lane.segments.iter().filter(runs).rfind(|segment| segment.from <= self.at)?;
        let in_it = killed.at >= run.from;
        let probes = ["liveness probe", "startup probe"];
        probes.into_iter().find(|probe| in_it && killed.message.contains(&format!("failed {probe}")))
    }
}
