//! `about.yaml`: an example's description, and what a reader must see. `web/examples/README.md` explains each word.

use crate::seen::Seen;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A whole `about.yaml`; an unknown word in it is an error.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    pub title: String,
    /// The lesson, in a sentence or two.
    pub lesson: String,
    pub level: String,
    /// The area of the page in which it opens.
    pub place: String,
    pub subject: String,
    /// The classes that it is part of.
    #[serde(default)]
    pub classes: Vec<String>,
    /// The position in the list.
    pub order: i64,
    pub verdict: Verdict,
    /// The release, if the example is about one.
    pub version: Option<String>,
    /// The command that is typed, if the example is about one.
    pub command: Option<String>,
    /// The seconds for which the story is watched, if not the usual ones.
    pub until: Option<f64>,
    #[serde(default)]
    pub sees: Vec<Sight>,
    /// The example without its mistake.
    pub fixed: Option<Fixed>,
}

/// Another example, or a manifest beside the one with the mistake.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Fixed {
    Example(String),
    Here(Box<Mended>),
}

/// The contents of `fixed.yaml`: its lesson and what must be seen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mended {
    pub lesson: String,
    #[serde(default)]
    pub verdict: Verdict,
    pub version: Option<String>,
    pub sees: Vec<Sight>,
}

/// The API server's verdict.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    #[default]
    Accepted,
    Refused,
}

/// One thing that must be seen.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sight {
    /// A whole error of a refused manifest; all of its errors are listed, in the server's order.
    Error(String),
    /// Rows of the first Pod in this order, with others in between allowed: `Running`, or with READY: `1/2 NotReady`.
    Rows(Vec<String>),
    /// Rows of Pods by name, likewise.
    RowsOf(BTreeMap<String, Vec<String>>),
    /// The first Pod's row at a time in seconds.
    At(BTreeMap<String, String>),
    /// The last row of every Pod; `gone` for a Pod that was removed.
    Ends(String),
    /// The Pod's phase while its row says so.
    Phase(BTreeMap<String, String>),
    /// Things that happen in this order; others may come in between.
    Happens(Vec<String>),
    /// The number of times that something happens, in all Pods together; 0 for never.
    Counts(BTreeMap<String, usize>),
    /// The seconds between two things that happen.
    Took(Took),
    /// The lengths of back-off in a container's status, in order.
    BackOffs(BTreeMap<String, Vec<String>>),
    /// The reason of an event, a colon, and the start of its message.
    Event(String),
    /// The number of events that are warnings.
    Warnings(usize),
    /// The number of Pods that have existed.
    Pods(usize),
    /// The amounts that are reserved.
    Reserves(BTreeMap<String, String>),
    /// The quality-of-service class.
    Qos(String),
    /// A piece of advice that is given, by the name of its lint.
    Advice(String),
    /// A piece of advice that is not given.
    NoAdvice(String),
    /// The output of a command.
    Kubectl(Typed),
    /// The scheduler's reason, a colon, and the start of its message.
    Schedules(String),
    /// The nodes that the Pod fits on.
    FitsOn(Vec<String>),
    /// Words of the namespace: part of the refusal or of a controller's `reason: message`; `admitted` for no refusal.
    Namespace(String),
}

/// A length of time.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Took {
    pub from: String,
    pub to: String,
    /// The least and the most seconds.
    pub seconds: (f64, f64),
}

/// A command, when it is typed, and the lines that it prints.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    pub at: f64,
    pub command: String,
    /// All lines; an empty list for no output.
    pub prints: Vec<String>,
}

impl Sight {
    /// The error, if this promises one.
    pub fn error(&self) -> Option<&str> {
        if let Sight::Error(error) = self { Some(error) } else { None }
    }

    /// Fails with what is seen instead when this is not seen.
    pub fn missing(&self, seen: &Seen) -> Result<(), String> {
        let film = &seen.film;
        match self {
            Sight::Error(error) => Err(format!("an accepted manifest has no error `{error}`")),
            Sight::Rows(rows) => film.rows(&film.first_pod(), rows),
            Sight::RowsOf(pods) => pods.iter().try_for_each(|(pod, rows)| film.rows(pod, rows)),
            Sight::At(rows) => rows.iter().try_for_each(|(second, row)| film.at(second, row)),
            Sight::Ends(row) => film.ends(row),
            Sight::Phase(phases) => phases.iter().try_for_each(|(row, phase)| film.phase(row, phase)),
            Sight::Happens(moments) => film.happens(moments),
            Sight::Counts(counts) => {
                counts.iter().try_for_each(|(moment, count)| same(moment, &film.count(moment), count))
            }
            Sight::Took(took) => film.took(took),
            Sight::BackOffs(lengths) => lengths.iter().try_for_each(|(container, lengths)| {
                same(&format!("back-offs of {container}"), &film.back_offs(container), lengths)
            }),
            Sight::Event(event) => film.event(event),
            Sight::Warnings(count) => same("warnings", &film.warnings(), count),
            Sight::Pods(count) => same("Pods", &film.pods(), count),
            Sight::Reserves(amounts) => {
                amounts.iter().try_for_each(|(resource, amount)| seen.reserves(resource, amount))
            }
            Sight::Qos(class) => seen.qos(class),
            Sight::Advice(lint) => seen.advice(lint, true),
            Sight::NoAdvice(lint) => seen.advice(lint, false),
            Sight::Kubectl(typed) => seen.kubectl(typed),
            Sight::Schedules(words) => seen.schedules(words),
            Sight::FitsOn(nodes) => seen.fits_on(nodes),
            Sight::Namespace(words) => seen.namespace(words),
        }
    }
}

/// Fails when the shown value is not the promised one.
pub fn same<T: PartialEq + std::fmt::Debug + ?Sized>(
    what: &str,
    shown: &T,
    promised: &T,
) -> Result<(), String> {
    if shown == promised { Ok(()) } else { Err(format!("{what}: promised {promised:?}, seen {shown:?}")) }
}
