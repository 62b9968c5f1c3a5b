//! Sentences about what was typed.

use crate::kometa::refresh::RefreshInputError;
use crate::sign_in::form::{FormField, InputProblem};
use crate::trakt::{InputError, InputHint};

use super::list::in_a_row;
pub use super::value::{field_name, input_error, oddity};
use super::{block, config};

/// Asks for the secret again after the way to Trakt.
pub const SECRET_WANTED_AGAIN: &str =
    "Enter your client secret again: it was not kept while you were at Trakt.";

/// Returns what a pasted text has filled in. `pasted_into` is where it was pasted; none for an opened file.
pub fn filled_in(fields: &[FormField], pasted_into: Option<FormField>) -> String {
    let names: Vec<_> = fields.iter().map(|field| field_name(*field)).collect();
    let names = in_a_row(&names);
    match pasted_into {
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
pub fn refused_title(problems: &[InputProblem]) -> &'static str {
    match problems {
        // The command may have sent the request.
        [InputProblem::NothingPrinted] => "There is no answer to use yet",
        [InputProblem::Input(InputError::Empty(_))] => "Something is missing",
        problems if problems.iter().all(is_missing) => "Some things are missing",
        _ => "Nothing was sent yet",
    }
}

fn is_missing(problem: &InputProblem) -> bool {
    matches!(problem, InputProblem::Input(InputError::Empty(_)))
}

/// Returns what keeps the form from being sent.
pub fn problem(problem: &InputProblem) -> String {
    match problem {
        InputProblem::Input(error) => input_error(error),
        InputProblem::PastedTooMuch(field) => format!(
            "What you pasted is far too long for {}, so it was left out.",
            field_name(*field)
        ),
        InputProblem::NothingPrinted => {
            format!("{} is empty.", field_name(FormField::Printed))
        }
        InputProblem::Refresh(error) => refresh_input_error(error),
    }
}

/// Says why a pasted block cannot be refreshed as it is.
pub fn refresh_input_error(error: &RefreshInputError) -> String {
    match error {
        RefreshInputError::Empty => {
            "Your current trakt block is empty. Paste it, or your whole config.yml.".into()
        }
        RefreshInputError::NothingFound => block::NO_TRAKT_SECTION.into(),
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
        InputHint::PunctuationRemoved(_) => "The punctuation around the value is left out.".into(),
        InputHint::WhitespaceRemoved => "The spaces in the PIN are left out.".into(),
        InputHint::WordsRemoved => "The words around the PIN are left out.".into(),
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
