//! One run of a container, one image, one sandbox.

use crate::Millis;

/// The behaviour of a container from its start to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// After how long it exits by itself; `None`: never.
    pub run: Option<Millis>,
    /// Its exit code then; `None` when the scenario does not say (0).
    pub exit: Option<i32>,
    /// The runtime's reason, such as `OOMKilled`; otherwise it follows from the code.
    pub reason: Option<String>,
    /// The termination message.
    pub message: Option<String>,
    /// The runtime's error when it is created.
    pub create: Option<String>,
    /// The runtime's error when it is started.
    pub start: Option<String>,
    /// How long the runtime takes to start it.
    pub start_delay: Millis,
    /// From SIGTERM to its exit; `None`: it ignores SIGTERM.
    pub term: Option<Millis>,
    /// Its exit code after SIGTERM.
    pub term_exit: i32,
    /// The ports it listens on; `None`: any port answers.
    pub listen: Option<Vec<Listen>>,
    /// Answers to commands that run in it, by a part of the command line.
    pub exec: Vec<(String, Answer)>,
    /// Answers to HTTP requests, by `:port/path`.
    pub http: Vec<(String, Answer)>,
    /// The memory in use that the runtime reports, in bytes.
    pub memory: Option<u64>,
    /// The runtime's errors when it is asked to change the container's resources: of the first time, the second ...
    pub update: Vec<Option<String>>,
    /// The files that it writes.
    pub write: Option<Write>,
}

impl Default for Run {
    fn default() -> Self {
        Run {
            run: None,
            exit: None,
            reason: None,
            message: None,
            create: None,
            start: None,
            start_delay: Millis::ZERO,
            term: Some(Millis(100)),
            term_exit: 143,
            listen: None,
            exec: Vec::new(),
            http: Vec::new(),
            memory: None,
            update: Vec::new(),
            write: None,
        }
    }
}

/// The files that a container writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// How long after the container's start.
    pub after: Millis,
    /// The size of the files in its own layer, in MB.
    pub layer: u32,
    /// The file in a volume: the volume's name or a path in the container, and the size in MB.
    pub file: Option<(String, u32)>,
}

/// An open port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listen {
    /// Its number or name.
    pub port: String,
    /// How long after the container's start it opens.
    pub from: Millis,
}

/// How a container answers a probe or a hook; times count from the container's start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// It fails before.
    pub ok_after: Option<Millis>,
    /// It fails from then on.
    pub ok_until: Option<Millis>,
    /// It fails in these stretches.
    pub fail: Vec<(Millis, Millis)>,
    /// The exit codes or HTTP statuses of one call after the other; the last one repeats.
    pub seq: Vec<i32>,
    /// How long it takes.
    pub delay: Millis,
    /// Its output when it fails.
    pub out: String,
    /// Its exit code or HTTP status when it fails; 1 or 500 without it.
    pub exit: Option<i32>,
    /// The main process exits with this code after it.
    pub exits_main: Option<i32>,
}

/// How an image is pulled.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImageScenario {
    /// How long a pull takes.
    pub pull: Option<Millis>,
    /// How many of the first pulls fail; `None`: all of them.
    pub fail: Option<u32>,
    /// The runtime's error.
    pub error: Option<String>,
    /// In bytes.
    pub size: Option<u64>,
    /// Whether it is on the node from the start.
    pub present: bool,
}

/// How a sandbox is created, and whether it dies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SandboxScenario {
    /// The runtime's error when it is created.
    pub create: Option<String>,
    /// How long its creation takes.
    pub delay: Millis,
    /// After how long it dies by itself.
    pub die_after: Option<Millis>,
}
