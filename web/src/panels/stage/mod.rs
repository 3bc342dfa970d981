//! The stage: the Pod on its node at the playhead, its containers as boxes with gates between them.
//! Elements: `#stage`, boxes `.stage-box[data-container][data-state]`, gates `.stage-gate[data-gate]`, folded Pods
//! `.stage-replica[data-pod]`, volumes `.stage-volume[data-volume]`.
//!
//! The drawing is a [`view::stage::Stage`], made anew when the run's index changes. The motion in between is
//! painted by hand (`painter`).

mod actor;
mod follow;
mod gate;
mod keys;
mod painter;
mod pod;
mod replicas;
mod still;
mod volumes;
mod words;

use std::rc::Rc;

pub use still::Still;
use view::Run;
use view::stage::Stage;
use yew::prelude::*;

use crate::panels::{Pointing, inside};
use crate::playback::Deck;
use crate::shared::Shared;

/// The input of the stage.
#[derive(Clone, PartialEq, Properties)]
pub struct StageProps {
    /// The run.
    pub run: Shared<Run>,
    /// The number of the change that is shown, of [`Run::changes`].
    pub index: usize,
    /// Whether the playhead moves by itself.
    pub playing: bool,
    /// Whether it moves too fast for anyone to see how one picture becomes the next.
    pub fast: bool,
    /// The playhead.
    pub deck: Deck,
    /// From the stage to the manifest.
    pub point: Pointing,
    /// The field under the caret.
    pub here: AttrValue,
    /// The Pod that a person opened.
    pub opened: Option<usize>,
    /// Opens a Pod.
    pub open: Callback<usize>,
}

/// The stage.
#[component]
pub fn StagePanel(props: &StageProps) -> Html {
    let root = use_node_ref();
    let at = props.run.changes.get(props.index).copied().unwrap_or_default();
    let stage =
        use_memo((props.run.clone(), at, props.opened), |(run, at, opened)| Stage::at(run, *at, *opened));
    let looked = use_mut_ref(|| None::<follow::Looked>);
    let drawn = follow::Drawn { run: props.run.clone(), stage: Rc::clone(&stage), fast: props.fast };
    painter::use_painter(&props.deck, &root, move |root| {
        follow::follow(&mut looked.borrow_mut(), drawn, root);
    });
    let keys = {
        let root = root.clone();
        Callback::from(move |event: KeyboardEvent| keys::on_key(&root, &event))
    };
    let Some(scene) = stage.scene.clone() else { return Html::default() };
    html! {
        <section id="stage" class="stage card" ref={root} aria-label="Stage: the Pod at the playhead" data-playing={props.playing.to_string()} data-fast={props.fast.to_string()} onkeydown={keys}>
            if stage.replicas.len() > 1 {
                <replicas::Replicas replicas={stage.replicas.clone()} opened={scene.pod} open={props.open.clone()} />
            }
            <pod::PodBox {scene} {at} point={props.point.clone()} here={props.here.clone()} />
        </section>
    }
}

/// The answer of a part of the stage when the pointer or the focus comes and goes, and to a click.
struct Lit {
    onclick: Callback<MouseEvent>,
    onmouseenter: Callback<MouseEvent>,
    onmouseleave: Callback<MouseEvent>,
    onfocus: Callback<FocusEvent>,
    onblur: Callback<FocusEvent>,
}

impl Lit {
    fn at(point: &Pointing, field: &str) -> Lit {
        let (onclick, onmouseenter, onmouseleave) = point.at(field);
        let field = field.to_owned();
        Lit {
            onclick,
            onmouseenter,
            onmouseleave,
            onfocus: point.light.reform(move |_: FocusEvent| Some(field.clone())),
            onblur: point.light.reform(|_: FocusEvent| None),
        }
    }
}
