//! The first picture and the first example's run are made by the engine and the page's own components, and kept beside
//! the page: `cargo xtask picture` writes them anew.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

use std::path::PathBuf;
use std::{env, fs};

use engine::{Kubernetes, Manifest};
use podlab_tests::drawing;
use podlab_web::{Beginning, Props, catalog};
use protocol::First;

fn first() -> First {
    let example = catalog::first();
    let manifest = Manifest::read(&example.manifest, &Kubernetes::RECORDED);
    First {
        check: manifest.check(),
        run: manifest.simulate(&example.story).unwrap().run,
        releases: engine::releases(),
        release: Kubernetes::RECORDED.version(),
        machines: engine::machines(),
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
