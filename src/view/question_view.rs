//! What the user is asked before something is lost.

use yew::prelude::*;

use crate::page::Action;

pub struct QuestionView {
    pub question: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub dispatch: Callback<Action>,
}

pub fn question_view(props: &QuestionView) -> Html {
    let answer = |go_on| {
        props
            .dispatch
            .reform(move |_: MouseEvent| Action::QuestionAnswered { go_on })
    };
    html! {
        <div role="group" id={QuestionView::ID} aria-label={props.question} class="confirm" tabindex="-1">
            <p>{props.question}</p>
            <div class="actions">
                <button type="button" class="danger" onclick={answer(true)}>{props.yes}</button>
                <button type="button" class="quiet" onclick={answer(false)}>{props.no}</button>
            </div>
        </div>
    }
}

impl QuestionView {
    /// The id of its element, which takes the focus when it appears.
    pub const ID: &'static str = "question";
}
