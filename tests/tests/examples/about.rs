//! `about.yaml`: what an example is called, and what a reader must see. `web/examples/README.md` explains each word.

use crate::seen::Seen;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A whole `about.yaml`; a word that is not known is a mistake.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    pub title: String,
    /// What is learned, in a sentence or two.
    pub lesson: String,
    pub level: String,
    /// The place of the page that it is about.
    pub place: String,
    pub subject: String,
    /// The classes that it is part of.
    #[serde(default)]
    pub classes: Vec<String>,
    /// The place in the list.
    pub order: i64,
    pub verdict: Verdict,
    /// The release, where it is about one.
    pub version: Option<String>,
    /// The command that is typed, where it is about one.
    pub command: Option<String>,
    /// Seconds that the story is watched, where that is not the usual.
    pub until: Option<f64>,
    #[serde(default)]
    pub sees: Vec<Sight>,
    /// What it looks like without the mistake.
    pub fixed: Option<Fixed>,
}

/// Another example, or a manifest beside the one with the mistake.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Fixed {
    Example(String),
    Here(Box<Mended>),
}

/// `fixed.yaml`: what is learned from it and must be seen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mended {
    pub lesson: String,
    #[serde(default)]
    pub verdict: Verdict,
    pub version: Option<String>,
    pub sees: Vec<Sight>,
}

/// The API server's.
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
    /// An error of a refused manifest, whole; all of them are listed, in the server's order.
    Error(String),
    /// Rows of the first Pod, in this order, others may come between: `Running`, or with READY: `1/2 NotReady`.
    Rows(Vec<String>),
    /// Rows of Pods by name, likewise.
    RowsOf(BTreeMap<String, Vec<String>>),
    /// The first Pod's row at a second.
    At(BTreeMap<String, String>),
    /// The last row of every Pod; `gone` for a Pod that was removed.
    Ends(String),
    /// The Pod's phase while its row says so.
    Phase(BTreeMap<String, String>),
    /// What happens, in this order, other things may come between.
    Happens(Vec<String>),
    /// How often something happens, in all Pods together; 0 for never.
    Counts(BTreeMap<String, usize>),
    /// Seconds from one thing to the next other.
    Took(Took),
    /// The lengths of back-off that a container's status tells, in order.
    BackOffs(BTreeMap<String, Vec<String>>),
    /// An event: its reason, a colon, how its message begins.
    Event(String),
    /// How many events are warnings.
    Warnings(usize),
    /// How many Pods there have been.
    Pods(usize),
    /// What is reserved.
    Reserves(BTreeMap<String, String>),
    /// The quality of service.
    Qos(String),
    /// A piece of advice that is given, by the name of its lint.
    Advice(String),
    /// A piece of advice that is not given.
    NoAdvice(String),
    /// What a terminal shows.
    Kubectl(Typed),
    /// What the scheduler says of the nodes: its reason, a colon, how its message begins.
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
    /// The least and the most.
    pub seconds: (f64, f64),
}

/// A command, when it is typed, and the lines that it prints.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    pub at: f64,
    pub command: String,
    /// All of them; an empty one for no output.
    pub prints: Vec<String>,
}

impl Sight {
    /// The error that is promised, if that is what is promised.
    pub fn error(&self) -> Option<&str> {
        if let Sight::Error(error) = self { Some(error) } else { None }
    }

    /// What is seen instead, when this is not.
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

/// Whether what is shown is what was promised.
pub fn same<T: PartialEq + std::fmt::Debug + ?Sized>(
    what: &str,
    shown: &T,
    promised: &T,
) -> Result<(), String> {
    if shown == promised { Ok(()) } else { Err(format!("{what}: promised {promised:?}, seen {shown:?}")) }
}
