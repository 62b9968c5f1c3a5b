//! The fields and the choices beside them. [`FormView::of`] is all that the page shows before anything has happened.

use super::primary::Primary;
use super::shapes::{Control, CopyView, FieldView, Sentence};
use crate::page::event::Event;
use crate::page::export::CopiedValue;
use crate::page::folds::Folds;
use crate::page::form::Form;
use crate::page::model::Model;
use crate::page::stage::{Place, Stage};
use crate::shared_text::SharedText;
use crate::sign_in::form::{FormField, SignInMethod};
use crate::text;
use crate::trakt::request::authorize_url_for_pin;
use crate::trakt::response::Refusal;
use crate::trakt::service::OUT_OF_BAND_REDIRECT_URI;
use crate::trakt::{ClientId, FailureCause, InputError, SignInHost};

/// The fields and the choices beside them.
#[derive(Debug, Clone, PartialEq)]
pub struct FormView {
    /// The client ID.
    pub client_id: FieldView,
    /// The client secret.
    pub client_secret: FieldView,
    /// Whether the client secret stands with the block instead.
    pub client_secret_is_with_block: bool,
    /// Whether the client secret is shown in clear.
    pub client_secret_shown: bool,
    /// The PIN.
    pub pin: FieldView,
    /// The sentence about what a pasted text or a file has filled in.
    pub filled_in: Sentence,
    /// The title of the first step.
    pub app_title: &'static str,
    /// The help for making an app; none where none is needed.
    pub new_app: Option<NewAppView>,
    /// The one next step.
    pub primary: Primary,
    /// The chosen way to sign in.
    pub method: SignInMethod,
    /// Whether Trakt could send a browser back to this page.
    pub can_return: bool,
    /// The address at which Trakt shows a PIN, or why there is none yet.
    pub pin_link: Result<String, Sentence>,
    /// Whether the chosen way still needs a secret, so that a way on for an app without one is offered.
    pub lacks_secret: bool,
    /// The sign-in host.
    pub host: SignInHost,
    /// The steps that the user has folded or unfolded.
    pub folds: Folds,
    /// The user's `config.yml`.
    pub config: SharedText,
    /// Whether the browser can write a picked file back.
    pub can_pick_files: bool,
}

/// The values to enter for a new app.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAppView {
    /// The redirect URI.
    pub redirect_uri: CopyView,
    /// The page's origin.
    pub origin: CopyView,
}

impl FormView {
    /// The form before anything has happened but that it was filled in. The texts in it are not looked into.
    pub fn of(form: &Form) -> Self {
        let field = |field| FieldView {
            field,
            text: form.fields.field(field).clone(),
            remarks: Vec::new(),
            is_invalid: false,
        };
        let page = form.page.as_ref();
        let pin_link = plain_pin_link(form);
        Self {
            client_id: field(FormField::ClientId),
            client_secret: field(FormField::ClientSecret),
            client_secret_is_with_block: false,
            client_secret_shown: form.client_secret_shown,
            pin: field(FormField::Pin),
            filled_in: "".into(),
            app_title: match form.fields.method {
                SignInMethod::Refresh => text::form::APP_TITLE_FOR_REFRESH,
                SignInMethod::Pin | SignInMethod::Return | SignInMethod::Device => {
                    text::form::APP_TITLE
                }
            },
            new_app: new_app(form, None),
            primary: Primary::of(form, false),
            method: form.fields.method,
            can_return: page.is_none_or(|page| page.redirect_uri.is_some()),
            lacks_secret: lacks_secret(form, &pin_link),
            pin_link,
            host: form.fields.host,
            folds: form.folds,
            config: form.config.clone(),
            can_pick_files: page.is_some_and(|page| page.can_pick_files),
        }
    }

    /// The form with all that there is to say about it.
    pub(super) fn of_model(model: &Model) -> Self {
        let form = &model.form;
        let pin_link = pin_link(form);
        Self {
            client_id: field(model, FormField::ClientId),
            client_secret: field(model, FormField::ClientSecret),
            client_secret_is_with_block: model
                .tokens
                .usable()
                .is_some_and(|token| token.secret_is_wanted),
            pin: field(model, FormField::Pin),
            filled_in: filled_in(model),
            new_app: new_app(form, model.copies.latest),
            primary: Primary::from(model),
            lacks_secret: lacks_secret(form, &pin_link),
            pin_link,
            ..Self::of(form)
        }
    }
}

