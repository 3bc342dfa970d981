//! Words that a cluster prints (statuses, reasons, conditions, refusals), each with the page that explains it.

/// Declares the words of a crate in one table: the code prints only words of the table, so none lacks its page.
///
/// `Variant "text" in "page" says "part of a message", ..;` The page is `words/page.md` beside the file. `says` are
/// parts of messages that mean the word without naming it.
#[macro_export]
macro_rules! words {
    ($(#[$about:meta])* $visibility:vis enum $name:ident {
        $($variant:ident $text:literal in $page:literal $(says $($says:literal),+)?;)+
    }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        $visibility enum $name {
            $(#[doc = concat!("`", $text, "`.")] $variant,)+
        }

        impl $name {
            /// Every word, in the order of the table.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// As it is printed.
            pub const fn text(self) -> &'static str {
                match self {
                    $($name::$variant => $text,)+
                }
            }

            /// The Markdown that explains it.
            pub const fn page(self) -> $crate::Markdown {
                match self {
                    $($name::$variant => $crate::markdown!("words/" $page),)+
                }
            }

            /// Parts of messages that mean it without naming it.
            pub const fn says(self) -> &'static [&'static str] {
                match self {
                    $($name::$variant => &[$($($says),+)?],)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.text())
            }
        }
    };
}
