//! The namespace that the context of a person names.

use super::arguments::{Arguments, PROGRAM};
use super::commands::Command;
use api::kinds;

/// The command line of a person whose context names a namespace; one that the line itself names takes precedence.
///
/// ```
/// assert_eq!(kubectl::in_context("kubectl get pods", "shop"), "kubectl -n shop get pods");
/// assert_eq!(kubectl::in_context("get pods", "shop"), "kubectl -n shop get pods");
/// assert_eq!(kubectl::in_context("kubectl get pods -A", "shop"), "kubectl get pods -A");
/// assert_eq!(kubectl::in_context("kubectl get pods -A=false", "shop"), "kubectl -n shop get pods -A=false");
/// assert_eq!(kubectl::in_context("kubectl run a --image=b -- sh -n", "shop"), "kubectl -n shop run a --image=b -- sh -n");
/// ```
pub fn in_context(line: &str, namespace: &str) -> String {
    let line = line.trim_start();
    let first = line.split_whitespace().next().filter(|first| PROGRAM.contains(first));
    let rest = line.strip_prefix(first.unwrap_or_default()).unwrap_or(line).trim_start();
    match Arguments::of_line(rest) {
        Ok(arguments) if !namespace.is_empty() && !names_one(&arguments) && !is_in_vain(&arguments) => {
            format!("kubectl -n {namespace} {rest}")
        }
        _ => line.to_owned(),
    }
}

/// The namespace that a command line names.
///
/// ```
/// assert_eq!(kubectl::namespace_of("kubectl get pods --namespace=shop").as_deref(), Some("shop"));
/// assert_eq!(kubectl::namespace_of("kubectl get pods"), None);
/// ```
pub fn namespace_of(line: &str) -> Option<String> {
    let line = line.trim_start();
    let first = line.split_whitespace().next().filter(|first| PROGRAM.contains(first));
    let rest = line.strip_prefix(first.unwrap_or_default()).unwrap_or(line);
    Arguments::of_line(rest).ok()?.value("namespace").map(str::to_owned)
}

fn names_one(arguments: &Arguments) -> bool {
    let names = ["namespace", "filename"].iter().any(|flag| arguments.value(flag).is_some());
    names || arguments.is_on("all-namespaces")
}

/// Whether it is a deletion of objects without a namespace: it warns of a namespace that was named in vain, and that of a context
/// is not named.
fn is_in_vain(arguments: &Arguments) -> bool {
    let of_word = |word: &String| kinds::of_type(word.split('/').next()?);
    let kind = arguments.words.iter().find_map(of_word);
    arguments.command == Command::Delete && kind.is_some_and(|kind| !kind.namespaced)
}
