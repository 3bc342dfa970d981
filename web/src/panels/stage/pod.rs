//! The Pod that is opened, on its node: what it stands on, its containers in their order, its volumes.

use view::ContainerKind;
use view::stage::{Actor, Ground, Presence, Ring, RingKind, Scene};
use yew::prelude::*;

use super::actor::{ActorBox, BoxProps, countdown};
use super::gate::gate;
use super::volumes::volumes;
use super::{Lit, inside, words};
use crate::panels::Pointing;

/// So many columns stand side by side in a frame of usual width.
const FEW: usize = 4;
/// More columns than this are never side by side.
const COLUMNS: usize = 7;

/// The input of the Pod's frame.
#[derive(Clone, PartialEq, Properties)]
pub struct PodProps {
    /// The Pod.
    pub scene: Scene,
    /// The instant.
    pub at: u64,
    /// From the stage to the manifest.
    pub point: Pointing,
    /// The field under the caret.
    pub here: AttrValue,
}

/// The column of a container where all stand side by side: each gate has one too.
pub fn column(scene: &Scene, place: usize) -> usize {
    if place < scene.inits { 1 + place * 2 } else { 1 + scene.inits + place }
}

/// The Pod.
#[component]
pub fn PodBox(props: &PodProps) -> Html {
    let scene = &props.scene;
    let count = scene.actors.len();
    let columns = if count > COLUMNS {
        "many"
    } else if count > FEW {
        "some"
    } else {
        "few"
    };
    let sizes = format!("--inits:{};--apps:{}", scene.inits, count - scene.inits);
    // The last sidecar is the first row below: so each stands on from its own place, and SIGTERM goes down.
    let is_sidecar = |actor: &&Actor| actor.kind == ContainerKind::Sidecar;
    let mut row = scene.actors.iter().filter(is_sidecar).count() + 1;
    let cells = scene.actors.iter().enumerate().map(|(place, actor)| {
        row -= usize::from(is_sidecar(&actor));
        html! {
            <>
            if place == scene.inits { { apps(scene) } } else if place == 0 { { inits() } }
            { cell(props, place, actor, row) }
            </>
        }
    });
    let cells: Html = cells.collect();
    html! {
        <div class="stage-node" data-bound={(!scene.node.is_empty()).to_string()}>
            <div class="stage-outside">{ site(props, ("node", "node"), &scene.sites.node, &scene.node, "none yet") }
            <span class="stage-traffic" data-traffic={scene.traffic.to_string()}>
                <span class="stage-pipe" aria-hidden="true"><span class="stage-flow" /></span>
                { if scene.traffic { "traffic flows" } else { "no traffic" } }
            </span></div>
            <div class="stage-pod" role="group" style={sizes} aria-label={words::pod(scene)} data-presence={scene.presence.word()} data-ground={scene.ground.word()}>
                { top(props) }
                <div class="stage-floor" role="list" aria-label="Containers" data-columns={columns} data-inits={scene.inits.to_string()}>
                    { cells }
                </div>
                { volumes(scene, &props.point) }
            </div>
        </div>
    }
}

fn inits() -> Html {
    html! { <p class="stage-zone" aria-hidden="true" data-zone="init">{ "Init containers" }<span class="stage-zone-how">{ ": one after another" }</span></p> }
}

fn apps(scene: &Scene) -> Html {
    let on = scene.passed == scene.inits && !scene.ready.is_empty();
    let column = format!("--col:{}", column(scene, scene.inits));
    html! {
        <>
        <p class="stage-zone" aria-hidden="true" data-zone="app" style={column.clone()}>{ "Apps" }<span class="stage-zone-how">{ ": side by side" }</span></p>
        <p class="stage-flag" aria-hidden="true" data-on={on.to_string()} style={column}>{ format!("READY {}", scene.ready) }<span class="stage-soft">{ " kubectl counts" }</span></p>
        </>
    }
}

