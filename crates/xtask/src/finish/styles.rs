//! The page's style sheets as one text, without comments and superfluous white space.

use crate::project;
use std::fs;
use std::path::Path;

/// The first sheet: it declares the order of the cascade's layers, so that the order of the others does not matter.
const FIRST: &str = "styles/tokens.css";
/// The folders of sheets, in order.
const FOLDERS: [&str; 2] = ["styles", "src"];

/// The style sheets in the folder `web`, in order.
pub(super) fn collect(web: &Path) -> Result<String, String> {
    let mut files = vec![web.join(FIRST)];
    for folder in FOLDERS {
        let sheets = project::files(&web.join(folder)).into_iter();
        files.extend(sheets.filter(|file| file.extension().is_some_and(|kind| kind == "css")));
    }
    let mut styles = String::new();
    for (index, file) in files.iter().enumerate() {
        if index > 0 && files.first() == Some(file) {
            continue;
        }
        let sheet = fs::read_to_string(file)
            .map_err(|error| format!("{} cannot be read: {error}.", file.display()))?;
        if sheet.contains("</") {
            return Err(format!("{} holds `</`, which could end the page's style element.", file.display()));
        }
        shorten(&sheet, &mut styles);
    }
    Ok(styles)
}

/// Appends `sheet` to `out` without comments and without white space that separates nothing.
fn shorten(sheet: &str, out: &mut String) {
    /// White space next to these characters separates nothing.
    const BEFORE: &str = "{};,:(>";
    const AFTER: &str = "{};,)>";
    let mut rest = sheet;
    while let Some(first) = rest.chars().next() {
        let gap = gap(rest);
        let length = match first {
            _ if gap > 0 => gap,
            '"' | '\'' => string(rest, first),
            '\\' => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        rest = after;
        if gap == 0 {
            // The last semicolon of a block separates nothing.
            if token == "}" && out.ends_with(';') {
                out.pop();
            }
            // A fraction below one needs no nought before its point.
            if !(token == "0" && is_fraction(rest) && out.ends_with([':', ' ', '(', ','])) {
                out.push_str(token);
            }
        } else if !out.is_empty() && !out.ends_with(|last| BEFORE.contains(last)) && !rest.is_empty() {
            let white = token.starts_with(white) || token.ends_with(white);
            if !rest.starts_with(|next| AFTER.contains(next)) {
                out.push_str(if white { " " } else { "/**/" });
            }
        }
    }
}

fn is_fraction(text: &str) -> bool {
    text.strip_prefix('.').is_some_and(|digits| digits.starts_with(|digit: char| digit.is_ascii_digit()))
}

/// The length of the white space and the comments at the start of `text`.
fn gap(text: &str) -> usize {
    let mut rest = text;
    loop {
        let trimmed = rest.trim_start_matches(white);
        let after = match trimmed.strip_prefix("/*") {
            Some(comment) => comment.split_once("*/").map_or("", |(_, after)| after),
            None => trimmed,
        };
        if after.len() == rest.len() {
            return text.len() - rest.len();
        }
        rest = after;
    }
}

fn white(letter: char) -> bool {
    letter.is_ascii_whitespace()
}

/// The length of the string at the start of `text`, its quotes included.
fn string(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        if !escaped && letter == quote {
            return at + letter.len_utf8();
        }
        escaped = !escaped && letter == '\\';
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sheet: &str, expected: &str) {
        let mut out = String::new();
        shorten(sheet, &mut out);
        assert_eq!(out, expected, "{sheet}");
    }

    #[test]
    fn what_separates_nothing_goes() {
        check(
            "/* x */\n@layer a, b;\n\na  {\n  color : red;\n  margin: 0 /* y */ auto;\n}\n",
            "@layer a,b;a{color :red;margin:0 auto}",
        );
        check(
            "@media (min-width: 40rem) and ( print ) { a > b { c: d } }",
            "@media (min-width:40rem) and (print){a>b{c:d}}",
        );
    }

    #[test]
    fn what_separates_stays() {
        check("a :hover .b{width:calc(1px + 2px)}", "a :hover .b{width:calc(1px + 2px)}");
        check("a/* x */.b{}", "a/**/.b{}");
        check("a{b: 0.5em -10.5px 0 0.25s}", "a{b:.5em -10.5px 0 .25s}");
        check("a/*/ b */c", "a/**/c");
        check(
            "grid-template-areas:\n \"a  b\"\n \"c /* d */\";",
            "grid-template-areas:\"a  b\" \"c /* d */\";",
        );
        check(r"a::before { content: '\' ; }' } .b\  c { }", r"a::before{content:'\' ; }'}.b\  c{}");
    }

    #[test]
    fn the_layers_are_declared_before_every_rule() {
        let styles = collect(&project::root().join("web")).unwrap();
        assert!(styles.starts_with("@layer tokens,"), "{}", styles.get(..100).unwrap_or_default());
        assert_eq!(styles.matches('{').count(), styles.matches('}').count());
        assert_eq!(styles.matches("@layer tokens,").count(), 1);
    }
}
