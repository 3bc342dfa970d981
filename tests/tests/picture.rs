//! The first picture, the first example's run and the file of all examples match the output of the engine and the
//! page's own components. They are kept beside the page: `cargo xtask picture` writes them anew.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

use std::path::PathBuf;
use std::{env, fs};

use engine::{Kubernetes, Manifest};
use podlab_tests::{drawing, gallery};
use podlab_web::{Beginning, Props};
use protocol::{First, Gallery};

fn first() -> First {
    let example = gallery::first().unwrap();
    let manifest = Manifest::read(&example.manifest, &Kubernetes::RECORDED);
    First {
        check: manifest.check(),
        run: manifest.simulate(&example.story).unwrap().run,
        releases: engine::releases(),
        release: Kubernetes::RECORDED.version(),
        machines: engine::machines(),
        example,
    }
}

fn picture(first: First) -> String {
    drawing::page(Props { first: Beginning::of(first), typed: None, opening: None }).unwrap()
}

fn kept(name: &str, now: &[u8]) {
    let file: PathBuf = xtask::project::root().join("web/first").join(name);
    if env::var_os("UPDATE").is_some() {
        return fs::write(file, now).unwrap();
    }
    let same = fs::read(&file).is_ok_and(|kept| kept == now);
    assert!(same, "{} is not what the page shows today: run `cargo xtask picture`", file.display());
}

#[test]
fn the_first_picture_is_what_the_page_shows() {
    let first = first();
    assert!(first.run.lanes.len() > 2 && first.check.errors() == 0, "the first example runs");
    kept("first.bin", &first.encode());
    let picture = picture(first);
    assert!(
        picture.contains("kubectl get pod") && picture.contains("The API server accepts it"),
        "{picture}"
    );
    kept("picture.html", picture.as_bytes());
}

#[test]
fn the_file_of_examples_is_what_the_folders_hold() {
    let gallery = gallery::gallery().unwrap();
    let bytes = gallery.encode();
    assert_eq!(Gallery::decode(&bytes).as_ref(), Some(&gallery));
    for example in &gallery.examples {
        let drawn = example.strip.lanes.len();
        let refused = drawn == 0;
        assert!(refused || drawn <= 6, "{}", example.name);
        for other in [&example.fixed, &example.mends].into_iter().filter(|other| !other.is_empty()) {
            assert!(gallery.named(other).is_some(), "{}: there is no `{other}`", example.name);
        }
    }
    kept("examples.bin", &bytes);
}
