//! Pages with `<pod-lab>` elements: what `podlab prerender` writes into them and what `podlab check --html` says of them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the whole file is tests")]

mod common;

use common::folder;
use std::fs;
use std::path::Path;

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: { name: demo }\nspec:\n  restartPolicy: Never\n  containers: [{ name: app, image: \"nginx:1.27\" }]";

/// The exit code, and both streams as one text.
fn podlab(folder: &Path, words: &[&str]) -> (i32, String) {
    let told = common::podlab(folder, words);
    (told.exit, told.out + &told.err)
}

fn element(attributes: &str, manifest: &str) -> String {
    format!("<pod-lab {attributes}><pre><code>{manifest}</code></pre></pod-lab>")
}

#[test]
fn figures_are_written_once_and_nothing_else_changes() {
    let refused = POD.replace("image", "imagee");
    let story = "<pre data-story>containers: {app: [{run: 2, exit: 3}]}</pre>";
    let page = format!(
        "<!doctype html>\n<title>é &amp; x</title><p>Unclosed\n{}\n<pod-lab version=1.34><pre>{POD}</pre>{story}</pod-lab>\r\n{}<!-- end -->",
        element("", POD),
        element("expect=refused", &refused)
    );
    let root =
        folder("pages-figures", &[("site/a/index.html", &page), ("site/none.html", "<p>no element</p>")]);
    let read = || fs::read_to_string(root.join("site/a/index.html")).unwrap();
    let (exit, told) = podlab(&root, &["prerender", "--check", "site"]);
    assert!(exit == 1 && told.contains("site/a/index.html: 3 of 3 filled, would change"), "{told}");
    assert_eq!(read(), page);
    let (exit, told) = podlab(&root, &["prerender", "site/**/*.html"]);
    assert!(exit == 0 && told.contains("site/a/index.html: 3 of 3 filled, written"), "{told}");
    let written = read();
    assert_eq!(written.matches("<figure data-podlab>").count(), 3);
    assert!(written.contains("<img src=\"data:image/svg+xml,%3Csvg "), "{written}");
    assert!(
        written.contains("<figcaption>Kubernetes 1.34 accepts this manifest.</figcaption><ol><li>"),
        "{written}"
    );
    assert!(
        written
            .contains("refuses this manifest:</figcaption><ol><li>spec.containers[0].imagee: unknown field"),
        "{written}"
    );
    assert!(!written.contains("<script"), "{written}");
    // Without the figures it is the page as it was.
    let mut rest = String::new();
    for (i, part) in written.split("<figure data-podlab>").enumerate() {
        rest.push_str(if i == 0 { part } else { part.split_once("</figure>").unwrap().1 });
    }
    assert_eq!(rest, page);
    let (exit, told) = podlab(&root, &["prerender", "site"]);
    assert!(exit == 0 && told.contains("3 of 3 filled, unchanged"), "{told}");
    assert_eq!(podlab(&root, &["prerender", "--check", "site"]).0, 0);
    assert_eq!(read(), written);
    let (exit, _) = podlab(&root, &["prerender", "--picture", "animated-svg", "site"]);
    assert!(exit == 0 && read() != written && read().matches("<figure data-podlab>").count() == 3);
    // The figure is no part of what is checked.
    assert_eq!(podlab(&root, &["check", "--html", "site"]).0, 0);
}

/// A page that cannot be written whole stays as it was, and nothing of the attempt is left beside it.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_costs_no_page() {
    let page = element("", POD);
    let root = folder("pages-disk", &[("a.html", &page)]);
    // Files of this process may not grow beyond one block, as on a disk that is nearly full.
    let line = format!("trap '' XFSZ; ulimit -f 1; exec '{}' prerender a.html", env!("CARGO_BIN_EXE_podlab"));
    let output = std::process::Command::new("sh").args(["-c", &line]).current_dir(&root).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && told.contains("a.html: cannot be written: "), "{told}");
    assert_eq!(fs::read_to_string(root.join("a.html")).unwrap(), page);
    assert_eq!(fs::read_dir(&root).unwrap().count(), 1, "{told}");
}

#[test]
fn a_manifest_becomes_no_markup() {
    let hostile = POD.replace("demo", "\"</figure>&lt;script&gt;alert(1)&lt;/script&gt;\"");
    let hostile = hostile.replace("</figure>", "&lt;/figure&gt;");
    let root = folder("pages-hostile", &[("a.html", &element("", &hostile))]);
    podlab(&root, &["prerender", "a.html"]);
    let written = fs::read_to_string(root.join("a.html")).unwrap();
    assert!(written.contains("<figure data-podlab>"), "{written}");
    assert!(!written.contains("<script") && written.matches("</figure>").count() == 1, "{written}");
}

