//! Everything that moves with the playhead. It owns the playback; the editor beside it never renders on a tick.

use std::rc::Rc;

use view::{Frame, Run, Scale, Severity};
use yew::prelude::*;

use crate::areas::{self, Tabs};
use crate::commands::{Does, run as run_command, use_commands};
use crate::first::Beginning;
use crate::handout::Handout;
use crate::memo::Outcome;
use crate::panels::controls::Controls;
use crate::panels::examples::Lesson;
use crate::panels::pasted::PastedPanel;
use crate::panels::row::RowPanel;
use crate::panels::stage::StagePanel;
use crate::panels::timeline::Timeline;
use crate::panels::{Hands, PanelProps, Picture};
use crate::pictures::use_pictures;
use crate::playback::{Command, Deck, Shown, use_clock, use_deck};
use crate::session::{Action, Session};
use crate::share::{Told, View, awaits_example, use_talk};
use crate::shared::Shared;

/// The input of the player.
#[derive(Clone, PartialEq, Properties)]
pub struct PlayerProps {
    /// The run.
    pub outcome: Outcome,
    /// The inputs of the person.
    pub session: Session,
    /// The lists that depend on no text.
    pub first: Beginning,
    /// The message that the reader asks about.
    pub asked: Rc<str>,
    /// Takes commands that change the inputs.
    pub act: Callback<Action>,
    /// The commands of panels.
    pub hands: Hands,
    /// The field under the caret.
    pub here: AttrValue,
    /// The worst severity among the manifest's problems.
    pub worst: Option<Severity>,
    /// Whether a phone shows the manifest instead of the run.
    pub editing: bool,
    /// Shows or hides the manifest on a phone.
    pub edit: Callback<bool>,
}

/// The playhead, and the run at its place.
struct Playing {
    run: Shared<Run>,
    scale: Rc<Scale>,
    deck: Deck,
    shown: Shown,
    frame: Shared<Frame>,
    /// The rows of `kubectl get pod`.
    rows: Vec<view::Row>,
    /// STATUS of the Pod that the sentence beside it is about.
    status: Option<String>,
    /// The commands of panels, with the playhead.
    hands: Hands,
}

#[hook]
fn use_playing(props: &PlayerProps) -> Playing {
    let run = props.outcome.run.clone();
    let scale = use_memo(run.clone(), |run| run.scale());
    let (deck, shown) = use_deck(&props.outcome, props.session.opened, props.session.start);
    use_clock(&deck, shown.playing);
    crate::share::use_playhead(&deck);
    let hands = {
        let deck = deck.clone();
        let seek = use_callback((), move |at: f64, ()| deck.dispatch(Command::Seek(at)));
        Hands { seek, ..props.hands.clone() }
    };
    {
        let deck = deck.clone();
        let hear = use_callback((), move |does: Does, ()| {
            if let Does::Playback(command) = does {
                deck.dispatch(command);
            }
        });
        use_commands("player", hear);
    }
    let index = run.index(shown.at);
    let frame = use_memo((run.clone(), index), |(run, index)| Shared::new(run.frame(*index)));
    let frame = (*frame).clone();
    let rows = run.rows(shown.at);
    let its = frame.pod.and_then(|pod| run.pods.get(pod)?.shown(shown.at)).map(|row| row.status.clone());
    let status = its.or_else(|| rows.first().map(|row| row.status.clone()));
    Playing { run, scale, deck, shown, frame, rows, status, hands }
}

