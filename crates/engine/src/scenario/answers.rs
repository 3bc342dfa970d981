//! The answers of a scenario that no probe and no hook of their container asks for.

use api::near::meant;
use k8s_openapi::api::core::v1::{Container, ExecAction, HTTPGetAction};
use serde_json::Value;

use super::problems::{Unknown, hint};

/// The questions of the probes and hooks of a container: command lines, and `:PORT/PATH` over HTTP.
#[derive(Default)]
struct Asked {
    commands: Vec<String>,
    urls: Vec<String>,
}

impl Asked {
    fn of(container: &Container) -> Asked {
        let mut asked = Asked::default();
        let probes = [&container.startup_probe, &container.readiness_probe, &container.liveness_probe];
        for probe in probes.into_iter().flatten() {
            asked.add(container, probe.exec.as_ref(), probe.http_get.as_ref());
        }
        let hooks = container.lifecycle.iter().flat_map(|hooks| [&hooks.post_start, &hooks.pre_stop]);
        for hook in hooks.flatten() {
            asked.add(container, hook.exec.as_ref(), hook.http_get.as_ref());
        }
        asked
    }

    fn add(&mut self, container: &Container, exec: Option<&ExecAction>, http: Option<&HTTPGetAction>) {
        self.commands.extend(exec.and_then(|exec| exec.command.as_ref()).map(|words| words.join(" ")));
        // A port whose name the container does not have is never asked.
        let url =
            http.and_then(|http| Some((api::port_number(&http.port, container)?, api::http_path(http))));
        self.urls.extend(url.map(|(port, path)| format!(":{port}{path}")));
    }
}

/// The answers below `containers` that nothing asks for; `path` leads there, and `is_later` tells what an action may bring.
pub(super) fn unasked(
    known: &[&Container],
    containers: &Value,
    path: &str,
    is_later: &dyn Fn(&str) -> bool,
) -> Vec<Unknown> {
    let mut found = Vec::new();
    for (name, runs) in containers.as_object().into_iter().flatten() {
        let own: Vec<Asked> =
            known.iter().filter(|one| one.name == *name).map(|one| Asked::of(one)).collect();
        if own.is_empty() {
            continue;
        }
        let runs: Vec<(String, &Value)> = match runs {
            Value::Array(runs) => {
                runs.iter().enumerate().map(|(at, run)| (format!("{path}.{name}[{at}]"), run)).collect()
            }
            run => vec![(format!("{path}.{name}"), run)],
        };
        for (path, run) in runs {
            let keys =
                |field| run.get(field).and_then(Value::as_object).into_iter().flat_map(|one| one.keys());
            let stranger = |field: &str, key: &str, meant: Option<&str>, known: &[&str]| Unknown {
                path: format!("{path}.{field}.{key}"),
                message: format!("no {field} probe or hook of `{name}` asks `{key}`: {}", hint(meant, known)),
                refuses: false,
                meant: meant.map(str::to_owned),
            };
            let urls: Vec<&str> = own.iter().flat_map(|asked| &asked.urls).map(String::as_str).collect();
            for key in keys("http").filter(|key| !urls.contains(&key.as_str()) && !is_later(key)) {
                found.push(stranger("http", key, meant(key, urls.iter().copied()), &urls));
            }
            let commands: Vec<&str> =
                own.iter().flat_map(|asked| &asked.commands).map(String::as_str).collect();
            let is_asked = |key: &str| commands.iter().any(|line| line.contains(key));
            for key in keys("exec").filter(|key| !is_asked(key) && !is_later(key)) {
                let words = commands.iter().flat_map(|line| line.split_whitespace());
                found.push(stranger("exec", key, meant(key, words), &commands));
            }
        }
    }
    found
}
