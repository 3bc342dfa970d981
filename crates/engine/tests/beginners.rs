//! The mistakes that beginners make most: each gets a right word and, where one is certain, a change after which the
//! text is accepted. Every change that is offered takes its problem away and brings no other.

#![allow(clippy::format_push_string, clippy::indexing_slicing, reason = "tests read better so")]

mod common;

use common::fixed;
use engine::check::{Options, Problem, Severity, Stage, check};

/// A Pod, a Deployment and a Job with nothing wrong, which the mistakes are made in.
const POD: &str = "\
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  volumes:
  - name: data
    emptyDir: {}
  containers:
  - name: app
    image: nginx:1.27
    command: [nginx, -g, daemon off;]
    env:
    - name: LEVEL
      value: debug
    ports:
    - containerPort: 8080
    resources:
      requests:
        cpu: 100m
        memory: 128Mi
    volumeMounts:
    - name: data
      mountPath: /data
    livenessProbe:
      httpGet:
        path: /healthz
        port: 8080
      periodSeconds: 5
";
const DEPLOYMENT: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: app
        image: nginx:1.27
";
const JOB: &str = "\
apiVersion: batch/v1
kind: Job
metadata:
  name: once
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
      - name: app
        image: busybox:1.36
";

/// A mistake: what is written instead of what, and the words of the hint and of the change that are looked for. An
/// empty title says that no change is certain.
type Mistake = (&'static str, &'static str, &'static str, &'static str, &'static str);

const MISTAKES: &[Mistake] = &[
    // Text that cannot be read, or is read as something else.
    (POD, "    image: nginx", "\timage: nginx", "indented with spaces", "write spaces for the tab"),
    (
        POD,
        "    env:\n    - name: LEVEL\n      value",
        "\tenv:\n\t- name: LEVEL\n\t  value",
        "indented with spaces",
        "write spaces for the tabs",
    ),
    (POD, "    image: nginx", "     image: nginx", "indented too far", "unindent `image: nginx:1.27`"),
    (POD, "    image: nginx", "   image: nginx", "not indented far enough", "indent `image: nginx:1.27`"),
    (POD, "\n  containers:", "\n containers:", "not indented far enough", "indent `containers:`"),
    (POD, "  labels:\n    app: web", "  labels:\n  app: web", "", "indent `app: web`"),
    (POD, "image: nginx:1.27", "image: \"nginx:1.27", "never closed", "close it: add `\"`"),
    (POD, "value: debug", "value: 'debug", "never closed", "close it: add `'`"),
    (
        POD,
        "image: nginx:1.27",
        "image: \"nginx:1.27'",
        "closed by the sign that opens it",
        "close it with `\"`",
    ),
    (POD, "daemon off;]", "daemon off;", "never closed", "close it: add `]`"),
    (POD, "daemon off;]", "daemon off;]]", "closes nothing", "take the last `]` away"),
    (POD, "- name: app\n", "- name app\n", "`name` is a key", "write `name:`"),
    (POD, "  name: web\n", "  name web\n", "`name` is a key", "write `name:`"),
    (POD, "\nmetadata:\n", "\nmetadata\n", "`metadata` is a key", "write `metadata:`"),
    (POD, "kind: Pod", "kind Pod", "`kind` is a key", "write `kind:`"),
    (POD, "name: app\n", "name:app\n", "A space stands behind the colon", "put a space behind `name:`"),
    (POD, "image: nginx", "image = nginx", "not `=`", "write `image:`"),
    (POD, "- name: app\n", "-name: app\n", "A space stands behind the dash", "put a space behind the `-`"),
    (POD, "- name: app\n", "• name: app\n", "begins with `-`", "write `-` before the item"),
    (POD, "value: debug", "value: @debug", "needs quotes", "put quotes around the value"),
    (POD, "value: debug", "value: level: debug", "needs quotes", "put quotes around the value"),
    (POD, "value: debug", "value: \"C:\\data\"", "begins an escape", "write single quotes"),
    (
        POD,
        "metadata:\n  name: web\n  labels:\n    app: web",
        "metadata: name: web",
        "lines of their own",
        "put `name: web` on a line of its own",
    ),
    (POD, "    image", "\u{a0}\u{a0}\u{a0}\u{a0}image", "no-break space", "write spaces"),
    (POD, "image: nginx:1.27", "image:\u{a0}nginx:1.27", "no-break space", "write spaces"),
    (POD, "value: debug", "value: “debug”", "typographic", ""),
    // Kinds.
    (POD, "kind: Pod", "kind: Pdo", "`kind: Pod`", "write `kind: Pod`"),
    (POD, "kind: Pod", "kind: pod", "`kind: Pod`", "write `kind: Pod`"),
    (POD, "kind: Pod", "kind: Pods", "`kind: Pod`", "write `kind: Pod`"),
    (POD, "kind: Pod", "knd: Pod", "Did you mean `kind`?", "write `kind`"),
    (POD, "apiVersion: v1", "apiVerison: v1", "Did you mean `apiVersion`?", "write `apiVersion`"),
    (POD, "apiVersion: v1\n", "", "needs `apiVersion: v1`", "add `apiVersion: v1`"),
    (
        DEPLOYMENT,
        "apiVersion: apps/v1",
        "apiVersion: v1",
        "`apiVersion: apps/v1`",
        "write `apiVersion: apps/v1`",
    ),
    (
        DEPLOYMENT,
        "apiVersion: apps/v1",
        "apiVersion: app/v1",
        "`apiVersion: apps/v1`",
        "write `apiVersion: apps/v1`",
    ),
    (DEPLOYMENT, "kind: Deployment", "kind: Deploymnet", "`kind: Deployment`", "write `kind: Deployment`"),
    // Fields.
    (POD, "image: nginx", "imagee: nginx", "Did you mean `image`?", "write `image`"),
    (POD, "image: nginx", "Image: nginx", "Did you mean `image`?", "write `image`"),
    (POD, "  containers:", "  container:", "Did you mean `containers`?", "write `containers`"),
    (POD, "livenessProbe", "liveness", "Did you mean `livenessProbe`?", "write `livenessProbe`"),
    (POD, "volumeMounts", "volume_mounts", "Did you mean `volumeMounts`?", "write `volumeMounts`"),
    (POD, "command: [", "cmd: [", "Did you mean `command`?", "write `command`"),
    (
        POD,
        "spec:\n  volumes:\n  - name: data\n    emptyDir: {}\n",
        "volumes:\n- name: data\n  emptyDir: {}\nspec:\n",
        "a field of PodSpec",
        "move `volumes` to `spec`",
    ),
    (POD, "    image: nginx", "  image: nginx", "", "indent `image: nginx:1.27`"),
    // Values.
    (POD, "value: debug", "value: 1", "Put it in quotes", "put quotes around 1"),
    (POD, "value: debug", "value: yes", "Put it in quotes", "put quotes around yes"),
    (POD, "periodSeconds: 5", "periodSeconds: \"5\"", "whole number", "write 5 without quotes"),
    (POD, "periodSeconds: 5", "periodSeconds: 5s", "whole number", "write `5`"),
    (POD, "containerPort: 8080", "containerPort: 8080/TCP", "whole number", "write `8080`"),
    (POD, "    - containerPort: 8080", "    - 8080", "named fields", "write `containerPort: 8080`"),
    (
        POD,
        "    env:\n    - name: LEVEL\n      value: debug",
        "    env:\n      LEVEL: debug\n      DEPTH: 3",
        "Variables are a list",
        "write a list of `name` and `value`",
    ),
    (
        POD,
        "    - name: LEVEL\n      value: debug",
        "    - LEVEL=debug",
        "named fields",
        "write `name: LEVEL, value: \"debug\"`",
    ),
    (POD, "[nginx, -g, daemon off;]", "nginx", "a list", "write `[nginx]`"),
    (
        POD,
        "  - name: app\n    image",
        "    name: app\n    image",
        "begins with `- `",
        "make it an item: add `- `",
    ),
    (POD, "    app: web\n", "  - app: web\n", "no dash", "take the `-` away"),
    (POD, "memory: 128Mi", "memory: 128MB", "an amount such as", "write `128M`"),
    (POD, "memory: 128Mi", "memory: 128 Mi", "an amount such as", "write `128Mi`"),
    (POD, "cpu: 100m", "cpu: 0,5", "counts processors", "write `0.5`"),
    (POD, "cpu: 100m", "cpu: 2 cores", "counts processors", "write `2`"),
    // Rules.
    (POD, "  name: web\n", "  name: My_Web\n", "", "write `my-web`"),
    (POD, "  name: web\n", "", "", "add `name: app`"),
    (POD, "    image: nginx:1.27\n", "", "", "add `image: app:1.0`, to be filled in"),
    (
        POD,
        "  volumes:\n  - name: data\n    emptyDir: {}\n",
        "",
        "",
        "add the volume `data`, an empty directory",
    ),
    (POD, "    volumeMounts:\n    - name: data", "    volumeMounts:\n    - name: dta", "", "write `data`"),
    (POD, "  containers:\n", "  containers:\n  - name: app\n    image: envoy:1.31\n", "", "write `app-2`"),
    (POD, "spec:\n  v", "spec:\n  restartPolicy: always\n  v", "", "write `Always`"),
    (POD, "    - containerPort: 8080", "    - containerPort: 8080\n      protocol: tcp", "", "write `TCP`"),
    (DEPLOYMENT, "    metadata:\n      labels:\n        app: web\n", "", "", ""),
    (
        DEPLOYMENT,
        "        app: web\n",
        "        app: shop\n",
        "",
        "write the label `app: web` in the template",
    ),
    (
        DEPLOYMENT,
        "  selector:\n    matchLabels:\n      app: web\n",
        "",
        "",
        "select by the template's labels: `app: web`",
    ),
    (DEPLOYMENT, "    spec:\n", "    spec:\n      restartPolicy: Never\n", "", "write `Always`"),
    (JOB, "      restartPolicy: Never\n", "", "", "add `restartPolicy: Never`"),
    (JOB, "restartPolicy: Never", "restartPolicy: Always", "", "write `Never`"),
];

fn problems(text: &str) -> Vec<Problem> {
    check(text, &Options::default()).problems
}

fn errors(text: &str) -> Vec<Problem> {
    problems(text).into_iter().filter(|problem| problem.severity == Severity::Error).collect()
}

#[test]
fn each_gets_a_right_word_and_the_change_that_mends_it() {
    let mut wrong = String::new();
    for (whole, right, written, word, title) in MISTAKES {
        assert!(whole.contains(right), "{right}");
        let text = whole.replacen(right, written, 1);
        let found = problems(&text);
        let errors = || found.iter().filter(|problem| problem.severity == Severity::Error);
        let told = |problem: &Problem| {
            format!("{} {}", problem.plain.as_deref().unwrap_or_default(), problem.message)
        };
        let near = found.iter().any(|problem| told(problem).contains(word));
        let mends = |problem: &Problem| {
            problem
                .fix
                .as_ref()
                .is_some_and(|fix| fix.title == *title && self::errors(&fixed(&text, fix)).is_empty())
        };
        let mended = title.is_empty() || errors().any(mends);
        if !near || !mended {
            wrong += &format!("\n--- {written:?} wants {word:?}, {title:?}\n");
            for problem in errors() {
                wrong += &format!("{}: {} = {:?}\n", problem.line, problem.message, problem.plain);
                if let Some(fix) = &problem.fix {
                    let left: Vec<_> =
                        self::errors(&fixed(&text, fix)).into_iter().map(|left| left.message).collect();
                    wrong += &format!("   > {} leaves {left:?}\n", fix.title);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Whether two problems are the same one, before a change and after it.
fn key(problem: &Problem) -> (Stage, &'static str, String) {
    (problem.stage, problem.id, problem.field.clone())
}

#[test]
fn every_change_takes_its_problem_away_and_brings_no_other() {
    for (whole, right, written, ..) in MISTAKES {
        let text = whole.replacen(right, written, 1);
        let before = problems(&text);
        for problem in &before {
            let Some(fix) = &problem.fix else { continue };
            let changed = fixed(&text, fix);
            let after = problems(&changed);
            let same = |other: &&Problem| key(other) == key(problem) && other.message == problem.message;
            let (had, has) = (before.iter().filter(same).count(), after.iter().filter(same).count());
            assert!(has < had, "`{}` leaves {}\n{changed}", fix.title, problem.message);
            let unread = before
                .iter()
                .any(|problem| problem.severity == Severity::Error && problem.stage == Stage::Client);
            let fresh = after.iter().filter(|problem| problem.severity == Severity::Error);
            let mut fresh = fresh.filter(|after| !before.iter().any(|before| key(before) == key(after)));
            assert_eq!(
                fresh.next().map(|new| &new.message),
                None,
                "`{}` in\n{text}\ngives\n{changed}",
                fix.title
            );
            assert!(!unread || after.iter().all(|after| after.stage != Stage::Client), "{changed}");
        }
    }
}

#[test]
fn two_mistakes_are_mended_one_by_one() {
    let mut text = POD.replacen("kind: Pod", "kind: Pdo", 1).replacen("    image", "\timage", 1).replacen(
        "value: debug",
        "vlue: debug",
        1,
    );
    for _ in 0..6 {
        let found = errors(&text);
        let Some(fix) = found.iter().find_map(|problem| problem.fix.as_ref()) else { break };
        text = fixed(&text, fix);
    }
    assert_eq!(errors(&text), [], "{text}");
}

#[test]
fn odd_amounts_are_said_and_mended() {
    for (right, written, meant) in [
        ("cpu: 100m", "cpu: 100M", "100m"),
        ("cpu: 100m", "cpu: 100Mi", "100m"),
        ("cpu: 100m", "cpu: 1000", "1000m"),
        ("memory: 128Mi", "memory: 128m", "128Mi"),
        ("memory: 128Mi", "memory: 512", "512Mi"),
        ("emptyDir: {}", "emptyDir: { sizeLimit: 100m }", "100Mi"),
    ] {
        let text = POD.replacen(right, written, 1);
        let found = problems(&text);
        let odd: Vec<_> = found.iter().filter(|problem| problem.id == "odd-quantity").collect();
        assert_eq!(odd.len(), 1, "{written}: {found:#?}");
        let fix = odd[0].fix.as_ref().unwrap();
        assert_eq!(fix.title, format!("write `{meant}`"));
        let after = problems(&fixed(&text, fix));
        assert!(
            after.iter().all(|problem| problem.id != "odd-quantity" && problem.id != "warning"),
            "{after:#?}"
        );
    }
    // The server's own warning about it has the same change.
    let found = problems(&POD.replacen("memory: 128Mi", "memory: 128m", 1));
    let warning = found.iter().find(|problem| problem.severity == Severity::Warning).unwrap();
    assert_eq!(warning.fix.as_ref().unwrap().title, "write `128Mi`");
}

#[test]
fn a_long_list_of_names_is_cut() {
    let mut text = "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers:\n".to_owned();
    for number in 0..200 {
        text += &format!("  - {{ name: c{number}, image: \"nginx:1.27\" }}\n");
    }
    let found = problems(&text);
    let bare = found.iter().find(|problem| problem.id == "no-requests").unwrap();
    assert_eq!(bare.message, "No cpu and no memory request: `c0`, `c1`, `c2` and 197 more.");
}
