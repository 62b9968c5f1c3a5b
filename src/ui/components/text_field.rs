//! A labelled line of text with what there is to say about it.

use yew::prelude::*;

use crate::browser::page;
use crate::trakt::Field;
use crate::ui::state::{Action, Form, InputProblem, Typed};

/// Properties of [`TextField`].
#[derive(Properties, PartialEq)]
pub struct TextFieldProps {
    /// The element's id.
    pub id: AttrValue,
    /// Which field it is.
    pub field: Field,
    /// Where its text comes from.
    pub form: Form,
    /// What kept the form from being sent.
    pub errors: Vec<InputProblem>,
    /// Whether the text is hidden as it is typed.
    #[prop_or_default]
    pub hidden: bool,
    /// Takes what is typed.
    pub dispatch: Callback<Action>,
    /// What stands beside the text.
    #[prop_or_default]
    pub children: Html,
}

/// A labelled line of text with what there is to say about it.
#[component]
pub fn TextField(props: &TextFieldProps) -> Html {
    let field = props.field;
    let remarks_id = format!("{}-remarks", props.id);
    let refused = props.errors.iter().filter(|error| error.field() == field);
    let mut remarks: Vec<String> = refused.map(ToString::to_string).collect();
    let is_invalid = !remarks.is_empty();
    if !is_invalid {
        remarks = match props.form.remarks(field) {
            Ok(hints) => hints.iter().map(ToString::to_string).collect(),
            Err(error) => vec![error.to_string()],
        };
    }
    let oninput = props
        .dispatch
        .reform(move |event: InputEvent| Action::Typed(field, Typed(page::typed_in(&event))));
    html! {
        <div class={classes!("field", is_invalid.then_some("invalid"))}>
            <label for={props.id.clone()}>{field.name()}</label>
            <div class="field-row">
                <input
                    id={props.id.clone()}
                    type={if props.hidden { "password" } else { "text" }}
                    value={props.form.field(field).to_owned()}
                    {oninput}
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-invalid={is_invalid.then_some("true")}
                    aria-describedby={remarks_id.clone()}
                />
                {props.children.clone()}
            </div>
            <div id={remarks_id} class="remarks">
                for remark in remarks {
                    <p>{remark}</p>
                }
            </div>
        </div>
    }
}
