//! The fixes of rules' errors.

use super::{Fix, Site, amounts, distance, fix, names};
use api::Gate;

/// The fix of a rule's error, where one is certain.
pub(in crate::check) fn rule(site: Site<'_>, error: &validation::Error) -> Option<Fix> {
    let field = error.field.as_str();
    match error.rule().id {
        "init-container-probe" => sidecar(site, field),
        "request-above-limit" => amounts::raise_limit(site, error),
        "no-overcommit" => amounts::add_limit(site, field),
        "dns-label" | "dns-subdomain" => names::lower(site, error),
        "success-threshold" => site.write(field, "1"),
        "workload-restart-policy" if !matches!(site.kind, "Job" | "CronJob") => site.write(field, "Always"),
        "workload-restart-policy" => site.write(field, "Never").or_else(|| restart_policy(site, field)),
        "duplicate-container" => another_name(site, field),
        "volume-not-found" => volume(site, field),
        "selector-mismatch" => labels(site),
        _ => match error.kind {
            validation::Kind::Required if field == "spec.selector" => selector(site),
            validation::Kind::Required if field == "metadata.name" => name(site),
            validation::Kind::Required => missing(site, field),
            validation::Kind::NotSupported => names::word(site, field),
            _ => None,
        },
    }
}

/// Makes the container a sidecar, where the release has them: probes and hooks belong to a container that stays.
fn sidecar(site: Site<'_>, field: &str) -> Option<Fix> {
    let (container, _) = field.rsplit_once('.')?;
    let policy = format!("{container}.restartPolicy");
    if !site.kubernetes.enabled(Gate::SidecarContainers) || site.document.locate(&policy).exact {
        return None;
    }
    let edit = site.document.set(site.text, container, &["restartPolicy"], "Always")?;
    Some(fix("make it a sidecar: add `restartPolicy: Always`".to_owned(), edit))
}

/// Adds a required name or image.
fn missing(site: Site<'_>, field: &str) -> Option<Fix> {
    let (holder, last) = field.rsplit_once('.')?;
    if !holder.ends_with(']') || site.document.locate(field).exact {
        return None;
    }
    // Next to `imagee`, the image is misspelt and not missing.
    let holding = site.document.node(site.document.locate(holder).node);
    if holding.entries().any(|entry| distance(entry.key, last) <= 2) {
        return None;
    }
    let is_container = holder.contains("ontainers[");
    match last {
        "name" => {
            let word = if is_container { "app" } else { "name" };
            let edit = site.document.insert(site.text, holder, "name", word)?;
            Some(fix(format!("add `name: {word}`"), edit))
        }
        "image" if is_container => {
            let name = site.written(&format!("{holder}.name")).unwrap_or_default();
            let name = if validation::names::dns_label(name).is_empty() { name } else { "app" };
            let image = format!("{name}:1.0");
            let edit = site.document.set(site.text, holder, &["image"], &image)?;
            Some(fix(format!("add `image: {image}`, to be filled in"), edit))
        }
        _ => None,
    }
}

/// Counts on the name of the second of two containers.
fn another_name(site: Site<'_>, field: &str) -> Option<Fix> {
    let written = site.written(field)?;
    let (list, _) = field.rsplit_once('[')?;
    let (spec, _) = list.rsplit_once('.')?;
    let lists = ["initContainers", "containers"].map(|list| site.document.locate(&format!("{spec}.{list}")));
    let containers =
        lists.iter().filter(|list| list.exact).flat_map(|list| site.document.node(list.node).items());
    let taken: Vec<&str> = containers.filter_map(|container| container.get("name")?.as_str()).collect();
    let name =
        (2..100).map(|number| format!("{written}-{number}")).find(|name| !taken.contains(&name.as_str()))?;
    validation::names::dns_label(&name).is_empty().then(|| site.write(field, &name))?
}

/// Writes the name of the volume that was meant, or adds one where there are none.
fn volume(site: Site<'_>, field: &str) -> Option<Fix> {
    let written = site.written(field)?;
    let spec = field.split_once(".initContainers[").or_else(|| field.split_once(".containers["))?.0;
    let volumes = site.document.locate(&format!("{spec}.volumes"));
    if !volumes.exact {
        let text = format!("[{{ name: {written}, emptyDir: {{}} }}]");
        let edit = site.document.set(site.text, spec, &["volumes"], &text)?;
        let title = format!("add the volume `{written}`, an empty directory");
        return validation::names::dns_label(written).is_empty().then(|| fix(title, edit));
    }
    let items = site.document.node(volumes.node).items();
    let names = items.filter_map(|volume| volume.get("name")?.as_str());
    let near: Vec<(usize, &str)> = names.map(|name| (distance(written, name), name)).collect();
    let (letters, name) = *near.iter().min()?;
    (letters <= 2 || near.len() == 1).then(|| site.write(field, name))?
}

/// Gives the template the label that the selector asks for.
fn labels(site: Site<'_>) -> Option<Fix> {
    let asked = site.document.locate("spec.selector.matchLabels");
    let mut missing = site.document.node(asked.node).entries().filter(|entry| {
        let label = format!("spec.template.metadata.labels[{}]", entry.key);
        site.written(&label) != entry.value.as_str()
    });
    let (label, more) = (missing.next().filter(|_| asked.exact)?, missing.next());
    let value = site.text.get(label.value.range()).filter(|_| more.is_none())?;
    let field = format!("spec.template.metadata.labels[{}]", label.key);
    let title = format!("write the label `{}: {value}` in the template", label.key);
    if site.document.locate(&field).exact {
        return Some(fix(title, site.document.replace(&field, value)?));
    }
    let edit = site.document.set(site.text, "spec.template", &["metadata", "labels", label.key], value)?;
    Some(fix(title, edit))
}

/// Selects by the labels of the template.
fn selector(site: Site<'_>) -> Option<Fix> {
    let labels = site.document.locate("spec.template.metadata.labels");
    let entries = site.document.node(labels.node).entries();
    let written: Option<Vec<String>> = entries
        .map(|entry| Some(format!("{}: {}", entry.key, site.text.get(entry.value.range())?)))
        .collect();
    let written = written.filter(|written| labels.exact && !written.is_empty())?.join(", ");
    let edit = site.document.set(
        site.text,
        "spec",
        &["selector"],
        &format!("{{ matchLabels: {{ {written} }} }}"),
    )?;
    Some(fix(format!("select by the template's labels: `{written}`"), edit))
}

/// Adds the name of the object: that of its first container.
fn name(site: Site<'_>) -> Option<Fix> {
    let paths = ["spec.containers[0].name", "spec.template.spec.containers[0].name"];
    let first = paths.into_iter().find_map(|path| site.written(path));
    let name = first.filter(|name| validation::names::dns_label(name).is_empty()).unwrap_or("app");
    let edit = site.document.set(site.text, "", &["metadata", "name"], name)?;
    Some(fix(format!("add `name: {name}`"), edit))
}

/// Says that a Job's Pods are not restarted: the server wants to be told.
fn restart_policy(site: Site<'_>, field: &str) -> Option<Fix> {
    let (spec, _) = field.rsplit_once('.')?;
    let edit = site.document.set(site.text, spec, &["restartPolicy"], "Never")?;
    Some(fix("add `restartPolicy: Never`".to_owned(), edit))
}
