//! Something went wrong: what happened, and the controls that help.

use yew::prelude::*;

use super::control::actions;
use super::copy_button::copy_button;
use super::link::Link;
use super::sentence::sentence;
use crate::page::event::Event;
use crate::page::target::Target;
use crate::page::view_model::shapes::{AlertView, Fact, Sentence};
use crate::sign_in::form::FormField;
use crate::text;

/// Draws an alert. A button that copies a value stands beside what is announced, so that it can announce by itself.
pub(super) fn alert(view: &AlertView, link: &Link) -> Html {
    alert_with(html! { <h3>{sentence(&view.title)}</h3> }, view, link)
}

/// Draws an alert that belongs to none of the page's steps.
pub(super) fn alert_above_steps(view: &AlertView, link: &Link) -> Html {
    alert_with(html! { <h2>{sentence(&view.title)}</h2> }, view, link)
}

fn alert_with(heading: Html, view: &AlertView, link: &Link) -> Html {
    html! {
        <div key={view.key.to_string()} class="alert">
            <div role="alert" id={view.target.element_id()} tabindex="-1">
                {heading}
                if !view.meaning.is_empty() {
                    <p>{sentence(&view.meaning)}</p>
                }
                {fields(&view.fields, link)}
                {actions(&view.controls, link)}
                {next(&view.next)}
                {view.facts.iter().map(fact).collect::<Html>()}
                if let Some(received) = &view.received {
                    <details>
                        <summary>{text::failure::WHOLE_ANSWER}</summary>
                        <pre translate="no">{AttrValue::from(received.to_rc())}</pre>
                    </details>
                }
            </div>
            if let Some(value) = &view.value {
                {copy_button(value, link)}
            }
        </div>
    }
}

fn next(steps: &[Sentence]) -> Html {
    match steps {
        [] => html! {},
        [only] => html! { <p>{sentence(only)}</p> },
        several => html! {
            <ol>
                for step in several {
                    <li>{sentence(step)}</li>
                }
            </ol>
        },
    }
}

fn fields(problems: &[(FormField, Sentence)], link: &Link) -> Html {
    html! {
        if !problems.is_empty() {
            <ul>
                for (field, problem) in problems {
                    // Known by its words, so that a corrected one leaves and the others do not change.
                    <li key={problem.as_ref()}>{field_link(*field, problem, link)}</li>
                }
            </ul>
        }
    }
}

fn field_link(field: FormField, problem: &str, link: &Link) -> Html {
    let target = Target::Field(field);
    let onclick = link.on(move |event: MouseEvent| {
        // The field may be folded away, and the address stays as it is.
        event.prevent_default();
        Event::FocusAsked(target)
    });
    html! { <a href={format!("#{}", target.element_id())} {onclick}>{sentence(problem)}</a> }
}

fn fact(fact: &Fact) -> Html {
    match fact {
        Fact::Sentence(words) => html! { <p>{sentence(words)}</p> },
        Fact::Said { by, words } => html! {
            <p class="said">{text::failure::said_by(by)}<q><bdi>{words}</bdi></q></p>
        },
    }
}
