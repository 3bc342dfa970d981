use super::deflate::DICTIONARY;
use super::*;
use expect_test::expect;

const KUBIA: &str = "apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  initContainers:
  - name: prepare
    image: registry.example/prepare:1.0
  containers:
  - name: web
    image: registry.example/web:1.0
    ports:
    - name: http
      containerPort: 8080
";

fn state() -> SharedState {
    SharedState {
        manifest: KUBIA.to_owned(),
        scenario: "containers:\n  prepare:\n  - { run: 2, exit: 1 }\n".to_owned(),
        kubernetes: "1.36".to_owned(),
        playhead: 12_500,
        view: "events".to_owned(),
    }
}

#[test]
fn what_is_shared_is_opened() {
    let plain = SharedState { manifest: "日本語: 🚀\n".repeat(50_000), ..SharedState::default() };
    for state in [SharedState::default(), state(), plain] {
        assert_eq!(open(&share(&state)), Opened::Whole(state.clone()));
        assert_eq!(open(&format!("#{}.", share(&state))), Opened::Whole(state));
    }
}

/// Links that people have: never to be changed, only added to.
#[test]
fn old_links_open() {
    const OLD: [&str; 1] = [
        "v1:p:2NHElZhRCgAgCEP_PU1B0Ik6Qd2fBjkCcx99RyoT58MjPFVfFTuz2GzdApoA0XEYHhpPPvoFYr2d0fJ6ytQvSV0sC-QlFeNoqhh49__BQh9TzDx1Aw",
    ];
    for link in OLD {
        assert_eq!(open(link), Opened::Whole(state()), "{link}");
    }
}

#[test]
fn the_dictionary_is_frozen() {
    assert_eq!(
        (DICTIONARY.len(), checksum(DICTIONARY)),
        (5880, [29, 52, 101]),
        "make a codec with another letter instead"
    );
}

#[test]
fn a_link_is_short() {
    let length = share(&state()).len();
    expect!["295 bytes in 119 letters"]
        .assert_eq(&format!("{} bytes in {length} letters", KUBIA.len() + state().scenario.len()));
}

#[test]
fn a_cut_link_says_so_and_keeps_its_start() {
    let link = share(&state());
    let Opened::Broken { message, kept: Some(kept) } = open(&link[..link.len() - 20]) else {
        panic!("{link}")
    };
    expect!["This link was cut off or changed on its way. What could be read of it is shown; ask for it again to have all."].assert_eq(&message);
    assert_eq!((kept.kubernetes.as_str(), kept.playhead), ("1.36", 12_500));
    assert_eq!(kept.scenario, state().scenario);
    assert!(
        KUBIA.starts_with(&kept.manifest) && kept.manifest.starts_with("apiVersion: v1"),
        "{}",
        kept.manifest
    );
}

/// Wherever it is cut, and whatever letter is changed: it says so, or the change meant nothing (unused bits at the end).
#[test]
fn no_damage_goes_unnoticed() {
    let link = share(&state());
    for end in 5..link.len() {
        assert!(matches!(open(&link[..end]), Opened::Broken { .. }), "cut at {end}");
    }
    for at in 5..link.len() - 1 {
        for letter in ["A", "z", "_"] {
            let changed = format!("{}{letter}{}", &link[..at], &link[at + 1..]);
            let opened = open(&changed);
            assert!(
                matches!(opened, Opened::Broken { .. }) || opened == Opened::Whole(state()),
                "changed at {at}"
            );
        }
    }
}

#[test]
fn an_example_is_opened_by_its_name() {
    let named = |fragment: &str| open(fragment) == Opened::Example("app-crash".to_owned());
    assert!(named(&format!("#{}", example("app-crash"))));
    assert!(named("#ex=app-crash.") && named("ex=app-crash&x=1"));
}

#[test]
fn other_fragments_are_not_links() {
    assert_eq!(open(""), Opened::NoLink);
    assert_eq!(open("#example=sidecar"), Opened::NoLink);
    assert_eq!(open("#version:"), Opened::NoLink);
    assert!(matches!(open("#v1:q:abc"), Opened::Broken { kept: None, .. }));
    assert!(matches!(open("#v2:p:abc"), Opened::Broken { kept: None, .. }));
    assert!(matches!(open("#v1:p:"), Opened::Broken { kept: None, .. }));
}

/// Two megabytes are the most that a link unpacks to.
#[test]
fn a_bomb_is_bounded() {
    let bomb = share(&SharedState { manifest: " ".repeat(50 * 1024 * 1024), ..SharedState::default() });
    let Opened::Broken { kept: Some(kept), .. } = open(&bomb) else { panic!("it was taken whole") };
    assert!(kept.manifest.len() <= 2 * 1024 * 1024);
}
