//! A saved picture opens again, with its manifest and its instant.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;
use serde_json::json;

journeys!(a_saved_picture_opens_again in BOTH, a_terminal_is_recorded in BOTH);

const ENTER: &str = "\u{e007}";
const TEXT: &str = "apiVersion: v1\nkind: Pod\nmetadata: { name: pictured }\nspec: { initContainers: [{ name: setup, image: busybox }], containers: [{ name: app, image: nginx }] }\n";
const OTHER: &str = "apiVersion: v1\nkind: Pod\nmetadata: { name: another }\nspec: { containers: [{ name: app, image: nginx }] }\n";

/// Keeps the files that the page saves where the journey finds them, in place of the person's folder.
fn keep(page: &Page<'_>) {
    page.driver.script(
        "window.saved = null;
         let last = null;
         const make = URL.createObjectURL;
         URL.createObjectURL = (blob) => { last = blob; return make.call(URL, blob); };
         const click = HTMLAnchorElement.prototype.click;
         HTMLAnchorElement.prototype.click = function () {
             if (this.download) window.saved = new File([last], this.download, {type: last.type});
             else click.call(this);
         };",
        json!([]),
    );
}

/// Saves by way of the palette; returns the name and the type of the file.
fn save(page: &Page<'_>, words: &str) -> String {
    page.driver.script("window.saved = null", json!([]));
    page.press("#keys");
    page.wait("the focus in the palette", "return document.activeElement?.id === 'palette-find'");
    page.type_keys(words);
    page.wait("one command", "return document.querySelectorAll('#palette [role=option]').length === 1");
    page.keys("#palette-find", ENTER);
    let file =
        page.wait("the file", "return window.saved && `${saved.name} ${saved.type} ${saved.size > 200}`");
    file.as_str().unwrap().to_owned()
}

fn a_saved_picture_opens_again(browser: &Driver) {
    let page = Page::open(browser, "");
    keep(&page);
    page.paste(TEXT);
    page.wait("its run", "return document.querySelector('#row tbody')?.textContent.includes('pictured')");
    for (words, file) in [
        ("instant as svg", "pictured.svg image/svg+xml true"),
        ("instant as png", "pictured.png image/png true"),
        ("moving picture", "pictured.svg image/svg+xml true"),
    ] {
        page.press("#step-forward");
        let before =
            page.wait("a later instant", "return Number(document.querySelector('#scrubber').value) || null");
        assert_eq!(save(&page, words), file);
        let seen = page.driver.later(
            "const done = arguments[0], image = new Image(), reader = new FileReader();
             image.onload = () => done(image.naturalWidth);
             image.onerror = () => done('no image');
             reader.onload = () => { image.src = reader.result; };
             reader.readAsDataURL(window.saved);",
            json!([]),
        );
        assert_eq!(seen, if words.ends_with("png") { 1920 } else { 960 }, "{words}");
        page.paste(OTHER);
        page.wait(
            "the other run",
            "return document.querySelector('#row tbody')?.textContent.includes('another')",
        );
        drop_saved(&page);
        page.wait("its run", "return document.querySelector('#row tbody')?.textContent.includes('pictured')");
        page.wait(
            "its text",
            "return document.querySelector('#editor').textContent.includes('name: pictured')",
        );
        page.wait(
            "its instant",
            &format!("return Math.abs(document.querySelector('#scrubber').value - {before}) < 2"),
        );
    }
    assert_eq!(page.complaints(), Vec::<String>::new());
}

/// Drops the file that was saved last.
fn drop_saved(page: &Page) {
    page.driver.script(
        "const data = new DataTransfer();
         data.items.add(window.saved);
         document.querySelector('.page').dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}));",
        json!([]),
    );
}

fn a_terminal_is_recorded(browser: &Driver) {
    let page = Page::open(browser, "");
    keep(&page);
    page.paste(TEXT);
    page.wait("its run", "return document.querySelector('#row tbody')?.textContent.includes('pictured')");
    assert_eq!(save(&page, "asciicast"), "pictured.cast application/x-asciicast true");
    let lines = page.driver.later("window.saved.text().then(arguments[0])", json!([]));
    let lines: Vec<&str> = lines.as_str().unwrap().lines().collect();
    assert!(lines[0].starts_with("{\"version\":2,"), "{lines:?}");
    assert!(lines[1].contains("$ kubectl get pod -w") && lines[2].contains("READY"), "{lines:?}");
    assert!(lines.last().unwrap().contains("Running"), "{lines:?}");
    page.paste(OTHER);
    page.wait(
        "the other run",
        "return document.querySelector('#row tbody')?.textContent.includes('another')",
    );
    drop_saved(&page);
    page.wait(
        "the recorded run",
        "return document.querySelector('#row tbody')?.textContent.includes('pictured')",
    );
    assert_eq!(page.complaints(), Vec::<String>::new());
}
