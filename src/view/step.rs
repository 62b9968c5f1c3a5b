//! One of the page's numbered steps, which folds to a line once it is done.

use yew::prelude::*;

use super::link::Link;
use super::sentence::sentence;
use crate::page::event::Event;
use crate::page::folds::{Fold, Folds, PageStep};
use crate::page::form::FormEvent;

pub(super) struct Step {
    pub(super) step: PageStep,
    pub(super) title: &'static str,
    /// The line that stands for the step once it is done.
    pub(super) done: Option<&'static str>,
    /// Whether another step comes first.
    pub(super) is_upcoming: bool,
    pub(super) body: Html,
    /// The part that stays in view when the step is folded.
    pub(super) outcome: Html,
}

/// The id of a step's heading; those of its parts begin with it.
const fn step_id(step: PageStep) -> &'static str {
    match step {
        PageStep::App => "app",
        PageStep::SignIn => "sign-in",
        PageStep::PutIn => "put-in",
    }
}

/// Draws a step, which unfolds when the user wants.
pub(super) fn step(view: Step, folds: Folds, link: &Link) -> Html {
    let (id, step) = (step_id(view.step), view.step);
    let while_done = view.done.is_some();
    let is_open = folds.is_open(step, while_done);
    let body_id = format!("{id}-body");
    let fold = Fold {
        while_done,
        is_open: !is_open,
    };
    let (class, mark) = match (while_done, view.is_upcoming) {
        (true, _) => ("step done", "✓".to_owned()),
        (false, true) => ("step upcoming", step.number().to_string()),
        (false, false) => ("step", step.number().to_string()),
    };
    html! {
        <section {class} aria-labelledby={id}>
            <h2 {id}>
                <button
                    type="button"
                    id={format!("{id}-fold")}
                    class="fold"
                    aria-expanded={is_open.to_string()}
                    aria-controls={body_id.clone()}
                    onclick={link.on(move |_: MouseEvent| Event::Form(FormEvent::StepFolded(step, fold)))}
                >
                    <span class="step-number" aria-hidden="true" translate="no">{mark}</span>
                    <span class="title">{sentence(view.title)}</span>
                    <span class="marker" aria-hidden="true" />
                </button>
            </h2>
            if let (Some(done), false) = (view.done, is_open) {
                <p class="done-line">{sentence(done)}</p>
            }
            <div id={body_id} class="body" hidden={!is_open}>{view.body}</div>
            {view.outcome}
        </section>
    }
}
