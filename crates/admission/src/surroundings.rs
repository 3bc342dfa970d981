//! The objects that the plugins look up in the Pod's namespace.

use crate::account::Account;
use api::typed::object_from_json;
use k8s_openapi::api::core::v1::{LimitRange, Pod, ResourceQuota};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The treatment of a class or an account that a Pod names and that does not exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Missing {
    /// The Pod is refused, as the server does.
    #[default]
    Refused,
    /// The object is assumed to exist, as for a person who pastes one Pod, and the assumption is reported.
    Assumed,
}

/// The objects that exist around a create.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// The namespace's name; empty for `default`.
    pub namespace: String,
    /// Its accounts; `None` where the ServiceAccount plugin is off.
    pub accounts: Option<BTreeMap<String, Account>>,
    /// The treatment of names that lead to nothing.
    pub missing: Missing,
    /// The objects that are not even assumed, because the server refused them: kind and name.
    pub absent: BTreeSet<(String, String)>,
    /// LimitRanges with their own defaults filled in, by name.
    pub limit_ranges: BTreeMap<String, LimitRange>,
    /// Quotas, by name.
    pub quotas: BTreeMap<String, ResourceQuota>,
    /// Labels of the namespace, which choose the level of Pod security.
    pub namespace_labels: BTreeMap<String, String>,
    /// The existing Pods, as stored.
    pub pods: Vec<Pod>,
}

impl Surroundings {
    /// The namespace's name.
    pub fn namespace(&self) -> &str {
        if self.namespace.is_empty() { "default" } else { &self.namespace }
    }

    /// Whether an object that a Pod names and nobody has created is taken to be there.
    pub(crate) fn assumes(&self, kind: &str, name: &str) -> bool {
        self.missing == Missing::Assumed && !self.absent.contains(&(kind.to_owned(), name.to_owned()))
    }

    /// Adds an object in its JSON form if admission reads its kind; returns whether it does.
    pub fn add(&mut self, object: &Value) -> bool {
        match object.get("kind").and_then(Value::as_str) {
            Some("LimitRange") => object_from_json(object).is_ok_and(|mut range: LimitRange| {
                crate::limit_range::fill_in(&mut range);
                self.limit_ranges.insert(range.metadata.name.clone().unwrap_or_default(), range);
                true
            }),
            Some("ResourceQuota") => object_from_json(object).is_ok_and(|quota: ResourceQuota| {
                self.quotas.insert(quota.metadata.name.clone().unwrap_or_default(), quota);
                true
            }),
            Some("ServiceAccount") => self.accounts.as_mut().is_some_and(|accounts| {
                let account = Account::of(object);
                accounts.insert(account.name.clone(), account);
                true
            }),
            _ => false,
        }
    }
}
