//! What was done with the first view before the page answered: its fields are there to be filled in as soon as it is seen.

use std::cell::RefCell;
use std::rc::Rc;

use crate::browser::page;
use crate::page::{Action, ConfigAction};
use crate::sign_in::form::{FormField, SignInMethod};
use crate::trakt::SignInHost;
use crate::view::{ConfigStep, HostChoice, MethodChoice, field_id};

/// What was done with the first view, which the page then takes the place of.
#[derive(Debug, Default)]
pub struct BeforeStart {
    /// As if it had happened just now.
    pub actions: Vec<Action>,
    /// Where the user was.
    pub cursor: Option<page::Cursor>,
}

/// To be taken once.
pub(super) type NotTaken = Rc<RefCell<Option<BeforeStart>>>;

impl BeforeStart {
    /// Reads it from the first view.
    pub fn read() -> Self {
        Self {
            actions: actions(),
            cursor: page::Cursor::read(),
        }
    }
}

fn actions() -> Vec<Action> {
    let mut actions = Vec::new();
    for method in SignInMethod::ALL {
        if method != SignInMethod::default() && page::is_checked(MethodChoice::id(method)) {
            actions.push(Action::MethodChosen(method));
        }
    }
    for field in [FormField::ClientId, FormField::ClientSecret, FormField::Pin] {
        if let Some(text) = page::typed(field_id(field)) {
            actions.push(Action::Typed(field, text.into()));
        }
    }
    let host = page::selected_index(HostChoice::ID);
    let host = host.and_then(|index| SignInHost::ALL.get(index)).copied();
    if let Some(host) = host.filter(|host| *host != SignInHost::default()) {
        actions.push(Action::HostChosen(host));
    }
    if let Some(text) = page::typed(ConfigStep::ID) {
        actions.push(Action::Config(ConfigAction::Typed(text.into())));
    }
    actions
}
