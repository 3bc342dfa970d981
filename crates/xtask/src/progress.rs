//! Progress messages while several things are built at once: a line when each begins and when it ends, and one every
//! half minute in between.

use crate::command::tail;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// The interval between two messages about builds that still run.
const BEAT: Duration = Duration::from_secs(30);

/// The commands that run, shared by the threads that run them.
pub struct Progress {
    start: Instant,
    running: Mutex<Vec<Running>>,
}

/// A command that runs.
struct Running {
    name: String,
    /// The crate that cargo began to compile last; `begun` counts them.
    latest: String,
    begun: usize,
}

impl Progress {
    /// Prints the progress of the commands that `work` runs, until it returns.
    pub fn during<T>(work: impl FnOnce(&Progress) -> T) -> T {
        let progress = Progress { start: Instant::now(), running: Mutex::default() };
        let (working, beat) = mpsc::channel::<()>();
        thread::scope(|scope| {
            let progress = &progress;
            scope.spawn(move || {
                while beat.recv_timeout(BEAT) == Err(RecvTimeoutError::Timeout) {
                    progress.tell();
                }
            });
            let value = work(progress);
            drop(working);
            value
        })
    }

    /// Runs `command`, which takes about `usual`; the error is the end of its output, then `advice`.
    pub fn run(&self, name: &str, usual: &str, command: &mut Command, advice: &str) -> Result<(), String> {
        self.line(&format!("{name}: usually {usual}"));
        let start = Instant::now();
        self.running().push(Running { name: name.to_owned(), latest: String::new(), begun: 0 });
        let done = self.listen(name, command);
        self.running().retain(|running| running.name != name);
        match done {
            Some((true, _)) => {
                self.line(&format!("{name}: done in {}", clock(start.elapsed())));
                Ok(())
            }
            Some((false, words)) => {
                self.line(&format!("{name}: FAILED"));
                Err(format!("{}\n{advice}", tail(&words)))
            }
            None => {
                Err(format!("{} could not be started.\n{advice}", command.get_program().to_string_lossy()))
            }
        }
    }

    /// Whether the command succeeded, with all its output; `None` when it could not be run.
    fn listen(&self, name: &str, command: &mut Command) -> Option<(bool, String)> {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().ok()?;
        let (stdout, stderr) = (child.stdout.take()?, child.stderr.take()?);
        let words = thread::scope(|scope| {
            let said = scope.spawn(|| {
                let mut words = String::new();
                let _ = BufReader::new(stdout).read_to_string(&mut words);
                words
            });
            let mut words = String::new();
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                self.note(name, &line);
                words.push_str(&line);
                words.push('\n');
            }
            said.join().unwrap_or_default() + &words
        });
        Some((child.wait().ok()?.success(), words))
    }

    /// Notes the crate that a line of cargo's output names.
    fn note(&self, name: &str, line: &str) {
        let Some(rest) = line.trim_start().strip_prefix("Compiling ") else { return };
        if let Some(running) = self.running().iter_mut().find(|running| running.name == name) {
            rest.split(' ').next().unwrap_or_default().clone_into(&mut running.latest);
            running.begun += 1;
        }
    }

    /// Prints the commands that still run.
    fn tell(&self) {
        let running: Vec<String> = self
            .running()
            .iter()
            .map(|running| match running.begun {
                0 => running.name.clone(),
                begun => format!("{} (crate {begun}: {})", running.name, running.latest),
            })
            .collect();
        if !running.is_empty() {
            self.line(&format!("still at it: {}", running.join(", ")));
        }
    }

    fn line(&self, words: &str) {
        println!("{} {words}", clock(self.start.elapsed()));
    }

    fn running(&self) -> MutexGuard<'_, Vec<Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A duration in minutes and seconds.
fn clock(time: Duration) -> String {
    format!("{}:{:02}", time.as_secs() / 60, time.as_secs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::program;

    #[test]
    fn a_failure_says_what_the_program_said_and_what_to_do() {
        let done = Progress::during(|progress| {
            let mut node = program("node");
            node.args(["-e", "console.error('   Compiling serde v1.0.0'); process.exit(3)"]);
            progress.run("tool", "a moment", &mut node, "Do this.")
        });
        assert_eq!(done, Err("   Compiling serde v1.0.0\nDo this.".to_owned()));
    }

    #[test]
    fn cargo_says_how_far_it_is() {
        Progress::during(|progress| {
            progress.running().push(Running { name: "tool".to_owned(), latest: String::new(), begun: 0 });
            progress.note("tool", "   Compiling serde v1.0.0");
            progress.note("tool", "    Finished in 1 s");
            progress.note("tool", "   Compiling syn v2.0.0");
            let running = progress.running();
            assert_eq!(
                running.first().map(|running| (running.begun, running.latest.as_str())),
                Some((2, "syn"))
            );
        });
    }
}
