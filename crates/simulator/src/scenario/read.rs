//! Reads a scenario from its JSON form; says what is wrong with each field that it cannot take.

use super::{
    Answer, Given, ImageScenario, Listen, PodScenario, Run, SandboxScenario, Scenario, ScenarioForm, Write,
};
use crate::Millis;
use api::collections::{gather, sort_by_key};
use serde_json::{Map, Value};
use std::fmt;

/// A field of a scenario that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: `containers.setup[0].run`; empty for the whole.
    pub path: String,
    /// Where it is written: for a field that nobody knows, the field itself.
    pub written: String,
    /// The fault and what is expected instead.
    pub message: String,
    /// For a field that nobody knows, those that are known there.
    pub known: Vec<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.path, self.message)
        }
    }
}

/// Collects problems while reading goes on.
pub(super) struct Reader<'a> {
    problems: Vec<Problem>,
    pub(super) objects: &'a dyn Fn(&str) -> Given,
}

pub(super) fn scenario(value: &Value, objects: &dyn Fn(&str) -> Given) -> Result<Scenario, Vec<Problem>> {
    let mut reader = Reader { problems: Vec::new(), objects };
    let mut out = Scenario::default();
    if value.is_null() {
        return Ok(out);
    }
    let known = ["behaviours", "containers", "images", "sandbox", "actions", "missing"];
    let fields = reader.fields("", value, &known);
    if let Some(named) = fields.and_then(|fields| fields.get("behaviours")) {
        let behaviours = reader.each("behaviours", named, |reader, path, value| {
            let fields = reader.fields(path, value, &["containers", "images", "sandbox"]);
            fields.map(|fields| reader.behaviour(path, fields))
        });
        out.form = ScenarioForm::Named(gather(behaviours));
    } else if let Some(fields) = fields {
        out.form = ScenarioForm::Everyone(reader.behaviour("", fields));
    }
    let actions = fields.and_then(|fields| fields.get("actions"));
    for (path, value) in actions.map(|value| reader.list("actions", value)).unwrap_or_default() {
        out.actions.extend(reader.action(&path, value));
    }
    sort_by_key(&mut out.actions, |action| action.at);
    let missing = fields.and_then(|fields| fields.get("missing"));
    for (path, value) in missing.map(|value| reader.list("missing", value)).unwrap_or_default() {
        out.missing.extend(reader.reference(&path, value));
    }
    if reader.problems.is_empty() { Ok(out) } else { Err(reader.problems) }
}

pub(super) fn join(path: &str, field: &str) -> String {
    if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") }
}

/// `"error:TEXT"`; any text but `ok` is an error.
fn failure(text: &str) -> Option<String> {
    (text != "ok" && !text.is_empty()).then(|| text.strip_prefix("error:").unwrap_or(text).to_owned())
}

