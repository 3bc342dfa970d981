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
mod built;
mod cluster;
mod commands;
mod compare;
mod contrast;
mod costs;
mod driver;
mod element;
mod embed;
mod engine;
mod errors;
mod events;
mod fresh;
mod gallery;
mod generators;
mod hand;
mod hearing;
mod hints;
mod hostile;
mod journey;
mod keeping;
mod links;
mod monkey;
mod newcomer;
mod offline;
mod page;
mod pictures;
mod policy;
mod privacy;
mod seldom;
mod siege;
mod sizes;
mod story;
mod terminal;
mod underlines;
mod whole;
mod words;

fn main() -> std::process::ExitCode {
    // The sites of generators are there only where `cargo xtask generators` has built them.
    let sites = if generators::sites().is_some() { generators::JOURNEYS } else { &[] };
    journey::run(&[
        sites,
        // The longest come first, so that no thread is left with one at the end.
        siege::JOURNEYS,
        access::JOURNEYS,
        alone::JOURNEYS,
        cluster::JOURNEYS,
        commands::JOURNEYS,
        compare::JOURNEYS,
        contrast::JOURNEYS,
        costs::JOURNEYS,
        element::JOURNEYS,
        embed::JOURNEYS,
        engine::JOURNEYS,
        errors::JOURNEYS,
        fresh::JOURNEYS,
        gallery::JOURNEYS,
        hearing::JOURNEYS,
        hints::JOURNEYS,
        hostile::JOURNEYS,
        keeping::JOURNEYS,
        links::JOURNEYS,
        newcomer::JOURNEYS,
        offline::JOURNEYS,
        pictures::JOURNEYS,
        policy::JOURNEYS,
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
