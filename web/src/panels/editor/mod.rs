//! The editor: a text area that works at once, with CodeMirror over it once that has loaded. The text area stays for
//! those who prefer it. Elements: `#manifest` (text area), `#editor` (CodeMirror's host), `#plain` (the switch).
//!
//! While CodeMirror is shown, the text area is empty: 2,000 lines in it would cost some milliseconds with each key.

mod glue;
mod held;

use std::cell::RefCell;
use std::rc::Rc;

use view::Place;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::platform;
use crate::verdict::Verdict;
use crate::worker::Inputs;

/// A place to show; each request is a new one, even for the same place.
#[derive(Clone, Debug, PartialEq)]
pub struct Reveal {
    serial: u32,
    place: Place,
}

/// The last request, and the way to make another.
pub struct UseReveal {
    /// The last request, for the editor.
    pub asked: Option<Reveal>,
    /// Requests to show a place.
    pub ask: Callback<Place>,
}

/// Keeps the last place that the editor was asked to show.
#[hook]
pub fn use_reveal() -> UseReveal {
    let asked = use_state(|| None::<Reveal>);
    let serial = use_mut_ref(|| 0_u32);
    let ask = {
        let asked = asked.clone();
        use_callback((), move |place: Place, ()| {
            let mut serial = serial.borrow_mut();
            *serial = serial.wrapping_add(1);
            asked.set(Some(Reveal { serial: *serial, place }));
        })
    };
    UseReveal { asked: (*asked).clone(), ask }
}

/// The input of the editor.
#[derive(Clone, PartialEq, Properties)]
pub struct EditorProps {
    /// The text, and the inputs of questions about it.
    pub now: Inputs,
    /// The number of commands that have been carried out, such as undo.
    pub acts: u32,
    /// The text's kind and name.
    pub title: String,
    /// The verdict, whose problems are underlined.
    pub verdict: Verdict,
    /// A place to select and scroll to.
    pub reveal: Option<Reveal>,
    /// A place that another panel points at.
    pub lit: Option<Place>,
    /// Called when the text area has been changed.
    pub on_edit: Callback<String>,
    /// Called when the text has been changed in the code editor, which shows it before the page is drawn with it.
    pub on_type: Callback<String>,
    /// Called when the caret has moved, with its offset in UTF-16 units.
    pub on_caret: Callback<u32>,
}

/// The editor.
#[component]
pub fn Editor(props: &EditorProps) -> Html {
    // An embedded page that shows no editor does not load the bundle.
    let hidden = platform::is_read_only();
    let plain = use_state(|| hidden || platform::recall("editor").as_deref() == Some("plain"));
    let host = use_node_ref();
    let area = use_node_ref();
    let mounted = use_state(|| None::<Rc<glue::Mounted>>);
    // The inputs of the editor's questions.
    let now = use_mut_ref(|| props.now.clone());
    now.replace(props.now.clone());

    {
        let (mounted, host) = (mounted.clone(), host.clone());
        let (text, edit, caret) = (props.now.text.clone(), props.on_type.clone(), props.on_caret.clone());
        use_effect_with(*plain, move |&plain| {
            let wanted = (!plain).then(|| glue::mount(&host, text, edit, caret, now, mounted.clone()));
            move || {
                drop(wanted);
                mounted.set(None);
            }
        });
    }
    use_mirrored(props, &mounted, &area);
    let typed = props.on_edit.reform(|event: InputEvent| platform::value(&event));
    let moved = {
        let (area, on_caret) = (area.clone(), props.on_caret.clone());
        Callback::from(move |()| on_caret.emit(caret(&area)))
    };
    let switch = {
        let plain = plain.clone();
        Callback::from(move |_: Event| {
            platform::keep("editor", (!*plain).then_some("plain"));
            plain.set(!*plain);
        })
    };
    let rich = mounted.is_some();
    let plain_text = (!rich).then(|| AttrValue::from(Rc::clone(&props.now.text)));
    html! {
        <section class="editor card" aria-labelledby="editor-title">
            <div class="card-head">
                <h2 id="editor-title">{ "Manifest " }<span class="editor-subject">{ props.title.clone() }</span></h2>
                <label class="editor-plain" title="A plain text area instead of the code editor">
                    <input id="plain" type="checkbox" checked={*plain} onchange={switch} />{ "Plain text" }
                </label>
            </div>
            <div class="editor-body" data-rich={rich.to_string()}>
                <textarea id="manifest" data-keep="text" ref={area} hidden={rich} aria-label="Manifest" aria-describedby="problems-status" spellcheck="false"
                    autocapitalize="off" autocomplete="off" wrap="off" value={plain_text} oninput={typed}
                    onkeyup={moved.reform(|_: KeyboardEvent| ())} onclick={moved.reform(|_: MouseEvent| ())} />
                <div id="editor" class="editor-host" ref={host} hidden={!rich}></div>
            </div>
            if rich {
                <p class="editor-hint soft"><kbd>{ "Esc" }</kbd>{ " then " }<kbd>{ "Tab" }</kbd>{ " leaves the editor" }</p>
            }
        </section>
    }
}

