//! Places in a text, and changes of it.

use serde::{Deserialize, Serialize};

/// A range of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The start, in UTF-16 units from the start of the text.
    pub from: u32,
    /// The end, in UTF-16 units from the start of the text, not before `from`.
    pub to: u32,
    /// The line of the start, counted from 1.
    pub line: u32,
    /// The column of the start, in characters, counted from 1.
    pub column: u32,
}

/// A change of the text: one or several replacements.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// The effect, as a button says it.
    pub label: String,
    /// The replacements in order, none overlapping.
    pub edits: Vec<Edit>,
}

/// One replacement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The start, in UTF-16 units.
    pub from: u32,
    /// The end, in UTF-16 units.
    pub to: u32,
    /// The text that replaces the range.
    pub insert: String,
}

impl Fix {
    /// The text after the change.
    ///
    /// ```
    /// use view::{Edit, Fix};
    /// let edits = vec![Edit { from: 2, to: 3, insert: "X".into() }];
    /// assert_eq!(Fix { label: String::new(), edits }.apply("日本c"), "日本X");
    /// ```
    pub fn apply(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut edits = self.edits.iter();
        let mut next = edits.next();
        let mut unit = 0_u32;
        for letter in text.chars() {
            while let Some(edit) = next.filter(|edit| edit.from == edit.to && edit.from <= unit) {
                out.push_str(&edit.insert);
                next = edits.next();
            }
            match next {
                Some(edit) if edit.from <= unit && unit < edit.to => {}
                _ => out.push(letter),
            }
            unit += u32::try_from(letter.len_utf16()).unwrap_or(1);
            if let Some(edit) = next.filter(|edit| edit.from < edit.to && edit.to <= unit) {
                out.push_str(&edit.insert);
                next = edits.next();
            }
        }
        next.into_iter().chain(edits).for_each(|edit| out.push_str(&edit.insert));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::{Edit, Fix};

    fn apply(text: &str, edits: &[(u32, u32, &str)]) -> String {
        let edit = |&(from, to, insert): &(u32, u32, &str)| Edit { from, to, insert: insert.to_owned() };
        Fix { label: String::new(), edits: edits.iter().map(edit).collect() }.apply(text)
    }

    #[test]
    fn insertions_removals_and_replacements() {
        assert_eq!(apply("abc", &[(0, 0, "x"), (3, 3, "y")]), "xabcy");
        assert_eq!(apply("abc", &[(0, 1, ""), (1, 1, "-"), (2, 3, "C")]), "-bC");
        assert_eq!(apply("", &[(0, 0, "a")]), "a");
        assert_eq!(apply("a🙂b", &[(1, 3, "é"), (3, 3, "!")]), "aé!b");
    }
}
