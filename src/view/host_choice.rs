//! The host to sign in at.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::link::Link;
use crate::page::event::Event;
use crate::page::form::FormEvent;
use crate::text;
use crate::trakt::SignInHost;

/// The id of the list of hosts, which are in the order of [`SignInHost::ALL`].
pub const ELEMENT_ID: &str = "sign-in-host";

pub(super) fn host_choice(host: SignInHost, link: &Link) -> Html {
    let onchange = link.on_element(|select: &HtmlSelectElement, _: &web_sys::Event| {
        let index = usize::try_from(select.selected_index()).ok()?;
        let chosen = *SignInHost::ALL.get(index)?;
        Some(Event::Form(FormEvent::HostChosen(chosen)))
    });
    html! {
        <details class="other-settings">
            <summary>{text::form::OTHER_SETTINGS}</summary>
            <div class="field">
                <label for={ELEMENT_ID}>{text::form::HOST_LABEL}</label>
                <select id={ELEMENT_ID} {onchange} aria-describedby="sign-in-host-remarks">
                    for offered in SignInHost::ALL {
                        <option selected={offered == host}>{text::form::host_name(offered)}</option>
                    }
                </select>
                <div id="sign-in-host-remarks" class="remarks">
                    <p>{text::form::ABOUT_HOST}</p>
                </div>
            </div>
        </details>
    }
}
