//! The page as a whole: its inputs, the answers to them, and the panels that show those.

mod arrivals;
mod carry_out;

use std::rc::Rc;

use protocol::{Answer, Question};
use view::{Fix, Nodes, Place};
use yew::prelude::*;

use crate::commands;
use crate::files;
use crate::first::Beginning;
use crate::header::Header;
use crate::keeper::{self, Offer};
use crate::memo::use_outcome;
use crate::palette::Palette;
use crate::panels::editor::{Editor, use_reveal};
use crate::panels::problems::Problems;
use crate::panels::{Against, Comparing, Hands, Pointing, Tab};
use crate::platform;
use crate::player::Player;
use crate::session::{Action, Session};
use crate::share::{self, OpenWhole, Opening};
use crate::splitter::Splitter;
use crate::typing::{UseTyping, use_typing};
use crate::verdict::{UseVerdict, use_verdict};
use crate::worker::{self, Inputs, use_answer};
use arrivals::{Arrivals, use_arrivals, use_session};

/// The data that the page starts with.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The engine's data, built into this program.
    pub first: Beginning,
    /// The text that was typed into the picture before the start.
    pub typed: Option<String>,
    /// The opening, where there is no address that could hold one.
    pub opening: Option<Opening>,
}

/// The page.
#[component]
pub fn App(props: &Props) -> Html {
    let first = &props.first;
    let opening = use_memo((), |()| props.opening.clone().unwrap_or_else(|| share::opening(first)));
    let session = use_session(first, props.typed.clone(), opening.session.clone());
    let plain = use_memo((), |()| share::is_plain_visit());
    share::use_inputs(&session, first);
    share::use_changes_told(&session);
    let embedded = share::embedded();
    let inputs = session.inputs();
    let UseVerdict { verdict, last, early } = use_verdict(&inputs, first);
    let outcome = use_outcome(&inputs, session.opened, first);
    let came_to = outcome.came_to();
    keeper::use_keeper(&session, verdict.trouble().or(outcome.trouble), first);
    {
        let first = first.inputs.clone();
        use_effect_with((), move |()| worker::show(first));
    }
    let caret = use_state(|| 0_u32);
    let reveal = use_reveal();
    let UseTyping { act, acts, typed, moved } = use_typing(&session, &caret, early);
    let Arrivals { notice, bring, unknown } = use_arrivals(first, &opening, &act);
    let editing = use_state(|| AREA);
    let show_text = use_callback(editing.setter(), |show: bool, set| set.set(if show { TEXT } else { AREA }));
    commands::use_keys();
    carry_out::use_page_commands(&session, first, &act, &bring, &show_text);
    files::use_dropped(bring);
    let edit = use_callback(act.clone(), |text: String, act| act.emit(Action::Edit(text.into())));
    let Places { point, lit, here } = use_places(&inputs, *caret, &reveal.ask, editing.setter());
    let hands = use_hands(&session, &act, point);
    let UseWhy { asked, why } = use_why(&act);
    let versions = use_versions(first);
    let worst = last.problems.iter().map(|problem| problem.severity).min();
    let title =
        last.subject.as_ref().map_or(String::new(), |subject| format!("{} {}", subject.kind, subject.name));
    share::use_came_to(came_to.as_deref(), &title);
    let is_blank = session.text.trim().is_empty();
    html! {
        <div class="page" data-editing={word(*editing)}>
            <a class="skip" href="#watch">{ "Skip to the run" }</a>
            if !embedded {
                <Header version={session.version.clone()} first={first.clone()} example={session.example.clone()} act={act.clone()} on_unknown={unknown} />
            }
            { notice.draw(&inputs, came_to.as_deref()) }
            <main class="desk" hidden={embedded && is_blank}>
                <div class="write" onclick={(*editing == PEEK).then(|| show_text.reform(|_: MouseEvent| true))}>
                    if *editing == PEEK { { close(&show_text) } }
                    <Editor now={inputs.clone()} {acts} title={title} verdict={verdict.clone()}
                        reveal={reveal.asked.clone()} {lit} on_edit={edit} on_type={typed} on_caret={moved} />
                    <Problems {verdict} last={last.clone()} now={inputs.clone()} caret={*caret} on_fix={hands.fix.clone()} on_why={why} on_pick={reveal.ask} />
                </div>
                <Splitter />
                <Player {outcome} {worst} editing={*editing == TEXT} edit={show_text} session={(*session).clone()} first={first.clone()} {asked} act={act.clone()} {hands} {here} />
            </main>
            if embedded && !is_blank {
                <p class="share-embedded"><OpenWhole /></p>
            }
            <Offer plain={*plain} session={(*session).clone()} {act} />
            <Palette {versions} />
            { footer(embedded) }
        </div>
    }
}

/// On a phone: the area that is open, the manifest in its place, or some lines of the manifest below the area.
const AREA: u32 = 0;
const TEXT: u32 = 1;
const PEEK: u32 = 2;

fn word(editing: u32) -> &'static str {
    match editing {
        PEEK => "peek",
        TEXT => "true",
        _ => "false",
    }
}

