//! One of the page's numbered steps, which folds to a line once it is done.

use yew::prelude::*;

use crate::page::{Action, Fold, Folds, PageStep};

pub struct Step<'a> {
    pub step: PageStep,
    /// What is to be done.
    pub title: &'static str,
    /// What was done, once it is.
    pub done: Option<&'static str>,
    pub folds: Folds,
    /// What it takes to do it.
    pub body: Html,
    /// What stays to be seen when it is folded.
    pub outcome: Html,
    pub dispatch: &'a Callback<Action>,
}

impl Step<'_> {
    /// The id of the button that folds the first step, with which everything begins.
    pub const FIRST_ID: &'static str = "app-fold";

    /// The id of its heading; those of its parts begin with it.
    const fn id(&self) -> &'static str {
        match self.step {
            PageStep::App => "app",
            PageStep::SignIn => "sign-in",
            PageStep::PutIn => "put-in",
        }
    }
}

/// One of the page's numbered steps, which folds to a line once it is done, and unfolds when the user wants.
pub fn step(props: Step<'_>) -> Html {
    let (id, step) = (props.id(), props.step);
    let while_done = props.done.is_some();
    let is_open = props.folds.is_open(step, while_done);
    let body_id = format!("{id}-body");
    let fold = Fold {
        while_done,
        is_open: !is_open,
    };
    html! {
        <section class={classes!("step", while_done.then_some("done"))} aria-labelledby={id}>
            <h2 {id}>
                <button
                    type="button"
                    id={format!("{id}-fold")}
                    class="fold"
                    aria-expanded={is_open.to_string()}
                    aria-controls={body_id.clone()}
                    onclick={props.dispatch.reform(move |_: MouseEvent| Action::StepFolded(step, fold))}
                >
                    <span class="step-number" aria-hidden="true">
                        {if while_done { "✓".to_owned() } else { step.number().to_string() }}
                    </span>
                    <span class="title">{props.title}</span>
                    <span class="marker" aria-hidden="true" />
                </button>
            </h2>
            if let (Some(done), false) = (props.done, is_open) {
                <p class="done-line">{done}</p>
            }
            <div id={body_id} class="body" hidden={!is_open}>{props.body}</div>
            {props.outcome}
        </section>
    }
}
