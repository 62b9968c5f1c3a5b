//! What keeps the form from being sent.

use yew::prelude::*;

use super::field_id;
use crate::browser::page;
use crate::sign_in::form::FormField;

pub struct InputAlert {
    /// At least one, with the field to go back to.
    pub problems: Vec<(FormField, AttrValue)>,
}

pub fn input_alert(props: &InputAlert) -> Html {
    html! {
        <div role="alert" id={InputAlert::ID} class="alert" tabindex="-1">
            <h3>{title(&props.problems)}</h3>
            {match &props.problems[..] {
                [(_, only)] => html! { <p>{only}</p> },
                several => html! {
                    <ul>
                        for (field, problem) in several {
                            // Known by its words, so that one that is mended leaves and the others do not change.
                            <li key={problem.to_string()}>{link(*field, problem)}</li>
                        }
                    </ul>
                },
            }}
        </div>
    }
}

impl InputAlert {
    /// The id of its element, which takes the focus where there are several problems.
    pub const ID: &'static str = "input-alert";
}

fn title(problems: &[(FormField, AttrValue)]) -> &'static str {
    match problems {
        // The command may have sent it.
        [(FormField::Printed, _)] => "There is no answer to use yet",
        _ => "Nothing was sent yet",
    }
}

fn link(field: FormField, problem: &AttrValue) -> Html {
    let onclick = move |event: MouseEvent| {
        // The field may be folded away, and the address stays as it is.
        event.prevent_default();
        page::focus(field_id(field));
    };
    html! { <a href={format!("#{}", field_id(field))} {onclick}>{problem}</a> }
}
