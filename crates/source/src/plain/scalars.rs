//! Scalars: plain and quoted ones on one line, and `|` and `>`.

use super::{Reader, Written, is_blank};
use crate::build::Style;
use crate::tree::count;

/// The bytes that never end a plain scalar.
#[allow(clippy::indexing_slicing, reason = "a constant is computed by the compiler, which would refuse")]
const PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let ends = b" :\n\t,[]{}";
    let mut at = 0;
    while at < ends.len() {
        plain[ends[at] as usize] = false;
        at += 1;
    }
    plain
};

impl Reader<'_> {
    /// A plain or quoted scalar on one line; inside of brackets more characters end a plain one.
    pub(super) fn scalar(&mut self, style: Style) -> Option<Written> {
        let (start, line) = (self.at, self.line);
        let first = count(self.builder.texts().len());
        let quote = self.byte(0);
        let plain = !matches!(quote, b'"' | b'\'');
        if plain {
            self.plain(style)?;
            let text = self.body.get(start..self.at)?;
            self.builder.texts().push_str(text);
        } else {
            self.quoted(quote)?;
        }
        let text = first..count(self.builder.texts().len());
        Some(Written { text, start, end: self.at, line, plain })
    }

    /// Makes a scalar part of the tree.
    pub(super) fn push(&mut self, written: Written) {
        let place = self.builder.place(written.start)..self.builder.place(written.end);
        self.builder.untagged(written.text, place, written.line, written.plain);
    }

    /// Goes behind the last character. Upstream: `yaml_parser_fetch_next_token`, `yaml_parser_scan_plain_scalar`.
    fn plain(&mut self, style: Style) -> Option<()> {
        let flow = style == Style::Flow;
        match self.byte(0) {
            b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>' | b'%' | b'@'
            | b'`' => {
                return None;
            }
            b'-' if is_blank(self.byte(1)) => return None,
            b'?' | b':' if flow || is_blank(self.byte(1)) => return None,
            byte if is_blank(byte) => return None,
            _ => {}
        }
        let mut end = self.at;
        loop {
            let from = self.at;
            self.pass(|byte| PLAIN.get(usize::from(byte)) == Some(&true));
            if self.at > from {
                end = self.at;
            }
            match (self.byte(0), self.byte(1)) {
                (b' ', b'#') | (b'\n' | 0, _) => break,
                (b' ', _) => {
                    self.at += 1;
                    continue;
                }
                (b':', next) if is_blank(next) => break,
                (b':', b',' | b'?' | b'[' | b']' | b'{' | b'}') if flow => return None,
                (b',' | b'[' | b']' | b'{' | b'}', _) if flow => break,
                (b'\t', _) => return None,
                _ => self.at += 1,
            }
            end = self.at;
        }
        self.at = end;
        Some(())
    }

    fn quoted(&mut self, quote: u8) -> Option<()> {
        self.at += 1;
        loop {
            let from = self.at;
            self.pass(|byte| byte != quote && !matches!(byte, b'\n' | b'\\'));
            let text = self.body.get(from..self.at)?;
            self.builder.texts().push_str(text);
            let c = match (self.byte(0), self.byte(1)) {
                (b'\'', b'\'') => {
                    self.at += 1;
                    '\''
                }
                (b'\\', _) if quote == b'\'' => '\\',
                (b'\\', _) => self.escape()?,
                (byte, _) if byte == quote => {
                    self.at += 1;
                    return Some(());
                }
                _ => return None,
            };
            self.at += 1;
            self.builder.texts().push(c);
        }
    }

    /// Reads the escape at a backslash; goes to its last character.
    fn escape(&mut self) -> Option<char> {
        self.at += 1;
        let digits = match self.byte(0) {
            c @ (b'"' | b'\\' | b' ') => return Some(char::from(c)),
            b'n' => return Some('\n'),
            b't' => return Some('\t'),
            b'r' => return Some('\r'),
            b'0' => return Some('\0'),
            b'e' => return Some('\u{1b}'),
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            _ => return None,
        };
        let hex = self.body.get(self.at + 1..self.at + 1 + digits)?;
        self.at += digits;
        let code =
            hex.bytes().try_fold(0, |code: u32, byte| Some(code << 4 | char::from(byte).to_digit(16)?))?;
        char::from_u32(code)
    }

    /// A `|` or `>` with its lines, inside of what has the column `indent`. Upstream: `yaml_parser_scan_block_scalar`.
    pub(super) fn block(&mut self, indent: i32) -> Option<()> {
        let (start, line) = (self.at, self.line);
        let literal = self.byte(0) == b'|';
        let (mut chomp, mut increment) = (0, 0);
        self.at += 1;
        loop {
            match self.byte(0) {
                sign @ (b'+' | b'-') if chomp == 0 => chomp = sign,
                digit @ b'1'..=b'9' if increment == 0 => increment = i32::from(digit - b'0'),
                _ => break,
            }
            self.at += 1;
        }
        self.spaces();
        if self.byte(0) == b'#' {
            self.rest_of_line();
        }
        if self.byte(0) != b'\n' {
            return None;
        }
        self.next_line();
        let mut column = if increment > 0 { indent.max(0) + increment } else { 0 };
        let first = count(self.builder.texts().len());
        let mut end = self.at;
        let mut breaks = self.breaks(&mut column, indent, &mut end)?;
        let mut broken = false;
        let mut blank_before = false;
        while self.at < self.bytes.len() && self.column_inside() == column {
            let blank = matches!(self.byte(0), b' ' | b'\t');
            let folds = !literal && broken && !blank_before && !blank;
            if broken && !folds {
                self.builder.texts().push('\n');
            } else if folds && breaks == 0 {
                self.builder.texts().push(' ');
            }
            self.line_breaks(breaks);
            blank_before = blank;
            let from = self.at;
            self.rest_of_line();
            let text = self.body.get(from..self.at)?;
            self.builder.texts().push_str(text);
            self.next_line();
            broken = true;
            breaks = self.breaks(&mut column, indent, &mut end)?;
        }
        if chomp != b'-' && broken {
            self.builder.texts().push('\n');
        }
        if chomp == b'+' {
            self.line_breaks(breaks);
        }
        if chomp != b'-' && self.builder.beyond(end) && count(self.builder.texts().len()) > first {
            self.builder.texts().pop();
        }
        let text = first..count(self.builder.texts().len());
        let start = self.builder.place(start);
        let end = self.builder.trimmed(start, self.builder.place(end));
        self.builder.untagged(text, start..end, line, false);
        Some(())
    }

    fn line_breaks(&mut self, number: usize) {
        self.builder.texts().extend(std::iter::repeat_n('\n', number));
    }

    fn column_inside(&self) -> i32 {
        i32::try_from(self.at - self.line_start).unwrap_or(i32::MAX)
    }

    /// Empty lines, and the blanks before the next line that is not; how many lines.
    /// A `column` of 0 becomes that of the widest. Upstream: `yaml_parser_scan_block_scalar_breaks`.
    fn breaks(&mut self, column: &mut i32, indent: i32, end: &mut usize) -> Option<usize> {
        let (mut widest, mut number) = (0, 0);
        *end = self.at;
        loop {
            while (*column == 0 || self.column_inside() < *column) && self.byte(0) == b' ' {
                self.at += 1;
            }
            widest = widest.max(self.column_inside());
            match self.byte(0) {
                b'\t' if *column == 0 || self.column_inside() < *column => return None,
                b'\n' => {}
                _ => break,
            }
            self.next_line();
            number += 1;
            *end = self.at;
        }
        if *column == 0 {
            *column = widest.max(indent + 1).max(1);
        }
        Some(number)
    }
}
