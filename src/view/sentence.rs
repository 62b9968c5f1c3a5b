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

/// Draws the steps to the end; nothing where there are none.
pub(super) fn steps(steps: &[&str]) -> Html {
    html! {
        if !steps.is_empty() {
            <ol class="what-to-do">
                for step in steps {
                    <li>{sentence(step)}</li>
                }
            </ol>
        }
    }
}

fn first_code(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('`')?;
    let (code, after) = rest.split_once('`')?;
    Some((before, code, after))
}

#[cfg(test)]
mod tests {
    use yew::virtual_dom::{Key, VNode};

    use super::*;
    use crate::page::view_model::shapes::{StatusLine, Tone};
    use crate::view::status_line::status_line;

    async fn html_of(text: &'static str) -> String {
        #[derive(Properties, PartialEq)]
        struct ShownProps {
            text: &'static str,
        }

        #[component]
        fn Shown(props: &ShownProps) -> Html {
            sentence(props.text)
        }

        yew::ServerRenderer::<Shown>::with_props(move || ShownProps { text })
            .hydratable(false)
            .render()
            .await
    }

    #[tokio::test]
    async fn text_between_backticks_is_code_and_a_lone_backtick_is_a_backtick() {
        for (text, html) in [
            ("", ""),
            ("Saved.", "<span>Saved.</span>"),
            (
                "Put it into `config.yml`.",
                "<span>Put it into <code translate=\"no\">config.yml</code>.</span>",
            ),
            ("a ` b", "<span>a ` b</span>"),
            (
                "`<b>`",
                "<span><code translate=\"no\">&lt;b&gt;</code></span>",
            ),
        ] {
            assert_eq!(html_of(text).await, html, "{text}");
        }
    }

    #[test]
    fn another_sentence_comes_in_another_element_within_the_same_live_region() {
        let line = |text: &'static str| {
            let line = StatusLine {
                text: text.into(),
                tone: Tone::Busy,
            };
            let VNode::VTag(region) = status_line("status", &line) else {
                panic!("an element")
            };
            let key = region.children().and_then(VNode::key).cloned();
            (region.key.clone(), key)
        };
        assert_eq!(line("Waiting…"), (None, Some(Key::from("Waiting…"))));
        assert_eq!(line("Done."), (None, Some(Key::from("Done."))));
    }
}
