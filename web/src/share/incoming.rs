//! The state that was shared with this page: by the fragment of its address, or by the page around it.

use link::{Opened, SharedState, open};
use yew::prelude::*;

use super::around::{Around, example_came, reveal, with_example};
use crate::catalog;
use crate::first::Beginning;
use crate::keeper;
use crate::platform;
use crate::session::Session;
use crate::worker::Inputs;

/// The inputs that the page starts with, or is given later.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opening {
    /// The inputs; `None` leaves them as they are.
    pub session: Option<Session>,
    /// The words about the link.
    pub notice: Vec<String>,
    /// The outcome in another build, if one made the link, and the inputs that it is of.
    pub elsewhere: Option<Elsewhere>,
}

/// The outcome in another build, and the inputs that led to it.
pub type Elsewhere = (Inputs, String);

/// The state that is shared at this moment.
pub fn opening(first: &Beginning) -> Opening {
    match Around::now() {
        Some(around) => complete(Some(of(&around.state, first)), around.complaints(), &around.state, first),
        None => behind(&fragment(), first),
    }
}

/// Whether the page was opened by its bare address.
pub fn is_plain_visit() -> bool {
    fragment().is_empty() && Around::now().is_none()
}

/// The state in a text that is a picture of ours; `None` for any other text.
pub fn in_picture(text: &str, first: &Beginning) -> Option<Opening> {
    link::in_picture(text).map(|fragment| behind(fragment, first))
}

/// The state that a link leads to.
fn behind(fragment: &str, first: &Beginning) -> Opening {
    match open(fragment) {
        Opened::NoLink => Opening::default(),
        // It comes by `use_example`; until then an embedded page shows no other one. That nothing comes is said here too once
        // the examples are known, because this is heard last and would take the word back.
        Opened::Example(name) => {
            let known = catalog::known().filter(|_| !platform::embedded());
            let unknown = known.filter(|gallery| gallery.named(&name).is_none());
            let notice = unknown.map(|_| catalog::no_example(&name)).into_iter().collect();
            given(&SharedState::default(), notice, first)
        }
        Opened::Whole(shared) => given(&shared, Vec::new(), first),
        Opened::Broken { message, kept } => given(&kept.unwrap_or_default(), vec![message], first),
    }
}

fn given(state: &SharedState, notice: Vec<String>, first: &Beginning) -> Opening {
    let shown = !state.manifest.is_empty() || platform::embedded();
    complete(shown.then(|| of(state, first)), notice, state, first)
}

fn of(state: &SharedState, first: &Beginning) -> Session {
    super::session(state, first)
}

/// With a word on what this page does not know.
fn complete(
    session: Option<Session>,
    mut notice: Vec<String>,
    state: &SharedState,
    first: &Beginning,
) -> Opening {
    let known = |name: &str| first.offer().releases.iter().any(|offered| offered.name == name);
    if !state.kubernetes.is_empty() && !known(&state.kubernetes) {
        let shown = &first.inputs.version;
        notice.push(format!("Podlab does not know Kubernetes {}; this is {shown}.", state.kubernetes));
    }
    if !state.gates.is_empty() {
        notice.push(format!(
            "The link sets feature gates ({}), which this page leaves as they are.",
            state.gates
        ));
    }
    let other = !state.outcome.is_empty() && state.build != platform::build();
    let elsewhere =
        session.as_ref().filter(|_| other).map(|session| (session.inputs(), state.outcome.clone()));
    Opening { session, notice, elsewhere }
}

/// Calls `given` when another link is opened in this page, or the page around it sends something; and when an example has
/// come that an embedded page is to show.
#[hook]
pub fn use_opening(first: &Beginning, given: Callback<Opening>) {
    use_effect_with((given, first.clone()), |(given, first)| {
        let (given, first) = (given.clone(), first.clone());
        bring_example(&given, &first);
        platform::listen(&["hashchange", "podlab-shared"], move || {
            let opening = opening(&first);
            if opening.session.is_some() {
                super::address::arrived();
            }
            given.emit(opening);
            bring_example(&given, &first);
        })
    });
    use_effect_with((), |()| {
        // A linked example comes later: then it is shown. A reload that goes on with a text of its own waits for none.
        if platform::embedded() || example().is_none() || keeper::goes_on() {
            reveal();
        }
    });
}

/// Loads the example that an embedded page is to show.
fn bring_example(given: &Callback<Opening>, first: &Beginning) {
    if !platform::embedded() {
        return;
    }
    let around = Around::now();
    let name = around.as_ref().map_or_else(example, |around| Some(around.example.clone()));
    let Some(name) = name.filter(|name| !name.is_empty()) else { return };
    let (state, given, first) =
        (around.map(|around| around.state).unwrap_or_default(), given.clone(), first.clone());
    wasm_bindgen_futures::spawn_local(async move {
        let gallery = catalog::gallery().await;
        let mut opening = opening(&first);
        example_came();
        match gallery.named(&name) {
            Some(example) => opening.session = Some(with_example(&state, example, &first)),
            None => opening.notice.push(format!("There is no example `{name}`.")),
        }
        given.emit(opening);
    });
}

/// Calls `named` with the name of the example that the address has, at once if there is one, and when another link is
/// opened in this page.
#[hook]
pub fn use_example(named: Callback<Option<String>>) {
    use_effect_with((), {
        let named = named.clone();
        move |()| {
            // A reload goes on with what was made of the example.
            let name = example().filter(|_| !keeper::goes_on());
            if name.is_some() {
                named.emit(name);
            }
        }
    });
    use_effect_with(named, |named| {
        let named = named.clone();
        platform::listen(&["hashchange"], move || named.emit(example()))
    });
}

fn example() -> Option<String> {
    match open(&fragment()) {
        Opened::Example(name) => Some(name),
        Opened::NoLink | Opened::Whole(_) | Opened::Broken { .. } => None,
    }
}

fn fragment() -> String {
    platform::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}
