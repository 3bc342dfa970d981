//! Our own lints: what a cluster accepts and a colleague would not.
#![forbid(unsafe_code)]
