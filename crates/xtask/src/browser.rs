//! A real browser for the journeys: found, or installed where we may.

use crate::command::{listen, openly, program};
use std::env;
use std::path::{Path, PathBuf};

/// A browser and its driver.
pub struct Browser {
    /// Chromium or Chrome.
    pub browser: PathBuf,
    /// The chromedriver of the same version.
    pub driver: PathBuf,
}

const BROWSERS: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const ELSEWHERE: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const ADVICE: &str = "The browser journeys need Chromium (or Chrome) and the chromedriver of its version: \
    on Debian `apt-get install chromium chromium-driver`, elsewhere see https://googlechromelabs.github.io/chrome-for-testing/; \
    CHROME and CHROMEDRIVER may name the two programs.";

/// The browser of this machine; on Debian, as root, one is installed.
pub fn ensure() -> Result<Browser, String> {
    if let Some(found) = find() {
        return Ok(found);
    }
    let root = listen(program("id").arg("-u")).is_some_and(|said| said.words.trim() == "0");
    if !root || !Path::new("/usr/bin/apt-get").exists() {
        return Err(ADVICE.to_owned());
    }
    println!("Installing chromium and chromium-driver");
    let mut apt = program("sh");
    apt.args([
        "-c",
        "apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium chromium-driver >&2",
    ]);
    openly(apt.env("DEBIAN_FRONTEND", "noninteractive"), ADVICE)?;
    find().ok_or_else(|| ADVICE.to_owned())
}

fn find() -> Option<Browser> {
    let named = |name: &str| env::var_os(name).map(PathBuf::from).filter(|file| file.is_file());
    let browser = named("CHROME")
        .or_else(|| BROWSERS.iter().find_map(|name| on_path(name)))
        .or_else(|| ELSEWHERE.iter().map(PathBuf::from).find(|file| file.is_file()))?;
    let driver = named("CHROMEDRIVER").or_else(|| on_path("chromedriver"))?;
    Some(Browser { browser, driver })
}

fn on_path(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(&file)).find(|file| file.is_file())
}
