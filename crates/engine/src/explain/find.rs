//! Finds the words in a text that a person typed or pasted: a word, a table's cell, a line of `kubectl get`, an event.

use super::Page;
use super::words::{Entry, all, exit, scheduled};

/// Characters around a word that are no part of it.
const AROUND: [char; 10] = ['"', '\'', '`', ',', ';', '(', ')', '[', ']', '.'];

/// The pages about a word as printed: exact, in another case, with numbers in it, or before or after a colon.
/// The most specific comes first.
pub(super) fn word(text: &str) -> Vec<Page> {
    let exact = all().find(|entry| entry.text == text);
    let alike = || all().find(|entry| entry.text.eq_ignore_ascii_case(text));
    if let Some(entry) = exact.or_else(alike) {
        return vec![entry.into()];
    }
    if let Some(rest) = text.strip_prefix(kubectl::Word::Init.text()) {
        let init = Entry::from(kubectl::Word::Init).into();
        if is_fraction(rest) {
            return vec![init];
        }
        let mut pages = word(rest);
        if !pages.is_empty() {
            pages.push(init);
        }
        return pages;
    }
    if let Some(code) = number_behind(text, kubectl::Word::ExitCode.text()) {
        return vec![Entry::from(exit(code)).into()];
    }
    if let Some(signal) = number_behind(text, kubectl::Word::Signal.text()) {
        let code = Entry::from(exit(signal.saturating_add(128)));
        return vec![code.into(), Entry::from(kubectl::Word::Signal).into()];
    }
    let short = scheduling::Word::OutOf;
    let is_short = text.strip_prefix(short.text()).is_some_and(|resource| {
        !resource.is_empty() && resource.starts_with(|first: char| first.is_ascii_lowercase())
    });
    if is_short { vec![Entry::from(short).into()] } else { Vec::new() }
}

/// The pages about the words in a longer text: among several words the longest, and all reasons of a scheduler's
/// sentence.
pub(super) fn line(text: &str) -> Vec<Page> {
    let sentence = Entry::from(scheduling::Word::NodesAvailable);
    if text.contains(sentence.text) {
        let mut pages = vec![Page::from(sentence)];
        for entry in scheduled().filter(|entry| text.contains(entry.text)) {
            if pages.iter().all(|page| page.markdown != entry.page) {
                pages.push(entry.into());
            }
        }
        return pages;
    }
    let said = all().filter_map(|entry| {
        let own = entry.text.contains(' ') && stands_whole(text, entry.text);
        let parts = entry.says.iter().filter(|part| text.contains(**part)).map(|part| part.len());
        let length = parts.chain(own.then_some(entry.text.len())).max()?;
        // Every refusal says `is forbidden`; the rule behind it is more specific.
        let length = if entry.text == admission::Word::Forbidden.text() { 0 } else { length };
        Some((length, Page::from(entry)))
    });
    if let Some((_, page)) = said.max_by_key(|(length, _)| *length) {
        return vec![page];
    }
    if let Some(code) = exit_code(text) {
        return vec![Entry::from(exit(code)).into()];
    }
    let tokens = text.split(|c: char| c.is_whitespace() || c == ',');
    let tokens = tokens.map(|token| token.trim_matches(AROUND).trim_end_matches(':'));
    let mut found: Vec<Page> = Vec::new();
    for token in tokens {
        let pages = if all().any(|entry| entry.text == token) || token.contains(':') {
            word(token)
        } else {
            Vec::new()
        };
        // Among words of the same length, the first is kept.
        if pages.first().map_or(0, |page| page.id.len()) > found.first().map_or(0, |page| page.id.len()) {
            found = pages;
        }
    }
    found
}

/// Whether `words` stand in the text and end where a word ends: `exit 1` does not stand in `exit 137`.
fn stands_whole(text: &str, words: &str) -> bool {
    let mut behind = text.match_indices(words).filter_map(|(at, _)| text.get(at + words.len()..));
    behind.any(|rest| !rest.starts_with(|next: char| next.is_ascii_alphanumeric()))
}

/// Whether the text is a fraction, such as `1/3`.
fn is_fraction(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('/').is_some_and(|(done, all)| digits(done) && digits(all))
}

