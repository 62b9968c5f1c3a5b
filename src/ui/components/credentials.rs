//! The app's client ID and secret, and the host to sign in at.

use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::{FieldView, TextField};
use crate::sign_in::form::{FormField, SignInMethod};
use crate::trakt::SignInHost;
use crate::ui::state::Action;

#[derive(Properties, PartialEq)]
pub struct CredentialsProps {
    pub client_id: FieldView,
    pub client_secret: FieldView,
    pub client_secret_shown: bool,
    pub host: SignInHost,
    pub method: SignInMethod,
    pub dispatch: Callback<Action>,
}

#[component]
pub fn Credentials(props: &CredentialsProps) -> Html {
    let CredentialsProps { dispatch, .. } = props;
    let shown = props.client_secret_shown;
    let on_host = dispatch.reform(|event: Event| {
        let select = event
            .target()
            .and_then(|t| t.dyn_into::<HtmlSelectElement>().ok());
        let chosen = select.and_then(|select| usize::try_from(select.selected_index()).ok());
        let host = chosen.and_then(|index| SignInHost::ALL.get(index)).copied();
        Action::HostChosen(host.unwrap_or_default())
    });
    html! {
        <div role="group" aria-labelledby="credentials-heading" class="part">
            <h3 id="credentials-heading">
                {match props.method {
                    SignInMethod::Pin => "Enter what Trakt shows for your app",
                    SignInMethod::Return | SignInMethod::Device => "Enter what Trakt shows for your app (the secret only if it has one)",
                    SignInMethod::Refresh => "Your app, only if your block lacks it",
                }}
            </h3>
            <TextField field={FormField::ClientId} view={props.client_id.clone()} dispatch={dispatch.clone()} />
            <TextField
                field={FormField::ClientSecret}
                view={props.client_secret.clone()}
                hidden={!shown}
                dispatch={dispatch.clone()}
            >
                <button
                    type="button"
                    class="quiet"
                    aria-label="Show client secret"
                    aria-pressed={shown.to_string()}
                    onclick={dispatch.reform(|_: MouseEvent| Action::ClientSecretToggled)}
                >
                    {"Show"}
                </button>
            </TextField>
            <div class="field">
                <label for={Credentials::HOST_ID}>{"Trakt sign-in host"}</label>
                <select id={Credentials::HOST_ID} onchange={on_host} aria-describedby="sign-in-host-remarks">
                    for host in SignInHost::ALL {
                        <option selected={host == props.host}>
                            {match host {
                                SignInHost::Classic => "trakt.tv (classic)",
                                SignInHost::Current => "auth.trakt.tv (current)",
                            }}
                        </option>
                    }
                </select>
                <div id="sign-in-host-remarks" class="remarks">
                    <p>{"Leave this as it is unless Trakt does not take sign-ins there."}</p>
                </div>
            </div>
        </div>
    }
}

impl Credentials {
    /// The id of the button that sends the form.
    pub const SUBMIT_ID: &'static str = "submit";
    /// The id of the element in which the sign-in host is chosen.
    pub const HOST_ID: &'static str = "sign-in-host";
}
