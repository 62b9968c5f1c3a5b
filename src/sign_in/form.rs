//! What was typed becomes a typed request.

use crate::kometa::config::FoundBlock;
use crate::kometa::refresh::{self, RefreshInputError};
use crate::shared_text::SharedText;
use crate::trakt::{
    Checked, ClientId, ClientSecret, Field, Grant, GrantKind, InputError, InputHint, Pin,
    SignInHost, TokenRequest, TraktApp,
};

/// What stands in the form, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// Client ID.
    pub client_id: SharedText,
    /// Client secret.
    pub client_secret: SharedText,
    /// PIN.
    pub pin: SharedText,
    /// What the command printed.
    pub printed: SharedText,
    /// Your current trakt block.
    pub current_block: SharedText,
    /// How do you want to sign in?
    pub method: SignInMethod,
    /// Trakt sign-in host.
    pub host: SignInHost,
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
    /// What the command printed.
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
        }
    }
}

/// What keeps the form from being sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputProblem {
    /// It is in one of the fields for an app and its PIN.
    Input(InputError),
    /// Nothing was pasted as a command's output.
    NothingPrinted,
    /// It is in the block to refresh.
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
    /// The field to go back to.
    pub fn field(&self) -> FormField {
        match self {
            Self::Input(error) | Self::Refresh(RefreshInputError::App(error)) => {
                error.field().into()
            }
            Self::NothingPrinted => FormField::Printed,
            Self::Refresh(RefreshInputError::NoClientId) => FormField::ClientId,
            Self::Refresh(_) => FormField::CurrentBlock,
        }
    }
}

impl Form {
    /// What stands in a field.
    pub const fn field(&self, field: FormField) -> &SharedText {
        match field {
            FormField::ClientId => &self.client_id,
            FormField::ClientSecret => &self.client_secret,
            FormField::Pin => &self.pin,
            FormField::Printed => &self.printed,
            FormField::CurrentBlock => &self.current_block,
        }
    }

    /// What stands in a field, to be changed.
    pub const fn field_mut(&mut self, field: FormField) -> &mut SharedText {
        match field {
            FormField::ClientId => &mut self.client_id,
            FormField::ClientSecret => &mut self.client_secret,
            FormField::Pin => &mut self.pin,
            FormField::Printed => &mut self.printed,
            FormField::CurrentBlock => &mut self.current_block,
        }
    }

    /// The hints about a field, or what keeps it from being sent. An empty field is not worth a word yet.
    ///
    /// # Errors
    /// What keeps it from being sent.
    pub fn remarks(&self, field: FormField) -> Result<Vec<InputHint>, InputError> {
        fn hints<T>(checked: Result<Checked<T>, InputError>) -> Result<Vec<InputHint>, InputError> {
            checked.map(|checked| checked.hints)
        }
        let typed = self.field(field).as_str();
        let remarks = match field {
            FormField::ClientId => hints(ClientId::from_input(typed)),
            FormField::ClientSecret => hints(ClientSecret::from_input(typed)),
            FormField::Pin => hints(Pin::from_input(typed)),
            FormField::Printed | FormField::CurrentBlock => Ok(Vec::new()),
        };
        match remarks {
            Err(InputError::Empty(_)) => Ok(Vec::new()),
            remarks => remarks,
        }
    }

    /// The exchange of the PIN.
    ///
    /// # Errors
    /// Everything that is wrong with what was typed.
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

    /// The app, which may have no secret.
    ///
    /// # Errors
    /// Everything that is wrong with what was typed.
    pub fn app(&self) -> Result<TraktApp, Vec<InputProblem>> {
        let (client_id, client_secret) = (self.client_id.as_str(), self.client_secret.as_str());
        TraktApp::from_input_with_optional_secret(client_id, client_secret)
            .map(|app| app.value)
            .map_err(problems)
    }

    /// The refresh of the block in which `found` was found.
    ///
    /// # Errors
    /// What is wrong with the block, or with what was typed beside it.
    pub fn refresh(&self, found: &FoundBlock) -> Result<TokenRequest, Vec<InputProblem>> {
        let (client_id, client_secret) = (self.client_id.as_str(), self.client_secret.as_str());
        refresh::token_request(found.clone(), self.host, client_id, client_secret)
            .map_err(|error| vec![error.into()])
    }

    /// Fills in an app.
    pub fn enter_app(&mut self, client_id: &ClientId, client_secret: Option<&ClientSecret>) {
        self.client_id = client_id.reveal().into();
        self.client_secret = client_secret.map_or("", ClientSecret::reveal).into();
    }
}

fn problems(errors: impl IntoIterator<Item = InputError>) -> Vec<InputProblem> {
    errors.into_iter().map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
