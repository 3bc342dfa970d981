//! The page put together: inputs, what follows from them, and the panels that show it.

use std::rc::Rc;

use engine::page::{Fix, Place};
use yew::prelude::*;

use crate::details::{Places, use_details};
use crate::header::Header;
use crate::memo::{use_outcome, use_verdict};
use crate::panels::Pointing;
use crate::panels::editor::{Editor, use_reveal};
use crate::panels::problems::Problems;
use crate::platform;
use crate::player::Player;
use crate::session::{Action, Session, Tab};
use crate::share::{self, OpenWhole, Opening};

/// What is known before the start.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// What was typed into the shell.
    pub typed: Option<String>,
}

/// The page.
#[component]
pub fn App(props: &Props) -> Html {
    let typed = props.typed.clone();
    let opening = use_memo((), |()| share::opening());
    let shared = opening.session.clone();
    let session = use_reducer(move || {
        let first = Session::first();
        match (shared, typed) {
            (Some(shared), _) => shared,
            (None, Some(text)) => Session { text: text.into(), example: None, ..first },
            (None, None) => first,
        }
    });
    let notice = use_state(|| opening.notice.clone());
    let details = use_details();
    share::use_inputs(&session, details);
    let verdict = use_verdict(&session, details);
    let outcome = use_outcome(&session, &verdict, details);
    let places = use_memo(session.text.clone(), Places::of);
    let caret = use_state(|| 0_u32);
    let reveal = use_reveal();
    let asked = use_state(|| Rc::<str>::from(""));
    let lit = use_state(|| None::<Place>);

    let act = {
        let session = session.dispatcher();
        use_callback((), move |action: Action, ()| session.dispatch(action))
    };
    let given = {
        let notice = notice.clone();
        use_callback(act.clone(), move |given: Opening, act| {
            notice.set(given.notice);
            if let Some(session) = given.session {
                act.emit(Action::Restore(Box::new(session)));
            }
        })
    };
    share::use_opening(given);
    let close = {
        let notice = notice.clone();
        use_callback((), move |_: MouseEvent, ()| notice.set(None))
    };
    let edit = use_callback(act.clone(), |text: String, act| act.emit(Action::Edit(text.into())));
    let caret_moved = {
        let caret = caret.clone();
        use_callback((), move |offset: u32, ()| caret.set(offset))
    };
    let show = use_callback((places.clone(), reveal.ask.clone()), |field: String, (places, ask)| {
        if let Some(place) = places.locate(&field) {
            ask.emit(place);
        }
    });
    let light = {
        let lit = lit.clone();
        use_callback(places.clone(), move |field: Option<String>, places: &Rc<Places>| {
            lit.set(field.and_then(|field| places.extent(&field)));
        })
    };
    let mend = use_callback((session.text.clone(), act.clone()), |fix: Fix, (text, act)| {
        act.emit(Action::Edit(fix.apply(text).into()));
    });
    let why = {
        let asked = asked.clone();
        use_callback(act.clone(), move |message: String, act| {
            asked.set(message.into());
            act.emit(Action::Look(Tab::Answer));
            platform::focus("tab-apply");
        })
    };
    let here = use_memo((places, *caret), |(places, caret)| AttrValue::from(places.field_at(*caret)));
    let subject = verdict.analysis().and_then(|analysis| analysis.subject.as_ref());
    let title = subject.map_or(String::new(), |subject| format!("{} {}", subject.kind, subject.name));
    html! {
        <div class="page">
            <a class="skip" href="#watch">{ "Skip to the timeline" }</a>
            <Header version={session.version.clone()} {details} example={session.example.as_ref().map(|example| example.name.clone())} act={act.clone()} />
            if let Some(words) = &*notice {
                <div class="share-notice" role="alert">
                    <p>{ words.clone() }</p>
                    <button type="button" onclick={close}>{ "Close" }</button>
                </div>
            }
            <main class="desk">
                <div class="write">
                    <Editor text={session.text.clone()} version={session.version.clone()} title={title} verdict={verdict.clone()}
                        reveal={reveal.asked.clone()} lit={*lit} on_edit={edit} on_caret={caret_moved} />
                    <Problems {verdict} caret={*caret} on_fix={mend.clone()} on_why={why} on_pick={reveal.ask} />
                </div>
                <Player {details} outcome={outcome} now={session.inputs()} tab={session.tab} asked={(*asked).clone()}
                    lesson={session.example.as_ref().map(|example| example.lesson.clone())} act={act} on_fix={mend} point={Pointing { show, light }} here={(*here).clone()} />
            </main>
            if share::embedded() {
                <p class="share-embedded"><OpenWhole /></p>
            }
            <footer class="footer">
                <p>{ "Nothing you type leaves this page: no server, no account, no tracking. Simulated; held to recordings of a real Kubernetes 1.36 cluster." }</p>
            </footer>
        </div>
    }
}
