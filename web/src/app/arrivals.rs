//! Texts that come from elsewhere than the editor: the first one, that of a link, a file; and the notice about them.

use std::rc::Rc;

use yew::prelude::*;

use crate::catalog;
use crate::files::Brought;
use crate::first::Beginning;
use crate::keeper;
use crate::platform;
use crate::session::{Action, Session};
use crate::share::{self, Elsewhere, Opening};
use crate::worker::Inputs;

/// The session of the page: at first that of the link, else what was typed into the picture, else the first example.
#[hook]
pub fn use_session(
    first: &Beginning,
    typed: Option<String>,
    shared: Option<Session>,
) -> UseReducerHandle<Session> {
    use_reducer(|| {
        let own = Session::first(first);
        let written = typed.map(|text| Session { text: text.into(), example: None, ..own.clone() });
        match (shared, written) {
            // The text that was typed before the link opened is one step back.
            (Some(shared), Some(written)) => {
                (*Rc::new(written).reduce(Action::Restore(Box::new(shared)))).clone()
            }
            (shared, written) => {
                let session = shared.or(written).unwrap_or(own);
                keeper::again(&session).unwrap_or(session)
            }
        }
    })
}

/// The takers of texts, and the notice about them.
pub struct Arrivals {
    pub notice: Notice,
    /// Takes files that were dropped or opened.
    pub bring: Callback<Brought>,
    /// Takes the name of an example that does not exist.
    pub unknown: Callback<String>,
}

/// The notice about the text that came last.
pub struct Notice {
    words: UseStateHandle<Vec<String>>,
    elsewhere: UseStateHandle<Option<Elsewhere>>,
    close: Callback<MouseEvent>,
}

/// Takes what links, messages and files bring.
#[hook]
pub fn use_arrivals(first: &Beginning, opening: &Opening, act: &Callback<Action>) -> Arrivals {
    let words = use_state(|| opening.notice.clone());
    let elsewhere = use_state(|| opening.elsewhere.clone());
    let given = {
        let (words, elsewhere) = (words.setter(), elsewhere.setter());
        use_callback(act.clone(), move |given: Opening, act| {
            words.set(given.notice);
            elsewhere.set(given.elsewhere);
            if let Some(session) = given.session {
                act.emit(Action::Restore(Box::new(session)));
            }
        })
    };
    share::use_opening(first, given.clone());
    let bring = {
        let words = words.setter();
        use_callback((first.clone(), act.clone()), move |Brought { text, notice }, (first, act)| {
            if let Some(opening) = share::in_picture(&text, first) {
                given.emit(opening);
            } else {
                // Without any text that could be read, the present one stays.
                if notice.is_empty() || !text.is_empty() {
                    act.emit(Action::Own(text.into()));
                }
                words.set(notice);
            }
        })
    };
    let unknown = use_callback(words.setter(), |name: String, words| {
        words.set(vec![catalog::no_example(&name)]);
    });
    let close = {
        let (words, elsewhere) = (words.setter(), elsewhere.setter());
        use_callback((), move |_: MouseEvent, ()| {
            platform::focus("watch");
            words.set(Vec::new());
            elsewhere.set(None);
        })
    };
    Arrivals { notice: Notice { words, elsewhere, close }, bring, unknown }
}

impl Notice {
    /// Draws it, if there is anything to say; `came_to` is the outcome of the inputs here.
    pub fn draw(&self, inputs: &Inputs, came_to: Option<&str>) -> Html {
        let compared = compared((*self.elsewhere).as_ref(), inputs, came_to);
        if self.words.is_empty() && compared.is_none() {
            return html! {};
        }
        let is_calm = self.words.is_empty() && !compared.iter().any(|word| word.differs);
        html! {
            <div class="share-notice" role={if is_calm { "status" } else { "alert" }}>
                <p>
                    { self.words.join(" ") }
                    if let Some(word) = compared {
                        { " " }{ word.sentence }
                    }
                </p>
                <button type="button" onclick={self.close.clone()}>{ "Close" }</button>
            </div>
        }
    }
}

/// The outcome in the build that made the link, beside the outcome here.
struct Compared {
    sentence: String,
    differs: bool,
}

/// The word about it while the inputs are those of the link. In a page of somebody else's only a difference is told.
fn compared(elsewhere: Option<&Elsewhere>, inputs: &Inputs, here: Option<&str>) -> Option<Compared> {
    let (_, there) = elsewhere.filter(|(of, _)| of == inputs)?;
    let here = here?;
    let differs = there != here;
    let sentence = if differs {
        format!(
            "Another build of Podlab made this link and came to something else: {there}. Here it is: {here}."
        )
    } else {
        format!("Another build of Podlab made this link; the outcome is the same: {here}.")
    };
    (differs || !share::embedded()).then_some(Compared { sentence, differs })
}
