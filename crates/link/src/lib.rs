//! A session as the fragment of a link: `#v1:CODEC:PAYLOAD`. A fragment never reaches a server.
//!
//! The payload is base64url of three bytes of checksum and of the packed content. The content is a head, then the scenario,
//! the rules and the nodes, each as long as the head says, then the manifest, so that a link that was cut off on its way
//! still gives most of what it held. The head has a line for each field, a letter and its value, and ends with an empty
//! line; unknown letters are skipped.
//!
//! | codec | how the content is packed |
//! |---|---|
//! | `q` | by a model that has read a frozen primer of common Pod text |
//! | `r` | raw deflate, for texts that are too long for the model |
//! | `p` | the deflate of older links |
//! | `u` | not at all: a manifest that another program wrote |
//!
//! Another primer is another letter, so that old links open forever.
//!
//! ```
//! let opened = link::open("#v1:u:kind%3A%20Pod");
//! assert!(matches!(opened, link::Opened::Whole(state) if state.manifest == "kind: Pod"));
//! ```
#![forbid(unsafe_code)]

mod base64url;
mod deflate;
mod model;
mod picture;
mod secrets;

use std::fmt::Write as _;

pub use picture::{PNG_HEAD, in_picture, png_chunk};
pub use secrets::{Suspect, secrets};

/// The content of a link: all that a person put in, and the view in which they were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharedState {
    /// The manifest, as written.
    pub manifest: String,
    /// The scenario, as written; empty when the defaults apply.
    pub scenario: String,
    /// The Kubernetes release, such as `1.36`.
    pub kubernetes: String,
    /// The playhead's time, in milliseconds from the start.
    pub playhead: u64,
    /// The tab that is open, by the page's own name for it.
    pub view: String,
    /// LimitRanges and quotas of the namespace, as written.
    pub rules: String,
    /// The nodes to try it on, as written.
    pub nodes: String,
    /// The names of the page's own machines to try it on.
    pub machines: Vec<String>,
    /// The command in the terminal.
    pub command: String,
    /// Feature gates that differ from the release's, as `Name=true,Other=false`.
    pub gates: String,
    /// The build of the page that made the link.
    pub build: String,
    /// The end of the run in that build, in words that another build can compare.
    pub outcome: String,
}

/// The result of opening a fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// The fragment is empty, or names a place in the page.
    NoLink,
    /// The link is intact.
    Whole(SharedState),
    /// The link names an example: `#ex=app-crash`.
    Example(String),
    /// The link was damaged on its way.
    Broken {
        /// A sentence for the reader.
        message: String,
        /// The part that could be read.
        kept: Option<SharedState>,
    },
}

/// Some chat and mail programs cut off links longer than this.
pub const COMFORTABLE_LENGTH: usize = 8000;

const VERSION: &str = "v1:";
const EXAMPLE: &str = "ex=";
/// The places to which the page's own links lead.
const PLACES: [&str; 1] = ["watch"];
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
    let machines = state.machines.join(",");
    let lines = [
        ('k', &state.kubernetes),
        ('v', &state.view),
        ('g', &state.gates),
        ('m', &machines),
        ('c', &state.command),
        ('b', &state.build),
        ('o', &state.outcome),
    ];
    for (letter, value) in lines {
        if !value.is_empty() && !value.contains('\n') {
            let _ = writeln!(text, "{letter}{value}");
        }
    }
    if state.playhead > 0 {
        let _ = writeln!(text, "t{}", state.playhead);
    }
    for (letter, value) in [('s', &state.scenario), ('r', &state.rules), ('n', &state.nodes)] {
        if !value.is_empty() {
            let _ = writeln!(text, "{letter}{}", value.len());
        }
    }
    text.push('\n');
    for part in [&state.scenario, &state.rules, &state.nodes, &state.manifest] {
        text.push_str(part);
    }
    let text = text.as_bytes();
    let (codec, packed) =
        if text.len() <= model::LONGEST { ('q', model::pack(text)) } else { ('r', deflate::pack(text)) };
    let bytes = [&checksum(text)[..], &packed].concat();
    format!("{VERSION}{codec}:{}", base64url::encode(&bytes))
}

/// The fragment of a link to an example, without `#`; the name is that of the example's folder.
pub fn example(name: &str) -> String {
    format!("{EXAMPLE}{name}")
}