fn number_behind(text: &str, before: &str) -> Option<u32> {
    text.strip_prefix(before)?.parse().ok()
}

/// The code in `137`, `exit 137`, `Exit Code: 137`, `"exitCode": 137`, `exited with code 3`.
fn exit_code(text: &str) -> Option<u32> {
    if let Ok(code) = text.parse() {
        return Some(code);
    }
    let lower = text.to_ascii_lowercase();
    let (_, behind) = lower.split_once("exit")?;
    let words = ["ed", "code", "with", "status", ":", "=", "\"", " "];
    let mut rest = behind;
    while let Some(next) = words.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = next;
    }
    let digits = rest.split(|letter: char| !letter.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{line, word};

    fn first(pages: &[crate::explain::Page]) -> &'static str {
        pages.first().map_or("", |page| page.id)
    }

    #[test]
    fn words_are_found_exactly_then_by_case_then_by_what_they_hold() {
        for (asked, id) in [
            ("CrashLoopBackOff", "CrashLoopBackOff"),
            ("crashloopbackoff", "CrashLoopBackOff"),
            ("Init:1/3", "Init:"),
            ("Init:Error", "Init:Error"),
            ("Init:CrashLoopBackOff", "Init:CrashLoopBackOff"),
            ("Init:ImagePullBackOff", "ImagePullBackOff"),
            ("Init:OOMKilled", "OOMKilled"),
            ("Init:Signal:9", "exit 137"),
            ("Signal:9", "exit 137"),
            ("Signal:15", "exit 143"),
            ("ExitCode:3", "exit 1"),
            ("ExitCode:127", "exit 127"),
            ("OutOfpods", "OutOf"),
            ("OutOfcpu", "OutOfcpu"),
            ("Init:nothing", ""),
            ("Init:1/", ""),
            ("NobodySaysThis", ""),
        ] {
            assert_eq!(first(&word(asked)), id, "{asked}");
        }
    }

    #[test]
    fn a_pasted_line_is_searched_for_its_most_telling_word() {
        for (asked, id) in [
            ("web-0   0/2     Init:CrashLoopBackOff   4 (12s ago)   2m", "Init:CrashLoopBackOff"),
            ("web     1/2     NotReady   0          17s", "NotReady"),
            ("web     0/1     Init:1/3   0          17s", "Init:"),
            ("Back-off restarting failed container setup in pod web_default(1)", "CrashLoopBackOff"),
            ("12s  Warning  BackOff  pod/web  Back-off pulling image \"nginx:9\"", "ImagePullBackOff"),
            ("Readiness probe failed: HTTP probe failed with statuscode: 500", "Unhealthy"),
            ("Job has reached the specified backoff limit", "BackoffLimitExceeded"),
            ("container app in pod web is waiting to start: PodInitializing", "is waiting to start"),
            ("    Exit Code:    137", "exit 137"),
            ("exited with code 3", "exit 1"),
            ("Killed by SIGKILL", "exit 137"),
            ("SIGTERM", "exit 143"),
            (
                "Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[data]: timed out",
                "FailedMount",
            ),
            (
                "Error from server (BadRequest): a container name must be specified for pod web, choose one of: [app proxy]",
                "Defaulted container",
            ),
            ("    Reason:       OOMKilled", "OOMKilled"),
            ("pods is forbidden: exceeded quota: team, requested: cpu=1", "exceeded quota"),
            ("violates PodSecurity \"restricted:latest\": x", "violates PodSecurity"),
            ("n1   Ready,SchedulingDisabled   <none>   3d   v1.36.2", "SchedulingDisabled"),
            ("nothing of the kind", ""),
        ] {
            assert_eq!(first(&line(asked)), id, "{asked}");
        }
    }

    #[test]
    fn a_sentence_of_the_scheduler_is_explained_reason_by_reason() {
        let pages = line(
            "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
        );
        let ids: Vec<_> = pages.iter().map(|page| page.id).collect();
        assert_eq!(
            ids,
            [
                "nodes are available",
                "Insufficient",
                "node(s) had untolerated taint(s)",
                "Preemption is not helpful for scheduling"
            ]
        );
    }
}
