//! `kubectl events`. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/events/events.go.

use super::arguments::Arguments;
use super::{Cluster, Output, not_played, resource};
use crate::events::Columns;
use crate::yaml;
use serde_json::{Value, json};

pub(super) fn run(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Output, Output> {
    let mut events = cluster.events_in(arguments.scope());
    if let Some(object) = arguments.value("for") {
        let error = |text: &str| Err(Output::failure(&format!("error: {text}")));
        let (kind, name) = match object.split('/').collect::<Vec<_>>().as_slice() {
            [kind, name] => (resource::kind(kind)?, (*name).to_owned()),
            [_] => return error("--for must be in resource/name form"),
            _ => return error("arguments in resource/name form may not have more than one slash"),
        };
        events.retain(|event| {
            let object = &event.involved_object;
            let same_kind =
                object.kind.as_deref().is_some_and(|other| resource::kind(other).ok() == Some(kind));
            same_kind && object.name.as_deref() == Some(name.as_str())
        });
    }
    if let Some(types) = arguments.value("types") {
        let types: Vec<String> = types.split(',').map(str::to_lowercase).collect();
        if types.iter().any(|one| one != "normal" && one != "warning") {
            return Err(Output::failure("error: valid --types are Normal or Warning"));
        }
        events.retain(|event| event.type_.as_ref().is_some_and(|own| types.contains(&own.to_lowercase())));
    }
    if events.is_empty() {
        return Ok(match arguments.scope() {
            Some(namespace) => Output::note(&format!("No events found in {namespace} namespace.")),
            None => Output::note("No events found."),
        });
    }
    match arguments.value("output").unwrap_or_default() {
        "" => {}
        // Nothing has a name that the printer knows.
        "name" => return Ok(Output::default()),
        "yaml" => {
            let items: Vec<Value> =
                crate::events::in_order(&events).into_iter().map(crate::stored::event).collect();
            let list = json!({"apiVersion": "v1", "items": items, "kind": "EventList", "metadata": {}});
            return Ok(Output::text(yaml::print(&list)));
        }
        format => return Err(not_played(&format!("events --output={format}"))),
    }
    let columns =
        Columns { no_headers: arguments.is_on("no-headers"), namespace: arguments.scope().is_none() };
    Ok(Output::text(crate::events::events(&events, cluster.now, columns)))
}
