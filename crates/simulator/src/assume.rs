//! Assumes what the scenario does not say about a container from what its manifest suggests.

use crate::Millis;
use crate::scenario::{PodScenario, Run};
use api::collections::Map;
use k8s_openapi::api::core::v1::{
    Container, HTTPGetAction, Pod, PodSpec, ResourceRequirements, TCPSocketAction,
};

/// How long an ordinary init container runs.
const INIT: Millis = Millis::seconds(3);
/// How long a wait loop waits.
const WAIT: Millis = Millis::seconds(5);

/// The sentence about a Pod that is choosy, where no node is given.
pub(crate) const ANY_NODE: &str = "There is a node with the labels and the room that the Pod asks for.";

/// The containers that the author means to run beside the others, also where the release forgets the field that says so:
/// a program does not end because a cluster is old.
pub(crate) fn sidecars(pod: &Pod) -> Vec<String> {
    let init = pod.spec.iter().flat_map(|spec| spec.init_containers.iter().flatten());
    init.filter(|container| api::is_sidecar(container)).map(|container| container.name.clone()).collect()
}

/// The runs of each container, and the sentences that say what was assumed; `sidecars` as the author wrote them.
pub(crate) fn runs(
    spec: &PodSpec,
    sidecars: &[String],
    scenario: &PodScenario,
    assumes: bool,
) -> (Map<String, Vec<Run>>, Vec<String>) {
    let mut all = Map::new();
    let mut sentences = Vec::new();
    for site in api::containers(spec) {
        let container = site.container;
        let mut runs = scenario.containers.get(&container.name).cloned().unwrap_or_default();
        if assumes {
            let is_told = !runs.is_empty();
            if !is_told {
                runs.push(Run::default());
            }
            let ends = site.kind == api::ContainerKind::Init && !sidecars.contains(&container.name);
            let is_task = site.kind == api::ContainerKind::App && !is_told;
            let (guess, sentence) = guess(container, ends, ends || is_task && has_one_task(spec));
            let open = |run: &Run| {
                run.run.is_none() && run.exit.is_none() && run.create.is_none() && run.start.is_none()
            };
            if runs.iter().any(open) {
                sentences.push(format!("`{}` {sentence}.", container.name));
            }
            for run in &mut runs {
                if open(run) {
                    (run.run, run.exit) = (guess.run, guess.exit);
                } else if run.run.is_none() && run.exit.is_some() {
                    run.run = Some(INIT);
                }
            }
        }
        all.insert(container.name.clone(), runs);
    }
    if assumes && scenario.images.is_empty() {
        sentences.extend(images(spec));
    }
    if assumes {
        sentences.extend(checks(spec, &all));
    }
    if assumes && is_choosy(spec) {
        sentences.push(ANY_NODE.to_owned());
    }
    (all, sentences)
}

/// Whether some nodes may be no nodes for the Pod: by their labels, their system or their room.
fn is_choosy(spec: &PodSpec) -> bool {
    let reserves = |resources: &Option<ResourceRequirements>| {
        resources.as_ref().is_some_and(|resources| resources.requests.is_some())
    };
    spec.node_selector.is_some()
        || spec.affinity.is_some()
        || spec.node_name.is_some()
        || spec.os.as_ref().is_some_and(|os| os.name != "linux")
        || reserves(&spec.resources)
        || api::containers(spec).any(|site| reserves(&site.container.resources))
}

/// Whether the only app of a Pod is meant to end, as its restart policy says. Beside another app one may be a helper that
/// runs on.
fn has_one_task(spec: &PodSpec) -> bool {
    let ends = spec.restart_policy.as_deref().is_some_and(|policy| policy != "Always");
    ends && spec.containers.len() == 1
}