impl Reader<'_> {
    pub(super) fn problem(&mut self, path: &str, message: impl Into<String>) {
        self.problem_at(path, path, message);
    }

    fn problem_at(&mut self, path: &str, written: &str, message: impl Into<String>) {
        let (path, written, message) = (path.to_owned(), written.to_owned(), message.into());
        self.problems.push(Problem { path, written, message, known: Vec::new() });
    }

    pub(super) fn fields<'v>(
        &mut self,
        path: &str,
        value: &'v Value,
        known: &[&str],
    ) -> Option<&'v Map<String, Value>> {
        let Value::Object(fields) = value else {
            self.problem(path, format!("must be a mapping with {}", known.join(", ")));
            return None;
        };
        for name in fields.keys().filter(|name| !known.contains(&name.as_str())) {
            let message = format!("unknown field `{name}`, expected one of {}", known.join(", "));
            self.problem_at(path, &join(path, name), message);
            if let Some(problem) = self.problems.last_mut() {
                problem.known = known.iter().map(|&name| name.to_owned()).collect();
            }
        }
        Some(fields)
    }

    fn list<'v>(&mut self, path: &str, value: &'v Value) -> Vec<(String, &'v Value)> {
        match value {
            Value::Array(items) => {
                items.iter().enumerate().map(|(index, item)| (format!("{path}[{index}]"), item)).collect()
            }
            Value::Null => Vec::new(),
            _ => {
                self.problem(path, "must be a list");
                Vec::new()
            }
        }
    }

    fn each<T>(
        &mut self,
        path: &str,
        value: &Value,
        read: impl Fn(&mut Self, &str, &Value) -> Option<T>,
    ) -> Vec<(String, T)> {
        match value {
            Value::Object(fields) => fields
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), read(self, &join(path, name), value)?)))
                .collect(),
            Value::Null => Vec::new(),
            _ => {
                self.problem(path, "must be a mapping by name");
                Vec::new()
            }
        }
    }

    pub(super) fn seconds(&mut self, path: &str, fields: &Map<String, Value>, name: &str) -> Option<Millis> {
        let value = fields.get(name)?;
        let length = super::length::read(value);
        if length.is_none() {
            self.problem(
                &join(path, name),
                "must be a number of seconds, 0 or more, or a length such as 1m30s",
            );
        }
        length
    }

    /// One of some words; the problem names the one that was meant, if that is certain.
    pub(super) fn one_of(
        &mut self,
        path: &str,
        fields: &Map<String, Value>,
        name: &str,
        known: &[&'static str],
    ) -> Option<&'static str> {
        let text = self.text(path, fields, name)?;
        let same = |one: &&&str| one.eq_ignore_ascii_case(text.trim_start_matches('/'));
        let found = known.iter().find(same).copied();
        if found.is_none() {
            let meant = api::near::meant(&text, known.iter().copied());
            let hint = meant.map(|meant| format!(": did you mean `{meant}`?")).unwrap_or_default();
            let message = format!("must be one of {}, not `{text}`{hint}", known.join(", "));
            self.problem(&join(path, name), message);
        }
        found
    }

    pub(super) fn integer(&mut self, path: &str, fields: &Map<String, Value>, name: &str) -> Option<i32> {
        let value = fields.get(name)?;
        let integer = value.as_i64().and_then(|integer| i32::try_from(integer).ok());
        if integer.is_none() {
            self.problem(&join(path, name), "must be a whole number");
        }
        integer
    }

    pub(super) fn text(&mut self, path: &str, fields: &Map<String, Value>, name: &str) -> Option<String> {
        match fields.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            _ => {
                self.problem(&join(path, name), "must be a text");
                None
            }
        }
    }

    /// `"error:TEXT"`; anything else is taken as the error itself, but for `ok`.
    fn failure(&mut self, path: &str, fields: &Map<String, Value>, name: &str) -> Option<String> {
        failure(&self.text(path, fields, name)?)
    }

    /// Reads what a run writes: `layerMB` into its own layer, `writeMB` into the volume or below the path `writeTo`.
    fn write(&mut self, path: &str, fields: &Map<String, Value>) -> Option<Write> {
        let after = self.seconds(path, fields, "writeAfter").unwrap_or_default();
        let mut size = |name| self.integer(path, fields, name).and_then(|size| u32::try_from(size).ok());
        let (layer, written) = (size("layerMB"), size("writeMB"));
        let file = self.text(path, fields, "writeTo").zip(written);
        (layer.is_some() || file.is_some()).then(|| Write { after, layer: layer.unwrap_or(0), file })
    }

    fn behaviour(&mut self, path: &str, fields: &Map<String, Value>) -> PodScenario {
        let mut out = PodScenario::default();
        if let Some(containers) = fields.get("containers") {
            let runs = self.each(&join(path, "containers"), containers, |reader, path, value| {
                let runs =
                    if value.is_object() { vec![(path.to_owned(), value)] } else { reader.list(path, value) };
                Some(runs.into_iter().filter_map(|(path, value)| reader.run(&path, value)).collect())
            });
            out.containers = gather(runs);
        }
        if let Some(images) = fields.get("images") {
            out.images = gather(self.each(&join(path, "images"), images, Reader::image));
        }
        if let Some(sandbox) = fields.get("sandbox") {
            for (path, value) in self.list(&join(path, "sandbox"), sandbox) {
                out.sandbox.extend(self.sandbox(&path, value));
            }
        }
        out
    }

    fn run(&mut self, path: &str, value: &Value) -> Option<Run> {
        const KNOWN: [&str; 18] = [
            "run",
            "exit",
            "reason",
            "message",
            "create",
            "start",
            "startDelay",
            "term",
            "termExit",
            "listen",
            "exec",
            "http",
            "memory",
            "update",
            "layerMB",
            "writeTo",
            "writeMB",
            "writeAfter",
        ];
        if value.is_null() {
            return Some(Run::default());
        }
        let fields = self.fields(path, value, &KNOWN)?;
        let mut run = Run {
            run: self.seconds(path, fields, "run"),
            exit: self.integer(path, fields, "exit"),
            reason: self.text(path, fields, "reason"),
            message: self.text(path, fields, "message"),
            create: self.failure(path, fields, "create"),
            start: self.failure(path, fields, "start"),
            start_delay: self.seconds(path, fields, "startDelay").unwrap_or_default(),
            ..Run::default()
        };
        if let Some(term) = fields.get("term") {
            match term.as_f64() {
                Some(seconds) => run.term = (seconds >= 0.0).then(|| Millis::from_seconds(seconds)),
                None => self.problem(
                    &join(path, "term"),
                    "must be a number of seconds; negative: SIGTERM is ignored",
                ),
            }
        }
        run.memory = fields.get("memory").and_then(Value::as_u64);
        if let Some(update) = fields.get("update") {
            let answers = self.list(&join(path, "update"), update).into_iter();
            run.update = answers.map(|(_, value)| failure(value.as_str().unwrap_or_default())).collect();
        }
        run.write = self.write(path, fields);
        run.term_exit = self.integer(path, fields, "termExit").unwrap_or(run.term_exit);
        if let Some(listen) = fields.get("listen") {
            let ports = self.list(&join(path, "listen"), listen);
            run.listen =
                Some(ports.into_iter().filter_map(|(path, value)| self.listen(&path, value)).collect());
        }
        if let Some(exec) = fields.get("exec") {
            run.exec = self.each(&join(path, "exec"), exec, Reader::answer);
        }
        if let Some(http) = fields.get("http") {
            run.http = self.each(&join(path, "http"), http, Reader::answer);
        }
        Some(run)
    }

    fn listen(&mut self, path: &str, value: &Value) -> Option<Listen> {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => api::json::number_text(number),
            _ => {
                self.problem(path, "must be a port such as 8080 or \"8080@3\" (open from 3 s on)");
                return None;
            }
        };
        let (port, from) = text.split_once('@').unwrap_or((&text, "0"));
        if let Ok(seconds) = from.parse::<f64>() {
            return Some(Listen { port: port.to_owned(), from: Millis::from_seconds(seconds) });
        }
        self.problem(path, "must be a port such as 8080 or \"8080@3\" (open from 3 s on)");
        None
    }

    fn answer(&mut self, path: &str, value: &Value) -> Option<Answer> {
        let known = ["okAfter", "okUntil", "fail", "seq", "delay", "out", "exit", "exitsMain"];
        let fields = self.fields(path, value, &known)?;
        let mut answer = Answer {
            ok_after: self.seconds(path, fields, "okAfter"),
            ok_until: self.seconds(path, fields, "okUntil"),
            delay: self.seconds(path, fields, "delay").unwrap_or_default(),
            out: self.text(path, fields, "out").unwrap_or_default(),
            exit: self.integer(path, fields, "exit"),
            exits_main: self.integer(path, fields, "exitsMain"),
            ..Answer::default()
        };
        for (path, value) in
            fields.get("fail").map(|value| self.list(&join(path, "fail"), value)).unwrap_or_default()
        {
            match value.as_array().map(Vec::as_slice) {
                Some([from, to]) => {
                    let time = |value: &Value, open| value.as_f64().map_or(open, Millis::from_seconds);
                    answer.fail.push((time(from, Millis::ZERO), time(to, Millis::MAX)));
                }
                _ => self.problem(&path, "must be a pair of seconds [from, to]"),
            }
        }
        for (path, value) in
            fields.get("seq").map(|value| self.list(&join(path, "seq"), value)).unwrap_or_default()
        {
            match value.as_i64().and_then(|code| i32::try_from(code).ok()) {
                Some(code) => answer.seq.push(code),
                None => self.problem(&path, "must be an exit code or an HTTP status"),
            }
        }
        Some(answer)
    }

    fn image(&mut self, path: &str, value: &Value) -> Option<ImageScenario> {
        let fields = self.fields(path, value, &["pull", "fail", "error", "size", "present"])?;
        let fail = match fields.get("fail") {
            Some(_) => self.integer(path, fields, "fail").unwrap_or(0),
            None => 0,
        };
        Some(ImageScenario {
            pull: self.seconds(path, fields, "pull"),
            fail: u32::try_from(fail).ok(),
            error: self.text(path, fields, "error"),
            size: fields.get("size").and_then(Value::as_u64),
            present: fields.get("present").and_then(Value::as_bool).unwrap_or(false),
        })
    }

    /// `Secret/db`, or `hostPath/srv/data` of a path on the nodes.
    fn reference(&mut self, path: &str, value: &Value) -> Option<String> {
        const KINDS: [&str; 3] = ["ConfigMap", "Secret", "PersistentVolumeClaim"];
        let (kind, name) = value.as_str().and_then(|text| text.split_once('/')).unwrap_or_default();
        if kind == "hostPath" && !name.is_empty() {
            return Some(format!("{kind}/{name}"));
        }
        let kind = api::near::kind(kind).filter(|kind| KINDS.contains(kind) && !name.is_empty());
        if kind.is_none() {
            self.problem(
                path,
                format!(
                    "must be a kind and a name such as Secret/db, or hostPath/PATH; kinds are {}",
                    KINDS.join(", ")
                ),
            );
        }
        kind.map(|kind| format!("{kind}/{name}"))
    }

    fn sandbox(&mut self, path: &str, value: &Value) -> Option<SandboxScenario> {
        if value.is_null() {
            return Some(SandboxScenario::default());
        }
        let fields = self.fields(path, value, &["create", "delay", "dieAfter"])?;
        Some(SandboxScenario {
            create: self.failure(path, fields, "create"),
            delay: self.seconds(path, fields, "delay").unwrap_or_default(),
            die_after: self.seconds(path, fields, "dieAfter"),
        })
    }
}
