//! The problems of a text, at places that JavaScript's strings have: offsets count UTF-16 units.

use engine::Kubernetes;
use engine::check::{Checked, Edit, Options, check};
use serde_json::{Value, json};
use std::ops::Range;

/// Every problem of every document, in the order of the text.
pub fn of(manifest: &str, kubernetes: Kubernetes) -> Value {
    let mut checked: Checked = check(manifest, &Options { kubernetes, ..Options::default() });
    let units = Units::of(manifest);
    for document in &mut checked.documents {
        units.count(&mut document.range);
    }
    for problem in &mut checked.problems {
        units.count(&mut problem.range);
        let edits = problem.fix.iter_mut().flat_map(|fix| &mut fix.edits);
        edits.for_each(|Edit { range, .. }| units.count(range));
    }
    // Texts as keys and numbers as values: nothing in it can fail.
    json!(checked)
}

/// The characters of a text that do not take one byte: the byte behind each, and by how much bytes exceed units there.
struct Units(Vec<(usize, usize)>);

impl Units {
    fn of(text: &str) -> Units {
        let mut surplus = 0;
        let wide = text.char_indices().filter(|(_, letter)| !letter.is_ascii());
        Units(
            wide.map(|(at, letter)| {
                surplus += letter.len_utf8() - letter.len_utf16();
                (at + letter.len_utf8(), surplus)
            })
            .collect(),
        )
    }

    fn count(&self, range: &mut Range<usize>) {
        *range = self.unit(range.start)..self.unit(range.end);
    }

    /// The offset in UTF-16 of a byte at which a character begins.
    fn unit(&self, byte: usize) -> usize {
        let before = self.0.partition_point(|(behind, _)| *behind <= byte);
        let surplus =
            before.checked_sub(1).and_then(|last| self.0.get(last)).map_or(0, |(_, surplus)| *surplus);
        byte - surplus
    }
}

#[cfg(test)]
mod tests {
    use super::of;
    use engine::Kubernetes;

    #[test]
    fn places_are_those_of_javascript() {
        let text = "# Käse 🧀\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {imagee: x}\n";
        let found = of(text, Kubernetes::RECORDED);
        let problems = found["problems"].as_array().unwrap();
        let unknown = problems.iter().find(|problem| problem["cause"] == "UnknownField").unwrap();
        let units: Vec<u16> = text.encode_utf16().collect();
        let place = |end: &str| usize::try_from(unknown["range"][end].as_u64().unwrap()).unwrap();
        assert_eq!(String::from_utf16(&units[place("start")..place("end")]).unwrap(), "imagee");
        assert_eq!((&unknown["line"], &unknown["column"]), (&5.into(), &8.into()));
        let edit = &unknown["fix"]["edits"][0]["range"];
        assert!(edit["start"].as_u64() <= unknown["range"]["start"].as_u64(), "{edit}");
    }
}
