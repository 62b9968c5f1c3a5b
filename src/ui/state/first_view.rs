//! The form as it first stands, which can be filled in without the code of all the other transitions.

use super::{Action, ConfigAction, Connection, PageFacts, PrecheckState, State};
use crate::shared_text::SharedText;
use crate::sign_in::form::{Form, FormField};
use crate::timestamp::Timestamp;
use crate::trakt::SignInHost;

/// What the page shows before it can do more than be filled in.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FirstView {
    /// What stands in the fields.
    pub form: Form,
    /// Whether the client secret is shown in clear.
    pub client_secret_shown: bool,
    /// What only the browser knows of the page; none before it is ready.
    pub page: Option<PageFacts>,
    /// The user's `config.yml`.
    pub config_text: SharedText,
    is_offline: bool,
    host_is_chosen: bool,
    now: Timestamp,
}

/// What can be done with the form before all else can be done.
#[derive(Debug, Clone, PartialEq)]
pub enum FillIn {
    /// See [`Action::PageReady`].
    PageReady {
        /// What only the browser knows.
        page: PageFacts,
        /// Whether there is a network.
        is_online: bool,
    },
    /// A text came into a field. It stands there, and waits to be looked into.
    Text(FormField, SharedText),
    /// The same for the user's `config.yml`.
    ConfigText(SharedText),
    /// See [`Action::ClientSecretToggled`].
    ClientSecretToggled,
    /// See [`Action::HostChosen`].
    HostChosen(SignInHost),
}

impl FillIn {
    /// What of an action can be done at once; nothing where it has to wait.
    pub fn of(action: &Action) -> Option<Self> {
        Some(match action {
            Action::PageReady { page, is_online } => Self::PageReady {
                page: page.clone(),
                is_online: *is_online,
            },
            Action::Typed(field, text) | Action::Pasted(field, text) => {
                Self::Text(*field, text.clone())
            }
            Action::Config(ConfigAction::Typed(text)) => Self::ConfigText(text.clone()),
            Action::ClientSecretToggled => Self::ClientSecretToggled,
            Action::HostChosen(host) => Self::HostChosen(*host),
            _ => return None,
        })
    }

    /// Whether that is all there is to do.
    pub const fn is_all(&self) -> bool {
        !matches!(self, Self::Text(..) | Self::ConfigText(_))
    }
}

impl From<FillIn> for Action {
    fn from(fill_in: FillIn) -> Self {
        match fill_in {
            FillIn::PageReady { page, is_online } => Self::PageReady { page, is_online },
            FillIn::Text(field, text) => Self::Typed(field, text),
            FillIn::ConfigText(text) => Self::Config(ConfigAction::Typed(text)),
            FillIn::ClientSecretToggled => Self::ClientSecretToggled,
            FillIn::HostChosen(host) => Self::HostChosen(host),
        }
    }
}

impl FirstView {
    /// What happens to the form before anything else can happen.
    pub fn fill_in(&mut self, now: Timestamp, fill_in: FillIn) {
        self.now = now;
        match fill_in {
            FillIn::PageReady { page, is_online } => {
                self.page = Some(page);
                self.is_offline = !is_online;
                if !self.host_is_chosen {
                    self.form.host = SignInHost::first_at(now);
                }
            }
            FillIn::Text(field, text) => *self.form.field_mut(field) = text,
            FillIn::ConfigText(text) => self.config_text = text,
            FillIn::ClientSecretToggled => self.client_secret_shown = !self.client_secret_shown,
            FillIn::HostChosen(host) => {
                self.form.host = host;
                self.host_is_chosen = true;
            }
        }
    }
}

impl From<FirstView> for State {
    fn from(first: FirstView) -> Self {
        let mut state = Self {
            form: first.form,
            client_secret_shown: first.client_secret_shown,
            now: first.now,
            page: first.page,
            connection: match first.is_offline {
                true => Connection::Offline,
                false => Connection::Online,
            },
            host_is_chosen: first.host_is_chosen,
            ..Self::default()
        };
        state.config.text = first.config_text;
        state
    }
}

impl State {
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
