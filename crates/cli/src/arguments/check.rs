//! The arguments of `podlab check`.

use clap::ValueEnum;
use engine::check::Severity;
use serde::Deserialize;
use std::path::PathBuf;

/// `check`.
#[derive(clap::Args)]
pub struct Check {
    /// Manifests: files, folders (all `.yaml`, `.yml` and `.json` below, but nothing hidden), globs such as
    /// `'deploy/**/*.yaml'`; `-` is standard input.
    #[arg(required_unless_present = "batch")]
    pub files: Vec<PathBuf>,
    /// JSON lines in, JSON lines out.
    #[arg(long, conflicts_with_all = ["files", "output", "fail_on", "quiet", "ignore", "config", "color"])]
    pub batch: bool,
    /// How the answer is written.
    #[arg(long, short, default_value = "text")]
    pub output: Report,
    /// The least severe problem that makes the exit code 1; error, unless a config file says so.
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Prints only what makes the check fail.
    #[arg(long, short)]
    pub quiet: bool,
    /// A rule, lint or reading error to pass over, by its name; may be given several times.
    #[arg(long, value_name = "ID")]
    pub ignore: Vec<String>,
    /// The config file; otherwise `.podlab.yaml` here or in the nearest folder above.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Checks the manifests of `<pod-lab>` elements in HTML pages, and what their `expect` attributes promise.
    #[arg(long, conflicts_with = "batch")]
    pub html: bool,
    /// Whether severities have colours: on a terminal, unless NO_COLOR is set.
    #[arg(long, alias = "colour", default_value = "auto", value_name = "WHEN")]
    pub color: Colour,
}

/// How an answer is written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Report {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For code scanning.
    Sarif,
    /// Annotations in a workflow of GitHub Actions.
    Github,
    /// For test reports: a suite a file, a case a document.
    Junit,
    /// Kubectl's answer to `apply -f FILE` on a new cluster, on both streams, with its exit code.
    Kubectl,
}

/// The least severe problem that fails a check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(try_from = "String")]
pub enum FailOn {
    /// A refusal of the server.
    #[default]
    Error,
    /// That, and a warning of the server.
    Warning,
    /// That, and our advice.
    Advice,
}

impl TryFrom<String> for FailOn {
    type Error = String;

    fn try_from(word: String) -> Result<FailOn, String> {
        FailOn::from_str(&word, false)
            .map_err(|_| format!("`{word}` is no severity; write error, warning or advice"))
    }
}

impl FailOn {
    /// Whether a problem of this severity fails the check.
    pub fn fails(self, severity: Severity) -> bool {
        severity
            <= match self {
                FailOn::Error => Severity::Error,
                FailOn::Warning => Severity::Warning,
                FailOn::Advice => Severity::Advice,
            }
    }
}

/// When colours are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// To a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}
