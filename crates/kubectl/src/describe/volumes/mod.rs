//! Volumes with their sources. Upstream: describeVolumes, staging/src/k8s.io/kubectl/pkg/describe/describe.go.

mod claim;
mod local;
mod network;
mod vendor;

use super::writer::Writer;
use k8s_openapi::api::core::v1::{LocalObjectReference, Volume};

/// `space` stands before the title: that of a template is indented.
pub(super) fn write(w: &mut Writer, volumes: &[Volume], space: &str) {
    if volumes.is_empty() {
        w.field(0, &format!("{space}Volumes"), "<none>");
        return;
    }
    w.line(0, &format!("{space}Volumes:"));
    for volume in volumes {
        w.line(1, &format!("{}{}:", if space.is_empty() { "" } else { " " }, volume.name));
        // A volume has one source; validation sees to that.
        if !(local::write(w, volume)
            || claim::write(w, volume)
            || network::write(w, volume)
            || vendor::write(w, volume))
        {
            w.line(1, "<unknown>");
        }
    }
}

/// The kind of a source in words, then its fields.
fn source(w: &mut Writer, kind: &str, fields: &[(&str, &str)]) -> bool {
    w.field(2, "Type", kind);
    for (name, value) in fields {
        w.field(2, name, value);
    }
    true
}

/// Go's `%v` of a list of strings.
fn list(values: Option<&Vec<String>>) -> String {
    format!("[{}]", values.map_or_else(String::new, |values| values.join(" ")))
}

/// The generated Go text of a reference that may be absent.
fn reference(secret: Option<&LocalObjectReference>) -> String {
    secret
        .map_or_else(|| "nil".to_owned(), |secret| format!("&LocalObjectReference{{Name:{},}}", secret.name))
}