/// The sentences about the images; one that is never pulled has been put there.
fn images(spec: &PodSpec) -> Vec<String> {
    let is_never = |container: &Container| container.image_pull_policy.as_deref() == Some("Never");
    let mut there: Vec<&str> = Vec::new();
    for site in api::containers(spec).filter(|site| is_never(site.container)) {
        let image = site.container.image.as_deref().unwrap_or_default();
        if !there.contains(&image) {
            there.push(image);
        }
    }
    let is_there = |container: &Container| there.iter().any(|one| container.image.as_deref() == Some(*one));
    let others = api::containers(spec).any(|site| !is_there(site.container));
    let pulled = if there.is_empty() { "Images" } else { "Other images" };
    let on_node = there.iter().map(|image| format!("`{image}` is on the node, since it is never pulled."));
    let pulled = format!("{pulled} are not on the node at first; each is pulled in one to two seconds.");
    on_node.chain(others.then_some(pulled)).collect()
}

/// The sentences about the probes and hooks to which no run of their container has an answer.
fn checks(spec: &PodSpec, runs: &Map<String, Vec<Run>>) -> impl Iterator<Item = String> {
    let probes = |container: &Container| {
        let probes = [&container.startup_probe, &container.readiness_probe, &container.liveness_probe];
        probes
            .into_iter()
            .flatten()
            .any(|probe| finds_port(probe.http_get.as_ref(), probe.tcp_socket.as_ref(), container))
    };
    let hooks = |container: &Container| {
        let lifecycle = container.lifecycle.as_ref();
        let mut handlers = lifecycle.into_iter().flat_map(|hooks| [&hooks.post_start, &hooks.pre_stop]);
        handlers.any(|handler| {
            // Sleeping cannot fail.
            let asks = handler.as_ref().filter(|handler| handler.sleep.is_none());
            asks.is_some_and(|handler| finds_port(handler.http_get.as_ref(), None, container))
        })
    };
    [("probes", named(spec, runs, probes)), ("hooks", named(spec, runs, hooks))]
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(what, names)| format!("The {what} of {} succeed.", api::names::listed(names.iter())))
}

/// Whether the kubelet finds the port that a probe or a hook asks, if it asks one; it has no result otherwise.
fn finds_port(http: Option<&HTTPGetAction>, tcp: Option<&TCPSocketAction>, container: &Container) -> bool {
    let asked = http.map(|http| &http.port).or(tcp.map(|tcp| &tcp.port));
    asked.is_none_or(|asked| api::port_number(asked, container).is_some())
}

/// The containers that have what is asked for, and whose runs say nothing about what listens or answers.
fn named(spec: &PodSpec, runs: &Map<String, Vec<Run>>, has: impl Fn(&Container) -> bool) -> Vec<String> {
    let is_silent = |run: &Run| run.listen.is_none() && run.exec.is_empty() && run.http.is_empty();
    api::containers(spec)
        .map(|site| site.container)
        .filter(|container| {
            has(container) && runs.get(&container.name).is_some_and(|runs| runs.iter().any(is_silent))
        })
        .map(|container| format!("`{}`", container.name))
        .collect()
}

/// The run that a container's command suggests, and the sentence for it (its subject is the container).
fn guess(container: &Container, init: bool, ends: bool) -> (Run, String) {
    let command = container.command.iter().flatten();
    let words: Vec<&str> = command.chain(container.args.iter().flatten()).map(String::as_str).collect();
    let text = words.join(" ");
    let run = |run: Option<Millis>, exit: i32| Run { run, exit: Some(exit), ..Run::default() };
    if is_wait_loop(&text) && init {
        return (run(Some(WAIT), 0), "waits in a loop; what it waits for is there after 5 s".to_owned());
    }
    let slept = sleep_of(&text);
    let exit = exit_of(&text);
    match (slept, exit) {
        (Some(Sleep::Forever), _) => (run(None, 0), "sleeps until it is told to stop".to_owned()),
        (Some(Sleep::For(length)), exit) => {
            let code = exit.unwrap_or(0);
            let seconds = length.as_seconds();
            (run(Some(length), code), format!("sleeps {seconds} s and exits with {code}"))
        }
        (None, Some(code)) => (run(Some(Millis::seconds(1)), code), format!("exits with {code} after 1 s")),
        (None, None) if is_brief(&words) => {
            (run(Some(Millis::seconds(1)), 0), "exits with 0 after 1 s".to_owned())
        }
        (None, None) if ends => (run(Some(INIT), 0), "runs 3 s and exits with 0".to_owned()),
        (None, None) => (run(None, 0), "runs until it is told to stop".to_owned()),
    }
}