fn cell(props: &PodProps, place: usize, actor: &Actor, row: usize) -> Html {
    let scene = &props.scene;
    let column = column(scene, place);
    let sidecar = actor.kind == ContainerKind::Sidecar;
    let here = actor.kind != ContainerKind::App && place == scene.passed && scene.presence == Presence::Here;
    let bx = BoxProps::of(actor, props.at, &props.point, &props.here, (place == 0, here));
    html! {
        <div class="stage-cell" role="listitem" key={place} data-kind={actor.kind.word()} style={format!("--col:{column};--row:{row}")}>
            if actor.kind != ContainerKind::App {
                <p class="stage-flag" aria-hidden="true" data-on={here.to_string()}>{ if here { words::counts(scene) } else { String::new() } }<span class="stage-soft">{ " kubectl counts to here" }</span></p>
            }
            if sidecar {
                <span class="stage-drop" data-state={actor.state.word()} aria-hidden="true"><span class="stage-name"><span class="stage-place">{ actor.place }</span>{ actor.name.clone() }</span><span>{ "\u{2193} stays on beside the rest" }</span></span>
            }
            <ActorBox ..bx />
            { gate(actor, column + 1) }
        </div>
    }
}

/// The Pod's name, what it stands on, its address, its traffic.
fn top(props: &PodProps) -> Html {
    let scene = &props.scene;
    let Lit { onclick, onmouseenter, onmouseleave, onfocus, onblur } = Lit::at(&props.point, "metadata.name");
    let ground = match scene.ground {
        Ground::None => "no sandbox yet".to_owned(),
        Ground::Up if scene.sandboxes > 1 => format!("sandbox {} up", scene.sandboxes),
        Ground::Up => "sandbox up".to_owned(),
        Ground::Lost => "sandbox lost".to_owned(),
        Ground::Down => "no sandbox".to_owned(),
    };
    let deleted = scene.deleted;
    let grace = deleted.and_then(|span| Some(Ring { kind: RingKind::Grace, from: span.from, to: span.to? }));
    html! {
        <div class="stage-top">
            <button type="button" class="stage-pod-name bare" data-part="pod" tabindex="-1" {onclick} {onmouseenter} {onmouseleave} {onfocus} {onblur}>
                <span class="stage-soft">{ "Pod " }</span>{ scene.name.clone() }
            </button>
            <span class="stage-status">
                if let Some(grace) = grace {
                    { grace_ring(props, grace) }
                }
                <span class="stage-status-word">{ scene.status.clone() }</span>
            </span>
            <span class="stage-ground" title="The sandbox: the Pod's own network and address. It comes first; the containers run in it."><span aria-hidden="true">{ match scene.ground { Ground::Up => "\u{25a3} ", Ground::Lost => "\u{2715} ", Ground::None | Ground::Down => "\u{25a1} " } }</span>{ ground }</span>
            { site(props, ("address", "IP"), &scene.sites.address, &scene.address, "none") }
        </div>
    }
}

/// The node or the address: what it is, and the field that decides on it.
fn site(
    props: &PodProps,
    (part, title): (&'static str, &'static str),
    field: &str,
    name: &str,
    without: &'static str,
) -> Html {
    let Lit { onclick, onmouseenter, onmouseleave, onfocus, onblur } = Lit::at(&props.point, field);
    let here = inside(&props.here, field).to_string();
    let name = if name.is_empty() { without.to_owned() } else { name.to_owned() };
    html! {
        <button type="button" class="stage-site bare" data-part={part} data-here={here} tabindex="-1" title={field.to_owned()} {onclick} {onmouseenter} {onmouseleave} {onfocus} {onblur}>
            <span class="stage-soft">{ title }{ " " }</span>{ name }
        </button>
    }
}

/// The grace period, and the field that says how long it is.
fn grace_ring(props: &PodProps, grace: Ring) -> Html {
    let field = &props.scene.sites.grace;
    let Lit { onclick, onmouseenter, onmouseleave, onfocus, onblur } = Lit::at(&props.point, field);
    let here = inside(&props.here, field).to_string();
    let label = format!("grace period of {} s, then SIGKILL", grace.to.saturating_sub(grace.from) / 1_000);
    html! {
        <button type="button" class="stage-badge bare" data-part="grace" data-here={here} tabindex="-1" aria-label={label} title={field.clone()} {onclick} {onmouseenter} {onmouseleave} {onfocus} {onblur}>
            { countdown(grace, props.at) }
        </button>
    }
}
