//! What passes the gate, and what does not.
#![allow(clippy::unwrap_used)]

use super::*;

const HEX_64: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn id(typed: &str) -> Result<(String, Vec<InputHint>), InputError> {
    ClientId::from_input(typed).map(|c| (c.value.reveal().to_owned(), c.hints))
}

fn pin(typed: &str) -> Result<(String, Vec<InputHint>), InputError> {
    Pin::from_input(typed).map(|c| (c.value.reveal().to_owned(), c.hints))
}

#[test]
fn a_usual_id_passes_without_a_word() {
    assert_eq!(id(HEX_64), Ok((HEX_64.into(), vec![])));
    let base64url = "Zm9vYmFyYmF6LWZvb2Jhcl9iYXotZm9vYmFyLWJhel8";
    assert_eq!(id(base64url), Ok((base64url.into(), vec![])));
}

#[test]
fn white_space_and_invisible_characters_around_are_taken_off_and_said() {
    let field = Field::ClientId;
    assert_eq!(
        id(&format!(" \u{feff}\u{a0}{HEX_64}\u{200b}\r\n")),
        Ok((
            HEX_64.into(),
            vec![
                InputHint::SpacesRemoved(field),
                InputHint::InvisibleRemoved(field)
            ]
        ))
    );
}

#[test]
fn a_label_and_quotes_pasted_along_are_taken_off_and_said() {
    let label = InputHint::LabelRemoved(Field::ClientId);
    let quotes = InputHint::QuotesRemoved(Field::ClientId);
    for (typed, hints) in [
        (format!("client_id: {HEX_64}"), vec![label.clone()]),
        (format!("Client ID: {HEX_64}"), vec![label.clone()]),
        (format!("CLIENT_ID={HEX_64}"), vec![label.clone()]),
        (format!("\"{HEX_64}\""), vec![quotes.clone()]),
        (format!("“{HEX_64}”"), vec![quotes.clone()]),
        (format!("'{HEX_64}'"), vec![quotes.clone()]),
        (
            format!("client_id: \"{HEX_64}\""),
            vec![label.clone(), quotes.clone()],
        ),
        (
            format!("\"client_id\": \"{HEX_64}\","),
            vec![
                InputHint::PunctuationRemoved(Field::ClientId),
                label.clone(),
                quotes.clone(),
            ],
        ),
    ] {
        assert_eq!(id(&typed), Ok((HEX_64.into(), hints)), "{typed}");
    }
}

#[test]
fn what_cannot_be_an_id_is_named() {
    let field = Field::ClientId;
    for (typed, error) in [
        ("", InputError::Empty(field)),
        (" \u{200b}\n", InputError::Empty(field)),
        ("client_id:", InputError::Empty(field)),
        ("\"\"", InputError::Empty(field)),
        ("abc def", InputError::WhitespaceInside(field)),
        ("abc\u{a0}def", InputError::WhitespaceInside(field)),
        ("abc\0def", InputError::ControlCharacter { field, code: 0 }),
        ("abc\"def", InputError::QuoteInside(field)),
        ("'abc", InputError::QuoteInside(field)),
        (
            "client_secret: abc",
            InputError::OtherFieldPasted {
                field,
                found: Field::ClientSecret,
            },
        ),
        (
            "pin: abc",
            InputError::OtherFieldPasted {
                field,
                found: Field::Pin,
            },
        ),
        (
            "trakt: client_id: abc",
            InputError::LabelInside {
                field,
                found: Field::ClientId,
            },
        ),
        (
            "client_id: abc\n  client_secret: def",
            InputError::LabelInside {
                field,
                found: Field::ClientSecret,
            },
        ),
    ] {
        assert_eq!(id(typed), Err(error), "{typed:?}");
    }
}

