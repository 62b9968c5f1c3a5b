//! A button that copies a value, and how that ended.

use yew::prelude::*;

use super::link::Link;
use super::sentence::sentence;
use crate::page::view_model::shapes::CopyView;

pub(super) fn copy_button(view: &CopyView, link: &Link) -> Html {
    let copied = view.clone();
    html! {
        <span class="copy">
            <button type="button" onclick={link.on(move |_: MouseEvent| copied.event())}>
                {sentence(view.button)}
            </button>
            <span role="status" class="copied">{sentence(view.status)}</span>
        </span>
    }
}
