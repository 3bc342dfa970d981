//! The program run in a fresh folder of files, and the manifests that several tests put there.
#![allow(dead_code, reason = "no test needs all of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A Pod that the server accepts.
pub const GOOD: &str =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - {name: app, image: nginx}\n";
/// An object whose kind is not known here.
pub const CUSTOM: &str = "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: t}\n";

/// [`GOOD`] with a value that the server refuses.
pub fn bad() -> String {
    GOOD.replace("image: nginx", "image: nginx, imagePullPolicy: Often")
}

/// A fresh folder with these files.
pub fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&root);
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

/// The exit code and both streams.
pub struct Told {
    pub exit: i32,
    pub out: String,
    pub err: String,
}

impl From<Output> for Told {
    fn from(output: Output) -> Told {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Told { exit: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// Runs the program in a folder.
pub fn podlab(folder: &Path, words: &[&str]) -> Told {
    let mut program = Command::new(env!("CARGO_BIN_EXE_podlab"));
    program.args(words).current_dir(folder).env_remove("NO_COLOR").output().unwrap().into()
}
