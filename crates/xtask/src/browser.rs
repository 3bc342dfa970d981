//! Real browsers for the journeys: found on this machine, or installed where that is allowed.

use crate::command::{listen, openly, program};
use crate::progress::Progress;
use crate::tools::Crate;
use std::env;
use std::path::{Path, PathBuf};

/// A browser and its driver.
pub struct Browser {
    /// The program itself.
    pub browser: PathBuf,
    /// The WebDriver program for it.
    pub driver: PathBuf,
    /// The environment variables that tell the journeys the two paths.
    pub names: [&'static str; 2],
    /// The same browser without windows of its own, where one was asked for and found: it takes little more than half of the
    /// processor's time. Its pages are the same; it has no settings of its owner and no bars.
    pub shell: Option<PathBuf>,
}

const CHROMIUM: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const CHROMIUM_ELSEWHERE: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const CHROMIUM_ADVICE: &str = "The browser journeys need Chromium (or Chrome) and the chromedriver of its version: \
    on Debian `apt-get install chromium chromium-driver`, elsewhere see https://googlechromelabs.github.io/chrome-for-testing/; \
    CHROME and CHROMEDRIVER may name the two programs.";

/// The variable that names Chromium's shell.
pub const SHELL: &str = "CHROME_SHELL";
const SHELLS: [&str; 2] = ["chromium-headless-shell", "chrome-headless-shell"];

const FIREFOX: [&str; 2] = ["firefox-esr", "firefox"];
const FIREFOX_ELSEWHERE: [&str; 1] = ["/Applications/Firefox.app/Contents/MacOS/firefox"];
const FIREFOX_ADVICE: &str = "The browser journeys need Firefox: on Debian `apt-get install firefox-esr`, \
    elsewhere see https://www.mozilla.org/firefox/; FIREFOX may name the program, GECKODRIVER its driver.";
/// The driver for every Firefox that is still maintained.
const GECKODRIVER: Crate<'_> = Crate {
    tool: "geckodriver",
    package: "geckodriver",
    version: "0.37.1",
    options: &[],
    usual: "2 minutes",
};

/// This machine's Chromium; on Debian, as root, one is installed.
pub fn chromium() -> Result<Browser, String> {
    let find = || {
        let browser = find("CHROME", &CHROMIUM, &CHROMIUM_ELSEWHERE)?;
        let driver = find("CHROMEDRIVER", &["chromedriver"], &[])?;
        Some(Browser { browser, driver, names: ["CHROME", "CHROMEDRIVER"], shell: None })
    };
    find_or_install(find, "chromium chromium-driver", CHROMIUM_ADVICE)
}

/// [`chromium`] with its shell where there is one; on Debian, as root, it is installed.
pub fn quick_chromium() -> Result<Browser, String> {
    let browser = chromium()?;
    let shell = find_or_install(|| shell_of(&browser.browser), "chromium-headless-shell", "");
    Ok(Browser { shell: shell.ok(), ..browser })
}

/// The shell of a browser: of its version, since the driver is made for that.
fn shell_of(browser: &Path) -> Option<PathBuf> {
    let version = |path: &Path| {
        let said = listen(program(path).arg("--version"))?;
        let number =
            |word: &&str| word.contains('.') && word.starts_with(|first: char| first.is_ascii_digit());
        said.words.split_whitespace().find(number).map(str::to_owned)
    };
    find(SHELL, &SHELLS, &[]).filter(|shell| version(shell) == version(browser))
}

/// This machine's Firefox; on Debian, as root, one is installed. Its driver comes from crates.io where there is none.
pub fn firefox() -> Result<Browser, String> {
    let find_browser = || find("FIREFOX", &FIREFOX, &FIREFOX_ELSEWHERE);
    let browser = find_or_install(find_browser, "firefox-esr", FIREFOX_ADVICE)?;
    let driver = match find("GECKODRIVER", &["geckodriver"], &[]) {
        Some(driver) => driver,
        None => Progress::during(|progress| GECKODRIVER.ensure(progress))?,
    };
    Ok(Browser { browser, driver, names: ["FIREFOX", "GECKODRIVER"], shell: None })
}

fn find_or_install<T>(find: impl Fn() -> Option<T>, packages: &str, advice: &str) -> Result<T, String> {
    if let Some(found) = find() {
        return Ok(found);
    }
    let root = listen(program("id").arg("-u")).is_some_and(|said| said.words.trim() == "0");
    if !root || !Path::new("/usr/bin/apt-get").exists() {
        return Err(advice.to_owned());
    }
    println!("Installing {packages}");
    let script =
        format!("apt-get update -qq && apt-get install -y -qq --no-install-recommends {packages} >&2");
    openly(program("sh").args(["-c", &script]).env("DEBIAN_FRONTEND", "noninteractive"), advice)?;
    find().ok_or_else(|| advice.to_owned())
}

/// The program that the environment's `variable` names, one of `programs` on PATH, or one that lies elsewhere.
fn find(variable: &str, programs: &[&str], elsewhere: &[&str]) -> Option<PathBuf> {
    let named = env::var_os(variable).map(PathBuf::from).filter(|file| file.is_file());
    named
        .or_else(|| programs.iter().find_map(|name| on_path(name)))
        .or_else(|| elsewhere.iter().map(PathBuf::from).find(|file| file.is_file()))
}

fn on_path(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(&file)).find(|file| file.is_file())
}
