//! What a panel can do to the rest of the page.

use std::rc::Rc;

use view::{Fix, Nodes};
use yew::prelude::*;

use crate::worker::Inputs;

/// The commands of a panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Hands {
    /// To change the manifest.
    pub fix: Callback<Fix>,
    /// To tell another story.
    pub tell: Callback<Rc<str>>,
    /// To choose other nodes.
    pub nodes: Callback<Nodes>,
    /// To write other rules of the namespace.
    pub rules: Callback<Rc<str>>,
    /// To type another command.
    pub command: Callback<Rc<str>>,
    /// To take the last step back, `true`: to do it again.
    pub back: Callback<bool>,
    /// To put the playhead at a time in milliseconds.
    pub seek: Callback<f64>,
    /// To point at the manifest.
    pub point: Pointing,
    /// To compare the page with something else.
    pub comparing: Comparing,
}

/// What the page is compared with: A, where the page is B.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Against {
    /// The same manifest and story under another release.
    Release(Rc<str>),
    /// A manifest, a story and a release that were kept.
    Kept(Inputs),
}

/// To compare the page with something else.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparing {
    /// What it is compared with now.
    pub with: Option<Against>,
    /// To compare it with another one, `None` for nothing.
    pub choose: Callback<Option<Against>>,
    /// To switch the page to another release.
    pub version: Callback<Rc<str>>,
}

/// From a panel to the manifest: a click shows a field in the editor, the pointer or the focus lights it up.
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

/// Whether the field `inner` is `outer` or a part of it.
pub fn inside(inner: &str, outer: &str) -> bool {
    inner
        .strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || rest.starts_with('['))
}
