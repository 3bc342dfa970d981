//! Pictures of the run, saved as files. The engine draws them; a PNG is painted here, and holds the link like an SVG.

use js_sys::{Array, Uint8Array, encode_uri_component};
use link::SharedState;
use protocol::{Answer, PictureKind, Question};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;
use yew::prelude::*;

use crate::commands::{Does, use_commands};
use crate::files;
use crate::panels::{PanelProps, Tab};
use crate::platform;
use crate::playback::Deck;
use crate::worker;

/// The pixels of a PNG for each pixel of the picture, so that it is sharp on a slide.
const SHARP: u32 = 2;

/// Saves pictures on command, while the component lives.
#[hook]
pub fn use_pictures(panel: &PanelProps, deck: &Deck, tab: Tab) {
    let asker = use_memo((), |()| if platform::window().is_some() { worker::new_asker() } else { 0 });
    let given = (
        panel.ran.clone(),
        panel.run.clone(),
        deck.clone(),
        tab,
        *asker,
        panel.rules.clone(),
        panel.nodes.clone(),
    );
    let hear = use_callback(given, |does: Does, (ran, run, deck, tab, asker, rules, nodes)| {
        let (kind, png) = if let Does::Picture(kind) = does {
            (kind, false)
        } else if does == Does::Png {
            (PictureKind::Still, true)
        } else {
            return;
        };
        let Some(ran) = ran.clone() else { return };
        let at = deck.playback().at();
        let link = link::share(&SharedState {
            manifest: ran.text.to_string(),
            scenario: ran.scenario.to_string(),
            kubernetes: ran.version.to_string(),
            playhead: at,
            view: tab.0.name.to_owned(),
            rules: rules.to_string(),
            nodes: nodes.text.clone(),
            machines: nodes.chosen.clone(),
            ..SharedState::default()
        });
        let link = format!("#{link}");
        let name = run.pods.first().map_or_else(|| "podlab".to_owned(), |pod| pod.name.clone());
        let asked = worker::ask(*asker, ran, Question::Picture { kind, at, link: link.clone() });
        spawn_local(async move {
            let Some(Answer::Picture(text)) = asked.await else { return };
            match kind {
                PictureKind::Still if png => paint(&text, &link, format!("{name}.png")).await,
                PictureKind::Still | PictureKind::Animated => {
                    files::save_as(&format!("{name}.svg"), &text, "image/svg+xml");
                }
                PictureKind::Asciicast => {
                    files::save_as(&format!("{name}.cast"), &text, "application/x-asciicast");
                }
            }
        });
    });
    use_commands("pictures", hear);
}

#[wasm_bindgen]
extern "C" {
    type Image;
    #[wasm_bindgen(constructor)]
    fn new() -> Image;
    #[wasm_bindgen(method, setter)]
    fn set_src(this: &Image, address: &str);
    #[wasm_bindgen(method, getter)]
    fn width(this: &Image) -> u32;
    #[wasm_bindgen(method, getter)]
    fn height(this: &Image) -> u32;
    #[wasm_bindgen(method, catch)]
    async fn decode(this: &Image) -> Result<JsValue, JsValue>;

    type Canvas;
    #[wasm_bindgen(method, setter)]
    fn set_width(this: &Canvas, width: u32);
    #[wasm_bindgen(method, setter)]
    fn set_height(this: &Canvas, height: u32);
    #[wasm_bindgen(method, js_name = getContext)]
    fn context(this: &Canvas, kind: &str) -> Option<Brush>;
    #[wasm_bindgen(method, js_name = toBlob)]
    fn to_blob(this: &Canvas, done: &JsValue);

    type Brush;
    #[wasm_bindgen(method, js_name = drawImage)]
    fn draw(this: &Brush, image: &Image, x: u32, y: u32, width: u32, height: u32);
}

/// Saves an SVG as PNG with its link. A picture that the browser cannot paint is not saved.
async fn paint(svg: &str, link: &str, name: String) {
    let image = Image::new();
    // The page's policy allows images from `data:` only.
    image.set_src(&format!("data:image/svg+xml,{}", String::from(encode_uri_component(svg))));
    if image.decode().await.is_err() {
        return;
    }
    let canvas = platform::document().and_then(|document| document.create_element("canvas").ok());
    let Some(canvas) = canvas.map(JsCast::unchecked_into::<Canvas>) else { return };
    let (width, height) = (image.width() * SHARP, image.height() * SHARP);
    canvas.set_width(width);
    canvas.set_height(height);
    let Some(brush) = canvas.context("2d") else { return };
    brush.draw(&image, 0, 0, width, height);
    let chunk = Uint8Array::from(link::png_chunk(link).as_slice());
    let painted = Closure::once_into_js(move |blob: JsValue| {
        let Ok(blob) = blob.dyn_into::<Blob>() else { return };
        #[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "it is 33")]
        let head = link::PNG_HEAD as i32;
        if let (Ok(before), Ok(after)) = (blob.slice_with_i32_and_i32(0, head), blob.slice_with_i32(head)) {
            files::save_parts(&name, &Array::of3(&before, &chunk, &after), "image/png");
        }
    });
    canvas.to_blob(&painted);
}
