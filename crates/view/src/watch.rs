//! The output of `kubectl get pod -w` and `kubectl get events -w` until an instant, from the run alone, so that
//! a terminal grows with the playhead and asks no engine.

use crate::{Columns, Event, Pod, Run};

/// The objects that are watched.
enum Watched<'c> {
    /// Pods, or only the one with this name.
    Pods(Option<&'c str>),
    Events,
}

/// Commands that change the cluster, and `diff`, which sends a file as they do.
const CHANGING: &str = "annotate apply autoscale cordon create delete diff drain expose label patch replace rollout run scale set taint uncordon";

/// Flags with a value that may stand before the command.
const VALUED: &str =
    "-n --namespace --context --cluster --user --kubeconfig -s --server --request-timeout -v --v";

/// Whether a command changes something when it is sent.
///
/// ```
/// assert!(view::changes("kubectl delete pod web") && view::changes(" scale deploy shop --replicas 3"));
/// assert!(view::changes("k -n shop delete pod web") && view::changes("kubectl --namespace=shop run web"));
/// assert!(!view::changes("kubectl get pod delete") && !view::changes("kubectl -n delete get pod"));
/// ```
pub fn changes(command: &str) -> bool {
    let mut words = words(command).peekable();
    while let Some(flag) = words.next_if(|word| word.starts_with('-')) {
        if VALUED.split(' ').any(|one| one == flag) {
            words.next();
        }
    }
    words.next().is_some_and(|verb| CHANGING.split(' ').any(|one| one == verb))
}

impl Run {
    /// The output of a watching command until `at`; `None` for any other command.
    pub fn watch(&self, command: &str, at: u64) -> Option<String> {
        Some(match watched(command)? {
            Watched::Pods(name) => self.watch_pods(name, at),
            Watched::Events => watch_events(self.events(at)),
        })
    }

    fn watch_pods(&self, name: Option<&str>, at: u64) -> String {
        let pods = self.pods.iter().filter(|pod| name.is_none_or(|name| pod.name == name));
        let mut pending: Vec<(&Pod, Vec<u64>)> = pods
            .map(|pod| {
                let updates = pod.updates.iter().chain(&pod.removed).copied();
                (pod, updates.filter(|update| *update <= at).rev().collect())
            })
            .collect();
        let mut columns = Columns::default();
        let mut out = String::new();
        // The earliest of the next updates is printed; Pods that change at one instant keep their own order.
        while let Some((pod, updates)) = pending
            .iter_mut()
            .filter(|(_, updates)| !updates.is_empty())
            .min_by_key(|(_, updates)| updates.last().copied().unwrap_or_default())
        {
            let Some(update) = updates.pop() else { break };
            // The heading is printed with the first line, so that both have its widths.
            let heading = ["NAME", "READY", "STATUS", "RESTARTS", "AGE"].map(str::to_owned).into();
            let mut lines: Vec<Vec<String>> = columns.is_fresh().then_some(heading).into_iter().collect();
            if let Some(row) = pod.last_row(update) {
                lines.push(vec![row.name, row.ready, row.status, row.restarts, row.age]);
                out += &columns.lines(&lines);
            }
        }
        out
    }
}

/// The words after `kubectl`.
fn words(command: &str) -> impl Iterator<Item = &str> {
    let mut words = command.split_whitespace().peekable();
    words.next_if(|word| ["kubectl", "k"].contains(word));
    words
}

fn watched(command: &str) -> Option<Watched<'_>> {
    let mut words = words(command);
    let _ = words.next().filter(|verb| *verb == "get")?;
    let (flags, rest): (Vec<&str>, Vec<&str>) = words.partition(|word| word.starts_with('-'));
    if flags.is_empty() || flags.iter().any(|flag| !["-w", "--watch", "--watch=true"].contains(flag)) {
        return None;
    }
    match rest.as_slice() {
        ["pod" | "pods" | "po"] => Some(Watched::Pods(None)),
        ["pod" | "pods" | "po", name] => Some(Watched::Pods(Some(name))),
        [one] if one.starts_with("pod/") => Some(Watched::Pods(one.strip_prefix("pod/"))),
        ["event" | "events" | "ev"] => Some(Watched::Events),
        _ => None,
    }
}

/// A line for each occurrence, as a watch prints it at that moment: its age is that of the moment.
fn watch_events(events: &[Event]) -> String {
    let mut columns = Columns::default();
    let mut out = String::new();
    for event in events {
        let heading = ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"].map(str::to_owned).into();
        let mut lines: Vec<Vec<String>> = columns.is_fresh().then_some(heading).into_iter().collect();
        let message = event.message.trim();
        let message = match message.split_once(['\n', '\r']) {
            Some((first, _)) => format!("{first}..."),
            None => message.to_owned(),
        };
        let line = ["0s", event.kind.name(), &event.reason, &event.object, &message].map(str::to_owned);
        lines.push(line.into());
        out += &columns.lines(&lines);
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::{Event, EventType, Pod, RowChange, Run};

    fn run() -> Run {
        let row = |from, status: &str| RowChange {
            from,
            ready: "0/1".into(),
            status: status.into(),
            ..RowChange::default()
        };
        let web = Pod {
            name: "web".into(),
            updates: vec![0, 1_000, 1_200, 5_000],
            removed: Some(6_000),
            rows: vec![row(0, "Pending"), row(1_000, "ContainerCreating"), row(5_000, "Terminating")],
            ..Pod::default()
        };
        let event = |at, message: &str| Event {
            at,
            kind: EventType::Normal,
            reason: "Pulled".into(),
            message: message.into(),
            object: "pod/web".into(),
            ..Event::default()
        };
        Run { pods: vec![web], events: vec![event(10, "one"), event(2_000, "two\nlines")], ..Run::default() }
    }

    #[test]
    fn a_line_for_each_update_and_the_last_when_the_pod_goes() {
        let seen = |at| run().watch("kubectl get pods --watch", at).unwrap();
        let head = "NAME   READY   STATUS    RESTARTS   AGE\n";
        assert_eq!(seen(0), format!("{head}web    0/1     Pending   0          0s\n"));
        let all = seen(9_000);
        assert!(all.starts_with(&seen(1_100)), "what was printed stays");
        assert!(all.ends_with(
            "web    0/1     ContainerCreating   0          1s
web    0/1     ContainerCreating   0          1s
web    0/1     Terminating         0          5s
web    0/1     Terminating         0          6s
"
        ));
    }

    #[test]
    fn events_come_as_they_happen() {
        assert_eq!(run().watch("kubectl get events -w", 5), Some(String::new()));
        assert_eq!(
            run().watch("kubectl get events -w", 5_000).unwrap(),
            "LAST SEEN   TYPE     REASON   OBJECT    MESSAGE
0s          Normal   Pulled   pod/web   one
0s          Normal   Pulled   pod/web   two...
"
        );
    }

    #[test]
    fn other_commands_are_the_engine_s() {
        let run = run();
        let other = [
            "kubectl get pod",
            "kubectl get pod -w -o wide",
            "kubectl describe pod -w",
            "kubectl get svc -w",
        ];
        assert!(other.into_iter().all(|command| run.watch(command, 0).is_none()));
        assert!(run.watch("get po web -w", 0).is_some_and(|text| text.contains("web")));
        assert_eq!(run.watch("kubectl get pod other -w", 9_000).as_deref(), Some(""));
    }
}
