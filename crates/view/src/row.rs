//! The row of `kubectl get pod` over time. Between two changes of it only ages differ, so they are computed here.

use serde::{Deserialize, Serialize};

use crate::age;

/// A row of `kubectl get pod`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// NAME.
    pub name: String,
    /// READY.
    pub ready: String,
    /// STATUS.
    pub status: String,
    /// RESTARTS, with its `(3s ago)` where kubectl prints it.
    pub restarts: String,
    /// AGE.
    pub age: String,
}

/// The cells of a row from an instant on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowChange {
    /// The instant from which they hold.
    pub from: u64,
    /// READY.
    pub ready: String,
    /// STATUS.
    pub status: String,
    /// The number in RESTARTS.
    pub restarts: i64,
    /// The end of the container that was restarted last, where kubectl prints it.
    pub restarted: Option<u64>,
}

impl RowChange {
    /// The row of the Pod `name` at `at`; ages count from `stamp`, its `creationTimestamp`.
    pub fn row(&self, name: &str, stamp: u64, at: u64) -> Row {
        let ago = self.restarted.map(|then| format!(" ({} ago)", age::human(age::seconds(then, at))));
        Row {
            name: name.to_owned(),
            ready: self.ready.clone(),
            status: self.status.clone(),
            restarts: format!("{}{}", self.restarts, ago.unwrap_or_default()),
            age: age::human(age::seconds(stamp, at)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RowChange;

    #[test]
    fn ages_are_counted_to_the_instant() {
        let change = RowChange { restarts: 3, restarted: Some(10_000), ..RowChange::default() };
        let row = change.row("web", 2_000, 25_999);
        assert_eq!((row.restarts.as_str(), row.age.as_str()), ("3 (15s ago)", "23s"));
        assert_eq!(RowChange::default().row("web", 0, 0).restarts, "0");
    }
}
