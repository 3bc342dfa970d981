//! The flags of `kubectl logs`, and the lines that they leave.
//! Upstream: LogsOptions.{ToLogOptions,Validate}, staging/src/k8s.io/kubectl/pkg/cmd/logs/logs.go.

use super::super::Output;
use super::super::arguments::Arguments;
use super::LogLine;
use jiff::{SignedDuration, Timestamp};

/// Lines shown of each container when Pods are selected by label.
const SELECTED_TAIL: i64 = 10;

#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Options {
    pub container: Option<String>,
    pub all_containers: bool,
    pub all_pods: bool,
    pub previous: bool,
    pub prefix: bool,
    pub ignore_errors: bool,
    timestamps: bool,
    tail: Option<i64>,
    limit: i64,
    since: Option<SignedDuration>,
    since_time: Option<Timestamp>,
    from: Option<Timestamp>,
}

impl Options {
    pub(super) fn read(
        arguments: &Arguments,
        inline: Option<&str>,
        now: Timestamp,
    ) -> Result<Options, Output> {
        let since = match arguments.value("since") {
            Some(text) => Some(duration(text).ok_or_else(|| {
                let error = format!(
                    "invalid argument \"{text}\" for \"--since\" flag: time: invalid duration \"{text}\""
                );
                Output::failure(&format!("error: {error}\nSee 'kubectl logs --help' for usage."))
            })?),
            None => None,
        };
        let tail = number(arguments, "tail")?;
        let limit = number(arguments, "limit-bytes")?.unwrap_or_default();
        let since_time = match arguments.value("since-time").filter(|text| !text.is_empty()) {
            Some(text) => Some(time(text).map_err(|error| Output::failure(&format!("error: {error}")))?),
            None => None,
        };
        let selected = arguments.value("selector").is_some_and(|selector| !selector.is_empty());
        let since = since.filter(|since| !since.is_zero());
        Ok(Options {
            container: inline
                .or(arguments.value("container"))
                .filter(|name| !name.is_empty())
                .map(str::to_owned),
            all_containers: arguments.is_on("all-containers"),
            all_pods: arguments.is_on("all-pods"),
            previous: arguments.is_on("previous"),
            prefix: arguments.is_on("prefix"),
            ignore_errors: arguments.is_on("ignore-errors"),
            timestamps: arguments.is_on("timestamps"),
            tail: tail.or(selected.then_some(SELECTED_TAIL)).filter(|tail| *tail != -1),
            limit,
            since,
            since_time,
            from: since_time.or(since.and_then(|since| before(now, since))),
        })
    }

    /// kubectl's own objections, made once the object is found.
    pub(super) fn validate(&self, arguments: &Arguments) -> Result<(), Output> {
        let error = if self.since.is_some() && self.since_time.is_some() {
            "at most one of `sinceTime` or `sinceSeconds` may be specified".to_owned()
        } else if let (true, Some(container)) = (self.all_containers, &self.container) {
            format!("--all-containers=true should not be specified with container name {container}")
        } else if arguments.value("container").is_some() && arguments.words.len() == 2 {
            "only one of -c or an inline [CONTAINER] arg is allowed".to_owned()
        } else if self.limit < 0 {
            "--limit-bytes must be greater than 0".to_owned()
        } else if self.since.is_some_and(|since| since.is_negative()) {
            "--since must be greater than 0".to_owned()
        } else if self.tail.is_some_and(|tail| tail < -1) {
            "--tail must be greater than or equal to -1".to_owned()
        } else {
            return Ok(());
        };
        Err(Output::failure(&format!("error: {error}")))
    }

    /// The text of the lines asked for.
    pub(super) fn select(&self, lines: &[LogLine]) -> String {
        let skip = match self.tail.and_then(|tail| usize::try_from(tail).ok()) {
            Some(tail) => lines.len().saturating_sub(tail),
            None => 0,
        };
        let mut text = String::new();
        let late = |line: &&LogLine| self.from.is_none_or(|from| line.at >= from);
        for line in lines.iter().skip(skip).filter(late) {
            if self.timestamps {
                text.extend([api::time::nano_text(line.at), " ".to_owned()]);
            }
            text.push_str(&line.text);
            text.push('\n');
        }
        if let Some(limit) = usize::try_from(self.limit).ok().filter(|limit| *limit > 0) {
            text.truncate(text.floor_char_boundary(limit));
        }
        text
    }
}

/// The moment a duration ago, which is rounded to whole seconds as the request to the server holds them.
fn before(now: Timestamp, since: SignedDuration) -> Option<Timestamp> {
    let half = i64::from(since.subsec_nanos() / 500_000_000);
    let seconds = since.as_secs().checked_add(half)?;
    Timestamp::new(now.as_second().checked_sub(seconds)?, now.subsec_nanosecond()).ok()
}

fn number(arguments: &Arguments, flag: &str) -> Result<Option<i64>, Output> {
    let Some(text) = arguments.value(flag) else { return Ok(None) };
    let error = || {
        let error = format!(
            "invalid argument \"{text}\" for \"--{flag}\" flag: strconv.ParseInt: parsing \"{text}\": invalid syntax"
        );
        Output::failure(&format!("error: {error}\nSee 'kubectl logs --help' for usage."))
    };
    text.parse().map(Some).map_err(|_| error())
}

/// Go's durations: `1h30m`, `48h`, `1.5s`, `-3s`.
pub(in crate::command) fn duration(text: &str) -> Option<SignedDuration> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(SignedDuration::ZERO);
    }
    let mut seconds = 0.0;
    while !rest.is_empty() || seconds == 0.0 && rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, tail) = rest.split_at(end);
        let unit = tail.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(unit);
        let factor = match unit {
            "ns" => 1e-9,
            "us" | "µs" | "μs" => 1e-6,
            "ms" => 1e-3,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            _ => return None,
        };
        seconds += number.parse::<f64>().ok()? * factor;
        rest = tail;
        if rest.is_empty() {
            break;
        }
    }
    SignedDuration::try_from_secs_f64(sign * seconds).ok()
}

/// RFC 3339, with Go's words for what does not fit.
fn time(text: &str) -> Result<Timestamp, String> {
    const LAYOUT: &str = "2006-01-02T15:04:05Z07:00";
    const PARTS: [&str; 11] = ["2006", "-", "01", "-", "02", "T", "15", ":", "04", ":", "05"];
    let error = |rest: &str, part: &str| {
        format!("parsing time \"{text}\" as \"{LAYOUT}\": cannot parse \"{rest}\" as \"{part}\"")
    };
    let mut rest = text;
    for part in PARTS {
        let head = rest.get(..part.len()).unwrap_or_default();
        let digits = part.starts_with(|c: char| c.is_ascii_digit());
        let fits = if digits {
            !head.is_empty() && head.bytes().all(|byte| byte.is_ascii_digit())
        } else {
            head == part
        };
        if !fits {
            return Err(error(rest, part));
        }
        rest = rest.get(part.len()..).unwrap_or_default();
    }
    api::time::read(text).ok_or_else(|| error(rest, "Z07:00"))
}
