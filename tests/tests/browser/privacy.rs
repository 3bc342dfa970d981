//! The page speaks with its own host alone, and with nobody once it has loaded.

use crate::page::Page;
use serde_json::{Value, json};

#[test]
fn no_request_leaves_for_another_host_and_none_is_made_after_loading() {
    let page = Page::open("");
    page.editor();
    page.details();
    let loaded = requests(&page);
    assert!(loaded.iter().any(|url| url.contains(".wasm")), "{loaded:#?}");
    let elsewhere: Vec<&String> = loaded
        .iter()
        .filter(|url| {
            !url.starts_with(&page.url()) && !url.starts_with("data:") && !url.starts_with("about:")
        })
        .collect();
    assert!(elsewhere.is_empty(), "{elsewhere:#?}");

    page.paste("apiVersion: v1\nkind: Pod\nmetadata: { name: secret }\nspec: { containers: [{ name: app, image: nginx }] }\n");
    page.press("#play");
    page.wait("it to run", "return document.querySelector('#row').textContent.includes('Running')");
    let after: Vec<String> = requests(&page).into_iter().filter(|url| !url.starts_with("data:")).collect();
    assert!(after.is_empty(), "{after:#?}");
}

/// The addresses that were asked for since this was last called.
fn requests(page: &Page) -> Vec<String> {
    let log = page.driver.post("/se/log", &json!({"type": "performance"}));
    let messages = log.as_array().into_iter().flatten().filter_map(|entry| {
        let entry: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
        let message = &entry["message"];
        (message["method"] == "Network.requestWillBeSent")
            .then(|| message["params"]["request"]["url"].as_str().unwrap_or_default().to_owned())
    });
    messages.collect()
}
