//! ConfigMaps, Secrets, ServiceAccounts. Upstream: ConfigMapDescriber, describeSecret, describeServiceAccount,
//! staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::objects::{identity, map, marks};
use super::writer::Writer;
use crate::Cluster;
use crate::others::{items, text};
use serde_json::Value;

fn head(w: &mut Writer, object: &Value) {
    identity(w, object);
    marks(w, object);
}

pub(super) fn config_map(w: &mut Writer, object: &Value, _: &Cluster<'_>) {
    head(w, object);
    w.line(0, "\nData\n====");
    for (key, value) in map(object, "/data") {
        w.line(0, &format!("{key}:\n----\n{value}\n"));
    }
    w.line(0, "\nBinaryData\n====");
    for (key, value) in map(object, "/binaryData") {
        w.line(0, &format!("{key}: {} bytes", bytes(&value)));
    }
    w.line(0, "");
}

/// The values of a Secret are not shown, but for the token of an account.
pub(super) fn secret(w: &mut Writer, object: &Value, _: &Cluster<'_>) {
    head(w, object);
    w.line(0, &format!("\nType:\t{}", text(object, "/type")));
    w.line(0, "\nData\n====");
    for (key, value) in map(object, "/data") {
        w.field(0, &key, &format!("{} bytes", bytes(&value)));
    }
}

pub(super) fn account(w: &mut Writer, object: &Value, _: &Cluster<'_>) {
    head(w, object);
    let names: Vec<&str> = items(object, "/imagePullSecrets").map(|one| text(one, "/name")).collect();
    let (head, blank) = ("Image pull secrets:", "                   ");
    if names.is_empty() {
        w.line(0, &format!("{head}\t<none>"));
    }
    for (index, name) in names.iter().enumerate() {
        w.line(0, &format!("{}\t{name}", if index == 0 { head } else { blank }));
    }
}

/// How many bytes a text in base64 stands for.
fn bytes(encoded: &str) -> usize {
    let letters = encoded.bytes().filter(|letter| !matches!(letter, b'=' | b'\n' | b'\r')).count();
    letters * 3 / 4
}
