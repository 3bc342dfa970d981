//! The page's data for small manifests, as a reader would see it.

use crate::{Kubernetes, Manifest};
use simulator::{Millis, Scenario};
use view::{BarState, Check, Row, Run, Severity};

const SHOP: &str = "apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  initContainers:
  - { name: prepare, image: a:1 }
  - { name: check, image: b:1 }
  containers:
  - { name: web, image: c:1 }
";
const STORY: &str = "containers:\n  prepare: [{ run: 5, exit: 0 }]\n  check: [{ run: 1, exit: 0 }]\n";

fn read(text: &str) -> Manifest {
    Manifest::read(text, &Kubernetes::RECORDED)
}

fn check(text: &str) -> Check {
    read(text).check()
}

fn run(text: &str, story: &str) -> Run {
    read(text).simulate(story).unwrap().run
}

/// STATUS at each stop, without repeats.
fn statuses(run: &Run) -> Vec<String> {
    let mut statuses: Vec<String> = run
        .stops
        .iter()
        .flat_map(|&at| run.rows(at))
        .map(|row| format!("{} {}", row.ready, row.status))
        .collect();
    statuses.dedup();
    statuses
}

#[test]
fn the_rows_go_through_the_start_up() {
    let expected = ["0/1 Pending", "0/1 Init:0/2", "0/1 Init:1/2", "0/1 PodInitializing", "1/1 Running"];
    assert_eq!(statuses(&run(SHOP, STORY)), expected);
}

#[test]
fn lanes_have_no_gaps_and_end_together() {
    let run = run(SHOP, STORY);
    for lane in &run.lanes {
        assert!(lane.bars.windows(2).all(|pair| pair[0].to == pair[1].from), "{}", lane.container);
        assert_eq!(lane.bars.last().unwrap().to, run.end, "{}", lane.container);
    }
    assert_eq!(run.lanes[2].bars.last().unwrap().state, BarState::Ready);
}

#[test]
fn a_sentence_says_who_waits_for_whom() {
    let run = run(SHOP, STORY);
    let running = run.lanes[0].bars.iter().find(|bar| bar.state == BarState::Running).unwrap();
    let sentence = run.frame(run.index(running.from + 1_000)).sentence;
    assert!(sentence.ends_with(" `check` and `web` wait for it."), "{sentence}");
    let more = self::run(&format!("{SHOP}  - {{ name: proxy, image: d:1 }}\n"), STORY);
    let sentence = more.frame(more.index(running.from + 1_000)).sentence;
    assert!(sentence.ends_with(" `check` and 2 more wait for it."), "{sentence}");
    assert_eq!(run.frame(run.index(0)).sentence, "The Pod waits for the scheduler to choose a node.");
    assert_eq!(run.frame(run.index(run.end)).sentence, "All containers run and are ready.");
}

#[test]
fn what_is_deleted_goes() {
    let run = run(SHOP, &format!("{STORY}actions: [{{ at: 20, do: delete }}]\n"));
    assert!(statuses(&run).contains(&"1/1 Terminating".to_owned()));
    assert_eq!(run.rows(run.end), []);
    assert_eq!(run.frame(run.index(run.end)).sentence, "The Pod is gone.");
}

#[test]
fn a_sidecar_before_an_init_container_adds_up() {
    let text = "apiVersion: v1
kind: Pod
metadata: { name: p }
spec:
  initContainers:
  - { name: log, image: a:1, restartPolicy: Always, resources: { requests: { cpu: 100m } } }
  - { name: migrate, image: a:1, resources: { requests: { cpu: 200m } } }
  containers:
  - { name: app, image: a:1, resources: { requests: { cpu: 100m } } }
";
    let cost = read(text).reserve().unwrap();
    let cpu = &cost.lines[0];
    assert_eq!((cpu.resource.as_str(), cpu.request.as_ref().unwrap().text.as_str()), ("cpu", "300m"));
    let phases: Vec<_> =
        cpu.phases.iter().map(|phase| (phase.name.as_str(), phase.text.as_str(), phase.decides)).collect();
    assert!(phases.contains(&("migrate initializes", "300m", true)), "{phases:?}");
    assert!(phases.contains(&("running", "200m", false)), "{phases:?}");
}

