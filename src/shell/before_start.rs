//! Takes over what was done with the first view before the page answered: its fields can be filled in as soon as it is
//! seen.

use crate::browser::page;
use crate::page::event::Event;
use crate::page::form::FormEvent;
use crate::page::target::Target;
use crate::sign_in::form::{FormField, SignInMethod};
use crate::trakt::SignInHost;
use crate::view::host_choice;
use crate::view::method_choice;

/// The use that was made of the first view, which the page then takes the place of.
#[derive(Debug, Default)]
pub struct BeforeStart {
    /// The events that lead to what stands in the first view.
    pub events: Vec<Event>,
    /// Where the user was.
    pub cursor: Option<page::Cursor>,
}

impl BeforeStart {
    /// Reads the first view in the document.
    pub fn read() -> Self {
        Self {
            events: events(),
            cursor: page::Cursor::read(),
        }
    }
}

fn events() -> Vec<Event> {
    let mut events = Vec::new();
    for method in SignInMethod::ALL {
        if method != SignInMethod::default() && page::is_checked(method_choice::element_id(method))
        {
            events.push(Event::MethodChosen(method));
        }
    }
    for field in [FormField::ClientId, FormField::ClientSecret, FormField::Pin] {
        if let Some(text) = page::typed(Target::Field(field).element_id()) {
            events.push(Event::Form(FormEvent::Typed(field, text.into())));
        }
    }
    let host = page::selected_index(host_choice::ELEMENT_ID);
    let host = host.and_then(|index| SignInHost::ALL.get(index)).copied();
    if let Some(host) = host.filter(|host| *host != SignInHost::default()) {
        events.push(Event::Form(FormEvent::HostChosen(host)));
    }
    if let Some(text) = page::typed(Target::Config.element_id()) {
        events.push(Event::Form(FormEvent::ConfigTyped(text.into())));
    }
    events
}
