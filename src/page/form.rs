//! The fields of the page, and what the user has set about how they are shown. This part of the page is at work before
//! any other.

use std::rc::Rc;

use super::folds::{Fold, Folds, PageStep};
use crate::shared_text::SharedText;
use crate::sign_in::form::{Form as Fields, FormField, SignInMethod};
use crate::timestamp::Timestamp;
use crate::trakt::command::Shell;
use crate::trakt::{ClientId, SignInHost};

/// The fields, and what is known of the page around them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Form {
    /// The fields of the sign-in.
    pub fields: Fields,
    /// The user's `config.yml`, as it was opened, pasted or typed.
    pub config: SharedText,
    /// Whether the client secret is shown in clear.
    pub client_secret_shown: bool,
    /// The steps that the user has folded or unfolded.
    pub folds: Folds,
    /// Facts that only the browser knows; none until the page is ready.
    pub page: Option<PageFacts>,
    /// Whether the browser has a network.
    pub connection: Connection,
    host_is_chosen: bool,
    method_is_chosen: bool,
}

/// Facts about the page that only the browser knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFacts {
    /// The page's origin (RFC 6454): scheme, host and port, or `null` for a page opened as a file.
    pub origin: Rc<str>,
    /// Whether the page came by `https`, from this computer or from a file, so that nobody could change it on the way.
    pub is_secure: bool,
    /// The page's address as a redirect URI (RFC 6749 3.1.2); none where Trakt could not send a browser back.
    pub redirect_uri: Option<Rc<str>>,
    /// Whether the browser can write a picked file back.
    pub can_pick_files: bool,
    /// The shell of the visitor's own system.
    pub shell: Shell,
}

/// Whether the browser has a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Connection {
    /// There was always one, as far as is known.
    #[default]
    Online,
    /// The browser says that there is none.
    Offline,
    /// There is one again.
    BackOnline,
}

/// Something that happens to the form alone, and can happen before the rest of the page is here.
#[derive(Debug, Clone, PartialEq)]
pub enum FormEvent {
    /// The page is ready for input.
    Ready {
        /// Facts that only the browser knows.
        page: PageFacts,
        /// Whether there is a network.
        is_online: bool,
    },
    /// A field was typed into; all that stands in it then.
    Typed(FormField, SharedText),
    /// A field was pasted into; all that stands in it then.
    Pasted(FormField, SharedText),
    /// `Your config.yml` was typed or pasted into; a text area's text.
    ConfigTyped(SharedText),
    /// The client secret is to be shown, or hidden again.
    ClientSecretToggled,
    /// A step was folded, or unfolded.
    StepFolded(PageStep, Fold),
    /// A sign-in host was chosen.
    HostChosen(SignInHost),
}

impl Form {
    /// Takes an event.
    pub fn on(&mut self, event: FormEvent, now: Timestamp) {
        match event {
            FormEvent::Ready { page, is_online } => {
                self.page = Some(page);
                if !is_online {
                    self.connection = Connection::Offline;
                }
                if !self.host_is_chosen {
                    self.fields.host = SignInHost::first_at(now);
                }
            }
            FormEvent::Typed(field, text) | FormEvent::Pasted(field, text) => {
                self.fields.enter(field, text);
            }
            FormEvent::ConfigTyped(text) => self.config = edited(&self.config, text),
            FormEvent::ClientSecretToggled => self.client_secret_shown = !self.client_secret_shown,
            FormEvent::StepFolded(step, fold) => self.folds.set(step, fold),
            FormEvent::HostChosen(host) => {
                self.fields.host = host;
                self.host_is_chosen = true;
            }
        }
    }

    /// Returns whether an event has no effect beyond the form.
    pub const fn is_all_there_is_to(event: &FormEvent) -> bool {
        !matches!(
            event,
            FormEvent::Typed(..) | FormEvent::Pasted(..) | FormEvent::ConfigTyped(_)
        )
    }

    /// Returns whether the text of an event still stands in its field.
    pub fn still_holds(&self, event: &FormEvent) -> bool {
        match event {
            FormEvent::Typed(field, text) | FormEvent::Pasted(field, text) => {
                self.fields.field(*field).as_str() == text.as_str()
            }
            FormEvent::ConfigTyped(text) => text_area_text(&self.config).as_str() == text.as_str(),
            FormEvent::Ready { .. }
            | FormEvent::ClientSecretToggled
            | FormEvent::StepFolded(..)
            | FormEvent::HostChosen(_) => true,
        }
    }

