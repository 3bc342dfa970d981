//! The server's answers to documents beside others: namespaces, rules, classes, accounts, Pods on nodes.

use super::data::{Mode, Options, Stage};
use super::pipeline::{self, Answer};
use super::{Look, pipeline::stage};
use crate::create::{Documents, create};
use api::Object;
use source::Document;

/// For each document, by its index, the server's answer in the presence of the others; empty when no document affects
/// another.
pub(crate) fn among<'m>(
    looked: impl Iterator<Item = (usize, &'m Document, &'m Look)>,
    options: &Options,
) -> Vec<(usize, Answer)> {
    if options.mode != Mode::Kubectl {
        return Vec::new();
    }
    let looked: Vec<_> = looked.collect();
    let takers = looked.iter().filter(|(_, _, look)| Documents::takes(&look.object)).count();
    if takers < 2 && !looked.iter().any(|(_, _, look)| Documents::matters(&look.object)) {
        return Vec::new();
    }
    let mut documents = Documents::default();
    for (_, _, look) in looked.iter().filter(|(_, _, look)| Documents::is_there(&look.object)) {
        documents.add(look.object.clone());
    }
    let mut world = documents.world(&options.kubernetes);
    let is_ruled = looked.iter().any(|(_, _, look)| Documents::rules(&look.object));
    let mut answers = Vec::new();
    for (index, document, look) in looked {
        if matches!(look.object, Object::Other(_)) {
            let competes = takers > 1 && Documents::takes(&look.object);
            if competes || is_ruled && !Documents::matters(&look.object) {
                let answer = pipeline::answer(document, options, &world.state);
                if let (Stage::Ok, Some(stored)) = (answer.stage, &answer.stored) {
                    world.state.store(stored);
                }
                answers.push((index, answer));
            }
            continue;
        }
        if Documents::is_there(&look.object) {
            continue;
        }
        let mut answer = pipeline::answer(document, options, &world.state);
        if answer.stage == Stage::Ok
            && let Err(refusal) = create(look.object.clone(), &mut world)
        {
            answer.refused = Some(refusal);
            answer.stage = stage(&answer);
        }
        answers.push((index, answer));
    }
    answers
}
