//! What is said of what was typed.

use kometa_trakt_sign_in::kometa::config::RefusedValue;
use kometa_trakt_sign_in::kometa::editing::EditorRefusal;
use kometa_trakt_sign_in::kometa::refresh::RefreshInputError;
use kometa_trakt_sign_in::sign_in::form::{FormField, InputProblem};
use kometa_trakt_sign_in::text;
use kometa_trakt_sign_in::trakt::{Field, InputError, InputHint};

use crate::{assert_phrase, assert_sentence};

#[test]
fn what_is_said_about_input_is_well_formed() {
    let fields = [
        Field::ClientId,
        Field::ClientSecret,
        Field::Pin,
        Field::AccessToken,
        Field::RefreshToken,
    ];
    for field in fields {
        for error in [
            InputError::Empty(field),
            InputError::Hidden(field),
            InputError::TooLong {
                field,
                length: 9_000,
            },
            InputError::WhitespaceInside(field),
            InputError::ControlCharacter { field, code: 0x1b },
            InputError::QuoteInside(field),
            InputError::MarkAtEnd { field, mark: '*' },
            InputError::OtherFieldPasted {
                field,
                found: Field::ClientSecret,
            },
            InputError::LabelInside {
                field,
                found: Field::ClientId,
            },
            InputError::SameIdAndSecret,
            InputError::PinIsAppValue(field),
            InputError::UrlWithoutCode,
            InputError::RedirectUrlWithError {
                error: "access_denied".into(),
            },
        ] {
            let words = text::input::problem(&InputProblem::Input(error.clone()));
            assert_eq!(words, text::input::input_error(&error));
            assert_sentence(&words);
        }
        for hint in [
            InputHint::LabelRemoved(field),
            InputHint::QuotesRemoved(field),
            InputHint::CommentRemoved(field),
            InputHint::SpacesRemoved(field),
            InputHint::InvisibleRemoved(field),
            InputHint::EntitiesDecoded(field),
            InputHint::MarkupRemoved(field),
            InputHint::PunctuationRemoved(field),
            InputHint::CodeTakenFromUrl,
            InputHint::WhitespaceRemoved,
            InputHint::UnusualAppValue { field, length: 1 },
            InputHint::UnusualAppValue { field, length: 12 },
            InputHint::UnusualAppValue { field, length: 64 },
            InputHint::UnusualAppValue { field, length: 65 },
            InputHint::UnusualPin,
            InputHint::LookSwapped,
        ] {
            assert_sentence(&text::input::hint(&hint));
        }
    }
    assert_sentence(&text::input::problem(&InputProblem::NothingPrinted));
    for field in [
        FormField::ClientId,
        FormField::ClientSecret,
        FormField::Pin,
        FormField::Printed,
        FormField::CurrentBlock,
    ] {
        assert_phrase(text::input::field_name(field));
    }
}

#[test]
fn what_was_filled_in_is_told_with_where_it_came_from() {
    use FormField::{ClientId, ClientSecret, Pin};
    for (fields, pasted_into, words) in [
        (
            &[ClientId][..],
            None,
            "Client ID taken from your config.yml.",
        ),
        (
            &[ClientId, ClientSecret],
            None,
            "Client ID and Client secret taken from your config.yml.",
        ),
        (
            &[ClientId, ClientSecret, Pin],
            Some(ClientId),
            "Client ID, Client secret and PIN taken from what you pasted into Client ID.",
        ),
    ] {
        assert_eq!(text::input::filled_in(fields, pasted_into), words);
    }
}

#[test]
fn every_reason_not_to_refresh_a_block_is_a_sentence() {
    let hidden = |line| RefusedValue {
        error: InputError::Hidden(Field::ClientSecret),
        line,
    };
    for error in [
        RefreshInputError::Empty,
        RefreshInputError::NothingFound,
        RefreshInputError::NotRead(EditorRefusal::Unavailable),
        RefreshInputError::NoRefreshToken,
        RefreshInputError::NoClientId,
        RefreshInputError::Hidden(vec![hidden(None)]),
        RefreshInputError::Hidden(vec![hidden(Some(2)), hidden(Some(3))]),
        RefreshInputError::Value(RefusedValue {
            error: InputError::WhitespaceInside(Field::RefreshToken),
            line: None,
        }),
        RefreshInputError::App(InputError::SameIdAndSecret),
    ] {
        assert_sentence(&text::input::refresh_input_error(&error));
    }
}
