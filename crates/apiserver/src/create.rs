//! A create. Upstream: createHandler, apiserver/pkg/endpoints/handlers/create.go; BeforeCreate,
//! apiserver/pkg/registry/rest/create.go.

use crate::names;
use crate::other::{self, forbidden};
use crate::state::Room;
use crate::{Cluster, Refusal, State, service, state};
use admission::Assumed;
use admission::quota::Used;
use api::{Object, defaulting};
use k8s_openapi::api::core::v1::Pod;
use validation::Error;

/// All that the server finds about an object that was decoded.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The object as it would be stored, as far as it got.
    pub object: Object,
    /// The class of a Pod, or of the Pods that a workload makes.
    pub qos: Option<String>,
    /// The server's warnings, in its order.
    pub warnings: Vec<String>,
    /// The errors of validation, in its order.
    pub errors: Vec<Error>,
    /// Who else refuses: a plugin, or the namespace that is not there.
    pub refused: Option<Refusal>,
    /// The things that the object names and that are taken to exist.
    pub assumed: Vec<Assumed>,
}

impl Attempt {
    /// Why the object is not stored.
    pub fn refusal(&self, state: &State) -> Option<Refusal> {
        if self.refused.is_some() || self.errors.is_empty() {
            return self.refused.clone();
        }
        Some(Refusal::Invalid {
            kind: names::qualified(&self.object),
            name: names::name(&self.object),
            errors: self.errors.iter().map(|error| error.message(&state.kubernetes)).collect(),
        })
    }
}

/// Creates an object: what is stored, and what was assumed; or the refusal, after which nothing has changed.
pub fn create(object: Object, state: &mut State) -> Result<Attempt, Refusal> {
    let attempt = attempt(object, state);
    if let Some(refusal) = attempt.refusal(state) {
        return Err(refusal);
    }
    state.store(&attempt.object);
    Ok(attempt)
}

/// The object with the amounts that its namespace's LimitRanges give to its Pods; `None` when there are no LimitRanges.
pub fn bounded(object: &Object, state: &State) -> Option<Object> {
    let around = &state.room(&state.namespace_of(object)).around;
    if around.limit_ranges.is_empty() {
        return None;
    }
    let mut object = object.clone();
    // Admission says by itself what it refuses.
    if let Object::Pod(pod) = &mut object {
        let _ = admission::limit_range::fill(pod, around);
    } else if let Some(spec) = object.pod_template_mut().and_then(|template| template.spec.as_mut()) {
        let mut pod = Pod { spec: Some(std::mem::take(spec)), ..Pod::default() };
        let _ = admission::limit_range::fill(&mut pod, around);
        *spec = pod.spec.unwrap_or_default();
    }
    Some(object)
}

/// The server's answer to a create, before anything is stored.
pub fn attempt(object: Object, state: &State) -> Attempt {
    let mut attempt = Attempt {
        object,
        qos: None,
        warnings: Vec::new(),
        errors: Vec::new(),
        refused: None,
        assumed: Vec::new(),
    };
    let namespace = state.namespace_of(&attempt.object);
    let room = state.room(&namespace);
    let shares = shares_labels(&attempt.object);
    defaulting::apply(&mut attempt.object, &state.kubernetes);
    attempt.warnings.extend(defaulting::unique_owners(&mut attempt.object));
    if state.cluster != Cluster::Bare {
        attempt.refused = mutate(&mut attempt, room, &namespace, state).err();
    }
    attempt.qos = qos_class(&attempt.object, state);
    let prepared = defaulting::prepare(&mut attempt.object, &state.kubernetes);
    if attempt.refused.is_none() {
        attempt.warnings.extend(prepared);
    }
    // An object that names no namespace is in that of the request.
    if let Object::Other(value) = &mut attempt.object
        && let Some(own) = value.pointer_mut("/metadata/namespace").filter(|own| *own == "default")
    {
        *own = namespace.as_str().into();
    }
    if let Some(metadata) = attempt
        .object
        .metadata_mut()
        .filter(|metadata| metadata.namespace.as_deref() == Some("default") && namespace != "default")
    {
        metadata.namespace = Some(namespace);
    }
    if let Object::Pod(pod) = &mut attempt.object {
        pod.status.get_or_insert_default().qos_class.clone_from(&attempt.qos);
    }
    if shares && matches!(state.cluster, Cluster::New | Cluster::Assumed) {
        share_labels(&mut attempt.object);
    }
    if attempt.refused.is_none() {
        judge(&mut attempt, room, state);
    }
    if lacks_labels(&attempt.object) && matches!(state.cluster, Cluster::New | Cluster::Assumed) {
        // The server gives a stored Job its defaults again when it reads it.
        share_labels(&mut attempt.object);
    }
    attempt.warnings = validation::sent(std::mem::take(&mut attempt.warnings));
    attempt
}

