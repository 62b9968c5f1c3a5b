//! The request as commands for a terminal, and the place for the output of one.

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::control::control;
use super::copy_button::copy_button;
use super::link::Link;
use super::sentence::sentence;
use crate::page::event::Event;
use crate::page::form::FormEvent;
use crate::page::target::Target;
use crate::page::view_model::sign_in::CommandView;
use crate::sign_in::form::FormField;
use crate::text;

const OUTPUT: FormField = FormField::Printed;

pub(super) fn command(view: &CommandView, link: &Link) -> Html {
    html! {
        <div role="group" aria-labelledby="terminal-heading" class="part">
            <h3 id="terminal-heading">{text::command::HEADING}</h3>
            <p>{text::command::ABOUT}</p>
            {command_field(view, link)}
            {output(view, link)}
            <div class="actions">
                <button type="button" onclick={link.press(Event::CommandOutputUsed)}>
                    {text::command::USE_OUTPUT}
                </button>
            </div>
        </div>
    }
}

fn command_field(view: &CommandView, link: &Link) -> Html {
    let id = Target::Command.element_id();
    html! {
        <div class="field">
            <label for={id}>{sentence(view.label)}</label>
            <textarea
                {id}
                readonly=true
                rows="6"
                spellcheck="false"
                autocomplete="off"
                class="command"
                value={AttrValue::from(view.command.text.to_rc())}
            />
            <div class="actions">
                {copy_button(&view.command, link)}
                {control(&view.other, link)}
            </div>
        </div>
    }
}

fn output(view: &CommandView, link: &Link) -> Html {
    let id = Target::Field(OUTPUT).element_id();
    let is_invalid = view.problem.is_some();
    let oninput = link.on_element(|area: &HtmlTextAreaElement, _: &InputEvent| {
        Some(Event::Form(FormEvent::Typed(OUTPUT, area.value().into())))
    });
    html! {
        <div class={classes!("field", is_invalid.then_some("invalid"))}>
            <label for={id}>{text::input::field_name(OUTPUT)}</label>
            <textarea
                {id}
                rows="4"
                spellcheck="false"
                autocomplete="off"
                aria-invalid={is_invalid.then_some("true")}
                aria-describedby="command-output-remarks"
                value={AttrValue::from(view.output.to_rc())}
                {oninput}
            />
            <div id="command-output-remarks" class="remarks">
                if let Some(problem) = &view.problem {
                    <p>{sentence(problem)}</p>
                }
            </div>
        </div>
    }
}
