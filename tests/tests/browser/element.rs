//! `<pod-lab>` in pages of other people: the author's Pod and no other, however slowly and in whatever markup it comes.

use crate::driver::{Driver, Kind};
use crate::journey::{BOTH, journeys};
use crate::page::Page;
use serde_json::{Value, json};

journeys!(
    embeds_show_their_authors_pods in BOTH,
    what_is_wrong_is_said_in_the_embed in BOTH,
    a_manifest_is_found_in_any_markup in BOTH,
    a_script_moves_the_playhead_and_hears_of_edits in BOTH,
    a_frame_keeps_nothing_of_the_element_before in BOTH,
);

/// Each message is late by 0 to 200 ms, so that some overtake others.
const LATE: &str = "{
    const add = window.addEventListener;
    window.addEventListener = function (type, hear, options) {
        const late = (event) => setTimeout(hear, Math.random() * 200, event);
        return add.call(window, type, type === 'message' ? late : hear, options);
    };
}";

/// In a frame: keeps the names of all Pods that are drawn where somebody may see them, since it serves this element.
const WATCHED: &str = "{
    globalThis.drawn = new Set();
    addEventListener('podlab-anew', () => drawn.clear());
    const look = () => {
        for (const cell of document.querySelectorAll('#row tbody tr > :first-child'))
            if (cell.checkVisibility({ visibilityProperty: true })) drawn.add(cell.textContent);
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}";

/// On the page around: what moved, and how many frames were made.
const SHIFTS: &str = "globalThis.shifts = 0;
    globalThis.made = 0;
    const { createElement } = Document.prototype;
    Document.prototype.createElement = function (name, options) {
        if (name === 'iframe') made += 1;
        return createElement.call(this, name, options);
    };
    if (PerformanceObserver.supportedEntryTypes.includes('layout-shift'))
        new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (shifts += value))).observe({ type: 'layout-shift', buffered: true });";

/// How many pages are opened, and the embeds of each: `PODLAB_LOADS=10` looks at two hundred. Eight are more than have frames at
/// the same time.
fn loads() -> (usize, usize) {
    let wish = std::env::var("PODLAB_LOADS").ok().and_then(|loads| loads.parse().ok());
    wish.map_or((1, 8), |loads| (loads, 20))
}

fn pod(name: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\nspec:\n  initContainers:\n  - name: setup\n    image: busybox:1.36\n  containers:\n  - name: app\n    image: nginx:1.27\n"
    )
}

/// A page on which messages overtake each other.
fn docs(lab: &str, body: &str) -> String {
    docs_after(lab, LATE, body)
}

fn docs_after(lab: &str, before: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Docs</title><link rel=icon href=data:,>
         <script>{SHIFTS}{before}</script><script src=\"{lab}pod-lab.js\"></script><h1>Docs</h1>{body}<p>The end"
    )
}

/// Scrolls to an element and waits until its frame is there.
fn see(page: &Page, id: &str) {
    page.driver
        .script("document.getElementById(arguments[0]).scrollIntoView({block: 'center'})", json!([id]));
    page.wait(
        id,
        &format!("return document.getElementById('{id}').shadowRoot.querySelector('.shown iframe') !== null"),
    );
}

fn enter(page: &Page, id: &str) {
    page.enter(&format!("return document.getElementById('{id}').shadowRoot.querySelector('iframe')"));
}

fn embeds_show_their_authors_pods(browser: &Driver) {
    let (loads, count) = loads();
    browser.slow_down(4);
    for load in 0..loads {
        let body = |lab: &str| {
            let embeds: Vec<String> = (0..count)
                .map(|number| {
                    let name = format!("pod-{load}-{number}");
                    format!(
                        "<h2>{name}</h2><pod-lab id={name} view=stage height=300><pre>\n{}</pre></pod-lab>",
                        pod(&name)
                    )
                })
                .collect();
            docs(lab, &embeds.concat())
        };
        let page = Page::open_elsewhere(browser, "twenty", &format!("{LATE}{WATCHED}"), body);
        for number in 0..count {
            let name = format!("pod-{load}-{number}");
            see(&page, &name);
            enter(&page, &name);
            page.wait("the author's Pod", "return drawn.size > 0");
            assert_eq!(browser.script("return [...drawn]", json!([])), json!([name]));
            page.leave();
        }
        let seen = browser.script(
            "return {frames: [...document.querySelectorAll('pod-lab')].filter((one) => one.shadowRoot.querySelector('iframe')).length, made, shifts}",
            json!([]),
        );
        assert!(seen["frames"].as_u64().unwrap() < 6, "those out of sight make room: {seen}");
        assert!(seen["made"].as_u64().unwrap() < 6, "a frame serves the next element: {seen}");
        assert_eq!(seen["shifts"].as_f64(), Some(0.0), "{seen}");
        if browser.kind() == Kind::Chromium {
            assert_eq!(page.complaints(), Vec::<String>::new());
        }
    }
}

