//! The host to sign in at.

use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::page::Action;
use crate::trakt::SignInHost;

pub struct HostChoice;

pub fn host_choice(host: SignInHost, dispatch: &Callback<Action>) -> Html {
    let on_host = dispatch.reform(|event: Event| {
        let select = event
            .target()
            .and_then(|t| t.dyn_into::<HtmlSelectElement>().ok());
        let chosen = select.and_then(|select| usize::try_from(select.selected_index()).ok());
        let host = chosen.and_then(|index| SignInHost::ALL.get(index)).copied();
        Action::HostChosen(host.unwrap_or_default())
    });
    html! {
        <details class="other-settings">
            <summary>{"Other settings"}</summary>
            <div class="field">
                <label for={HostChoice::ID}>{"Trakt sign-in host"}</label>
                <select id={HostChoice::ID} onchange={on_host} aria-describedby="sign-in-host-remarks">
                    for (host, is_chosen) in SignInHost::ALL.map(|offered| (offered, offered == host)) {
                        <option selected={is_chosen}>
                            {match host {
                                SignInHost::Classic => "trakt.tv (classic)",
                                SignInHost::Current => "auth.trakt.tv (current)",
                            }}
                        </option>
                    }
                </select>
                <div id="sign-in-host-remarks" class="remarks">
                    <p>{"Leave this as it is unless Trakt no longer takes sign-ins there."}</p>
                </div>
            </div>
        </details>
    }
}

impl HostChoice {
    /// The id of the element in which the host is chosen.
    pub const ID: &'static str = "sign-in-host";
}
