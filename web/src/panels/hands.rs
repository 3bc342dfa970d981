//! The commands that a panel can give to the rest of the page.

use std::rc::Rc;

use view::{Fix, Nodes};
use yew::prelude::*;

use crate::worker::Inputs;

/// The commands of a panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Hands {
    /// Changes the manifest.
    pub fix: Callback<Fix>,
    /// Changes the story.
    pub tell: Callback<Rc<str>>,
    /// Chooses other nodes.
    pub nodes: Callback<Nodes>,
    /// Changes the rules of the namespace.
    pub rules: Callback<Rc<str>>,
    /// Changes the command in the terminal.
    pub command: Callback<Rc<str>>,
    /// Takes back the last step; with `true` does it again.
    pub back: Callback<bool>,
    /// Puts the playhead at a time in milliseconds.
    pub seek: Callback<f64>,
    /// Points at the manifest.
    pub point: Pointing,
    /// Compares the page with something else.
    pub comparing: Comparing,
}

/// The other side of a comparison: A, where the page is B.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Against {
    /// The same manifest and story under another release.
    Release(Rc<str>),
    /// A manifest, a story and a release that were kept.
    Kept(Inputs),
}

/// The comparison of the page with something else.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparing {
    /// The present other side.
    pub with: Option<Against>,
    /// Chooses another one; `None` ends the comparison.
    pub choose: Callback<Option<Against>>,
    /// Switches the page to another release.
    pub version: Callback<Rc<str>>,
}

/// The link from a panel to the manifest: a click shows a field in the editor, the pointer or the focus lights it up.
#[derive(Clone, Debug, PartialEq)]
pub struct Pointing {
    /// Selects a field in the editor.
    pub show: Callback<String>,
    /// Lights up a field; `None` ends it.
    pub light: Callback<Option<String>>,
}

impl Pointing {
    /// The callbacks of a button for `field`: on a click, when the pointer comes, and when it goes.
    pub fn at(&self, field: &str) -> (Callback<MouseEvent>, Callback<MouseEvent>, Callback<MouseEvent>) {
        let (shown, lit) = (field.to_owned(), field.to_owned());
        (
            self.show.reform(move |_: MouseEvent| shown.clone()),
            self.light.reform(move |_: MouseEvent| Some(lit.clone())),
            self.light.reform(|_: MouseEvent| None),
        )
    }
}

/// Whether the field `inner` is `outer` or a part of it.
pub fn inside(inner: &str, outer: &str) -> bool {
    inner
        .strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || rest.starts_with('['))
}
