//! The stage: a Pod on its node at one instant, its containers as boxes with gates between them.
//!
//! [`Stage::at`] returns all that is drawn. Things that move between two changes of the run (bars, rings, countdowns)
//! are given as the two instants between which they move, so that a frame asks for nothing.

mod actor;
mod history;
mod next;
#[cfg(test)]
mod tests;

pub use actor::{Actor, Gate, Ring, RingKind, Ticking};
pub use history::{
    ContainerHistory, Ended, Exit, Life, Mount, PodHistory, ProbeHistory, ProbeKind, Sandbox, Since, Sites,
    Span, Ticks, Volume,
};

use crate::{BarState, ContainerKind, Lane, Pod, Run};

/// The stage at one instant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stage {
    /// All Pods of the run, in the order in which they were created.
    pub replicas: Vec<Replica>,
    /// The Pod that is opened; `None` when the run has no Pod.
    pub scene: Option<Scene>,
}

/// A Pod in short form.
#[derive(Clone, Debug, PartialEq)]
pub struct Replica {
    /// Its index in [`Run::pods`].
    pub pod: usize,
    /// Its name.
    pub name: String,
    /// Whether its object exists.
    pub presence: Presence,
    /// The state of the container that holds the Pod up.
    pub state: BarState,
    /// STATUS, or the word for a Pod that does not exist.
    pub status: String,
}

/// Whether a Pod's object exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It has not been created yet.
    NotYet,
    /// It exists.
    Here,
    /// It has been removed.
    Gone,
}

impl Presence {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Presence::NotYet => "not created yet",
            Presence::Here => "here",
            Presence::Gone => "gone",
        }
    }
}

/// The sandbox under a Pod's containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// There is no sandbox yet.
    None,
    /// The sandbox runs.
    Up,
    /// The sandbox has died and everything is built anew.
    Lost,
    /// The sandbox was stopped.
    Down,
}

impl Ground {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Ground::None => "none",
            Ground::Up => "up",
            Ground::Lost => "lost",
            Ground::Down => "down",
        }
    }
}

/// A Pod in full.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Its index in [`Run::pods`].
    pub pod: usize,
    /// Its name.
    pub name: String,
    /// The path of its spec.
    pub spec: String,
    /// Whether its object exists.
    pub presence: Presence,
    /// Its node; empty while it has none.
    pub node: String,
    /// The sandbox under its containers.
    pub ground: Ground,
    /// The number of sandboxes that it has had.
    pub sandboxes: usize,
    /// Its address; empty while it has none.
    pub address: String,
    /// Whether a Service sends it traffic.
    pub traffic: bool,
    /// STATUS as kubectl prints it.
    pub status: String,
    /// READY as kubectl prints it.
    pub ready: String,
    /// The time from its deletion to the end of its grace period, once it is being deleted.
    pub deleted: Option<Span>,
    /// The number of actors, from the first, that must be done or started before app containers start.
    pub inits: usize,
    /// The number of those that kubectl counts.
    pub passed: usize,
    /// Its containers: init containers and sidecars in their order, then app containers.
    pub actors: Vec<Actor>,
    /// Its volumes.
    pub volumes: Vec<Volume>,
    /// The fields that decide its node, its address and its grace period.
    pub sites: Sites,
}

impl Scene {
    /// The place of the container that has changed since `before`: the one that matters most, and among equals the first.
    pub fn moved(&self, before: &Scene) -> Option<usize> {
        let pairs = self.actors.iter().zip(&before.actors).enumerate().filter(|_| self.pod == before.pod);
        let moved = pairs.filter(|(_, (now, then))| (now.state, now.run) != (then.state, then.run));
        moved.min_by_key(|(_, (now, _))| urgency(now.state)).map(|(place, _)| place)
    }
}

impl Stage {
    /// The stage at `at`, with the Pod `open` in full. Without one it is the first Pod that has something to do; once
    /// all are done, the one that was created last.
    pub fn at(run: &Run, at: u64, open: Option<usize>) -> Stage {
        let presences: Vec<Presence> = run.pods.iter().map(|pod| presence(pod, at)).collect();
        let is = |wanted: Presence| move |(_, presence): &(usize, &Presence)| **presence == wanted;
        let here = || presences.iter().enumerate().filter(is(Presence::Here)).map(|(pod, _)| pod);
        let opened = open
            .filter(|&pod| pod < run.pods.len())
            .or_else(|| here().find(|&pod| !is_done(run, pod, at)).or_else(|| here().next_back()))
            .or_else(|| presences.iter().position(|presence| *presence == Presence::NotYet))
            .or_else(|| run.pods.len().checked_sub(1));
        let pods = run.pods.iter().zip(presences).enumerate();
        let replicas =
            pods.map(|(number, (pod, presence))| replica(run, number, pod, presence, at)).collect();
        Stage { replicas, scene: opened.and_then(|pod| scene(run, pod, at)) }
    }
}

/// Whether no container of the Pod runs, and none of them changes any more.
fn is_done(run: &Run, pod: usize, at: u64) -> bool {
    lanes(run, pod).all(|lane| {
        let ended = matches!(lane.state(at), BarState::Succeeded | BarState::Failed | BarState::Stopped);
        let waits = lane.state(at) == BarState::Waiting;
        (ended || waits) && lane.bars.last().is_none_or(|bar| bar.from <= at)
    })
}

