//! Claims and CSI volumes. Upstream: printPersistentVolumeClaimVolumeSource, printEphemeralVolumeSource,
//! printPersistentVolumeClaim, printCSIVolumeSource, staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::super::header::{LONG, annotations, shorten};
use super::super::writer::Writer;
use super::super::{pairs, text, yes};
use super::source;
use api::well_known::STORAGE_CLASS;
use k8s_openapi::api::core::v1::{PersistentVolumeClaimTemplate, Volume};

/// Writes the source when it is one of these.
pub(super) fn write(w: &mut Writer, volume: &Volume) -> bool {
    if let Some(claim) = &volume.persistent_volume_claim {
        let kind = "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)";
        return source(w, kind, &[("ClaimName", &claim.claim_name), ("ReadOnly", yes(claim.read_only))]);
    }
    if let Some(ephemeral) = &volume.ephemeral {
        let kind = "EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)";
        source(w, kind, &[]);
        if let Some(template) = &ephemeral.volume_claim_template {
            let mut nested = Writer::nested(2);
            write_template(&mut nested, template);
            w.append(&nested);
        }
        return true;
    }
    if let Some(csi) = &volume.csi {
        let fields = [
            ("Driver", csi.driver.as_str()),
            ("FSType", text(csi.fs_type.as_ref())),
            ("ReadOnly", yes(csi.read_only)),
        ];
        source(w, "CSI (a Container Storage Interface (CSI) volume source)", &fields);
        let attributes = pairs(csi.volume_attributes.as_ref());
        let attributes: Vec<String> = attributes.iter().map(|attribute| shorten(attribute, LONG)).collect();
        w.list(2, "VolumeAttributes", &attributes);
        return true;
    }
    false
}

fn write_template(w: &mut Writer, template: &PersistentVolumeClaimTemplate) {
    let metadata = template.metadata.as_ref();
    let notes = metadata.and_then(|metadata| metadata.annotations.as_ref());
    let class =
        notes.and_then(|notes| notes.get(STORAGE_CLASS)).or(template.spec.storage_class_name.as_ref());
    w.field(0, "StorageClass", text(class));
    w.field(0, "Volume", text(template.spec.volume_name.as_ref()));
    w.list(0, "Labels", &pairs(metadata.and_then(|metadata| metadata.labels.as_ref())));
    annotations(w, notes);
    // Capacity and access modes come from a bound claim; a template has none yet.
    let capacity = if text(template.spec.volume_name.as_ref()).is_empty() { "" } else { "0" };
    w.field(0, "Capacity", capacity);
    w.field(0, "Access Modes", "");
    if let Some(mode) = &template.spec.volume_mode {
        w.field(0, "VolumeMode", mode);
    }
    if let Some(source) = &template.spec.data_source {
        w.line(0, "DataSource:");
        if let Some(group) = &source.api_group {
            w.field(1, "APIGroup", group);
        }
        w.field(1, "Kind", &source.kind);
        w.field(1, "Name", &source.name);
    }
}
