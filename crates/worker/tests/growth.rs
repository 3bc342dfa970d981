//! The cost of an answer grows in proportion to the text: twice as much of anything costs the engine twice the work. A run of
//! a Pod may cost four times as much, because each of its containers has a status whenever another one changes.

use protocol::{Inputs, Message, Question, Request};
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use view::Nodes;
use worker::Desk;

/// The most that twice as much may cost, for what is in proportion. Sorting and a machine's caches add to two.
const LINEAR: f64 = 3.0;
/// The same for a run, with the square of a Pod's containers.
const SQUARE: f64 = 5.5;
/// The fewest and the most rounds in which both sizes are measured; the least time of each counts. What a busy machine adds
/// is gone in its quiet moments, of which there are some in so many rounds; growth is there in every one.
const ROUNDS: (usize, usize) = (2, 20);

/// Held while costs are compared: two comparisons at once would share a processor's caches.
static ALONE: Mutex<()> = Mutex::new(());

/// The processor's time of this thread, which a busy machine does not stretch; the clock's where the system does not tell.
fn spent(since: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

/// The time that a new engine takes to read a text and to answer the questions about it.
fn cost(text: &str, questions: &[Question]) -> Duration {
    let (since, before) = (Instant::now(), spent(Instant::now()));
    let mut desk = Desk::default();
    let text = text.to_owned();
    desk.hear(Message::Open(Inputs { text, scenario: String::new(), version: "1.36".to_owned() }));
    for (asker, question) in (1..).zip(questions.iter().cloned()) {
        desk.hear(Message::Ask(Request { asker, number: asker, question }));
    }
    assert_eq!(std::iter::from_fn(|| desk.step()).count(), questions.len());
    spent(since).saturating_sub(before)
}

/// Fails when `large` costs `most` times as much as `small`, or more.
fn compare(what: &str, most: f64, (small, large): (&str, &str), questions: &[Question]) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let (mut of_small, mut of_large) = (Duration::MAX, Duration::MAX);
    let is_in_proportion = (1..=ROUNDS.1).any(|round| {
        of_small = of_small.min(cost(small, questions));
        of_large = of_large.min(cost(large, questions));
        round >= ROUNDS.0 && of_large.as_secs_f64() < most * of_small.as_secs_f64()
    });
    let ratio = of_large.as_secs_f64() / of_small.as_secs_f64();
    assert!(is_in_proportion, "{what}: {of_small:?} became {of_large:?}: {ratio:.1} times as much");
}

/// Fails when twice as much of something costs more than `most` times as much.
fn grows(what: &str, most: f64, count: usize, text: impl Fn(usize) -> String, questions: &[Question]) {
    compare(what, most, (&text(count), &text(2 * count)), questions);
}

/// The questions of all panels that want no run.
fn panels() -> Vec<Question> {
    vec![
        Question::Check,
        Question::FieldAt(40),
        Question::Extent("spec.containers[0]".to_owned()),
        Question::Reserve,
        Question::WhatIf,
        Question::Fit(Nodes { chosen: vec!["2 vCPU, 4 GiB".to_owned()], text: String::new() }),
        Question::Admit(String::new()),
        Question::Controls,
        Question::Apply,
    ]
}

/// `count` lines, made of their numbers.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut all, number| {
        let _ = writeln!(all, "{}", line(number));
        all
    })
}

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n";

/// A Pod with so many containers in a list, each as `more` says besides its name and image.
fn containers(list: &str, count: usize, more: &str) -> String {
    let app = if list == "containers" { "" } else { "  containers: [{name: app, image: a:1}]\n" };
    let all = lines(count, |number| format!("  - {{name: c{number}, image: a:1{more}}}"));
    format!("{POD}spec:\n{app}  {list}:\n{all}")
}

#[test]
fn many_containers_cost_in_proportion() {
    let resources = ", resources: {requests: {cpu: 10m, memory: 1Mi}, limits: {memory: 2Mi}}";
    let probe = ", readinessProbe: {httpGet: {port: 80, path: /}}";
    for (list, more) in [("containers", resources), ("containers", probe), ("initContainers", "")] {
        grows(list, LINEAR, 500, |count| containers(list, count, more), &panels());
    }
}

