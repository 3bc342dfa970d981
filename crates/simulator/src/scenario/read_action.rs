//! Reads the actions of a scenario.

use super::read::{Reader, join};
use super::{Action, ActionKind, Target};
use serde_json::Value;

impl Reader<'_> {
    pub(super) fn action(&mut self, path: &str, value: &Value) -> Option<Action> {
        let known = [
            "at",
            "do",
            "name",
            "target",
            "grace",
            "propagation",
            "patch",
            "type",
            "sub",
            "manifest",
            "down",
        ];
        let fields = self.fields(path, value, &known)?;
        let at = self.seconds(path, fields, "at").unwrap_or_default();
        let kind = match self.text(path, fields, "do").as_deref() {
            Some("delete") => ActionKind::Delete {
                grace: self.integer(path, fields, "grace").map(i64::from),
                orphan: self.text(path, fields, "propagation").as_deref() == Some("Orphan"),
            },
            Some("evict") => ActionKind::Evict,
            Some("patch") => ActionKind::Patch {
                patch: fields.get("patch").cloned().unwrap_or(Value::Null),
                kind: self.text(path, fields, "type"),
                subresource: self.text(path, fields, "sub").map(|sub| sub.trim_start_matches('/').to_owned()),
            },
            Some("create") => {
                let manifest = self.text(path, fields, "manifest").unwrap_or_default();
                ActionKind::Create { objects: (self.objects)(&manifest) }
            }
            Some("loseSandbox") => ActionKind::LoseSandbox,
            Some("kubeletRestart") => {
                ActionKind::KubeletRestart { down: self.seconds(path, fields, "down").unwrap_or_default() }
            }
            Some("kubeletStop") => ActionKind::KubeletStop,
            Some("kubeletStart") => ActionKind::KubeletStart,
            _ => {
                let kinds =
                    "delete, evict, patch, create, loseSandbox, kubeletRestart, kubeletStop, kubeletStart";
                self.problem(&join(path, "do"), format!("must be one of {kinds}"));
                return None;
            }
        };
        let name = |name| Target { kind: None, name, nth: None };
        let written = self.text(path, fields, "target").map(|text| target(&text));
        let target = written.or_else(|| self.text(path, fields, "name").map(name));
        Some(Action { at, target, kind })
    }
}

/// `Kind/name`, a name alone, or `Pod#N`, the Nth Pod in the order in which they appeared.
fn target(text: &str) -> Target {
    if let Some((kind, nth)) = text.split_once('#')
        && let Ok(nth) = nth.parse()
    {
        return Target { kind: Some(kind.to_owned()), name: String::new(), nth: Some(nth) };
    }
    match text.split_once('/') {
        Some((kind, name)) => Target { kind: Some(kind.to_owned()), name: name.to_owned(), nth: None },
        None => Target { kind: None, name: text.to_owned(), nth: None },
    }
}
