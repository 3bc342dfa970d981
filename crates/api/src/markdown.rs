//! Pages of Markdown, each in a file beside the code that it explains. A program holds their texts, or is given them later
//! as one file: they are read only when someone asks why, and the page's engine is 29 KB lighter without them.

use std::sync::OnceLock;

/// A page; [`crate::markdown!`] makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Markdown {
    name: &'static str,
    held: Option<&'static str>,
}

/// The sign before each page in the file of all pages; a line with the page's name follows.
const NEXT: char = '\u{c}';

/// The file of all pages, for a program that does not hold them; empty when it could not be loaded.
static FILE: OnceLock<String> = OnceLock::new();

/// `markdown!("untagged-image")`: the page `untagged-image.md` beside the file in which this stands.
#[cfg(not(feature = "pages-apart"))]
#[macro_export]
macro_rules! markdown {
    ($($name:literal)+) => {
        $crate::Markdown::new(concat!($($name),+), Some(include_str!(concat!($($name,)+ ".md"))))
    };
}

/// `markdown!("untagged-image")`: the page of this name in the file of all pages.
#[cfg(feature = "pages-apart")]
#[macro_export]
macro_rules! markdown {
    ($($name:literal)+) => { $crate::Markdown::new(concat!($($name),+), None) };
}

impl Markdown {
    /// A page and, where the program holds it, its text.
    #[doc(hidden)]
    pub const fn new(name: &'static str, held: Option<&'static str>) -> Markdown {
        Markdown { name, held }
    }

    /// The text; empty when the file of all pages has not come.
    pub fn text(self) -> &'static str {
        self.held.or_else(|| self.find(FILE.get()?)).unwrap_or_default()
    }

    /// The text in a file of all pages.
    ///
    /// ```
    /// let page = api::Markdown::new("claim", None);
    /// assert_eq!(page.find("\u{c}claims\n# Claims\n\u{c}claim\n# A claim\n"), Some("# A claim\n"));
    /// ```
    pub fn find(self, file: &str) -> Option<&str> {
        // A crate may share another one's page, by a path that leads there.
        let name = self.name.rfind("words/").and_then(|at| self.name.get(at..)).unwrap_or(self.name);
        file.split(NEXT).find_map(|page| page.strip_prefix(name)?.strip_prefix('\n'))
    }

    /// Takes the file of all pages; an empty one when it could not be loaded. Only the first is kept.
    pub fn load(file: String) {
        let _ = FILE.set(file);
    }

    /// Whether texts can be read: the program holds them, or their file has come or failed.
    pub fn is_loaded() -> bool {
        cfg!(not(feature = "pages-apart")) || FILE.get().is_some()
    }

    /// The heading.
    pub fn title(self) -> &'static str {
        self.text().lines().next().unwrap_or_default().trim_start_matches("# ")
    }

    /// The text behind the heading.
    pub fn body(self) -> &'static str {
        self.text().split_once('\n').map_or("", |(_, body)| body.trim_start())
    }
}
