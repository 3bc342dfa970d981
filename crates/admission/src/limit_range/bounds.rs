//! Bounds: min, max and ratio. Upstream: minConstraint, maxConstraint, limitRequestRatioConstraint, limitranger.

use crate::Word;
use api::Quantity;
use api::collections::gather;
use k8s_openapi::api::core::v1::{LimitRangeItem, ResourceRequirements};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Written;
use resources::Totals;
use std::collections::BTreeMap;

/// The object of a bound, as the messages name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Container,
    Pod,
    Claim,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Container => "Container",
            Kind::Pod => "Pod",
            Kind::Claim => "PersistentVolumeClaim",
        }
    }
}

/// The amounts that are checked.
pub(super) struct Amounts {
    pub requests: Totals,
    pub limits: Totals,
}

impl Amounts {
    /// The amounts as a container has them written.
    pub fn written(resources: Option<&ResourceRequirements>) -> Amounts {
        Amounts {
            requests: totals(resources.and_then(|resources| resources.requests.as_ref())),
            limits: totals(resources.and_then(|resources| resources.limits.as_ref())),
        }
    }
}

pub(super) fn totals(list: Option<&BTreeMap<String, Written>>) -> Totals {
    gather(list.into_iter().flatten().map(|(name, amount)| (name.clone(), Quantity::of(amount))))
}

/// Adds a sentence for each bound that is broken: minima first, then maxima, then ratios, each list by name.
pub(super) fn check(kind: Kind, item: &LimitRangeItem, amounts: &Amounts, broken: &mut Vec<String>) {
    type Rule = fn(Kind, &str, &Quantity, &Amounts) -> Option<String>;
    let rules: [(&Option<BTreeMap<String, Written>>, Rule); 3] =
        [(&item.min, minimum), (&item.max, maximum), (&item.max_limit_request_ratio, ratio)];
    for (list, rule) in rules {
        let bounds = list.iter().flatten();
        broken.extend(bounds.filter_map(|(name, bound)| rule(kind, name, &Quantity::of(bound), amounts)));
    }
}

fn minimum(kind: Kind, name: &str, bound: &Quantity, amounts: &Amounts) -> Option<String> {
    let (request, limit) = (amounts.requests.get(name), amounts.limits.get(name));
    let rule = format!("minimum {name} {} {} is {bound}", Word::UsagePer, kind.name());
    let Some(written) = request else { return Some(format!("{rule}.  No request is specified")) };
    let [requested, limited, least] = comparable([request, limit, Some(bound)]);
    match limit {
        _ if requested < least => Some(format!("{rule}, but request is {written}")),
        Some(limit) if limited < least => Some(format!("{rule}, but limit is {limit}")),
        _ => None,
    }
}

fn maximum(kind: Kind, name: &str, bound: &Quantity, amounts: &Amounts) -> Option<String> {
    let (request, limit) = (amounts.requests.get(name), amounts.limits.get(name));
    let rule = format!("maximum {name} {} {} is {bound}", Word::UsagePer, kind.name());
    let [requested, limited, most] = comparable([request, limit, Some(bound)]);
    // A claim has no limit, only a request.
    match (kind, limit, request) {
        (Kind::Claim, _, None) => Some(format!("{rule}.  No request is specified")),
        (Kind::Container | Kind::Pod, None, _) => Some(format!("{rule}.  No limit is specified")),
        (Kind::Container | Kind::Pod, Some(limit), _) if limited > most => {
            Some(format!("{rule}, but limit is {limit}"))
        }
        (_, _, Some(request)) if requested > most => Some(format!("{rule}, but request is {request}")),
        _ => None,
    }
}

fn ratio(kind: Kind, name: &str, bound: &Quantity, amounts: &Amounts) -> Option<String> {
    if kind == Kind::Claim {
        return None;
    }
    let (request, limit) = (amounts.requests.get(name), amounts.limits.get(name));
    let rule = format!("{name} {} {} is {bound}", Word::RatioPer, kind.name());
    let [requested, limited, _] = comparable([request, limit, Some(bound)]);
    if requested == 0 {
        return Some(format!("{rule}, but no request is specified or request is 0"));
    }
    if limited == 0 {
        return Some(format!("{rule}, but no limit is specified or limit is 0"));
    }
    #[expect(clippy::cast_precision_loss, reason = "upstream divides as floating point, and prints that")]
    let (observed, most) = (limited as f64 / requested as f64, bound.milli_value() as f64 / 1000.0);
    (observed * 1000.0 > most * 1000.0).then(|| format!("{rule}, but provided ratio is {observed:.6}"))
}

/// The amounts as numbers that can be compared: thousandths where those fit for all of them; an absent amount is 0.
fn comparable(amounts: [Option<&Quantity>; 3]) -> [i64; 3] {
    let whole = amounts.map(|amount| amount.map_or(0, Quantity::value));
    if whole.iter().all(|value| *value <= i64::MAX / 1000) {
        amounts.map(|amount| amount.map_or(0, Quantity::milli_value))
    } else {
        whole
    }
}
