//! `cargo xtask embeds`: a page of documentation with twenty embeds, on another origin than the playground and without any
//! header: the author's Pod in each of two hundred loads, in Chromium and in Firefox, then what that weighs in Chromium.

use crate::{measure, page, project, test};

/// The number of embeds that are looked at in each browser: ten pages of twenty.
const LOADS: &str = "200";
const PAGES: &str = "10";
const FIGURES: &str = "tests/embeds.toml";

/// Looks at the embeds in both browsers, then measures memory, tasks and layout shift.
pub fn run() -> Result<(), String> {
    test::embeds(&page::build()?, PAGES)?;
    let figures = project::root().join(FIGURES);
    let options = [figures.as_os_str(), "--loads".as_ref(), LOADS.as_ref()];
    measure::run("embeds.js", &options, "The embeds could not be measured or are over a budget: see above.")
}
