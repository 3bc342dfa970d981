//! The texts that the code editor has had since the page was last drawn with one of them.

/// A drawing comes some keys late where a machine is slow: what has been typed meanwhile must not be overwritten with it.
#[derive(Debug)]
pub struct Held {
    /// The text in the editor.
    last: String,
    /// Those before it that are on their way into the page.
    before: Vec<String>,
    /// The number of commands at the last drawing.
    acts: u32,
}

impl Held {
    /// An editor with a text.
    pub fn new(text: String) -> Held {
        Held { last: text, before: Vec::new(), acts: 0 }
    }

    /// Whether it is in the editor.
    pub fn is(&self, text: &str) -> bool {
        self.last == text
    }

    /// Somebody has typed.
    pub fn typed(&mut self, text: &str) {
        self.before.push(std::mem::replace(&mut self.last, text.to_owned()));
    }

    /// The page is drawn with a text, after so many commands. Tells whether the editor has to take it: not one that came from the
    /// editor itself, unless a command such as undo has brought it back.
    pub fn drawn(&mut self, text: &str, acts: u32) -> bool {
        let typed = std::mem::replace(&mut self.acts, acts) == acts;
        let late = typed && !self.is(text) && self.before.iter().any(|one| one == text);
        if late {
            return false;
        }
        self.before.clear();
        let foreign = !self.is(text);
        if foreign {
            text.clone_into(&mut self.last);
        }
        foreign
    }
}

#[cfg(test)]
mod tests {
    use super::Held;

    #[test]
    fn a_late_drawing_takes_back_no_key() {
        let mut held = Held::new(String::new());
        held.typed("a");
        held.typed("ab");
        assert!(!held.drawn("a", 0));
        held.typed("abc");
        assert!(!held.drawn("ab", 0));
        assert!(held.is("abc"));
        assert!(!held.drawn("abc", 0));
    }

    #[test]
    fn a_step_back_before_the_last_key_is_drawn_is_taken() {
        let mut held = Held::new("one".to_owned());
        held.typed("one more");
        assert!(held.drawn("one", 1));
        assert!(held.is("one"));
    }

    #[test]
    fn a_text_from_elsewhere_is_taken() {
        let mut held = Held::new("one".to_owned());
        held.typed("one more");
        assert!(!held.drawn("one more", 0));
        assert!(held.drawn("one", 0));
        assert!(held.is("one"));
        assert!(held.drawn("an example", 0));
    }
}
