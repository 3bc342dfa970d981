//! Pictures: they are well-formed whatever a run holds, bounded, and say what they leave out.

use super::{CONTAINERS, ROWS, animated, asciicast, colours, still};
use crate::stage::{ContainerHistory, PodHistory, Span};
use crate::{Bar, BarState, ContainerKind, Lane, Pod, RowChange, Run, Sentence};

const LINK: &str = "#v1:p:AB-c_9";

fn lane(container: &str, kind: ContainerKind, bars: &[(u64, u64, BarState, &str)]) -> Lane {
    let bar =
        |&(from, to, state, label): &(u64, u64, BarState, &str)| Bar { from, to, state, label: label.into() };
    let bars = bars.iter().map(bar).collect();
    Lane {
        pod: 0,
        container: container.into(),
        kind,
        field: String::new(),
        bars,
        marks: vec![],
        told: vec![],
    }
}

fn row(from: u64, ready: &str, status: &str) -> RowChange {
    RowChange { from, ready: ready.into(), status: status.into(), ..RowChange::default() }
}

/// `setup` fails at 2 s and is done at 14 s; `web` runs until the Pod is gone at 40 s.
fn run() -> Run {
    use BarState::{BackOff, Ready, Running, Succeeded, Waiting};
    let setup = [
        (0, 1_000, Waiting, "waiting"),
        (1_000, 2_000, Running, "running"),
        (2_000, 12_000, BackOff, "exit 1, back-off 10 s"),
        (12_000, 14_000, Running, "running (run 2)"),
        (14_000, 40_000, Succeeded, "exit 0"),
    ];
    let web = [(0, 15_000, Waiting, "waiting"), (15_000, 40_000, Ready, "ready")];
    let rows = vec![
        row(0, "0/1", "Init:0/1"),
        row(2_000, "0/1", "Init:CrashLoopBackOff"),
        row(16_000, "1/1", "Running"),
    ];
    let said = |from, text: &str| Sentence { from, pod: Some(0), text: text.into() };
    Run {
        end: 45_000,
        pods: vec![Pod { name: "shop".into(), removed: Some(40_000), rows, ..Pod::default() }],
        lanes: vec![lane("setup", ContainerKind::Init, &setup), lane("web", ContainerKind::App, &web)],
        sentences: vec![
            said(0, "setup waits."),
            said(2_000, "setup is tried again."),
            said(15_000, "web runs."),
        ],
        stops: vec![0, 1_000, 2_000, 12_000, 14_000, 15_000, 40_000],
        changes: vec![0, 1_000, 2_000, 12_000, 14_000, 15_000, 40_000],
        histories: vec![PodHistory {
            containers: vec![
                ContainerHistory {
                    loops: vec![Span { from: 2_000, to: Some(12_000) }],
                    ..ContainerHistory::default()
                },
                ContainerHistory::default(),
            ],
            ..PodHistory::default()
        }],
        ..Run::default()
    }
}

/// The texts of an XML document, read as strictly as a browser does: elements closed, values quoted, each `&` an entity.
fn texts(xml: &str) -> Vec<String> {
    let (mut open, mut texts, mut rest) = (Vec::new(), Vec::new(), xml.trim_end());
    while let Some((text, after)) = rest.split_once('<') {
        let known = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];
        let bare = known.iter().fold(text.to_owned(), |text, entity| text.replace(entity, ""));
        assert!(!bare.contains('&') && !bare.contains('>') || open.last() == Some(&"style"), "{text}");
        assert!(text.is_empty() || !open.is_empty(), "{text} stands outside");
        assert!(!text.chars().any(char::is_control), "{text:?}");
        texts.push(text.to_owned());
        let (tag, after) = after.split_once('>').expect("a tag ends");
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
            continue;
        }
        let inner = tag.strip_suffix('/').unwrap_or(tag);
        let (name, mut values) = inner.split_once(' ').unwrap_or((inner, ""));
        assert!(name.chars().all(|letter| letter.is_ascii_lowercase()), "{name}");
        let mut seen = Vec::new();
        while !values.is_empty() {
            let (key, value) = values.split_once("=\"").expect("a value is quoted");
            assert!(!seen.contains(&key), "{key} twice in {tag}");
            seen.push(key);
            values = value.split_once('"').expect("a quotation ends").1.trim_start();
        }
        if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty() && rest.is_empty(), "{open:?} {rest}");
    texts
}

fn has(texts: &[String], text: &str) -> bool {
    texts.iter().any(|one| one == text)
}

#[test]
fn an_instant_is_told_in_words_signs_and_for_who_does_not_see() {
    let texts = texts(&still(&run(), 5_000, LINK));
    for text in [
        "shop at 5 s",
        "Pod shop at 5 s: Init:CrashLoopBackOff",
        LINK,
        "\u{21bb} CrashLoopBackOff",
        "\u{25cb} waiting",
    ] {
        assert!(has(&texts, text), "{text}: {texts:?}");
    }
    assert!(has(&texts, "shop   0/1     Init:CrashLoopBackOff   0          5s"), "{texts:?}");
    assert!(texts.iter().any(|text| text.contains("setup: init container, CrashLoopBackOff")), "{texts:?}");
}

