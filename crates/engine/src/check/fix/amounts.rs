//! Fixes of amounts: their spelling, and limits that are too small or missing.

use super::{Fix, Site, fix};
use api::Quantity;
use api::read::DecodeError;
use source::Document;
use validation::BadValue;

/// Units as people write them, and as Kubernetes does.
const UNITS: [(&str, &str); 14] = [
    ("kib", "Ki"),
    ("mib", "Mi"),
    ("gib", "Gi"),
    ("tib", "Ti"),
    ("ki", "Ki"),
    ("mi", "Mi"),
    ("gi", "Gi"),
    ("ti", "Ti"),
    ("kb", "k"),
    ("mb", "M"),
    ("gb", "G"),
    ("tb", "T"),
    ("g", "G"),
    ("k", "k"),
];

/// The fix of a quantity: `512 MB` becomes `512M`, `1gi` becomes `1Gi`.
pub(super) fn quantity(text: &str, document: &Document, error: &DecodeError) -> Option<Fix> {
    let place = document.locate(&error.path);
    let written = text.get(document.node(place.node).range()).filter(|_| place.exact)?;
    let plain = written.trim_matches(['"', '\'']).trim().replace(',', ".");
    let digits =
        plain.find(|character: char| !character.is_ascii_digit() && character != '.').unwrap_or(plain.len());
    let (number, unit) = plain.split_at(digits);
    let lower = unit.trim().to_ascii_lowercase();
    let is_cpu = [".cpu", "[cpu]"].iter().any(|end| error.path.ends_with(end));
    let cores = ["core", "cores", "cpu", "cpus", "vcpu", "vcpus"].contains(&lower.as_str()).then_some("");
    // Processors have no bytes: nobody knows what `2 GB` of them was meant to be.
    let known = || UNITS.into_iter().find(|(written, _)| !is_cpu && *written == lower).map(|(_, unit)| unit);
    let spaced = ["m", "Ki", "Mi", "Gi", "Ti", "k", "M", "G", "T"]
        .into_iter()
        .find(|known| *known == unit.trim() && (!is_cpu || *known == "m"));
    let none = unit.is_empty().then_some("");
    let unit = none.or(cores.filter(|_| is_cpu)).or(spaced).or_else(known)?;
    let amount = format!("{number}{unit}");
    Quantity::parse(&amount).ok()?;
    Some(fix(format!("write `{amount}`"), document.replace(&error.path, &amount)?))
}

/// The fix of an amount that is read, but means another than it looks like: `100M` of cpu becomes `100m`.
pub(in crate::check) fn odd(site: Site<'_>, field: &str) -> Option<Fix> {
    let last = field.rsplit('.').next().unwrap_or_default();
    let resource = match last.split_once('[') {
        Some(("requests" | "limits", name)) => name.trim_end_matches(']'),
        _ if last == "sizeLimit" => "memory",
        _ => return None,
    };
    let meant = advice::odd_amount(resource, site.written(field)?)?.meant?;
    site.write(field, &meant)
}

/// Raises the limit to the request that the error is about.
pub(super) fn raise_limit(site: Site<'_>, error: &validation::Error) -> Option<Fix> {
    let resources = error.field.strip_suffix(".requests")?;
    let requests = site.document.locate(&error.field);
    let mut names =
        site.document.node(requests.node).entries().map(|entry| entry.key).filter(|_| requests.exact);
    names.find_map(|name| {
        let limit_field = format!("{resources}.limits[{name}]");
        let request = site.written(&format!("{}[{name}]", error.field))?;
        let limit = Quantity::parse(site.written(&limit_field)?).ok()?;
        let amount = Quantity::parse(request).ok()?;
        let is_meant = amount > limit && BadValue::from(amount.to_string()) == error.bad_value;
        let edit = is_meant.then(|| site.document.replace(&limit_field, request))??;
        Some(fix(format!("raise the {name} limit to `{request}`"), edit))
    })
}

/// Adds a limit where one is required, as high as the request.
pub(super) fn add_limit(site: Site<'_>, field: &str) -> Option<Fix> {
    let resources = field.strip_suffix(".limits")?;
    let requests = site.document.locate(&format!("{resources}.requests"));
    let mut names =
        site.document.node(requests.node).entries().map(|entry| entry.key).filter(|_| requests.exact);
    let has_limit = |name: &str| site.written(&format!("{field}[{name}]")).is_some();
    let name =
        names.find(|name| (name.contains('/') || name.starts_with("hugepages-")) && !has_limit(name))?;
    let amount = site.written(&format!("{resources}.requests[{name}]"))?;
    let edit = site.document.set(site.text, resources, &["limits", name], amount)?;
    Some(fix(format!("add the limit `{name}: {amount}`"), edit))
}
