//! `.podlab.yaml`: what a project says once for all checks.

use crate::arguments::{Check, FailOn};
use crate::input;
use crate::paths::Excluded;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The name that is looked for, from the working directory upwards.
const NAME: &str = ".podlab.yaml";

/// The keys of the file.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default, expecting = "a map of settings")]
struct Keys {
    kubernetes: Option<String>,
    feature_gates: Listed,
    fail_on: Option<FailOn>,
    ignore: Listed,
    exclude: Listed,
}

/// A list; `ignore:` with all its items behind `#` is an empty one.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
struct Listed(Option<Vec<String>>);

impl Listed {
    fn items(self) -> Vec<String> {
        self.0.unwrap_or_default()
    }
}

/// The settings of a check: the command line's, then the file's, then the usual ones.
#[derive(Debug, Default)]
pub struct Config {
    /// The release that the file names.
    pub kubernetes: Option<String>,
    /// The gates that the file sets, as `Name=true`.
    pub feature_gates: Vec<String>,
    /// The least severe problem that fails the check.
    pub fail_on: FailOn,
    /// The names of problems that are passed over, of both.
    pub ignore: Vec<String>,
    /// Files of folders and globs that are left out.
    pub excluded: Excluded,
}

impl Config {
    /// Reads the file that is named, or the nearest one; the error says what in it cannot be read.
    pub fn of(arguments: &Check) -> Result<Config, String> {
        let file = arguments.config.clone().or_else(nearest);
        let keys = file.as_deref().map(read).transpose()?.unwrap_or_default();
        let folder = file.as_deref().and_then(Path::parent).filter(|folder| *folder != Path::new(""));
        let ignore: Vec<String> =
            keys.ignore.items().into_iter().chain(arguments.ignore.iter().cloned()).collect();
        if let Some(unknown) = ignore.iter().find(|id| !super::is_known(id)) {
            return Err(format!(
                "there is no rule, lint or reading error `{unknown}`; `podlab explain --list` names all"
            ));
        }
        Ok(Config {
            kubernetes: keys.kubernetes,
            feature_gates: keys.feature_gates.items(),
            fail_on: arguments.fail_on.or(keys.fail_on).unwrap_or_default(),
            ignore,
            excluded: Excluded::new(folder.unwrap_or(Path::new(".")), &keys.exclude.items())?,
        })
    }
}

fn read(file: &Path) -> Result<Keys, String> {
    let input = input::read(file)?;
    parse(&input.text).map_err(|error| format!("{}: {error}", input.name))
}

/// Whoever sends a change to a project may change this file, and serde_yaml keeps no bound on length or nesting: the
/// reader of manifests, which does, has to accept the text first.
fn parse(text: &str) -> Result<Keys, String> {
    engine::story(text)?;
    // A file of comments alone is a config without keys.
    let keys: Option<Keys> = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    Ok(keys.unwrap_or_default())
}

fn nearest() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().map(|folder| folder.join(NAME)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::{Keys, parse};
    use crate::arguments::FailOn;

    #[test]
    fn a_key_that_is_not_known_is_named() {
        let keys = parse("kubernetes: \"1.34\"\nfailOn: advice\nignore: [untagged-image]\n").unwrap();
        assert_eq!((keys.kubernetes.as_deref(), keys.fail_on), (Some("1.34"), Some(FailOn::Advice)));
        assert!(parse("failon: error\n").unwrap_err().contains("unknown field `failon`"));
        let said = parse("failOn: never\n").unwrap_err();
        assert!(said.contains("`never` is no severity; write error, warning or advice"), "{said}");
        for nothing in ["# nothing yet\n", "ignore:\n# - untagged-image\nexclude: ~\nfailOn:\n"] {
            assert_eq!(parse(nothing).unwrap(), Keys::default());
        }
        assert!(parse("- untagged-image\n").unwrap_err().contains("expected a map of settings"));
    }

    #[test]
    fn a_hostile_file_is_refused() {
        let list = |item: &str| [item; 10].join(", ");
        let levels =
            (1..12).map(|level| format!("a{level}: &a{level} [{}]\n", list(&format!("*a{}", level - 1))));
        let bomb: String = std::iter::once(format!("ignore: &a0 [{}]\n", list("x"))).chain(levels).collect();
        assert!(parse(&bomb).unwrap_err().contains("excessive aliasing"));
        // serde_yaml alone would look at all open brackets for each of them.
        for nested in ["[", "ignore: [", "{a: ", "- ", "? "] {
            let said = parse(&nested.repeat(100_000)).unwrap_err();
            assert!(said.contains("nest deeper than 512 levels"), "{nested}: {said}");
        }
        assert!(parse(&"x".repeat(2_000_000)).unwrap_err().contains("at most 1048576 bytes"));
    }
}
