//! `<pod-lab>` in pages that real generators have made (`cargo xtask generators`): the author's Pod is what is drawn.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

journeys!(each_generators_page_shows_its_authors_pod in BOTH);

/// The placeholder for the playground's address in the sources of the sites.
const PLACEHOLDER: &str = "https://podlab.example/";

/// The folder of the built sites, each in a folder with its generator's name.
pub fn sites() -> Option<PathBuf> {
    std::env::var_os("PODLAB_SITES").map(PathBuf::from)
}

fn each_generators_page_shows_its_authors_pod(browser: &Driver) {
    let sites = sites().unwrap();
    let mut names: Vec<String> = fs::read_dir(&sites)
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    for name in names {
        look_at(browser, &name, &sites.join(&name));
        println!("    {name}: looked at");
    }
}

fn look_at(browser: &Driver, name: &str, site: &std::path::Path) {
    let page = Page::open_site(browser, &format!("site-{name}"), site, PLACEHOLDER);
    let text = include_str!("../../generators/pod.yaml").replace("NAME", name);
    // A generator may have drawn the page anew in the meantime.
    page.wait(name, "return document.readyState === 'complete' && document.querySelectorAll('pod-lab:defined').length > 1");
    let count =
        browser.script("return document.querySelectorAll('pod-lab').length", json!([])).as_u64().unwrap();
    for number in 0..count {
        let one = format!("document.querySelectorAll('pod-lab')[{number}]");
        browser.script(&format!("{one}.scrollIntoView({{block: 'center'}})"), json!([]));
        page.wait(name, &format!("return {one}.shadowRoot.querySelector('.shown iframe') !== null"));
        let found = browser.script(&format!("return {one}.manifest"), json!([]));
        assert_eq!(plain(found.as_str().unwrap_or_default()), plain(&text), "{name}, element {number}");
        page.enter(&format!("return {one}.shadowRoot.querySelector('iframe')"));
        let drawn = page.wait(
            "what is drawn",
            "const app = document.querySelector('#app'); return app.checkVisibility({visibilityProperty: true}) && /Running|PodInit|Init|Pending/.test(app.innerText) && app.innerText",
        );
        let own = format!("from-{name}");
        assert!(
            drawn.as_str().is_some_and(|drawn| drawn.contains(&own)),
            "{name}, element {number}: {drawn}"
        );
        assert_eq!(
            browser.script("return document.querySelector('.share-notice') === null", json!([])),
            Value::from(true)
        );
        page.leave();
    }
}

/// Without spaces at the ends of lines, with which generators are free.
fn plain(text: &str) -> String {
    let lines: Vec<&str> = text.trim_end().lines().map(str::trim_end).collect();
    lines.join("\n")
}
