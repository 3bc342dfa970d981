//! Volumes with their sources. Upstream: describeVolumes, staging/src/k8s.io/kubectl/pkg/describe/describe.go.

mod claim;
mod local;
mod network;
mod vendor;

use super::header::{LONG, shorten};
use super::objects::map;
use super::writer::Writer;
use crate::others::text;
use k8s_openapi::api::core::v1::{LocalObjectReference, Volume};
use serde_json::Value;
use std::collections::BTreeMap;

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
            || network::write(w, volume, None)
            || vendor::write(w, volume, None))
        {
            w.line(1, "<unknown>");
        }
    }
}

/// The source of a PersistentVolume, whose spec holds one as a Pod's volume does, or one of its own.
/// Upstream: describePersistentVolume.
pub(super) fn persistent(w: &mut Writer, spec: &Value) {
    let text = |pointer: &str| text(spec, pointer);
    if spec.get("local").is_some() {
        let kind = "LocalVolume (a persistent volume backed by local storage on a node)";
        source(w, kind, &[("Path", text("/local/path"))]);
        return;
    }
    if let Some(csi) = spec.get("csi") {
        let read_only = csi.get("readOnly") == Some(&Value::Bool(true));
        let fields = [
            ("Driver", text("/csi/driver")),
            ("FSType", text("/csi/fsType")),
            ("VolumeHandle", text("/csi/volumeHandle")),
            ("ReadOnly", if read_only { "true" } else { "false" }),
        ];
        source(w, "CSI (a Container Storage Interface (CSI) volume source)", &fields);
        attributes(w, &map(csi, "/volumeAttributes"));
        return;
    }
    let mut volume = spec.clone();
    if let Some(fields) = volume.as_object_mut() {
        fields.insert("name".to_owned(), Value::from(""));
    }
    let volume = api::typed::from_json::<Volume>(&volume).unwrap_or_default();
    if !(local::write(w, &volume)
        || network::write(w, &volume, Some(spec))
        || vendor::write(w, &volume, Some(spec)))
    {
        w.line(1, "<unknown>");
    }
}

/// The attributes of a driver's volume, each behind the blanks that kubectl writes before it.
fn attributes(w: &mut Writer, all: &BTreeMap<String, String>) {
    w.write(2, "VolumeAttributes:\t");
    if all.is_empty() {
        w.line(0, "<none>");
    }
    for (index, pair) in super::objects::pairs(all).iter().enumerate() {
        if index > 0 {
            w.write(2, "");
            w.write(2, "\t");
        }
        w.line(2, &shorten(pair, LONG));
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

/// The generated Go text of a reference that may be absent; that of a PersistentVolume, with this `spec`, has a namespace.
fn reference(secret: Option<&LocalObjectReference>, spec: Option<&Value>) -> String {
    let Some(secret) = secret else { return "nil".to_owned() };
    let Some(spec) = spec else { return format!("&LocalObjectReference{{Name:{},}}", secret.name) };
    let namespace = namespace(spec, "secretRef/namespace").unwrap_or_default();
    format!("&SecretReference{{Name:{},Namespace:{namespace},}}", secret.name)
}

/// A text of a PersistentVolume's source, whichever it is.
fn namespace<'a>(spec: &'a Value, field: &str) -> Option<&'a str> {
    let mut sources = spec.as_object().into_iter().flatten();
    sources.find_map(|(_, source)| source.pointer(&format!("/{field}"))?.as_str())
}
