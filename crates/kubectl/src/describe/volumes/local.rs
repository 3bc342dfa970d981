//! Sources that come with the Pod or the node. Upstream: printHostPathVolumeSource and its neighbours,
//! staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::super::writer::Writer;
use super::super::{text, yes};
use super::source;
use api::Quantity;
use k8s_openapi::api::core::v1::{DownwardAPIVolumeFile, ProjectedVolumeSource, Volume};

/// Writes the source when it is one of these.
pub(super) fn write(w: &mut Writer, volume: &Volume) -> bool {
    if let Some(path) = &volume.host_path {
        let kind = path.type_.as_deref().unwrap_or("<none>");
        let fields = [("Path", path.path.as_str()), ("HostPathType", kind)];
        return source(w, "HostPath (bare host directory volume)", &fields);
    }
    if let Some(directory) = &volume.empty_dir {
        let limit = directory.size_limit.as_ref().map(Quantity::of).filter(|limit| limit.sign() > 0);
        let limit = limit.map_or_else(|| "<unset>".to_owned(), |limit| limit.to_string());
        let fields = [("Medium", text(directory.medium.as_ref())), ("SizeLimit", &limit)];
        return source(w, "EmptyDir (a temporary directory that shares a pod's lifetime)", &fields);
    }
    if let Some(secret) = &volume.secret {
        let fields = [("SecretName", text(secret.secret_name.as_ref())), ("Optional", yes(secret.optional))];
        return source(w, "Secret (a volume populated by a Secret)", &fields);
    }
    if let Some(map) = &volume.config_map {
        let fields = [("Name", map.name.as_str()), ("Optional", yes(map.optional))];
        return source(w, "ConfigMap (a volume populated by a ConfigMap)", &fields);
    }
    if let Some(downward) = &volume.downward_api {
        source(w, "DownwardAPI (a volume populated by information about the pod)", &[]);
        w.line(2, "Items:");
        for item in downward.items.iter().flatten() {
            write_item(w, item);
        }
        return true;
    }
    if let Some(projected) = &volume.projected {
        source(w, "Projected (a volume that contains injected data from multiple sources)", &[]);
        write_projected(w, projected);
        return true;
    }
    if let Some(image) = &volume.image {
        let (reference, policy) = (text(image.reference.as_ref()), text(image.pull_policy.as_ref()));
        let fields = [("Reference", reference), ("PullPolicy", policy)];
        return source(w, "Image (a container image or OCI artifact)", &fields);
    }
    false
}

fn write_item(w: &mut Writer, item: &DownwardAPIVolumeFile) {
    let field = item.field_ref.as_ref().map(|field| &field.field_path);
    let resource = item.resource_field_ref.as_ref().map(|resource| &resource.resource);
    for from in [field, resource].into_iter().flatten() {
        w.line(3, &format!("{from} -> {}", item.path));
    }
}

/// Sources of other kinds (`clusterTrustBundle`, `podCertificate`) are not shown.
fn write_projected(w: &mut Writer, projected: &ProjectedVolumeSource) {
    for part in projected.sources.iter().flatten() {
        if let Some(secret) = &part.secret {
            w.field(2, "SecretName", &secret.name);
            w.field(2, "Optional", yes(secret.optional));
        } else if part.downward_api.is_some() {
            w.field(2, "DownwardAPI", "true");
        } else if let Some(map) = &part.config_map {
            w.field(2, "ConfigMapName", &map.name);
            w.field(2, "Optional", yes(map.optional));
        } else if let Some(token) = &part.service_account_token {
            let seconds = token.expiration_seconds.unwrap_or_default();
            w.field(2, "TokenExpirationSeconds", &seconds.to_string());
        }
    }
}
