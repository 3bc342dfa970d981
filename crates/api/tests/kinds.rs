//! The table of kinds: each type by each of its names.

use api::kinds::{Kind, all, is_short, of_type};

#[test]
fn each_type_is_found_by_each_of_its_names() {
    for kind in all() {
        // Events and autoscalers have two versions; the core's and the newest are meant.
        let meant = |name: &str| of_type(name).map(|found| (found.name, found.group()));
        let own = Some((kind.name, kind.group()));
        assert_eq!([meant(&kind.type_name()), meant(&kind.singular())], [own, own]);
        assert_eq!(of_type(kind.plural).map(|found| found.name), Some(kind.name));
    }
    for (kind, short) in all().flat_map(|kind| kind.short.iter().map(move |short| (kind, short))) {
        assert!(is_short(short) && !is_short(kind.name));
        assert_eq!(of_type(short).map(|kind| kind.name), Some(kind.name));
    }
    let version = |name: &str| of_type(name).map(|kind| kind.api_version);
    assert_eq!(version("events"), Some("v1"));
    assert_eq!(version("hpa"), Some("autoscaling/v2"));
    assert_eq!(version("deployments.v1.apps"), Some("apps/v1"));
    assert_eq!(of_type("cs").map(Kind::type_name).as_deref(), Some("componentstatuses"));
    assert_eq!(of_type("pots"), None);
}
