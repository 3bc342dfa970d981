//! The columns of the tables of `kubectl get`, a row for each kind. Upstream: AddHandlers,
//! pkg/printers/internalversion/printers.go.

use crate::{others, workloads};
use jiff::Timestamp;
use serde_json::Value;

/// How objects of some kinds are printed in a table.
pub(crate) struct Printer {
    kinds: &'static [&'static str],
    /// The heads of the columns behind the name, wide ones last.
    pub heads: &'static [&'static str],
    /// How many of the heads only the wide table has.
    pub wide: usize,
    /// The cells of an object at an instant in the order of the heads, but for that of its age.
    cells: fn(&Value, Timestamp) -> Vec<String>,
}

/// A row of the table of printers.
pub(crate) const fn printer(
    kinds: &'static [&'static str],
    heads: &'static [&'static str],
    wide: usize,
    cells: fn(&Value, Timestamp) -> Vec<String>,
) -> Printer {
    Printer { kinds, heads, wide, cells }
}

/// The printer of a kind; `None` of Pods, of events and of a kind that is not printed.
pub(crate) fn of(kind: &str) -> Option<&'static Printer> {
    let mut all = workloads::PRINTERS.iter().chain(others::printers());
    all.find(|printer| printer.prints(kind))
}

impl Printer {
    /// Whether it prints objects of a kind.
    pub fn prints(&self, kind: &str) -> bool {
        self.kinds.contains(&kind)
    }

    /// The cells of an object in the order of the heads.
    pub fn cells(&self, object: &Value, now: Timestamp) -> Vec<String> {
        let mut cells = (self.cells)(object, now);
        if let Some(place) = self.heads.iter().position(|head| *head == "AGE") {
            cells.insert(place.min(cells.len()), others::age_of(object, now));
        }
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::{others, workloads};
    use serde_json::Value;

    #[test]
    fn each_printer_has_a_cell_for_each_head() {
        let now = "2026-01-01T00:01:00Z".parse().unwrap();
        for printer in workloads::PRINTERS.iter().chain(others::printers()) {
            let cells = printer.cells(&Value::Null, now);
            assert_eq!(cells.len(), printer.heads.len(), "{:?}", printer.kinds);
            assert!(printer.wide < printer.heads.len(), "{:?}", printer.kinds);
            for kind in printer.kinds {
                assert!(of(kind).is_some_and(|first| std::ptr::eq(first, printer)), "{kind} has two rows");
            }
        }
    }
}