#[test]
fn an_error_stands_at_its_characters_after_wide_ones() {
    let text = "apiVersion: v1\nkind: Pod\nmetadata: { name: p, annotations: { a: 日本語🙂 } }\nspec: { containers: [{ name: a, imagee: b }] }\n";
    let analysis = check(text);
    let problem = analysis.problems.iter().find(|problem| problem.message.contains("imagee")).unwrap();
    let units: Vec<u16> = text.encode_utf16().collect();
    let written = &units[problem.place.from as usize..problem.place.to as usize];
    assert_eq!((String::from_utf16_lossy(written).as_str(), problem.severity), ("imagee", Severity::Error));
    let mended = problem.fixes[0].apply(text);
    assert!(mended.contains("{ name: a, image: b }"), "{mended}");
}

#[test]
fn a_fragment_is_shown_and_run() {
    let text = "initContainers:\n- { name: a, image: b }\n";
    let analysis = check(text);
    assert!(!analysis.notes.is_empty() && analysis.containers.len() == 2);
    assert!(!run(text, "").lanes.is_empty());
}

#[test]
fn why_is_offered_where_there_is_a_page() {
    let explained = |text: &str| {
        let analysis = check(text);
        analysis.problems.iter().map(|problem| problem.explained).collect::<Vec<_>>()
    };
    assert_eq!(explained("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: []}\n"), [true]);
    // This limit is our own: the message says everything, so there is no page.
    assert_eq!(explained(&"[".repeat(2_000)), [false]);
}

/// A face computes rows by itself; they must equal kubectl's own output for the same Pods at every instant.
#[test]
fn rows_are_those_of_kubectl_at_any_instant() {
    let crash = "containers: { web: [{ run: 4, exit: 1 }] }\nactions: [{ at: 400, do: delete }]\n";
    let scenario = Scenario::from_text(crash, &Kubernetes::RECORDED).unwrap();
    let trace = read(SHOP).trace(&scenario, Millis::seconds(600));
    let run = run(SHOP, crash);
    assert!(run.pods[0].rows.iter().any(|row| row.restarts > 3), "it crashes");
    for at in (0..run.end).step_by(730) {
        let frame = trace.frame(Millis(at));
        let printed = frame.pods.iter().map(|(_, pod)| {
            let row = kubectl::row(pod, Millis(at).to_timestamp(), &Kubernetes::RECORDED);
            let [name, ready, status, restarts, age, ..] = row.columns().map(str::to_owned);
            Row { name, ready, status, restarts, age }
        });
        assert_eq!(run.rows(at), printed.collect::<Vec<_>>(), "at {at} ms");
    }
}

/// A Pod of another namespace can be asked about without naming that, as when a context names it.
#[test]
fn the_terminal_stands_in_the_namespace_of_the_text() {
    let text = SHOP.replace("{ name: shop }", "{ name: shop, namespace: orders }");
    let simulation = read(&text).simulate("").unwrap();
    let asked = |command| simulation.kubectl(20_000, command);
    assert!(asked("kubectl get pods").contains("shop   1/1     Running"), "{}", asked("kubectl get pods"));
    assert!(asked("kubectl describe pod shop").contains("Namespace:        orders"));
    assert_eq!(asked("kubectl get pods -n default"), "No resources found in default namespace.\n");
}

#[test]
fn the_account_and_its_token_are_seen() {
    let simulation = read(SHOP).simulate("").unwrap();
    let described = simulation.kubectl(20_000, "kubectl describe pod shop");
    assert!(described.contains("Service Account:  default"), "{described}");
    assert!(described.contains("/var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-"));
    assert!(described.contains("ConfigMapName:           kube-root-ca.crt"));
}

#[test]
fn a_document_is_looked_at_once_whatever_is_asked() {
    let manifest = read(SHOP);
    let object: *const _ = manifest.objects().next().unwrap();
    manifest.check();
    manifest.simulate("").unwrap();
    manifest.reserve().unwrap();
    assert!(std::ptr::eq(object, manifest.objects().next().unwrap()));
}

