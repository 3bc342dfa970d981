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
        ..SharedState::default()
    }
}

#[test]
fn what_is_shared_is_opened() {
    let plain = SharedState { manifest: "日本語: 🚀\n".repeat(50_000), ..SharedState::default() };
    let all = SharedState {
        rules: "kind: LimitRange\n".to_owned(),
        nodes: "kind: Node\n".to_owned(),
        machines: vec!["small".to_owned(), "large".to_owned()],
        command: "kubectl get pod".to_owned(),
        gates: "SidecarContainers=false".to_owned(),
        build: "b9bac1".to_owned(),
        outcome: "Running at 12 s".to_owned(),
        ..state()
    };
    for state in [SharedState::default(), state(), plain, all] {
        assert_eq!(open(&share(&state)), Opened::Whole(state.clone()));
        assert_eq!(open(&format!("#{}.", share(&state))), Opened::Whole(state));
    }
}

/// Links that people have: add to them, never change one.
#[test]
fn old_links_open() {
    const OLD: [&str; 2] = [
        "v1:q:2NHEwQIAWn7lj-sq17D_9vtbZm7HOh5tlqwcdPtZHA9o7M4DSUVBJAlZUJdZu33Ls21ug1XQku0L1X6ou7gU",
        "v1:p:2NHElZhRCgAgCEP_PU1B0Ik6Qd2fBjkCcx99RyoT58MjPFVfFTuz2GzdApoA0XEYHhpPPvoFYr2d0fJ6ytQvSV0sC-QlFeNoqhh49__BQh9TzDx1Aw",
    ];
    for link in OLD {
        assert_eq!(open(link), Opened::Whole(state()), "{link}");
    }
}

#[test]
fn the_dictionary_is_frozen() {
    let [_, primer] = model::PRIMER;
    let sums = [DICTIONARY, primer].map(|text| (text.len(), checksum(text)));
    assert_eq!(
        sums,
        [(5880, [29, 52, 101]), (5897, [71, 18, 99])],
        "make a codec with another letter instead"
    );
}

#[test]
fn a_link_is_short() {
    let length = share(&state()).len();
    expect!["295 bytes in 89 letters"]
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

/// A link that is cut or changed anywhere is noticed, unless the change had no effect (unused bits at the end).
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

/// Damage of the kinds that chats, mail and hands do, in 200 links: none is silent, and none gives another text as whole.
#[test]
fn two_hundred_damaged_links_all_say_so() {
    let manifest = include_str!("../../../tests/seeds/deployment-with-checks.yaml").to_owned();
    let whole = SharedState { manifest, ..state() };
    let link: Vec<char> = format!("#{}", share(&whole)).chars().collect();
    let mut random = 7_u32;
    let mut below = |bound: usize| {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        usize::try_from(random >> 8).unwrap() % bound
    };
    for number in 0..200 {
        // Behind `#`; the last letter may hold bits that mean nothing.
        let at = 1 + below(link.len() - 2);
        let mut damaged = link.clone();
        match number % 6 {
            0 => damaged.truncate(at + 1),
            1 => drop(damaged.remove(at)),
            2 => damaged.insert(at, link[1 + below(link.len() - 2)]),
            3 => drop(damaged.drain(1..=at)),
            4 => damaged.truncate(at.max(2)),
            _ => damaged.reverse(),
        }
        if number % 6 == 4 {
            damaged.extend("...".chars());
        }
        if number % 6 == 5 {
            damaged.insert(0, '#');
        }
        let damaged: String = damaged.into_iter().collect();
        let opened = open(&damaged);
        let unharmed = opened == Opened::Whole(whole.clone());
        assert!(matches!(opened, Opened::Broken { .. }) || unharmed, "{number}: {damaged}: {opened:?}");
    }
    let lower: String = link.iter().collect::<String>().to_lowercase();
    assert!(matches!(open(&lower), Opened::Broken { .. }));
}

/// Programs that escape colons, or break lines.
#[test]
fn an_escaped_link_opens() {
    let link = share(&state());
    assert_eq!(open(&link.replacen(':', "%3A", 2)), Opened::Whole(state()));
    assert_eq!(open(&format!("{}\r\n {}", &link[..60], &link[60..])), Opened::Whole(state()));
}

/// The length of a link that people would send by chat.
#[test]
fn a_pod_of_some_length_fits_a_chat() {
    let manifest = include_str!("../../../tests/seeds/deployment-with-checks.yaml").to_owned();
    let old = base64url::encode(&deflate::pack(manifest.as_bytes())).len();
    let length = manifest.len();
    let new = share(&SharedState { manifest, kubernetes: "1.36".to_owned(), ..SharedState::default() }).len();
    expect!["1226 bytes in 304 letters, 346 by deflate"]
        .assert_eq(&format!("{length} bytes in {new} letters, {old} by deflate"));
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
    assert_eq!(open("#watch"), Opened::NoLink);
    for unreadable in [
        "#example=sidecar",
        "#version:",
        "#v1p:abc",
        "#1:p:",
        "#v1:",
        "#V1:p:abc",
        "#v1:p:",
        "#v1:q:",
        "#x",
        "#exapp-crash",
    ] {
        let Opened::Broken { kept: None, message } = open(unreadable) else {
            panic!("{unreadable} is silent")
        };
        assert!(message.contains("Ask for it again"), "{message}");
    }
    for later in ["#v2:p:abc", "#v1:z:abc"] {
        let Opened::Broken { kept: None, message } = open(later) else { panic!("{later} is silent") };
        assert!(message.contains("later release"), "{message}");
    }
}

/// Two megabytes are the most that a link unpacks to.
#[test]
fn a_bomb_is_bounded() {
    let bomb = share(&SharedState { manifest: " ".repeat(50 * 1024 * 1024), ..SharedState::default() });
    let Opened::Broken { kept: Some(kept), .. } = open(&bomb) else { panic!("it was taken whole") };
    assert!(kept.manifest.len() <= 2 * 1024 * 1024);
}

#[test]
fn a_manifest_that_any_program_escapes_is_a_link() {
    let text = "kind: Pod # \u{fc}, 100 %\n";
    let Opened::Whole(state) = open("#v1:u:kind%3A%20Pod%20%23%20%C3%BC%2C%20100%20%25%0A") else { panic!() };
    assert_eq!(state, SharedState { manifest: text.to_owned(), ..SharedState::default() });
    assert_eq!(open("#v1%3Au%3Akind%3A%20Pod"), open("#v1:u:kind: Pod"));
    for (cut, left) in [("kind%3A%20Pod%2", "kind: Pod"), ("a%C3", "a\u{fffd}"), ("a%zz", "a")] {
        let Opened::Broken { kept, .. } = open(&format!("#v1:u:{cut}")) else { panic!("{cut}") };
        assert_eq!(kept.unwrap().manifest, left);
    }
    assert!(matches!(open("#v1:u:"), Opened::Broken { kept: None, .. }));
}
