//! `kubectl wait`, which looks at one instant after the other. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/wait.

use super::arguments::Arguments;
use super::commands::Command;
use super::resource;
use super::{Cluster, Output, file, meta, not_found, noted};
use crate::jsonpath;
use api::kinds::Kind;
use serde_json::Value;

/// A state that `--for` names.
enum For {
    Delete,
    Create,
    /// A condition and its status.
    Condition(String, String),
    /// A path as a template, and the value there, if any will not do.
    Path(String, Option<String>),
}

/// An object that is waited for.
struct Item {
    resource: &'static Kind,
    namespace: String,
    name: String,
    /// The UID, once the object was seen.
    uid: Option<String>,
    /// The refusal of its name, for as long as there is no such object.
    missing: String,
}

/// The course of a `kubectl wait`: the objects come one after the other, and so do the states that each is to have.
pub struct Wait {
    arguments: Arguments,
    wanted: Vec<For>,
    patience: u64,
    /// The objects, once they are known.
    items: Option<Vec<Item>>,
    /// The object that is waited for now, and how many of its states it has had.
    place: usize,
    had: usize,
    /// Whether its next state was looked for before.
    is_watched: bool,
    said: String,
    /// The refusals and the states that did not come, in their order.
    refused: Vec<String>,
    /// The answer, if nothing is waited for at all.
    answer: Option<Output>,
}

/// The words of a wait that is over for want of time.
const TIMED_OUT: &str = "timed out waiting for the condition";

