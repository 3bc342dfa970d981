//! The kubelets that run. An order to all of them holds for every node; one to a single kubelet, for its node.

use crate::Millis;
use api::collections::Map;

/// The kubelet of a node.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kubelet {
    /// It runs.
    pub up: bool,
    /// When it was started again last.
    pub started: Option<Millis>,
    /// When it stopped last.
    pub stopped: Option<Millis>,
}

/// The kubelets of all nodes.
#[derive(Clone, Debug)]
pub(crate) struct Kubelets {
    /// The kubelet of every node that `named` does not tell of.
    others: Kubelet,
    named: Map<String, Kubelet>,
}

impl Kubelets {
    /// All run since before the trace.
    pub fn new() -> Kubelets {
        let others = Kubelet { up: true, started: None, stopped: None };
        Kubelets { others, named: Map::new() }
    }

    /// The kubelet of a node.
    pub fn of(&self, node: &str) -> Kubelet {
        self.named.get(node).copied().unwrap_or(self.others)
    }

    /// Stops the kubelet of a node, or all that run.
    pub fn stop(&mut self, node: Option<&str>, now: Millis) {
        self.change(node, |one| Kubelet { up: false, stopped: Some(now), ..one });
    }

    /// Starts the kubelet of a node, or all.
    pub fn start(&mut self, node: Option<&str>, now: Millis) {
        self.change(node, |one| Kubelet { up: true, started: Some(now), ..one });
    }

    fn change(&mut self, node: Option<&str>, to: impl Fn(Kubelet) -> Kubelet) {
        if let Some(node) = node {
            self.named.insert(node.to_owned(), to(self.of(node)));
        } else {
            self.others = to(self.others);
            self.named.values_mut().for_each(|one| *one = to(*one));
        }
    }
}
