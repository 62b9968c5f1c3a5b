//! The one gate for client IDs, client secrets, tokens and PINs: what was typed, pasted, opened or printed becomes a value
//! that can be sent, or a named problem.
//!
//! Every source is judged by [`judge`], with the same rules. What stands around a value is taken off and reported as an
//! [`InputHint`]; what cannot be part of one is refused with an [`InputError`] before anything is sent.

pub(crate) mod characters;
mod entities;
pub(crate) mod form;
mod labels;
mod redirect_url;
mod stand_ins;
mod suspicion;
mod unwrap;

use serde::{Deserialize, Serialize};

use super::credentials::{AccessToken, ClientId, ClientSecret, Pin, RefreshToken, TraktApp};
use characters::{is_control, is_mark, is_quote, is_space};
pub use suspicion::AppOddity;

/// A value of Trakt's that a person has to bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Field {
    /// The app's client ID.
    ClientId,
    /// The app's client secret.
    ClientSecret,
    /// The PIN.
    Pin,
    /// The access token of a block.
    AccessToken,
    /// The refresh token of a block.
    RefreshToken,
}

impl Field {
    const ALL: [Self; 5] = [
        Self::ClientId,
        Self::ClientSecret,
        Self::Pin,
        Self::AccessToken,
        Self::RefreshToken,
    ];

    /// Returns how files and web pages label the value, in lower case with underscores; the first is Kometa's key.
    pub const fn labels(self) -> &'static [&'static str] {
        match self {
            Self::ClientId => &["client_id", "clientid"],
            Self::ClientSecret => &["client_secret", "clientsecret"],
            Self::Pin => &["pin", "code", "pin_code"],
            Self::AccessToken => &["access_token", "accesstoken"],
            Self::RefreshToken => &["refresh_token", "refreshtoken"],
        }
    }
}

/// The reason why a text is not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum InputError {
    /// No value: blank, blank after cleaning, or a template's text, as `YOUR_CLIENT_ID`.
    Empty(Field),
    /// `(redacted)`, `********` or the like stands there, as in a log.
    Hidden(Field),
    /// Far longer than any value.
    TooLong {
        /// The value's field.
        field: Field,
        /// In bytes.
        length: usize,
    },
    /// White space between other characters.
    WhitespaceInside(Field),
    /// A control character, or a mark for one that was lost.
    ControlCharacter {
        /// The value's field.
        field: Field,
        /// Its code point.
        code: u32,
    },
    /// A quotation mark that is not part of a pair around the value.
    QuoteInside(Field),
    /// A mark of a chat at one end, without its partner at the other.
    MarkAtEnd {
        /// The value's field.
        field: Field,
        /// The mark.
        mark: char,
    },
    /// The text begins with the label of another field.
    OtherFieldPasted {
        /// The field that it was typed into.
        field: Field,
        /// The field that its label names.
        found: Field,
    },
    /// A label stands in the middle: more than one value, or a whole block, was pasted.
    LabelInside {
        /// The field that it was typed into.
        field: Field,
        /// The label in it.
        found: Field,
    },
    /// Client ID and client secret are equal.
    SameIdAndSecret,
    /// The PIN is the client ID or the client secret.
    PinIsAppValue(Field),
    /// A URL in the PIN field that carries no code.
    UrlWithoutCode,
    /// A redirect URL in the PIN field that carries an error (RFC 6749 4.1.2.1) instead of a code.
    RedirectUrlWithError {
        /// The `error` parameter.
        error: String,
    },
}

impl InputError {
    /// Returns the field to go back to.
    pub const fn field(&self) -> Field {
        match self {
            Self::Empty(field)
            | Self::Hidden(field)
            | Self::TooLong { field, .. }
            | Self::WhitespaceInside(field)
            | Self::ControlCharacter { field, .. }
            | Self::QuoteInside(field)
            | Self::MarkAtEnd { field, .. }
            | Self::OtherFieldPasted { field, .. }
            | Self::LabelInside { field, .. } => *field,
            Self::SameIdAndSecret => Field::ClientSecret,
            Self::PinIsAppValue(_) | Self::UrlWithoutCode | Self::RedirectUrlWithError { .. } => {
                Field::Pin
            }
        }
    }
}

/// A remark on a text that prevents nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum InputHint {
    /// `client_id:` or the like stood before the value.
    LabelRemoved(Field),
    /// Quotation marks stood around the value.
    QuotesRemoved(Field),
    /// A comment stood behind the value.
    CommentRemoved(Field),
    /// Spaces of some kind stood around the value.
    SpacesRemoved(Field),
    /// Characters that nobody sees stood in the value or around it.
    InvisibleRemoved(Field),
    /// The text had HTML entities, as `&quot;`.
    EntitiesDecoded(Field),
    /// The marks of a chat stood around the value, as `**…**`.
    MarkupRemoved(Field),
    /// Punctuation stood around the value, or behind it.
    PunctuationRemoved(Field),
    /// White space stood inside the PIN.
    WhitespaceRemoved,
    /// The PIN stood among words.
    WordsRemoved,
    /// The PIN was taken out of a redirect URL.
    CodeTakenFromUrl,
    /// The value is neither 64 hexadecimal characters nor 43 characters of base64url.
    UnusualAppValue {
        /// The field that it was typed into.
        field: Field,
        /// In characters.
        length: usize,
    },
    /// The PIN is neither 8 hexadecimal characters nor a long code.
    UnusualPin,
    /// Client ID and client secret each have the other's form.
    LookSwapped,
}

