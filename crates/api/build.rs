//! Writes, from the field tables, how each struct of k8s-openapi is filled and taken apart by number of field: a table and
//! two `match`es a struct, where serde's derived code for the same types is half a megabyte of the page.
#![allow(clippy::print_stdout, reason = "Cargo is spoken to on standard output")]

#[path = "src/kinds.rs"]
#[allow(dead_code, unreachable_pub, reason = "the crate itself uses all of it")]
mod kinds;

use std::fmt::Write as _;
use std::path::PathBuf;

/// The release of k8s-openapi's types.
const TYPES: u8 = 37;
/// Where the kinds are listed.
const LISTED: &str = "src/kinds.rs";
/// The table that texts are checked by, and the one of objects that are only ever read from JSON.
const TABLES: [&str; 2] = ["data/fields.txt", "data/surrounding-fields.txt"];

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={LISTED}");
    let mut code = String::new();
    for table in TABLES {
        println!("cargo::rerun-if-changed={table}");
        implement_all(&mut code, &std::fs::read_to_string(table)?);
    }
    let out = std::env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    std::fs::write(out.join("structs.rs"), code)
}

/// Whether a struct prints its `apiVersion` and `kind`, which the types hold as constants.
fn is_kind(structure: &str) -> bool {
    // Claims are in StatefulSets too.
    structure == "PersistentVolumeClaim"
        || kinds::named(structure).is_some()
        || kinds::OTHERS.iter().any(|kind| kind.is_typed && kind.name == structure)
}

/// Every struct of a table.
fn implement_all(code: &mut String, table: &str) {
    let mut structure = "";
    let mut fields: Vec<(&str, bool)> = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let Some(field) = line.strip_prefix(' ') else {
            implement(code, structure, &fields);
            structure = line;
            fields.clear();
            continue;
        };
        let mut words = field.split(' ');
        let name = words.next().unwrap_or_default();
        let gone = words
            .filter_map(|word| word.strip_prefix('-'))
            .any(|end| end.parse().is_ok_and(|end: u8| end <= TYPES));
        let constant = is_kind(structure) && matches!(name, "apiVersion" | "kind");
        fields.push((name, !gone && !constant));
    }
    implement(code, structure, &fields);
}

/// Fields are numbered as the table lists them, also those that the types do not have.
fn implement(code: &mut String, structure: &str, fields: &[(&str, bool)]) {
    if !fields.iter().any(|(_, typed)| *typed) {
        return;
    }
    let meta = if is_kind(structure) { "kind " } else { "" };
    let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    let _ = write!(code, "structure!({meta}{structure} {names:?} {{");
    for (number, (field, _)) in fields.iter().enumerate().filter(|(_, (_, typed))| *typed) {
        let _ = write!(code, " {number} {},", rust_name(field));
    }
    code.push_str(" });\n");
}

/// `podIPs` as k8s-openapi names it: `pod_ips`.
fn rust_name(field: &str) -> String {
    if field == "type" {
        return "type_".to_owned();
    }
    let letters: Vec<char> = field.chars().collect();
    let mut name = String::new();
    for (at, &letter) in letters.iter().enumerate() {
        let is = |at: usize, test: fn(&char) -> bool| letters.get(at).is_some_and(test);
        let plural =
            letters.get(at + 1) == Some(&'s') && letters.get(at + 2).is_none_or(char::is_ascii_uppercase);
        let starts_word = is(at.wrapping_sub(1), |c| !c.is_ascii_uppercase())
            || (is(at + 1, char::is_ascii_lowercase) && !plural);
        if at > 0 && letter.is_ascii_uppercase() && starts_word {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}
