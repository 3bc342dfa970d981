//! The claims of a Pod's ephemeral volumes: each is made for the Pod and goes with it. Upstream:
//! pkg/controller/volume/ephemeral/controller.go.

use super::workload;
use crate::cluster::{claims, create, scheduler, watch};
use crate::world::{Effects, PodId, PodState, Timer, Workload, World};
use crate::{Millis, There};
use api::Object;
use k8s_openapi::api::core::v1::PersistentVolumeClaimTemplate;
use serde_json::json;

/// Makes the claims of a Pod that are not there, and deletes those of one that is gone.
pub(crate) fn control(world: &World, pod: PodId) -> Effects {
    let mut effects = Effects::none();
    let Some(state) = world.pod(pod) else { return effects };
    let mut made = 0;
    for (name, template) in claims::own(state) {
        match claims::find(world, &state.namespace, &name) {
            Some((index, claim))
                if state.api.removed && is_of(claim, state) && !claims::is_deleting(claim) =>
            {
                effects.and(super::claims::delete(world, index, claim));
            }
            // That of an earlier Pod of this name is on its way out.
            Some((_, claim)) if !state.api.removed && !is_of(claim, state) && claims::is_deleting(claim) => {
                effects.at(world.now() + Millis::seconds(1), Timer::OwnClaims(pod));
            }
            None if !state.api.removed && state.api.deletion.is_none() => {
                if let Some(claim) = new(world, state, &name, template) {
                    effects.and(scheduler::retry_for_claim(world, &claim));
                    effects.new_workload(claim);
                    let index = world.workloads().len() + made;
                    effects.at(world.now() + Millis(1), Timer::Control(index));
                    made += 1;
                }
            }
            _ => {}
        }
    }
    if made > 0 {
        effects.and(watch::recount(world, &state.namespace));
    }
    effects
}

fn is_of(claim: &Workload, state: &PodState) -> bool {
    claims::text(claim, "/metadata/ownerReferences/0/uid") == state.uid
}

/// The claim, unless the server refuses it.
fn new(
    world: &World,
    state: &PodState,
    name: &str,
    template: &PersistentVolumeClaimTemplate,
) -> Option<Workload> {
    let owner = json!({"apiVersion": "v1", "kind": "Pod", "name": state.name, "uid": state.uid, "controller": true,
        "blockOwnerDeletion": true});
    let mut metadata = template.metadata.as_ref().map_or_else(|| json!({}), api::typed::to_json);
    let fields = metadata.as_object_mut()?;
    fields.insert("name".to_owned(), json!(name));
    fields.insert("namespace".to_owned(), json!(state.namespace));
    fields.insert("ownerReferences".to_owned(), json!([owner]));
    let spec = api::typed::to_json(&template.spec);
    let claim =
        json!({"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": metadata, "spec": spec});
    let there = There {
        pods: &|| create::there(world),
        objects: &|namespace| super::quota::objects(world, namespace),
    };
    let claim = world.server().create(Object::Other(Box::new(claim)), &there).ok()?;
    workload::new(world, claim, None, None)
}
