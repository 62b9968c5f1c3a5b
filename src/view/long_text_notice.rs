//! What is shown instead of a text that is too long to be drawn at once.

use yew::prelude::*;

use crate::browser::page;
use crate::page::{Action, ConfigAction, ConfigText, LongText};

pub struct LongTextNotice<'a> {
    pub text: &'a LongText,
    /// Which text it is, and the id of the text area that has it.
    pub which: ConfigText,
    pub id: &'static str,
    pub dispatch: &'a Callback<Action>,
}

pub fn long_text_notice(props: &LongTextNotice<'_>) -> Html {
    let LongTextNotice {
        text, which, id, ..
    } = *props;
    let onclick = props.dispatch.reform(move |_: MouseEvent| {
        // The button goes with the press.
        page::focus(id);
        Action::Config(ConfigAction::ShownInFull(which))
    });
    html! {
        <>
            if let Some((first, section)) = &text.section {
                <p class="why">{format!("Its trakt section, from line {first} on:")}</p>
                <pre class="section">{AttrValue::from(section.to_rc())}</pre>
            }
            <p class="why">
                {format!("It has {} lines, too many to draw at once. ", text.lines)}
                <button type="button" class="quiet" {onclick}>{"Show all of them"}</button>
            </p>
        </>
    }
}
