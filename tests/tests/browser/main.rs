//! Journeys through the page in a real browser, as a person goes. `cargo xtask journeys` builds the page and runs them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "the whole crate is tests"
)]

mod access;
mod alone;
mod cluster;
mod costs;
mod driver;
mod embed;
mod errors;
mod hostile;
mod links;
mod newcomer;
mod page;
mod privacy;
mod seldom;
mod sizes;
mod terminal;
mod underlines;
