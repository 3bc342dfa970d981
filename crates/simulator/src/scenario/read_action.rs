//! Reads the actions of a scenario.

use super::read::{Reader, join};
use super::{Action, ActionKind, Propagation, Target};
use serde_json::{Map, Value};

/// The actions that there are.
const DEEDS: [&str; 8] =
    ["delete", "evict", "patch", "create", "loseSandbox", "kubeletRestart", "kubeletStop", "kubeletStart"];
/// The fates of the objects that a deleted one made.
const PROPAGATIONS: [&str; 3] = ["Background", "Foreground", "Orphan"];
/// The media types of patches.
const MEDIA: [(&str, &str); 3] = [
    ("application/strategic-merge-patch+json", "strategic"),
    ("application/merge-patch+json", "merge"),
    ("application/json-patch+json", "json"),
];
/// The operations of a JSON patch.
const OPERATIONS: [&str; 6] = ["add", "remove", "replace", "move", "copy", "test"];

impl Reader<'_> {
    pub(super) fn action(&mut self, path: &str, value: &Value) -> Option<Action> {
        let known = [
            "at",
            "do",
            "name",
            "namespace",
            "target",
            "grace",
            "propagation",
            "retry",
            "patch",
            "type",
            "sub",
            "manifest",
            "down",
        ];
        let fields = self.fields(path, value, &known)?;
        let at = self.seconds(path, fields, "at").unwrap_or_default();
        if fields.get("do").is_none_or(Value::is_null) {
            self.problem(&join(path, "do"), format!("must be one of {}", DEEDS.join(", ")));
            return None;
        }
        let kind = match self.one_of(path, fields, "do", &DEEDS)? {
            "delete" => ActionKind::Delete {
                grace: self.integer(path, fields, "grace").map(i64::from),
                propagation: match self.one_of(path, fields, "propagation", &PROPAGATIONS) {
                    Some("Foreground") => Propagation::Foreground,
                    Some("Orphan") => Propagation::Orphan,
                    _ => Propagation::Background,
                },
            },
            "evict" => ActionKind::Evict {
                grace: self.integer(path, fields, "grace").map(i64::from),
                until: at + self.seconds(path, fields, "retry").unwrap_or_default(),
            },
            "patch" => self.patch(path, fields),
            "create" => self.create(path, fields),
            "loseSandbox" => ActionKind::LoseSandbox,
            "kubeletRestart" => {
                ActionKind::KubeletRestart { down: self.seconds(path, fields, "down").unwrap_or_default() }
            }
            "kubeletStop" => ActionKind::KubeletStop,
            _ => ActionKind::KubeletStart,
        };
        Some(Action { at, target: self.target(path, fields), kind })
    }

    fn patch(&mut self, at: &str, fields: &Map<String, Value>) -> ActionKind {
        // The media types of HTTP say the same.
        let media =
            MEDIA.iter().find(|(media, _)| fields.get("type").is_some_and(|written| written == media));
        let kind = match media {
            Some((_, kind)) => Some(*kind),
            None => self.one_of(at, fields, "type", &["strategic", "merge", "json"]),
        };
        let known = ["ephemeralcontainers", "resize", "scale", "status"];
        let subresource = self.one_of(at, fields, "sub", &known).map(str::to_owned);
        let patch = fields.get("patch").cloned().unwrap_or(Value::Null);
        let place = join(at, "patch");
        match (&patch, kind) {
            (Value::Array(_), Some(kind @ ("strategic" | "merge"))) => {
                self.problem(&place, format!("is a list of operations, so its type is json and not {kind}"));
            }
            (Value::Array(operations), _) => {
                for (index, operation) in operations.iter().enumerate() {
                    self.operation(&format!("{place}[{index}]"), operation);
                }
            }
            (Value::Object(_), Some("json")) => {
                self.problem(&place, "must be a list of operations, as its type is json");
            }
            (Value::Object(_), _) => {}
            _ => self.problem(&place, "must be a mapping, or a list of operations"),
        }
        ActionKind::Patch { patch, kind: kind.map(str::to_owned), subresource }
    }

    /// An operation of a JSON patch.
    fn operation(&mut self, path: &str, operation: &Value) {
        let Some(fields) = self.fields(path, operation, &["op", "path", "from", "value"]) else { return };
        let Some(op) = self.one_of(path, fields, "op", &OPERATIONS) else {
            if fields.get("op").is_none_or(Value::is_null) {
                self.problem(&join(path, "op"), format!("must be one of {}", OPERATIONS.join(", ")));
            }
            return;
        };
        let pointers: &[&str] = if ["move", "copy"].contains(&op) { &["path", "from"] } else { &["path"] };
        for name in pointers {
            let pointer = fields.get(*name).and_then(Value::as_str);
            if pointer.is_none_or(|pointer| !pointer.is_empty() && !pointer.starts_with('/')) {
                self.problem(&join(path, name), "must be a path such as /spec/replicas");
            }
        }
        if ["add", "replace", "test"].contains(&op) && !fields.contains_key("value") {
            self.problem(&join(path, "value"), format!("must be given, for `{op}`"));
        }
    }

    fn create(&mut self, path: &str, fields: &Map<String, Value>) -> ActionKind {
        let place = join(path, "manifest");
        let manifest = match fields.get("manifest") {
            Some(whole @ Value::Object(_)) => api::json::text(whole),
            _ => self.text(path, fields, "manifest").unwrap_or_default(),
        };
        let given = (self.objects)(&manifest);
        if let Some(why) = given.unread {
            self.problem(&place, format!("cannot be read: {why}"));
        } else if given.objects.is_empty() && given.refused.is_empty() {
            self.problem(&place, "must hold an object");
        }
        ActionKind::Create { objects: given.objects, refused: given.refused }
    }

    fn target(&mut self, path: &str, fields: &Map<String, Value>) -> Option<Target> {
        let namespace = self.text(path, fields, "namespace");
        let (place, text) = match self.text(path, fields, "target") {
            Some(text) => (join(path, "target"), text),
            None => (join(path, "name"), self.text(path, fields, "name")?),
        };
        let mut target = Target { kind: None, namespace, name: String::new(), nth: None };
        let nth = text.split_once('#').and_then(|(kind, nth)| Some((kind, nth.parse::<usize>().ok()?)));
        let kind = match (nth, text.split_once('/')) {
            (Some((kind, nth)), _) => {
                target.nth = Some(nth);
                kind
            }
            (None, Some((kind, name))) => {
                // `Kind/namespace/name`, too.
                let (space, name) = name.split_once('/').map_or((None, name), |(one, two)| (Some(one), two));
                target.namespace = space.map(str::to_owned).or(target.namespace);
                name.clone_into(&mut target.name);
                kind
            }
            (None, None) => {
                target.name = text;
                return Some(target);
            }
        };
        target.kind = api::near::kind(kind).map(str::to_owned);
        if target.kind.is_none() {
            let meant = api::near::meant(kind, api::near::kinds());
            let hint = meant.map(|meant| format!(": did you mean `{meant}`?")).unwrap_or_default();
            self.problem(&place, format!("there is no kind `{kind}`{hint}"));
        }
        Some(target)
    }
}
