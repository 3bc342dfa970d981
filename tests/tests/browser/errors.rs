//! The reason for an error, the output of kubectl, and the same text under another release.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;

journeys!(
    an_error_leads_to_its_page_and_kubectl_prints_it in BOTH,
    a_fix_is_previewed_and_mends in BOTH,
    the_first_error_of_a_paste_comes_into_view in BOTH,
    a_young_field_is_unknown_to_an_older_version in BOTH,
    the_run_of_the_last_accepted_text_stays_and_says_so in BOTH,
    an_emptied_editor_invites in BOTH,
    advice_is_one_line_until_someone_asks in BOTH,
);

const PROBED: &str = "apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  initContainers:
  - { name: init, image: busybox, readinessProbe: { tcpSocket: { port: 80 } } }
  containers:
  - { name: app, image: nginx }
";

fn an_error_leads_to_its_page_and_kubectl_prints_it(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste(PROBED);
    page.wait("the way to the page", "return document.querySelector('#problems [data-why]')");
    page.press("#problems [data-why='spec.initContainers[0].readinessProbe']");
    page.wait(
        "the page in place",
        "return document.querySelector('#problems [data-page=init-container-probe]')?.textContent.includes('since 1.29')",
    );
    page.press("#problems [data-page=init-container-probe] button");
    page.wait(
        "the page",
        "return document.querySelector('#answer details[open][data-page=init-container-probe]')",
    );
    let text = page.text("#answer details[open]");
    for words in ["An init container has a probe or a hook", "Fix.", "since 1.29", "validateInitContainers"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let said = page.text("#answer .text-out");
    assert!(
        said.starts_with("The Pod \"web\" is invalid: spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always"),
        "{said}"
    );
    assert_eq!(page.complaints(), Vec::<String>::new());
}

fn a_fix_is_previewed_and_mends(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste(PROBED);
    page.wait("the fix", "return document.querySelector('#problems .problems-preview')");
    page.press("#problems .problems-preview");
    let shown = page.text("#problems .problems-change");
    assert!(shown.contains("restartPolicy: Always"), "{shown}");
    page.press("#problems .problems-fix");
    page.wait(
        "an end of the errors",
        "return document.querySelector('#problems-status').textContent.includes('accepts')",
    );
    let mended = page.text("#editor .cm-content");
    assert!(mended.contains("restartPolicy: Always"), "{mended}");
}

fn the_first_error_of_a_paste_comes_into_view(browser: &Driver) {
    let page = Page::open(browser, "");
    let many: Vec<String> =
        (0..80).map(|index| format!("  - {{ name: app{index}, image: \"app:1\" }}\n")).collect();
    let many = many.concat();
    let wrong = many.replacen("name: app20,", "name: App20,", 1);
    page.paste(&format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{ name: web }}\nspec:\n  containers:\n{wrong}"
    ));
    page.wait(
        "the error in view",
        "const view = document.querySelector('#editor .cm-scroller').getBoundingClientRect();
         const mark = document.querySelector('#editor .cm-lintRange-error')?.getBoundingClientRect();
         return mark && mark.top >= view.top && mark.bottom <= view.bottom",
    );
    let inside = "return document.activeElement.closest('#editor') !== null";
    assert_eq!(page.driver.script(inside, serde_json::json!([])), true);
}

fn a_young_field_is_unknown_to_an_older_version(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste("apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec:\n  hostnameOverride: a\n  containers: [{ name: a, image: \"b:1\" }]\n");
    page.tab("versions");
    page.choose("#version-other", "1.33");
    page.wait(
        "what 1.33 says",
        "return document.querySelector('#versions [data-change=appears]')?.textContent.includes('unknown field \"spec.hostnameOverride\"')",
    );
    let cells = page.texts("#versions [data-stored='spec.hostnameOverride'] td");
    assert_eq!(cells, ["\"a\"", "absent"]);
    assert!(page.text("#versions").contains("1.33: checked against recordings of a real cluster."));
}

fn the_run_of_the_last_accepted_text_stays_and_says_so(browser: &Driver) {
    let page = Page::open(browser, "");
    let right = PROBED.replace(", readinessProbe: { tcpSocket: { port: 80 } }", "");
    page.paste(&right);
    page.wait(
        "its run",
        "return document.querySelector('#watch').dataset.stale === 'false'
            && document.querySelector('#stage .stage-pod-name')?.textContent.includes('web')",
    );
    // A kind that does not exist, a text that cannot be read, and quite another text that is refused.
    let other = "apiVersion: v1\nkind: Pod\nmetadata: { name: Other_One }\nspec: { containers: [] }\n";
    for wrong in
        [right.replace("kind: Pod", "kind: Pdo"), right.replace("spec:", "spec: ["), other.to_owned()]
    {
        page.paste(&wrong);
        page.wait(
            "the run of the text before, named as such",
            "const watch = document.querySelector('#watch').dataset;
             const said = (text) => text?.includes('the last accepted text');
             const above = (one, other) => one?.getBoundingClientRect().bottom <= other?.getBoundingClientRect().top;
             return watch.stale === 'true' && watch.pending === 'false'
                && document.querySelector('#stage .stage-pod-name')?.textContent.includes('web')
                && said(document.querySelector('#stale')?.textContent)
                && above(document.querySelector('#stale'), document.querySelector('#stage'))
                && said(document.querySelector('#play').title)",
        );
    }
    page.paste(&right);
    page.wait("its run again", "return document.querySelector('#watch').dataset.stale === 'false'");
    assert_eq!(page.complaints(), Vec::<String>::new());
}

fn an_emptied_editor_invites(browser: &Driver) {
    let page = Page::open(browser, "");
    page.editor();
    for (kind, text) in [("notes", "# my notes\n# nothing yet\n"), ("an error", "kind: [\n"), ("empty", "")] {
        page.paste(text);
        if kind == "an error" {
            page.wait("its mark", "return document.querySelector('.cm-lint-marker-error')");
            continue;
        }
        page.wait(
            &format!("{kind}: no error, no old run, and what to do"),
            "return document.querySelector('.problems').dataset.worst === 'nothing'
                && !document.querySelector('#problems, #stage, .cm-lint-marker')
                && document.querySelector('.nothing')?.textContent.includes('nothing to watch yet')",
        );
    }
    page.press(".nothing-ways button");
    page.wait("the examples", "return document.querySelectorAll('#gallery [data-example]').length > 60");
    assert_eq!(page.complaints(), Vec::<String>::new());
}

fn advice_is_one_line_until_someone_asks(browser: &Driver) {
    let page = Page::open(browser, "");
    page.wait("the line", "return document.querySelector('#problems .problems-fold')");
    let rows = page.texts("#problems .problems-item");
    assert!(rows.len() == 1 && rows[0].contains("piece of advice"), "{rows:?}");
    page.press("#problems .problems-fold");
    page.wait(
        "the advice",
        "return document.querySelector('#problems [data-field=\"spec.initContainers[0].name\"]')",
    );
}