impl InputHint {
    /// Returns whether something was taken off the text, rather than found unusual.
    pub const fn is_removal(&self) -> bool {
        match self {
            Self::LabelRemoved(_)
            | Self::QuotesRemoved(_)
            | Self::CommentRemoved(_)
            | Self::SpacesRemoved(_)
            | Self::InvisibleRemoved(_)
            | Self::EntitiesDecoded(_)
            | Self::MarkupRemoved(_)
            | Self::PunctuationRemoved(_)
            | Self::WhitespaceRemoved
            | Self::WordsRemoved
            | Self::CodeTakenFromUrl => true,
            Self::UnusualAppValue { .. } | Self::UnusualPin | Self::LookSwapped => false,
        }
    }

    /// Returns the field that the hint belongs to.
    pub const fn field(&self) -> Field {
        match self {
            Self::LabelRemoved(field)
            | Self::QuotesRemoved(field)
            | Self::CommentRemoved(field)
            | Self::SpacesRemoved(field)
            | Self::InvisibleRemoved(field)
            | Self::EntitiesDecoded(field)
            | Self::MarkupRemoved(field)
            | Self::PunctuationRemoved(field)
            | Self::UnusualAppValue { field, .. } => *field,
            Self::CodeTakenFromUrl
            | Self::WhitespaceRemoved
            | Self::WordsRemoved
            | Self::UnusualPin => Field::Pin,
            Self::LookSwapped => Field::ClientSecret,
        }
    }
}

/// A value made from what the user brought, with what is worth telling about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked<T> {
    /// The cleaned value.
    pub value: T,
    /// Remarks on what was cleaned away or looks unusual. None of it prevents the sign-in.
    pub hints: Vec<InputHint>,
}

impl<T> Checked<T> {
    /// Makes another value of the one that was judged.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Checked<U> {
        Checked {
            value: make(self.value),
            hints: self.hints,
        }
    }
}

/// Judges a text that is to be a value, wherever it comes from.
///
/// ```
/// use kometa_trakt_sign_in::trakt::input::{InputError, InputHint, judge};
/// use kometa_trakt_sign_in::trakt::Field;
///
/// let field = Field::RefreshToken;
/// let judged = judge(field, "“beaded03” # from Trakt").unwrap();
/// assert_eq!(judged.value, "beaded03");
/// assert!(judged.hints.contains(&InputHint::QuotesRemoved(field)));
/// assert_eq!(judge(field, "(redacted)"), Err(InputError::Hidden(field)));
/// assert_eq!(judge(field, "bead ed03"), Err(InputError::WhitespaceInside(field)));
/// ```
///
/// # Errors
/// Returns the reason why the text is no value; see [`InputError`].
pub fn judge(field: Field, text: &str) -> Result<Checked<String>, InputError> {
    let checked = unwrap::unwrap(field, text)?;
    refuse(field, &checked.value)?;
    Ok(checked)
}

/// Refuses what is not one value and nothing else.
fn refuse(field: Field, value: &str) -> Result<(), InputError> {
    if let Some(found) = labels::label_inside(value) {
        return Err(InputError::LabelInside { field, found });
    }
    if stand_ins::is_partly_hidden(field, value) {
        return Err(InputError::Hidden(field));
    }
    if value.contains(is_quote) {
        return Err(InputError::QuoteInside(field));
    }
    if value.contains(is_space) {
        return Err(InputError::WhitespaceInside(field));
    }
    if let Some(c) = value.chars().find(|c| is_control(*c)) {
        return Err(InputError::ControlCharacter {
            field,
            code: c.into(),
        });
    }
    // `_` and `~` can be part of a value, but not beside one that is whole without them.
    let is_soft_mark = |c: char| matches!(c, '_' | '~');
    let is_any_mark = |c: char| is_mark(c) || is_soft_mark(c);
    let inner = value.trim_matches(is_any_mark);
    let is_whole =
        form::is_usual(inner) || (inner.len() >= form::PIN_LENGTH && form::is_hex(inner));
    let is_marked = is_whole && !form::is_usual(value);
    let ends = [value.chars().next(), value.chars().next_back()];
    let is_mark = |c: char| is_mark(c) || (is_marked && is_soft_mark(c));
    // A terminal puts `$` behind a line that it has cut.
    let is_cut = value.ends_with('$').then_some('$');
    match ends.into_iter().flatten().find(|c| is_mark(*c)).or(is_cut) {
        Some(mark) => Err(InputError::MarkAtEnd { field, mark }),
        None => Ok(()),
    }
}