/// Programs that print something and end.
const BRIEF: [&str; 9] = ["echo", "printf", "date", "env", "printenv", "ls", "pwd", "hostname", "whoami"];

/// Whether a command consists of programs that end at once.
fn is_brief(words: &[&str]) -> bool {
    let script = match words {
        [shell, flag, script, ..] if shell.ends_with("sh") && flag.starts_with('-') => (*script).to_owned(),
        _ => words.join(" "),
    };
    let mut commands =
        script.split(['\n', ';', '&']).map(str::trim).filter(|command| !command.is_empty()).peekable();
    let brief = |command: &str| {
        let program = command.split_whitespace().next().unwrap_or_default();
        !command.contains('|') && BRIEF.contains(&program.rsplit('/').next().unwrap_or_default())
    };
    commands.peek().is_some() && commands.all(brief)
}

enum Sleep {
    For(Millis),
    Forever,
}

/// `until ... done` or `while ... sleep ... done` that is not endless by itself.
fn is_wait_loop(text: &str) -> bool {
    let endless = text.contains("while true") || text.contains("while :") || text.contains("while [ true");
    let looped = text.contains("until ") || text.contains("while ") || text.contains("until(");
    looped && !endless && text.contains("do")
}

/// The sum of the `sleep`s of a script outside loops; `while true` and `sleep infinity` never end.
fn sleep_of(text: &str) -> Option<Sleep> {
    let endless = ["while true", "while :", "sleep infinity", "sleep inf", "tail -f", "for (( ;;"];
    if endless.iter().any(|mark| text.contains(mark)) {
        return Some(Sleep::Forever);
    }
    if text.contains("while ") || text.contains("until ") || text.contains("for ") {
        return None;
    }
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || ";&|()".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    let mut total: Option<Millis> = None;
    for pair in words.windows(2) {
        if let [word, value] = pair
            && (*word == "sleep" || word.ends_with("/sleep"))
        {
            total = Some(total.unwrap_or_default() + length(value)?);
        }
    }
    total.map(Sleep::For)
}

/// A length of time as the `sleep` command reads it: `5`, `0.5`, `2m`.
fn length(text: &str) -> Option<Millis> {
    let text = text.trim_matches(['"', '\'']);
    let (number, factor) = match text.chars().last()? {
        's' => (text.trim_end_matches('s'), 1.0),
        'm' => (text.trim_end_matches('m'), 60.0),
        'h' => (text.trim_end_matches('h'), 3600.0),
        'd' => (text.trim_end_matches('d'), 86_400.0),
        _ => (text, 1.0),
    };
    let seconds = number.parse::<f64>().ok()?;
    (seconds.is_finite() && seconds >= 0.0).then(|| Millis::from_seconds(seconds * factor))
}

/// The code of the last `exit N` or `false`. An exit behind `||`, in a branch or in a loop does not count, because the
/// commands before it are assumed to succeed.
fn exit_of(text: &str) -> Option<i32> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || ";&|()".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    let guarded = text.contains("||")
        || words.iter().any(|word| ["if", "for", "while", "until", "case"].contains(word));
    let code = words.windows(2).rev().filter(|_| !guarded).find_map(|pair| match pair {
        ["exit", code] => code.trim_matches(['"', '\'', '}']).parse::<i32>().ok(),
        _ => None,
    });
    match words.last() {
        Some(&"false" | &"/bin/false") => Some(1),
        Some(&"true" | &"/bin/true") => Some(0),
        _ => code,
    }
}

/// How long a hook's command takes: the sum of its sleeps.
pub(crate) fn sleeps(command: &[String]) -> Millis {
    match sleep_of(&command.join(" ")) {
        Some(Sleep::For(length)) => length,
        Some(Sleep::Forever) => Millis::MAX,
        None => Millis::ZERO,
    }
}
