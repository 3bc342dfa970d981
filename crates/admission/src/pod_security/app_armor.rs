//! AppArmor profiles, in fields and in the annotations before them. Upstream: check_appArmorProfile.go.

use super::site::{Part, Site, containers, plural, quoted, set};
use super::{Complaint, Policy};
use api::well_known::APP_ARMOR;

pub(super) fn check(site: &Site<'_>, _: Policy) -> Option<Complaint> {
    fn of_part<'a>(part: &Part<'a>) -> Option<&'a str> {
        part.context?.app_armor_profile.as_ref().map(|profile| profile.type_.as_str())
    }
    let is_bad = |kind: &&str| !matches!(*kind, "RuntimeDefault" | "Localhost");
    let pod = site.context.and_then(|context| context.app_armor_profile.as_ref());
    let pod = pod.map(|profile| profile.type_.as_str()).filter(is_bad);
    let bad = site.bad(|part| of_part(part).as_ref().is_some_and(is_bad));
    let annotations = annotations(site);

    let mut setters: Vec<String> = pod.map(|_| "pod".to_owned()).into_iter().collect();
    if !bad.is_empty() {
        setters.push(containers(&bad));
    }
    if !annotations.is_empty() {
        setters.push(plural("annotation", annotations.len()));
    }
    if setters.is_empty() {
        return None;
    }
    let values = set(site.parts.iter().filter_map(of_part).filter(is_bad).chain(pod));
    let values: Vec<&str> = values.into_iter().chain(annotations.iter().map(String::as_str)).collect();
    let reason = plural("forbidden AppArmor profile", values.len());
    let detail =
        format!("{} must not set AppArmor profile type to {}", setters.join(" and "), quoted(&values));
    Some(Complaint::new(&reason, detail))
}

fn annotations(site: &Site<'_>) -> Vec<String> {
    let is_bad =
        |value: &str| !value.is_empty() && value != "runtime/default" && !value.starts_with("localhost/");
    let annotations = site.pod.metadata.annotations.iter().flatten();
    annotations
        .filter(|(key, value)| key.starts_with(APP_ARMOR) && is_bad(value))
        .map(|(key, value)| format!("{key}=\"{value}\""))
        .collect()
}