fn what_is_wrong_is_said_in_the_embed(browser: &Driver) {
    let cases = [
        ("nothing", String::new(), "<p></p>".to_owned(), "No manifest found in this element."),
        (
            "version",
            "version=2.0".to_owned(),
            format!("<pre>{}</pre>", pod("a")),
            "does not know Kubernetes 2.0",
        ),
        ("view", "view=sound".to_owned(), format!("<pre>{}</pre>", pod("a")), "There is no view `sound`"),
        ("example", "example=nowhere".to_owned(), String::new(), "There is no example `nowhere`."),
        ("file", "src=lost.yaml".to_owned(), String::new(), "lost.yaml could not be loaded"),
        ("address", "src=http://[".to_owned(), String::new(), "http://[ could not be loaded"),
    ];
    let body = |lab: &str| {
        let embeds = cases.iter().map(|(id, attributes, inside, _)| {
            format!("<pod-lab id={id} {attributes} height=300>{inside}</pod-lab>")
        });
        docs(lab, &embeds.collect::<String>())
    };
    let page = Page::open_elsewhere(browser, "wrong", WATCHED, body);
    for (id, _, inside, words) in &cases {
        see(&page, id);
        enter(&page, id);
        page.wait(
            words,
            &format!(
                "return document.querySelector('[role=alert]:not([hidden])')?.textContent.includes('{words}')"
            ),
        );
        let known = if inside.contains("kind: Pod") { json!(["a"]) } else { json!([]) };
        if known != json!([]) {
            page.wait("the Pod", "return drawn.size > 0");
        }
        assert_eq!(browser.script("return [...drawn]", json!([])), known, "{id}");
        page.leave();
    }
}