/// The code editor, once it is there.
type Mounted = UseStateHandle<Option<Rc<glue::Mounted>>>;

/// Shows in the editor what comes from the page: the text, problems, what is lit and what is to be seen.
#[hook]
fn use_mirrored(props: &EditorProps, mounted: &Mounted, area: &NodeRef) {
    use_effect_with((mounted.clone(), props.now.text.clone(), props.acts), |(mounted, text, acts)| {
        if let Some(editor) = mounted.as_ref() {
            editor.set_text(text, *acts);
        }
    });
    // Behind the text, in which the selection lies.
    use_effect_with(mounted.clone(), |mounted| {
        if let Some(editor) = mounted.as_ref() {
            editor.take_over();
        }
    });
    let marked = use_mut_ref(|| None::<Marked>);
    // Before the rest of the page is drawn: CodeMirror asks for the layout of what has been drawn so far.
    if mounted.as_ref().is_some_and(|editor| editor.holds(&props.now.text)) {
        mark(&marked, mounted, &props.verdict);
    }
    // Behind the text, if it had another one.
    use_effect_with((mounted.clone(), props.verdict.clone()), move |(mounted, verdict)| {
        mark(&marked, mounted, verdict);
    });
    use_effect_with((mounted.clone(), props.lit), |(mounted, lit)| {
        if let Some(editor) = mounted.as_ref() {
            editor.light(lit.unwrap_or_default());
        }
    });
    {
        let (mounted, area) = (mounted.clone(), area.clone());
        use_effect_with(props.reveal.clone(), move |reveal| match (reveal, mounted.as_ref()) {
            (Some(Reveal { place, .. }), Some(editor)) => editor.reveal(place),
            (Some(Reveal { place, .. }), None) => select(&area, place),
            (None, _) => {}
        });
    }
}

/// The verdict whose problems an editor shows.
type Marked = (Mounted, Verdict);

/// Underlines the problems of a verdict, once. While the next text is being checked, the marks of the last one stay;
/// CodeMirror moves them with the text.
fn mark(marked: &RefCell<Option<Marked>>, mounted: &Mounted, verdict: &Verdict) {
    let Some(editor) = mounted.as_ref().filter(|_| *verdict != Verdict::Checking) else { return };
    let now = (mounted.clone(), verdict.clone());
    if marked.replace(Some(now.clone())) != Some(now) {
        editor.set_problems(verdict.check().map_or(&[], |check| &check.problems));
    }
}

fn caret(area: &NodeRef) -> u32 {
    let area = area.cast::<HtmlTextAreaElement>();
    area.and_then(|area| area.selection_start().ok().flatten()).unwrap_or_default()
}

fn select(area: &NodeRef, place: &Place) {
    if let Some(area) = area.cast::<HtmlTextAreaElement>() {
        platform::select_range(&area, place);
    }
}
