//! The figure of an element: the verdict, a picture of the run and the narration, for whoever runs no script.

use super::embed::{Embed, MARK};
use crate::arguments::{Drawn, Picture};
use crate::check::words;
use crate::files::still;
use engine::Kubernetes;
use engine::check::{Options, Severity, Stage, check};
use engine::transcript::transcript;
use html_escape::{encode_double_quoted_attribute as quoted, encode_text as shown};
use std::fmt::Write as _;

/// Seconds of the run that are told.
const LENGTH: f64 = 300.0;
/// Lines of the narration; the rest is counted.
const LINES: usize = 40;
/// Errors of a refused manifest; the rest is counted.
const ERRORS: usize = 10;

/// The figure; the error says why what is accepted cannot be played.
pub fn figure(embed: &Embed, drawn: Drawn, kubernetes: &Kubernetes) -> Result<String, String> {
    let mut out = format!("<figure {MARK}>");
    let checked = check(&embed.manifest, &Options { kubernetes: kubernetes.clone(), ..Options::default() });
    let version = kubernetes.version();
    if checked.stage != Stage::Ok {
        let errors =
            checked.problems.iter().filter(|one| one.severity == Severity::Error && one.hidden.is_none());
        let errors: Vec<String> = errors.map(words).collect();
        let verdict = format!("Kubernetes {version} refuses this manifest:");
        let _ = write!(out, "<figcaption>{}</figcaption>", shown(&verdict));
        list(&errors, ERRORS, &mut out);
        return Ok(out + "</figure>");
    }
    let verdict = match checked.unchecked_note() {
        Some(note) => format!("Kubernetes {version} refuses nothing of what is checked here. {note}"),
        None => format!("Kubernetes {version} accepts this manifest."),
    };
    let seen = transcript(&embed.manifest, &embed.story, LENGTH, kubernetes);
    if let Ok(seen) = &seen {
        picture(embed, drawn, kubernetes, seen.narration.last().map_or("", String::as_str), &mut out)?;
    } else if !embed.story.is_empty() {
        seen.as_ref().map_err(Clone::clone)?;
    }
    let _ = write!(out, "<figcaption>{}</figcaption>", shown(&verdict));
    // A ConfigMap is accepted, and there is nothing to tell of it.
    list(&seen.unwrap_or_default().narration, LINES, &mut out);
    Ok(out + "</figure>")
}

/// As an image, whose styles and names stay its own.
fn picture(
    embed: &Embed,
    drawn: Drawn,
    kubernetes: &Kubernetes,
    end: &str,
    out: &mut String,
) -> Result<(), String> {
    let start = embed.attribute("start").and_then(|start| start.parse::<f64>().ok());
    let at = start.map_or(u64::MAX, |seconds| view::whole(seconds.max(0.0) * 1_000.0));
    let form = match drawn {
        Drawn::Svg => Picture::Svg,
        Drawn::AnimatedSvg => Picture::AnimatedSvg,
    };
    let svg = still::answer(&embed.manifest, &embed.story, at, form, kubernetes)?.text;
    let size = |name: &str| {
        let rest = svg.split_once(&format!(" {name}=\""))?.1;
        rest.split_once('"').map(|(number, _)| number.to_owned())
    };
    let (width, height) = (size("width").unwrap_or_default(), size("height").unwrap_or_default());
    let end = end.split_whitespace().collect::<Vec<_>>().join(" ");
    let alt = format!("The run as a picture. Its last line: {end}");
    let _ = write!(
        out,
        "<img src=\"{}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\" alt=\"{}\">",
        address(&svg),
        quoted(&alt)
    );
    Ok(())
}

/// The picture within its own address.
fn address(svg: &str) -> String {
    let mut out = "data:image/svg+xml,".to_owned();
    for byte in svg.bytes() {
        match byte {
            b' '..=b'~' if !b"%#\"<>&'".contains(&byte) => out.push(char::from(byte)),
            byte => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

fn list(lines: &[String], most: usize, out: &mut String) {
    if lines.is_empty() {
        return;
    }
    out.push_str("<ol>");
    for line in lines.iter().take(most) {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = write!(out, "<li>{}</li>", shown(&line));
    }
    out.push_str("</ol>");
    if lines.len() > most {
        let _ = write!(out, "<p>And {} more.</p>", lines.len() - most);
    }
}
