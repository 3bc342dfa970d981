//! A trace as things that happen, each in a few plain words: `app starts`, `app exits 137`.

use crate::about::Took;
use serde_json::Value;
use std::collections::BTreeSet;

/// A thing that happens, with its time in seconds.
struct Moment {
    at: f64,
    words: String,
}

/// A trace, and the things that happen in it.
pub struct Film {
    moments: Vec<Moment>,
    answer: Value,
}

impl Film {
    /// Reads the answer of `simulate --batch`; the actions of the story happen too.
    pub fn new(answer: &Value, story: &Value) -> Film {
        let calls = list(answer, "cri").iter().filter_map(|call| Some((seconds(call, "t"), words(call)?)));
        let actions = list(story, "actions").iter();
        let actions =
            actions.map(|action| (seconds(action, "at"), format!("asked to {}", text(action, "do"))));
        let mut moments: Vec<Moment> = actions.chain(calls).map(|(at, words)| Moment { at, words }).collect();
        moments.sort_by(|a, b| a.at.total_cmp(&b.at));
        Film { moments, answer: answer.clone() }
    }

    /// The parts of `story` that did not happen: runs that never started, actions or ends of a sandbox that never came.
    pub fn told_to_the_end(&self, story: &Value) -> Vec<String> {
        let mut untold = Vec::new();
        let mut need = |moment: String, times: usize| {
            if self.count(&moment) < times {
                untold.push(format!("the story has `{moment}` {times} times, seen {}", self.count(&moment)));
            }
        };
        for (container, runs) in story["containers"].as_object().into_iter().flatten() {
            need(format!("{container} starts"), runs.as_array().map_or(1, Vec::len));
        }
        for action in list(story, "actions") {
            let name = text(action, "do");
            let all = list(story, "actions").iter().filter(|other| text(other, "do") == name);
            need(format!("asked to {name}"), all.count());
        }
        let lost = list(story, "sandbox").iter().filter(|sandbox| sandbox.get("dieAfter").is_some());
        need("sandbox dies".to_owned(), lost.count());
        let end = self.moments.last().map_or(0.0, |moment| moment.at);
        let late = list(story, "actions").iter().filter(|action| seconds(action, "at") >= end);
        untold.extend(late.map(|action| format!("nothing follows {action}")));
        untold
    }

    /// The number of times that something happens.
    pub fn count(&self, words: &str) -> usize {
        self.moments.iter().filter(|moment| moment.words == words).count()
    }

    /// Fails unless `moments` happen in this order.
    pub fn happens(&self, moments: &[String]) -> Result<(), String> {
        let mut seen = self.moments.iter();
        match moments.iter().find(|words| !seen.any(|moment| moment.words == **words)) {
            None => Ok(()),
            Some(words) => Err(format!("`{words}` does not happen in its place in {moments:?}; seen:{self}")),
        }
    }

    /// Fails unless the first `to` after the first `from` comes in time.
    pub fn took(&self, took: &Took) -> Result<(), String> {
        let mut seen = self.moments.iter();
        let from = seen.find(|moment| moment.words == took.from);
        let to = seen.find(|moment| moment.words == took.to);
        let (Some(from), Some(to)) = (from, to) else {
            return Err(format!("`{}`, then `{}` do not happen; seen:{self}", took.from, took.to));
        };
        let (least, most) = took.seconds;
        let seconds = to.at - from.at;
        if (least..=most).contains(&seconds) {
            return Ok(());
        }
        Err(format!("from `{}` to `{}` took {seconds:.3} s, promised {least} to {most}", took.from, took.to))
    }

    /// The Pod that appeared first.
    pub fn first_pod(&self) -> String {
        self.pod_names().into_iter().next().unwrap_or_default()
    }

    /// Fails unless a Pod's rows are `promised`, in this order.
    pub fn rows(&self, pod: &str, promised: &[String]) -> Result<(), String> {
        let rows = || list(&self.answer, "rows").iter().filter(|row| text(row, "pod") == pod);
        let mut seen = rows();
        match promised.iter().find(|promised| !seen.any(|row| is(row, promised))) {
            None => Ok(()),
            Some(missing) => {
                let rows: Vec<String> = rows().map(shown).collect();
                Err(format!("{pod}: row `{missing}` is not seen in its place in {promised:?}; seen {rows:?}"))
            }
        }
    }

    /// Fails unless the first Pod's row at a time in seconds is `promised`.
    pub fn at(&self, second: &str, promised: &str) -> Result<(), String> {
        let pod = self.first_pod();
        let at: f64 = second.parse().map_err(|_| format!("`{second}` is no second"))?;
        let mut rows = list(&self.answer, "rows").iter().filter(|row| text(row, "pod") == pod);
        let row = rows.rfind(|row| seconds(row, "t") <= at);
        if row.is_some_and(|row| is(row, promised)) {
            return Ok(());
        }
        Err(format!("promised `{promised}` at {second} s, seen {:?}", row.map(shown)))
    }

