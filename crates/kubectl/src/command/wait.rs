//! `kubectl wait`, answered at the instant. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/wait.

use super::arguments::Arguments;
use super::resource::{self, singular};
use super::{Cluster, Output, meta};
use crate::jsonpath;
use serde_json::Value;

/// A state that `--for` names.
enum For<'a> {
    Delete,
    Create,
    /// A condition and its status.
    Condition(&'a str, &'a str),
    /// A path as a template, and the value there, if any will not do.
    Path(String, Option<&'a str>),
}

/// How many milliseconds a command line waits for a state of objects; `None` of one that does not.
pub fn patience(line: &str) -> Option<u64> {
    let words = super::split(line).ok()?;
    let words = words.strip_prefix(["kubectl".to_owned()].as_slice()).unwrap_or(&words);
    let arguments = Arguments::parse(words).ok().filter(|arguments| arguments.verb == "wait")?;
    let is_for_state = arguments.values("for").all(|text| !text.eq_ignore_ascii_case("delete"));
    let timeout = super::logs::duration(arguments.value("timeout").unwrap_or("30s"))?;
    // Less than nothing means a week.
    let millis = if timeout.is_negative() { 604_800_000 } else { timeout.as_millis() };
    is_for_state.then(|| u64::try_from(millis).ok()).flatten()
}

/// Whether what is waited for is there now.
pub(super) fn run(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Output, Output> {
    if let Some(text) = arguments.value("timeout").filter(|text| super::logs::duration(text).is_none()) {
        let why = format!("time: invalid duration \"{text}\"");
        return Err(arguments.usage(&format!("invalid argument \"{text}\" for \"--timeout\" flag: {why}")));
    }
    let texts: Vec<&str> = arguments.values("for").collect();
    let wanted: Vec<For<'_>> = texts.iter().map(|text| read(text)).collect::<Result<_, _>>()?;
    if wanted.is_empty() {
        return Err(Output::failure("error: unrecognized condition: []"));
    }
    let targets = resource::targets(arguments)?;
    let is_for = |of: fn(&For<'_>) -> bool| wanted.iter().any(of);
    let selects = arguments.value("selector").is_some() || arguments.is_on("all");
    if !selects && targets.iter().any(|target| target.names.is_empty()) {
        return Err(Output::failure("error: resource(s) were provided, but no name was specified"));
    }
    let timed_out = |what: &str| match arguments.value("timeout") {
        Some("0" | "0s") if !what.is_empty() => format!("condition not met for {what}"),
        _ if what.is_empty() => "timed out waiting for the condition".to_owned(),
        _ => format!("timed out waiting for the condition on {what}"),
    };
    let (mut out, mut refused, mut unmet, mut number) = (Output::default(), Output::default(), Vec::new(), 0);
    for target in &targets {
        let (found, missing) = resource::objects(arguments, target, cluster)?;
        number += found.len();
        if !missing.is_empty() && is_for(|one| matches!(one, For::Create)) {
            return Err(Output::failure(&format!("error: {}", timed_out(""))));
        }
        if !is_for(|one| matches!(one, For::Delete)) {
            refused.stderr.extend(missing.iter().map(|refusal| refusal.stderr.as_str()));
        }
        for object in found {
            let name = meta(object, "name");
            if !wanted.iter().all(|wanted| is_met(wanted, object)) {
                let plural = target.resource.split('.').next().unwrap_or_default();
                unmet.push(timed_out(&format!("{plural}/{name}")));
                continue;
            }
            let own = format!("{}/{name}", singular(target.resource));
            let said = if arguments.value("output") == Some("name") { "\n" } else { " condition met\n" };
            out.stdout.extend([own.as_str(), said]);
        }
    }
    if number == 0 && refused.stderr.is_empty() && !is_for(|one| matches!(one, For::Delete)) {
        return Err(Output::failure("error: no matching resources found"));
    }
    let alone = if unmet.len() == 1 && refused.stderr.is_empty() { "error: " } else { "" };
    for text in unmet {
        refused.stderr.extend([alone, &text, "\n"]);
    }
    out.exit = u8::from(!refused.stderr.is_empty());
    Ok(Output { stderr: refused.stderr, ..out })
}

fn read(text: &str) -> Result<For<'_>, Output> {
    let unknown = || Output::failure(&format!("error: unrecognized condition: {text:?}"));
    match text.to_lowercase().as_str() {
        "delete" => return Ok(For::Delete),
        "create" => return Ok(For::Create),
        _ => {}
    }
    if let Some(rest) = text.strip_prefix("condition=") {
        let (name, status) = rest.split_once('=').unwrap_or((rest, "true"));
        return Ok(For::Condition(name, status));
    }
    let rest = text.strip_prefix("jsonpath=").ok_or_else(unknown)?;
    // An equals sign inside of brackets belongs to the path.
    let end = rest.find('}').map_or(0, |end| end + 1);
    let (path, value) = match rest.get(end..).and_then(|behind| behind.find('=')) {
        Some(at) => rest.split_at_checked(end + at).unwrap_or((rest, "")),
        None => (rest, ""),
    };
    let path = jsonpath::relaxed(path).map_err(|why| Output::failure(&format!("error: {why}")))?;
    Ok(For::Path(path, value.strip_prefix('=')))
}

fn is_met(wanted: &For<'_>, object: &Value) -> bool {
    match wanted {
        For::Delete => false,
        For::Create => true,
        For::Condition(name, status) => {
            let text = |value: &Value, field: &str| {
                value.get(field).and_then(Value::as_str).unwrap_or_default().to_lowercase()
            };
            let mut all = crate::others::items(object, "/status/conditions");
            let found = all.find(|one| text(one, "type") == name.to_lowercase());
            let generation = |at: &str| object.pointer(at).and_then(Value::as_i64);
            let own = |one: &Value| one.get("observedGeneration").and_then(Value::as_i64);
            found.is_some_and(|one| {
                let seen = own(one).or_else(|| generation("/status/observedGeneration"));
                let is_old =
                    seen.zip(generation("/metadata/generation")).is_some_and(|(seen, now)| seen < now);
                !is_old && text(one, "status") == status.to_lowercase()
            })
        }
        For::Path(path, value) => {
            let found = jsonpath::print(path, object, false).unwrap_or_default();
            value.map_or(!found.is_empty(), |value| value.trim_matches('"') == found)
        }
    }
}
