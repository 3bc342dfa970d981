//! What LimitRanges and quotas make of an object.
#![forbid(unsafe_code)]