/// The markups that generators make of a manifest, each by its name.
fn markups(text: &str) -> [(&'static str, String); 9] {
    let lines: Vec<&str> = text.lines().collect();
    let each = |wrap: &dyn Fn(usize, &str) -> String| -> String {
        lines.iter().enumerate().map(|(number, line)| wrap(number + 1, line)).collect()
    };
    let indented = each(&|_, line| format!("      {line}\n"));
    [
        ("pre", format!("<pre>\n{text}</pre>")),
        ("indented", format!("\n    <pre>\n{indented}    </pre>\n  ")),
        ("script", format!("<script type=\"application/yaml\">\n{text}</script>")),
        ("template", format!("<template>{text}</template>")),
        (
            "line-elements",
            format!(
                "<pre><code>{}</code></pre>",
                each(&|_, line| format!("<div class=ec-line><div class=code>{line}</div></div>"))
            ),
        ),
        (
            "breaks",
            format!("<pre>{}</pre>", each(&|_, line| format!("<span class=token-line>{line}<br></span>"))),
        ),
        (
            "numbers",
            format!(
                "<pre>{}</pre>",
                each(&|number, line| format!(
                    "<span class=ln>{number}</span><span class=line>{line}\n</span>"
                ))
            ),
        ),
        (
            "table",
            format!(
                "<table><tr><td class=linenos><pre>{}</pre></td><td class=code><pre><code>{text}</code></pre></td></tr></table>",
                each(&|number, _| format!("{number}\n"))
            ),
        ),
        (
            "button",
            format!(
                "<div class=code><span>yaml</span><button>Copy</button><pre><code>{}</code></pre></div>",
                text.replace("name", "<span class=nt>name</span>")
            ),
        ),
    ]
}

/// Each means the same text.
fn a_manifest_is_found_in_any_markup(browser: &Driver) {
    let text = pod("same");
    let bodies = markups(&text);
    let body = |lab: &str| {
        let embeds: Vec<String> = bodies
            .iter()
            .map(|(id, inside)| format!("<pod-lab id={id} height=200>{inside}</pod-lab>"))
            .collect();
        let embeds = embeds.concat();
        docs(
            lab,
            &format!(
                "{embeds}<pod-lab id=attribute data-code=\"{text}\"></pod-lab><pod-lab id=later height=200></pod-lab>"
            ),
        )
    };
    let page = Page::open_elsewhere(browser, "markup", "", body);
    browser.script("later.innerHTML = document.getElementById('pre').innerHTML", json!([]));
    let ids = bodies.iter().map(|(id, _)| *id).chain(["attribute", "later"]);
    for id in ids {
        let found = browser
            .script("return document.getElementById(arguments[0]).manifest.trimEnd() + '\\n'", json!([id]));
        assert_eq!(found, Value::from(text.as_str()), "{id}");
    }
    see(&page, "later");
    browser.script(
        "later.querySelector('pre').textContent = later.manifest.replace('name: same', 'name: other')",
        json!([]),
    );
    enter(&page, "later");
    page.wait("the new text", "return document.querySelector('#row')?.textContent.includes('other')");
}

fn a_script_moves_the_playhead_and_hears_of_edits(browser: &Driver) {
    let body = |lab: &str| {
        let inside = format!(
            "<pre>{}</pre><pre data-story>containers: {{ setup: [{{ run: 3, exit: 0 }}] }}</pre>",
            pod("moved")
        );
        // Messages about the playhead come in their order, as browsers keep it.
        docs_after(
            lab,
            "",
            &format!(
                "<script>globalThis.heard = []; for (const name of ['ready', 'change', 'status']) addEventListener(`podlab-${{name}}`, ({{detail}}) => heard.push([name, detail]));</script>
                 <pod-lab id=one editable start=1 caption=\"Figure 1\">{inside}</pod-lab>"
            ),
        )
    };
    let page = Page::open_elsewhere(browser, "script", "", body);
    see(&page, "one");
    page.wait(
        "ready",
        "return heard.some(([name, detail]) => name === 'ready' && detail.accepted && detail.duration > 3)",
    );
    assert_eq!(
        page.driver.script("return [one.currentTime, one.status, one.paused]", json!([])),
        json!([1, "Init:0/1", true])
    );
    browser.script("one.currentTime = 60", json!([]));
    page.wait("the end", "return one.status === 'Running' && heard.some(([name, detail]) => name === 'status' && detail.status === 'Running')");
    browser.script("one.currentTime = 0; one.play()", json!([]));
    page.wait("playing", "return one.currentTime > 0 && !one.paused");
    browser.script("one.pause()", json!([]));
    enter(&page, "one");
    page.editor();
    page.paste(&pod("edited"));
    page.leave();
    page.wait("the edit", "return one.manifest.includes('name: edited') && heard.some(([name, detail]) => name === 'change' && detail.manifest.includes('edited'))");
    let back = browser.script("one.manifest = 'kind: Pod'; const set = one.manifest; one.manifest = null; return [set, one.manifest.includes('name: moved')]", json!([]));
    assert_eq!(back, json!(["kind: Pod", true]));
}

/// A frame that serves another element has nothing of the one before, and no way back to it; when the reader comes back to
/// that one, its edits are there.
fn a_frame_keeps_nothing_of_the_element_before(browser: &Driver) {
    const COUNT: usize = 6;
    let body = |lab: &str| {
        let embeds = (0..COUNT).map(|number| {
            let editable = if number == 0 { "editable" } else { "" };
            let inside = pod(&format!("pod-{number}"));
            format!("<pod-lab id=pod-{number} {editable} height=900><pre>\n{inside}</pre></pod-lab><div style=\"height: 900px\"></div>")
        });
        // Edits are told in their order, as browsers keep it.
        docs_after(lab, "", &embeds.collect::<String>())
    };
    let page = Page::open_elsewhere(browser, "served", WATCHED, body);
    see(&page, "pod-0");
    browser.script("document.getElementById('pod-0').currentTime = 2.5", json!([]));
    enter(&page, "pod-0");
    page.editor();
    page.paste(&pod("edited"));
    browser.script("globalThis.first = true", json!([]));
    page.leave();
    page.wait("the edit", "return document.getElementById('pod-0').manifest.includes('name: edited')");
    let served = (1..COUNT).any(|number| {
        let (id, name) = (format!("pod-{number}"), json!([format!("pod-{number}")]));
        see(&page, &id);
        enter(&page, &id);
        page.wait("the author's Pod", "return drawn.size > 0");
        // The key goes to this frame, not to the editor of the first one.
        browser.script("document.querySelector('#play').focus()", json!([]));
        page.chord('\u{e009}', "z");
        page.said();
        assert_eq!(browser.script("return [...drawn]", json!([])), name);
        let same = browser.script("return globalThis.first === true", json!([])) == json!(true);
        page.leave();
        let told = browser.script("const one = document.getElementById(arguments[0]); return [one.currentTime, one.paused, one.manifest.includes('edited')]", json!([id]));
        assert_eq!(told, json!([0, true, false]), "{id}");
        same
    });
    // Firefox moves a frame from one shadow root to another by loading it again.
    assert!(served || browser.kind() == Kind::Firefox, "the first frame serves none of the others");
    see(&page, "pod-0");
    enter(&page, "pod-0");
    page.wait("the reader's Pod", "return document.querySelector('#row')?.textContent.includes('edited')");
}
