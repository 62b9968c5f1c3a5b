//! A button that copies a text and says whether it did.

use yew::prelude::*;

use crate::browser::clipboard::CopyRefused;
use crate::ui::later;

#[derive(Properties, PartialEq)]
pub struct CopyButtonProps {
    /// The button's name: “Copy redirect URI”.
    pub label: AttrValue,
    /// What it copies.
    pub text: AttrValue,
}

#[derive(Clone, Copy, PartialEq)]
enum Copied {
    NotYet,
    Yes,
    Refused,
}

#[component]
pub fn CopyButton(props: &CopyButtonProps) -> Html {
    let copied = use_state(|| Copied::NotYet);
    let onclick = {
        let (copied, text) = (copied.clone(), props.text.clone());
        Callback::from(move |_: MouseEvent| {
            let copied = copied.clone();
            let on_copied = Callback::from(move |result| {
                copied.set(match result {
                    Ok(()) => Copied::Yes,
                    Err(CopyRefused) => Copied::Refused,
                });
            });
            later::copy(text.clone(), on_copied);
        })
    };
    html! {
        <span class="copy">
            <button type="button" class="quiet" {onclick}>{props.label.clone()}</button>
            <span role="status" class="copied">
                {match *copied {
                    Copied::NotYet => "",
                    Copied::Yes => "Copied",
                    Copied::Refused => "The browser does not allow copying here. Select the text and copy it by hand.",
                }}
            </span>
        </span>
    }
}
