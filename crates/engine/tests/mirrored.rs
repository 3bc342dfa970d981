//! `Endpoints` that somebody wrote for a Service without a selector, as a cluster of 1.36.2 mirrors them.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

mod common;

use common::asked;
use expect_test::{Expect, expect};

const TEXT: &str = r#"
{apiVersion: v1, kind: Pod, metadata: {name: zz}, spec: {containers: [{name: a, image: x}]}}
---
apiVersion: v1
kind: Service
metadata: {name: ext}
spec: {ports: [{port: 80, name: web}, {port: 81, name: adm}]}
---
apiVersion: v1
kind: Endpoints
metadata: {name: ext, labels: {a: b}, annotations: {c: d}}
subsets:
- addresses: [{ip: 192.0.2.7}, {ip: "2001:db8::1"}]
  notReadyAddresses: [{ip: 192.0.2.8}]
  ports: [{port: 8080, name: web}]
- addresses: [{ip: 192.0.2.9, hostname: h9}]
  ports: [{port: 8081, name: adm}]
"#;

/// The API server writes the endpoints of its own Service.
#[test]
fn the_service_of_the_api_server_has_endpoints() {
    told(
        TEXT,
        "kubectl get ep,endpointslices kubernetes",
        &expect![[r#"
        NAME                   ENDPOINTS          AGE
        endpoints/kubernetes   192.168.0.2:6443   3s

        NAME                                        ADDRESSTYPE   PORTS   ENDPOINTS     AGE
        endpointslice.discovery.k8s.io/kubernetes   IPv4          6443    192.168.0.2   3s
        Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice
    "#]],
    );
    assert!(
        asked(TEXT, 3_000, "kubectl describe svc kubernetes")
            .contains("\nEndpoints:                192.168.0.2:6443\n")
    );
    let uids =
        asked(TEXT, 3_000, "kubectl get sa,cm,endpointslices,ns,svc -o jsonpath='{.items[*].metadata.uid}'");
    assert!(uids.split(' ').count() > 6 && uids.split(' ').all(|uid| uid.len() == 36), "{uids}");
}

fn told(text: &str, command: &str, expected: &Expect) {
    expected.assert_eq(&asked(text, 3_000, command));
}

#[test]
fn endpoints_without_a_selector_are_mirrored_by_ports_and_by_family() {
    told(
        TEXT,
        "kubectl get endpointslices",
        &expect![[r#"
            NAME         ADDRESSTYPE   PORTS   ENDPOINTS             AGE
            ext-2xkmr    IPv4          8081    192.0.2.9             3s
            ext-g6dth    IPv4          8080    192.0.2.7,192.0.2.8   3s
            ext-qkhqm    IPv6          8080    2001:db8::1           3s
            kubernetes   IPv4          6443    192.168.0.2           3s
        "#]],
    );
    told(
        TEXT,
        "kubectl describe endpointslices ext-2xkmr",
        &expect![[r#"
        Name:         ext-2xkmr
        Namespace:    default
        Labels:       a=b
                      endpointslice.kubernetes.io/managed-by=endpointslicemirroring-controller.k8s.io
                      kubernetes.io/service-name=ext
        Annotations:  c: d
        AddressType:  IPv4
        Ports:
          Name  Port  Protocol
          ----  ----  --------
          adm   8081  TCP
        Endpoints:
          - Addresses:  192.0.2.9
            Conditions:
              Ready:   true
            Hostname:  h9
            NodeName:  <unset>
            Zone:      <unset>
        Events:        <none>
    "#]],
    );
    told(
        TEXT,
        "kubectl describe svc ext",
        &expect![[r#"
        Name:                     ext
        Namespace:                default
        Labels:                   <none>
        Annotations:              <none>
        Selector:                 <none>
        Type:                     ClusterIP
        IP Family Policy:         SingleStack
        IP Families:              IPv4
        IP:                       10.108.58.49
        IPs:                      10.108.58.49
        Port:                     web  80/TCP
        TargetPort:               80/TCP
        Endpoints:                192.0.2.7:8080,[2001:db8::1]:8080
        Port:                     adm  81/TCP
        TargetPort:               81/TCP
        Endpoints:                192.0.2.9:8081
        Session Affinity:         None
        Internal Traffic Policy:  Cluster
        Events:                   <none>
    "#]],
    );
}

#[test]
fn endpoints_of_a_service_that_selects_and_those_that_ask_for_it_are_not_mirrored() {
    let selects = TEXT.replace("spec: {ports", "spec: {selector: {app: web}, ports");
    told(
        &selects,
        "kubectl describe svc ext",
        &expect![[r#"
        Name:                     ext
        Namespace:                default
        Labels:                   <none>
        Annotations:              <none>
        Selector:                 app=web
        Type:                     ClusterIP
        IP Family Policy:         SingleStack
        IP Families:              IPv4
        IP:                       10.108.58.49
        IPs:                      10.108.58.49
        Port:                     web  80/TCP
        TargetPort:               80/TCP
        Endpoints:                
        Port:                     adm  81/TCP
        TargetPort:               81/TCP
        Endpoints:                
        Session Affinity:         None
        Internal Traffic Policy:  Cluster
        Events:                   <none>
    "#]],
    );
    let skips = TEXT.replace("labels: {a: b}", "labels: {endpointslice.kubernetes.io/skip-mirror: \"true\"}");
    told(
        &skips,
        "kubectl get endpointslices",
        &expect![[r#"
            NAME         ADDRESSTYPE   PORTS   ENDPOINTS     AGE
            kubernetes   IPv4          6443    192.168.0.2   3s
        "#]],
    );
}
