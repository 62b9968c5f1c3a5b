//! A labelled line of text, with remarks about it.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use super::link::Link;
use super::sentence::sentence;
use crate::page::event::Event;
use crate::page::form::FormEvent;
use crate::page::target::Target;
use crate::page::view_model::shapes::FieldView;
use crate::text;

/// Draws a field. `is_hidden` shows dots for its text; `beside` stands in the same row.
pub(super) fn field(view: &FieldView, is_hidden: bool, beside: Html, link: &Link) -> Html {
    let field = view.field;
    let id = Target::Field(field).element_id();
    let remarks_id = format!("{id}-remarks");
    let oninput = link.on_element(move |input: &HtmlInputElement, event: &InputEvent| {
        let text = input.value().into();
        Some(Event::Form(match event.input_type().as_str() {
            "insertFromPaste" | "insertFromDrop" => FormEvent::Pasted(field, text),
            _ => FormEvent::Typed(field, text),
        }))
    });
    let shown = view.clone();
    let onchange = link
        .on_element(move |input: &HtmlInputElement, _: &web_sys::Event| filled_in(&shown, input));
    html! {
        <div class={classes!("field", view.is_invalid.then_some("invalid"))}>
            <label for={id}>{text::input::field_name(field)}</label>
            <div class="field-row">
                <input
                    {id}
                    type={if is_hidden { "password" } else { "text" }}
                    value={AttrValue::from(view.text.to_rc())}
                    {oninput}
                    {onchange}
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-invalid={view.is_invalid.then_some("true")}
                    aria-describedby={remarks_id.clone()}
                />
                {beside}
            </div>
            <div id={remarks_id} class="remarks">
                for remark in &view.remarks {
                    <p>{sentence(remark)}</p>
                }
            </div>
        </div>
    }
}

/// Returns the event of typing the text that stands in a field's element within `form`, if that is another one than is
/// shown.
pub(super) fn filled_in_unheard(view: &FieldView, form: &Element) -> Option<Event> {
    let id = Target::Field(view.field).element_id();
    let input = form.query_selector(&format!("#{id}")).ok()??;
    filled_in(view, input.dyn_ref()?)
}

/// Some password managers fill in a field without an `input` event.
fn filled_in(shown: &FieldView, input: &HtmlInputElement) -> Option<Event> {
    let text = input.value();
    let is_other = text != shown.text.as_str();
    is_other.then(|| Event::Form(FormEvent::Typed(shown.field, text.into())))
}
