//! `podlab`: the engine on the command line.
#![forbid(unsafe_code)]

mod answer;
mod arguments;
mod batch;
mod check;
mod files;
mod input;
mod output;
mod pages;
mod paths;
mod shell;

use arguments::{Arguments, Cluster, Verb};
use clap::Parser as _;
use contract::Command;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let Arguments { cluster, verb } = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(usage) => return output::usage(&usage),
    };
    let done = run(&verb, &cluster);
    done.unwrap_or_else(|problem| {
        output::complain(&format!("podlab: {problem}\n"));
        // 1 says that a manifest has errors; 2, that there is no answer.
        ExitCode::from(2)
    })
}

fn run(verb: &Verb, cluster: &Cluster) -> Result<ExitCode, String> {
    // A check may learn its release from a config file.
    if let Verb::Check(arguments) = verb
        && !arguments.batch
    {
        return check::run(arguments, cluster);
    }
    let kubernetes = &cluster.kubernetes()?;
    if let Some(command) = in_batch(verb) {
        return batch::run(command, kubernetes);
    }
    if matches!(verb, Verb::Simulate(_) | Verb::Resources(_) | Verb::Admit(_) | Verb::Schedule(_)) {
        output::note_release(kubernetes);
    }
    match verb {
        Verb::Check(arguments) => check::run(arguments, cluster),
        Verb::Simulate(arguments) => files::simulate(arguments, kubernetes),
        Verb::Still(arguments) => files::still(arguments, kubernetes),
        Verb::Resources(arguments) => files::resources(arguments, kubernetes),
        Verb::Get(arguments) => files::get(arguments, kubernetes),
        Verb::Explain(arguments) => files::explain(arguments, kubernetes),
        Verb::Admit(arguments) => files::admit(arguments, kubernetes),
        Verb::Schedule(arguments) => files::schedule(arguments, kubernetes),
        Verb::Kubectl(arguments) => files::kubectl::run(arguments, kubernetes),
        Verb::Prerender(arguments) => pages::prerender(arguments, cluster),
        Verb::Completions { shell } => shell::completions(*shell),
        Verb::Man { command } => shell::man(command.as_deref()),
    }
}

/// The command whose requests come as JSON lines.
fn in_batch(verb: &Verb) -> Option<Command> {
    match verb {
        Verb::Check(arguments) => arguments.batch.then_some(Command::Check),
        Verb::Simulate(arguments) => arguments.batch.then_some(Command::Simulate),
        Verb::Resources(arguments) => arguments.batch.then_some(Command::Resources),
        Verb::Get(arguments) => arguments.batch.then_some(Command::Get),
        Verb::Admit(arguments) => arguments.batch.then_some(Command::Admit),
        Verb::Schedule(arguments) => arguments.batch.then_some(Command::Schedule),
        Verb::Kubectl(arguments) => arguments.batch.then_some(Command::Kubectl),
        Verb::Still(_)
        | Verb::Explain(_)
        | Verb::Prerender(_)
        | Verb::Completions { .. }
        | Verb::Man { .. } => None,
    }
}
