//! A labelled line of text with what there is to say about it.

use yew::prelude::*;

use crate::browser::page;
use crate::shared_text::SharedText;
use crate::sign_in::form::FormField;
use crate::sign_in::world::Id;
use crate::ui::state::{Action, State};
use crate::ui::words;

/// What a field shows.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldView {
    /// What stands in it.
    pub text: SharedText,
    /// What there is to say about that.
    pub remarks: Vec<AttrValue>,
    /// Whether it keeps the form from being sent.
    pub is_invalid: bool,
    /// Changes when a pasted text was distributed, so that what was pasted leaves the field even if nothing else changes.
    pub distributed: Option<Id>,
}

impl FieldView {
    /// What this field shows in this state.
    pub fn of(state: &State, field: FormField) -> Self {
        let problems = state.input_problems().iter();
        let refused = problems.filter(|problem| problem.field() == field);
        let mut remarks: Vec<String> = refused.map(words::input::problem).collect();
        let is_invalid = !remarks.is_empty();
        if !is_invalid {
            remarks = match state.form.remarks(field) {
                Ok(hints) => hints.iter().map(words::input::hint).collect(),
                Err(error) => vec![words::input::input_error(&error)],
            };
        }
        Self {
            text: state.form.field(field).clone(),
            remarks: remarks.into_iter().map(Into::into).collect(),
            is_invalid,
            distributed: state.filled_in.as_ref().map(|filled_in| filled_in.id),
        }
    }
}

#[derive(Properties, PartialEq)]
pub struct TextFieldProps {
    pub field: FormField,
    pub view: FieldView,
    /// Whether the text is hidden as it is typed.
    #[prop_or_default]
    pub hidden: bool,
    pub dispatch: Callback<Action>,
    /// What stands beside the text.
    #[prop_or_default]
    pub children: Html,
}

#[component]
pub fn TextField(props: &TextFieldProps) -> Html {
    let TextFieldProps { field, view, .. } = props;
    let field = *field;
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
        <div class={classes!("field", view.is_invalid.then_some("invalid"))}>
            <label for={id}>{words::input::field_name(field)}</label>
            <div class="field-row">
                <input
                    {id}
                    type={if props.hidden { "password" } else { "text" }}
                    value={AttrValue::from(view.text.to_rc())}
                    {oninput}
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-invalid={view.is_invalid.then_some("true")}
                    aria-describedby={remarks_id.clone()}
                />
                {props.children.clone()}
            </div>
            <div id={remarks_id} class="remarks">
                for remark in &view.remarks {
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
