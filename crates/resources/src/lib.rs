//! Effective requests and limits, each number with its derivation.
#![forbid(unsafe_code)]
