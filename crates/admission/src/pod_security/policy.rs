//! The level and release of a Pod security policy. Upstream: pod-security-admission/api/helpers.go.

use std::collections::BTreeMap;
use std::fmt;

/// The strictness of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Everything is allowed.
    Privileged,
    /// Known ways to escalate privileges on the node are not allowed.
    Baseline,
    /// Only hardened Pods are allowed.
    Restricted,
}

/// A level as a release defined it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The strictness.
    pub level: Level,
    /// The minor of the release; `None` for the latest.
    minor: Option<u8>,
}

impl Policy {
    /// The policy that the labels enforce: privileged when they say nothing, restricted when they cannot be read.
    pub fn enforced(labels: &BTreeMap<String, String>) -> Policy {
        Policy::labelled(labels, "enforce")
    }

    /// The policy that the labels warn by: their own level, or the enforced one.
    pub fn warned(labels: &BTreeMap<String, String>) -> Policy {
        let own = labels.contains_key("pod-security.kubernetes.io/warn");
        Policy::labelled(labels, if own { "warn" } else { "enforce" })
    }

    /// The labels that cannot be read, in the server's order, each with its reason. Upstream: PolicyToEvaluate.
    pub fn unreadable(labels: &BTreeMap<String, String>) -> Vec<(String, &'static str)> {
        let mut wrong = Vec::new();
        for mode in ["enforce", "audit", "warn"] {
            let label = format!("pod-security.kubernetes.io/{mode}");
            let is_level = |level: &String| LEVELS.contains(&level.as_str());
            if labels.get(&label).is_some_and(|level| !is_level(level)) {
                wrong.push((label.clone(), "must be one of privileged, baseline, restricted"));
            }
            let label = label + "-version";
            if labels.get(&label).is_some_and(|version| !is_release(version)) {
                wrong.push((label, "must be \"latest\" or \"v1.x\""));
            }
        }
        wrong
    }

    fn labelled(labels: &BTreeMap<String, String>, mode: &str) -> Policy {
        let level = match labels.get(&format!("pod-security.kubernetes.io/{mode}")).map(String::as_str) {
            None | Some("privileged") => Level::Privileged,
            Some("baseline") => Level::Baseline,
            // A misspelt level enforces the strictest level, but warns of nothing.
            Some(level) if mode == "enforce" || level == "restricted" => Level::Restricted,
            Some(_) => Level::Privileged,
        };
        let version = labels.get(&format!("pod-security.kubernetes.io/{mode}-version"));
        let minor = version.and_then(|version| version.strip_prefix("v1.")?.parse().ok());
        Policy { level, minor }
    }

    /// Whether the policy has the controls that came with release 1.`minor`.
    pub(super) fn since(self, minor: u8) -> bool {
        self.minor.is_none_or(|own| own >= minor)
    }
}

const LEVELS: [&str; 3] = ["privileged", "baseline", "restricted"];

/// Whether a text is `latest` or such as `v1.30`.
fn is_release(text: &str) -> bool {
    let minor = text.strip_prefix("v1.").unwrap_or_default();
    let is_number = !minor.is_empty() && minor.bytes().all(|byte| byte.is_ascii_digit());
    text == "latest" || is_number && (minor == "0" || !minor.starts_with('0'))
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.level {
            Level::Privileged => "privileged",
            Level::Baseline => "baseline",
            Level::Restricted => "restricted",
        })?;
        match self.minor {
            Some(minor) => write!(f, ":v1.{minor}"),
            None => f.write_str(":latest"),
        }
    }
}
