//! Disks of one vendor, most of them handed on to CSI drivers by now. Upstream: printGCEPersistentDiskVolumeSource
//! and its neighbours, staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::super::writer::Writer;
use super::super::{text, yes};
use super::{namespace, reference, source};
use k8s_openapi::api::core::v1::Volume;
use serde_json::Value;

/// Writes the source when it is one of these.
pub(super) fn write(w: &mut Writer, volume: &Volume, spec: Option<&Value>) -> bool {
    cloud(w, volume, spec) || appliance(w, volume, spec)
}

fn cloud(w: &mut Writer, volume: &Volume, spec: Option<&Value>) -> bool {
    let partition = |partition: Option<i32>| partition.unwrap_or_default().to_string();
    if let Some(disk) = &volume.gce_persistent_disk {
        let fields = [
            ("PDName", disk.pd_name.as_str()),
            ("FSType", text(disk.fs_type.as_ref())),
            ("Partition", &partition(disk.partition)),
            ("ReadOnly", yes(disk.read_only)),
        ];
        return source(w, "GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)", &fields);
    }
    if let Some(disk) = &volume.aws_elastic_block_store {
        let fields = [
            ("VolumeID", disk.volume_id.as_str()),
            ("FSType", text(disk.fs_type.as_ref())),
            ("Partition", &partition(disk.partition)),
            ("ReadOnly", yes(disk.read_only)),
        ];
        return source(w, "AWSElasticBlockStore (a Persistent Disk resource in AWS)", &fields);
    }
    if let Some(disk) = &volume.azure_disk {
        let fields = [
            ("DiskName", disk.disk_name.as_str()),
            ("DiskURI", &disk.disk_uri),
            ("Kind", text(disk.kind.as_ref())),
            ("FSType", text(disk.fs_type.as_ref())),
            ("CachingMode", text(disk.caching_mode.as_ref())),
            ("ReadOnly", yes(disk.read_only)),
        ];
        return source(
            w,
            "AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)",
            &fields,
        );
    }
    if let Some(file) = &volume.azure_file {
        let (secret, share) = (file.secret_name.as_str(), file.share_name.as_str());
        let space =
            spec.map(|spec| ("SecretNamespace", namespace(spec, "secretNamespace").unwrap_or_default()));
        let fields = [("SecretName", secret)].into_iter().chain(space);
        let fields: Vec<(&str, &str)> =
            fields.chain([("ShareName", share), ("ReadOnly", yes(file.read_only))]).collect();
        return source(
            w,
            "AzureFile (an Azure File Service mount on the host and bind mount to the pod)",
            &fields,
        );
    }
    if let Some(disk) = &volume.vsphere_volume {
        let fields = [
            ("VolumePath", disk.volume_path.as_str()),
            ("FSType", text(disk.fs_type.as_ref())),
            ("StoragePolicyName", text(disk.storage_policy_name.as_ref())),
        ];
        return source(w, "vSphereVolume (a Persistent Disk resource in vSphere)", &fields);
    }
    if let Some(disk) = &volume.cinder {
        let fields = [
            ("VolumeID", disk.volume_id.as_str()),
            ("FSType", text(disk.fs_type.as_ref())),
            ("ReadOnly", yes(disk.read_only)),
            ("SecretRef", &reference(disk.secret_ref.as_ref(), spec)),
        ];
        return source(w, "Cinder (a Persistent Disk resource in OpenStack)", &fields);
    }
    if let Some(disk) = &volume.photon_persistent_disk {
        let fields = [("PdID", disk.pd_id.as_str()), ("FSType", text(disk.fs_type.as_ref()))];
        return source(w, "PhotonPersistentDisk (a Persistent Disk resource in photon platform)", &fields);
    }
    false
}

fn appliance(w: &mut Writer, volume: &Volume, spec: Option<&Value>) -> bool {
    if let Some(mount) = &volume.quobyte {
        let (registry, name) = (mount.registry.as_str(), mount.volume.as_str());
        let fields = [("Registry", registry), ("Volume", name), ("ReadOnly", yes(mount.read_only))];
        return source(w, "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)", &fields);
    }
    if let Some(disk) = &volume.portworx_volume {
        return source(w, "PortworxVolume (a Portworx Volume resource)", &[("VolumeID", &disk.volume_id)]);
    }
    if let Some(disk) = &volume.scale_io {
        let fields = [
            ("Gateway", disk.gateway.as_str()),
            ("System", &disk.system),
            ("Protection Domain", text(disk.protection_domain.as_ref())),
            ("Storage Pool", text(disk.storage_pool.as_ref())),
            ("Storage Mode", text(disk.storage_mode.as_ref())),
            ("VolumeName", text(disk.volume_name.as_ref())),
        ];
        let secret = spec.map(|spec| {
            let namespace = namespace(spec, "secretRef/namespace").unwrap_or_default();
            [("SecretName", disk.secret_ref.name.as_str()), ("SecretNamespace", namespace)]
        });
        let last = [("FSType", text(disk.fs_type.as_ref())), ("ReadOnly", yes(disk.read_only))];
        let fields: Vec<(&str, &str)> =
            fields.into_iter().chain(secret.into_iter().flatten()).chain(last).collect();
        return source(w, "ScaleIO (a persistent volume backed by a block device in ScaleIO)", &fields);
    }
    if let Some(disk) = &volume.storageos {
        let fields = [
            ("VolumeName", text(disk.volume_name.as_ref())),
            ("VolumeNamespace", text(disk.volume_namespace.as_ref())),
            ("FSType", text(disk.fs_type.as_ref())),
            ("ReadOnly", yes(disk.read_only)),
        ];
        return source(w, "StorageOS (a StorageOS Persistent Disk resource)", &fields);
    }
    if let Some(flex) = &volume.flex_volume {
        let options = flex.options.iter().flatten().map(|(key, value)| format!("{key}:{value}"));
        let options = format!("map[{}]", options.collect::<Vec<_>>().join(" "));
        let fields = [
            ("Driver", flex.driver.as_str()),
            ("FSType", text(flex.fs_type.as_ref())),
            ("SecretRef", &reference(flex.secret_ref.as_ref(), spec)),
            ("ReadOnly", yes(flex.read_only)),
            ("Options", &options),
        ];
        let kind =
            "FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)";
        return source(w, kind, &fields);
    }
    if let Some(data) = &volume.flocker {
        let (name, id) = (text(data.dataset_name.as_ref()), text(data.dataset_uuid.as_ref()));
        let fields = [("DatasetName", name), ("DatasetUUID", id)];
        return source(w, "Flocker (a Flocker volume mounted by the Flocker agent)", &fields);
    }
    false
}
