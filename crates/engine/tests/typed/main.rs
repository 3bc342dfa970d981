//! Commands that change the cluster, typed into a terminal.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

#[path = "../common/mod.rs"]
mod common;

mod actions;
mod answers;
mod asked;
mod created;
mod file;
mod inside;
mod kinds;
mod made;
mod nodes;
mod oneself;
mod printed;
mod refusals;
mod set;
mod whole;

const SHOP: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: shop } }
  template: { metadata: { labels: { app: shop } }, spec: { containers: [{ name: web, image: a:1 }] } }
";