/// Whether what is waited for is there now.
pub(super) fn run(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Output, Output> {
    let mut wait = Wait::new(arguments.behind(&arguments.words))?;
    while !wait.is_over() && wait.look(cluster) {}
    Ok(wait.outcome())
}

impl Wait {
    /// The wait that a command line asks for; `None` of another command, or of one that is refused at once.
    pub fn of(line: &str) -> Option<Wait> {
        let arguments = Arguments::of_line(line).ok();
        let arguments = arguments.filter(|arguments| arguments.command == Command::Wait)?;
        Wait::new(arguments).ok()
    }

    fn new(arguments: Arguments) -> Result<Wait, Output> {
        let timeout = arguments.value("timeout").unwrap_or("30s");
        let Some(timeout) = super::logs::duration(timeout) else {
            let why = format!("time: invalid duration \"{timeout}\"");
            let error = format!("invalid argument \"{timeout}\" for \"--timeout\" flag: {why}");
            return Err(arguments.usage(&error));
        };
        let wanted: Vec<For> = arguments.values("for").map(read).collect::<Result<_, _>>()?;
        if wanted.is_empty() {
            return Err(Output::failure("error: unrecognized condition: []"));
        }
        let selects = ["selector", "filename"].iter().any(|flag| arguments.value(flag).is_some());
        if !selects
            && !arguments.is_on("all")
            && resource::targets(&arguments)?.iter().any(|target| target.names.is_empty())
        {
            return Err(Output::failure("error: resource(s) were provided, but no name was specified"));
        }
        // Less than nothing means a week.
        let millis = if timeout.is_negative() { 604_800_000 } else { timeout.as_millis() };
        Ok(Wait {
            arguments,
            wanted,
            patience: u64::try_from(millis).unwrap_or(u64::MAX),
            items: None,
            place: 0,
            had: 0,
            is_watched: false,
            said: String::new(),
            refused: Vec::new(),
            answer: None,
        })
    }

    /// Reads the file whose objects are waited for, if one is named.
    pub fn open(&mut self, cluster: &Cluster<'_>) {
        match file::opened(self.arguments.behind(&self.arguments.words), cluster) {
            Ok(arguments) => self.arguments = arguments,
            Err(answer) => self.answer = Some(answer),
        }
    }

    /// How many milliseconds it lasts at most.
    pub fn patience(&self) -> u64 {
        self.patience
    }

    /// The types that it looks at now, each with a name where it waits for one object alone.
    pub fn whom(&self) -> Vec<(&'static Kind, Option<&str>)> {
        if let Some(items) = &self.items {
            return items
                .get(self.place)
                .map(|item| (item.resource, Some(&*item.name)))
                .into_iter()
                .collect();
        }
        let targets = resource::targets(&self.arguments).unwrap_or_default();
        let named = targets.into_iter().flat_map(|target| {
            let names: Vec<_> = target.names.iter().map(|name| Some(*name)).collect();
            let names = if names.is_empty() { vec![None] } else { names };
            names.into_iter().map(move |name| (target.resource, name))
        });
        named.collect()
    }

    /// Whether there is nothing left to wait for.
    pub fn is_over(&self) -> bool {
        self.answer.is_some() || self.items.as_ref().is_some_and(|items| self.place >= items.len())
    }

    /// Looks at the cluster of an instant for what comes next; whether there is more to look for at the same instant.
    pub fn look(&mut self, cluster: &Cluster<'_>) -> bool {
        let Some(items) = &mut self.items else {
            match self.list(cluster) {
                Ok(items) => self.items = items,
                Err(answer) => self.answer = Some(answer),
            }
            return self.items.is_some();
        };
        let (Some(item), Some(wanted)) = (items.get_mut(self.place), self.wanted.get(self.had)) else {
            return false;
        };
        let object = item.find(cluster);
        let uid = object.map(|object| meta(object, "uid").to_owned());
        if item.uid.is_none() {
            let Some(uid) = &uid else {
                let missing = std::mem::take(&mut item.missing);
                return self.leave(missing);
            };
            item.uid = Some(uid.clone());
        }
        let met = match (wanted, object) {
            (For::Delete, _) => Ok(uid != item.uid),
            // A watch that has begun goes on without its object.
            (_, None) if self.is_watched => Ok(false),
            (_, None) => Err(not_found(item.resource, &item.name).stderr),
            (wanted, Some(object)) => is_met(wanted, object),
        };
        match met {
            Ok(true) => {
                let own = format!("{}/{}", item.resource.singular(), item.name);
                let is_named = self.arguments.value("output") == Some("name");
                self.said.extend([own.as_str(), if is_named { "\n" } else { " condition met\n" }]);
                self.had += 1;
                self.is_watched = false;
                self.had < self.wanted.len() || self.leave(String::new())
            }
            Ok(false) if self.patience == 0 => {
                let text = format!("condition not met for {}", item.path());
                self.leave(text)
            }
            Ok(false) => {
                self.is_watched = true;
                false
            }
            Err(text) => self.leave(text),
        }
    }

    /// Goes on to the next object; `why` this one is left without all of its states, if it is.
    fn leave(&mut self, why: String) -> bool {
        if !why.is_empty() {
            self.refused.push(why);
        }
        (self.place, self.had, self.is_watched) = (self.place + 1, 0, false);
        true
    }

    fn is_for(&self, of: fn(&For) -> bool) -> bool {
        self.wanted.iter().any(of)
    }

    /// The objects that the command line means; `None` as long as they are waited for themselves.
    fn list(&self, cluster: &Cluster<'_>) -> Result<Option<Vec<Item>>, Output> {
        let is_for_delete = self.is_for(|one| matches!(one, For::Delete));
        let is_for_create = self.is_for(|one| matches!(one, For::Create));
        let mut items = Vec::new();
        let mut refusals = Vec::new();
        for target in &resource::targets(&self.arguments)? {
            let (found, missing) = resource::objects(&self.arguments, target, cluster)?;
            refusals.extend(missing.iter().map(|refusal| refusal.stderr.clone()));
            let item = |namespace: &str, name: &str| Item {
                resource: target.resource,
                namespace: namespace.to_owned(),
                name: name.to_owned(),
                uid: None,
                missing: String::new(),
            };
            let mut missing = missing.into_iter();
            for name in &target.names {
                let mut item = item(target.space.unwrap_or(self.arguments.namespace()), name);
                if item.find(cluster).is_none() {
                    item.missing = missing.next().map(|refusal| refusal.stderr).unwrap_or_default();
                }
                if is_for_delete {
                    item.missing.clear();
                }
                items.push(item);
            }
            items.extend(found.into_iter().filter(|_| target.names.is_empty()).map(|object| Item {
                uid: Some(meta(object, "uid").to_owned()),
                ..item(meta(object, "namespace"), meta(object, "name"))
            }));
        }
        match (is_for_create, refusals.len()) {
            (true, 0) if items.is_empty() => Ok(None),
            (true, 1) => Ok(None),
            (true, 2..) => Err(Output { stderr: refusals.concat(), exit: 1, ..Output::default() }),
            _ if items.is_empty() && !is_for_delete => {
                Err(Output::failure("error: no matching resources found"))
            }
            _ => Ok(Some(items)),
        }
    }

    /// The output of all that has been seen; what is still waited for is so no more.
    pub fn outcome(mut self) -> Output {
        if let Some(answer) = self.answer {
            return noted(&self.arguments, answer);
        }
        if self.items.is_none() {
            self.refused.push(TIMED_OUT.to_owned());
        }
        let left = self.items.iter().flatten().enumerate().skip(self.place);
        for (place, item) in left {
            let is_first = place == self.place;
            let next = self.wanted.get(if is_first { self.had } else { 0 });
            let text = match next {
                _ if item.uid.is_none() && !item.missing.is_empty() => item.missing.clone(),
                // It would ask for the object once more, and has no time to.
                Some(For::Delete) if !is_first => {
                    "client rate limiter Wait returned an error: context deadline exceeded".to_owned()
                }
                _ => format!("{TIMED_OUT} on {}", item.path()),
            };
            self.refused.push(text);
        }
        let mut out = Output { exit: u8::from(!self.refused.is_empty()), ..Output::text(self.said) };
        let is_alone = self.refused.len() == 1;
        for text in &self.refused {
            let text = text.trim_end();
            // The server's words come with their own beginning.
            let is_bare = is_alone && !text.starts_with("Error from server") && !text.starts_with("error: ");
            out.stderr.extend([if is_bare { "error: " } else { "" }, text, "\n"]);
        }
        noted(&self.arguments, out)
    }
}

impl Item {
    fn find<'a>(&self, cluster: &Cluster<'a>) -> Option<&'a Value> {
        resource::of_kind(self.resource.name, cluster).find(|object| {
            meta(object, "name") == self.name
                && (!self.resource.namespaced || meta(object, "namespace") == self.namespace)
        })
    }

    /// `pods/web`.
    fn path(&self) -> String {
        format!("{}/{}", self.resource.plural, self.name)
    }
}

