//! Turns what was typed into a request, or says what is wrong with it.

use crate::kometa::config::FoundBlock;
use crate::kometa::refresh::{self, AppSources, EnteredApp, RefreshInputError, TypedAfterBlock};
use crate::shared_text::SharedText;
use crate::trakt::{
    Checked, ClientId, ClientSecret, Field, Grant, GrantKind, InputError, InputHint, Pin,
    SignInHost, TokenRequest, TraktApp,
};

/// The texts and choices in the form, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// Client ID.
    pub client_id: SharedText,
    /// Client secret.
    pub client_secret: SharedText,
    /// PIN.
    pub pin: SharedText,
    /// The output of a command.
    pub printed: SharedText,
    /// Your current trakt block.
    pub current_block: SharedText,
    /// The chosen way to sign in.
    pub method: SignInMethod,
    /// Trakt sign-in host.
    pub host: SignInHost,
    /// The parts of the app that were typed after the block came.
    pub typed_after_block: TypedAfterBlock,
}

/// A way to a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SignInMethod {
    /// Trakt shows a PIN, which is entered here.
    #[default]
    Pin,
    /// Trakt sends the browser back to this page with a code.
    Return,
    /// Trakt gives a code that is entered there, on any device.
    Device,
    /// The refresh token of an earlier block is exchanged.
    Refresh,
}

impl SignInMethod {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Pin, Self::Return, Self::Device, Self::Refresh];
}

impl From<GrantKind> for SignInMethod {
    fn from(grant: GrantKind) -> Self {
        match grant {
            GrantKind::Pin => Self::Pin,
            GrantKind::Code => Self::Return,
            GrantKind::Device => Self::Device,
            GrantKind::Refresh => Self::Refresh,
        }
    }
}

/// A text field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormField {
    /// Client ID.
    ClientId,
    /// Client secret.
    ClientSecret,
    /// PIN.
    Pin,
    /// The output of a command.
    Printed,
    /// Your current trakt block.
    CurrentBlock,
}

impl From<Field> for FormField {
    fn from(field: Field) -> Self {
        match field {
            Field::ClientId => Self::ClientId,
            Field::ClientSecret => Self::ClientSecret,
            Field::Pin => Self::Pin,
            // These are nowhere else.
            Field::AccessToken | Field::RefreshToken => Self::CurrentBlock,
        }
    }
}

/// A problem that keeps the form from being sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputProblem {
    /// A problem in one of the fields for an app and its PIN.
    Input(InputError),
    /// The field for a command's output is empty.
    NothingPrinted,
    /// Far more was pasted than anything the field is for.
    PastedTooMuch(FormField),
    /// A problem in the block to refresh.
    Refresh(RefreshInputError),
}

impl From<InputError> for InputProblem {
    fn from(error: InputError) -> Self {
        Self::Input(error)
    }
}

impl From<RefreshInputError> for InputProblem {
    fn from(error: RefreshInputError) -> Self {
        Self::Refresh(error)
    }
}

impl InputProblem {
    /// Returns the field to go back to.
    pub fn field(&self) -> FormField {
        match self {
            Self::Input(error) | Self::Refresh(RefreshInputError::App(error)) => {
                error.field().into()
            }
            Self::NothingPrinted => FormField::Printed,
            Self::PastedTooMuch(field) => *field,
            Self::Refresh(RefreshInputError::NoClientId) => FormField::ClientId,
            Self::Refresh(_) => FormField::CurrentBlock,
        }
    }
}

impl Form {
    /// Returns what stands in a field.
    pub const fn field(&self, field: FormField) -> &SharedText {
        match field {
            FormField::ClientId => &self.client_id,
            FormField::ClientSecret => &self.client_secret,
            FormField::Pin => &self.pin,
            FormField::Printed => &self.printed,
            FormField::CurrentBlock => &self.current_block,
        }
    }

    /// Returns what stands in a field, to be changed.
    pub const fn field_mut(&mut self, field: FormField) -> &mut SharedText {
        match field {
            FormField::ClientId => &mut self.client_id,
            FormField::ClientSecret => &mut self.client_secret,
            FormField::Pin => &mut self.pin,
            FormField::Printed => &mut self.printed,
            FormField::CurrentBlock => &mut self.current_block,
        }
    }

    /// Enters a text into a field, and remembers whether that came after the block, which then gives way to it.
    pub fn enter(&mut self, field: FormField, text: SharedText) {
        *self.field_mut(field) = text;
        match field {
            FormField::ClientId => self.typed_after_block.client_id = true,
            FormField::ClientSecret => self.typed_after_block.client_secret = true,
            FormField::CurrentBlock => self.typed_after_block = TypedAfterBlock::default(),
            FormField::Pin | FormField::Printed => {}
        }
    }

    /// Enters a text as the block to refresh, as from an opened file. What was typed before gives way to it.
    pub fn enter_block(&mut self, text: SharedText) {
        self.enter(FormField::CurrentBlock, text);
    }

    /// Returns the hints about a field. An empty field is not worth a word yet.
    ///
    /// # Errors
    /// Returns what keeps the field from being sent.
    pub fn remarks(&self, field: FormField) -> Result<Vec<InputHint>, InputError> {
        fn hints<T>(checked: Result<Checked<T>, InputError>) -> Result<Vec<InputHint>, InputError> {
            checked.map(|checked| checked.hints)
        }
        let typed = self.field(field).as_str();
        let remarks = match field {
            FormField::ClientId => hints(ClientId::from_input(typed)),
            FormField::ClientSecret => match self.app_hints() {
                Ok(both) => Ok(both
                    .into_iter()
                    .filter(|hint| hint.field() == Field::ClientSecret)
                    .collect()),
                Err(_) => hints(ClientSecret::from_input(typed)),
            },
            FormField::Pin => hints(Pin::from_input(typed)),
            FormField::Printed | FormField::CurrentBlock => Ok(Vec::new()),
        };
        match remarks {
            Err(InputError::Empty(_)) => Ok(Vec::new()),
            remarks => remarks,
        }
    }

