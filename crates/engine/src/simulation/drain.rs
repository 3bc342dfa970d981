//! The course of a `kubectl drain`: it goes on for a while after it was typed, so it is read from the run that it leads to.

use api::collections::sort_by;
use kubectl::{Drain, Leaving, Output, Whom};
use simulator::trace::PodTrace;
use simulator::{EVICTION_REFUSED, EVICTION_RETRY, Millis, Trace};

use super::act::{Typed, action, pushed};
use super::{Simulation, terminal};

/// How a drain ends, and what its terminal shows until then.
pub(super) struct Course {
    /// Both streams, each line in its turn.
    pub said: String,
    /// Each stream for itself.
    pub output: Output,
    /// The scenario with its evictions.
    pub story: String,
}

/// A line of the terminal.
struct Line {
    at: Millis,
    is_error: bool,
    text: String,
}

/// The end of waiting for a Pod.
enum End {
    /// It is gone, or nobody waits for it any longer.
    Over(Millis),
    /// It stays, for this reason.
    Failed(Millis, String),
    /// It is still waited for when the run, or our patience, is over.
    Open(Millis),
}

impl Course {
    fn say(&mut self, line: &Line) {
        self.said.push_str(&line.text);
        let stream = if line.is_error { &mut self.output.stderr } else { &mut self.output.stdout };
        stream.push_str(&line.text);
    }

    fn error(&mut self, text: String) {
        self.say(&Line { at: Millis::ZERO, is_error: true, text });
    }
}

/// Follows a drain that was typed at `at`; `story` holds what it has done so far.
pub(super) fn course(
    simulation: &Simulation,
    at: Millis,
    typed: &Typed,
    drain: &Drain,
    story: &str,
) -> Result<Course, String> {
    let output = typed.change.output.clone();
    let said = output.stdout.clone() + &output.stderr;
    let mut course = Course { said, output, story: story.to_owned() };
    let mut later: Option<Trace> = None;
    let mut now = at;
    let mut fatal = Vec::new();
    for node in &drain.nodes {
        let trace = later.as_ref().unwrap_or(&simulation.trace);
        let leaving = leaving(simulation, trace, now, drain, node);
        let mut errors = leaving.errors.clone();
        if errors.is_empty() {
            if !leaving.warning.is_empty() {
                course.error(leaving.warned());
            }
            if !leaving.pods.is_empty() {
                for pod in &leaving.pods {
                    let action =
                        action(&format!("target: Pod/{}/{}", pod.namespace, pod.name), &drain.request());
                    course.story = pushed(simulation, &course.story, now, action)?;
                }
                let until = now.0.saturating_add(drain.patience().min(super::HORIZON.0));
                let trace = later.insert(simulation.manifest.simulate_to(&course.story, until)?.trace);
                let (mut lines, end) = watch(trace, now, drain, &leaving.pods);
                sort_by(&mut lines, |one, other| one.at.cmp(&other.at));
                for line in &lines {
                    course.say(line);
                }
                let Watched { over, failed, is_open } = end;
                if is_open {
                    let span = terminal::span(Millis(over.0 - at.0));
                    course.error(format!("podlab: the drain goes on; its first {span} are shown\n"));
                    course.output.exit = 1;
                    return Ok(course);
                }
                now = over;
                errors = failed;
            }
            if errors.is_empty() {
                course.say(&Line { at: now, is_error: false, text: Drain::drained(node) });
                continue;
            }
            let trace = later.as_ref().unwrap_or(&simulation.trace);
            course.error(still_there(node, &errors, &self::leaving(simulation, trace, now, drain, node)));
        }
        course.error(Drain::undrained(node, &errors));
        fatal.push((node.as_str(), errors));
    }
    course.output.exit = u8::from(!fatal.is_empty());
    course.error(Drain::pending(&fatal));
    Ok(course)
}

/// The Pods that a node has to lose at an instant.
fn leaving(simulation: &Simulation, trace: &Trace, at: Millis, drain: &Drain, node: &str) -> Leaving {
    terminal::in_cluster(trace, at, &simulation.kubernetes, |cluster| drain.leaving(node, cluster))
}

/// The lines about Pods that are still there when the time is over.
fn still_there(node: &str, errors: &[String], left: &Leaving) -> String {
    let mut text = String::new();
    if !left.pods.is_empty() {
        let why = Drain::joined(errors);
        text = format!("There are pending pods in node \"{node}\" when an error occurred: {why}\n");
        text.extend(left.pods.iter().flat_map(|pod| ["pod/", &pod.name, "\n"]));
    }
    if !left.errors.is_empty() {
        text.push_str("Following errors occurred while getting the list of pods to delete:\n");
        text.push_str(&Drain::joined(&left.errors));
    }
    text
}

/// The end of waiting for the Pods of a node.
struct Watched {
    over: Millis,
    failed: Vec<String>,
    is_open: bool,
}

