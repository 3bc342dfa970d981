//! The examples, from the folders in `web/examples`. The page has the first; the details have all.

use yew::AttrValue;

/// One example to pick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its folder: the stable name that links use.
    pub name: AttrValue,
    /// What it is about, a few words.
    pub title: AttrValue,
    /// What one sees, one sentence.
    pub lesson: AttrValue,
    /// `beginner`, `intermediate`, `advanced`, `expert`.
    pub level: AttrValue,
    /// The text for the editor.
    pub manifest: AttrValue,
    /// How the outside world behaves; may be empty.
    pub story: AttrValue,
}

/// What someone sees who comes without a link.
pub fn first() -> Example {
    example(include!(concat!(env!("OUT_DIR"), "/first.rs")))
}

/// All of them, in their order.
pub fn all() -> Vec<Example> {
    const ALL: &[[&str; 6]] = include!(concat!(env!("OUT_DIR"), "/examples.rs"));
    ALL.iter().copied().map(example).collect()
}

fn example([name, title, lesson, level, manifest, story]: [&'static str; 6]) -> Example {
    Example {
        name: name.into(),
        title: title.into(),
        lesson: lesson.into(),
        level: level.into(),
        manifest: manifest.into(),
        story: story.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::{all, first};

    #[test]
    fn every_example_says_what_it_teaches() {
        for example in all() {
            assert!(!example.title.is_empty() && !example.lesson.is_empty(), "{}", example.name);
            let levels = ["beginner", "intermediate", "advanced", "expert"];
            assert!(levels.contains(&&*example.level), "{}", example.name);
        }
    }

    #[test]
    fn the_first_is_one_of_them() {
        assert_eq!(all().first(), Some(&first()));
    }
}
