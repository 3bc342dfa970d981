//! Text to documents: a tree whose every node knows its place. Knows no Kubernetes.
#![forbid(unsafe_code)]