fn presence(pod: &Pod, at: u64) -> Presence {
    match pod {
        pod if pod.exists(at) => Presence::Here,
        pod if at < pod.created => Presence::NotYet,
        _ => Presence::Gone,
    }
}

fn replica(run: &Run, number: usize, pod: &Pod, presence: Presence, at: u64) -> Replica {
    let status = match presence {
        Presence::Here => pod.shown(at).map(|row| row.status.clone()).unwrap_or_default(),
        Presence::NotYet | Presence::Gone => presence.word().to_owned(),
    };
    let drawn = lanes(run, number).map(|lane| lane.state(at));
    let state = drawn.min_by_key(|state| urgency(*state)).unwrap_or(BarState::Waiting);
    Replica { pod: number, name: pod.name.clone(), presence, state, status }
}

/// The rank of a state; the container with the smallest holds the Pod up.
fn urgency(state: BarState) -> u8 {
    match state {
        BarState::Failed => 0,
        BarState::BackOff => 1,
        BarState::Stopping => 2,
        BarState::Pulling => 3,
        BarState::Starting => 4,
        BarState::Running => 5,
        BarState::Waiting => 6,
        BarState::Ready => 7,
        BarState::Stopped => 8,
        BarState::Succeeded => 9,
    }
}

fn lanes(run: &Run, pod: usize) -> impl Iterator<Item = &Lane> {
    run.lanes.iter().filter(move |lane| lane.pod == pod)
}

/// Finds the containers that never start: their Pod starts nothing more, or an init container failed for good.
fn never_starting(actors: &mut [Actor], over: &'static str) {
    let mut why = over.to_owned();
    for actor in actors {
        if why.is_empty() && actor.failed_for_good() {
            why = format!("{} failed", actor.name);
        } else if actor.idle && !why.is_empty() {
            actor.never_starts(why.clone());
        }
    }
}

/// The reason why a Pod starts nothing any more; empty while it may.
fn over(history: &PodHistory, presence: Presence, at: u64) -> &'static str {
    let ended = history.ended.filter(|ended| ended.at <= at);
    let deleted = history.deleted.filter(|deleted| deleted.from <= at);
    match (presence, ended, deleted) {
        (Presence::NotYet, ..) | (Presence::Here, None, None) => "",
        (_, Some(ended), _) if ended.failed => "the Pod failed",
        (_, Some(_), _) => "the Pod is done",
        (Presence::Gone, ..) => "the Pod is gone",
        (Presence::Here, None, Some(_)) => "the Pod is being deleted",
    }
}

fn scene(run: &Run, number: usize, at: u64) -> Option<Scene> {
    let pod = run.pods.get(number)?;
    let history = run.histories.get(number)?;
    let presence = presence(pod, at);
    let row = pod.shown(at).filter(|_| presence == Presence::Here);
    let deleted = history.deleted.filter(|deleted| deleted.from <= at && presence == Presence::Here);
    let is_init = |lane: &&Lane| lane.kind != ContainerKind::App;
    let inits = lanes(run, number).filter(is_init).count();
    let all = lanes(run, number).count();
    let parts = lanes(run, number).zip(&history.containers).enumerate();
    let mut actors: Vec<Actor> = parts
        .map(|(place, (lane, parts))| {
            let (place, of) =
                if place < inits { (place + 1, inits) } else { (place - inits + 1, all - inits) };
            actor::actor(lane, parts, (place, of), at, presence)
        })
        .collect();
    never_starting(&mut actors, over(history, presence, at));
    next::tell(&mut actors, deleted.is_some());
    let passed = history.containers.iter().take(inits).take_while(|one| Span::any(&one.passed, at)).count();
    let begun = history.sandboxes.partition_point(|sandbox| sandbox.up.from <= at);
    let sandbox = begun.checked_sub(1).and_then(|sandbox| history.sandboxes.get(sandbox));
    let ground = match sandbox {
        None => Ground::None,
        Some(sandbox) if sandbox.up.holds(at) => Ground::Up,
        Some(sandbox) if sandbox.lost => Ground::Lost,
        Some(_) => Ground::Down,
    };
    let bound = history.node.as_ref().filter(|node| node.from <= at);
    let address = history.addresses.iter().take_while(|address| address.from <= at).last();
    Some(Scene {
        pod: number,
        name: pod.name.clone(),
        spec: history.spec.clone(),
        presence,
        node: bound.map(|node| node.text.clone()).unwrap_or_default(),
        ground,
        sandboxes: begun,
        address: address
            .filter(|_| presence == Presence::Here)
            .map(|one| one.text.clone())
            .unwrap_or_default(),
        traffic: presence == Presence::Here && Span::any(&history.traffic, at),
        status: row.map_or_else(|| presence.word().to_owned(), |row| row.status.clone()),
        ready: row.map(|row| row.ready.clone()).unwrap_or_default(),
        deleted,
        inits,
        passed: if presence == Presence::Here { passed } else { 0 },
        actors,
        volumes: history.volumes.clone(),
        sites: run.sites.clone(),
    })
}
