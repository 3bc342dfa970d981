//! Completions for shells and the man page, made of the same description as the program's own help.

use crate::arguments::Arguments;
use crate::output;
use clap::{Command, CommandFactory as _};
use clap_complete::Shell;
use std::process::ExitCode;

/// `podlab completions SHELL`.
pub fn completions(shell: Shell) -> Result<ExitCode, String> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "podlab", &mut script);
    print(&script)
}

/// `podlab man [COMMAND]`.
pub fn man(command: Option<&str>) -> Result<ExitCode, String> {
    let mut whole = Arguments::command();
    whole.build();
    let page = match command {
        None => whole,
        Some(name) => of_command(&whole, name)?,
    };
    let mut roff = Vec::new();
    clap_mangen::Man::new(page).render(&mut roff).map_err(|error| error.to_string())?;
    print(&roff)
}

fn of_command(whole: &Command, name: &str) -> Result<Command, String> {
    whole.find_subcommand(name).cloned().ok_or_else(|| {
        let names: Vec<&str> = whole.get_subcommands().map(Command::get_name).collect();
        format!("there is no command `{name}`; there are {}", names.join(", "))
    })
}

fn print(text: &[u8]) -> Result<ExitCode, String> {
    output::write(&String::from_utf8_lossy(text))?;
    Ok(ExitCode::SUCCESS)
}
