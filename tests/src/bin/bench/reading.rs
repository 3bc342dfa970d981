//! The times of reading and validating, beside those of the API server's own code, and their growth with the text.

use crate::{Board, fastest, heading, part, shown};
use api::{Kubernetes, Object};
use engine::check::{Mode, Options, check};
use std::fmt::Write as _;
use std::time::Duration;

/// A manifest of sixty lines with a little of everything.
const POD: &str = include_str!("pod.yaml");
/// The time that kube-apiserver 1.36's own Go code takes for this Pod in one process on a similar machine: strict
/// decoding, defaults, validation, warnings.
const SERVER_YAML: Duration = Duration::from_micros(283);
const SERVER_JSON: Duration = Duration::from_micros(56);
/// The factor by which the engine must be faster, also from JSON, which the server need not convert; from YAML the aim
/// is twice that.
const FASTER: u32 = 5;

pub fn measure(board: &mut Board) {
    let json = json(POD);
    heading("Read and validate a Pod of 60 lines");
    let yaml_took = stages("YAML", || source::read(POD));
    let json_took = stages("JSON", || source::read_json(&json));
    for (language, took, server) in [("YAML", yaml_took, SERVER_YAML), ("JSON", json_took, SERVER_JSON)] {
        let times = server.as_secs_f64() / took.as_secs_f64();
        let server = shown(server);
        println!(
            "  from {language}: {times:.1} times as fast as the server's own code, which takes {}",
            server.trim()
        );
    }
    board.aim("from YAML", yaml_took, SERVER_YAML / FASTER, SERVER_YAML / (FASTER * 2));
    board.budget("from JSON", json_took, SERVER_JSON / FASTER);
    for (what, text, mode) in [("YAML", POD, Mode::Yaml), ("JSON", &json, Mode::Json)] {
        let options = Options { mode, ..Options::default() };
        let whole = fastest(|| check(text, &options));
        part(&format!("with advice, places, resources, from {what}"), whole);
    }
}

/// Times each stage alone, then all of them one after the other, which is what the server's time covers.
fn stages(language: &str, read: impl Fn() -> source::Documents) -> Duration {
    let kubernetes = &Kubernetes::RECORDED;
    let documents = read().documents;
    let Some(document) = documents.first() else { return Duration::MAX };
    let object = api::read(document, kubernetes).object;
    let mut stored = object.clone();
    defaults(&mut stored, kubernetes);
    let validate = |object: &Object| {
        let errors = validation::validate(object, kubernetes, &validation::Options::default());
        (errors, validation::warnings(object, kubernetes))
    };
    part(&format!("{language} to a tree of places"), fastest(&read));
    part("tree to a typed object", fastest(|| api::read(document, kubernetes)));
    let copied = fastest(|| object.clone());
    let defaulted = fastest(|| {
        let mut object = object.clone();
        defaults(&mut object, kubernetes);
        object
    });
    part("defaults", defaulted.saturating_sub(copied));
    part("rules and warnings", fastest(|| validate(&stored)));
    let all = fastest(|| {
        let documents = read().documents;
        let object = documents.first().map(|document| api::read(document, kubernetes).object);
        object.map(|mut object| {
            defaults(&mut object, kubernetes);
            validate(&object)
        })
    });
    part("all of it", all);
    all
}

fn defaults(object: &mut Object, kubernetes: &Kubernetes) {
    api::defaulting::apply(object, kubernetes);
    api::defaulting::prepare(object, kubernetes);
}

fn json(text: &str) -> String {
    let read = source::read(text);
    read.documents.first().map(|document| source::print::json_of(document.root())).unwrap_or_default()
}

/// Checks that the time for a KiB does not grow, up to the longest text.
pub fn growth(board: &mut Board) {
    heading("Growth: time for a KiB");
    let options = Options { mode: Mode::Yaml, ..Options::default() };
    let mut shorter = f64::INFINITY;
    for kibibytes in [16u32, 128, 1024] {
        let text = long(kibibytes as usize * 1024);
        let of = |took: Duration| took.as_secs_f64() * 1e6 / f64::from(kibibytes);
        let (tree, whole) = (of(fastest(|| source::read(&text))), of(fastest(|| check(&text, &options))));
        println!("  {kibibytes:5} KiB: tree {tree:6.2} µs, whole check {whole:6.2} µs");
        // Each text is eight times as long; one too long for the caches may cost up to four times as much per KiB.
        if whole > shorter * 4.0 {
            println!("  MORE THAN four times as much as for the shorter text");
            board.within = false;
        }
        shorter = whole;
    }
}

/// Times a key press near the end of a text, read from scratch and read with the help of the reading before.
pub fn again() {
    heading("Read after a key press");
    let twenty = format!("---\n{}\n", POD.trim_end()).repeat(20);
    let one = long(39_700);
    for (what, text) in [("the last of 20 documents", twenty), ("one document of 2,000 lines", one)] {
        let before = source::read_stream(&text);
        let mut now = text.clone();
        now.insert(text.rfind('}').unwrap_or(0), 'x');
        part(&format!("{what}, alone"), fastest(|| source::read_stream(&now)));
        part(&format!("{what}, again"), fastest(|| source::reread(&text, &before, &now)));
    }
}

/// A Pod of about `bytes` bytes.
fn long(bytes: usize) -> String {
    let mut text = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n".to_owned();
    for number in 0.. {
        if text.len() + 200 > bytes {
            break;
        }
        let _ = write!(
            text,
            "  - name: app-{number}\n    image: nginx:1.27\n    env:\n    - name: A\n      value: \"{number}\"\n    resources:\n      requests: {{cpu: 100m, memory: 64Mi}}\n"
        );
    }
    text
}
