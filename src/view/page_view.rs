//! The page: its steps in their order, with places for what there is to say once something has happened.

use yew::prelude::*;

use super::{
    ConfigNews, ConfigStep, ConnectionNews, Credentials, FieldNews, MakeAnApp, MethodChoice,
    OpenConfig, OpenedNews, PinNews, PinStep, Step, config_step, connection_status, credentials,
    host_choice, make_an_app, method_choice, open_config, pin_step, status, step,
};
use crate::page::{Action, Copied, FirstView, Folds, PageFacts, PageStep};
use crate::shared_text::SharedText;
use crate::shell::config_files::ConfigFiles;
use crate::sign_in::form::{Form, SignInMethod};
use crate::trakt::ClientId;
use crate::trakt::endpoints::OUT_OF_BAND_REDIRECT_URI;
use crate::trakt::request::authorize_url_for_pin;

/// What the page needs besides what it shows.
#[derive(Default)]
pub struct Wiring {
    /// Whether live regions are known to screen readers already.
    pub has_been_drawn: bool,
    pub on_submit: Callback<SubmitEvent>,
    pub on_config_typed: Callback<SharedText>,
    pub on_block_typed: Callback<SharedText>,
    pub on_copy: Callback<()>,
    pub on_download: Callback<()>,
    pub files: ConfigFiles,
    pub dispatch: Callback<Action>,
}

/// What the page shows.
pub(crate) struct PageView<'a> {
    pub(crate) form: &'a Form,
    pub(crate) client_secret_shown: bool,
    pub(crate) folds: Folds,
    pub(crate) copied: Option<Copied>,
    pub(crate) page: Option<&'a PageFacts>,
    pub(crate) config_text: &'a SharedText,
    pub(crate) news: News,
}

/// What fills the places that the first view leaves.
#[derive(Default)]
pub(crate) struct News {
    pub(crate) connection: ConnectionNews,
    pub(crate) opened: OpenedNews,
    pub(crate) client_id: FieldNews,
    pub(crate) client_secret: FieldNews,
    pub(crate) pin_field: FieldNews,
    /// What a pasted text or a file has filled in.
    pub(crate) filled_in: AttrValue,
    /// What was done in the first step, and in the second, once it is.
    pub(crate) app_done: Option<&'static str>,
    pub(crate) sign_in_done: Option<&'static str>,
    /// Whether a sign-in is under way.
    pub(crate) is_busy: bool,
    /// To be announced.
    pub(crate) status: AttrValue,
    pub(crate) wait_controls: Html,
    /// Why there is no block, what is asked, and the way by the terminal.
    pub(crate) outcome: Html,
    pub(crate) pin: PinNews,
    /// The address at which Trakt shows a PIN, or why there is none yet.
    pub(crate) pin_link: Option<Result<AttrValue, AttrValue>>,
    /// What the chosen way to sign in takes, if it is not the one by PIN.
    pub(crate) method_form: Html,
    /// The block, once there is one.
    pub(crate) result: Option<Html>,
    pub(crate) config: ConfigNews,
}

/// The page before anything has happened but that its form was filled in.
pub(crate) fn first_view(first: &FirstView, wiring: &Wiring) -> Html {
    let view = PageView {
        form: &first.form,
        client_secret_shown: first.client_secret_shown,
        folds: first.folds,
        copied: None,
        page: first.page.as_ref(),
        config_text: &first.config_text,
        news: News::default(),
    };
    page_view(view, wiring)
}