/// The button that ends the look at some lines; beside it, whoever touches them gets the whole text.
fn close(show_text: &Callback<bool>) -> Html {
    let close = show_text.reform(|event: MouseEvent| {
        event.stop_propagation();
        platform::focus("tab-edit");
        false
    });
    html! { <button type="button" class="peek" onclick={close}>{ "Close" }</button> }
}

fn footer(embedded: bool) -> Html {
    html! {
        <footer class="footer" hidden={embedded}>
            <p>{ "Nothing you type leaves this page: no server, no account, no tracking. What you see is simulated and checked against recordings of a real Kubernetes 1.36 cluster." }</p>
            <p class="keeper-none">{ "This browser keeps nothing for this page: save your text as a file (Ctrl S), or keep the link in the address." }</p>
        </footer>
    }
}

/// An error that the reader asks about.
struct UseWhy {
    /// Its words, for the area that explains.
    asked: Rc<str>,
    why: Callback<String>,
}

#[hook]
fn use_why(act: &Callback<Action>) -> UseWhy {
    let asked = use_state(|| Rc::<str>::from(""));
    let why = {
        let asked = asked.setter();
        use_callback(act.clone(), move |message: String, act| {
            asked.set(message.into());
            if let Some(explain) = Tab::named("apply") {
                act.emit(Action::Look(explain));
                platform::focus("tab-explain");
            }
        })
    };
    UseWhy { asked: (*asked).clone(), why }
}

/// The names of the releases.
#[hook]
fn use_versions(first: &Beginning) -> Rc<[Rc<str>]> {
    let versions = use_memo((), |()| {
        first.offer().releases.iter().map(|release| release.name.as_str().into()).collect::<Rc<[Rc<str>]>>()
    });
    Rc::clone(&*versions)
}

/// The links between the page and places in the manifest.
struct Places {
    point: Pointing,
    /// The place that is lit up.
    lit: Option<Place>,
    /// The field under the caret.
    here: AttrValue,
}

#[hook]
fn use_places(inputs: &Inputs, caret: u32, reveal: &Callback<Place>, editing: UseStateSetter<u32>) -> Places {
    let lit = use_state(|| None::<String>);
    // The field that was clicked, and where the caret was put for it: its lines stay lit until the caret goes elsewhere.
    let shown = use_state(|| None::<(String, u32)>);
    let asker = use_memo((), |()| if platform::window().is_some() { worker::new_asker() } else { 0 });
    // The callback stays the same when the inputs change, so that stage and timeline are not drawn anew with each key.
    let now = use_mut_ref(|| inputs.clone());
    now.replace(inputs.clone());
    let show = {
        let shown = shown.setter();
        use_callback(reveal.clone(), move |field: String, reveal| {
            let asked = worker::ask(*asker, now.borrow().clone(), Question::Locate(field.clone()));
            let (reveal, shown, editing) = (reveal.clone(), shown.clone(), editing.clone());
            wasm_bindgen_futures::spawn_local(async move {
                if let Some(Answer::Locate(Some(place))) = asked.await {
                    // Only the caret: a selected word would be marked wherever else it is written.
                    shown.set(Some((field, place.from)));
                    if !share::embedded() {
                        editing.set(PEEK);
                    }
                    reveal.emit(Place { to: place.from, ..place });
                }
            });
        })
    };
    let light = {
        let lit = lit.clone();
        use_callback((), move |field: Option<String>, ()| lit.set(field))
    };
    let clicked = (*shown).clone().filter(|(_, at)| *at == caret).map(|(field, _)| field);
    let extent = use_answer(inputs, (*lit).clone().or(clicked).map(Question::Extent));
    let place = match extent.present() {
        Some(Answer::Extent(place)) => *place,
        _ => None,
    };
    let here = use_answer(inputs, Some(Question::FieldAt(caret)));
    let here = match here.answer() {
        Some(Answer::FieldAt(field)) => AttrValue::from(field.clone()),
        _ => AttrValue::default(),
    };
    Places { point: Pointing { show, light }, lit: place, here }
}

#[hook]
fn use_hands(session: &Session, act: &Callback<Action>, point: Pointing) -> Hands {
    // The callback stays the same when the text changes.
    let text = use_mut_ref(|| session.text.clone());
    text.replace(session.text.clone());
    let fix = use_callback(act.clone(), move |fix: Fix, act| {
        let fixed = fix.apply(&text.borrow());
        act.emit(Action::Edit(fixed.into()));
    });
    let tell = use_callback(act.clone(), |scenario: Rc<str>, act| act.emit(Action::Tell(scenario)));
    let nodes = use_callback(act.clone(), |nodes: Nodes, act| act.emit(Action::Nodes(nodes)));
    let rules = use_callback(act.clone(), |rules: Rc<str>, act| act.emit(Action::Rules(rules)));
    let command = use_callback(act.clone(), |command: Rc<str>, act| act.emit(Action::Command(command)));
    let choose = use_callback(act.clone(), |with: Option<Against>, act| act.emit(Action::Compare(with)));
    let version = use_callback(act.clone(), |version: Rc<str>, act| act.emit(Action::Version(version)));
    let comparing = Comparing { with: session.against.clone(), choose, version };
    let back = use_callback(act.clone(), |again: bool, act| {
        act.emit(if again { Action::Redo } else { Action::Undo });
    });
    Hands { fix, tell, nodes, rules, command, back, seek: Callback::noop(), point, comparing }
}
