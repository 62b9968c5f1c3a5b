//! Names of single values, and sentences about what is wrong with one.

use crate::sign_in::form::FormField;
use crate::trakt::input::AppOddity;
use crate::trakt::{Field, InputError};

/// Returns the name of a field, as it stands beside it.
pub const fn field_name(field: FormField) -> &'static str {
    match field {
        FormField::ClientId => "Client ID",
        FormField::ClientSecret => "Client secret",
        FormField::Pin => "PIN",
        FormField::Printed => "What the command printed",
        FormField::CurrentBlock => "Your current trakt block",
    }
}

const fn name(field: Field) -> &'static str {
    match field {
        Field::ClientId => field_name(FormField::ClientId),
        Field::ClientSecret => field_name(FormField::ClientSecret),
        Field::Pin => field_name(FormField::Pin),
        Field::AccessToken => "The access token",
        Field::RefreshToken => "The refresh token",
    }
}

/// Returns the name of a field within a sentence.
const fn name_within(field: Field) -> &'static str {
    match field {
        Field::ClientId => "client ID",
        Field::ClientSecret => "client secret",
        Field::Pin => "PIN",
        Field::AccessToken => "access token",
        Field::RefreshToken => "refresh token",
    }
}

/// Returns what keeps a typed text from being sent.
pub fn input_error(error: &InputError) -> String {
    match error {
        InputError::Empty(field) => format!("Enter your {}.", name_within(*field)),
        error => value_error(name(error.field()), error),
    }
}

/// Returns what keeps a value from being sent. `name` is what the sentence calls it.
pub(super) fn value_error(name: &str, error: &InputError) -> String {
    match error {
        InputError::Empty(_) => format!("{name} is empty."),
        InputError::Hidden(Field::Pin) => {
            format!("{name} is hidden or cut short here. Copy all of it from Trakt’s page.")
        }
        InputError::Hidden(_) => format!(
            "{name} is hidden, as secrets are in Kometa’s log. config.yml itself has it: copy it from there."
        ),
        InputError::TooLong { length, .. } => format!(
            "{name} is far too long ({length} characters). Copy the value alone."
        ),
        InputError::WhitespaceInside(_) => format!(
            "{name} has a space or a line break in it. Copy it again, without anything around it."
        ),
        InputError::ControlCharacter { code, .. } => format!(
            "{name} has a character in it that nobody can see or type (U+{code:04X}). Copy it again."
        ),
        InputError::QuoteInside(_) => format!(
            "{name} has a quotation mark in it. Copy only what is between the quotation marks."
        ),
        InputError::MarkAtEnd { mark, .. } => format!(
            "{name} has “{mark}” at one end, which is no part of it. Copy the value alone."
        ),
        InputError::OtherFieldPasted { found, .. } => format!(
            "{name} is labelled as the {}. Put each value into its own field.",
            name_within(*found)
        ),
        InputError::LabelInside { found, .. } => format!(
            "{name} holds more than one value. Copy only what follows “{}:”, up to the end of the line.",
            found.labels().first().unwrap_or(&"")
        ),
        InputError::SameIdAndSecret => {
            "Client ID and Client secret are the same. Trakt shows two different values; copy each into its own field."
                .into()
        }
        InputError::PinIsAppValue(field) => format!(
            "What you put in PIN is the {}. The PIN is the short code that Trakt shows after you allow the app.",
            name_within(*field)
        ),
        InputError::UrlWithoutCode => {
            "The address in PIN has no code in it. Copy the short code that Trakt shows after you allow the app.".into()
        }
        InputError::RedirectUrlWithError { error } => format!(
            "The address in PIN says that the sign-in did not succeed ({error}). Get a new PIN and press “Allow” at \
             Trakt."
        ),
    }
}

/// Returns what looks wrong about an ID or a secret that Trakt did not accept.
pub fn oddity(oddity: AppOddity) -> String {
    match oddity {
        AppOddity::CutShort { field, length } => format!(
            "{} has {length} characters where 64 are usual: it looks cut short.",
            name(field)
        ),
        AppOddity::Padded { field, length } => format!(
            "{} has {length} characters where 64 are usual: something else seems to be pasted along.",
            name(field)
        ),
        AppOddity::Swapped => {
            "Client ID and Client secret look swapped: what you put in Client secret has the form of a client ID.".into()
        }
    }
}
