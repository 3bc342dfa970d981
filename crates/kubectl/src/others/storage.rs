//! Claims and volumes. Upstream: printPersistentVolumeClaim, printPersistentVolume,
//! pkg/printers/internalversion/printers.go.

use super::{items, text, text_or};
use crate::Word;
use api::Quantity;
use api::well_known::STORAGE_CLASS;
use serde_json::Value;

const UNSET: &str = "<unset>";

pub(super) fn claim(claim: &Value) -> Vec<String> {
    let is_bound = !text(claim, "/spec/volumeName").is_empty();
    let bound = |text: String| if is_bound { text } else { String::new() };
    vec![
        phase(claim).to_owned(),
        text(claim, "/spec/volumeName").to_owned(),
        bound(quantity(claim, "/status/capacity/storage")),
        bound(modes(claim, "/status/accessModes")),
        class(claim).to_owned(),
        text_or(claim, "/spec/volumeAttributesClassName", UNSET).to_owned(),
        text_or(claim, "/spec/volumeMode", UNSET).to_owned(),
    ]
}

pub(super) fn volume(volume: &Value) -> Vec<String> {
    let claim = match volume.pointer("/spec/claimRef") {
        Some(claim) => format!("{}/{}", text(claim, "/namespace"), text(claim, "/name")),
        None => String::new(),
    };
    vec![
        quantity(volume, "/spec/capacity/storage"),
        modes(volume, "/spec/accessModes"),
        text(volume, "/spec/persistentVolumeReclaimPolicy").to_owned(),
        phase(volume).to_owned(),
        claim,
        class(volume).to_owned(),
        text_or(volume, "/spec/volumeAttributesClassName", UNSET).to_owned(),
        text(volume, "/status/reason").to_owned(),
        text_or(volume, "/spec/volumeMode", UNSET).to_owned(),
    ]
}

fn phase(object: &Value) -> &str {
    match text(object, "/metadata/deletionTimestamp") {
        "" => text(object, "/status/phase"),
        _ => Word::Terminating.text(),
    }
}

/// The StorageClass, by its old annotation or by the field.
pub(crate) fn class(object: &Value) -> &str {
    let annotation = object.pointer("/metadata/annotations").and_then(|all| all.get(STORAGE_CLASS)?.as_str());
    annotation.unwrap_or_else(|| text(object, "/spec/storageClassName"))
}

/// An amount as Kubernetes prints it; one that is not there is nothing.
pub(crate) fn quantity(object: &Value, pointer: &str) -> String {
    let written = object.pointer(pointer).map_or_else(|| "0".to_owned(), Value::to_string);
    Quantity::parse(written.trim_matches('"')).map_or(written, |amount| amount.to_string())
}

/// `RWO,ROX`: each mode once, in an order of its own.
pub(crate) fn modes(object: &Value, pointer: &str) -> String {
    const MODES: [(&str, &str); 4] = [
        ("ReadWriteOnce", "RWO"),
        ("ReadOnlyMany", "ROX"),
        ("ReadWriteMany", "RWX"),
        ("ReadWriteOncePod", "RWOP"),
    ];
    let has = |mode: &str| items(object, pointer).any(|one| one == mode);
    let short = MODES.iter().filter(|(mode, _)| has(mode)).map(|(_, short)| *short);
    short.collect::<Vec<_>>().join(",")
}
