//! `podlab`: the engine on the command line.
#![forbid(unsafe_code)]

mod answer;
mod arguments;
mod batch;
mod check;
mod files;
mod input;
mod output;

use arguments::{Arguments, Verb};
use clap::Parser as _;
use contract::Command;
use engine::Kubernetes;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let Arguments { cluster, verb } = Arguments::parse();
    let done = cluster.kubernetes().and_then(|kubernetes| run(&verb, &kubernetes));
    done.unwrap_or_else(|problem| {
        output::complain(&format!("podlab: {problem}\n"));
        // 1 says that a manifest has errors; 2, that there is no answer.
        ExitCode::from(2)
    })
}

fn run(verb: &Verb, kubernetes: &Kubernetes) -> Result<ExitCode, String> {
    match verb {
        Verb::Check(arguments) if arguments.batch => batch::run(Command::Check, kubernetes),
        Verb::Simulate(arguments) if arguments.batch => batch::run(Command::Simulate, kubernetes),
        Verb::Resources(arguments) if arguments.batch => batch::run(Command::Resources, kubernetes),
        Verb::Get(arguments) if arguments.batch => batch::run(Command::Get, kubernetes),
        Verb::Admit(arguments) if arguments.batch => batch::run(Command::Admit, kubernetes),
        Verb::Schedule(arguments) if arguments.batch => batch::run(Command::Schedule, kubernetes),
        Verb::Kubectl(arguments) if arguments.batch => batch::run(Command::Kubectl, kubernetes),
        Verb::Check(arguments) => check::run(arguments, kubernetes),
        Verb::Simulate(arguments) => files::simulate(arguments, kubernetes),
        Verb::Still(arguments) => files::still(arguments, kubernetes),
        Verb::Resources(arguments) => files::resources(arguments, kubernetes),
        Verb::Get(arguments) => files::get(arguments, kubernetes),
        Verb::Explain(arguments) => files::explain(arguments, kubernetes),
        Verb::Admit(arguments) => files::admit(arguments, kubernetes),
        Verb::Schedule(arguments) => files::schedule(arguments, kubernetes),
        Verb::Kubectl(arguments) => files::kubectl(arguments, kubernetes),
    }
}
