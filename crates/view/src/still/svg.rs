//! Writing SVG: texts, boxes, and the frame around them. Lengths are tenths of a pixel, so that no float is printed.

use std::fmt::Write as _;

use super::colours;
use crate::whole;

/// The width of a picture, in pixels.
pub(super) const WIDTH: u64 = 960;
/// The free space on each side.
pub(super) const MARGIN: u64 = 24;
/// The left end of the lanes.
pub(super) const LEFT: u64 = 236;
/// The width of the lanes.
pub(super) const TRACK: u64 = 700;
const _: () = assert!(LEFT + TRACK + MARGIN == WIDTH);
/// The most characters of a sentence on a line.
const COLUMNS: usize = 118;

/// The parts of a picture that are not drawn: a description for readers who cannot see it, and the link that opens it.
pub(super) struct About<'a> {
    pub title: &'a str,
    pub description: &'a str,
    /// The fragment, with `#`.
    pub link: &'a str,
}

/// A picture that grows downwards.
#[derive(Debug)]
pub(super) struct Drawing {
    pub body: String,
    /// The lower end so far, in pixels.
    pub y: u64,
}

impl Default for Drawing {
    fn default() -> Drawing {
        Drawing { body: String::new(), y: MARGIN }
    }
}

impl Drawing {
    /// A text at a place, in pixels.
    pub fn text(&mut self, class: &str, (x, y): (u64, u64), text: &str) {
        let text = escape(text);
        let _ = write!(self.body, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{text}</text>");
    }

    /// A text on a line of its own, `height` pixels high.
    pub fn line(&mut self, indent: u64, class: &str, text: &str, height: u64) {
        self.y += height;
        self.text(class, (MARGIN + indent, self.y - 6), text);
    }

    /// A line of a terminal.
    pub fn code(&mut self, text: &str) {
        self.line(0, "code", &cut(text, COLUMNS), 18);
    }

    /// Sentences, on as many lines as they need.
    pub fn paragraph(&mut self, class: &str, text: &str) {
        for line in wrap(text, COLUMNS) {
            self.line(0, class, &line, 22);
        }
    }

    /// A box, in tenths of a pixel.
    pub fn rect(&mut self, class: &str, place: (u64, u64), size: (u64, u64)) {
        self.body.push_str(&rect(class, place, size));
        self.body.push_str("/>");
    }

    /// The finished picture. `style` is added to the style of all pictures.
    pub fn whole(&self, about: &About<'_>, style: &str) -> String {
        let (title, description) = (escape(about.title), escape(about.description));
        let (link, height) = (escape(about.link), self.y + MARGIN);
        let (colours, body) = (colours::style(), &self.body);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"t d\">\
             <title id=\"t\">{title}</title><desc id=\"d\">{description}</desc><metadata id=\"podlab\">{link}</metadata>\
             <style>{colours}{style}</style><rect class=\"page\" width=\"{WIDTH}\" height=\"{height}\"/>{body}</svg>\n"
        )
    }
}

/// The beginning of a box, in tenths of a pixel.
pub(super) fn rect(class: &str, (x, y): (u64, u64), (width, height): (u64, u64)) -> String {
    let [x, y, width, height] = [x, y, width, height].map(tenths);
    format!("<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"")
}

/// The tenths of a pixel from the beginning of the lanes to a part of the axis.
pub(super) fn along(part: f64) -> u64 {
    whole(part * 7_000.0 + 0.5).min(TRACK * 10)
}

fn tenths(length: u64) -> String {
    match length % 10 {
        0 => (length / 10).to_string(),
        tenth => format!("{}.{tenth}", length / 10),
    }
}

/// A text escaped for XML. A character that XML does not have becomes a replacement character.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out
}

/// A text, cut and ended with dots where it is longer than `most` characters.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => text.chars().take(most.saturating_sub(1)).chain(std::iter::once('\u{2026}')).collect(),
    }
}

/// The lines of a text, none longer than `columns` characters.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word = cut(word, columns);
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < columns => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}
