//! Endpoints, in the words of an API server 1.36.2.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

use api::{Kubernetes, defaulting};

#[test]
fn addresses_and_ports_are_looked_at() {
    let kubernetes = Kubernetes::RECORDED;
    let told = |subsets: &str| {
        let text =
            format!("{{apiVersion: v1, kind: Endpoints, metadata: {{name: web}}, subsets: {subsets}}}");
        let mut object = api::objects(&text, &kubernetes).remove(0);
        defaulting::apply(&mut object, &kubernetes);
        let errors = validation::validate(&object, &kubernetes, &validation::Options::default());
        errors.iter().map(|error| error.message(&kubernetes)).collect::<Vec<_>>()
    };
    assert_eq!(told("[{addresses: [{ip: 10.0.0.1}], ports: [{port: 80}]}]"), [] as [&str; 0]);
    assert_eq!(
        told("[{ports: [{port: 80}]}]"),
        ["subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`"]
    );
    assert_eq!(
        told(
            "[{addresses: [{ip: x}, {ip: 127.0.0.1}], ports: [{port: 0}, {name: b, port: 1, protocol: X}]}]"
        ),
        [
            "subsets[0].addresses[0].ip: Invalid value: \"x\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
            "subsets[0].addresses[0].ip: Invalid value: \"x\": must be a valid IP address",
            "subsets[0].addresses[1].ip: Invalid value: \"127.0.0.1\": may not be in the loopback range (127.0.0.0/8, ::1/128)",
            "subsets[0].ports[0].name: Required value",
            "subsets[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive",
            "subsets[0].ports[1].protocol: Unsupported value: \"X\": supported values: \"SCTP\", \"TCP\", \"UDP\"",
        ]
    );
}
