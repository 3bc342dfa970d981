//! The stage at one instant, for paper: nothing on it moves or leads anywhere.

use view::stage::Stage;
use view::{Run, clock};
use yew::prelude::*;

use super::pod::PodBox;
use crate::memo::Shared;
use crate::panels::Pointing;

/// The input of the still.
#[derive(Clone, PartialEq, Properties)]
pub struct StillProps {
    /// The run.
    pub run: Shared<Run>,
    /// The instant.
    pub at: u64,
}

/// The picture with its time.
#[component]
pub fn Still(props: &StillProps) -> Html {
    let Some(scene) = Stage::at(&props.run, props.at, None).scene else { return Html::default() };
    #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
    let at = props.at as f64;
    let point = Pointing { show: Callback::noop(), light: Callback::noop() };
    html! {
        <figure class="stage">
            <figcaption>{ clock(at) }</figcaption>
            <PodBox {scene} at={props.at} {point} here={AttrValue::default()} />
        </figure>
    }
}