/// The mutating plugins.
fn mutate(attempt: &mut Attempt, room: &Room, namespace: &str, state: &State) -> Result<(), Refusal> {
    if state.is_terminating(namespace) {
        let why =
            format!("unable to create new content in namespace {namespace} because it is being terminated");
        return Err(forbidden(&attempt.object, &why));
    }
    let is_refused = state.lacks_namespace(namespace);
    if is_refused || !room.exists && names::is_namespaced(&attempt.object) {
        let refusal = format!("namespaces {namespace:?} not found");
        match state.cluster {
            Cluster::Assumed if is_refused => return Err(Refusal::NotFound(refusal)),
            Cluster::New | Cluster::WithoutAccounts => return Err(Refusal::NotFound(refusal)),
            Cluster::Assumed => {
                let name = namespace.to_owned();
                attempt.assumed.push(Assumed { kind: "Namespace", name, otherwise: refusal });
            }
            Cluster::Bare => {}
        }
    }
    if state.cluster == Cluster::Assumed {
        attempt.assumed.extend(service::assumed_range(&attempt.object));
    }
    other::set_storage_class(&mut attempt.object, state);
    other::protect(&mut attempt.object);
    let name = names::requested(&attempt.object);
    let Object::Pod(pod) = &mut attempt.object else { return Ok(()) };
    Ok(admission::mutate(pod, &room.around, &state.classes, &name, &mut attempt.assumed)?)
}

/// Validation, and the plugins that come after it.
fn judge(attempt: &mut Attempt, room: &Room, state: &State) {
    let rules = validation::Options { allow_privileged: state.allow_privileged };
    attempt.errors = other::admin_access(&attempt.object, room, state);
    // An address is given out before the rules are asked.
    if let Err(refusal) = service::check_address(&attempt.object, state) {
        attempt.refused = Some(refusal);
        return;
    }
    let errors = validation::validate_beside(&attempt.object, &state.kubernetes, &rules, &state.taken);
    attempt.errors.extend(errors);
    if !attempt.errors.is_empty() {
        return;
    }
    if let Err(refusal) = service::check_health_port(&attempt.object, state) {
        attempt.refused = Some(refusal);
        return;
    }
    attempt.warnings.extend(validation::warnings(&attempt.object, &state.kubernetes));
    if state.cluster == Cluster::Bare {
        return;
    }
    attempt.errors = other::security_labels(&attempt.object);
    let mut used = room.used.clone();
    let around = &room.around;
    let object = &attempt.object;
    let answer = match object {
        Object::Pod(pod) => admission::validate(pod, around, &state.classes, &mut used, &state.kubernetes)
            .map_err(Refusal::from),
        Object::Other(value) => {
            other::check(value, around, state, object).and_then(|()| count(object, &mut used, room))
        }
        _ => count(object, &mut used, room),
    };
    match answer {
        Ok(()) => attempt.warnings.extend(security_warning(&attempt.object, room)),
        Err(refusal) => attempt.refused = Some(refusal),
    }
}

fn count(object: &Object, used: &mut Used, room: &Room) -> Result<(), Refusal> {
    let charged = used.charge_object(&names::resource(object), state::value(object), &room.around);
    charged.map_err(|why| forbidden(object, &why))
}

/// Says what Pod Security warns of.
fn security_warning(object: &Object, room: &Room) -> Option<String> {
    if room.around.namespace_labels.is_empty() {
        return None;
    }
    let pod = if let Object::Pod(pod) = object {
        Pod { metadata: pod.metadata.clone(), spec: pod.spec.clone(), status: None }
    } else {
        let (_, template) = object.pod_template()?;
        let metadata = template.metadata.clone().unwrap_or_default();
        Pod { metadata, spec: template.spec.clone(), status: None }
    };
    admission::pod_security::warning(&pod, &room.around)
}

/// The class of a Pod, or of the Pods that a workload makes. A Pod that comes with a class keeps it.
/// Upstream: GetPodQOS, pkg/apis/core/helper/qos/qos.go.
fn qos_class(object: &Object, state: &State) -> Option<String> {
    let (_, spec) = object.pod_spec()?;
    if let Object::Pod(pod) = object {
        let written = pod.status.as_ref().and_then(|status| status.qos_class.clone());
        let written = written.filter(|class| !class.is_empty());
        return written.or_else(|| Some(resources::qos_class(spec, &state.kubernetes).name().to_owned()));
    }
    let spec = defaulting::pod_of_template(spec, &state.kubernetes);
    Some(resources::qos_class(&spec, &state.kubernetes).name().to_owned())
}

/// Whether a Job has no labels of its own: then it and its template have one map of labels between them.
/// Upstream: SetDefaults_Job, pkg/apis/batch/v1/defaults.go.
fn shares_labels(object: &Object) -> bool {
    let template = object.pod_template().and_then(|(_, template)| template.metadata.as_ref());
    lacks_labels(object) && template.is_some_and(|metadata| metadata.labels.is_some())
}

/// Whether it is a Job without labels.
fn lacks_labels(object: &Object) -> bool {
    let Object::Job(job) = object else { return false };
    job.metadata.labels.as_ref().is_none_or(std::collections::BTreeMap::is_empty)
}

/// The generated labels of a Job that shares its labels are then its own too.
fn share_labels(object: &mut Object) {
    let labels = object.pod_template().and_then(|(_, template)| template.metadata.clone()?.labels);
    if let Some(metadata) = object.metadata_mut() {
        metadata.labels = labels;
    }
}
