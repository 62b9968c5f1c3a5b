//! What any Yew page costs: one that shows a single word, so that there is a first paint to measure.

use yew::prelude::*;

#[component]
fn App() -> Html {
    use_effect_with((), |()| mark_ready());
    html! { <p>{"Ready"}</p> }
}

/// Says that the page is there as the sign-in page does: `data-ready` on the root element.
fn mark_ready() {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(root) = document.and_then(|document| document.document_element()) {
        // Setting an attribute with a valid name does not fail.
        let _ = root.set_attribute("data-ready", "");
    }
}

fn main() {
    yew::Renderer::<App>::new().render();
}
