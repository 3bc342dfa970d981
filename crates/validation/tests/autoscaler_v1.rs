//! HorizontalPodAutoscalers of `autoscaling/v1`: the server checks them as those of `autoscaling/v2`.
#![allow(clippy::unwrap_used, reason = "a test stops at what it cannot read")]

use api::{Kubernetes, defaulting};

fn told(metadata: &str, spec: &str) -> (Vec<String>, bool) {
    let kubernetes = Kubernetes::RECORDED;
    let text = format!(
        "{{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: {{name: a{metadata}}}, spec: {{scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: web}}, {spec}}}}}"
    );
    let mut object = api::objects(&text, &kubernetes).into_iter().next().unwrap();
    defaulting::apply(&mut object, &kubernetes);
    let errors = validation::validate(&object, &kubernetes, &validation::Options::default());
    (errors.iter().map(|error| error.message(&kubernetes)).collect(), validation::checks(&object))
}

#[test]
fn the_older_version_is_checked_as_the_newer_one() {
    assert_eq!(told("", "maxReplicas: 3"), (vec![], true));
    let (errors, is_checked) = told("", "minReplicas: 0, maxReplicas: -1, targetCPUUtilizationPercentage: 0");
    assert!(is_checked);
    assert_eq!(
        errors,
        [
            "spec.minReplicas: Invalid value: 0: must be greater than or equal to 1",
            "spec.maxReplicas: Invalid value: -1: must be greater than or equal to 1",
            "spec.maxReplicas: Invalid value: -1: must be greater than or equal to `minReplicas`",
            "spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0",
            "spec.metrics: Forbidden: must specify at least one Object or External metric to support scaling to zero replicas",
        ]
    );
}

#[test]
fn metrics_in_annotations_are_not_checked() {
    let metrics = ", annotations: {autoscaling.alpha.kubernetes.io/metrics: '[]'}";
    assert_eq!(
        told(metrics, "minReplicas: 5, maxReplicas: 3"),
        (
            vec![
                "spec.maxReplicas: Invalid value: 3: must be greater than or equal to `minReplicas`"
                    .to_owned()
            ],
            false,
        )
    );
}
