//! A text area for a whole `config.yml`.

use yew::prelude::*;

use crate::browser::page;
use crate::shared_text::SharedText;
use crate::ui::state::text_area_text;

/// Up to this many lines are shown at once. Laying out a text area takes a browser some time for each of its lines: a file
/// of ten thousand would keep the page from answering for half a second.
const SHOWN_LINES: usize = 500;

#[derive(Properties, PartialEq)]
pub struct ConfigTextAreaProps {
    /// The element's id.
    pub id: AttrValue,
    /// What stands in it.
    pub text: SharedText,
    /// Whether it may be too long to be shown at once.
    pub may_be_unseen: bool,
    /// Whether it is only there to be read.
    #[prop_or_default]
    pub readonly: bool,
    /// Whether it is what has to be mended.
    #[prop_or_default]
    pub is_invalid: bool,
    /// The id of what there is to say about it.
    #[prop_or_default]
    pub describedby: Option<AttrValue>,
    // None by default, and no callback that does nothing: two of these are never the same.
    #[prop_or_default]
    pub on_typed: Option<Callback<SharedText>>,
    /// Some of it was copied.
    #[prop_or_default]
    pub on_copied: Option<Callback<()>>,
}

/// A text area for a whole `config.yml`. It has the whole text in it, but shows a long one only when asked to.
#[component]
pub fn ConfigTextArea(props: &ConfigTextAreaProps) -> Html {
    let shown = use_memo(props.text.clone(), text_area_text);
    let lines = use_memo(props.text.clone(), |text| text.as_str().lines().count());
    let section = use_memo(props.text.clone(), |text| {
        trakt_section(text.as_str())
            .map(|(line, section)| (line, AttrValue::from(section.to_owned())))
    });
    let wanted = use_state(|| None::<SharedText>);
    let is_wanted = wanted.as_ref() == Some(&props.text);
    let is_unseen = props.may_be_unseen && *lines > SHOWN_LINES && !is_wanted;
    let oninput = props
        .on_typed
        .as_ref()
        .map(|on_typed| on_typed.reform(|event: InputEvent| page::typed_in(&event)));
    let oncopy = props
        .on_copied
        .as_ref()
        .map(|on_copied| on_copied.reform(|_: Event| ()));
    let onclick = {
        let (wanted, text, id) = (wanted.setter(), props.text.clone(), props.id.clone());
        Callback::from(move |_: MouseEvent| {
            wanted.set(Some(text.clone()));
            // The button goes with the press.
            page::focus(&id);
        })
    };
    html! {
        <>
            <textarea
                id={props.id.clone()}
                class={classes!(is_unseen.then_some("unseen"))}
                rows="7"
                wrap="off"
                spellcheck="false"
                autocomplete="off"
                readonly={props.readonly}
                aria-invalid={props.is_invalid.then_some("true")}
                aria-describedby={props.describedby.clone()}
                value={AttrValue::from(shown.to_rc())}
                {oninput}
                {oncopy}
            />
            if is_unseen {
                if let Some((first, section)) = section.as_ref() {
                    <p class="why">{format!("Its trakt section, from line {first} on:")}</p>
                    <pre class="section">{section}</pre>
                }
                <p class="why">
                    {format!("It has {lines} lines, too many to draw at once. ")}
                    <button type="button" class="quiet" {onclick}>{"Show all of them"}</button>
                </p>
            }
        </>
    }
}

/// The lines of the `trakt` section at the root of a file, as far as the eye can tell, and the number of the first.
fn trakt_section(text: &str) -> Option<(usize, &str)> {
    let mut start = None;
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let begins_section = line.starts_with(|c: char| !c.is_whitespace() && c != '#');
        match start {
            None if line.starts_with("trakt:") => start = Some((index + 1, at)),
            Some((number, from)) if begins_section => {
                return Some((number, text.get(from..at)?.trim_end()));
            }
            _ => {}
        }
        at += line.len();
    }
    let (number, from) = start?;
    Some((number, text.get(from..)?.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trakt_section_is_found_at_the_root_alone() {
        let text = "plex:\n  trakt: no\ntrakt:\n  client_id: a\n\n  # mine\n  pin:\nmal:\n  x: 1\n";
        let section = "trakt:\n  client_id: a\n\n  # mine\n  pin:";
        assert_eq!(trakt_section(text), Some((3, section)));
        assert_eq!(
            trakt_section("trakt:\n  pin:\n"),
            Some((1, "trakt:\n  pin:"))
        );
        assert_eq!(trakt_section("plex:\n  trakt: 1\n"), None);
    }
}
