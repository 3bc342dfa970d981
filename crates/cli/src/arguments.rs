//! The arguments of the command line.

use clap::{Parser, Subcommand, ValueEnum};
use engine::{Kubernetes, release};
use std::path::PathBuf;

mod check;

pub use check::{Check, Colour, FailOn, Report};

/// The promise to scripts; `docs/ci.md` says the same.
const EXIT_CODES: &str = "Exit codes: 0, all is well; 1, something is refused, does not fit, or is as severe as --fail-on says; 2, there is no answer about at least one file, or the command line is wrong.";

/// All of it.
#[derive(Parser)]
#[command(
    name = "podlab",
    version,
    about = "What the API server says of a Pod, what the kubelet does with it, and what it costs.",
    after_help = EXIT_CODES
)]
pub struct Arguments {
    #[command(flatten)]
    pub cluster: Cluster,
    #[command(subcommand)]
    pub verb: Verb,
}

/// The cluster that answers.
#[derive(clap::Args)]
pub struct Cluster {
    #[arg(help = format!("The Kubernetes release that answers: {} [default: {}]", release::OFFERED, release::DEFAULT))]
    #[arg(long, global = true, value_name = "VERSION")]
    kubernetes: Option<String>,
    /// A feature gate that its operator changed; may be given several times.
    #[arg(long = "feature-gate", global = true, value_name = "NAME=BOOL")]
    feature_gates: Vec<String>,
}

impl Cluster {
    /// The release with its gates; an error says what to write instead.
    pub fn kubernetes(&self) -> Result<Kubernetes, String> {
        self.kubernetes_or(None, &[])
    }

    /// The same, where a page names the release, which wins.
    pub fn kubernetes_for(&self, version: Option<&str>) -> Result<Kubernetes, String> {
        match version {
            Some(version) => Kubernetes::parse(version, self.feature_gates.iter().map(String::as_str)),
            None => self.kubernetes(),
        }
    }

    /// The same, where a config file names the release and the gates that the command line leaves open.
    pub fn kubernetes_or(&self, version: Option<&str>, gates: &[String]) -> Result<Kubernetes, String> {
        let version = self.kubernetes.as_deref().or(version).unwrap_or(release::DEFAULT);
        Kubernetes::parse(version, gates.iter().chain(&self.feature_gates).map(String::as_str))
    }
}

/// The commands.
#[derive(Subcommand)]
pub enum Verb {
    /// Errors and warnings as kubectl would print them, with line and column.
    Check(Check),
    /// The transcript of `kubectl get pod -w`, and the events.
    Simulate(Simulate),
    /// A picture of the run, which opens again in Podlab: an instant or all of it as SVG, or the recording of a terminal.
    Still(Still),
    /// Effective requests and limits, with the arithmetic.
    Resources(Resources),
    /// The `kubectl get pod` row of a Pod that has a status.
    Get(Get),
    /// A word that kubectl prints: meaning, causes, what to do; documentation of a field; cause and fix of an error.
    Explain(Explain),
    /// The documents as the LimitRanges and quotas among them admit them.
    Admit(Files),
    /// Where the Pod fits among the Nodes in the documents, or the scheduler's words.
    Schedule(Files),
    /// Kubectl's output at an instant of a run (`--at`), or for a Pod with status and its events.
    Kubectl(Kubectl),
    /// Writes a picture, the narration and the verdict into each `<pod-lab>` of built pages, for readers without scripts.
    Prerender(Prerender),
    /// The completions of a shell, to be sourced or put where it looks for them.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// The man page of the program or of one command, as roff: `podlab man check | man -l -`.
    Man {
        /// The command.
        command: Option<String>,
    },
}

/// Files, or JSON lines.
#[derive(clap::Args)]
pub struct Files {
    /// Manifests; `-` is standard input.
    #[arg(required_unless_present = "batch")]
    pub files: Vec<PathBuf>,
    /// JSON lines in, JSON lines out.
    #[arg(long, conflicts_with = "files")]
    pub batch: bool,
}

/// `simulate`.
#[derive(clap::Args)]
pub struct Simulate {
    /// The manifest; `-` is standard input.
    #[arg(required_unless_present = "batch")]
    pub file: Option<PathBuf>,
    /// How the outside world behaves.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<PathBuf>,
    /// How far to go: `90`, `90s`, `1m30s`, `24h`.
    #[arg(long, allow_negative_numbers = true, default_value = "5m", value_name = "DURATION")]
    pub until: String,
    /// JSON lines in, JSON lines out.
    #[arg(long, conflicts_with_all = ["file", "scenario", "until", "output"])]
    pub batch: bool,
    /// How the answer is written.
    #[arg(long, short, default_value = "text")]
    pub output: Story,
}

