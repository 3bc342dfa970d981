//! Which nodes pass the scheduler's filters for a Pod.
#![forbid(unsafe_code)]
