//! The lines that a change of a text touches, before and after it.

use crate::{Edit, Fix};

/// Adjacent lines that a change touches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hunk {
    /// The number of the first line, counted from 1.
    pub line: usize,
    /// The present lines, without the last line break.
    pub before: String,
    /// The lines after the change; empty when they are removed.
    pub after: String,
}

/// A line with its place in UTF-16 units.
struct Line<'t> {
    text: &'t str,
    from: u32,
    to: u32,
}

impl Fix {
    /// The lines that the change touches, in the order of the text.
    ///
    /// ```
    /// use view::{Edit, Fix};
    /// let edits = vec![Edit { from: 5, to: 6, insert: "2".into() }];
    /// let hunks = Fix { label: String::new(), edits }.preview("a:\n  1\nb: 3\n");
    /// assert_eq!((hunks[0].line, hunks[0].before.as_str(), hunks[0].after.as_str()), (2, "  1", "  2"));
    /// ```
    pub fn preview(&self, text: &str) -> Vec<Hunk> {
        let mut hunks: Vec<(usize, Vec<Line<'_>>, Vec<Edit>)> = Vec::new();
        let mut from = 0;
        let last = text.split_inclusive('\n').count().saturating_sub(1);
        for (number, text) in text.split_inclusive('\n').enumerate() {
            let to = from + units(text);
            let line = Line { text, from, to };
            from = to;
            let touches = |edit: &Edit| {
                let end = edit.to.max(edit.from + 1);
                edit.from < line.to && line.from < end || (number == last && edit.from >= line.to)
            };
            let edits: Vec<Edit> = self.edits.iter().filter(|edit| touches(edit)).cloned().collect();
            if edits.is_empty() {
                continue;
            }
            match hunks.last_mut().filter(|(first, lines, _)| first + lines.len() == number) {
                Some((_, lines, known)) => {
                    let new = |edit: &Edit| !known.contains(edit);
                    let edits: Vec<Edit> = edits.into_iter().filter(new).collect();
                    known.extend(edits);
                    lines.push(line);
                }
                None => hunks.push((number, vec![line], edits)),
            }
        }
        hunks.into_iter().map(|(first, lines, edits)| hunk(first, &lines, edits)).collect()
    }
}

fn hunk(first: usize, lines: &[Line<'_>], edits: Vec<Edit>) -> Hunk {
    let start = lines.first().map_or(0, |line| line.from);
    let before: String = lines.iter().map(|line| line.text).collect();
    let shifted = edits.into_iter().map(|edit| Edit {
        from: edit.from.saturating_sub(start),
        to: edit.to.saturating_sub(start),
        insert: edit.insert,
    });
    let after = Fix { label: String::new(), edits: shifted.collect() }.apply(&before);
    let plain = |text: &str| text.strip_suffix('\n').unwrap_or(text).to_owned();
    Hunk { line: first + 1, before: plain(&before), after: plain(&after) }
}

fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::Hunk;
    use crate::{Edit, Fix};

    fn hunks(text: &str, edits: &[(u32, u32, &str)]) -> Vec<Hunk> {
        let edit = |&(from, to, insert): &(u32, u32, &str)| Edit { from, to, insert: insert.to_owned() };
        Fix { label: String::new(), edits: edits.iter().map(edit).collect() }.preview(text)
    }

    fn hunk(line: usize, before: &str, after: &str) -> Hunk {
        Hunk { line, before: before.to_owned(), after: after.to_owned() }
    }

    #[test]
    fn only_the_lines_that_change_are_shown() {
        let text = "a: 1\nb: 2\nc: 3\nd: 4\n";
        assert_eq!(hunks(text, &[(5, 10, "")]), [hunk(2, "b: 2", "")]);
        assert_eq!(
            hunks(text, &[(3, 4, "x"), (18, 19, "y")]),
            [hunk(1, "a: 1", "a: x"), hunk(4, "d: 4", "d: y")]
        );
        assert_eq!(hunks(text, &[(3, 4, "x"), (8, 9, "y")]), [hunk(1, "a: 1\nb: 2", "a: x\nb: y")]);
        assert_eq!(hunks("🙂: 1", &[(5, 5, "0")]), [hunk(1, "🙂: 1", "🙂: 10")]);
    }
}
