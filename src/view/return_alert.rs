//! Why coming back from Trakt brought no code.

use yew::prelude::*;

use super::failure_alert::said;
use super::{ExplanationAlert, explanation_alert};
use crate::page::Action;
use crate::text::redirect::explain;
use crate::trakt::redirect::ReturnError;

pub fn return_alert(error: &ReturnError, dispatch: &Callback<Action>) -> Html {
    explanation_alert(&ExplanationAlert {
        explanation: &explain(error),
        pin_link: None,
        children: said("Trakt", &error.details()),
        remedy: html! {},
        dispatch,
    })
}
