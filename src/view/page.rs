//! The page: its steps in their order, with places for everything there is to say once something has happened.
//!
//! Only what is reached from [`first_view`] is in the module that is loaded first. The places are therefore filled with
//! ready HTML, and nothing here draws it.

use yew::prelude::*;

use super::config::{ConfigParts, config};
use super::field::field;
use super::host_choice::host_choice;
use super::link::Link;
use super::method_choice::method_choice;
use super::new_app::new_app;
use super::open_config::{OpenedParts, open_config};
use super::pin::{PinParts, pin};
use super::sentence::sentence;
use super::status_line::status_line;
use super::step::{Step, step};
use super::submit::FORM_ID;
use crate::page::event::Event;
use crate::page::folds::PageStep;
use crate::page::form::FormEvent;
use crate::page::view_model::form::FormView;
use crate::page::view_model::primary::Primary;
use crate::page::view_model::shapes::StatusLine;
use crate::sign_in::form::SignInMethod;
use crate::text;

/// The parts that fill the places that the first view leaves.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) connection: StatusLine,
    pub(super) opened: OpenedParts,
    /// The line that stands for the first step once it is done, and the one for the second.
    pub(super) app_done: Option<&'static str>,
    pub(super) sign_in_done: Option<&'static str>,
    /// Whether a sign-in is in progress.
    pub(super) is_busy: bool,
    pub(super) status: StatusLine,
    pub(super) wait_controls: Html,
    /// The question, why there is no token, and the request as commands.
    pub(super) outcome: Html,
    pub(super) pin: PinParts,
    /// The controls of the chosen way to sign in, if it is not the one by PIN.
    pub(super) method: Html,
    /// The block, once there is one.
    pub(super) result: Option<Html>,
    pub(super) config: ConfigParts,
}

/// Draws the page as it is before the deferred part has come.
pub fn first_view(form: &FormView, link: &Link) -> Html {
    page(form, Parts::default(), link)
}

/// Draws the page.
pub(super) fn page(form: &FormView, parts: Parts, link: &Link) -> Html {
    let has_block = parts.result.is_some();
    let onsubmit = link.on(|event: SubmitEvent| {
        event.prevent_default();
        Event::Submitted(None)
    });
    html! {
        <main>
            {status_line("connection", &parts.connection)}
            {open_config(parts.opened, form.can_pick_files, link)}
            <form id={FORM_ID} {onsubmit} novalidate=true autocomplete="off">
                {step(Step {
                    step: PageStep::App,
                    title: form.app_title,
                    done: parts.app_done,
                    is_upcoming: form.method == SignInMethod::Refresh,
                    body: app(form, link),
                    outcome: html! {},
                }, form.folds, link)}
                {step(Step {
                    step: PageStep::SignIn,
                    title: text::form::SIGN_IN_TITLE,
                    done: parts.sign_in_done,
                    is_upcoming: !parts.is_busy
                        && form.method != SignInMethod::Refresh
                        && matches!(form.primary, Primary::None | Primary::File),
                    body: html! {
                        <>
                            {method_choice(form.method, form.can_return, link)}
                            {match form.method {
                                SignInMethod::Pin => pin(form, parts.pin, parts.is_busy, link),
                                SignInMethod::Return | SignInMethod::Device | SignInMethod::Refresh => parts.method,
                            }}
                            if !parts.is_busy {
                                {host_choice(form.host, link)}
                            }
                        </>
                    },
                    outcome: html! {
                        <>
                            <div class="progress">
                                {status_line("status", &parts.status)}
                                {parts.wait_controls}
                            </div>
                            {parts.outcome}
                        </>
                    },
                }, form.folds, link)}
            </form>
            {step(Step {
                step: PageStep::PutIn,
                title: text::form::PUT_IN_TITLE,
                done: None,
                is_upcoming: !has_block,
                body: html! {
                    <>
                        {parts.result.unwrap_or_else(|| html! {
                            <p class="hint">{text::form::BLOCK_APPEARS_HERE}</p>
                        })}
                        {config(&form.config, parts.config, link)}
                    </>
                },
                outcome: html! {},
            }, form.folds, link)}
        </main>
    }
}

fn app(form: &FormView, link: &Link) -> Html {
    let shown = form.client_secret_shown;
    html! {
        <>
            <div class="credentials">
                {field(&form.client_id, false, html! {}, link)}
                if !form.client_secret_is_with_block {
                    {field(&form.client_secret, !shown, show_secret(shown, link), link)}
                }
                <p role="status" class="filled-in">{sentence(&form.filled_in)}</p>
            </div>
            if let Some(view) = &form.new_app {
                {new_app(view, link)}
            }
        </>
    }
}

fn show_secret(shown: bool, link: &Link) -> Html {
    let (name, label) = text::form::SHOW_SECRET;
    html! {
        <button
            type="button"
            class="quiet show-secret"
            aria-label={name}
            aria-pressed={shown.to_string()}
            onclick={link.on(|_: MouseEvent| Event::Form(FormEvent::ClientSecretToggled))}
        >
            <span>{label}</span>
        </button>
    }
}
