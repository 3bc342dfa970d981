//! `podlab`: the engine on the command line.
#![forbid(unsafe_code)]

mod batch;

use clap::{Parser, Subcommand};
use engine::batch::Command;
use std::process::ExitCode;

#[derive(Parser)]
#[command(
    version,
    about = "What the API server says of a Pod, what the kubelet does with it, and what it costs."
)]
struct Arguments {
    #[command(subcommand)]
    command: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Errors and warnings as kubectl would print them.
    Check(Input),
    /// The transcript of `kubectl get pod -w`, and the events.
    Simulate(Input),
    /// Effective requests and limits, with the arithmetic.
    Resources(Input),
    /// The `kubectl get pod` row of a Pod that has a status.
    Get(Input),
    /// What LimitRanges and quotas among the documents make of the others.
    Admit(Input),
    /// Where the Pod fits among the Nodes in the documents.
    Schedule(Input),
    /// What kubectl prints of a Pod with status and its events.
    Kubectl(Input),
}

#[derive(clap::Args)]
struct Input {
    /// JSON lines in, JSON lines out.
    #[arg(long)]
    batch: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let (command, input) = match arguments.command {
        Verb::Check(input) => (Command::Check, input),
        Verb::Simulate(input) => (Command::Simulate, input),
        Verb::Resources(input) => (Command::Resources, input),
        Verb::Get(input) => (Command::Get, input),
        Verb::Admit(input) => (Command::Admit, input),
        Verb::Schedule(input) => (Command::Schedule, input),
        Verb::Kubectl(input) => (Command::Kubectl, input),
    };
    if input.batch {
        return batch::run(command);
    }
    eprintln!("podlab: only --batch is built so far");
    ExitCode::from(2)
}
