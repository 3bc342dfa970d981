//! What a real API server refused, rule by rule: the errors of every recorded manifest that can be read.
//!
//! Reads the recordings beside the project when they are there; stages, reading and the project's own copies
//! belong to the tests package. `SHOW=n cargo test -p validation --test recorded -- --nocapture` prints differences.

#[cfg(test)]
mod tests {
    use api::{Kubernetes, Object, defaulting};
    use serde_json::{Value, json};

    const FOLDER: &str = "/work/shared/conformance/apiserver";

    #[test]
    fn errors_are_the_servers() {
        check("recorded.jsonl", "1.36", 99);
        check("upstream.jsonl", "1.36", 99);
        check("realworld.jsonl", "1.36", 99);
    }

    #[test]
    fn errors_are_those_of_older_servers() {
        for version in ["1.35", "1.34", "1.33", "1.32"] {
            check(&format!("versions/recorded-{version}.jsonl"), version, 98);
            check(&format!("versions/upstream-{version}.jsonl"), version, 95);
        }
    }

    /// Compares one file and asks for a least percentage of equal answers.
    fn check(file: &str, version: &str, least: usize) {
        let Ok(text) = std::fs::read_to_string(format!("{FOLDER}/{file}")) else { return };
        let show = std::env::var("SHOW").ok().and_then(|count| count.parse().ok()).unwrap_or(0);
        let Ok(kubernetes) = Kubernetes::parse(version, []) else { panic!("{version}") };
        let (mut total, mut different) = (0, Vec::new());
        for line in text.lines() {
            let row: Value = serde_json::from_str(line).unwrap_or_default();
            if !matches!(row["expected"]["stage"].as_str(), Some("ok" | "invalid")) {
                continue;
            }
            let Some(mut object) = read(&row, &kubernetes) else { continue };
            total += 1;
            defaulting::apply(&mut object, &kubernetes);
            defaulting::prepare(&mut object, &kubernetes);
            let allow_privileged = row["allowPrivileged"].as_bool().unwrap_or(true);
            let options = validation::Options { allow_privileged };
            let answered = validation::validate(&object, &kubernetes, &options);
            let answered = answered.iter().map(|error| recorded(error, &kubernetes).to_string());
            if let Some(difference) = difference(&row["expected"], answered.collect()) {
                different.push(format!("{} {difference}", row["id"]));
            }
        }
        let agree = total - different.len();
        println!("{file}: {agree}/{total}");
        for line in different.iter().take(show) {
            println!("{line}");
        }
        assert!(agree * 100 >= total * least, "{file}: {agree}/{total}");
    }

    /// The object of a row, as its text reads leniently; `None` for what needs the server's own reading.
    fn read(row: &Value, kubernetes: &Kubernetes) -> Option<Object> {
        let manifest = row["manifest"].as_str()?;
        // Bombs and strange scalars are for the real reader.
        let is_plain = !manifest.contains('&') && !row["id"].as_str()?.starts_with("mutations:yaml");
        let object = is_plain
            .then(|| api::objects(manifest, kubernetes))
            .and_then(|objects| objects.into_iter().next())?;
        (!matches!(object, Object::Other(_))).then_some(object)
    }

    /// An error as the recordings have it.
    fn recorded(error: &validation::Error, kubernetes: &Kubernetes) -> Value {
        json!({
            "type": error.kind.name(),
            "field": error.field,
            "badValue": error.bad_value.to_json(),
            "detail": error.detail,
            "message": error.message(kubernetes),
        })
    }

    /// What is missing and what is too much, as multisets.
    fn difference(expected: &Value, answered: Vec<String>) -> Option<String> {
        let empty = Vec::new();
        let recorded = expected["errors"].as_array().unwrap_or(&empty);
        if expected["unstableText"].as_bool() == Some(true) {
            return (recorded.len() != answered.len()).then(|| "another number of errors".to_owned());
        }
        let mut left = answered;
        let mut missing = Vec::new();
        for error in recorded {
            let text = ["type", "field", "badValue", "detail", "message"]
                .map(|name| (name.to_owned(), error[name].clone()));
            let text = Value::Object(text.into_iter().collect()).to_string();
            match left.iter().position(|other| *other == text) {
                Some(position) => drop(left.remove(position)),
                None => missing.push(text),
            }
        }
        if missing.is_empty() && left.is_empty() {
            return None;
        }
        let list = |sign: &str, lines: &[String]| {
            lines.iter().fold(String::new(), |text, line| text + "\n  " + sign + " " + line)
        };
        Some(format!("{}{}", list("-", &missing), list("+", &left)))
    }
}