#[test]
fn many_of_anything_else_cost_in_proportion() {
    let whole = |rest: String| format!("{POD}{rest}");
    let app = "spec:\n  containers:\n  - name: app\n    image: a:1\n";
    let labels = |count| {
        let all = lines(count, |number| format!("    key-{number}: \"{number}\""));
        whole(format!("  labels:\n{all}{app}"))
    };
    grows("labels", LINEAR, 2_000, labels, &panels());
    let variables = |count| {
        let all = lines(count, |number| format!("    - {{name: V{number}, value: \"$(V{number}) $(V0)\"}}"));
        whole(format!("{app}    env:\n{all}"))
    };
    grows("variables", LINEAR, 1_500, variables, &panels());
    let mounts = |count| {
        let mounts = lines(count, |number| format!("    - {{name: v{number}, mountPath: /v{number}}}"));
        let volumes = lines(count, |number| format!("  - {{name: v{number}, emptyDir: {{}}}}"));
        whole(format!("{app}    volumeMounts:\n{mounts}  volumes:\n{volumes}"))
    };
    grows("volumes", LINEAR, 750, mounts, &panels());
    let ports = |count| {
        let all = lines(count, |number| format!("    - {{name: p{number}, containerPort: {}}}", number + 1));
        whole(format!("{app}    ports:\n{all}"))
    };
    grows("ports", LINEAR, 1_000, ports, &panels());
    let unknown = |count| whole(format!("{app}{}", lines(count, |number| format!("    unknown{number}: 1"))));
    grows("unknown fields", LINEAR, 2_000, unknown, &panels());
    let document = |number| {
        let pod = containers("containers", 1, "").replace("  name: a\n", &format!("  name: a{number}\n"));
        format!("{pod}---")
    };
    let documents = |count| lines(count, document);
    grows("documents", LINEAR, 200, documents, &panels());
}

/// Thousands of Pods that name one class would each get all that the class brings.
#[test]
fn what_is_put_into_many_pods_costs_in_proportion() {
    let class = |count| {
        let class = "apiVersion: node.k8s.io/v1\nkind: RuntimeClass\nmetadata: {name: r}\nhandler: r\n";
        let all = lines(10 * count, |number| format!("  - {{key: k{number}, operator: Exists}}"));
        let spec = "spec: {runtimeClassName: r, containers: [{name: app, image: a:1}]}";
        let pods = lines(count, |number| {
            format!("---\napiVersion: v1\nkind: Pod\nmetadata: {{name: a{number}}}\n{spec}")
        });
        format!("{class}scheduling:\n  tolerations:\n{all}{pods}")
    };
    grows("class", LINEAR, 100, class, &panels());
}

#[test]
fn a_run_costs_the_square_of_its_containers_and_no_more() {
    for list in ["containers", "initContainers"] {
        grows(list, SQUARE, 60, |count| containers(list, count, ""), &[Question::Run]);
    }
    let once = |count| containers("initContainers", count, "") + "  restartPolicy: Never\n";
    grows("containers that run once", SQUARE, 60, once, &[Question::Run]);
    let sidecars = |count| containers("initContainers", count, ", restartPolicy: Always");
    grows("sidecars", SQUARE, 60, sidecars, &[Question::Run]);
}

/// Questions about a workload cost what its manifest costs, however many Pods it asks for.
#[test]
fn a_number_of_pods_costs_nothing() {
    let job = |pods: usize| {
        let counted = format!("completionMode: Indexed, completions: {pods}, parallelism: {pods}");
        let template = "template: {spec: {restartPolicy: Never, containers: [{name: app, image: a:1}]}}";
        format!(
            "{{apiVersion: batch/v1, kind: Job, metadata: {{name: x}}, spec: {{{counted}, {template}}}}}\n"
        )
    };
    let mut questions = panels();
    questions.push(Question::Run);
    questions.push(Question::Utilization);
    questions.push(Question::Narration);
    compare("a hundred times as many Pods", 2.0, (&job(1_000), &job(100_000)), &questions);
}

/// An autoscaler looks at the Pods of the others each time that it looks at its own, and it looks every 15 seconds.
#[test]
fn autoscalers_cost_in_proportion() {
    let pair = |number| {
        let (own, apps) =
            (format!("metadata: {{name: web{number}}}"), "apiVersion: apps/v1, kind: Deployment");
        let labels = format!("{{n: n{number}}}");
        let template =
            format!("{{metadata: {{labels: {labels}}}, spec: {{containers: [{{name: a, image: a:1}}]}}}}");
        let target = format!("scaleTargetRef: {{{apps}, name: web{number}}}");
        let scaler = "apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler";
        format!(
            "{{{apps}, {own}, spec: {{selector: {{matchLabels: {labels}}}, template: {template}}}}}\n---\n\
             {{{scaler}, {own}, spec: {{{target}, maxReplicas: 4}}}}\n---"
        )
    };
    grows("autoscalers", LINEAR, 10, |count| lines(count, pair), &[Question::Run]);
}