    /// Returns the hints about the client ID and the secret, if both can be sent.
    fn app_hints(&self) -> Result<Vec<InputHint>, Vec<InputError>> {
        let (client_id, client_secret) = (self.client_id.as_str(), self.client_secret.as_str());
        TraktApp::from_input(client_id, client_secret).map(|app| app.hints)
    }

    /// Returns the exchange of the PIN.
    ///
    /// # Errors
    /// Returns everything that is wrong with what was typed.
    pub fn pin_exchange(&self) -> Result<TokenRequest, Vec<InputProblem>> {
        let app = TraktApp::from_input(self.client_id.as_str(), self.client_secret.as_str());
        let pin = Pin::from_input(self.pin.as_str());
        let (app, pin) = match (app, pin) {
            (Ok(app), Ok(pin)) => (app.value, pin.value),
            (app, pin) => return Err(problems(app.err().into_iter().flatten().chain(pin.err()))),
        };
        let is_pin = |value: &str| value == pin.reveal();
        let same = match &app.client_secret {
            _ if is_pin(app.client_id.reveal()) => Some(Field::ClientId),
            Some(secret) if is_pin(secret.reveal()) => Some(Field::ClientSecret),
            _ => None,
        };
        match same {
            Some(field) => Err(problems([InputError::PinIsAppValue(field)])),
            None => Ok(TokenRequest {
                host: self.host,
                app,
                grant: Grant::Pin(pin),
            }),
        }
    }

    /// Returns the app, which may have no secret.
    ///
    /// # Errors
    /// Returns everything that is wrong with what was typed.
    pub fn app(&self) -> Result<TraktApp, Vec<InputProblem>> {
        let (client_id, client_secret) = (self.client_id.as_str(), self.client_secret.as_str());
        TraktApp::from_input_with_optional_secret(client_id, client_secret)
            .map(|app| app.value)
            .map_err(problems)
    }

    /// Returns the refresh of the block in which `found` was found. What was typed after it came wins over it.
    ///
    /// # Errors
    /// Returns what is wrong with the block, or with what was typed beside it.
    pub fn refresh(&self, found: &FoundBlock) -> Result<TokenRequest, Vec<InputProblem>> {
        refresh::token_request(found, self.host, self.entered_app())
            .map_err(|errors| errors.into_iter().map(Into::into).collect())
    }

    /// Returns where the app comes from that [`Self::refresh`] would send.
    pub fn app_sources(&self, found: &FoundBlock) -> AppSources {
        AppSources::of(found, self.entered_app())
    }

    fn entered_app(&self) -> EnteredApp<'_> {
        EnteredApp {
            client_id: self.client_id.as_str(),
            client_secret: self.client_secret.as_str(),
            typed_after_block: self.typed_after_block,
        }
    }

    /// Fills in an app.
    pub fn enter_app(&mut self, client_id: &ClientId, client_secret: Option<&ClientSecret>) {
        self.client_id = client_id.reveal().into();
        self.client_secret = client_secret.map_or("", ClientSecret::reveal).into();
        self.typed_after_block = TypedAfterBlock::default();
    }
}

fn problems(errors: impl IntoIterator<Item = InputError>) -> Vec<InputProblem> {
    errors.into_iter().map(Into::into).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::kometa::refresh::ValueSource;

    #[test]
    fn an_app_typed_after_the_block_is_the_one_that_is_sent() {
        let block = "trakt:\n  client_id: block-id\n  client_secret: block-secret\n  authorization:\n    \
                     refresh_token: r\n";
        let found = crate::kometa::pasted::read(block).unwrap();
        let mut form = Form::default();
        form.enter(FormField::ClientId, "typed-id".into());
        form.enter(FormField::CurrentBlock, block.into());
        let sent = |form: &Form| form.refresh(&found).unwrap().app;
        assert_eq!(sent(&form).client_id.reveal(), "block-id");
        assert_eq!(form.app_sources(&found).client_id, ValueSource::Block);

        form.enter(FormField::ClientId, "typed-id".into());
        assert_eq!(sent(&form).client_id.reveal(), "typed-id");
        let secret = sent(&form).client_secret;
        assert_eq!(secret.unwrap().reveal(), "block-secret");
        assert_eq!(form.app_sources(&found).client_id, ValueSource::Field);
        assert_eq!(form.app_sources(&found).client_secret, ValueSource::Block);

        form.enter_app(&ClientId::new("file-id"), None);
        assert_eq!(sent(&form).client_id.reveal(), "block-id");
    }

    #[test]
    fn a_field_is_remarked_upon_once_there_is_something_in_it() {
        for (form_field, field) in [
            (FormField::ClientId, Field::ClientId),
            (FormField::ClientSecret, Field::ClientSecret),
            (FormField::Pin, Field::Pin),
        ] {
            let mut form = Form::default();
            assert_eq!(form.remarks(form_field), Ok(vec![]));
            *form.field_mut(form_field) = "\"quoted\"".into();
            let hints = form.remarks(form_field).unwrap();
            assert!(!hints.is_empty(), "the quotation marks are taken off");
            *form.field_mut(form_field) = "a\"b".into();
            let error = Err(InputError::QuoteInside(field));
            assert_eq!(form.remarks(form_field), error);
        }
        let mut form = Form::default();
        for field in [FormField::Printed, FormField::CurrentBlock] {
            *form.field_mut(field) = "a\"b".into();
            assert_eq!(form.remarks(field), Ok(vec![]));
        }
    }
}
