//! Why coming back from Trakt brought no code.

use yew::prelude::*;

use super::ExplanationAlert;
use super::failure_alert::said;
use crate::trakt::redirect::ReturnError;
use crate::ui::state::Action;
use crate::ui::words::redirect::explain;

#[derive(Properties, PartialEq)]
pub struct ReturnAlertProps {
    pub error: ReturnError,
    pub dispatch: Callback<Action>,
}

#[component]
pub fn ReturnAlert(props: &ReturnAlertProps) -> Html {
    html! {
        <ExplanationAlert explanation={explain(&props.error)} dispatch={props.dispatch.clone()}>
            {said("Trakt", &props.error.details())}
        </ExplanationAlert>
    }
}
