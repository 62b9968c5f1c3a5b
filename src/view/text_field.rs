//! A labelled line of text with what there is to say about it.

use yew::prelude::*;

use crate::browser::page;
use crate::page::Action;
use crate::shared_text::SharedText;
use crate::sign_in::form::FormField;
use crate::text;

/// What there is to say about a field, once there is something.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FieldNews {
    /// What there is to say about the text in it.
    pub remarks: Vec<AttrValue>,
    /// Whether it keeps the form from being sent.
    pub is_invalid: bool,
}

pub struct TextField<'a> {
    pub field: FormField,
    /// What stands in it.
    pub text: &'a SharedText,
    pub news: FieldNews,
    /// Whether the text is hidden as it is typed.
    pub is_hidden: bool,
    /// What stands beside the text.
    pub beside: Html,
    pub dispatch: &'a Callback<Action>,
}

pub fn text_field(props: TextField<'_>) -> Html {
    let TextField { field, news, .. } = props;
    let id = field_id(field);
    let remarks_id = format!("{id}-remarks");
    let oninput = props.dispatch.reform(move |event: InputEvent| {
        let text = page::typed_in(&event);
        match event.input_type().as_str() {
            "insertFromPaste" | "insertFromDrop" => Action::Pasted(field, text),
            _ => Action::Typed(field, text),
        }
    });
    html! {
        <div class={classes!("field", news.is_invalid.then_some("invalid"))}>
            <label for={id}>{text::input::field_name(field)}</label>
            <div class="field-row">
                <input
                    {id}
                    type={if props.is_hidden { "password" } else { "text" }}
                    value={AttrValue::from(props.text.to_rc())}
                    {oninput}
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-invalid={news.is_invalid.then_some("true")}
                    aria-describedby={remarks_id.clone()}
                />
                {props.beside}
            </div>
            <div id={remarks_id} class="remarks">
                for remark in &news.remarks {
                    <p>{remark}</p>
                }
            </div>
        </div>
    }
}

/// The id of the element in which a field is typed.
pub const fn field_id(field: FormField) -> &'static str {
    match field {
        FormField::ClientId => "client-id",
        FormField::ClientSecret => "client-secret",
        FormField::Pin => "pin",
        FormField::Printed => "printed",
        FormField::CurrentBlock => "current-block",
    }
}
