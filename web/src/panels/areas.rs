//! The five areas of the page, each with the panels that belong together.

use super::{
    Panel, apply, assumed, compare, events, fit, namespace, narration, resources, story, terminal, versions,
    what_if, why,
};

/// The part of the page that is shown at one time, beside the manifest.
#[derive(Debug)]
pub struct Area {
    /// The name for ids and links, which never changes.
    pub name: &'static str,
    /// The text of its tab.
    pub title: &'static str,
    /// The icon of its tab on a phone: an SVG path in 24 by 24.
    pub icon: &'static str,
    /// The part of the run that is drawn above the panels.
    pub picture: Picture,
    /// Its panels, from top to bottom.
    pub panels: &'static [&'static Panel],
}

/// The part of the run that an area draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// The row of `kubectl get pod`, the stage, the timeline.
    Whole,
    /// The row and the stage, for embedded pages that ask for them.
    Stage,
    /// The timeline, next to the panels where there is room.
    Timeline,
    /// Nothing: the controls are enough.
    None,
}

/// The areas, in the order of their tabs.
pub const AREAS: [&Area; 5] = [
    &Area {
        name: "watch",
        title: "Watch",
        icon: "M12 5C6.5 5 2.7 9.6 1.5 12c1.2 2.4 5 7 10.5 7s9.3-4.6 10.5-7C21.3 9.6 17.5 5 12 5zm0 11a4 4 0 1 1 0-8 4 4 0 0 1 0 8z",
        picture: Picture::Whole,
        panels: &[&events::PANEL, &assumed::PANEL],
    },
    &Area {
        name: "story",
        title: "Story",
        icon: "M3 17.2V21h3.8L17.9 9.9l-3.8-3.8zM20.7 7c.4-.4.4-1 0-1.4l-2.3-2.3a1 1 0 0 0-1.4 0l-1.8 1.8L19 8.8z",
        picture: Picture::Timeline,
        panels: &[&story::PANEL],
    },
    &Area {
        name: "terminal",
        title: "Terminal",
        icon: "M3 4h18v16H3zm2 2v12h14V6zm1.5 2.2L10 12l-3.5 3.8 1.2 1.1L12.3 12 7.7 7.1zM12.5 15H18v1.6h-5.5z",
        picture: Picture::None,
        panels: &[&terminal::PANEL],
    },
    &Area {
        name: "cost",
        title: "Cost",
        icon: "M4 20V10h4v10zm6 0V4h4v16zm6 0v-7h4v7z",
        picture: Picture::None,
        panels: &[&resources::PANEL, &what_if::PANEL, &fit::PANEL, &namespace::PANEL],
    },
    &Area {
        name: "explain",
        title: "Explain",
        icon: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm1.1 15.6h-2.3v-2.2h2.3zm2-7.3c-.8 1.3-2 1.6-2 3.3h-2.2c0-2.6 2.4-3 2.4-4.6 0-.8-.5-1.3-1.3-1.3s-1.4.6-1.5 1.6L8.3 9C8.5 7.1 10 5.8 12.1 5.8c2.1 0 3.6 1.3 3.6 3.1 0 .5-.2 1-.6 1.4z",
        picture: Picture::None,
        panels: &[&why::PANEL, &apply::PANEL, &compare::PANEL, &versions::PANEL, &narration::PANEL],
    },
];

/// The names that older links use for panels that are now commands of the terminal.
const COMMANDS: [(&str, &str); 2] =
    [("describe", "kubectl describe pod"), ("status", "kubectl get pod -o yaml")];

/// The area that is open.
#[derive(Clone, Copy, Debug)]
pub struct Tab(pub &'static Area);

impl PartialEq for Tab {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

impl Tab {
    /// The area that is open at first.
    pub fn first() -> Tab {
        let [first, ..] = AREAS;
        Tab(first)
    }

    /// The area with this name or with a panel of this name: links from before the areas name panels.
    pub fn named(name: &str) -> Option<Tab> {
        let name = if Tab::command(name).is_some() { "terminal" } else { name };
        let here = |area: &&Area| area.name == name || area.panels.iter().any(|panel| panel.name == name);
        AREAS.into_iter().find(here).map(Tab)
    }

    /// The command that shows what an older link calls by this name.
    pub fn command(name: &str) -> Option<&'static str> {
        COMMANDS.into_iter().find(|(old, _)| *old == name).map(|(_, command)| command)
    }
}

#[cfg(test)]
mod tests {
    use super::{AREAS, Tab};

    #[test]
    fn names_of_links_are_kept() {
        let of = |name: &str| Tab::named(name).map(|Tab(area)| area.name);
        let twelve = [
            ("events", "watch"),
            ("resources", "cost"),
            ("what-if", "cost"),
            ("fit", "cost"),
            ("rules", "cost"),
            ("story", "story"),
            ("describe", "terminal"),
            ("status", "terminal"),
            ("terminal", "terminal"),
            ("narration", "explain"),
            ("apply", "explain"),
            ("versions", "explain"),
        ];
        for (old, area) in twelve {
            assert_eq!(of(old), Some(area), "{old}");
        }
        assert_eq!(of("sound"), None);
    }

    #[test]
    fn no_name_means_two_things() {
        let mut names: Vec<&str> =
            AREAS.iter().flat_map(|area| area.panels.iter().map(|panel| panel.name)).collect();
        let alone = ["story", "terminal"];
        names.extend(AREAS.iter().map(|area| area.name).filter(|name| !alone.contains(name)));
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
