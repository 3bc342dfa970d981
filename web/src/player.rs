//! Everything that moves with the playhead. It owns the playback; the editor beside it never renders on a tick.

use std::rc::Rc;

use yew::prelude::*;

use crate::first::Beginning;
use crate::memo::{Outcome, Shared};
use crate::panels::row::RowPanel;
use crate::panels::stage::StagePanel;
use crate::panels::timeline::Timeline;
use crate::panels::why::WhyPanel;
use crate::panels::{Hands, PanelProps};
use crate::playback::{Command, use_clock, use_deck};
use crate::session::{Action, Session};
use crate::tabs::Tabs;

/// What the player shows.
#[derive(Clone, PartialEq, Properties)]
pub struct PlayerProps {
    /// The run.
    pub outcome: Outcome,
    /// What the person put in.
    pub session: Session,
    /// What is on offer.
    pub first: Beginning,
    /// Where the playhead stands at first, in milliseconds.
    pub playhead: u64,
    /// The message that the reader asks about.
    pub asked: Rc<str>,
    /// Where commands go that change the inputs.
    pub act: Callback<Action>,
    /// What panels can do.
    pub hands: Hands,
    /// The field under the caret.
    pub here: AttrValue,
}

/// Row, sentence, timeline and the panels below.
#[component]
pub fn Player(props: &PlayerProps) -> Html {
    let run = props.outcome.run.clone();
    let scale = use_memo(run.clone(), |run| run.scale());
    let (deck, shown) = use_deck(&run, props.playhead);
    use_clock(&deck, shown.playing);
    crate::share::use_playhead(&deck, &props.first);
    let hands = {
        let deck = deck.clone();
        let seek = use_callback((), move |at: f64, ()| deck.dispatch(Command::Seek(at)));
        Hands { seek, ..props.hands.clone() }
    };
    let index = run.index(shown.at);
    let frame = use_memo((run.clone(), index), |(run, index)| Shared::new(run.frame(*index)));
    let rows = run.rows(shown.at);
    let session = &props.session;
    let panel = PanelProps {
        now: session.inputs(),
        run: run.clone(),
        ran: props.outcome.ran.clone(),
        at: shown.at,
        nodes: session.nodes.clone(),
        rules: session.rules.clone(),
        command: session.command.clone(),
        asked: props.asked.clone(),
        first: props.first.clone(),
        hands: hands.clone(),
    };
    // In somebody's page: the row and the timeline alone.
    let embedded = crate::share::embedded();
    let outcome = &props.outcome;
    html! {
        <div class="watch" id="watch" tabindex="-1" data-stale={outcome.stale.is_some().to_string()} data-pending={outcome.pending.to_string()}>
            if let Some(stale) = &outcome.stale {
                <p class="stale" id="stale" role="status">{ stale.clone() }</p>
            } else if let Some(example) = &session.example {
                <p class="lesson">{ example.lesson.clone() }</p>
            }
            if run.lanes.is_empty() {
                if outcome.stale.is_none() && !outcome.pending {
                    <p class="nothing">{ "Nothing runs here. Paste a Pod, or anything with a Pod template, or pick an example." }</p>
                }
            } else {
                <StagePanel run={run.clone()} {index} playing={shown.playing} deck={deck.clone()} point={hands.point.clone()} here={props.here.clone()} />
                <RowPanel rows={rows.clone()} />
                <Timeline run={run.clone()} scale={Rc::clone(&scale)} frame={(*frame).clone()} status={rows.first().map(|row| row.status.clone())}
                    {shown} {deck} point={hands.point.clone()} here={props.here.clone()} />
                // Below the controls: its length changes, and they must not move.
                if !embedded {
                    <WhyPanel frame={(*frame).clone()} point={hands.point.clone()} />
                }
            }
            if !embedded {
                <Tabs tab={session.tab} {panel} act={props.act.clone()} />
            }
        </div>
    }
}