/// An edited document is read as if it were new, and the others keep the server's answer.
#[test]
fn an_edited_text_is_checked_as_a_new_one() {
    let documents: Vec<String> =
        (0..4).map(|number| SHOP.replace("shop", &format!("shop-{number}"))).collect();
    let text = documents.join("---\n");
    let before = read(&text);
    before.check();
    for (from, to) in
        [("shop-2", "Shop-2"), ("shop-0", "a: ["), ("name: prepare", "name: check"), ("web", "")]
    {
        let text = text.replacen(from, to, 1);
        let (edited, anew) = (before.edited(&text), read(&text));
        assert_eq!(edited.check(), anew.check(), "{from} becomes {to}");
        assert_eq!(edited.objects().collect::<Vec<_>>(), anew.objects().collect::<Vec<_>>());
    }
    let edited = before.edited(&text.replace("shop-2", "Shop-2"));
    let kept =
        |number| std::ptr::eq(before.objects().nth(number).unwrap(), edited.objects().nth(number).unwrap());
    assert_eq!([0, 1, 2, 3].map(kept), [true, true, false, true]);
}

/// The panel shows what the command prints, even where the two read the text in different ways.
#[test]
fn apply_says_of_a_manifest_what_it_says_of_its_text() {
    let two = format!("{SHOP}---\n{}", SHOP.replace("shop", "Shop"));
    let texts = [
        "",
        "# nothing\n",
        SHOP,
        &two,
        "a: [\n",
        "kind: Pod\n---\na: [\n",
        "- {name: a, image: b}\n",
        "# first\n---\nkind: Pod\n",
        "kind: List\napiVersion: v1\nitems: [{kind: Pod, apiVersion: v1}]\n",
        "a: &x [1]\n---\nb: *x\n",
        "--- # comment\nkind: Pod\n",
        "%YAML 1.1\n---\nkind: Pod\n",
        "{\"kind\": \"Pod\"}{}",
    ];
    for text in texts {
        let output = crate::check::apply(text, "pod.yaml", &Kubernetes::RECORDED);
        assert_eq!(read(text).apply().output, output.stderr + &output.stdout, "{text}");
    }
}

#[test]
fn an_object_that_is_there_is_changed_and_not_created() {
    let deployment = |label: &str| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web}}\nspec:\n  selector: {{matchLabels: {{app: {label}}}}}\n  template:\n    metadata: {{labels: {{app: {label}}}}}\n    spec: {{containers: [{{name: c, image: x}}]}}\n"
        )
    };
    let twice = format!("{}---\n{}", deployment("a"), deployment("b"));
    let class = "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: system-node-critical}\nvalue: 5\n";
    for (text, message, line) in [
        (&*twice, r#"Invalid value: {"matchLabels":{"app":"b"}}: field is immutable"#, 14),
        (class, "Forbidden: may not be changed in an update.", 4),
    ] {
        let checked = crate::check::check(text, &crate::check::Options::default());
        let errors =
            checked.problems.iter().filter(|problem| problem.severity == crate::check::Severity::Error);
        let errors: Vec<_> = errors.map(|problem| (&*problem.message, problem.line)).collect();
        assert_eq!(errors, [(message, line)]);
        let said = crate::check::apply(text, "f.yaml", &Kubernetes::RECORDED).stderr;
        assert!(said.contains(message), "{said}");
    }
    let namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: default}\n";
    let output = crate::check::apply(namespace, "f.yaml", &Kubernetes::RECORDED);
    assert_eq!(output.stdout, "namespace/default configured\n");
    assert!(output.stderr.starts_with("Warning: resource namespaces/default is missing the kubectl."));
}

#[test]
fn advice_is_on_the_pod_as_a_limit_range_completes_it() {
    let pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: 'x:1'}]}\n";
    let range = "apiVersion: v1\nkind: LimitRange\nmetadata: {name: l}\nspec: {limits: [{type: Container, defaultRequest: {cpu: 100m}}]}\n---\n";
    let advised = |text: &str| {
        let checked = crate::check::check(text, &crate::check::Options::default());
        checked.problems.iter().filter(|problem| problem.id == "no-requests").count()
    };
    assert_eq!((advised(pod), advised(&format!("{range}{pod}"))), (1, 0));
}
