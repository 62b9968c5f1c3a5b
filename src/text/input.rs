//! What is said of what was typed.

use crate::kometa::refresh::RefreshInputError;
use crate::sign_in::form::{FormField, InputProblem};
use crate::trakt::input::AppOddity;
use crate::trakt::{Field, InputError, InputHint};

use super::{block, config};
use crate::page::event::FilledIn;

/// The name of a field, as it stands beside it.
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

/// The name of a field within a sentence.
const fn name_within(field: Field) -> &'static str {
    match field {
        Field::ClientId => "client ID",
        Field::ClientSecret => "client secret",
        Field::Pin => "PIN",
        Field::AccessToken => "access token",
        Field::RefreshToken => "refresh token",
    }
}

/// What is asked for again after the way to Trakt.
pub const SECRET_WANTED_AGAIN: &str =
    "Enter your client secret again: it was not kept while you were at Trakt.";

/// What a pasted or opened text has filled in.
pub fn filled_in(filled_in: &FilledIn) -> String {
    let names: Vec<_> = filled_in
        .fields
        .iter()
        .map(|field| field_name(*field))
        .collect();
    let names = match &names[..] {
        [first, second] => format!("{first} and {second}"),
        [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        names => names.concat(),
    };
    match filled_in.pasted_into {
        Some(field) => format!(
            "{names} taken from what you pasted into {}.",
            field_name(field)
        ),
        None => format!("{names} taken from your config.yml."),
    }
}

/// The title of the document while fields keep the form from being sent.
pub const REFUSED_TITLE: &str = "something is missing or wrong";

/// Returns the title over what keeps the form from being sent.
pub const fn refused_title(problems: &[InputProblem]) -> &'static str {
    match problems {
        // The command may have sent the request.
        [InputProblem::NothingPrinted] => "There is no answer to use yet",
        _ => "Nothing was sent yet",
    }
}

/// What keeps the form from being sent.
pub fn problem(problem: &InputProblem) -> String {
    match problem {
        InputProblem::Input(error) => input_error(error),
        InputProblem::NothingPrinted => {
            format!("{} is empty.", field_name(FormField::Printed))
        }
        InputProblem::Refresh(error) => refresh_input_error(error),
    }
}

/// Why a pasted block cannot be refreshed as it is.
pub fn refresh_input_error(error: &RefreshInputError) -> String {
    match error {
        RefreshInputError::Empty => {
            "Your current trakt block is empty. Paste it, or your whole config.yml.".into()
        }
        RefreshInputError::NothingFound => config::NO_TRAKT_SECTION.into(),
        RefreshInputError::NotRead(refusal) => config::editor_refusal(refusal),
        RefreshInputError::NoRefreshToken => {
            "There is no refresh_token in your block, so it cannot be refreshed. Sign in with a PIN instead.".into()
        }
        RefreshInputError::NoClientId => {
            "There is no client_id in your block. Enter it under Client ID.".into()
        }
        RefreshInputError::Hidden(values) => block::hidden_values(values),
        RefreshInputError::Value(refused) => block::refused_value(refused),
        RefreshInputError::App(error) => input_error(error),
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

/// Returns what is worth knowing about a typed text.
pub fn hint(hint: &InputHint) -> String {
    match hint {
        InputHint::LabelRemoved(_) => "The label before the value is left out.".into(),
        InputHint::QuotesRemoved(_) => "The quotation marks around the value are left out.".into(),
        InputHint::CommentRemoved(_) => "The comment after the value is left out.".into(),
        InputHint::SpacesRemoved(_) => "The spaces around the value are left out.".into(),
        InputHint::InvisibleRemoved(_) => "Invisible characters in the value are left out.".into(),
        InputHint::EntitiesDecoded(_) => "HTML codes such as “&quot;” are read as what they stand for.".into(),
        InputHint::MarkupRemoved(_) => "The formatting marks around the value are left out.".into(),
        InputHint::PunctuationRemoved(_) => "The comma or semicolon after the value is left out.".into(),
        InputHint::WhitespaceRemoved => "The spaces in the PIN are left out.".into(),
        InputHint::CodeTakenFromUrl => "The code is taken out of the address.".into(),
        InputHint::UnusualAppValue { length, .. } if *length == 1 => {
            "Only 1 character; most have 64. Did you copy all of it?".into()
        }
        InputHint::UnusualAppValue { length, .. } if *length < USUAL_LENGTH => {
            format!("Only {length} characters; most have {USUAL_LENGTH}. Did you copy all of it?")
        }
        InputHint::UnusualAppValue { length, .. } if *length > USUAL_LENGTH => format!(
            "This has {length} characters; most have {USUAL_LENGTH}. Did you copy something else along with it?"
        ),
        InputHint::UnusualAppValue { .. } => {
            "Most have only the characters 0 to 9 and a to f. Did you copy it correctly?".into()
        }
        InputHint::UnusualPin => {
            "Most PINs have 8 characters from 0 to 9 and a to f. Did you copy all of it?".into()
        }
        InputHint::LookSwapped => {
            "Client ID and Client secret may be swapped: what you put in Client secret has the form of a client ID."
                .into()
        }
    }
}

/// Client IDs and secrets of Trakt's older apps have this many characters.
const USUAL_LENGTH: usize = 64;

/// What looks wrong about an ID or a secret that Trakt did not accept.
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
