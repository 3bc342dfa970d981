//! `about.yaml`: what an example is called, and what a reader must see. `web/examples/README.md` explains each word.

use crate::film::Film;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A whole `about.yaml`; a word that is not known is a mistake.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    pub title: String,
    /// One sentence: what is learned.
    pub lesson: String,
    pub level: String,
    /// The place in the list.
    pub order: i64,
    pub verdict: Verdict,
    /// Seconds that the story is watched, where that is not the usual.
    pub until: Option<f64>,
    #[serde(default)]
    pub sees: Vec<Sight>,
}

/// The API server's.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
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
    /// How many Pods there have been.
    Pods(usize),
    /// What is reserved.
    Reserves(BTreeMap<String, String>),
    /// The quality of service.
    Qos(String),
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

impl Sight {
    /// The error that is promised, if that is what is promised.
    pub fn error(&self) -> Option<&str> {
        if let Sight::Error(error) = self { Some(error) } else { None }
    }

    /// What is seen instead, when this is not.
    pub fn missing(&self, film: &Film, reserved: &Value) -> Result<(), String> {
        match self {
            Sight::Error(error) => Err(format!("an accepted manifest has no error `{error}`")),
            Sight::Rows(rows) => film.rows(rows),
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
            Sight::Pods(count) => same("Pods", &film.pods(), count),
            Sight::Reserves(amounts) => amounts.iter().try_for_each(|(resource, amount)| {
                let shown = reserved["requests"][resource].as_str().unwrap_or("nothing");
                same(&format!("reserved {resource}"), shown, amount.as_str())
            }),
            Sight::Qos(class) => {
                same("quality of service", reserved["qosClass"].as_str().unwrap_or_default(), class.as_str())
            }
        }
    }
}

fn same<T: PartialEq + std::fmt::Debug + ?Sized>(what: &str, shown: &T, promised: &T) -> Result<(), String> {
    if shown == promised { Ok(()) } else { Err(format!("{what}: promised {promised:?}, seen {shown:?}")) }
}
