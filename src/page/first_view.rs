//! The form as it first stands, which can be filled in without the code of all the other transitions.

use super::{Action, ConfigAction, Connection, Fold, Folds, PageFacts, PageStep, State};
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
    /// Which of the page's steps the user has folded or unfolded.
    pub folds: Folds,
    /// What only the browser knows of the page; none before it is ready.
    pub page: Option<PageFacts>,
    /// The user's `config.yml`.
    pub config_text: SharedText,
    connection: Connection,
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
    /// See [`Action::StepFolded`].
    StepFolded(PageStep, Fold),
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
            Action::StepFolded(step, fold) => Self::StepFolded(*step, *fold),
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
            FillIn::StepFolded(step, fold) => Self::StepFolded(step, fold),
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
                if !is_online {
                    self.connection = Connection::Offline;
                }
                if !self.host_is_chosen {
                    self.form.host = SignInHost::first_at(now);
                }
            }
            FillIn::Text(field, text) => *self.form.field_mut(field) = text,
            FillIn::ConfigText(text) => self.config_text = text,
            FillIn::ClientSecretToggled => self.client_secret_shown = !self.client_secret_shown,
            FillIn::StepFolded(step, fold) => self.folds.set(step, fold),
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
            folds: first.folds,
            now: first.now,
            page: first.page,
            connection: first.connection,
            host_is_chosen: first.host_is_chosen,
            ..Self::default()
        };
        state.config.text = first.config_text;
        state
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready(origin: &'static str, is_online: bool) -> FillIn {
        FillIn::PageReady {
            page: PageFacts {
                origin: origin.into(),
                is_secure: true,
                redirect_uri: None,
            },
            is_online,
        }
    }

    const FOLDED: Fold = Fold {
        while_done: false,
        is_open: false,
    };

    /// The first second of 2027-02-01 (UTC).
    const CURRENT_HOST_FIRST: Timestamp = Timestamp::from_unix_seconds(1_801_440_000);

    #[test]
    fn all_that_was_filled_in_is_in_the_state() {
        let mut first = FirstView::default();
        for fill_in in [
            FillIn::Text(FormField::Pin, "12ab".into()),
            FillIn::ConfigText("plex:\n".into()),
            FillIn::ClientSecretToggled,
            FillIn::StepFolded(PageStep::App, FOLDED),
            ready("https://example.org", false),
        ] {
            first.fill_in(CURRENT_HOST_FIRST, fill_in);
        }
        let state = State::from(first);
        assert_eq!(state.form.pin.as_str(), "12ab");
        assert_eq!(state.config.text.as_str(), "plex:\n");
        assert!(state.client_secret_shown);
        assert!(!state.folds.is_open(PageStep::App, false));
        assert_eq!(state.connection, Connection::Offline);
        assert_eq!(state.page.unwrap().origin, "https://example.org");
        assert_eq!(state.form.host, SignInHost::Current);
        assert_eq!(state.now, CURRENT_HOST_FIRST);
    }

    #[test]
    fn a_host_that_was_chosen_before_the_page_was_ready_stays() {
        let mut first = FirstView::default();
        first.fill_in(CURRENT_HOST_FIRST, FillIn::HostChosen(SignInHost::Classic));
        first.fill_in(CURRENT_HOST_FIRST, ready("null", true));
        assert_eq!(State::from(first).form.host, SignInHost::Classic);
    }

    #[test]
    fn what_is_filled_in_is_the_same_to_the_whole_page() {
        for action in [
            Action::Typed(FormField::ClientId, "a".into()),
            Action::Config(ConfigAction::Typed("plex:".into())),
            Action::ClientSecretToggled,
            Action::StepFolded(PageStep::App, FOLDED),
            Action::HostChosen(SignInHost::Current),
        ] {
            assert_eq!(FillIn::of(&action).map(Action::from), Some(action));
        }
        assert_eq!(FillIn::of(&Action::Cancelled), None);
    }
}
