//! Journeys through the page in a real browser, as a person goes. `cargo xtask journeys` builds the page and runs them.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a test says what it counted")]
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
mod commands;
mod compare;
mod contrast;
mod costs;
mod driver;
mod embed;
mod engine;
mod errors;
mod events;
mod gallery;
mod hand;
mod hearing;
mod hostile;
mod journey;
mod keeping;
mod links;
mod newcomer;
mod page;
mod pictures;
mod privacy;
mod seldom;
mod sizes;
mod story;
mod terminal;
mod underlines;
mod whole;
mod words;

fn main() -> std::process::ExitCode {
    journey::run(&[
        access::JOURNEYS,
        alone::JOURNEYS,
        cluster::JOURNEYS,
        commands::JOURNEYS,
        compare::JOURNEYS,
        contrast::JOURNEYS,
        costs::JOURNEYS,
        embed::JOURNEYS,
        engine::JOURNEYS,
        errors::JOURNEYS,
        gallery::JOURNEYS,
        hearing::JOURNEYS,
        hostile::JOURNEYS,
        keeping::JOURNEYS,
        links::JOURNEYS,
        newcomer::JOURNEYS,
        pictures::JOURNEYS,
        privacy::JOURNEYS,
        seldom::JOURNEYS,
        sizes::JOURNEYS,
        story::JOURNEYS,
        terminal::JOURNEYS,
        underlines::JOURNEYS,
        whole::JOURNEYS,
        words::JOURNEYS,
    ])
}
