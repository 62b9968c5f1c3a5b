//! One of the page's numbered steps, which folds to a line once it is done.

use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct StepProps {
    /// The id of its heading; those of its parts begin with it.
    pub id: AttrValue,
    /// From 1.
    pub number: u8,
    /// What is to be done.
    pub title: AttrValue,
    /// What was done, once it is.
    #[prop_or_default]
    pub done: Option<AttrValue>,
    /// What it takes to do it.
    pub children: Html,
    /// What stays to be seen when it is folded.
    #[prop_or_default]
    pub outcome: Html,
}

impl Step {
    /// The id of the button that folds the first step, with which everything begins.
    pub const FIRST_ID: &'static str = "app-fold";
}

/// One of the page's numbered steps, which folds to a line once it is done, and unfolds when the user wants.
#[component]
pub fn Step(props: &StepProps) -> Html {
    let is_done = props.done.is_some();
    // What the user wants of it holds until it is done, or to be done again.
    let wanted = use_state(|| None);
    let is_open = match *wanted {
        Some((while_done, is_open)) if while_done == is_done => is_open,
        _ => !is_done,
    };
    let onclick = {
        let wanted = wanted.setter();
        Callback::from(move |_: MouseEvent| wanted.set(Some((is_done, !is_open))))
    };
    let body_id = format!("{}-body", props.id);
    html! {
        <section class={classes!("step", is_done.then_some("done"))} aria-labelledby={props.id.clone()}>
            <h2 id={props.id.clone()}>
                <button type="button" id={format!("{}-fold", props.id)} class="fold" aria-expanded={is_open.to_string()} aria-controls={body_id.clone()} {onclick}>
                    <span class="step-number" aria-hidden="true">{if is_done { "✓".to_owned() } else { props.number.to_string() }}</span>
                    <span class="title">{props.title.clone()}</span>
                    <span class="marker" aria-hidden="true" />
                </button>
            </h2>
            if let (Some(done), false) = (&props.done, is_open) {
                <p class="done-line">{done.clone()}</p>
            }
            <div id={body_id} class="body" hidden={!is_open}>{props.children.clone()}</div>
            {props.outcome.clone()}
        </section>
    }
}