/// `still`.
#[derive(clap::Args)]
pub struct Still {
    /// The manifest; `-` is standard input.
    pub file: PathBuf,
    /// How the outside world behaves.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<PathBuf>,
    /// The instant: `12`, `1.5s`, `5m`. The beginning, when it is not given.
    #[arg(long, allow_negative_numbers = true, default_value = "0", value_name = "DURATION")]
    pub at: String,
    /// The kind of picture.
    #[arg(long, short, default_value = "svg")]
    pub output: Picture,
}

/// `resources`.
#[derive(clap::Args)]
pub struct Resources {
    /// The manifest; `-` is standard input.
    #[arg(required_unless_present = "batch")]
    pub file: Option<PathBuf>,
    /// JSON lines in, JSON lines out.
    #[arg(long, conflicts_with_all = ["file", "output"])]
    pub batch: bool,
    /// How the answer is written.
    #[arg(long, short, default_value = "text")]
    pub output: Output,
}

/// `get`.
#[derive(clap::Args)]
pub struct Get {
    /// A Pod with status, as `kubectl get pod -o yaml` prints it; `-` is standard input.
    #[arg(required_unless_present = "batch")]
    pub file: Option<PathBuf>,
    /// The time that ages are counted to, such as 2026-11-21T12:00:00Z; now, when it is not given.
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// JSON lines in, JSON lines out.
    #[arg(long, conflicts_with_all = ["file", "now", "output"])]
    pub batch: bool,
    /// How the answer is written.
    #[arg(long, short, default_value = "text")]
    pub output: Row,
}

/// `prerender`.
#[derive(clap::Args)]
pub struct Prerender {
    /// Built pages: files, folders with `.html` files, globs.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The kind of picture: the last instant, or all of the run as SVG that moves.
    #[arg(long, default_value = "svg")]
    pub picture: Drawn,
    /// Writes nothing; 1 when a page is not as it would be written.
    #[arg(long)]
    pub check: bool,
}

/// The arguments of `prerender`.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Drawn {
    /// The last instant.
    Svg,
    /// The whole run, as SVG that moves.
    AnimatedSvg,
}

/// `explain`.
#[derive(clap::Args)]
pub struct Explain {
    /// A word (`CrashLoopBackOff`, `Init:0/2`), a line of `kubectl get` or an event, a field
    /// (`pod.spec.containers.image`), an error as the server prints it, or the name of a rule or lint.
    #[arg(required_unless_present = "list")]
    pub what: Vec<String>,
    /// All words and pages that can be asked for.
    #[arg(long, conflicts_with = "what")]
    pub list: bool,
}

/// `kubectl`.
#[derive(clap::Args)]
pub struct Kubectl {
    /// With `--at` the manifest; without, the Pod with status, and its events; `-` is standard input.
    #[arg(required_unless_present = "batch")]
    pub file: Option<PathBuf>,
    /// Plays the manifest and answers at this instant: `12`, `1.5s`, `5m` after it was created.
    #[arg(long, allow_negative_numbers = true, value_name = "DURATION", conflicts_with_all = ["now", "batch"])]
    pub at: Option<String>,
    /// How the outside world behaves while the manifest is played.
    #[arg(long, value_name = "FILE", requires = "at")]
    pub scenario: Option<PathBuf>,
    /// The time that ages are counted to; now, when it is not given.
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// JSON lines in, JSON lines out.
    #[arg(long, conflicts_with_all = ["file", "scenario", "now", "arguments"])]
    pub batch: bool,
    /// The command, such as `describe pod web`.
    #[arg(last = true)]
    pub arguments: Vec<String>,
}

/// For people or for programs.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Output {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// The arguments of `simulate`.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Story {
    /// The transcript, then the events.
    Text,
    /// Rows, statuses, events and runtime calls.
    Json,
    /// A line for each thing that happens.
    Narration,
}

/// The arguments of `still`.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Picture {
    /// The instant, as SVG.
    Svg,
    /// The whole run, as SVG that moves.
    AnimatedSvg,
    /// The whole run as `kubectl get pod -w` shows it, for asciinema.
    Asciicast,
}

/// The arguments of `get`.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Row {
    /// As `kubectl get pod`.
    Text,
    /// As `kubectl get pod -o wide`.
    Wide,
    /// For programs.
    Json,
}