    /// Notes that the browser has a network again, or no longer.
    pub(super) const fn connection_changed(&mut self, is_online: bool) {
        self.connection = match (self.connection, is_online) {
            (_, false) => Connection::Offline,
            (Connection::Offline, true) => Connection::BackOnline,
            (unchanged, true) => unchanged,
        };
    }

    /// Notes that the user, or the way the page was opened, has settled the way to sign in.
    pub(super) const fn choose_method(&mut self, method: SignInMethod) {
        self.fields.method = method;
        self.method_is_chosen = true;
    }

    /// Suggests the way to sign in that fits the client ID, unless the user has chosen one: an app of the new kind has no
    /// secret, and a PIN needs one.
    pub(super) fn suggest_method(&mut self) {
        if !self.method_is_chosen {
            self.fields.method = match self.app_has_no_secret() {
                true => SignInMethod::Device,
                false => SignInMethod::Pin,
            };
        }
    }

    /// Returns whether the client ID has the form of an app that has no secret.
    pub fn app_has_no_secret(&self) -> bool {
        ClientId::from_input(self.fields.client_id.as_str())
            .is_ok_and(|client_id| client_id.value.is_of_app_without_secret())
    }

    /// Takes the host of a sign-in that was begun before the page was loaded.
    pub(super) const fn return_to_host(&mut self, host: SignInHost) {
        self.fields.host = host;
        self.host_is_chosen = true;
    }

    /// Empties every field. What is known of the page around them stays.
    pub(super) fn start_over(&mut self, now: Timestamp) {
        *self = Self {
            fields: Fields {
                host: SignInHost::first_at(now),
                ..Fields::default()
            },
            page: self.page.take(),
            connection: self.connection,
            ..Self::default()
        };
    }
}

/// Returns the text as a text area holds it, which knows one line end only.
///
/// `"a\r\nb\rc"` becomes `"a\nb\nc"`.
pub fn text_area_text(text: &SharedText) -> SharedText {
    match text.as_str().contains('\r') {
        true => {
            let mut parts = text.as_str().split('\r');
            let mut shown = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                shown.push('\n');
                shown.push_str(part.strip_prefix('\n').unwrap_or(part));
            }
            shown.into()
        }
        false => text.clone(),
    }
}

/// Gives a text that was edited in a text area the line ends that it had before, if they were all CRLF.
fn edited(before: &SharedText, in_text_area: SharedText) -> SharedText {
    let before = before.as_str();
    let all_are_crlf = before.contains("\r\n")
        && before.matches('\n').count() == before.matches("\r\n").count()
        && before.matches('\r').count() == before.matches("\r\n").count();
    match all_are_crlf {
        true => in_text_area.as_str().replace('\n', "\r\n").into(),
        false => in_text_area,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready(is_online: bool) -> FormEvent {
        FormEvent::Ready {
            page: PageFacts {
                origin: "https://example.org".into(),
                is_secure: true,
                redirect_uri: None,
                can_pick_files: false,
                shell: Shell::Posix,
            },
            is_online,
        }
    }

    /// The first second of 2027-02-01 (UTC).
    const CURRENT_HOST_FIRST: Timestamp = Timestamp::from_unix_seconds(1_801_440_000);

    #[test]
    fn a_host_chosen_before_the_page_is_ready_stays() {
        let mut form = Form::default();
        form.on(
            FormEvent::HostChosen(SignInHost::Classic),
            CURRENT_HOST_FIRST,
        );
        form.on(ready(true), CURRENT_HOST_FIRST);
        assert_eq!(form.fields.host, SignInHost::Classic);

        let mut form = Form::default();
        form.on(ready(false), CURRENT_HOST_FIRST);
        assert_eq!(form.fields.host, SignInHost::Current);
        assert_eq!(form.connection, Connection::Offline);
    }

    #[test]
    fn a_text_that_was_typed_over_is_known_as_that() {
        let mut form = Form::default();
        let first = FormEvent::Typed(FormField::Pin, "12".into());
        form.on(first.clone(), Timestamp::default());
        assert!(form.still_holds(&first));
        form.on(
            FormEvent::Typed(FormField::Pin, "12ab".into()),
            Timestamp::default(),
        );
        assert!(!form.still_holds(&first));
    }

    #[test]
    fn a_text_with_windows_line_ends_keeps_them_when_it_is_edited() {
        let crlf = SharedText::from("a:\r\n  b\r\n");
        assert_eq!(text_area_text(&crlf).as_str(), "a:\n  b\n");
        assert_eq!(edited(&crlf, "a:\n  c\n".into()).as_str(), "a:\r\n  c\r\n");
        let mixed = SharedText::from("a:\r\n  b\n");
        assert_eq!(edited(&mixed, "a:\n".into()).as_str(), "a:\n");
    }
}
