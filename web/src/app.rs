//! The page put together: inputs, what follows from them, and the panels that show it.

use engine::page::Place;
use yew::prelude::*;

use crate::header::Header;
use crate::memo::{use_analysis, use_outcome};
use crate::panels::editor::{Editor, Reveal};
use crate::panels::problems::Problems;
use crate::player::Player;
use crate::session::{Action, Session};

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
    let session = use_reducer(move || {
        let first = Session::first();
        match typed {
            Some(text) => Session { text: text.into(), example: None, ..first },
            None => first,
        }
    });
    let analysis = use_analysis(&session);
    let outcome = use_outcome(&session, &analysis);
    let reveal = use_state(|| None::<Reveal>);
    let caret = use_state(|| 0_u32);

    let act = {
        let session = session.dispatcher();
        use_callback((), move |action: Action, ()| session.dispatch(action))
    };
    let edit = act.reform(|text: String| Action::Edit(text.into()));
    let show = {
        let reveal = reveal.clone();
        Callback::from(move |place: Place| reveal.set(Some(Reveal::after(reveal.as_ref(), place))))
    };
    let show_field = {
        let (session, show) = (session.clone(), show.clone());
        Callback::from(move |field: String| {
            if let Some(place) = engine::page::locate(&session.text, &field) {
                show.emit(place);
            }
        })
    };
    let caret_moved = {
        let caret = caret.clone();
        use_callback((), move |offset: u32, ()| caret.set(offset))
    };
    let subject = analysis.subject.as_ref();
    let title = subject.map_or(String::new(), |subject| format!("{} {}", subject.kind, subject.name));
    html! {
        <div class="page">
            <a class="skip" href="#watch">{ "Skip to the timeline" }</a>
            <Header version={session.version.clone()} example={session.example.map(|example| example.name)} act={act.clone()} />
            <main class="desk">
                <div class="write">
                    <Editor text={session.text.clone()} title={title} analysis={analysis.clone()}
                        reveal={(*reveal).clone()} on_edit={edit} on_caret={caret_moved} />
                    <Problems analysis={analysis.clone()} caret={*caret} on_pick={show} />
                </div>
                <Player outcome={outcome} analysis={analysis} tab={session.tab} story={session.story.clone()}
                    lesson={session.example.map(|example| example.lesson)} act={act} on_field={show_field} />
            </main>
            <footer class="footer">
                <p>{ "Nothing you type leaves this page: no server, no account, no tracking. Simulated; held to recordings of a real Kubernetes 1.36 cluster." }</p>
            </footer>
        </div>
    }
}
