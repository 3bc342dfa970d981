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
