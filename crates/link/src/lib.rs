//! A session as the fragment of a link: `#v1:CODEC:PAYLOAD`. A fragment never reaches a server.
//!
//! The payload, in base64url: three bytes of checksum, then what the codec makes of a head and two texts.
//! Codec `p` is raw deflate with a frozen dictionary of common Pod text; a new dictionary is a new letter, so that old
//! links open forever. The head has a line for each field, a letter and its value, and an empty line at its end;
//! unknown letters are skipped. The scenario follows, as long as the head says, then the manifest, so that a link that
//! was cut off on its way still gives most of what it held.
#![forbid(unsafe_code)]

mod base64url;
mod deflate;
mod picture;

use std::fmt::Write as _;

pub use picture::{PNG_HEAD, in_picture, png_chunk};

/// What a link holds: all that a person put in, and where they were looking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharedState {
    /// The manifest, as written.
    pub manifest: String,
    /// The scenario, as written; empty when the defaults tell the story.
    pub scenario: String,
    /// The Kubernetes release, such as `1.36`.
    pub kubernetes: String,
    /// Where the playhead is, in milliseconds from the start.
    pub playhead: u64,
    /// What is shown beside the timeline, by the page's own name for it.
    pub view: String,
}

/// What opening a fragment gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// The fragment is not ours.
    NoLink,
    /// All that was shared.
    Whole(SharedState),
    /// The name of an example: `#ex=app-crash`.
    Example(String),
    /// The link was damaged on its way.
    Broken {
        /// A sentence for the reader.
        message: String,
        /// What could be read of it.
        kept: Option<SharedState>,
    },
}

/// Links longer than this are cut off by some chat and mail programs.
pub const COMFORTABLE_LENGTH: usize = 8000;

const PREFIX: &str = "v1:p:";
const EXAMPLE: &str = "ex=";
const CHECKED: usize = 3;

/// The fragment of a link to `state`, without `#`.
///
/// ```
/// use link::{Opened, SharedState, open, share};
/// let state = SharedState { manifest: "kind: Pod\n".into(), kubernetes: "1.36".into(), ..SharedState::default() };
/// assert_eq!(open(&share(&state)), Opened::Whole(state));
/// ```
pub fn share(state: &SharedState) -> String {
    let mut text = String::new();
    for (letter, value) in [('k', &state.kubernetes), ('v', &state.view)] {
        if !value.is_empty() && !value.contains('\n') {
            let _ = writeln!(text, "{letter}{value}");
        }
    }
    if state.playhead > 0 {
        let _ = writeln!(text, "t{}", state.playhead);
    }
    if !state.scenario.is_empty() {
        let _ = writeln!(text, "s{}", state.scenario.len());
    }
    text.push('\n');
    text.push_str(&state.scenario);
    text.push_str(&state.manifest);
    let mut bytes = checksum(text.as_bytes()).to_vec();
    bytes.extend(deflate::pack(text.as_bytes()));
    format!("{PREFIX}{}", base64url::encode(&bytes))
}

/// The fragment of a link to an example, without `#`; the name is that of its folder.
pub fn example(name: &str) -> String {
    format!("{EXAMPLE}{name}")
}

/// What a fragment, with or without `#`, holds.
pub fn open(fragment: &str) -> Opened {
    let fragment = fragment.trim_start_matches('#');
    if let Some(name) = fragment.strip_prefix(EXAMPLE) {
        // A link in a sentence may be followed by a point.
        let end = name.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-');
        return Opened::Example(name.get(..end.unwrap_or(name.len())).unwrap_or_default().to_owned());
    }
    let Some(payload) = fragment.strip_prefix(PREFIX) else { return not_ours(fragment) };
    let bytes = base64url::decode(payload);
    let (sum, packed) = bytes.split_at_checked(CHECKED).unwrap_or_default();
    let text = deflate::unpack(packed);
    if let Some(state) =
        text.whole.then(|| read(&text.bytes)).flatten().filter(|_| sum == checksum(&text.bytes))
    {
        return Opened::Whole(state);
    }
    let kept = read(&text.bytes).filter(|state| !state.manifest.is_empty() || !state.scenario.is_empty());
    let message = if kept.is_some() {
        "This link was cut off or changed on its way. What could be read of it is shown; ask for it again to have all."
    } else {
        "This link was cut off or changed on its way, and nothing of it could be read. Ask for it again."
    };
    Opened::Broken { message: message.to_owned(), kept }
}

/// A fragment without our prefix: another page's, or a link of a later release.
fn not_ours(fragment: &str) -> Opened {
    let digits = |version: &str| !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit());
    let version = fragment.strip_prefix('v').and_then(|rest| rest.split_once(':'));
    match version {
        Some((version, _)) if digits(version) => Opened::Broken {
            message: "This link was made by a later release of Podlab than this page. Reload the page, or open the link where it was made.".to_owned(),
            kept: None,
        },
        _ => Opened::NoLink,
    }
}

/// Head, scenario, manifest; as much as there is.
fn read(bytes: &[u8]) -> Option<SharedState> {
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok()?,
    };
    let mut state = SharedState::default();
    let mut scenario = 0;
    let mut rest = valid;
    loop {
        let (line, after) = rest.split_once('\n')?;
        rest = after;
        let mut letters = line.chars();
        match (letters.next(), letters.as_str()) {
            (None, _) => break,
            (Some('k'), value) => value.clone_into(&mut state.kubernetes),
            (Some('v'), value) => value.clone_into(&mut state.view),
            (Some('t'), value) => state.playhead = value.parse().unwrap_or_default(),
            (Some('s'), value) => scenario = value.parse().unwrap_or_default(),
            _ => {}
        }
    }
    let (scenario, manifest) = rest.split_at_checked(scenario).unwrap_or((rest, ""));
    scenario.clone_into(&mut state.scenario);
    manifest.clone_into(&mut state.manifest);
    Some(state)
}

/// Three bytes of FNV-1a: enough to notice a change.
fn checksum(bytes: &[u8]) -> [u8; CHECKED] {
    let hash =
        bytes.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    let [a, b, c, d] = hash.to_le_bytes();
    [a ^ d, b, c]
}

#[cfg(test)]
mod tests;
