//! Where the focus goes when the page changes under it: nothing that has it may take it along.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser::page;
use crate::page::{ConfigUpdate, Question, Saving, SignInState, State, TokenCheck};
use crate::sign_in::form::{FormField, SignInMethod};
use crate::sign_in::world::Id;
use crate::view::{
    ConfigAlert, ConfigStep, Credentials, DeviceStep, ExplanationAlert, InputAlert, QuestionView,
    ResultView, Step, UpdatedConfigView, WaitControls, field_id,
};

/// Moves the focus to where the user goes on: to the first field to correct, an alert, a result, a question that was
/// raised, and to what stands next where the thing that had the focus is gone.
#[hook]
pub(super) fn use_focus(state: &State) {
    let check = state
        .received
        .as_ref()
        .map(|received| received.check.clone());
    use_change(check, |before, now| {
        let target = match (before, now) {
            (_, Some(TokenCheck::ConfirmingRevocation)) => ResultView::CONFIRM_ID,
            (
                Some(TokenCheck::ConfirmingRevocation),
                Some(TokenCheck::None | TokenCheck::Revoking { .. }),
            ) => ResultView::REVOKE_ID,
            (_, Some(TokenCheck::Revoked { .. })) => ResultView::HEADING_ID,
            (_, Some(TokenCheck::Failed(..))) => ResultView::ALERT_ID,
            _ => return,
        };
        once_drawn(page::focus, target);
    });
    let question = state.question.clone();
    use_change(question, |before, now| match (before, now) {
        (_, Some(_)) => once_drawn(page::focus, QuestionView::ID),
        (Some(Question::StartOver), None) => {
            once_drawn(page::focus_if_lost, ResultView::START_OVER_ID)
        }
        (Some(_), None) => once_drawn(page::focus_if_lost, Credentials::SUBMIT_ID),
        (None, None) => {}
    });
    let saving = state.updated_config().map(|updated| updated.saving);
    use_change(saving, |before, now| {
        let target = match (before, now) {
            (_, Some(Saving::Confirming)) => UpdatedConfigView::CONFIRM_ID,
            (Some(Saving::Confirming), Some(Saving::NotAsked | Saving::Saved)) => {
                UpdatedConfigView::SAVE_ID
            }
            (_, Some(Saving::Refused | Saving::FileChanged)) => UpdatedConfigView::ALERT_ID,
            _ => return,
        };
        once_drawn(page::focus, target);
    });

    let sign_in_target = match &state.sign_in {
        SignInState::InputRefused(problems) => match &problems[..] {
            [] => None,
            [only] => Some(field_id(only.field())),
            // Not all of the fields are in sight, but links to all of them are.
            _ => Some(InputAlert::ID),
        },
        SignInState::Failed(_) | SignInState::ReturnRefused(_) => Some(ExplanationAlert::ID),
        SignInState::Cancelled | SignInState::CameBack { .. } => Some(Credentials::SUBMIT_ID),
        SignInState::Idle if state.received.is_some() => Some(ResultView::HEADING_ID),
        SignInState::Idle | SignInState::ReadingBlock | SignInState::Going(_) => None,
    };
    let config_target = match (&state.config.update, state.form.method) {
        (ConfigUpdate::Done(_), _) => Some(UpdatedConfigView::HEADING_ID),
        (ConfigUpdate::NotAsked, SignInMethod::Refresh) => Some(field_id(FormField::CurrentBlock)),
        (ConfigUpdate::NotAsked | ConfigUpdate::Underway { .. }, _) => None,
        _ => Some(ConfigAlert::ID),
    };
    use_focus_after(state.attempt, sign_in_target);
    use_focus_after(state.config_attempt, config_target);

    use_change(state.device_code().is_some(), |_, has_code| {
        if *has_code {
            once_drawn(page::focus, DeviceStep::CODE_ID);
        }
    });
    use_change(state.received.is_some(), |_, has_block| {
        if !has_block {
            once_drawn(page::focus, Step::FIRST_ID);
        }
    });
    // What was pressed may go with the press.
    use_change(state.pause_can_be_skipped(), |_, can_be_skipped| {
        if !can_be_skipped {
            once_drawn(page::focus_if_lost, WaitControls::CANCEL_ID);
        }
    });
    use_change(state.offered_app().is_some(), |_, is_offered| {
        if !is_offered {
            once_drawn(page::focus_if_lost, field_id(FormField::ClientId));
        }
    });
    let is_updating = matches!(state.config.update, ConfigUpdate::Underway { .. });
    use_change(is_updating, |_, is_updating| {
        if !is_updating {
            once_drawn(page::focus_if_lost, ConfigStep::UPDATE_ID);
        }
    });
}

/// Moves the focus once the page has been drawn. Moving it has the browser lay the page out, which it does for drawing
/// anyway; and what the user waits for is in sight before.
fn once_drawn(move_to: fn(&str), id: &'static str) {
    spawn_local(async move {
        page::drawn().await;
        move_to(id);
    });
}

/// Does something when a value has changed, with what it was and what it is.
#[hook]
fn use_change<T: PartialEq + Clone + 'static>(now: T, on_change: fn(&T, &T)) {
    let known = use_mut_ref(|| now.clone());
    use_effect_with(now, move |now| {
        let before = known.replace(now.clone());
        if before != *now {
            on_change(&before, now);
        }
    });
}

/// Moves the focus once an attempt has come to an end. Correcting one of several fields changes the target too, but must
/// not move the focus.
#[hook]
fn use_focus_after(attempt: Option<Id>, target: Option<&'static str>) {
    let ended = target.is_some();
    use_effect_with((attempt, ended), move |(attempt, _)| {
        if let (Some(id), Some(_)) = (target, *attempt) {
            match id {
                ResultView::HEADING_ID | UpdatedConfigView::HEADING_ID => {
                    once_drawn(page::focus_at_top, id)
                }
                id => once_drawn(page::focus, id),
            }
        }
    });
}
