//! The block, and the one before it.

use yew::prelude::*;

use super::link::Link;
use crate::page::event::Event;
use crate::page::target::Target;
use crate::page::token_check::TokenEvent;
use crate::shared_text::SharedText;
use crate::text;

pub(super) fn block(block: &SharedText, replaced: &[SharedText], link: &Link) -> Html {
    // The block ends with a line end, after which a text area shows one more line.
    let rows = (block.as_str().lines().count() + 1).to_string();
    let oncopy = link.on(|_: web_sys::Event| Event::Token(TokenEvent::CopiedByHand));
    html! {
        <>
            <textarea
                id={Target::Block.element_id()}
                aria-label={text::token::BLOCK}
                readonly=true
                {rows}
                spellcheck="false"
                autocomplete="off"
                wrap="off"
                value={AttrValue::from(block.to_rc())}
                {oncopy}
            />
            for replaced in replaced {
                <details>
                    <summary>{text::token::REPLACED}</summary>
                    <pre translate="no">{AttrValue::from(replaced.to_rc())}</pre>
                </details>
            }
        </>
    }
}
