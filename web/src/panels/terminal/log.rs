//! The log of the terminal: for the arrow keys, for reading, for copying.

/// The commands with their output, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    sent: Vec<(String, String)>,
    /// The command that the arrow keys have reached; `None` for the one being typed.
    place: Option<usize>,
    /// The text that was being typed when the arrow keys left it.
    draft: String,
}

/// The most commands that are kept.
const MOST: usize = 200;

impl Log {
    /// Adds a command and its output.
    pub fn send(&mut self, command: &str, said: &str) {
        self.sent.push((command.to_owned(), said.to_owned()));
        if self.sent.len() > MOST {
            self.sent.remove(0);
        }
        self.place = None;
    }

    /// Removes all commands and their output.
    pub fn clear(&mut self) {
        *self = Log::default();
    }

    /// The command before the one in the prompt; `None` when there is none.
    pub fn back(&mut self, typed: &str) -> Option<String> {
        let before = match self.place {
            Some(place) => place.checked_sub(1)?,
            None => self.sent.len().checked_sub(1)?,
        };
        if self.place.is_none() {
            typed.clone_into(&mut self.draft);
        }
        self.place = Some(before);
        self.sent.get(before).map(|(command, _)| command.clone())
    }

    /// The command after it, and at the end the text that was being typed; `None` when that is in the prompt already.
    pub fn on(&mut self) -> Option<String> {
        let next = self.place? + 1;
        let command = self.sent.get(next).map(|(command, _)| command.clone());
        self.place = command.is_some().then_some(next);
        Some(command.unwrap_or_else(|| std::mem::take(&mut self.draft)))
    }

    /// The whole log as a terminal shows it.
    pub fn text(&self) -> String {
        self.sent.iter().map(|(command, said)| shown(command, said)).collect()
    }
}

/// A command after its prompt, and its output.
pub fn shown(command: &str, said: &str) -> String {
    let end = if said.is_empty() || said.ends_with('\n') { "" } else { "\n" };
    format!("$ {command}\n{said}{end}")
}

#[cfg(test)]
mod tests {
    use super::Log;

    #[test]
    fn arrows_go_back_and_on_to_what_was_typed() {
        let mut log = Log::default();
        assert_eq!((log.back("x"), log.on()), (None, None));
        log.send("one", "1\n");
        log.send("two", "2");
        let text = |one: Option<String>| one.unwrap_or_default();
        assert_eq!([text(log.back("dra")), text(log.back("two"))], ["two", "one"]);
        assert_eq!(log.back("one"), None);
        assert_eq!([text(log.on()), text(log.on())], ["two", "dra"]);
        assert_eq!(log.on(), None);
        assert_eq!(log.text(), "$ one\n1\n$ two\n2\n");
    }

    #[test]
    fn sending_leaves_the_history() {
        let mut log = Log::default();
        log.send("one", "");
        assert!(log.back("").is_some());
        log.send("two", "");
        assert_eq!(log.back("").as_deref(), Some("two"));
    }
}
