//! The Pod's reservation and the reason for it; a cheaper order found and written into the text.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;
use serde_json::json;
use std::fmt::Write as _;

journeys!(the_tallest_phase_is_reserved_and_the_page_shows_which in BOTH, an_init_container_without_resources_costs_the_class in BOTH, a_cheaper_order_is_written_with_its_comments in BOTH);

/// Containers in their order, each with its requests.
type Containers = &'static [(&'static str, &'static str)];

/// A manifest of containers: `s` is a sidecar, `i` an init container, `a` an app container.
fn pod(containers: Containers) -> String {
    let mut text = "apiVersion: v1\nkind: Pod\nmetadata: { name: puzzle }\nspec:\n".to_owned();
    for (field, kinds) in [("initContainers", ['s', 'i']), ("containers", ['a', 'a'])] {
        let _ = writeln!(text, "  {field}:");
        for (name, amounts) in containers.iter().filter(|(name, _)| name.starts_with(kinds)) {
            let always = if name.starts_with('s') { "restartPolicy: Always, " } else { "" };
            let resources = format!("resources: {{ requests: {{ {amounts} }} }}");
            let _ = writeln!(text, "  - {{ name: {name}, {always}image: \"x:1\", {resources} }}");
        }
    }
    text
}

/// The reservation of a resource, and the phase that decides it.
fn reserved(page: &Page<'_>, resource: &str) -> (String, String) {
    let line = format!("#resources [data-resource='{resource}']");
    let phase = format!("{line} .resources-phase[data-decides='true'] .resources-name");
    (page.text(&format!("{line} [data-number='request']")), page.text(&phase))
}

fn the_tallest_phase_is_reserved_and_the_page_shows_which(browser: &Driver) {
    let page = Page::open(browser, "");
    page.tab("resources");
    let puzzles: [(Containers, &str, &str); 5] = [
        (&[("i", "cpu: 500m"), ("a1", "cpu: 100m"), ("a2", "cpu: 100m")], "500m", "i initializes"),
        (&[("i", "cpu: 200m"), ("s", "cpu: 100m"), ("a", "cpu: 100m")], "200m", "running"),
        (&[("s", "cpu: 100m"), ("i", "cpu: 200m"), ("a", "cpu: 100m")], "300m", "i initializes"),
        (
            &[
                ("s1", "cpu: 50m"),
                ("i1", "cpu: 300m"),
                ("s2", "cpu: 200m"),
                ("i2", "cpu: 100m"),
                ("a", "cpu: 250m"),
            ],
            "500m",
            "running",
        ),
        (
            &[
                ("s1", "cpu: 200m"),
                ("i1", "cpu: 100m"),
                ("s2", "cpu: 50m"),
                ("i2", "cpu: 300m"),
                ("a", "cpu: 250m"),
            ],
            "550m",
            "i2 initializes",
        ),
    ];
    for (containers, cpu, phase) in puzzles {
        page.paste(&pod(containers));
        let number = "#resources [data-resource=cpu] [data-number=request]";
        page.wait(cpu, &format!("return document.querySelector('{number}')?.textContent === '{cpu}'"));
        assert_eq!(reserved(&page, "cpu"), (cpu.to_owned(), phase.to_owned()), "{containers:?}");
    }
    page.paste(&pod(&[("i", "cpu: 1, memory: 64Mi"), ("a", "cpu: 200m, memory: 512Mi")]));
    page.wait("memory", "return document.querySelector('#resources [data-resource=memory]')");
    assert_eq!(reserved(&page, "cpu"), ("1".to_owned(), "i initializes".to_owned()));
    assert_eq!(reserved(&page, "memory"), ("512Mi".to_owned(), "running".to_owned()));
}

