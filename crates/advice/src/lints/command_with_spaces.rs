//! A command of one string with spaces.

use crate::site::{Found, Site};
use crate::{Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "command-with-spaces",
    severity: Severity::Advice,
    why: "Without a shell, the first word of `command` is looked up as one file name, spaces included.",
    page: api::markdown!("command-with-spaces"),
    find,
};

fn find(site: &Site<'_>) -> Vec<Found> {
    site.containers()
        .filter_map(|container| {
            let [only] = container.container.command.as_deref()? else { return None };
            let several = only.trim().contains(' ') && container.container.args.is_none();
            several.then(|| Found {
                field: site.container_field(&container, "command[0]"),
                message: format!("`{only}` is looked up as the name of one file."),
                fix: "One item for each word, or `[sh, -c, \"...\"]`.".to_owned(),
            })
        })
        .collect()
}
