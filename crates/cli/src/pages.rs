//! `podlab prerender`: built pages whose `<pod-lab>` elements say something to whoever runs no script.

use crate::arguments::{Cluster, Drawn, Prerender};
use crate::output;
use crate::paths::{self, Excluded};
use embed::Embed;
use engine::Kubernetes;
use std::path::Path;
use std::process::ExitCode;
use std::{fs, io};

pub mod embed;
mod figure;

/// Fills each element of each page; 1 when one cannot be filled, 2 when a page cannot be read or written.
pub fn prerender(arguments: &Prerender, cluster: &Cluster) -> Result<ExitCode, String> {
    let found = paths::find(&arguments.files, &paths::PAGES, &Excluded::default())?;
    let mut exit = if found.missing.is_empty() { 0 } else { 2 };
    for why in &found.missing {
        output::complain(&format!("podlab: {why}\n"));
    }
    for path in &found.files {
        match page(path, arguments, cluster) {
            Ok(code) => exit = exit.max(code),
            Err(why) => {
                output::complain(&format!("podlab: {}: {why}\n", path.display()));
                exit = 2;
            }
        }
    }
    Ok(ExitCode::from(exit))
}

/// One page, which is written only when it changes.
fn page(path: &Path, arguments: &Prerender, cluster: &Cluster) -> Result<u8, String> {
    // A byte that is no UTF-8 would be lost when the page is written.
    let before = fs::read_to_string(path).map_err(|error| format!("cannot be read: {error}"))?;
    let embeds = embed::find(&before)?;
    if embeds.is_empty() {
        return Ok(0);
    }
    let mut exit = 0;
    let mut filled = 0;
    let figures: Vec<String> = embeds
        .iter()
        .map(|one| {
            let figure = filling(one, path, arguments.picture, cluster).unwrap_or_else(|why| {
                output::complain(&format!("podlab: {}:{}: {why}\n", path.display(), one.line));
                exit = 1;
                String::new()
            });
            filled += usize::from(!figure.is_empty());
            figure
        })
        .collect();
    let after = with(&before, &embeds, &figures);
    let word = if after == before {
        "unchanged"
    } else if arguments.check {
        exit = exit.max(1);
        "would change"
    } else {
        replace(path, &after).map_err(|error| format!("cannot be written: {error}"))?;
        "written"
    };
    output::write(&format!("{}: {filled} of {} filled, {word}\n", path.display(), embeds.len()))?;
    Ok(exit)
}

/// Writes a page beside the one that is there and then puts it in its place: a full disk must not cost the page.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    // A link stays; the file that it leads to is replaced.
    let path = fs::canonicalize(path)?;
    let mut beside = path.clone().into_os_string();
    beside.push(".podlab");
    let written = fs::write(&beside, text)
        .and_then(|()| fs::set_permissions(&beside, fs::metadata(&path)?.permissions()))
        .and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        // It may not have come to be; the reason why is the one that is told.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// The page with each figure behind its start tag, in place of those that were there.
fn with(page: &str, embeds: &[Embed], figures: &[String]) -> String {
    let mut out = String::with_capacity(page.len() * 2);
    let mut from = 0;
    for (embed, figure) in embeds.iter().zip(figures) {
        out.push_str(page.get(from..embed.inside).unwrap_or_default());
        out.push_str(figure);
        from = embed.inside;
        for old in &embed.figures {
            out.push_str(page.get(from..old.start).unwrap_or_default());
            from = old.end;
        }
    }
    out.push_str(page.get(from..).unwrap_or_default());
    out
}

/// The figure of an element; empty where the manifest is an example of the playground, which is not here.
fn filling(embed: &Embed, page: &Path, drawn: Drawn, cluster: &Cluster) -> Result<String, String> {
    let Some(embed) = resolved(embed, page)? else { return Ok(String::new()) };
    let kubernetes: Kubernetes = cluster.kubernetes_for(embed.attribute("version"))?;
    figure::figure(&embed, drawn, &kubernetes)
}

/// The element with the texts that `src` and `story-src` name; `None` where it shows an example of the playground. The
/// error says what is not here.
pub fn resolved(embed: &Embed, page: &Path) -> Result<Option<Embed>, String> {
    let file = |name: &str| embed.attribute(name).map(|address| beside(page, address)).transpose();
    let manifest = file("src")?.unwrap_or_else(|| embed.manifest.clone());
    let story = file("story-src")?.unwrap_or_else(|| embed.story.clone());
    if manifest.is_empty() {
        return match embed.attribute("example") {
            Some(_) => Ok(None),
            None => Err("no manifest found in this element".to_owned()),
        };
    }
    let Embed { line, inside, figures, attributes, .. } = embed.clone();
    Ok(Some(Embed { line, inside, figures, attributes, manifest, story }))
}

/// The characters of an address that are written as `%20`.
fn unescaped(address: &str) -> String {
    let mut parts = address.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let code = part.get(..2).filter(|code| code.bytes().all(|digit| digit.is_ascii_hexdigit()));
        if let Some(byte) = code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            bytes.push(byte);
            bytes.extend_from_slice(part.get(2..).unwrap_or_default().as_bytes());
        } else {
            bytes.push(b'%');
            bytes.extend_from_slice(part.as_bytes());
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A file beside the page; what comes from a host is not asked for.
fn beside(page: &Path, address: &str) -> Result<String, String> {
    if address.starts_with('/') || address.contains("://") {
        return Err(format!("`{address}` is not a file beside the page, and nothing is loaded from a host"));
    }
    let plain = address.split(['?', '#']).next().unwrap_or_default();
    let path = page.parent().unwrap_or(Path::new(".")).join(unescaped(plain));
    fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}