/// The content of a fragment, with or without `#`.
pub fn open(fragment: &str) -> Opened {
    let fragment = fragment.trim_start_matches('#');
    if fragment.is_empty() || PLACES.contains(&fragment) {
        return Opened::NoLink;
    }
    if let Some(name) = fragment.strip_prefix(EXAMPLE) {
        // A link in a sentence may be followed by a point.
        let end = name.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-');
        return Opened::Example(name.get(..end.unwrap_or(name.len())).unwrap_or_default().to_owned());
    }
    // Some programs escape colons.
    let start = fragment.get(..12).unwrap_or(fragment);
    let plain =
        start.replace("%3A", ":").replace("%3a", ":") + fragment.get(start.len()..).unwrap_or_default();
    let codec = plain.strip_prefix(VERSION).and_then(|rest| rest.split_once(':'));
    let (unpack, payload): (fn(&[u8]) -> deflate::Unpacked, &str) = match codec {
        Some(("p" | "r", payload)) => (deflate::unpack, payload),
        Some(("q", payload)) => (model::unpack, payload),
        Some(("u", payload)) => return readable(payload),
        _ => return unreadable(&plain),
    };
    let bytes = base64url::decode(payload);
    let (sum, packed) = bytes.split_at_checked(CHECKED).unwrap_or_default();
    let text = unpack(packed);
    if let Some(state) =
        text.whole.then(|| read(&text.bytes)).flatten().filter(|_| sum == checksum(&text.bytes))
    {
        return Opened::Whole(state);
    }
    broken(read(&text.bytes))
}

/// The answer to a damaged link, with the part that it still held.
fn broken(kept: Option<SharedState>) -> Opened {
    let kept = kept.filter(|state| !state.manifest.is_empty() || !state.scenario.is_empty());
    let message = if kept.is_some() {
        "This link was cut off or changed on its way. What could be read of it is shown; ask for it again to have all."
    } else {
        "This link was cut off or changed on its way, and nothing of it could be read. Ask for it again."
    };
    Opened::Broken { message: message.to_owned(), kept }
}

/// A manifest alone, written as `encodeURIComponent` does: what a program or a person makes without knowing a codec. Nothing
/// in it shows that an end is missing.
fn readable(payload: &str) -> Opened {
    let mut parts = payload.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    let whole = parts.all(|part| {
        let code = part.get(..2).filter(|code| code.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let code = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.extend(code);
        bytes.extend_from_slice(part.get(2..).unwrap_or_default().as_bytes());
        code.is_some()
    });
    let manifest = String::from_utf8_lossy(&bytes).into_owned();
    let is_whole = whole && !manifest.is_empty() && !manifest.contains(char::REPLACEMENT_CHARACTER);
    let state = SharedState { manifest, ..SharedState::default() };
    if is_whole { Opened::Whole(state) } else { broken(Some(state)) }
}

/// A fragment that we cannot read: a link of a later release, or something that was made of one.
fn unreadable(fragment: &str) -> Opened {
    let digits = |version: &str| !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit());
    let later = |rest: &str| {
        let mut parts = rest.splitn(3, ':');
        let (version, codec) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        digits(version) && parts.next().is_some() && codec.len() == 1
    };
    let message = if fragment.strip_prefix('v').is_some_and(later) {
        "This link was made by a later release of Podlab than this page. Reload the page, or open the link where it was made."
    } else {
        "What follows `#` in this address is no link that Podlab can read: it may have been cut off or changed on its way. Ask for it again."
    };
    Opened::Broken { message: message.to_owned(), kept: None }
}

/// The state from head, scenario and manifest, as far as they go.
fn read(bytes: &[u8]) -> Option<SharedState> {
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok()?,
    };
    let mut state = SharedState::default();
    let mut lengths = [0; 3];
    let mut rest = valid;
    loop {
        let (line, after) = rest.split_once('\n')?;
        rest = after;
        let mut letters = line.chars();
        let Some(letter) = letters.next() else { break };
        let value = letters.as_str();
        let number = || value.parse().unwrap_or_default();
        match letter {
            'k' => value.clone_into(&mut state.kubernetes),
            'v' => value.clone_into(&mut state.view),
            'g' => value.clone_into(&mut state.gates),
            'm' => state.machines = value.split(',').map(str::to_owned).collect(),
            'c' => value.clone_into(&mut state.command),
            'b' => value.clone_into(&mut state.build),
            'o' => value.clone_into(&mut state.outcome),
            't' => state.playhead = value.parse().unwrap_or_default(),
            's' => lengths[0] = number(),
            'r' => lengths[1] = number(),
            'n' => lengths[2] = number(),
            _ => {}
        }
    }
    for (part, length) in [&mut state.scenario, &mut state.rules, &mut state.nodes].into_iter().zip(lengths) {
        let (text, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        text.clone_into(part);
        rest = after;
    }
    rest.clone_into(&mut state.manifest);
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
