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
    let change = {
        let refused = refused.setter();
        use_callback((now.clone(), tell.clone()), move |change: ScenarioChange, (now, tell)| {
            let asked = worker::ask(*asker, now.clone(), Question::ChangeScenario(change));
            let (tell, refused) = (tell.clone(), refused.clone());
            wasm_bindgen_futures::spawn_local(async move {
                match asked.await {
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
