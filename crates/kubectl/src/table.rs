//! Columns as Go's tabwriter aligns them.
//! Upstream: text/tabwriter for `describe`; staging/src/k8s.io/cli-runtime/pkg/printers/tabwriter.go for tables.

/// Widths of a tabwriter.
#[derive(Clone, Copy, Debug)]
pub struct Widths {
    /// The least width of a column, in characters.
    pub least: usize,
    /// Blanks added to the widest cell.
    pub padding: usize,
}

/// As `kubectl get` and `kubectl events` align.
pub const TABLE: Widths = Widths { least: 6, padding: 3 };

/// As `kubectl describe` aligns.
pub const DESCRIPTION: Widths = Widths { least: 0, padding: 2 };

/// Aligns text whose cells end with a tab: neighbouring lines that have a cell in a column share its width.
///
/// The text behind the last tab of a line is no cell, so it widens nothing.
pub fn align(text: &str, widths: Widths) -> String {
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
    let mut out = String::with_capacity(text.len() * 2);
    // Widths of the columns that reach the current line; each was measured over its whole run of lines.
    let mut columns: Vec<usize> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let cells = line.len() - 1;
        columns.truncate(cells);
        for column in columns.len()..cells {
            let run = lines.iter().skip(index).take_while(|line| line.len() - 1 > column);
            let widest =
                run.filter_map(|line| line.get(column)).map(|cell| width(cell) + widths.padding).max();
            columns.push(widest.unwrap_or_default().max(widths.least));
        }
        for (column, cell) in line.iter().enumerate() {
            out.push_str(cell);
            if let Some(full) = columns.get(column) {
                out.extend(std::iter::repeat_n(' ', full.saturating_sub(width(cell))));
            }
        }
        out.push('\n');
    }
    out
}

fn width(cell: &str) -> usize {
    cell.chars().count()
}

/// A cell of a server's table: cut at the first line break, with dots to say so.
pub fn cell(text: &str) -> String {
    match text.find(['\n', '\r', '\u{c}']) {
        Some(end) => format!("{}...", escape(text.get(..end).unwrap_or_default())),
        None => escape(text),
    }
}

/// Makes control characters harmless for a terminal, as kubectl does.
pub fn escape(text: &str) -> String {
    text.replace('\u{1b}', "^[").replace('\r', "\\r")
}

#[cfg(test)]
mod tests {
    use super::{DESCRIPTION, TABLE, align, cell};
    use expect_test::expect;

    #[test]
    fn a_column_is_as_wide_as_its_run_of_lines() {
        let text = "A:\tx\nLonger:\ty\n  no cell here that counts\nB:\tz\n";
        expect![[r"
            A:       x
            Longer:  y
              no cell here that counts
            B:  z
        "]]
        .assert_eq(&align(text, DESCRIPTION));
    }

    #[test]
    fn a_narrow_column_keeps_the_least_width() {
        expect![[r"
            N     READY
            web   1/1
        "]]
        .assert_eq(&align("N\tREADY\nweb\t1/1\n", TABLE));
    }

    #[test]
    fn a_line_break_cuts_a_cell() {
        assert_eq!(cell("one\ntwo"), "one...");
        assert_eq!(cell("\u{1b}[31m"), "^[[31m");
    }
}
