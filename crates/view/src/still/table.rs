//! The columns of `kubectl get pod -w`: they grow with what is printed and never shrink.
//! Upstream: staging/src/k8s.io/cli-runtime/pkg/printers/tabwriter.go.

use crate::Row;

/// The heads of the columns.
pub(super) const HEADS: [&str; 5] = ["NAME", "READY", "STATUS", "RESTARTS", "AGE"];
/// The narrowest column.
const LEAST: usize = 6;
/// Blanks behind the widest cell.
const PADDING: usize = 3;

/// The widths of the columns so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    widths: [usize; HEADS.len()],
}

/// The cells of a row, in the order of [`HEADS`].
pub(super) fn cells(row: &Row) -> [&str; HEADS.len()] {
    [&row.name, &row.ready, &row.status, &row.restarts, &row.age]
}

impl Table {
    /// Widens the columns for a line.
    pub fn measure(&mut self, cells: &[&str; HEADS.len()]) {
        for (width, cell) in self.widths.iter_mut().zip(cells) {
            *width = (*width).max(cell.chars().count() + PADDING).max(LEAST);
        }
    }

    /// A line, without a line break.
    pub fn line(&self, cells: &[&str; HEADS.len()]) -> String {
        let mut line = String::new();
        for (cell, width) in cells.iter().zip(self.widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.chars().count())));
        }
        line.truncate(line.trim_end().len());
        line
    }
}
