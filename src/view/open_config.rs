//! The user's `config.yml` as the quickest way in: it fills in what it has, and the step that fits follows.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::shell::config_files::ConfigFiles;

pub struct OpenConfig<'a> {
    /// Whether a sign-in is under way, or over.
    pub has_begun: bool,
    pub opened: OpenedNews,
    pub files: &'a ConfigFiles,
}

/// What there is to say of a file, once one was opened.
#[derive(Default)]
pub struct OpenedNews {
    /// Its name.
    pub name: Option<AttrValue>,
    /// What was found in it.
    pub found: AttrValue,
    /// What fits it, as long as nothing has begun.
    pub next_step: Html,
}

pub fn open_config(props: OpenConfig<'_>) -> Html {
    let opened = props.opened;
    let onchange = {
        let on_chosen = props.files.on_chosen.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                on_chosen.emit(input);
            }
        })
    };
    let onclick = {
        let on_pick = props.files.on_pick.clone();
        Callback::from(move |event: MouseEvent| {
            if let Some(on_pick) = &on_pick {
                event.prevent_default();
                on_pick.emit(());
            }
        })
    };
    html! {
        <div class={classes!("open-config", opened.name.is_some().then_some("opened"))}>
            <div class="offer">
                <span class="file">
                    <input id="open-config" type="file" accept=".yml,.yaml,text/*" {onchange} {onclick} />
                    <label for="open-config" class="button">{"Open config.yml"}</label>
                </span>
                if !props.has_begun && opened.name.is_none() {
                    <span class="why">
                        {"It fills in the fields below."}<span class="drop-hint">{" Or drop it here."}</span>
                    </span>
                }
            </div>
            // Always there, so that what comes into it is announced.
            <div id={OpenConfig::FOUND_ID}>
                <p role="status">
                    if let Some(name) = &opened.name {
                        <strong>{format!("Opened: {name}")}</strong>
                    }
                </p>
                <p role="status">{opened.found}</p>
                if !props.has_begun {
                    {opened.next_step}
                }
            </div>
            <p class="drop-target" aria-hidden="true">{"Drop your config.yml here"}</p>
        </div>
    }
}

impl OpenConfig<'_> {
    /// The id of what was found in the file.
    pub const FOUND_ID: &'static str = "opened-config";
}
