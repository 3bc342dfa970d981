//! The transcript of `kubectl get pod -w`: a line for each change, under heads that stand once.
//! Upstream: staging/src/k8s.io/kubectl/pkg/cmd/get/get.go watch; github.com/liggitt/tabwriter, whose columns
//! keep the width that they once had.

use crate::row::{HEADERS, PLAIN, Row};
use crate::table::cell;
use view::Columns;

/// A transcript under way.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    columns: Columns,
    wide: bool,
}

impl Watch {
    /// A watch like `kubectl get pod -w`, or with `-o wide`.
    pub fn new(wide: bool) -> Watch {
        Watch { columns: Columns::default(), wide }
    }

    /// The first lines: the heads and the Pods that are there. Nothing when there are none.
    pub fn start(&mut self, rows: &[Row]) -> String {
        if rows.is_empty() { String::new() } else { self.lines(rows) }
    }

    /// The line of a Pod that was made, changed or removed; under the heads when it is the first.
    pub fn line(&mut self, row: &Row) -> String {
        self.lines(std::slice::from_ref(row))
    }

    fn lines(&mut self, rows: &[Row]) -> String {
        let count = if self.wide { HEADERS.len() } else { PLAIN };
        let mut lines: Vec<Vec<String>> = Vec::new();
        if self.columns.is_fresh() {
            lines.push(HEADERS.iter().take(count).map(|head| (*head).to_owned()).collect());
        }
        lines
            .extend(rows.iter().map(|row| row.columns().iter().take(count).map(|text| cell(text)).collect()));
        self.columns.lines(&lines)
    }
}

#[cfg(test)]
mod tests {
    use super::Watch;
    use crate::row::row;
    use api::Kubernetes;
    use expect_test::expect;
    use k8s_openapi::api::core::v1::Pod;
    use serde_json::json;

    #[test]
    fn columns_grow_and_stay() {
        let mut watch = Watch::default();
        let mut transcript = String::new();
        for (second, reason) in [(0, "ContainerCreating"), (1, "CreateContainerConfigError"), (9, "Error")] {
            let pod: Pod = serde_json::from_value(json!({
                "metadata": {"name": "web", "creationTimestamp": "2026-01-01T00:00:00Z"},
                "spec": {"containers": [{"name": "app"}]},
                "status": {"containerStatuses": [{"name": "app", "state": {"waiting": {"reason": reason}}}]},
            }))
            .unwrap();
            let now = format!("2026-01-01T00:00:0{second}Z").parse().unwrap();
            transcript += &watch.line(&row(&pod, now, &Kubernetes::RECORDED));
        }
        expect![[r"
            NAME   READY   STATUS              RESTARTS   AGE
            web    0/1     ContainerCreating   0          0s
            web    0/1     CreateContainerConfigError   0          1s
            web    0/1     Error                        0          9s
        "]]
        .assert_eq(&transcript);
    }
}