fn an_init_container_without_resources_costs_the_class(browser: &Driver) {
    let page = Page::open(browser, "");
    page.tab("resources");
    let amounts = "{ cpu: 500m, memory: 256Mi }";
    page.paste(&format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{ name: lost }}\nspec:\n  initContainers:\n  - {{ name: i, image: \"x:1\" }}\n  containers:\n  - {{ name: a, image: \"x:1\", resources: {{ requests: {amounts}, limits: {amounts} }} }}\n"
    ));
    page.wait(
        "the class",
        "return document.querySelector('.resources-qos').textContent.startsWith('Burstable')",
    );
    assert!(
        page.text(".resources-qos").contains("since i has no cpu limit"),
        "{}",
        page.text(".resources-qos")
    );
    // Amounts up to the app container's cost nothing and bring the class back.
    for resource in ["cpu", "memory"] {
        let obstacle =
            format!("#on-node [data-obstacle='spec.initContainers[0].resources.limits[{resource}]']");
        page.wait("the remedy", &format!("return document.querySelector(\"{obstacle} button:not(.bare)\")"));
        page.press(&format!("{obstacle} button:not(.bare)"));
        page.wait("it to be gone", &format!("return !document.querySelector(\"{obstacle}\")"));
    }
    page.wait(
        "the class",
        "return document.querySelector('.resources-qos').textContent.startsWith('Guaranteed')",
    );
    assert_eq!(page.text("#resources [data-resource='cpu'] [data-number='request']"), "500m");
    let idle = "#spend [data-resource='cpu'] [data-number='idle']";
    page.wait(
        "the cost over time",
        &format!("return document.querySelector(\"{idle}\")?.textContent.endsWith('% idle')"),
    );
}

fn a_cheaper_order_is_written_with_its_comments(browser: &Driver) {
    let text = "apiVersion: v1
kind: Pod
metadata: { name: order }
spec:
  initContainers:
  # ships the logs
  - name: log # small
    image: \"x:1\"
    restartPolicy: Always
    resources: { requests: { cpu: 100m } }
  - name: migrate
    image: \"x:1\"
    resources: { requests: { cpu: 200m } } # measured
  containers:
  - { name: app, image: \"x:1\", resources: { requests: { cpu: 100m } } }
";
    let page = Page::open(browser, "");
    page.paste(text);
    page.tab("what-if");
    let change = "[data-change='start `log` after `migrate`']";
    page.wait("the cheaper order", &format!("return document.querySelector(\"{change}\")"));
    assert!(page.text(change).contains("cpu request 300m \u{2192} 200m"), "{}", page.text(change));
    page.press(&format!("{change} button"));
    let written =
        "[...document.querySelectorAll('#editor .cm-line')].map((line) => line.textContent).join('\\n')";
    page.wait(
        "the text",
        &format!("return {written}.includes('# measured\\n  # ships the logs\\n  - name: log # small')"),
    );

    // The amount is typed, its effect shown, then it is written.
    page.keys("[name='request-app-cpu']", "\u{e010}\u{e003}\u{e003}\u{e003}\u{e003}1");
    let amount = "#what-if [data-container='app'] [data-change='request cpu']";
    page.wait(
        "the effect",
        &format!("return document.querySelector(\"{amount}\").textContent.includes('200m \u{2192} 1100m')"),
    );
    page.press(&format!("{amount} button"));
    page.wait("the text", &format!("return {written}.includes('requests: {{ cpu: 1 }}')"));
    // One undo takes it back.
    let key = |kind: &str, key: char| json!({"type": kind, "value": key.to_string()});
    let undo = [key("keyDown", '\u{e009}'), key("keyDown", 'z'), key("keyUp", 'z'), key("keyUp", '\u{e009}')];
    page.press("#editor .cm-content");
    page.driver.post("/actions", &json!({"actions": [{"type": "key", "id": "keyboard", "actions": undo}]}));
    page.wait("the text before", &format!("return {written}.includes('requests: {{ cpu: 100m }} }} }}')"));
    assert_eq!(page.complaints(), Vec::<String>::new());
}
