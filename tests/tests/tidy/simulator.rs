//! The house rules of the simulator: the arrows between its modules, the one place where its world changes.

use super::{File, named_in_crate, rust};
use std::fs;

/// The modules of the simulator that each module may name; none may name one that stands below it in this table.
const SIMULATOR: [(&str, &[&str]); 20] = [
    ("time", &[]),
    ("words", &[]),
    ("limits", &["time"]),
    ("hash", &[]),
    ("server", &[]),
    ("latency", &["time"]),
    ("scenario", &["time"]),
    ("trace", &["time", "words"]),
    ("shape", &["trace", "words"]),
    ("why", &["shape", "time", "trace"]),
    ("assume", &["scenario", "time"]),
    ("world", &["scenario", "server", "shape", "time", "trace", "words"]),
    ("fit", &["shape", "world"]),
    (
        "cluster",
        &["assume", "fit", "hash", "latency", "scenario", "shape", "time", "trace", "words", "world"],
    ),
    ("runtime", &["assume", "limits", "scenario", "time", "trace", "words", "world"]),
    (
        "kubelet",
        &[
            "cluster", "fit", "hash", "latency", "limits", "runtime", "scenario", "shape", "time", "trace",
            "words", "world",
        ],
    ),
    (
        "controllers",
        &[
            "cluster", "fit", "hash", "latency", "scenario", "server", "shape", "time", "trace", "words",
            "world",
        ],
    ),
    (
        "actions",
        &["cluster", "controllers", "fit", "kubelet", "latency", "scenario", "server", "shape", "world"],
    ),
    (
        "run",
        &[
            "actions",
            "cluster",
            "controllers",
            "kubelet",
            "limits",
            "scenario",
            "server",
            "time",
            "trace",
            "world",
        ],
    ),
    ("lib", &["limits", "run", "scenario", "server", "time", "trace", "why", "words"]),
];

#[test]
fn the_modules_of_the_simulator_form_no_circle() {
    let files: Vec<File> = rust().into_iter().filter(|file| file.is_in("crates/simulator/src")).collect();
    let lib = files.iter().find(|file| file.name == "crates/simulator/src/lib.rs").unwrap();
    // `crate::Millis` is `time::Millis`: lib.rs says which module an item comes from.
    let mut exported: Vec<(String, &str)> = Vec::new();
    for line in lib.text.lines().filter_map(|line| line.strip_prefix("pub use ")) {
        let (module, items) = line.trim_end_matches(';').split_once("::").unwrap();
        let items = items.trim_matches(['{', '}']).split(", ");
        exported.extend(items.map(|item| (item.to_owned(), module)));
    }
    assert!(exported.iter().any(|(item, module)| item == "Millis" && *module == "time"));
    for (place, (module, allowed)) in SIMULATOR.iter().enumerate() {
        let above: Vec<&str> = SIMULATOR.iter().take(place).map(|(module, _)| *module).collect();
        assert!(
            allowed.iter().all(|name| above.contains(name)),
            "{module} may name only what stands above it"
        );
    }
    for file in &files {
        let path = file.name.strip_prefix("crates/simulator/src/").unwrap();
        let module = path.split(['/', '.']).next().unwrap();
        let row = SIMULATOR.iter().find(|(name, _)| *name == module);
        assert!(row.is_some(), "{module} is missing in the table");
        let (_, allowed) = row.unwrap();
        let code = file.lines().collect::<Vec<_>>().join("\n");
        for name in named_in_crate(&code) {
            let home =
                exported.iter().find(|(item, _)| *item == name).map_or(name.as_str(), |(_, home)| *home);
            assert!(
                home == module || allowed.contains(&home),
                "{}: {module} must not name {home}",
                file.name
            );
        }
    }
}

/// The world, its clock included, changes only in `apply`: no other module can reach a field of it, and transitions borrow
/// the world to read it.
#[test]
fn only_apply_changes_the_world() {
    let root = xtask::project::root().join("crates/simulator/src/world");
    let text = fs::read_to_string(root.join("mod.rs")).unwrap();
    let fields = text.split("pub(crate) struct World {").nth(1).unwrap().split("\n}").next().unwrap();
    assert!(fields.contains("now: Millis") && fields.contains("timers: Timers"), "{fields}");
    assert!(!fields.contains("pub "), "a field of the world is open: {fields}");
    let changing: Vec<String> = rust()
        .into_iter()
        .filter(|file| file.is_in("crates/simulator/src"))
        .filter(|file| {
            let code = file.lines().collect::<Vec<_>>().join("\n");
            let borrows =
                ["&mut World", "&mut world", "&mut self.world"].iter().any(|words| code.contains(words));
            borrows || code.contains("impl World {") && code.contains("&mut self")
        })
        .map(|file| file.name.rsplit('/').next().unwrap().to_owned())
        .collect();
    assert!(!changing.is_empty());
    assert!(
        changing.iter().all(|name| name.starts_with("apply")),
        "these change the world too: {changing:?}"
    );
}
