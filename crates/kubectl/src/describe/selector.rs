//! A label selector in one line. Upstream: FormatLabelSelector, staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go.

use crate::order;
use api::collections::sort_by;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

/// `app=web,tier in (a,b),!legacy`, sorted by key; `<none>` for a selector without terms.
pub(crate) fn print(selector: &LabelSelector) -> String {
    let labels = selector.match_labels.iter().flatten();
    let mut terms: Vec<(&str, String)> =
        labels.map(|(key, value)| (key.as_str(), format!("{key}={value}"))).collect();
    for expression in selector.match_expressions.iter().flatten() {
        let key = expression.key.as_str();
        let mut values = expression.values.clone().unwrap_or_default();
        sort_by(&mut values, Ord::cmp);
        let values = values.join(",");
        let term = match expression.operator.as_str() {
            "In" => format!("{key} in ({values})"),
            "NotIn" => format!("{key} notin ({values})"),
            "Exists" => key.to_owned(),
            "DoesNotExist" => format!("!{key}"),
            _ => return "<error>".to_owned(),
        };
        terms.push((key, term));
    }
    if terms.is_empty() {
        return "<none>".to_owned();
    }
    order::sort(&mut terms, |a, b| a.0 < b.0);
    terms.into_iter().map(|(_, term)| term).collect::<Vec<_>>().join(",")
}
