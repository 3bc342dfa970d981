//! Columns that never become narrower again, as a watching kubectl prints them.
//! Upstream: github.com/liggitt/tabwriter.

/// The widths of the columns that have been printed so far.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    widths: Vec<usize>,
}

impl Columns {
    /// The least width of a column, in characters.
    const LEAST: usize = 6;
    /// Blanks added to the widest cell.
    const PADDING: usize = 3;

    /// Whether nothing has been printed yet.
    pub fn is_fresh(&self) -> bool {
        self.widths.is_empty()
    }

    /// The lines, their cells aligned with each other and with those before; the last cell of a line widens nothing.
    ///
    /// ```
    /// let mut columns = view::Columns::default();
    /// let line = |a: &str, b: &str| vec![vec![a.to_owned(), b.to_owned()]];
    /// assert_eq!(columns.lines(&line("STATUS", "AGE")), "STATUS   AGE\n");
    /// assert_eq!(columns.lines(&line("Init:Error", "0s")), "Init:Error   0s\n");
    /// assert_eq!(columns.lines(&line("Error", "1s")), "Error        1s\n");
    /// ```
    pub fn lines(&mut self, lines: &[Vec<String>]) -> String {
        let width = |cell: &String| cell.chars().count();
        for line in lines {
            self.widths.resize(self.widths.len().max(line.len().saturating_sub(1)), Columns::LEAST);
            let cells = line.iter().take(line.len().saturating_sub(1));
            for (kept, cell) in self.widths.iter_mut().zip(cells) {
                *kept = (*kept).max(width(cell) + Columns::PADDING);
            }
        }
        let mut out = String::new();
        for line in lines {
            for (column, cell) in line.iter().enumerate() {
                out.push_str(cell);
                if column + 1 < line.len() {
                    let full = self.widths.get(column).copied().unwrap_or_default();
                    out.extend(std::iter::repeat_n(' ', full.saturating_sub(width(cell))));
                }
            }
            out.push('\n');
        }
        out
    }
}
