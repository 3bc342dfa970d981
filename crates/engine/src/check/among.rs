//! The server's answers to documents beside others: namespaces, rules, classes, accounts, Pods on nodes.

use super::again::There;
use super::data::{Mode, Options, Stage};
use super::pipeline::{self, Answer};
use super::{Look, pipeline::stage};
use crate::create::{Documents, World, create, part};
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
    let takers = looked.iter().filter(|(_, _, look)| part::competes(&look.object)).count();
    let documents: Vec<&Document> = looked.iter().map(|(_, document, _)| *document).collect();
    let is_again = There::is_asked(&documents, options);
    let matters = looked.iter().any(|(_, _, look)| part::is_consulted(&look.object));
    if takers < 2 && !matters && !is_again {
        return Vec::new();
    }
    let mut documents = Documents::default();
    let (there, refused): (Vec<&Look>, Vec<&Look>) = looked
        .iter()
        .map(|(_, _, look)| *look)
        .filter(|look| part::is_there(&look.object))
        .partition(|look| look.answer.stage == Stage::Ok);
    for look in there {
        documents.add(look.object.clone());
    }
    let mut world = documents.world(&options.kubernetes);
    for look in refused {
        world.state.add_refused(&look.object);
    }
    let is_ruled = looked.iter().any(|(_, _, look)| part::is_rule(&look.object));
    let mut there = There::default();
    let mut answers = Vec::new();
    for (index, document, look) in looked {
        let changed = if is_again { there.answer(document, options, &world.state) } else { None };
        let answer = changed.or_else(|| {
            beside((document, look), options, &mut world, Rules { competes: takers > 1, is_ruled })
        });
        let taken = answer.as_ref().unwrap_or(&look.answer);
        if is_again && taken.stage == Stage::Ok {
            there.keep(document, taken, &world.state);
        }
        answers.extend(answer.map(|answer| (index, answer)));
    }
    answers
}

/// The ways in which documents bear on each other.
#[derive(Clone, Copy)]
struct Rules {
    /// Several take what only one can have.
    competes: bool,
    /// There are quotas or LimitRanges.
    is_ruled: bool,
}

/// The answer to a document that others bear on; `None` when it is as if it were alone.
fn beside(
    (document, look): (&Document, &Look),
    options: &Options,
    world: &mut World,
    rules: Rules,
) -> Option<Answer> {
    if matches!(look.object, Object::Other(_)) {
        let competes = rules.competes && part::competes(&look.object);
        let is_bound = rules.is_ruled && !part::is_consulted(&look.object);
        let namespace = world.state.namespace_of(&look.object);
        let is_nowhere = world.state.lacks_namespace(&namespace);
        if !competes && !is_bound && !is_nowhere {
            let assumes = look.answer.assumed.iter().any(|one| one.kind == "Namespace");
            return (assumes && world.state.has_namespace(&namespace)).then(|| {
                let mut answer = pipeline::answer(document, options, &options.state());
                answer.assumed.retain(|one| one.kind != "Namespace");
                answer
            });
        }
        let answer = pipeline::answer(document, options, &world.state);
        if let (Stage::Ok, Some(stored)) = (answer.stage, &answer.stored) {
            world.state.store(stored);
        }
        return Some(answer);
    }
    if part::is_there(&look.object) {
        return None;
    }
    let mut answer = pipeline::answer(document, options, &world.state);
    answer.advice = apiserver::bounded(&look.object, &world.state).map(|object| {
        let mut advice = advice::advise(&object);
        // A lint that finds nothing in what is written has nothing to say of what a LimitRange adds.
        advice.retain(|one| look.advice.iter().any(|written| written.lint == one.lint));
        advice
    });
    if answer.stage == Stage::Ok
        && let Err(refusal) = create(look.object.clone(), world)
    {
        answer.refused = Some(refusal);
        answer.stage = stage(&answer);
    }
    Some(answer)
}