/// The page. It asks neither clock nor browser, so that every state can be rendered anywhere.
pub(crate) fn page_view(view: PageView<'_>, wiring: &Wiring) -> Html {
    let PageView {
        form,
        client_secret_shown,
        folds,
        copied,
        page,
        config_text,
        news,
    } = view;
    let dispatch = &wiring.dispatch;
    let has_block = news.result.is_some();
    let method = form.method;
    let link = news.pin_link.unwrap_or_else(|| pin_link(form));
    html! {
        <main class={classes!(has_block.then_some("has-block"))}>
            {connection_status(&news.connection)}
            {open_config(OpenConfig {
                has_begun: has_block || news.is_busy,
                opened: news.opened,
                files: &wiring.files,
            })}
            <form id={Credentials::FORM_ID} onsubmit={wiring.on_submit.clone()} novalidate=true autocomplete="off">
                {step(Step {
                    step: PageStep::App,
                    title: match method {
                        SignInMethod::Refresh => "Your Trakt app, if your block lacks it",
                        _ => "Your Trakt app",
                    },
                    done: news.app_done,
                    folds,
                    body: html! {
                        <>
                            {credentials(Credentials {
                                client_id: &form.client_id,
                                client_id_news: news.client_id,
                                client_secret: &form.client_secret,
                                client_secret_news: news.client_secret,
                                client_secret_shown,
                                filled_in: news.filled_in,
                                dispatch,
                            })}
                            {app_to_make(method, page, copied, dispatch)}
                        </>
                    },
                    outcome: Html::default(),
                    dispatch,
                })}
                {step(Step {
                    step: PageStep::SignIn,
                    title: "Sign in",
                    done: news.sign_in_done,
                    folds,
                    body: html! {
                        <>
                            {method_choice(&MethodChoice {
                                method,
                                can_return: page.is_none_or(|page| page.redirect_uri.is_some()),
                                dispatch,
                            })}
                            {match method {
                                SignInMethod::Pin => pin_step(PinStep {
                                    pin: &form.pin,
                                    field_news: news.pin_field,
                                    lacks_secret: link.is_ok() && form.client_secret.is_blank(),
                                    link,
                                    news: news.pin,
                                    is_busy: news.is_busy,
                                    dispatch,
                                }),
                                _ => news.method_form,
                            }}
                            {host_choice(form.host, dispatch)}
                        </>
                    },
                    outcome: html! {
                        <>
                            {status(news.status, news.is_busy, news.wait_controls)}
                            {news.outcome}
                        </>
                    },
                    dispatch,
                })}
            </form>
            {step(Step {
                step: PageStep::PutIn,
                title: "Put it into config.yml",
                done: None,
                folds,
                body: html! {
                    <>
                        {news.result.unwrap_or_else(|| html! {
                            <p class="hint">{"Once you are signed in, your block appears here, to copy or download."}</p>
                        })}
                        {config_step(ConfigStep {
                            text: config_text,
                            has_block,
                            news: news.config,
                            on_typed: wiring.on_config_typed.clone(),
                            dispatch,
                        })}
                    </>
                },
                outcome: Html::default(),
                dispatch,
            })}
        </main>
    }
}

fn app_to_make(
    method: SignInMethod,
    page: Option<&PageFacts>,
    copied: Option<Copied>,
    dispatch: &Callback<Action>,
) -> Html {
    let redirect_uri = page.and_then(|page| page.redirect_uri.clone());
    match method {
        SignInMethod::Refresh => html! {},
        _ => make_an_app(&MakeAnApp {
            redirect_uri: match (method, redirect_uri) {
                (SignInMethod::Return, Some(redirect_uri)) => redirect_uri,
                _ => OUT_OF_BAND_REDIRECT_URI.into(),
            },
            origin: page.map(|page| page.origin.clone()).unwrap_or_default(),
            copied,
            dispatch,
        }),
    }
}

/// The address at which Trakt shows a PIN, as far as that can be told without looking into what was typed.
fn pin_link(form: &Form) -> Result<AttrValue, AttrValue> {
    let client_id = form.client_id.as_str();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    match form.client_id.is_blank() {
        true => Err(CLIENT_ID_FIRST.into()),
        false if client_id.bytes().all(is_plain) => {
            Ok(authorize_url_for_pin(form.host, &ClientId::new(client_id)).into())
        }
        false => Err(AttrValue::default()),
    }
}

/// Why there is no link to a PIN yet.
pub(crate) const CLIENT_ID_FIRST: &str =
    "Enter your Client ID first: Trakt needs to know which app asks.";
