//! What is on the page. A panel gets data and gives commands; it knows neither the store, the link nor the engine's work.

pub mod answer;
pub mod editor;
pub mod events;
pub mod examples;
pub mod fit;
pub mod on_node;
pub mod problems;
pub mod resources;
pub mod row;
pub mod rules;
pub mod spend;
pub mod story;
pub mod terminal;
pub mod text;
pub mod timeline;
pub mod versions;
pub mod what_if;
pub mod why;

use yew::prelude::*;

/// From a panel to the manifest: a click shows a field in the editor, the pointer lights it up.
#[derive(Clone, Debug, PartialEq)]
pub struct Pointing {
    /// To select a field in the editor.
    pub show: Callback<String>,
    /// To light a field up, `None` to put it out.
    pub light: Callback<Option<String>>,
}

impl Pointing {
    /// What a button for `field` does on a click, when the pointer comes and when it goes.
    pub fn at(&self, field: &str) -> (Callback<MouseEvent>, Callback<MouseEvent>, Callback<MouseEvent>) {
        let (shown, lit) = (field.to_owned(), field.to_owned());
        (
            self.show.reform(move |_: MouseEvent| shown.clone()),
            self.light.reform(move |_: MouseEvent| Some(lit.clone())),
            self.light.reform(|_: MouseEvent| None),
        )
    }
}
