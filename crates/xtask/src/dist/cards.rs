//! A picture card and an oEmbed document (with a frame to put in) for each page of the site: others show them beside a
//! link to it.

use super::html::escape;
use crate::command::{program, quietly};
use crate::progress::Progress;
use crate::{project, tools};
use std::fmt::Write as _;
use std::path::Path;

/// The folder of the script that draws cards as PNG, with its npm packages.
const DRAWER: &str = "crates/xtask/cards";

/// The size of a card, which most who show one expect.
const CARD: [u32; 2] = [1200, 630];
/// Characters of a line of the title and of the words below it, in the sizes that the card draws them.
const TITLE: usize = 34;
const WORDS: usize = 62;
/// The size of the frame that others put into their page.
const FRAME: [u32; 2] = [720, 480];

/// Draws a PNG beside each SVG of a folder.
pub(super) fn draw(folder: &Path) -> Result<(), String> {
    Progress::during(|progress| tools::npm_packages(progress, DRAWER))?;
    let script = project::root().join(DRAWER).join("cards.mjs");
    quietly(program("node").arg(script).arg(folder)).map(drop)
}

/// A card for a page without a picture: its title, and the words that it is about.
pub(super) fn card(title: &str, words: &str) -> String {
    let [width, height] = CARD;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n<rect width=\"{width}\" height=\"{height}\" fill=\"#fbfaf7\"/>\n<rect width=\"16\" height=\"{height}\" fill=\"#3f76cf\"/>\n"
    );
    let mut y = 110;
    for line in wrapped(title, TITLE).iter().take(3) {
        let _ = writeln!(
            svg,
            "<text x=\"70\" y=\"{y}\" font-family=\"system-ui, sans-serif\" font-size=\"60\" font-weight=\"600\" fill=\"#1d232b\">{}</text>",
            escape(line)
        );
        y += 76;
    }
    y += 14;
    for line in wrapped(words, WORDS).iter().take(5) {
        let _ = writeln!(
            svg,
            "<text x=\"70\" y=\"{y}\" font-family=\"ui-monospace, monospace\" font-size=\"28\" fill=\"#4c5663\">{}</text>",
            escape(line)
        );
        y += 42;
    }
    let _ = writeln!(
        svg,
        "<text x=\"70\" y=\"{}\" font-family=\"system-ui, sans-serif\" font-size=\"30\" fill=\"#3f76cf\">Podlab: what a cluster would do with your Pod</text>\n</svg>",
        height - 50
    );
    svg
}

/// The lines of a text, broken between words; a word that is longer than a line stays whole.
fn wrapped(text: &str, longest: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let Some(line) = lines.last_mut() else { continue };
        if line.is_empty() || line.chars().count() + 1 + word.chars().count() <= longest {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// The oEmbed document of a page (oembed.com): a frame with `address`, and the card at `picture`.
pub(super) fn oembed(site: &str, title: &str, address: &str, card: (&str, &str)) -> String {
    let [width, height] = FRAME;
    let frame = format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"{width}\" height=\"{height}\" style=\"border:0\" loading=\"lazy\" sandbox=\"allow-scripts allow-same-origin allow-popups\" referrerpolicy=\"no-referrer\"></iframe>",
        escape(address),
        escape(title)
    );
    let (picture, drawn) = card;
    let mut fields = vec![
        format!("\"version\": \"1.0\",\n \"type\": \"rich\",\n \"title\": {}", quoted(title)),
        format!("\"provider_name\": \"Podlab\",\n \"provider_url\": {}", quoted(&format!("{site}/"))),
        format!("\"html\": {},\n \"width\": {width},\n \"height\": {height}", quoted(&frame)),
    ];
    // A picture may only be named with its size.
    if let Some([width, height]) = size(drawn) {
        fields.push(format!(
            "\"thumbnail_url\": {},\n \"thumbnail_width\": {width},\n \"thumbnail_height\": {height}",
            quoted(picture)
        ));
    }
    format!("{{\n {}\n}}\n", fields.join(",\n "))
}

/// Width and height of an SVG in whole pixels.
fn size(svg: &str) -> Option<[u32; 2]> {
    let head = svg.split('>').next()?;
    let number = |name: &str| -> Option<u32> {
        let value = head.split_once(&format!(" {name}=\""))?.1.split('"').next()?;
        value.split('.').next()?.parse().ok()
    };
    Some([number("width")?, number("height")?])
}

/// A text of JSON.
fn quoted(text: &str) -> String {
    let mut out = "\"".to_owned();
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\0'..='\x1f' => {
                let _ = write!(out, "\\u{:04x}", u32::from(letter));
            }
            _ => out.push(letter),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_holds_its_words_in_lines() {
        let words =
            "spec.volumes[1].name: Duplicate value: \"data\" and then some more words that do not fit";
        let svg = card("Two volumes of one name, which nobody can tell apart", words);
        assert_eq!(svg.matches("<text").count(), 2 + 2 + 1, "{svg}");
        assert!(svg.contains("Duplicate value: &quot;data&quot;"), "{svg}");
        assert_eq!(size(&svg), Some(CARD));
    }

    #[test]
    fn a_document_is_json_with_the_frame_and_the_picture() {
        let told = oembed(
            "https://a.example",
            "A \"b\"",
            "https://a.example/x.html#ex=y",
            ("https://a.example/x.svg", &card("a", "b")),
        );
        for words in [
            "\"title\": \"A \\\"b\\\"\"",
            "<iframe src=\\\"https://a.example/x.html#ex=y\\\"",
            "\"thumbnail_url\": \"https://a.example/x.svg\",\n \"thumbnail_width\": 1200",
        ] {
            assert!(told.contains(words), "{words}: {told}");
        }
        assert_eq!(quoted("a\n\u{1}"), "\"a\\u000a\\u0001\"");
        // A picture without a size is not named.
        assert!(!oembed("", "", "", ("x.svg", "<svg>")).contains("thumbnail"));
    }
}
