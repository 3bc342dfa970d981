//! The status of a container among those of its Pod, found without a look at all of them: each sync, and each sentence
//! about a run, asks for that of every container.

use super::{ContainerRole, PodTrace, Version};
use k8s_openapi::api::core::v1::{ContainerStatus, PodStatus};

/// The status of a name. Init containers stand in the order of the Pod, where `place` is the container's own, and all
/// others in the order of their names; a list in another order is searched from its start.
pub(crate) fn named<'a>(
    statuses: &'a [ContainerStatus],
    place: usize,
    name: &str,
) -> Option<&'a ContainerStatus> {
    let is_it = |status: &&ContainerStatus| status.name == name;
    let by_name = || statuses.binary_search_by(|status| status.name.as_str().cmp(name)).ok();
    let known = statuses.get(place).filter(is_it);
    known.or_else(|| statuses.get(by_name()?)).or_else(|| statuses.iter().find(is_it))
}

/// The status of a container of this role; `place` is its own in the Pod's list of that role.
pub(crate) fn status_of<'a>(
    status: &'a PodStatus,
    role: ContainerRole,
    place: usize,
    name: &str,
) -> Option<&'a ContainerStatus> {
    let list = match role {
        ContainerRole::Init | ContainerRole::Sidecar => &status.init_container_statuses,
        ContainerRole::App => &status.container_statuses,
        ContainerRole::Ephemeral => &status.ephemeral_container_statuses,
    };
    named(list.as_deref().unwrap_or_default(), place, name)
}

impl PodTrace {
    /// The status of a container in a version; `container` is its place in [`PodTrace::containers`], where the init
    /// containers come first.
    pub fn status_of<'a>(&self, version: &'a Version, container: usize) -> Option<&'a ContainerStatus> {
        let info = self.containers.get(container)?;
        status_of(&version.status, info.role, container, &info.name)
    }
}

#[cfg(test)]
mod tests {
    use super::{ContainerStatus, named};

    #[test]
    fn a_status_is_found_in_whatever_order_they_stand() {
        let list = |names: &str| -> Vec<ContainerStatus> {
            let one = |name| ContainerStatus { name: String::from(name), ..ContainerStatus::default() };
            names.split_whitespace().map(one).collect()
        };
        let written = list("setup migrate wait");
        for (place, status) in written.iter().enumerate() {
            assert_eq!(named(&written, place, &status.name), Some(status));
            assert_eq!(named(&written, 2, &status.name), Some(status));
        }
        let sorted = list("app log proxy web");
        assert!(sorted.iter().all(|status| named(&sorted, 9, &status.name) == Some(status)));
        assert!(named(&sorted, 0, "apple").is_none() && named(&[], 0, "app").is_none());
    }
}
