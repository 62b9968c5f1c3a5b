//! The same request as a command line, and its answer pasted back.

use yew::prelude::*;

use super::{CopyButton, copy_button, field_id};
use crate::browser::page;
use crate::page::{Action, Copied};
use crate::shared_text::SharedText;
use crate::sign_in::form::{FormField, InputProblem};
use crate::text;
use crate::trakt::Request;
use crate::trakt::command::{self, Shell};

pub struct TerminalWay {
    /// The request that did not get through.
    pub request: Request,
    /// What the command printed, as pasted.
    pub printed: SharedText,
    /// Whether what the command printed was refused.
    pub is_refused: bool,
    /// What was copied last.
    pub copied: Option<Copied>,
    pub dispatch: Callback<Action>,
}

impl TerminalWay {
    /// The id of the field with the command for this shell.
    pub const fn field_id(shell: Shell) -> &'static str {
        match shell {
            Shell::Posix => "command-for-sh",
            Shell::PowerShell => "command-for-powershell",
        }
    }
}

pub fn terminal_way(props: &TerminalWay) -> Html {
    let oninput = props
        .dispatch
        .reform(|event: InputEvent| Action::Typed(FormField::Printed, page::typed_in(&event)));
    let command_field = |id: &'static str, name: &'static str, copy, command: String| {
        let copy = copy_button(CopyButton {
            name: copy,
            text: command.clone().into(),
            last: props.copied,
            dispatch: &props.dispatch,
        });
        html! {
            <div class="field">
                <label for={id}>{name}</label>
                <textarea {id} readonly=true rows="6" spellcheck="false" autocomplete="off" class="command" value={command} />
                {copy}
            </div>
        }
    };
    let printed_id = field_id(FormField::Printed);
    html! {
        <div role="group" aria-labelledby="terminal-heading" class="part">
            <h3 id="terminal-heading">{"Another way: send it from a terminal"}</h3>
            <p>
                {"These commands send the same request without a browser. Run one of them soon, on any computer that \
                  reaches Trakt: a PIN lasts ten minutes. Each command contains your client secret, and the terminal may remember it."}
            </p>
            {command_field(TerminalWay::field_id(Shell::Posix), "Command for macOS and Linux", "Copy command for macOS and Linux", command::for_sh(&props.request))}
            {command_field(TerminalWay::field_id(Shell::PowerShell), "Command for Windows PowerShell", "Copy command for Windows PowerShell", command::for_powershell(&props.request))}
            <div class={classes!("field", props.is_refused.then_some("invalid"))}>
                <label for={printed_id}>{text::input::field_name(FormField::Printed)}</label>
                <textarea
                    id={printed_id}
                    rows="4"
                    spellcheck="false"
                    autocomplete="off"
                    aria-invalid={props.is_refused.then_some("true")}
                    aria-describedby="printed-remarks"
                    value={AttrValue::from(props.printed.to_rc())}
                    {oninput}
                />
                <div id="printed-remarks" class="remarks">
                    if props.is_refused {
                        <p>{text::input::problem(&InputProblem::NothingPrinted)}</p>
                    }
                </div>
            </div>
            <div class="actions">
                <button type="button" class="primary" onclick={props.dispatch.reform(|_: MouseEvent| Action::PrintedUsed)}>
                    {"Use this answer"}
                </button>
            </div>
        </div>
    }
}
