//! A loop that waits without a counter, `timeout` or `exit`.

use crate::site::{Found, Site};
use crate::{Lint, Severity};
use api::ContainerKind;

pub(super) static LINT: Lint = Lint {
    name: "endless-wait",
    severity: Severity::Hint,
    why: "A wait without an end shows `Init:0/1` for ever, without any event.",
    page: api::markdown!("endless-wait"),
    find,
};

fn find(site: &Site<'_>) -> Vec<Found> {
    site.containers()
        .filter(|container| container.kind == ContainerKind::Init)
        .filter_map(|container| {
            let (list, index, script) = shell_script(container.container)?;
            let loops =
                script.split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "until" | "while"));
            let bounded = ["timeout", "exit", "break", "-lt", "-le", "-gt", "-ge", "seq"];
            (loops && !bounded.iter().any(|word| script.contains(word))).then(|| Found {
                field: site.container_field(&container, &format!("{list}[{index}]")),
                message: "This loop has no end of its own.".to_owned(),
                fix: "Count the tries and `exit 1` after the last: then the kubelet says what is wrong."
                    .to_owned(),
            })
        })
        .collect()
}

/// The script behind `sh -c`, with the field and index that hold it.
fn shell_script(container: &k8s_openapi::api::core::v1::Container) -> Option<(&'static str, usize, &str)> {
    let command = container.command.as_deref()?;
    let shell = command.first()?.rsplit('/').next()?;
    if !matches!(shell, "sh" | "bash" | "ash" | "dash") || command.get(1)? != "-c" {
        return None;
    }
    match command.get(2) {
        Some(script) => Some(("command", 2, script)),
        None => container.args.as_ref()?.first().map(|script| ("args", 0, script.as_str())),
    }
}
