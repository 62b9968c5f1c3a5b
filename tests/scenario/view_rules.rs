//! What holds of the page in every state, whatever has happened.

use kometa_trakt_sign_in::page::model::Model;
use kometa_trakt_sign_in::page::target::Target;
use kometa_trakt_sign_in::page::view_model::ViewModel;
use kometa_trakt_sign_in::page::view_model::primary::Primary;
use kometa_trakt_sign_in::page::view_model::shapes::{
    AlertView, Control, ControlAction, QuestionView, Weight,
};
use kometa_trakt_sign_in::page::view_model::sign_in::MethodView;
use kometa_trakt_sign_in::sign_in::form::SignInMethod;
use kometa_trakt_sign_in::trakt::{ClientId, ClientSecret};

use super::Scenario;

/// Returns the rule that is broken.
pub fn check(model: &Model, view: &ViewModel) -> Result<(), String> {
    at_most_one_control_is_primary(view)?;
    the_primary_control_lacks_nothing(model, view)?;
    every_alert_has_something_to_do(view)
}

/// Returns the first button of the view model whose press would change nothing and ask the browser for nothing. What was
/// pressed before may still be waited for, and a question that is asked already is not asked twice.
pub fn dead_button(page: &Scenario) -> Option<String> {
    let before = ViewModel::from(&page.model);
    let tokens = &page.model.tokens;
    let mut checks = tokens.current.iter().chain(&tokens.in_file);
    let is_checking = checks.any(|token| token.check.effect_id().is_some());
    let is_saving = page.model.config.is_saving();
    if is_checking || is_saving || !questions(&before).is_empty() {
        return None;
    }
    let effects = page.model.effects();
    let is_dead = |control: &&Control| match &control.action {
        ControlAction::Press(event) => {
            let after = page.clone().on(event.clone());
            ViewModel::from(&after.model) == before && after.model.effects() == effects
        }
        ControlAction::Follow { .. } | ControlAction::Submit => false,
    };
    let mut controls = controls(&before).into_iter();
    controls
        .find(is_dead)
        .map(|control| control.label.to_string())
}

fn at_most_one_control_is_primary(view: &ViewModel) -> Result<(), String> {
    let primary = primary_controls(view);
    match primary.len() {
        0 | 1 => Ok(()),
        _ => Err(format!("several primary controls: {primary:?}")),
    }
}

fn the_primary_control_lacks_nothing(model: &Model, view: &ViewModel) -> Result<(), String> {
    let fields = &model.form.fields;
    let lacks_id = || ClientId::from_input(fields.client_id.as_str()).is_err();
    let lacks_secret = || ClientSecret::from_input(fields.client_secret.as_str()).is_err();
    let lacks = match view.form.primary {
        Primary::PinLink => view.form.pin_link.is_err() || lacks_secret(),
        Primary::Submit => match fields.method {
            SignInMethod::Pin => lacks_id() || lacks_secret(),
            SignInMethod::Return | SignInMethod::Device => lacks_id(),
            SignInMethod::Refresh => fields.current_block.is_blank(),
        },
        Primary::CopyBlock | Primary::SaveFile => {
            let token = model.tokens.current.as_ref();
            token.is_none_or(|token| !token.is_complete())
        }
        Primary::None | Primary::DeviceLink | Primary::Alert | Primary::File => false,
    };
    match lacks {
        true => Err(format!("{:?} lacks something", view.form.primary)),
        false => Ok(()),
    }
}

fn every_alert_has_something_to_do(view: &ViewModel) -> Result<(), String> {
    let has_something_to_do = |alert: &&AlertView| {
        // What is missing, and what a check or a save came to, says what to do in one breath.
        let is_said_at_once = alert.target != Target::SignInAlert && !alert.meaning.is_empty();
        let has_step = !(alert.controls.is_empty() && alert.next.is_empty());
        has_step || !alert.fields.is_empty() || is_said_at_once
    };
    let idle = alerts(view)
        .into_iter()
        .find(|alert| !has_something_to_do(alert));
    match idle {
        Some(alert) => Err(format!("nothing to do about “{}”", alert.title)),
        None => Ok(()),
    }
}

/// Every alert on the page.
pub fn alerts(view: &ViewModel) -> Vec<&AlertView> {
    let updated = view.config.updated.as_ref();
    [
        view.opened.alert.as_ref(),
        view.sign_in.alert.as_ref(),
        view.result
            .as_ref()
            .and_then(|result| result.alert.as_ref()),
        view.config.alert.as_ref(),
        updated.and_then(|updated| updated.alert.as_ref()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Every question on the page.
pub fn questions(view: &ViewModel) -> Vec<&QuestionView> {
    let result = view.result.as_ref();
    [
        view.sign_in.question.as_ref(),
        result.and_then(|result| result.question.as_ref()),
        result.and_then(|result| result.revocation.as_ref()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Every control on the page that is part of the view model.
pub fn controls(view: &ViewModel) -> Vec<&Control> {
    let mut controls: Vec<&Control> = Vec::new();
    let card = view.opened.card.as_ref();
    controls.extend(card.into_iter().flat_map(|card| &card.controls));
    controls.extend(&view.sign_in.wait_controls);
    controls.extend(view.sign_in.command.iter().map(|command| &command.other));
    match &view.sign_in.method {
        MethodView::Pin => controls.extend(&view.sign_in.pin.no_pin),
        MethodView::Device(Some(code)) => controls.extend([&code.open, &code.other_host]),
        MethodView::Return { .. } | MethodView::Device(None) | MethodView::Refresh { .. } => {}
    }
    if let Some(result) = &view.result {
        controls.extend(result.exports.iter().chain(&result.controls));
    }
    controls.extend(view.config.controls.iter().chain(&view.config.cancel));
    if let Some(updated) = &view.config.updated {
        controls.extend(updated.exports.iter().chain(&updated.remove_stale));
    }
    let alerts = alerts(view);
    controls.extend(alerts.into_iter().flat_map(|alert| &alert.controls));
    let questions = questions(view);
    controls.extend(questions.into_iter().flat_map(|question| &question.answers));
    controls
}

/// The names of the primary controls. The link to a PIN and the button that sends the form are parts of the form.
fn primary_controls(view: &ViewModel) -> Vec<String> {
    let of_form = match (view.form.primary, &view.sign_in.method) {
        // A device code that is shown has no button beside it that sends the form.
        (Primary::PinLink | Primary::Submit, MethodView::Device(Some(_))) => None,
        (primary @ (Primary::PinLink | Primary::Submit), _) => Some(format!("{primary:?}")),
        _ => None,
    };
    let controls = controls(view);
    let marked = controls
        .into_iter()
        .filter(|control| control.weight == Weight::Primary)
        .map(|control| control.label.to_string());
    of_form.into_iter().chain(marked).collect()
}
