//! What the page tells the details.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::platform::{field, object, text};
use crate::session::Tab;

/// What a run follows from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    /// The manifest.
    pub text: Rc<str>,
    /// The scenario; may be empty.
    pub story: Rc<str>,
    /// `1.36`.
    pub version: Rc<str>,
}

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// What stands in the editor and in the story now.
    pub now: Inputs,
    /// What the run follows from that is shown: the last that could be run. The text is empty when nothing could.
    pub ran: Inputs,
    /// The playhead, in milliseconds since the object was created.
    pub at: u64,
    /// The open panel.
    pub tab: Tab,
    /// The message that the reader asks about; empty for none.
    pub asked: Rc<str>,
}

impl Shown {
    /// As a plain object.
    pub fn write(&self) -> JsValue {
        #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
        let at = self.at as f64;
        object(&[
            ("now", &self.now.write()),
            ("ran", &self.ran.write()),
            ("at", &at.into()),
            ("tab", &self.tab.name().into()),
            ("asked", &JsValue::from_str(&self.asked)),
        ])
    }

    /// From a plain object; what is missing is empty.
    pub fn read(object: &JsValue) -> Shown {
        let at = field(object, "at").as_f64().unwrap_or_default();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a playhead")]
        let at = at.max(0.0) as u64;
        Shown {
            now: Inputs::read(&field(object, "now")),
            ran: Inputs::read(&field(object, "ran")),
            at,
            tab: Tab::named(&text(object, "tab")).unwrap_or_default(),
            asked: text(object, "asked").into(),
        }
    }
}

impl Inputs {
    fn write(&self) -> JsValue {
        object(&[
            ("text", &JsValue::from_str(&self.text)),
            ("story", &JsValue::from_str(&self.story)),
            ("version", &JsValue::from_str(&self.version)),
        ])
    }

    fn read(object: &JsValue) -> Inputs {
        Inputs {
            text: text(object, "text").into(),
            story: text(object, "story").into(),
            version: text(object, "version").into(),
        }
    }
}