/// The lines about the Pods of a node, and the end of waiting for them.
fn watch(trace: &Trace, from: Millis, drain: &Drain, pods: &[Whom]) -> (Vec<Line>, Watched) {
    let mut lines = Vec::new();
    let mut ends = Vec::new();
    for whom in pods {
        let is_it = |pod: &&PodTrace| {
            let is_there = pod.created <= from && pod.removed.is_none_or(|removed| from < removed);
            is_there && pod.name == whom.name && pod.namespace == whom.namespace
        };
        let Some(pod) = trace.pods.iter().find(is_it) else { continue };
        let awaited = Awaited { trace, drain, from, pod, whom };
        ends.push(if drain.evicts {
            evicted(&awaited, &mut lines)
        } else {
            gone(&awaited, from, &mut lines)
        });
    }
    let (mut over, mut open) = (from, None);
    let mut failed = Vec::new();
    for end in ends {
        match end {
            End::Over(at) => over = over.max(at),
            End::Failed(at, why) => {
                over = over.max(at);
                failed.push((at, why));
            }
            End::Open(at) => open = Some(open.unwrap_or(at).min(at)),
        }
    }
    if let Some(over) = open {
        lines.retain(|line| line.at <= over);
        return (lines, Watched { over, failed: Vec::new(), is_open: true });
    }
    sort_by(&mut failed, |(one, _), (other, _)| one.cmp(other));
    // All deletions are waited for together.
    if !drain.evicts {
        failed.truncate(1);
    }
    let failed = failed.into_iter().map(|(_, why)| why).collect();
    (lines, Watched { over, failed, is_open: false })
}

/// A Pod that a drain waits for since `from`.
struct Awaited<'a> {
    trace: &'a Trace,
    drain: &'a Drain,
    from: Millis,
    pod: &'a PodTrace,
    whom: &'a Whom,
}

/// Asks for the eviction of a Pod until a budget allows it, then waits for its end.
fn evicted(awaited: &Awaited<'_>, lines: &mut Vec<Line>) -> End {
    let &Awaited { trace, drain, from, pod, whom } = awaited;
    let Whom { namespace, name, .. } = whom;
    let frame = format!("error when evicting pods/{name:?} -n {namespace:?}");
    let mut now = from;
    while now <= trace.until && now.0 - from.0 <= super::AFTERWARDS.0 {
        lines.push(Line { at: now, is_error: false, text: Drain::evicting(whom) });
        if let Some((_, timeout)) = drain.timeout.as_ref().filter(|(millis, _)| now.0 - from.0 >= *millis) {
            return End::Failed(now, format!("{frame}: global timeout reached: {timeout}"));
        }
        if pod.removed.is_some_and(|removed| removed <= now) {
            return End::Over(now);
        }
        let base = pod.version_at(now).and_then(|version| pod.base(version));
        if base.is_some_and(|base| base.metadata.deletion_timestamp.is_some()) {
            return gone(awaited, now, lines);
        }
        let refusal = trace
            .refusals
            .iter()
            .filter(|(at, _)| *at == now)
            .find_map(|(_, text)| text.strip_prefix(name.as_str())?.strip_prefix(": eviction refused: "));
        if let Some(why) = refusal.filter(|why| !why.starts_with(EVICTION_REFUSED)) {
            return End::Failed(now, format!("{frame}: {why}"));
        }
        lines.push(Line { at: now, is_error: true, text: Drain::refused(whom) });
        now = now + EVICTION_RETRY;
    }
    End::Open(Millis(now.0 - EVICTION_RETRY.0))
}

/// Looks each second whether a Pod is gone that was asked to go.
fn gone(awaited: &Awaited<'_>, asked: Millis, lines: &mut Vec<Line>) -> End {
    let &Awaited { trace, drain, from, pod, whom } = awaited;
    let patience = drain.timeout.as_ref().map(|(millis, _)| Millis(from.0.saturating_add(*millis)));
    let seen = pod.removed.map(|removed| Millis(asked.0 + (removed.0 - asked.0).div_ceil(1000) * 1000));
    match (seen.filter(|seen| *seen <= trace.until), patience) {
        (Some(seen), patience) if patience.is_none_or(|patience| seen <= patience) => {
            let word = if drain.evicts { "evicted" } else { "deleted" };
            lines.push(Line { at: seen, is_error: false, text: format!("pod/{} {word}\n", whom.name) });
            End::Over(seen)
        }
        (_, Some(patience)) if patience <= trace.until => {
            let why = "context deadline exceeded";
            let Whom { namespace, name, .. } = whom;
            let why = if drain.evicts {
                format!("error when waiting for pod {name:?} in namespace {namespace:?} to terminate: {why}")
            } else {
                why.to_owned()
            };
            End::Failed(patience, why)
        }
        _ => End::Open(trace.until),
    }
}
