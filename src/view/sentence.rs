//! Text that can change.

use yew::prelude::*;

/// Draws a sentence, with the text between backticks as code; nothing for an empty one.
///
/// ``Put it into `config.yml`.`` becomes `<span>Put it into <code>config.yml</code>.</span>`.
///
/// A browser that translates the page replaces its text nodes, and a text node that is no longer in the page can be
/// changed without anybody seeing it. The sentence is therefore the key of its element: another sentence comes in another
/// element. Nor can an element be put before a text node that is gone, so no text of its own may follow a sentence.
pub(super) fn sentence(text: &str) -> Html {
    if text.is_empty() {
        return html! {};
    }
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, code, after)) = first_code(rest) {
        parts.push(html! { {before.to_owned()} });
        parts.push(html! { <code translate="no">{code.to_owned()}</code> });
        rest = after;
    }
    parts.push(html! { {rest.to_owned()} });
    html! { <span key={text}>{parts.into_iter().collect::<Html>()}</span> }
}

fn first_code(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('`')?;
    let (code, after) = rest.split_once('`')?;
    Some((before, code, after))
}