/// The controls, the tabs and the open area.
#[component]
pub fn Player(props: &PlayerProps) -> Html {
    let Playing { run, scale, deck, shown, frame, rows, status, hands } = use_playing(props);
    let session = &props.session;
    let panel = PanelProps {
        now: session.inputs(),
        run: run.clone(),
        ran: props.outcome.ran.clone(),
        at: shown.at,
        frame: frame.clone(),
        nodes: session.nodes.clone(),
        rules: session.rules.clone(),
        command: session.command.clone(),
        steps: (session.history.can_undo(), session.history.can_redo()),
        asked: props.asked.clone(),
        first: props.first.clone(),
        hands: hands.clone(),
    };
    use_pictures(&panel, &deck, props.session.tab);
    let embedded = crate::share::embedded();
    let outcome = &props.outcome;
    let area = session.tab.0;
    let view = use_memo(session.opened, |_| embedded.then(View::now));
    let picture = view.as_ref().as_ref().map_or(area.picture, |view| view.picture);
    let controls = view.as_ref().as_ref().is_none_or(|view| view.controls);
    // Without a run these panels could only say that they are empty.
    let nothing = area.picture == Picture::Whole && run.lanes.is_empty() && run.events(run.end).is_empty();
    let own = if nothing { &[] } else { area.panels };
    let told = Told {
        opened: session.opened,
        pending: props.outcome.pending || awaits_example(&session.text),
        accepted: props.outcome.stale.is_none() && !run.lanes.is_empty(),
        status: status.clone().unwrap_or_default(),
        playing: shown.playing,
        at: shown.at,
        end: run.end,
    };
    use_talk(told, &run, &deck);
    let (opened, open) = use_opened(&run);
    let drawn = Drawn { opened, open, run, scale, frame, shown, deck, hands, here: props.here.clone() };
    html! {
        <div class="watch" id="watch" tabindex="-1" data-stale={outcome.stale.is_some().to_string()} data-pending={outcome.pending.to_string()}>
            <div class="player">
                if controls {
                <Controls stale={outcome.stale.is_some()} pending={outcome.pending} run={drawn.run.clone()} scale={Rc::clone(&drawn.scale)} frame={drawn.frame.clone()} {status} shown={drawn.shown.clone()} deck={drawn.deck.clone()} />
                }
                if !embedded {
                    <Tabs tab={session.tab} editing={props.editing} worst={props.worst} act={props.act.clone()} edit={props.edit.clone()} />
                }
            </div>
            <div class="areas" id={format!("area-{}", area.name)} role={(!embedded).then_some("tabpanel")} data-picture={drawn.word(picture)}
                aria-labelledby={(!embedded).then(|| format!("tab-{}", area.name))}>
                if !embedded {
                    <Lesson session={props.session.clone()} act={props.act.clone()} />
                }
                // An element that is always there: what comes later would else stand behind all the others.
                <div class="notice" role="status">{ notice(props, &drawn.run) }</div>
                if area.picture == Picture::Whole && !embedded {
                    <PastedPanel ..panel.clone() />
                }
                { drawn.picture(picture, rows) }
                { areas::panels(view.as_ref().as_ref().map_or(own, |view| view.panels.as_slice()), &panel) }
            </div>
            if !embedded {
                <Handout {panel} act={props.act.clone()} />
            }
        </div>
    }
}

/// The notice about the run as a whole: it is stale, or there is none.
fn notice(props: &PlayerProps, run: &Run) -> Html {
    let outcome = &props.outcome;
    if let Some(stale) = &outcome.stale {
        return html! { <p class="stale" id="stale">{ stale.clone() }</p> };
    }
    if !run.lanes.is_empty() || outcome.pending {
        return html! {};
    }
    // A reader of somebody else's page has nothing to paste or to pick.
    if crate::share::embedded() {
        return html! { <p class="nothing">{ "Nothing runs here." }</p> };
    }
    let why = if view::is_blank(&props.session.text) {
        "There is nothing to watch yet."
    } else {
        "No Pod runs here: nothing in this text is a Pod, or makes one in the simulated time."
    };
    let button = |does: Does, word: &'static str| {
        let press = Callback::from(move |_: MouseEvent| run_command(does));
        html! { <button type="button" onclick={press}>{ word }</button> }
    };
    html! {
        <div class="nothing">
            <p><strong>{ why }</strong></p>
            <p>{ "Paste a Pod, or a workload such as a Deployment, into the manifest." }</p>
            <p class="nothing-ways">{ button(Does::Examples, "Pick an example") }{ button(Does::OpenFile, "Open a file") }</p>
        </div>
    }
}

/// The Pod that a person opened among several, and what opens one; another run has none.
#[hook]
fn use_opened(run: &Shared<Run>) -> (Option<usize>, Callback<usize>) {
    let opened = use_state_eq(|| None::<usize>);
    {
        let opened = opened.setter();
        use_effect_with(run.clone(), move |_| opened.set(None));
    }
    let open = use_callback(opened.setter(), |pod: usize, opened| opened.set(Some(pod)));
    (*opened, open)
}

/// The data from which the run is drawn.
struct Drawn {
    opened: Option<usize>,
    open: Callback<usize>,
    run: Shared<Run>,
    scale: Rc<Scale>,
    frame: Shared<Frame>,
    shown: Shown,
    deck: Deck,
    hands: Hands,
    here: AttrValue,
}

impl Drawn {
    fn word(&self, picture: Picture) -> &'static str {
        match picture {
            Picture::Whole => "whole",
            Picture::Timeline if !self.run.lanes.is_empty() => "timeline",
            Picture::Stage => "stage",
            Picture::Timeline | Picture::None => "none",
        }
    }

    fn picture(&self, picture: Picture, rows: Vec<view::Row>) -> Html {
        if self.run.lanes.is_empty() || picture == Picture::None {
            return html! {};
        }
        html! {
            <>
                if picture != Picture::Timeline {
                    <StagePanel run={self.run.clone()} index={self.run.index(self.shown.at)} playing={self.shown.playing} fast={self.shown.is_fast()} deck={self.deck.clone()}
                        point={self.hands.point.clone()} here={self.here.clone()} opened={self.opened} open={self.open.clone()} />
                    <RowPanel {rows} namespace={self.run.namespace.clone()} most={self.run.most_pods()} />
                }
                if picture != Picture::Stage {
                    <Timeline run={self.run.clone()} scale={Rc::clone(&self.scale)} frame={self.frame.clone()} shown={self.shown.clone()}
                    deck={self.deck.clone()} point={self.hands.point.clone()} here={self.here.clone()} opened={self.opened} />
                }
            </>
        }
    }
}
