//! A button that copies a text and says whether it did.

use yew::prelude::*;

use crate::page::{Action, Copied, Export};
use crate::shell::later;

pub struct CopyButton<'a> {
    /// The button's name: “Copy redirect URI”.
    pub name: &'static str,
    /// What it copies.
    pub text: AttrValue,
    /// What was copied last by such a button.
    pub last: Option<Copied>,
    pub dispatch: &'a Callback<Action>,
}

pub fn copy_button(props: CopyButton<'_>) -> Html {
    let CopyButton { name, text, .. } = props;
    let dispatch = props.dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        let on_copied = dispatch.reform(move |export| Action::Copied(Copied { name, export }));
        later::copy(text.clone(), on_copied);
    });
    let export = props.last.filter(|last| last.name == name);
    html! {
        <span class="copy">
            <button type="button" class="quiet" {onclick}>{name}</button>
            <span role="status" class="copied">
                {match export.map(|last| last.export) {
                    None => "",
                    Some(Export::Copied) => "Copied",
                    Some(_) => "The browser does not allow copying here. Select the text and copy it by hand.",
                }}
            </span>
        </span>
    }
}
