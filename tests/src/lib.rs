//! Recordings of a real cluster, and the comparisons that hold Podlab to them.
//!
//! ```
//! // A gap is written down with its reason, and belongs to an area that is compared.
//! let gaps = podlab_tests::gaps::read().unwrap();
//! assert!(gaps.iter().all(|gap| podlab_tests::areas::find(&gap.area).is_some() && gap.why.len() > 5));
//! ```
#![forbid(unsafe_code)]

pub mod agreement;
pub mod areas;
pub mod chance;
pub mod compare;
pub mod corpora;
pub mod drawing;
pub mod gallery;
pub mod gaps;
pub mod recordings;
