//! Asks the engine for the story with a change, and then sets it.

use std::rc::Rc;

use protocol::{Answer, Question};
use view::ScenarioChange;
use yew::prelude::*;

use crate::platform;
use crate::worker::{self, Inputs};

/// The callback that changes the story, and the reason why the last change failed.
#[hook]
pub fn use_change(now: &Inputs, tell: &Callback<Rc<str>>) -> (Callback<ScenarioChange>, Option<String>) {
    let refused = use_state(|| None::<String>);
    // If two changes follow each other closely, the second one counts.
    let asker = use_memo((), |()| if platform::window().is_some() { worker::new_asker() } else { 0 });
    let newest = use_mut_ref(|| now.clone());
    *newest.borrow_mut() = now.clone();
    let change = {
        let (refused, changes) = (refused.setter(), use_mut_ref(|| 0_u64));
        use_callback(tell.clone(), move |change: ScenarioChange, tell| {
            *changes.borrow_mut() += 1;
            let number = *changes.borrow();
            let (tell, refused) = (tell.clone(), refused.clone());
            let (asker, newest, changes) = (*asker, Rc::clone(&newest), Rc::clone(&changes));
            wasm_bindgen_futures::spawn_local(async move {
                // A story that was written or undone meanwhile is not overwritten: the change is made in that one.
                let answer = loop {
                    let inputs = newest.borrow().clone();
                    let asked = worker::ask(asker, inputs.clone(), Question::ChangeScenario(change.clone()));
                    let answer = asked.await;
                    if *changes.borrow() != number {
                        return;
                    }
                    if newest.borrow().scenario == inputs.scenario {
                        break answer;
                    }
                };
                match answer {
                    Some(Answer::ChangeScenario(Ok(scenario))) => {
                        refused.set(None);
                        tell.emit(scenario.into());
                    }
                    Some(Answer::ChangeScenario(Err(why))) => refused.set(Some(why)),
                    _ => {}
                }
            });
        })
    };
    (change, (*refused).clone())
}
