//! Everything that moves with the playhead. It owns the playback; the editor beside it never renders on a tick.

use std::rc::Rc;

use engine::page::Fix;
use yew::prelude::*;

use crate::details::{Details, Inputs, Shown};
use crate::memo::{Outcome, Shared};
use crate::panels::Pointing;
use crate::panels::row::RowPanel;
use crate::panels::timeline::Timeline;
use crate::panels::timeline::scale::Scale;
use crate::panels::why::WhyPanel;
use crate::playback::{Command, Playback, use_clock};
use crate::session::{Action, Tab};
use crate::tabs::Tabs;

/// What the player shows.
#[derive(Clone, PartialEq, Properties)]
pub struct PlayerProps {
    /// How far the bundle of the details is.
    pub details: Details,
    /// The run.
    pub outcome: Outcome,
    /// What stands in the editor and in the story.
    pub now: Inputs,
    /// The open panel.
    pub tab: Tab,
    /// The message that the reader asks about.
    pub asked: Rc<str>,
    /// What to see in this example.
    pub lesson: Option<AttrValue>,
    /// Where commands go that change the inputs.
    pub act: Callback<Action>,
    /// To change the manifest.
    pub on_fix: Callback<Fix>,
    /// From the panels to the manifest.
    pub point: Pointing,
    /// The field under the caret.
    pub here: AttrValue,
}

/// Row, sentence, timeline and the panels below.
#[component]
pub fn Player(props: &PlayerProps) -> Html {
    let run = props.outcome.run.clone();
    let scale = use_memo(run.clone(), |run| Scale::new(run.end, run.stops().iter().copied()));
    let playback = {
        let scale = Rc::clone(&scale);
        use_reducer(move || Playback::new(scale))
    };
    {
        let playback = playback.dispatcher();
        use_effect_with(Rc::clone(&scale), move |scale| playback.dispatch(Command::Load(Rc::clone(scale))));
    }
    use_clock(&playback);
    crate::share::use_playhead(&playback);
    let command = {
        let playback = playback.dispatcher();
        use_callback((), move |command: Command, ()| playback.dispatch(command))
    };
    let at = playback.at();
    let index = run.index(at);
    let frame = use_memo((run.clone(), index), |(run, index)| Shared::new(run.frame(*index)));
    let empty = run.lanes.is_empty();
    let settled = run.settled(at);
    let rows = run.rows(settled);
    let events = run.events(settled).to_vec();
    let shown = Shown {
        now: props.now.clone(),
        ran: props.outcome.inputs.clone(),
        at: settled,
        tab: props.tab,
        asked: props.asked.clone(),
    };
    // In somebody's page: the row and the timeline alone.
    let embedded = crate::share::embedded();
    html! {
        <div class="watch" id="watch" tabindex="-1" data-stale={props.outcome.stale.is_some().to_string()}>
            if let Some(stale) = &props.outcome.stale {
                <p class="stale" id="stale">{ stale.clone() }</p>
            } else if let Some(lesson) = &props.lesson {
                <p class="lesson">{ lesson.clone() }</p>
            }
            if empty {
                if props.outcome.stale.is_none() {
                    <p class="nothing">{ "Nothing runs here. Paste a Pod, or anything with a Pod template, or pick an example." }</p>
                }
            } else {
                <RowPanel rows={rows.clone()} />
                if !embedded {
                    <WhyPanel frame={(*frame).clone()} point={props.point.clone()} />
                }
                <Timeline run={run.clone()} scale={Rc::clone(&scale)} frame={(*frame).clone()} status={rows.first().map(|row| row.status.clone())} cursor={playback.cursor}
                    playing={playback.playing} speed={playback.speed} on_command={command.clone()} point={props.point.clone()} here={props.here.clone()} />
            }
            if !embedded {
                <Tabs details={props.details} {shown} {events} act={props.act.clone()} on_command={command} on_fix={props.on_fix.clone()} point={props.point.clone()} />
            }
        </div>
    }
}