#[test]
fn what_cannot_be_filled_is_told_and_the_others_are_filled() {
    let page = format!(
        "{}\n<pod-lab></pod-lab>\n<pod-lab src=pod.yaml></pod-lab><pod-lab src=none.yaml></pod-lab><pod-lab example=app-crash></pod-lab>",
        element("", POD)
    );
    let root = folder("pages-missing", &[("a.html", &page), ("pod.yaml", POD)]);
    let (exit, told) = podlab(&root, &["prerender", "a.html", "missing.html"]);
    assert_eq!(exit, 2);
    assert!(told.contains("a.html: 2 of 5 filled, written"), "{told}");
    assert!(told.contains("podlab: a.html:7: no manifest found in this element"), "{told}");
    assert!(told.contains("podlab: a.html:8: cannot read none.yaml: "), "{told}");
    assert!(told.contains("podlab: missing.html: cannot be read: "), "{told}");
    fs::write(root.join("latin.html"), [element("", POD).as_bytes(), b"\xe9"].concat()).unwrap();
    assert_eq!(podlab(&root, &["prerender", "latin.html"]).0, 2);
    assert!(fs::read(root.join("latin.html")).unwrap().ends_with(b"\xe9"), "it is as it was");
}

/// Where the manifest stands in the page is not known to the column, and a page is one file.
#[test]
fn problems_of_a_page_stand_at_the_line_of_their_element() {
    let refused = POD.replace("image", "imagee");
    let page = format!("<p>x</p>\n  {}{}", element("", &refused), element("src=a%20b.yaml", ""));
    let root = folder("pages-places", &[("a.html", &page), ("a b.yaml", POD)]);
    let (_, github) = podlab(&root, &["check", "--html", "-o", "github", "a.html"]);
    assert!(github.contains("::error file=a.html,line=2,title=podlab%3A unknown-field::"), "{github}");
    assert!(github.contains("\n1 file: ") && github.contains("1 accepted, 1 refused"), "{github}");
    let (_, sarif) = podlab(&root, &["check", "--html", "-o", "sarif", "a.html"]);
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    for result in sarif["runs"][0]["results"].as_array().unwrap() {
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["region"]["startLine"].as_u64().unwrap() % 5, 2, "{place}");
        assert_eq!(place["region"].as_object().unwrap().len(), 1, "{place}");
    }
}

#[test]
fn a_build_fails_where_an_expectation_does_not_hold() {
    let refused = POD.replace("image", "imagee");
    let twice = POD.replace("}]", "}, { name: app, image: \"nginx:1.27\" }]");
    let custom = "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: t}";
    let cases = [
        (element("", POD), 0, "a.html: the server accepts it"),
        (element("expect=accepted", POD), 0, "a.html: the server accepts it"),
        (element("", &refused), 1, "unknown field"),
        (element("expect=accepted", &refused), 1, "unknown field"),
        (element("expect=refused", &refused), 0, "the server stops at strict decoding"),
        // Without `image` the server would also want one, which it says only later.
        (element("expect=unknown-field", &refused), 0, "the server stops at strict decoding"),
        (element("expect=refused", POD), 1, "is expected to be refused, and nothing refuses it"),
        (element("expect=duplicate-container", &twice), 0, "the server refuses it as invalid"),
        (
            element("expect=duplicate-container", POD),
            1,
            "is expected to have the problem `duplicate-container`",
        ),
        (element("expect=sometimes", POD), 1, "not `sometimes`"),
        (
            element("expect=accepted", custom),
            1,
            "is expected to be accepted: Its fields are not checked: Thing.",
        ),
        (element("version=1.2", POD), 1, "1.2"),
        ("<pod-lab></pod-lab>".to_owned(), 1, "no manifest found in this element"),
        (
            "<pod-lab example=app-crash></pod-lab>".to_owned(),
            0,
            "an example of the playground is not checked",
        ),
    ];
    for (page, code, words) in cases {
        let root = folder("pages-expect", &[("a.html", &format!("<p>\n{page}"))]);
        let (exit, told) = podlab(&root, &["check", "--html", "."]);
        assert_eq!(exit, code, "{page}\n{told}");
        assert!(told.contains(words) && told.contains("a.html: note: <pod-lab> in line 2"), "{page}\n{told}");
    }
    let root = folder("pages-github", &[("a.html", &format!("<p>\n{}", element("", &refused)))]);
    // The excerpt is of the manifest, with the line that it has there.
    let (_, told) = podlab(&root, &["check", "--html", "a.html"]);
    assert!(told.contains("a.html:2: error: ") && told.contains("  6 |   containers: "), "{told}");
    let (_, told) = podlab(&root, &["check", "--html", "-o", "github", "a.html"]);
    assert!(told.starts_with("::error file=a.html,line=2,title="), "{told}");
}
