//! Volume mounts and devices of a container.
//! Upstream: describeContainerVolumes, staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::text;
use super::writer::Writer;
use crate::order;
use api::json::quote;
use k8s_openapi::api::core::v1::{Container, VolumeMount};

pub(super) fn write(w: &mut Writer, container: &Container) {
    let mut mounts: Vec<&VolumeMount> = container.volume_mounts.iter().flatten().collect();
    let none = if mounts.is_empty() { "\t<none>" } else { "" };
    w.line(2, &format!("Mounts:{none}"));
    order::sort(&mut mounts, |a, b| a.mount_path < b.mount_path);
    for mount in mounts {
        let access = if mount.read_only == Some(true) { "ro" } else { "rw" };
        let path = match text(mount.sub_path.as_ref()) {
            "" => String::new(),
            path => format!(",path={}", quote(path)),
        };
        w.line(3, &format!("{} from {} ({access}{path})", mount.mount_path, mount.name));
    }
    let mut devices: Vec<_> = container.volume_devices.iter().flatten().collect();
    if !devices.is_empty() {
        // The word comes from the mounts: a container with devices only shows `<none>` here.
        w.line(2, &format!("Devices:{none}"));
    }
    order::sort(&mut devices, |a, b| a.device_path < b.device_path);
    for device in devices {
        w.line(3, &format!("{} from {}", device.device_path, device.name));
    }
}