fn read(text: &str) -> Result<For, Output> {
    let failure = |why: &str| Output::failure(&format!("error: {why}"));
    match text.to_lowercase().as_str() {
        "delete" => return Ok(For::Delete),
        "create" => return Ok(For::Create),
        _ => {}
    }
    if let Some(rest) = text.strip_prefix("condition=") {
        let (name, status) = rest.split_once('=').unwrap_or((rest, "true"));
        return Ok(For::Condition(name.to_owned(), status.to_owned()));
    }
    let rest = text.strip_prefix("jsonpath=");
    let rest = rest.ok_or_else(|| failure(&format!("unrecognized condition: {text:?}")))?;
    // Two equals signs belong to the path.
    let doubled = rest.replace("==", "\0");
    let parts: Vec<String> = doubled.split('=').map(|part| part.replace('\0', "==")).collect();
    let (path, value) = match parts.as_slice() {
        [path] => (path, None),
        [path, value] => (path, Some(value.trim_matches(['\'', '"']))),
        _ => {
            let form = "--for=jsonpath='{.status.readyReplicas}'";
            return Err(failure(&format!("jsonpath wait format must be {form}=3 or {form}")));
        }
    };
    let path = jsonpath::relaxed(path).map_err(|why| failure(&why))?;
    if value == Some("") {
        return Err(failure(
            "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3",
        ));
    }
    if path.is_empty() {
        return Err(failure("jsonpath expression cannot be empty"));
    }
    jsonpath::parse(&path).map_err(|why| failure(&why))?;
    Ok(For::Path(path, value.map(str::to_owned)))
}

/// Whether an object is in a state, or why that cannot be said.
fn is_met(wanted: &For, object: &Value) -> Result<bool, String> {
    match wanted {
        For::Delete => Ok(false),
        For::Create => Ok(true),
        For::Condition(name, status) => Ok(has_condition(name, status, object)),
        For::Path(path, value) => {
            let found = jsonpath::find(&jsonpath::parse(path)?, object)?;
            let (Some(values), behind) = (found.first(), found.len()) else { return Ok(false) };
            let Some(first) = values.first() else { return Ok(false) };
            if behind > 1 || values.len() > 1 {
                let what = if behind > 1 { "list" } else { "value" };
                return Err(format!("given jsonpath expression matches more than one {what}"));
            }
            let Some(value) = value else { return Ok(true) };
            match first.as_ref() {
                Value::Object(_) | Value::Array(_) => {
                    Err("jsonpath leads to a nested object or list which is not supported".to_owned())
                }
                Value::String(text) => Ok(text.trim() == value.trim()),
                other => Ok(api::json::text(other) == value.trim()),
            }
        }
    }
}

fn has_condition(name: &str, status: &str, object: &Value) -> bool {
    let text = |value: &Value, field: &str| {
        value.get(field).and_then(Value::as_str).unwrap_or_default().to_lowercase()
    };
    let mut all = crate::others::items(object, "/status/conditions");
    let found = all.find(|one| text(one, "type") == name.to_lowercase());
    let generation = |at: &str| object.pointer(at).and_then(Value::as_i64);
    let own = |one: &Value| one.get("observedGeneration").and_then(Value::as_i64);
    found.is_some_and(|one| {
        let seen = own(one).or_else(|| generation("/status/observedGeneration"));
        let is_old = seen.zip(generation("/metadata/generation")).is_some_and(|(seen, now)| seen < now);
        !is_old && text(one, "status") == status.to_lowercase()
    })
}