pub(super) fn field(model: &Model, field: FormField) -> FieldView {
    let fields = &model.form.fields;
    let refused = model
        .attempt
        .stage
        .input_problems()
        .iter()
        .filter(|problem| problem.field() == field);
    let mut remarks: Vec<Sentence> = refused
        .map(|problem| text::input::problem(problem).into())
        .collect();
    let is_invalid = !remarks.is_empty();
    let is_invalid = is_invalid || (is_of_app(field) && app_was_refused(model));
    if remarks.is_empty() {
        remarks = match fields.remarks(field) {
            Ok(hints) => hints
                .iter()
                .map(|hint| text::input::hint(hint).into())
                .collect(),
            Err(error) => vec![text::input::input_error(&error).into()],
        };
    }
    if field == FormField::ClientSecret
        && fields.client_secret.is_blank()
        && model.form.app_has_no_secret()
    {
        remarks.push(text::form::APP_WITHOUT_SECRET.into());
    }
    FieldView {
        field,
        text: fields.field(field).clone(),
        remarks,
        is_invalid,
    }
}

const fn is_of_app(field: FormField) -> bool {
    matches!(field, FormField::ClientId | FormField::ClientSecret)
}

/// Returns whether Trakt has refused the client ID or secret of the form.
fn app_was_refused(model: &Model) -> bool {
    match &model.attempt.stage {
        Stage::Failed(failure) => {
            model.attempt.place == Place::Form
                && matches!(
                    failure.cause,
                    FailureCause::Refused(Refusal::InvalidClient | Refusal::AppNotAccepted)
                )
        }
        _ => false,
    }
}

fn filled_in(model: &Model) -> Sentence {
    match &model.filled_in {
        Some(filled_in) => text::input::filled_in(&filled_in.fields, filled_in.pasted_into).into(),
        None if model.attempt.wants_secret_again(&model.form) => {
            text::input::SECRET_WANTED_AGAIN.into()
        }
        None => "".into(),
    }
}

/// A PIN cannot be exchanged without a secret.
fn lacks_secret(form: &Form, pin_link: &Result<String, Sentence>) -> bool {
    form.fields.method == SignInMethod::Pin
        && pin_link.is_ok()
        && form.fields.client_secret.is_blank()
}

/// The button that goes on with a device code, and keeps ID and secret.
pub(super) fn use_device_code() -> Control {
    let device = SignInMethod::Device;
    Control::button(text::form::USE_DEVICE_CODE, Event::MethodChosen(device))
}

fn new_app(form: &Form, latest: Option<CopiedValue>) -> Option<NewAppView> {
    let method = form.fields.method;
    if method == SignInMethod::Refresh {
        return None;
    }
    let page = form.page.as_ref();
    // An app made today has no secret and cannot use a PIN, so it gets this page's address, if Trakt takes that. The
    // other redirect URI is the one that Kometa sends with each renewal.
    let redirect_uri = page
        .filter(|page| page.is_secure || method == SignInMethod::Return)
        .and_then(|page| page.redirect_uri.as_deref())
        .unwrap_or(OUT_OF_BAND_REDIRECT_URI);
    let origin = page.map(|page| page.origin.as_ref()).unwrap_or_default();
    Some(NewAppView {
        redirect_uri: CopyView::new(text::form::COPY_REDIRECT_URI, redirect_uri, latest),
        origin: CopyView::new(text::form::COPY_PAGE_ORIGIN, origin, latest),
    })
}

/// The address at which Trakt shows a PIN, as far as that can be told without looking into what was typed.
fn plain_pin_link(form: &Form) -> Result<String, Sentence> {
    let client_id = form.fields.client_id.as_str();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    match form.fields.client_id.is_blank() {
        true => Err(text::form::CLIENT_ID_FIRST.into()),
        false if client_id.bytes().all(is_plain) => Ok(authorize_url_for_pin(
            form.fields.host,
            &ClientId::new(client_id),
        )),
        false => Err("".into()),
    }
}

/// The address at which Trakt shows a PIN, or why there is none yet.
pub(super) fn pin_link(form: &Form) -> Result<String, Sentence> {
    match ClientId::from_input(form.fields.client_id.as_str()) {
        Ok(client_id) => Ok(authorize_url_for_pin(form.fields.host, &client_id.value)),
        Err(InputError::Empty(_)) => Err(text::form::CLIENT_ID_FIRST.into()),
        Err(error) => Err(text::input::input_error(&error).into()),
    }
}
