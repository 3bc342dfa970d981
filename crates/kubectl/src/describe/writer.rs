//! Collects the lines of a description. Upstream: PrefixWriter, staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use crate::table::{DESCRIPTION, align, escape};

/// Text under way: levels are two blanks each, tabs end cells, all columns are aligned at the end.
#[derive(Default)]
pub(crate) struct Writer {
    text: String,
    base: usize,
}

impl Writer {
    /// A writer whose levels count from `base`; its text is put into another one by [`Writer::append`].
    pub(super) fn nested(base: usize) -> Writer {
        Writer { text: String::new(), base }
    }

    pub(super) fn append(&mut self, other: &Writer) {
        self.text.push_str(&other.text);
    }

    /// Text behind the blanks of its level; the writer of the text ends the line.
    pub(super) fn write(&mut self, level: usize, text: &str) {
        self.text.extend(std::iter::repeat_n("  ", self.base + level));
        self.text.push_str(&escape(text));
    }

    /// A whole line.
    pub(super) fn line(&mut self, level: usize, text: &str) {
        self.write(level, text);
        self.text.push('\n');
    }

    /// A line of a name, a colon, a tab and a value.
    pub(super) fn field(&mut self, level: usize, name: &str, value: &str) {
        self.write(level, name);
        self.text.push_str(":\t");
        self.text.push_str(&escape(value));
        self.text.push('\n');
    }

    /// A [`Writer::field`] that is left out when it has no value or an empty one.
    pub(super) fn optional(&mut self, level: usize, name: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.field(level, name, value);
        }
    }

    /// A name with one value a line under another; `<none>` when there are none.
    ///
    /// Each part is written on its own, so in a nested writer each is indented, as kubectl's are.
    pub(super) fn list(&mut self, level: usize, name: &str, values: &[String]) {
        self.write(level, &format!("{name}:\t"));
        if values.is_empty() {
            self.line(if self.base > 0 { level } else { 0 }, "<none>");
        }
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                self.write(level, "");
                self.write(level, "\t");
            }
            self.line(level, value);
        }
    }

    /// The text with its tabs.
    pub(super) fn raw(self) -> String {
        self.text
    }

    pub(super) fn aligned(&self) -> String {
        align(&self.text, DESCRIPTION)
    }
}
