//! `podlab kubectl FILE -- ARGS`: what kubectl prints at an instant of a run, or of a Pod with status.

use super::{instant, now, readable, story, text};
use crate::answer::{Answer, REFUSED_IN_PART};
use crate::arguments::Kubectl;
use crate::input;
use engine::{Kubernetes, Manifest, dump};
use std::path::Path;
use std::process::ExitCode;

/// Reads the files and answers.
pub fn run(arguments: &Kubectl, kubernetes: &Kubernetes) -> Result<ExitCode, String> {
    let text = text(arguments.file.as_deref())?;
    let asked = line(&arguments.arguments);
    let answer = if let Some(at) = &arguments.at {
        let story = story(arguments.scenario.as_deref())?;
        match sent(&asked, arguments.file.as_deref()) {
            Ok(file) => played(&text, file.as_deref(), &story, instant(at)?, &asked, kubernetes),
            Err(complaint) => Ok(Answer { complaint, exit: 1, ..Answer::default() }),
        }
    } else {
        let now = now(arguments.now.as_deref());
        dump::kubectl(&text, &asked, &now, kubernetes).map(Answer::from)
    };
    readable(answer, &text, kubernetes)?.print()
}

/// The text of the files that a command names; `None` where that is the text of the run, the error what kubectl says of a file.
fn sent(asked: &str, own: Option<&Path>) -> Result<Option<String>, String> {
    let mut texts = Vec::new();
    for file in engine::files(asked) {
        let path = Path::new(&file);
        if own.unwrap_or(Path::new("-")) == path {
            return Ok(None);
        }
        if file.contains("://") || path.is_dir() {
            return Err(format!("podlab: -f is played with a file, not with {file}\n"));
        }
        if file != "-" && !path.exists() {
            return Err(format!("error: the path \"{file}\" does not exist\n"));
        }
        texts.push(input::read(path).map_err(|why| format!("podlab: {why}\n"))?.text);
    }
    Ok((!texts.is_empty()).then(|| texts.join("\n---\n")))
}

/// The answer `at` milliseconds after the objects of the text were created. The error says why nothing runs.
/// `file` is the text that a command sends, where it is another one.
fn played(
    text: &str,
    file: Option<&str>,
    story: &str,
    at: u64,
    asked: &str,
    kubernetes: &Kubernetes,
) -> Result<Answer, String> {
    let manifest = Manifest::read(text, kubernetes);
    let mut simulation = manifest.cluster_at(story, at)?;
    if let Some(file) = file {
        simulation = simulation.with_file(file);
    }
    let output = Answer::from(simulation.typed(at, &format!("kubectl {asked}")));
    let mut answer = Answer::about(text, kubernetes);
    answer.refuse(&manifest.refused(), REFUSED_IN_PART);
    answer.note(simulation.cuts());
    let (complaint, exit) = (answer.complaint + &output.complaint, answer.exit.max(output.exit));
    Ok(Answer { complaint, exit, ..output })
}

/// The words as one line, which a shell would read as the same words; `kubectl` need not be the first.
fn line(words: &[String]) -> String {
    let words = words.strip_prefix(&["kubectl".to_owned()]).unwrap_or(words);
    let needs_quotes = |c: char| !c.is_alphanumeric() && !"-_=./,:@%+^".contains(c);
    let quoted = words.iter().map(|word| {
        if word.is_empty() || word.contains(needs_quotes) {
            format!("'{}'", word.replace('\'', r"'\''"))
        } else {
            word.clone()
        }
    });
    quoted.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{line, played, sent};
    use engine::Kubernetes;
    use std::path::Path;

    const WEB: &str = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 2, selector: {matchLabels: {app: web}}, \
        template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: nginx}]}}}}";

    #[test]
    fn a_run_is_asked_at_an_instant() {
        let asked = |at, words: &[&str]| {
            let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
            played(WEB, None, "", at, &line(&words), &Kubernetes::RECORDED).unwrap()
        };
        let early = asked(0, &["get", "deploy", "web", "--no-headers"]);
        assert!(early.text.starts_with("web   0/2"), "{}", early.text);
        let hour = asked(3_600_000, &["get", "deploy", "web", "--no-headers"]);
        assert_eq!(hour.text, "web   2/2   2     2     60m\n");
        let named = asked(3_600_000, &["kubectl", "get", "deploy", "web", "--no-headers"]);
        assert_eq!(named.text, hour.text);
        assert_eq!(asked(5_000, &["get", "deploy", "web", "--template={{.spec.replicas}}"]).text, "2");
        let missing = asked(5_000, &["get", "pod", "nobody"]);
        assert_eq!(missing.complaint, "Error from server (NotFound): pods \"nobody\" not found\n");
        assert_eq!(missing.exit, 1);
    }

    #[test]
    fn a_text_without_a_pod_is_asked_as_well() {
        let asked =
            |text: &str, words: &str| played(text, None, "", 5_000, words, &Kubernetes::RECORDED).unwrap();
        let config = "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: shop}, data: {a: b}}";
        assert_eq!(asked(config, "get cm c -o jsonpath={.data.a}").text, "b");
        assert_eq!(asked(config, "get pods").complaint, "No resources found in shop namespace.\n");
        assert_eq!(asked(config, "delete cm c").text, "configmap \"c\" deleted from shop namespace\n");
        let space = "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}";
        assert_eq!(asked(space, "get ns shop -o name").text, "namespace/shop\n");
    }

    #[test]
    fn a_command_sends_the_file_that_it_names() {
        let asked = |words: &str| {
            played(WEB, Some(&WEB.replace("nginx", "nginx:2")), "", 30_000, words, &Kubernetes::RECORDED)
                .unwrap()
        };
        let found = asked("diff -f other.yaml");
        assert!(found.text.contains("\n+      - image: nginx:2\n") && found.exit == 1, "{}", found.text);
        assert_eq!(asked("apply -f other.yaml").text, "deployment.apps/web configured\n");
        assert_eq!(sent("get pods", None), Ok(None));
        assert_eq!(sent("apply -f a.yaml", Some(Path::new("a.yaml"))), Ok(None));
        let missing = sent("delete -f nofile.yaml", None).unwrap_err();
        assert_eq!(missing, "error: the path \"nofile.yaml\" does not exist\n");
        assert!(sent("apply -f https://example.com/x.yaml", None).is_err());
    }

    #[test]
    fn words_of_the_shell_stay_words() {
        let words = ["get", "pods", "-o", "jsonpath={range .items[*]}{.status.phase}{\"it's\\n\"}{end}"];
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        let seen = played(WEB, None, "", 30_000, &line(&words), &Kubernetes::RECORDED).unwrap();
        assert_eq!(seen.text, "Runningit's\nRunningit's\n");
    }

    #[test]
    fn a_namespace_in_the_command_takes_precedence() {
        let shop = WEB.replace("name: web}, spec: {replicas", "name: web, namespace: shop}, spec: {replicas");
        let asked = |words: &str| played(&shop, None, "", 30_000, words, &Kubernetes::RECORDED).unwrap();
        let elsewhere: Vec<String> = ["get", "pods", "-n", "other"].map(str::to_owned).into();
        assert_eq!(asked(&line(&elsewhere)).complaint, "No resources found in other namespace.\n");
        assert_eq!(asked("get deploy -o name").text, "deployment.apps/web\n");
    }

    #[test]
    fn what_does_not_run_is_said() {
        let refused = WEB.replace("image", "picture");
        let why = played(&refused, None, "", 0, "get pods", &Kubernetes::RECORDED).unwrap_err();
        assert!(why.starts_with("The API server refuses this manifest"), "{why}");
    }
}
