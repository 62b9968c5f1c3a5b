//! From the link that shows a PIN to the button that exchanges it.

use yew::prelude::*;

use super::{Credentials, FieldNews, TextField, field_id, text_field};
use crate::browser::page;
use crate::page::Action;
use crate::shared_text::SharedText;
use crate::sign_in::form::FormField;

pub struct PinStep<'a> {
    pub pin: &'a SharedText,
    pub field_news: FieldNews,
    /// The address at which Trakt shows a PIN, or why there is none yet.
    pub link: Result<AttrValue, AttrValue>,
    /// Whether the app seems to have no secret, without which a PIN cannot be exchanged.
    pub lacks_secret: bool,
    pub news: PinNews,
    pub is_busy: bool,
    pub dispatch: &'a Callback<Action>,
}

/// What there is to say of a PIN, once there is something.
#[derive(Default)]
pub struct PinNews {
    /// How long it may still live.
    pub life_left: Html,
    /// That the link leads to another host than before.
    pub host_left: AttrValue,
    /// That it must have expired.
    pub expired: AttrValue,
    /// Trouble that was seen ahead.
    pub trouble: AttrValue,
    /// What to do where Trakt shows none.
    pub no_pin: Html,
}

pub fn pin_step(props: PinStep<'_>) -> Html {
    let news = props.news;
    html! {
        <div class="method-form">
            if props.lacks_secret {
                <p class="hint">
                    {"No client secret? Choose “Return to this page” or “Device code”, which work without one."}
                </p>
            }
            <div class="pin-link">
                {match &props.link {
                    Ok(url) => link(url, props.dispatch),
                    Err(reason) => disabled_link(reason),
                }}
                {news.life_left}
            </div>
            <p role="status" class="warning">{news.host_left}</p>
            <p role="status" class="warning">{news.expired}</p>
            <p role="status" class="warning">{news.trouble}</p>
            {text_field(TextField {
                field: FormField::Pin,
                text: props.pin,
                news: props.field_news,
                is_hidden: false,
                beside: html! {},
                dispatch: props.dispatch,
            })}
            {news.no_pin}
            <div class="actions">
                <button type="submit" id={Credentials::SUBMIT_ID} class="primary" aria-disabled={props.is_busy.then_some("true")}>
                    {"Get my authorization block"}
                </button>
            </div>
        </div>
    }
}

fn link(url: &AttrValue, dispatch: &Callback<Action>) -> Html {
    let on_follow = dispatch.reform(|_: MouseEvent| Action::PinLinkFollowed);
    html! {
        <p>
            <a
                class="button"
                href={url}
                target="_blank"
                rel="noopener noreferrer"
                onclick={on_follow.clone()}
                onauxclick={on_follow}
            >
                {"Get a PIN from Trakt"}
            </a>
        </p>
    }
}

fn disabled_link(reason: &AttrValue) -> Html {
    let go_to_client_id = |_: MouseEvent| page::focus(field_id(FormField::ClientId));
    // Without an address, a browser does not take this key for a click.
    let on_key = |event: KeyboardEvent| {
        if event.key() == "Enter" {
            // Nor is the field to take it.
            event.prevent_default();
            page::focus(field_id(FormField::ClientId));
        }
    };
    html! {
        <p>
            <a
                class="button"
                role="link"
                tabindex="0"
                aria-disabled="true"
                aria-describedby="pin-link-why"
                onclick={go_to_client_id}
                onkeydown={on_key}
            >
                {"Get a PIN from Trakt"}
            </a>
            <span id="pin-link-why" class="why">{reason}</span>
        </p>
    }
}
