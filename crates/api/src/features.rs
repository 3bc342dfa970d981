//! Versions and feature gates: the one table, and the only code that compares versions.
//! Upstream: pkg/features/kube_features.go; the changes of wording are facts of the recordings of each release.

use crate::collections::Map;
use crate::release::{DEFAULT_MINOR, OFFERED, OFFERED_MINORS, RECORDED_MINORS};
use std::fmt;

mod changes;
mod gates;
mod sysctls;

pub use changes::Change;
pub use gates::Gate;
pub use sysctls::{SAFE_SYSCTLS, sysctl_name};

/// A Kubernetes release with the gates that its operator changed.
///
/// ```
/// use api::{Gate, Kubernetes};
/// let old = Kubernetes::parse("1.33", ["PodLevelResources=true"]).unwrap();
/// assert!(old.enabled(Gate::PodLevelResources) && !old.enabled(Gate::ContainerRestartRules));
/// assert_eq!(old.to_string(), "1.33 with PodLevelResources=true");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kubernetes {
    minor: u8,
    overrides: Map<Gate, bool>,
}

impl Kubernetes {
    /// The release that most recordings were made with ([`release::DEFAULT`](crate::release::DEFAULT)), no gate changed.
    pub const RECORDED: Kubernetes = Kubernetes { minor: DEFAULT_MINOR, overrides: Map::new() };

    /// Every release that can be chosen, the newest first.
    pub fn offered() -> impl Iterator<Item = Kubernetes> {
        OFFERED_MINORS.rev().map(|minor| Kubernetes { minor, overrides: Map::new() })
    }

    /// From `1.34` (or `v1.34.2`) and changed gates such as `EnvFiles=false`; an error says what to write instead.
    pub fn parse<'a>(version: &str, gates: impl IntoIterator<Item = &'a str>) -> Result<Kubernetes, String> {
        let minor = minor_of(version).filter(|minor| OFFERED_MINORS.contains(minor)).ok_or_else(|| {
            format!("`{version}` is not a Kubernetes version that Podlab knows; use {OFFERED}")
        })?;
        let mut kubernetes = Kubernetes { minor, overrides: Map::new() };
        for gate in gates {
            let (gate, on) = kubernetes.parse_gate(gate)?;
            kubernetes.overrides.insert(gate, on);
        }
        Ok(kubernetes)
    }

    fn parse_gate(&self, text: &str) -> Result<(Gate, bool), String> {
        let wanted =
            || format!("`{text}` is not a feature gate setting; write it as Name=true or Name=false");
        let (name, value) = text.split_once('=').ok_or_else(wanted)?;
        let on = match value {
            "true" => true,
            "false" => false,
            _ => return Err(wanted()),
        };
        let gate = Gate::named(name)
            .ok_or_else(|| format!("`{name}` is not a feature gate that changes what Podlab shows"))?;
        let history = gate.history();
        if self.minor < history.known {
            return Err(format!(
                "{name} is not known to Kubernetes 1.{}; it came with 1.{}",
                self.minor, history.known
            ));
        }
        if history.locked.is_some_and(|since| self.minor >= since) && on != self.default_of(gate) {
            return Err(format!("{name} cannot be changed in Kubernetes 1.{}", self.minor));
        }
        Ok((gate, on))
    }

    /// Whether `gate` is on in this release.
    #[inline]
    pub fn enabled(&self, gate: Gate) -> bool {
        // When the caller names the gate as a constant, the compiler leaves one comparison.
        if self.overrides.is_empty() { self.default_of(gate) } else { self.changed(gate) }
    }

    fn changed(&self, gate: Gate) -> bool {
        self.overrides.get(&gate).copied().unwrap_or_else(|| self.default_of(gate))
    }

    #[inline]
    fn default_of(&self, gate: Gate) -> bool {
        let history = gate.history();
        history.on.is_some_and(|since| self.minor >= since)
            && history.off_again.is_none_or(|since| self.minor < since)
    }

    /// Whether this release already behaves as `change` says.
    #[inline]
    pub fn has(&self, change: Change) -> bool {
        self.minor >= change.since()
    }

    /// Whether something that came with release `since` (a minor) and went with `until` exists here.
    pub fn knows(&self, since: Option<u8>, until: Option<u8>) -> bool {
        since.is_none_or(|since| self.minor >= since) && until.is_none_or(|until| self.minor < until)
    }

    /// Whether this release's own answers were recorded; others follow the table alone.
    pub fn is_verified(&self) -> bool {
        RECORDED_MINORS.contains(&self.minor)
    }

    /// `1.36`.
    pub fn version(&self) -> String {
        format!("1.{}", self.minor)
    }
}

impl Default for Kubernetes {
    fn default() -> Self {
        Kubernetes::RECORDED
    }
}

impl fmt::Display for Kubernetes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.minor)?;
        for (index, (gate, on)) in self.overrides.iter().enumerate() {
            write!(f, "{}{}={on}", if index == 0 { " with " } else { "," }, gate.history().name)?;
        }
        Ok(())
    }
}

/// The minor of `1.34`, `v1.34` or `1.34.2`.
fn minor_of(version: &str) -> Option<u8> {
    let rest = version.strip_prefix('v').unwrap_or(version).strip_prefix("1.")?;
    rest.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::Kubernetes;

    #[test]
    fn errors_say_what_to_write() {
        let parse = |version, gates: &[&str]| Kubernetes::parse(version, gates.iter().copied()).unwrap_err();
        assert_eq!(
            parse("1.20", &[]),
            "`1.20` is not a Kubernetes version that Podlab knows; use 1.28 to 1.37"
        );
        assert_eq!(
            parse("1.34", &["EnvFiles"]),
            "`EnvFiles` is not a feature gate setting; write it as Name=true or Name=false"
        );
        assert_eq!(
            parse("1.30", &["EnvFiles=true"]),
            "EnvFiles is not known to Kubernetes 1.30; it came with 1.34"
        );
        assert_eq!(
            parse("1.36", &["SidecarContainers=false"]),
            "SidecarContainers cannot be changed in Kubernetes 1.36"
        );
    }
}
