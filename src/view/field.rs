//! A labelled line of text, with remarks about it.

use web_sys::HtmlInputElement;
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
    html! {
        <div class={classes!("field", view.is_invalid.then_some("invalid"))}>
            <label for={id}>{text::input::field_name(field)}</label>
            <div class="field-row">
                <input
                    {id}
                    type={if is_hidden { "password" } else { "text" }}
                    value={AttrValue::from(view.text.to_rc())}
                    {oninput}
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