#[test]
fn an_unusual_value_is_a_hint_and_passes() {
    let hint = |length| {
        vec![InputHint::UnusualAppValue {
            field: Field::ClientId,
            length,
        }]
    };
    assert_eq!(id(&HEX_64[1..]), Ok((HEX_64[1..].into(), hint(63))));
    assert_eq!(
        id("1a2b3c4d5e6f7g8h9i"),
        Ok(("1a2b3c4d5e6f7g8h9i".into(), hint(18)))
    );
    assert_eq!(id("$(é)`x`"), Ok(("$(é)`x`".into(), hint(7))));
}

#[test]
fn an_id_and_a_secret_that_are_the_same_are_refused() {
    assert_eq!(
        TraktApp::from_input("abc", " abc "),
        Err(vec![InputError::SameIdAndSecret])
    );
}

#[test]
fn an_id_and_a_secret_in_each_others_place_are_refused() {
    assert_eq!(
        TraktApp::from_input("client_secret: abc", "client_id: def"),
        Err(vec![
            InputError::OtherFieldPasted {
                field: Field::ClientId,
                found: Field::ClientSecret
            },
            InputError::OtherFieldPasted {
                field: Field::ClientSecret,
                found: Field::ClientId
            },
        ])
    );
}

#[test]
fn every_empty_field_is_named_at_once() {
    assert_eq!(
        TraktApp::from_input("", ""),
        Err(vec![
            InputError::Empty(Field::ClientId),
            InputError::Empty(Field::ClientSecret)
        ])
    );
}

#[test]
fn a_pin_passes_in_either_case_and_as_typed() {
    assert_eq!(pin("12AbCdEf"), Ok(("12AbCdEf".into(), vec![])));
    assert_eq!(
        pin("pin: 12abcdef"),
        Ok(("12abcdef".into(), vec![InputHint::LabelRemoved(Field::Pin)]))
    );
    assert_eq!(pin("123"), Ok(("123".into(), vec![InputHint::UnusualPin])));
}

#[test]
fn the_code_is_taken_out_of_a_redirect_url() {
    for typed in [
        "https://example.org/page/?code=12abcdef&state=xyz",
        "https://example.org/?state=x&code=12abcdef#top",
        "urn:ietf:wg:oauth:2.0:oob?code=12abcdef",
        "?code=12abcdef",
        "code=12abcdef&state=x",
        "https://example.org/?code=12%61bcdef",
        "https://trakt.tv/oauth/authorize/12abcdef",
    ] {
        assert_eq!(
            pin(typed),
            Ok(("12abcdef".into(), vec![InputHint::CodeTakenFromUrl])),
            "{typed}"
        );
    }
}

#[test]
fn a_url_without_a_code_is_refused_with_the_reason() {
    assert_eq!(pin("https://trakt.tv/"), Err(InputError::UrlWithoutCode));
    assert_eq!(
        pin("urn:ietf:wg:oauth:2.0:oob"),
        Err(InputError::UrlWithoutCode)
    );
    assert_eq!(
        pin("https://example.org/?error=access_denied&state=x"),
        Err(InputError::RedirectUrlWithError {
            error: "access_denied".into()
        })
    );
}

#[test]
fn white_space_inside_a_pin_is_dropped() {
    for typed in [
        "12ab cdef",
        " 12 ab\tcd ef\n",
        "https://example.org/?code=12ab+cdef",
    ] {
        let (value, hints) = pin(typed).unwrap();
        assert_eq!(value, "12abcdef");
        assert!(hints.contains(&InputHint::WhitespaceRemoved), "{typed}");
    }
}

#[test]
fn a_comment_behind_a_value_is_dropped() {
    let (value, hints) = id(&format!("client_id: \"{HEX_64}\"  # mine")).unwrap();
    assert_eq!(value, HEX_64);
    assert!(hints.contains(&InputHint::CommentRemoved(Field::ClientId)));
    assert_eq!(id(&format!("{HEX_64} # mine: yes")).unwrap().0, HEX_64);
}

#[test]
fn a_code_with_other_white_space_in_it_is_refused() {
    for typed in ["12-ab c+def", "12ab é"] {
        assert_eq!(
            pin(typed),
            Err(InputError::WhitespaceInside(Field::Pin)),
            "{typed}"
        );
    }
}
