//! The examples to pick, by level. Elements: `#examples` (button), `#gallery` (popover) with `#gallery-words`,
//! `#gallery-subject`, `#gallery-class`, `#gallery-count` and buttons with `data-level`; buttons with `data-example`.

mod card;
mod choice;
mod filter;
mod lesson;
mod linked;
mod picture;

use std::rc::Rc;

use protocol::{Example, Gallery};
use yew::prelude::*;

use crate::catalog;
use crate::session::Action;
use card::Card;
use choice::{Choice, LEVELS};
use filter::Filter;
pub use lesson::Lesson;
use linked::use_linked;

/// The input of the examples.
#[derive(Clone, PartialEq, Properties)]
pub struct ExamplesProps {
    /// The example that was opened last.
    pub current: Option<Rc<Example>>,
    /// Takes the choice.
    pub on_open: Callback<Rc<Example>>,
    /// Takes the name of a linked example that there is not.
    pub on_unknown: Callback<String>,
}

/// The button and the gallery.
#[component]
pub fn Examples(props: &ExamplesProps) -> Html {
    let gallery = catalog::use_gallery();
    let choice = use_state(choice::kept);
    // The gallery is drawn only when someone looks, because it is large.
    let looked = use_state(|| false);
    use_linked(props.on_open.clone(), props.on_unknown.clone());
    let look = {
        let looked = looked.clone();
        Callback::from(move |_: MouseEvent| looked.set(true))
    };
    let choose = {
        let choice = choice.clone();
        use_callback((), move |chosen: Choice, ()| {
            choice::keep(&chosen);
            choice.set(chosen);
        })
    };
    html! {
        <div class="examples">
            <button id="examples" type="button" popovertarget="gallery" onclick={look}>{ "Examples" }</button>
            <div id="gallery" popover="auto" role="dialog" aria-label="Examples">
                if let (true, Some(gallery)) = (*looked, gallery) {
                    <List {gallery} choice={(*choice).clone()} current={props.current.clone()}
                        on_choose={choose} on_open={props.on_open.clone()} />
                } else {
                    <p>{ "The examples are being loaded." }</p>
                }
            </div>
        </div>
    }
}

/// Opens the example `by` places after the open one in the filtered list; the first when none is open.
pub fn open_beside(current: Option<&Rc<Example>>, by: isize, act: &Callback<Action>) {
    let current = current.cloned();
    open(act, move |gallery| match &current {
        Some(current) => choice::kept().beside(gallery, current, by),
        None => gallery.examples.first(),
    });
}

/// Opens the example of this number in the catalog.
pub fn open_number(number: usize, act: &Callback<Action>) {
    open(act, move |gallery| gallery.examples.get(number));
}

/// Opens an example once all have come.
fn open(act: &Callback<Action>, which: impl FnOnce(&Gallery) -> Option<&Example> + 'static) {
    let act = act.clone();
    wasm_bindgen_futures::spawn_local(async move {
        if let Some(example) = which(&*catalog::gallery().await) {
            act.emit(Action::Open(Rc::new(example.clone())));
        }
    });
}

#[derive(Clone, PartialEq, Properties)]
struct ListProps {
    gallery: Rc<Gallery>,
    choice: Choice,
    current: Option<Rc<Example>>,
    on_choose: Callback<Choice>,
    on_open: Callback<Rc<Example>>,
}

/// The examples that pass the filter, by level.
#[component]
fn List(props: &ListProps) -> Html {
    let found = props.choice.of(&props.gallery);
    let current = props.current.as_deref();
    let is_current =
        |example: &Example| current.is_some_and(|one| one.name == example.name || one.mends == example.name);
    let card = |example: &&Example| {
        html! { <Card key={example.name.clone()} example={Rc::new((*example).clone())} current={is_current(example)} on_open={props.on_open.clone()} /> }
    };
    html! {
        <>
            <Filter choice={props.choice.clone()} found={found.len()} on_choose={props.on_choose.clone()} />
            // The list has its own element: otherwise the form would be made anew with each change and lose the focus.
            <div>{ for LEVELS.into_iter().filter_map(|(level, _, title)| {
                let mut of_level = found.iter().filter(|example| example.level == level).peekable();
                of_level.peek()?;
                Some(html! {
                    <section>
                        <h2>{ title }</h2>
                        <ul>{ for of_level.map(card) }</ul>
                    </section>
                })
            }) }</div>
            if found.is_empty() {
                <p>{ "No example has all of these words. Use fewer of them, or another subject." }</p>
            }
        </>
    }
}
