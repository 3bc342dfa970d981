//! A Pod that a cluster printed (`kubectl get pod -o yaml`): its row, sentences on the status of each container, and a
//! story that leads there.

use std::fmt::Write as _;

use api::Object;
use k8s_openapi::api::core::v1::{ContainerState, ContainerStateTerminated, ContainerStatus, Pod, PodStatus};
use view::Pasted;

use crate::manifest::Manifest;

/// The most runs of a container that are written into the story; the last one repeats.
const MOST_RUNS: i32 = 10;
/// The length of a run for which the status has no times, in seconds.
const USUAL_RUN: f64 = 3.0;

impl Manifest {
    /// The status of the text's first Pod when it was printed; `None` when that says nothing.
    pub fn pasted(&self) -> Option<Pasted> {
        let pod = self.objects().find_map(|object| match object {
            Object::Pod(pod) => Some(&**pod),
            _ => None,
        })?;
        let status = pod.status.as_ref()?;
        let waits = unscheduled(status);
        if all(status).next().is_none() && waits.is_none() && status.reason.is_none() {
            return None;
        }
        let row = kubectl::row(pod, last_time(status), self.kubernetes());
        let mut lines: Vec<String> = waits.into_iter().collect();
        lines.extend(status.message.clone());
        lines.extend(all(status).filter_map(line));
        Some(Pasted {
            ready: row.ready,
            status: row.status,
            restarts: row.restart_count,
            lines,
            story: story(pod, status),
        })
    }
}

fn all(status: &PodStatus) -> impl Iterator<Item = &ContainerStatus> {
    let inits = status.init_container_statuses.iter().flatten();
    inits.chain(status.container_statuses.iter().flatten())
}

/// The latest time in the status: the Pod was printed then or later.
fn last_time(status: &PodStatus) -> jiff::Timestamp {
    let each = all(status).flat_map(|one| [one.state.as_ref(), one.last_state.as_ref()]).flatten();
    let times = each.flat_map(|state| {
        let started = state.running.as_ref().and_then(|running| running.started_at.as_ref());
        let ended = state.terminated.as_ref();
        [
            started,
            ended.and_then(|end| end.started_at.as_ref()),
            ended.and_then(|end| end.finished_at.as_ref()),
        ]
    });
    let start = status.start_time.as_ref();
    times.flatten().chain(start).map(|time| time.0).max().unwrap_or_default()
}

/// The scheduler's message about a Pod that has no node.
fn unscheduled(status: &PodStatus) -> Option<String> {
    let mut conditions = status.conditions.iter().flatten();
    let said = conditions.rfind(|one| one.type_ == "PodScheduled" && one.status == "False")?;
    Some(format!("It has no node: {}", said.message.as_deref().or(said.reason.as_deref())?))
}

/// A sentence on the status of a container; `None` for one that runs, is ready and has never ended.
fn line(status: &ContainerStatus) -> Option<String> {
    let state = status.state.as_ref()?;
    let now = if let Some(waiting) = &state.waiting {
        let reason = waiting.reason.as_deref().unwrap_or("no reason");
        match waiting.message.as_deref() {
            Some(message) => format!("waits, {reason}: {message}"),
            None => format!("waits, {reason}"),
        }
    } else if let Some(end) = &state.terminated {
        ended(end)
    } else if status.ready {
        "runs and is ready".to_owned()
    } else {
        "runs and is not ready".to_owned()
    };
    let before = last_end(status).map(|end| format!("; before that it {}", ended(end))).unwrap_or_default();
    let restarts = match status.restart_count {
        0 => String::new(),
        1 => "; 1 restart".to_owned(),
        count => format!("; {count} restarts"),
    };
    Some(format!("`{}` {now}{before}{restarts}.", status.name))
}

fn ended(end: &ContainerStateTerminated) -> String {
    let reason = end.reason.as_deref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    format!("ended with exit code {}{reason}", end.exit_code)
}

fn last_end(status: &ContainerStatus) -> Option<&ContainerStateTerminated> {
    status.last_state.as_ref()?.terminated.as_ref()
}

/// The story as YAML; `None` when the status holds nothing that a story could cause.
fn story(pod: &Pod, status: &PodStatus) -> Option<String> {
    let mut containers = String::new();
    let mut images = String::new();
    for one in all(status) {
        let Some(state) = &one.state else { continue };
        let reason = state.waiting.as_ref().and_then(|waiting| waiting.reason.as_deref()).unwrap_or_default();
        if ["ErrImagePull", "ImagePullBackOff"].contains(&reason) {
            let image = written_image(pod, &one.name).unwrap_or(&one.image);
            let line = format!("  {}: {{ pull: 1, fail: -1 }}\n", quoted(image));
            // Two containers may have the same image.
            if !images.contains(&line) {
                images.push_str(&line);
            }
            continue;
        }
        let runs = runs(one, state, reason);
        if !runs.is_empty() {
            let _ = writeln!(containers, "  {}:", quoted(&one.name));
            for run in runs {
                let _ = writeln!(containers, "  - {run}");
            }
        }
    }
    let mut story = String::new();
    for (key, rows) in [("images", images), ("containers", containers)] {
        if !rows.is_empty() {
            let _ = write!(story, "{key}:\n{rows}");
        }
    }
    (!story.is_empty()).then(|| format!("# Made from the status of the Pod that was pasted.\n{story}"))
}