#[test]
fn a_picture_needs_nothing_from_elsewhere() {
    for picture in [still(&run(), 5_000, LINK), animated(&run(), LINK)] {
        for other in ["<script", "url(", "@import", "@font-face", "href", "foreignObject", "<image"] {
            assert!(!picture.contains(other), "{other}");
        }
        assert_eq!(picture.matches("://").count(), 1, "the namespace");
        assert!(picture.contains("@media(prefers-color-scheme:dark)"));
    }
}

#[test]
fn whatever_is_written_stays_text() {
    let mut odd = run();
    odd.pods[0].name = "]]><script>&\"'\u{1}\u{1b}[31m".into();
    odd.lanes[0].container = "a</text><b>&amp;".repeat(40);
    odd.lanes[0].bars[0].label = "\u{0}\"><rect/>".into();
    odd.sentences[0].text = format!("{} <i>&", "x".repeat(1_000));
    odd.pods[0].rows[0].status = "<\u{fffe}>".into();
    for picture in [still(&odd, 0, "#\"><x>"), still(&odd, 44_000, LINK), animated(&odd, LINK)] {
        texts(&picture);
        assert!(!picture.contains("<script>") && !picture.contains('\u{1b}'));
    }
    assert!(!asciicast(&odd, LINK).contains('\u{1b}'));
}

#[test]
fn an_empty_run_has_pictures_too() {
    assert!(has(&texts(&still(&Run::default(), 7, LINK)), "Nothing runs"));
    texts(&animated(&Run::default(), LINK));
    assert_eq!(asciicast(&Run::default(), LINK).lines().count(), 2);
}

#[test]
fn nothing_grows_with_a_number_of_the_manifest() {
    let mut large = run();
    let bars: Vec<_> = (0..5_000).map(|bar| (bar * 9, bar * 9 + 9, BarState::Running, "running")).collect();
    large.lanes = vec![lane("web", ContainerKind::App, &bars); 1_000];
    large.histories[0].containers = vec![ContainerHistory::default(); 1_000];
    large.pods[0].rows = (0..500).map(|at| row(at, "0/1", "Error")).collect();
    large.pods = vec![large.pods[0].clone(); 500];
    large.sentences = vec![large.sentences[0].clone(); 5_000];
    let picture = still(&large, 30_000, LINK);
    let told = texts(&picture);
    let more = |count: usize, what: &str| format!("{count} more {what} are not drawn.");
    assert!(has(&told, &more(1_000 - CONTAINERS, "containers")) && has(&told, &more(500 - ROWS, "Pods")));
    assert!(has(&told, "The lane of web is longer than what is drawn of it."));
    assert!(picture.len() < 4 << 20, "{}", picture.len());
    let film = animated(&large, LINK);
    assert!(has(&texts(&film), &more(488, "Pods")) && film.len() < 4 << 20, "{}", film.len());
    let cast = asciicast(&large, LINK);
    assert!(cast.len() < 1 << 16 && cast.lines().last().unwrap().contains("more changes are left out."));
}

#[test]
fn a_film_moves_by_its_style_and_steps_for_who_wants_less_motion() {
    let film = animated(&run(), LINK);
    texts(&film);
    // The wait of 25 s is drawn as 4, so the axis is 24 s long; it plays in 18, with a rest of 2.
    assert!(film.contains("animation:p 20000ms linear infinite"));
    assert!(
        film.contains("@keyframes p{0%{transform:none}90.00%,100%{transform:translateX(700px)}}"),
        "{film}"
    );
    assert!(film.contains("prefers-reduced-motion:reduce") && film.contains("animation-play-state:paused"));
    // The text is seen from 15 s of 24 on.
    assert!(film.contains("{0%{opacity:0}56.25%{opacity:1}}"), "{film}");
    assert_eq!(film.matches("@keyframes a").count(), film.matches("<text class=\"s a").count());
}

#[test]
fn a_recording_holds_the_rows_as_they_come() {
    let cast = asciicast(&run(), LINK);
    let lines: Vec<&str> = cast.lines().collect();
    assert_eq!(
        lines[0],
        r##"{"version":2,"width":80,"height":24,"idle_time_limit":2,"title":"shop","podlab":"#v1:p:AB-c_9"}"##
    );
    assert_eq!(
        lines[1..],
        [
            r#"[0.000,"o","$ kubectl get pod -w\r\n"]"#,
            r#"[0.000,"o","NAME   READY   STATUS     RESTARTS   AGE\r\n"]"#,
            r#"[0.000,"o","shop   0/1     Init:0/1   0          0s\r\n"]"#,
            r#"[2.000,"o","shop   0/1     Init:CrashLoopBackOff   0          2s\r\n"]"#,
            r#"[16.000,"o","shop   1/1     Running                 0          16s\r\n"]"#,
            r#"[40.000,"o","shop   1/1     Running                 0          40s\r\n"]"#,
        ]
    );
}

#[test]
fn the_colours_are_the_pages() {
    let tokens = include_str!("../../../../web/styles/tokens.css");
    for (state, light, dark) in colours::STATES {
        // The page's word for the state.
        let name = state.word().replace("backing-off", "backoff");
        for (part, (light, dark)) in ["", "-ink", "-edge"].iter().zip(light.iter().zip(dark)) {
            let token = format!("--{name}{part}: light-dark({light}, {dark});");
            assert!(tokens.contains(&token), "{token}");
        }
    }
}
