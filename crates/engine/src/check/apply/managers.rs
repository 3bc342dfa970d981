//! The managers of fields, whose agreement server-side apply wants.
//! Upstream: NewConflictError, apimachinery/pkg/util/managedfields/internal/fieldmanager.go and conflict.go.

use super::write::{CONFLICT, Sending, Texts};
use crate::applied::Stored;
use api::collections::sort_by;
use apiserver::Contested;
use kubectl::apply::{Conflicts, Refusal};
use serde_json::Value;
use std::fmt::Write as _;

/// Refuses a text that changes fields which others set, unless it takes them by force.
pub(super) fn refuse(stored: &Stored, texts: &Texts<'_>, sending: &Sending<'_>) -> Result<(), Refusal> {
    let Some(live) = stored.object.as_ref() else { return Ok(()) };
    let [applied, written] =
        [&*stored.applied, texts.fits].map(|text| serde_json::from_str::<Value>(text).unwrap_or_default());
    if stored.applied.is_empty() || sending.submission.conflicts == Conflicts::Forced {
        return Ok(());
    }
    let fields = apiserver::contested(&written, &applied, &live.to_json(), &sending.state.kubernetes);
    let kind = &sending.answer.meta.kind;
    let mut all: Vec<(&str, &str)> =
        fields.iter().map(|field| (manager(field, kind), &*field.path)).collect();
    sort_by(&mut all, Ord::cmp);
    let version = &sending.answer.meta.api_version;
    let told = match all.as_slice() {
        [] => return Ok(()),
        [(manager, path)] => format!("1 conflict: conflict with {manager} using {version}: {path}"),
        _ => {
            let mut told = format!("{} conflicts:", all.len());
            let mut last = "";
            for (manager, path) in &all {
                if *manager != last {
                    let gap = if last.is_empty() { ' ' } else { '\n' };
                    let _ = write!(told, "{gap}conflicts with {manager} using {version}:");
                }
                let _ = write!(told, "\n- {path}");
                last = manager;
            }
            told
        }
    };
    Err(Refusal::Client(format!("Apply failed with {told}\n{CONFLICT}")))
}

/// The manager of a field, quoted. A story keeps of a change what it does and not the command, so the field tells: each of
/// kubectl's commands for one kind of field is taken to have set it.
fn manager(field: &Contested, kind: &str) -> &'static str {
    let path = field.path.as_str();
    let has = |part: &str| path.contains(part);
    let field_name = path.rsplit('.').next().unwrap_or_default();
    match kind {
        _ if !field.is_changed => "\"kubectl-client-side-apply\"",
        _ if path == ".spec.replicas" => "\"kubectl\" with subresource \"scale\"",
        _ if path.starts_with(".metadata.labels.") => "\"kubectl-label\"",
        _ if path.starts_with(".metadata.annotations.") => "\"kubectl-annotate\"",
        "Pod" if has(".resources.") => "\"kubectl-patch\" with subresource \"resize\"",
        "Service" if path == ".spec.selector" => "\"kubectl-set\"",
        _ if ["image", "serviceAccountName"].contains(&field_name) => "\"kubectl-set\"",
        _ if has(".env[") || has(".resources.") => "\"kubectl-set\"",
        _ => "\"kubectl-patch\"",
    }
}
