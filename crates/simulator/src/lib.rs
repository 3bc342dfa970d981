//! What the kubelet would do: an object and a scenario become a trace.
#![forbid(unsafe_code)]
