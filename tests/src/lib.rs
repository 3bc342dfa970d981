//! What holds Podlab to its word: recordings of a real cluster, and the comparisons with them.
#![forbid(unsafe_code)]

pub mod agreement;
pub mod areas;
pub mod compare;
pub mod drawing;
pub mod gallery;
pub mod gaps;
pub mod recordings;
