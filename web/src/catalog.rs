//! The examples, from the folders in `web/examples`.

/// One example to pick.
#[derive(Debug, PartialEq, Eq)]
pub struct Example {
    /// Its folder: the stable name that links use.
    pub name: &'static str,
    /// What it is about, a few words.
    pub title: &'static str,
    /// What one sees, one sentence.
    pub lesson: &'static str,
    /// `beginner`, `intermediate`, `advanced`, `expert`.
    pub level: &'static str,
    /// The text for the editor.
    pub manifest: &'static str,
    /// How the outside world behaves; may be empty.
    pub story: &'static str,
}

/// All of them, in their order.
pub static EXAMPLES: &[Example] = include!(concat!(env!("OUT_DIR"), "/examples.rs"));

#[cfg(test)]
mod tests {
    use super::EXAMPLES;

    #[test]
    fn every_example_says_what_it_teaches() {
        assert!(!EXAMPLES.is_empty());
        for example in EXAMPLES {
            assert!(!example.title.is_empty() && !example.lesson.is_empty(), "{}", example.name);
            let levels = ["beginner", "intermediate", "advanced", "expert"];
            assert!(levels.contains(&example.level), "{}", example.name);
        }
    }
}
