//! A part of a text that is too long to be drawn at once.

use yew::prelude::*;

use super::control::control;
use super::link::Link;
use super::sentence::sentence;
use crate::page::event::Event;
use crate::page::target::Target;
use crate::page::view_model::shapes::LongTextView;

/// Draws the part. The button that shows all of the text goes with the press, so the focus moves to the text area.
pub(super) fn long_text(view: &LongTextView, text_area: Target, link: &Link) -> Html {
    let emit = link.emit.clone();
    let with_focus = Link {
        emit: Callback::from(move |event| {
            emit.emit(Event::FocusAsked(text_area));
            emit.emit(event);
        }),
        ..link.clone()
    };
    html! {
        <>
            if let Some((from, section)) = &view.section {
                <p class="why">{sentence(from)}</p>
                <pre class="section" translate="no">{AttrValue::from(section.to_rc())}</pre>
            }
            <p class="why"><span>{sentence(&view.length)}</span>{" "}{control(&view.show_all, &with_focus)}</p>
        </>
    }
}
