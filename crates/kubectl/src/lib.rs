//! What kubectl prints of a Pod.
#![forbid(unsafe_code)]