impl ClientId {
    /// Cleans and checks a text that is to be a client ID.
    ///
    /// # Errors
    /// Returns the reason why the text is none; see [`InputError`].
    pub fn from_input(text: &str) -> Result<Checked<Self>, InputError> {
        Ok(judge_app_value(Field::ClientId, text)?.map(Self::new))
    }

    /// Returns whether the ID has the form that belongs to an app without a secret: 43 characters of base64url, as
    /// Trakt's portal hands out since October 2026.
    pub fn is_of_app_without_secret(&self) -> bool {
        form::is_usual_base64url(self.reveal())
    }
}

impl ClientSecret {
    /// Cleans and checks a text that is to be a client secret.
    ///
    /// # Errors
    /// Returns the reason why the text is none; see [`InputError`].
    pub fn from_input(text: &str) -> Result<Checked<Self>, InputError> {
        Ok(judge_app_value(Field::ClientSecret, text)?.map(Self::new))
    }
}

impl AccessToken {
    /// Cleans and checks a text that is to be an access token.
    ///
    /// # Errors
    /// Returns the reason why the text is none; see [`InputError`].
    pub fn from_input(text: &str) -> Result<Checked<Self>, InputError> {
        Ok(judge(Field::AccessToken, text)?.map(Self::new))
    }
}

impl RefreshToken {
    /// Cleans and checks a text that is to be a refresh token.
    ///
    /// # Errors
    /// Returns the reason why the text is none; see [`InputError`].
    pub fn from_input(text: &str) -> Result<Checked<Self>, InputError> {
        Ok(judge(Field::RefreshToken, text)?.map(Self::new))
    }
}

impl Pin {
    /// Cleans and checks a text that is to be a PIN. From a whole redirect URL or `urn:` address the code is taken out,
    /// and white space inside is dropped.
    ///
    /// # Errors
    /// Returns the reason why the text is none; see [`InputError`].
    pub fn from_input(text: &str) -> Result<Checked<Self>, InputError> {
        let field = Field::Pin;
        let mut pin = unwrap::unwrap(field, text)?;
        let code = redirect_url::code_in(&pin.value)?;
        if let Some(code) = &code {
            let inner = unwrap::unwrap(field, code)?;
            pin.value = inner.value;
            pin.hints.extend(inner.hints);
        }
        if let Some(alone) = redirect_url::pin_among_words(&pin.value) {
            pin.value = alone;
            pin.hints.push(InputHint::WordsRemoved);
        } else if let Some(joined) = redirect_url::without_spaces(&pin.value) {
            pin.value = joined;
            pin.hints.push(InputHint::WhitespaceRemoved);
        }
        refuse(field, &pin.value)?;
        if code.is_some() {
            pin.hints.push(InputHint::CodeTakenFromUrl);
        } else if !form::is_usual_pin(&pin.value) && !form::is_usual(&pin.value) {
            pin.hints.push(InputHint::UnusualPin);
        }
        Ok(pin.map(Self::new))
    }
}

impl TraktApp {
    /// Cleans and checks what was typed as client ID and client secret, each by itself and against the other.
    ///
    /// # Errors
    /// Everything that is wrong with either.
    pub fn from_input(
        client_id: &str,
        client_secret: &str,
    ) -> Result<Checked<Self>, Vec<InputError>> {
        let client_id = ClientId::from_input(client_id);
        let client_secret = ClientSecret::from_input(client_secret);
        match (client_id, client_secret) {
            (Ok(id), Ok(secret)) if id.value.reveal() == secret.value.reveal() => {
                Err(vec![InputError::SameIdAndSecret])
            }
            (Ok(id), Ok(secret)) => {
                let are_swapped = suspicion::look_swapped(id.value.reveal(), secret.value.reveal());
                let swapped = are_swapped.then_some(InputHint::LookSwapped);
                Ok(Checked {
                    value: Self {
                        client_id: id.value,
                        client_secret: Some(secret.value),
                    },
                    hints: id
                        .hints
                        .into_iter()
                        .chain(secret.hints)
                        .chain(swapped)
                        .collect(),
                })
            }
            (id, secret) => Err(id.err().into_iter().chain(secret.err()).collect()),
        }
    }

    /// Cleans and checks both, where the app may have no secret.
    ///
    /// # Errors
    /// Everything that is wrong with either.
    pub fn from_input_with_optional_secret(
        client_id: &str,
        client_secret: &str,
    ) -> Result<Checked<Self>, Vec<InputError>> {
        if !matches!(
            ClientSecret::from_input(client_secret),
            Err(InputError::Empty(_))
        ) {
            return Self::from_input(client_id, client_secret);
        }
        let client_id = ClientId::from_input(client_id).map_err(|error| vec![error])?;
        Ok(client_id.map(|client_id| Self {
            client_id,
            client_secret: None,
        }))
    }
}

fn judge_app_value(field: Field, text: &str) -> Result<Checked<String>, InputError> {
    let mut checked = judge(field, text)?;
    if !form::is_usual(&checked.value) {
        let length = checked.value.chars().count();
        let unusual = InputHint::UnusualAppValue { field, length };
        checked.hints.push(unusual);
    }
    Ok(checked)
}

#[cfg(test)]
mod tests;
