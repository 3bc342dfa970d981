//! A page of the rules and words (Markdown in a few forms) as HTML, and the frame around each static page.

use std::fmt::Write as _;

/// Text that means nothing but itself in HTML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A static page. `depth` is how many folders it is below the site's own.
pub(super) struct Page<'a> {
    /// Its name, in the tab of a browser and in what a search engine shows.
    pub title: &'a str,
    /// One sentence on it.
    pub about: &'a str,
    /// The picture that others show beside a link to it, and the oEmbed document where there is one: relative to the
    /// page, or whole addresses.
    pub shown: Shown,
    /// The way from here to the site's own folder, `../`.
    pub home: &'a str,
    /// HTML.
    pub body: &'a str,
}

/// The addresses of the things that others show beside a link to a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    /// The address of the picture card.
    pub card: Option<String>,
    /// The address of the oEmbed document, which must be a whole one.
    pub oembed: Option<String>,
}

impl Page<'_> {
    /// The whole document.
    pub fn html(&self) -> String {
        const STYLE: &str = "static.css";
        let Page { title, about, shown, home, body } = self;
        let (title, about) = (escape(title), escape(about));
        let mut card = shown.card.as_deref().map_or(String::new(), |card| {
            format!(
                "\n<meta property=\"og:image\" content=\"{}\">\n<meta name=\"twitter:card\" content=\"summary_large_image\">",
                escape(card)
            )
        });
        if let Some(document) = &shown.oembed {
            let _ = write!(
                card,
                "\n<link rel=\"alternate\" type=\"application/json+oembed\" href=\"{}\" title=\"{title}\">",
                escape(document)
            );
        }
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title} - Podlab</title>\n<meta name=\"description\" content=\"{about}\">\n<meta property=\"og:title\" content=\"{title}\">\n<meta property=\"og:description\" content=\"{about}\">{card}\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"{home}icon.svg\">\n<link rel=\"stylesheet\" href=\"{home}{STYLE}\">\n<script src=\"{home}pod-lab.js\"></script>\n</head>\n<body>\n<nav><a href=\"{home}index.html\">Podlab</a> <a href=\"{home}learn/index.html\">All pages</a></nav>\n<main>\n{body}</main>\n</body>\n</html>\n"
        )
    }
}

/// A page of ours in parts.
pub(super) struct Text {
    /// Its heading.
    pub title: String,
    /// Its first paragraph, without marks.
    pub about: String,
    /// The code of its first block.
    pub code: String,
    /// All behind the heading, as HTML.
    pub body: String,
}

/// Reads the Markdown that our pages are written in: a heading, paragraphs, fenced code, lists, `code`, **bold** and links.
pub(super) fn read(markdown: &str) -> Text {
    let mut text =
        Text { title: String::new(), about: String::new(), code: String::new(), body: String::new() };
    let mut blocks = 0;
    let mut rest = markdown.trim();
    while !rest.is_empty() {
        let fence = rest.strip_prefix("```").and_then(|after| after.split_once('\n'));
        if let Some((_, after)) = fence {
            let (code, behind) = after.split_once("\n```").unwrap_or((after, ""));
            blocks += 1;
            if blocks == 1 {
                code.clone_into(&mut text.code);
            }
            let _ = writeln!(text.body, "<pre>{}</pre>", escape(code));
            rest = behind.trim_start_matches('`').trim_start();
            continue;
        }
        let (block, behind) = rest.split_once("\n\n").unwrap_or((rest, ""));
        rest = behind.trim_start_matches('\n');
        if let Some(title) = block.strip_prefix("# ") {
            title.trim().clone_into(&mut text.title);
        } else if let Some(heading) = block.strip_prefix("## ") {
            let _ = writeln!(text.body, "<h2>{}</h2>", marks(heading));
        } else if block.starts_with("- ") {
            text.body.push_str("<ul>\n");
            for item in block.split("\n- ").map(|item| item.trim_start_matches("- ")) {
                let _ = writeln!(text.body, "<li>{}</li>", marks(item));
            }
            text.body.push_str("</ul>\n");
        } else {
            if text.about.is_empty() {
                text.about = block.replace(['`', '*'], "").replace('\n', " ");
            }
            let _ = writeln!(text.body, "<p>{}</p>", marks(block));
        }
    }
    text
}

/// `code`, **bold** and links of one paragraph.
fn marks(text: &str) -> String {
    let mut out = String::new();
    for (index, piece) in text.split('`').enumerate() {
        if index % 2 == 1 {
            let _ = write!(out, "<code>{}</code>", escape(piece));
            continue;
        }
        for (index, piece) in piece.split("**").enumerate() {
            let plain = links(&escape(piece));
            let _ =
                if index % 2 == 1 { write!(out, "<strong>{plain}</strong>") } else { write!(out, "{plain}") };
        }
    }
    out
}

/// Links in a text that is escaped already.
fn links(text: &str) -> String {
    let link = text.split_once('[').and_then(|(before, after)| {
        let (words, after) = after.split_once("](")?;
        let (address, behind) = after.split_once(')')?;
        address
            .starts_with("https://")
            .then(|| format!("{before}<a href=\"{address}\">{words}</a>{}", links(behind)))
    });
    link.unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_markdown_is_read() {
        let text = read(
            "# Two `<b>` names\n\nEach name stands **once**, as `a<b` does; see [k8s](https://k8s.io/x).\n\n```yaml\na: 1\n# error: a: <b>\n\nb: 2\n```\n\n- one\n- two\n\n**Fix.** Rename.\n",
        );
        assert_eq!(text.title, "Two `<b>` names");
        assert_eq!(text.about, "Each name stands once, as a<b does; see [k8s](https://k8s.io/x).");
        assert_eq!(text.code, "a: 1\n# error: a: <b>\n\nb: 2");
        assert_eq!(
            text.body,
            "<p>Each name stands <strong>once</strong>, as <code>a&lt;b</code> does; see <a href=\"https://k8s.io/x\">k8s</a>.</p>\n<pre>a: 1\n# error: a: &lt;b&gt;\n\nb: 2</pre>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n<p><strong>Fix.</strong> Rename.</p>\n"
        );
    }
}
