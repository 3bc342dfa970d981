//! Sources reached over a network. Upstream: printNFSVolumeSource and its neighbours,
//! staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::super::writer::Writer;
use super::super::{text, yes};
use super::{list, namespace, reference, source};
use k8s_openapi::api::core::v1::{ISCSIVolumeSource, Volume};
use serde_json::Value;

/// Writes the source when it is one of these.
pub(super) fn write(w: &mut Writer, volume: &Volume, spec: Option<&Value>) -> bool {
    if let Some(nfs) = &volume.nfs {
        let fields = [("Server", nfs.server.as_str()), ("Path", &nfs.path), ("ReadOnly", yes(nfs.read_only))];
        return source(w, "NFS (an NFS mount that lasts the lifetime of a pod)", &fields);
    }
    if let Some(iscsi) = &volume.iscsi {
        return write_iscsi(w, iscsi, spec);
    }
    if let Some(gluster) = &volume.glusterfs {
        let (endpoints, path) = (gluster.endpoints.as_str(), gluster.path.as_str());
        let space = spec
            .map(|spec| ("EndpointsNamespace", namespace(spec, "endpointsNamespace").unwrap_or("<unset>")));
        let fields = [("EndpointsName", endpoints)].into_iter().chain(space);
        let fields: Vec<(&str, &str)> =
            fields.chain([("Path", path), ("ReadOnly", yes(gluster.read_only))]).collect();
        return source(w, "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)", &fields);
    }
    if let Some(rbd) = &volume.rbd {
        let fields = [
            ("CephMonitors", &*list(Some(&rbd.monitors))),
            ("RBDImage", &rbd.image),
            ("FSType", text(rbd.fs_type.as_ref())),
            ("RBDPool", text(rbd.pool.as_ref())),
            ("RadosUser", text(rbd.user.as_ref())),
            ("Keyring", text(rbd.keyring.as_ref())),
            ("SecretRef", &reference(rbd.secret_ref.as_ref(), spec)),
            ("ReadOnly", yes(rbd.read_only)),
        ];
        return source(
            w,
            "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
            &fields,
        );
    }
    if let Some(ceph) = &volume.cephfs {
        let fields = [
            ("Monitors", &*list(Some(&ceph.monitors))),
            ("Path", text(ceph.path.as_ref())),
            ("User", text(ceph.user.as_ref())),
            ("SecretFile", text(ceph.secret_file.as_ref())),
            ("SecretRef", &reference(ceph.secret_ref.as_ref(), spec)),
            ("ReadOnly", yes(ceph.read_only)),
        ];
        return source(w, "CephFS (a CephFS mount on the host that shares a pod's lifetime)", &fields);
    }
    if let Some(fc) = &volume.fc {
        let fields = [
            ("TargetWWNs", &*fc.target_wwns.as_deref().unwrap_or_default().join(", ")),
            ("LUN", &fc.lun.map_or_else(|| "<none>".to_owned(), |lun| lun.to_string())),
            ("FSType", text(fc.fs_type.as_ref())),
            ("ReadOnly", yes(fc.read_only)),
        ];
        return source(w, "FC (a Fibre Channel disk)", &fields);
    }
    if let Some(git) = &volume.git_repo {
        let fields = [("Repository", git.repository.as_str()), ("Revision", text(git.revision.as_ref()))];
        return source(w, "GitRepo (a volume that is pulled from git when the pod is created)", &fields);
    }
    false
}

fn write_iscsi(w: &mut Writer, iscsi: &ISCSIVolumeSource, spec: Option<&Value>) -> bool {
    let kind = "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)";
    let lun = iscsi.lun.to_string();
    source(w, kind, &[("TargetPortal", &iscsi.target_portal), ("IQN", &iscsi.iqn), ("Lun", &lun)]);
    // kubectl forgot the colon.
    w.line(2, &format!("ISCSIInterface\t{}", text(iscsi.iscsi_interface.as_ref())));
    for (name, value) in [
        ("FSType", text(iscsi.fs_type.as_ref())),
        ("ReadOnly", yes(iscsi.read_only)),
        ("Portals", &*list(iscsi.portals.as_ref())),
        ("DiscoveryCHAPAuth", yes(iscsi.chap_auth_discovery)),
        ("SessionCHAPAuth", yes(iscsi.chap_auth_session)),
        ("SecretRef", &*reference(iscsi.secret_ref.as_ref(), spec)),
        ("InitiatorName", iscsi.initiator_name.as_deref().unwrap_or("<none>")),
    ] {
        w.field(2, name, value);
    }
    true
}
