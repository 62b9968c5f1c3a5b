//! What is said of what was typed.

use crate::kometa::refresh::RefreshInputError;
use crate::sign_in::form::{FormField, InputProblem};
use crate::trakt::input::AppOddity;
use crate::trakt::{Field, InputError, InputHint};

use super::config;
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

fn name(field: Field) -> &'static str {
    field_name(field.into())
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
        RefreshInputError::App(error) => input_error(error),
    }
}

/// What keeps a typed text from being sent.
pub fn input_error(error: &InputError) -> String {
    match error {
        InputError::Empty(field) => format!("{} is empty.", name(*field)),
        InputError::WhitespaceInside(field) => format!(
            "{} has a space or a line break in it. Copy it again, without anything around it.",
            name(*field)
        ),
        InputError::QuoteInside(field) => format!(
            "{} has a quotation mark in it. Copy only what is between the quotation marks.",
            name(*field)
        ),
        InputError::OtherFieldPasted { field, found } => format!(
            "What you put in {} is labelled as the {}. Put each value into its own field.",
            name(*field),
            name(*found)
        ),
        InputError::LabelInside { field, found } => format!(
            "{} holds more than one value. Copy only what follows “{}:”, up to the end of the line.",
            name(*field),
            found.labels().first().unwrap_or(&"")
        ),
        InputError::SameIdAndSecret => {
            "Client ID and Client secret are the same. Trakt shows two different values; copy each into its own field."
                .into()
        }
        InputError::PinIsAppValue(field) => format!(
            "What you put in PIN is the {}. The PIN is the short code that Trakt shows after you allow the app.",
            name(*field)
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

/// What is worth knowing about a typed text.
pub fn hint(hint: &InputHint) -> String {
    match hint {
        InputHint::LabelRemoved(_) => "The label before the value is left out.".into(),
        InputHint::QuotesRemoved(_) => "The quotation marks around the value are left out.".into(),
        InputHint::CommentRemoved(_) => "The comment after the value is left out.".into(),
        InputHint::WhitespaceRemoved => "The spaces in the PIN are left out.".into(),
        InputHint::CodeTakenFromUrl => "The code is taken out of the address.".into(),
        InputHint::UnusualAppValue { length, .. } => format!(
            "This is {length} characters long or has unusual characters. Most are 64 characters from 0 to 9 and a to f. \
             Check that all of it is here."
        ),
        InputHint::UnusualPin => {
            "Most PINs are 8 characters from 0 to 9 and a to f. Check that all of it is here."
                .into()
        }
    }
}

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
        AppOddity::MaybeSwapped => {
            "Client ID and Client secret look alike. Check that you have not swapped them.".into()
        }
        AppOddity::Swapped => {
            "Client ID and Client secret look swapped: what you put in Client secret has the form of a client ID.".into()
        }
    }
}
