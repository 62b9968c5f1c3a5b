//! A text area for a whole `config.yml`.

use yew::prelude::*;

use crate::browser::page;
use crate::page::text_area_text;
use crate::shared_text::SharedText;

#[derive(Properties, PartialEq)]
pub struct ConfigTextAreaProps {
    /// The element's id.
    pub id: &'static str,
    /// What stands in it.
    pub text: SharedText,
    /// Whether it is not drawn, but only has the text in it.
    pub is_unseen: bool,
    /// Whether it is only there to be read.
    #[prop_or_default]
    pub readonly: bool,
    /// Whether it is what has to be mended.
    #[prop_or_default]
    pub is_invalid: bool,
    /// The id of what there is to say about it.
    #[prop_or_default]
    pub describedby: Option<&'static str>,
    // None by default, and no callback that does nothing: two of these are never the same.
    #[prop_or_default]
    pub on_typed: Option<Callback<SharedText>>,
    /// Some of it was copied.
    #[prop_or_default]
    pub on_copied: Option<Callback<()>>,
}

/// A text area for a whole `config.yml`: a component, so that a large text is left alone as long as it stays the same.
#[component]
pub fn ConfigTextArea(props: &ConfigTextAreaProps) -> Html {
    let oninput = props
        .on_typed
        .as_ref()
        .map(|on_typed| on_typed.reform(|event: InputEvent| page::typed_in(&event)));
    let oncopy = props
        .on_copied
        .as_ref()
        .map(|on_copied| on_copied.reform(|_: Event| ()));
    html! {
        <textarea
            id={props.id}
            class={classes!(props.is_unseen.then_some("unseen"))}
            rows="7"
            wrap="off"
            spellcheck="false"
            autocomplete="off"
            readonly={props.readonly}
            aria-invalid={props.is_invalid.then_some("true")}
            aria-describedby={props.describedby}
            value={AttrValue::from(text_area_text(&props.text).to_rc())}
            {oninput}
            {oncopy}
        />
    }
}