/// The image as the author wrote it: the status has the name that the runtime resolved.
fn written_image<'a>(pod: &'a Pod, name: &str) -> Option<&'a str> {
    let spec = pod.spec.as_ref()?;
    let mut containers = spec.init_containers.iter().flatten().chain(&spec.containers);
    containers.find(|container| container.name == name)?.image.as_deref()
}

/// The runs of a container that lead to its state.
fn runs(status: &ContainerStatus, state: &ContainerState, reason: &str) -> Vec<String> {
    if ["CreateContainerConfigError", "CreateContainerError", "RunContainerError"].contains(&reason) {
        let message = state.waiting.as_ref().and_then(|waiting| waiting.message.as_deref()).unwrap_or(reason);
        let key = if reason == "RunContainerError" { "start" } else { "create" };
        return vec![format!("{{ {key}: {} }}", quoted(&format!("error:{message}")))];
    }
    let count = usize::try_from(status.restart_count.clamp(0, MOST_RUNS)).unwrap_or_default();
    let earlier = last_end(status).map(|end| vec![run(end); count]).unwrap_or_default();
    match (&state.terminated, &state.running) {
        (Some(end), _) => earlier.into_iter().chain([run(end)]).collect(),
        (None, Some(_)) if !earlier.is_empty() => earlier.into_iter().chain(["{}".to_owned()]).collect(),
        // The container waits for its next start: the last run repeats.
        (None, None) => earlier.into_iter().take(1).collect(),
        (None, Some(_)) => Vec::new(),
    }
}

fn run(end: &ContainerStateTerminated) -> String {
    let lasted = end
        .started_at
        .as_ref()
        .zip(end.finished_at.as_ref())
        .map(|(from, to)| to.0.duration_since(from.0).as_secs_f64());
    let seconds = lasted.filter(|seconds| *seconds > 0.0).unwrap_or(USUAL_RUN);
    // `Completed` and `Error` follow from the exit code.
    let odd = end.reason.as_deref().filter(|reason| !["Completed", "Error"].contains(reason));
    let reason = odd.map(|reason| format!(", reason: {}", quoted(reason))).unwrap_or_default();
    format!("{{ run: {seconds}, exit: {}{reason} }}", end.exit_code)
}

/// A text as a YAML scalar, in JSON's quotes, which YAML accepts.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use crate::{Kubernetes, Manifest};

    const POD: &str = "apiVersion: v1
kind: Pod
metadata: { name: shop, creationTimestamp: '2026-01-01T10:00:00Z' }
spec:
  initContainers: [{ name: migrate, image: 'migrate:2' }]
  containers: [{ name: app, image: 'app:1' }, { name: proxy, image: 'proxy:1' }]
status:
  phase: Running
  startTime: '2026-01-01T10:00:00Z'
  initContainerStatuses:
  - { name: migrate, image: 'docker.io/migrate:2', imageID: x, ready: true, restartCount: 0, state: { terminated: { exitCode: 0, reason: Completed, startedAt: '2026-01-01T10:00:02Z', finishedAt: '2026-01-01T10:00:09Z' } } }
  containerStatuses:
  - { name: app, image: 'app:1', imageID: x, ready: false, restartCount: 3, state: { waiting: { reason: CrashLoopBackOff, message: back-off 40s restarting failed container=app } },
      lastState: { terminated: { exitCode: 137, reason: OOMKilled, startedAt: '2026-01-01T10:01:00Z', finishedAt: '2026-01-01T10:01:05Z' } } }
  - { name: proxy, image: 'proxy:1', imageID: '', ready: false, restartCount: 0, state: { waiting: { reason: ImagePullBackOff } } }
";

    #[test]
    fn a_printed_pod_is_shown_as_it_was() {
        let pasted = Manifest::read(POD, &Kubernetes::RECORDED).pasted().unwrap();
        assert_eq!((pasted.ready.as_str(), pasted.restarts), ("0/2", 3));
        assert_eq!(
            pasted.lines[1],
            "`app` waits, CrashLoopBackOff: back-off 40s restarting failed container=app; before that it ended with exit code 137 (OOMKilled); 3 restarts."
        );
    }

    #[test]
    fn its_story_leads_to_its_state() {
        let manifest = Manifest::read(POD, &Kubernetes::RECORDED);
        let story = manifest.pasted().unwrap().story.unwrap();
        let run = manifest.simulate(&story).unwrap().run;
        let seen = |status: &str| run.pods[0].rows.iter().any(|row| row.status == status);
        assert!(
            seen("CrashLoopBackOff") && seen("ImagePullBackOff") && seen("OOMKilled"),
            "{story}\n{:?}",
            run.pods[0].rows
        );
        let last = run.pods[0].rows.last().unwrap();
        assert!(last.restarts >= 3, "{last:?}");
    }

    #[test]
    fn a_written_pod_was_not_printed() {
        let text = "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: b }] }\nstatus: {}\n";
        assert_eq!(Manifest::read(text, &Kubernetes::RECORDED).pasted(), None);
    }
}