    /// Fails unless the last row of every Pod is `promised`.
    pub fn ends(&self, promised: &str) -> Result<(), String> {
        let last = |pod: &String| list(&self.answer, "rows").iter().rfind(|row| text(row, "pod") == *pod);
        let rows: Vec<&Value> = self.pod_names().iter().filter_map(last).collect();
        if !rows.is_empty() && rows.iter().all(|row| is(row, promised)) {
            return Ok(());
        }
        let rows: Vec<String> = rows.into_iter().map(shown).collect();
        Err(format!("promised to end as `{promised}`, ends as {rows:?}"))
    }

    /// Fails unless the phase is `promised` at the end of each stretch in which a Pod's row is `row`.
    pub fn phase(&self, row: &str, promised: &str) -> Result<(), String> {
        let rows = list(&self.answer, "rows");
        let mut seen = 0;
        for (number, one) in rows.iter().enumerate().filter(|(_, one)| is(one, row)) {
            let mut later = rows.iter().skip(number + 1);
            let next = later.find(|next| next["pod"] == one["pod"] && !is(next, row));
            let until = next.map_or(f64::INFINITY, |next| seconds(next, "t"));
            let mut before = list(&self.answer, "status").iter().filter(|status| status["pod"] == one["pod"]);
            let status = before.rfind(|status| seconds(status, "t") < until);
            let phase = status.map(|status| text(status, "phase")).unwrap_or_default();
            if phase != promised {
                return Err(format!("the phase is {phase} while the row says {row}, promised {promised}"));
            }
            seen += 1;
        }
        if seen > 0 { Ok(()) } else { Err(format!("row `{row}` is never seen")) }
    }

    /// The lengths of back-off of a container, one for each change.
    pub fn back_offs(&self, container: &str) -> Vec<String> {
        let mut lengths: Vec<String> = Vec::new();
        for status in list(&self.answer, "status") {
            let lists = ["initContainerStatuses", "containerStatuses"];
            let mut all = lists.iter().flat_map(|name| list(status, name));
            let Some(one) = all.find(|one| text(one, "name") == container) else { continue };
            let message = text(&one["state"]["waiting"], "message");
            let length = message.strip_prefix("back-off ").and_then(|rest| rest.split(' ').next());
            if let Some(length) = length.filter(|length| lengths.last().is_none_or(|last| last != length)) {
                lengths.push(length.to_owned());
            }
        }
        lengths
    }

    /// Fails unless an event's `reason: message` begins with `promised`.
    pub fn event(&self, promised: &str) -> Result<(), String> {
        let events = list(&self.answer, "events").iter();
        let events: BTreeSet<String> =
            events.map(|event| format!("{}: {}", text(event, "reason"), text(event, "message"))).collect();
        if events.iter().any(|event| event.starts_with(promised)) {
            return Ok(());
        }
        Err(format!("no event begins with `{promised}`; seen {events:#?}"))
    }

    /// The number of occurrences of events that are warnings.
    pub fn warnings(&self) -> usize {
        list(&self.answer, "events").iter().filter(|event| text(event, "type") == "Warning").count()
    }

    /// The number of Pods that have existed.
    pub fn pods(&self) -> usize {
        self.pod_names().len()
    }

    /// The Pods in the order in which they appeared.
    fn pod_names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for row in list(&self.answer, "rows") {
            if !names.iter().any(|name| name == text(row, "pod")) {
                names.push(text(row, "pod").to_owned());
            }
        }
        names
    }
}

impl std::fmt::Display for Film {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.moments.iter().try_for_each(|moment| write!(f, "\n  {:8.3} {}", moment.at, moment.words))
    }
}

/// A call of the runtime in words; `None` for calls that no lesson uses.
fn words(call: &Value) -> Option<String> {
    let container = text(call, "container");
    match text(call, "call") {
        "RunPodSandbox" => Some("sandbox starts".to_owned()),
        "SandboxDied" => Some("sandbox dies".to_owned()),
        "CreateContainer" => Some(format!("{container} is created")),
        "StartContainer" => Some(format!("{container} starts")),
        "StopContainer" => Some(format!("{container} is told to stop within {} s", call["timeout"])),
        "Exited" => Some(format!("{container} exits {}", call["exitCode"])),
        "HTTP" => Some(format!("{container}{} answers {}", text(call, "url"), call["code"])),
        _ => None,
    }
}

/// Whether a row is the one that `promised` names, with or without READY.
fn is(row: &Value, promised: &str) -> bool {
    shown(row) == promised || (text(row, "status") == promised && row.get("status").is_some())
}

fn shown(row: &Value) -> String {
    match row.get("deleted") {
        Some(_) => "gone".to_owned(),
        None => format!("{} {}", text(row, "ready"), text(row, "status")),
    }
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn seconds(value: &Value, name: &str) -> f64 {
    value[name].as_f64().unwrap_or_default()
}
