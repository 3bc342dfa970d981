//! Sends a command: it goes into the log, and into the story when it changes something.

use std::cell::RefCell;
use std::rc::Rc;

use protocol::{Answer, Question};
use yew::prelude::*;

use super::log::{Log, shown};
use crate::panels::PanelProps;
use crate::platform;
use crate::worker;

thread_local! {
    /// The log outlives the panel, which does not exist while another area is open.
    static LOG: RefCell<Log> = RefCell::default();
}

/// Forgets the log: the page is drawn anew for somebody else.
pub fn forget() {
    LOG.with_borrow_mut(Log::clear);
}

/// The log, and the callbacks for sending, going back and copying.
pub struct Sent {
    /// The log as a terminal shows it.
    pub text: String,
    /// Whether it ends with the present command and output.
    pub repeats: bool,
    /// The time at which a command would act, in seconds as the story writes it.
    pub seconds: f64,
    /// Whether the transcript is on the clipboard.
    pub copied: bool,
    /// Sends the command in the prompt.
    pub send: Callback<SubmitEvent>,
    /// The arrow keys in the prompt.
    pub keys: Callback<KeyboardEvent>,
    /// Copies the whole log.
    pub copy: Callback<MouseEvent>,
    /// Clears the log.
    pub clear: Callback<MouseEvent>,
}

/// The log of the terminal; `said` is the present output of `command`, if it has come.
#[hook]
pub fn use_sent(props: &PanelProps, command: &str, said: Option<&str>) -> Sent {
    let redraw = use_force_update();
    let copied = use_state(|| false);
    let asker = use_memo((), |()| if platform::window().is_some() { worker::new_asker() } else { 0 });
    #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
    let seconds = props.at as f64 / 1_000.0;
    let send = {
        let (props, command, said) = (props.clone(), command.to_owned(), said.map(str::to_owned));
        let (redraw, copied) = (redraw.clone(), copied.setter());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            copied.set(false);
            if view::changes(&command) {
                act(*asker, &props, &command, redraw.clone());
            } else if let (Some(said), false) = (&said, command.trim().is_empty()) {
                LOG.with_borrow_mut(|log| log.send(&command, said));
                redraw.force_update();
            } else if !command.trim().is_empty() {
                print(*asker, &props, &command, redraw.clone());
            }
        })
    };
    let keys = {
        let (to, typed) = (props.hands.command.clone(), command.to_owned());
        Callback::from(move |event: KeyboardEvent| {
            let found = match event.key().as_str() {
                "ArrowUp" => LOG.with_borrow_mut(|log| log.back(&typed)),
                "ArrowDown" => LOG.with_borrow_mut(Log::on),
                _ => return,
            };
            event.prevent_default();
            if let Some(found) = found {
                to.emit(found.into());
            }
        })
    };
    let now = shown(command, said.unwrap_or_default());
    let text = LOG.with_borrow(Log::text);
    let repeats = text.ends_with(&now);
    // The next command that is typed takes the place of what was sent.
    use_effect_with(text.len(), |sent| {
        if *sent > 0 {
            platform::select("terminal-command");
        }
    });
    let copy = {
        let copied = copied.setter();
        let changes = view::changes(command);
        Callback::from(move |_: MouseEvent| {
            let sent = LOG.with_borrow(Log::text);
            // A changing command that was not sent has no output; an output that was sent last is not repeated.
            let all = if changes || sent.ends_with(&now) { sent } else { sent + &now };
            let copied = copied.clone();
            platform::copy(&all, move |done| copied.set(done));
        })
    };
    let clear = Callback::from(move |_: MouseEvent| {
        LOG.with_borrow_mut(Log::clear);
        platform::focus("terminal-command");
        redraw.force_update();
    });
    Sent { text, repeats, seconds, copied: *copied, send, keys, copy, clear }
}

/// Sends a command whose output has not come yet: that of the one before is not its own.
fn print(asker: u32, props: &PanelProps, command: &str, redraw: UseForceUpdateHandle) {
    let Some(ran) = props.ran.clone() else { return };
    let command = command.to_owned();
    let answer = worker::ask(asker, ran, Question::Kubectl { at: props.at, command: command.clone() });
    wasm_bindgen_futures::spawn_local(async move {
        let Some(Answer::Kubectl(said)) = answer.await else { return };
        LOG.with_borrow_mut(|log| log.send(&command, &said));
        redraw.force_update();
    });
}

/// Makes a command part of the story, at the playhead.
fn act(asker: u32, props: &PanelProps, command: &str, redraw: UseForceUpdateHandle) {
    let Some(ran) = props.ran.clone() else {
        LOG.with_borrow_mut(|log| log.send(command, "podlab: nothing runs here\n"));
        redraw.force_update();
        return;
    };
    let at = props.at;
    let scenario = props.now.scenario.to_string();
    let answer = worker::ask(asker, ran, Question::Act { at, command: command.to_owned(), scenario });
    let (command, hands) = (command.to_owned(), props.hands.clone());
    wasm_bindgen_futures::spawn_local(async move {
        let Some(Answer::Act(acted)) = answer.await else { return };
        LOG.with_borrow_mut(|log| log.send(&command, &acted.said));
        if let Some(scenario) = acted.scenario {
            hands.tell.emit(Rc::from(scenario));
        }
        // The prompt goes back to a command that follows the playhead.
        hands.command.emit("".into());
        redraw.force_update();
    });
}
