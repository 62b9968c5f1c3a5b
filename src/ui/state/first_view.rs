//! The form as it first stands, which can be filled in without the code of all the other transitions.

use super::{Action, ConfigAction, Connection, Event, PageFacts, PrecheckState, State};
use crate::trakt::SignInHost;

impl Action {
    /// Whether [`State::fill_in`] knows what to do with it.
    pub const fn fills_in(&self) -> bool {
        matches!(
            self,
            Self::PageReady { .. }
                | Self::Typed(..)
                | Self::Pasted(..)
                | Self::ClientSecretToggled
                | Self::HostChosen(_)
                | Self::Config(ConfigAction::Typed(_))
        )
    }

    /// Whether a text came into a field, which is to be looked into once that can be done.
    pub const fn brings_text(&self) -> bool {
        matches!(
            self,
            Self::Typed(..) | Self::Pasted(..) | Self::Config(ConfigAction::Typed(_))
        )
    }
}

impl State {
    /// What happens to the form before anything else can happen: a text that comes into a field stands there, and waits
    /// to be looked into.
    pub fn fill_in(&mut self, event: Event) {
        self.now = event.at;
        match event.action {
            Action::PageReady { page, is_online } => self.page_ready(page, is_online),
            Action::Typed(field, text) | Action::Pasted(field, text) => {
                *self.form.field_mut(field) = text;
            }
            Action::Config(ConfigAction::Typed(text)) => self.config.text = text,
            Action::ClientSecretToggled => self.client_secret_shown = !self.client_secret_shown,
            Action::HostChosen(host) => self.choose_host(host),
            _ => {}
        }
    }

    pub(super) fn page_ready(&mut self, page: PageFacts, is_online: bool) {
        self.page = Some(page);
        if !is_online {
            self.connection = Connection::Offline;
        }
        if !self.host_is_chosen {
            self.form.host = SignInHost::first_at(self.now);
        }
    }

    pub(super) fn choose_host(&mut self, host: SignInHost) {
        self.form.host = host;
        self.host_is_chosen = true;
        self.host_left = None;
        self.precheck = PrecheckState::Quiet;
    }
}
