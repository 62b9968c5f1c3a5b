//! Texts that pass the gate, and texts that do not.
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
    assert_eq!(id("$(é)`x`y"), Ok(("$(é)`x`y".into(), hint(8))));
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

#[test]
fn a_templates_words_count_as_empty() {
    for text in [
        "Enter Trakt Client ID",
        "Enter Trakt Client Secret",
        "YOUR_CLIENT_ID",
        "your client id",
        "<client id>",
        "<YOUR CLIENT ID HERE>",
        "xxxxxxxx",
        "XXXXXXXX-XXXX",
        "client_id_here",
        "CHANGEME",
        "change me",
        "########################## # required",
        "\"your-trakt-client-id\"",
        "yourclientidhere",
        "YourClientId",
        "${TRAKT_CLIENT_ID}",
        "{{ trakt_client_id }}",
        "<<trakt_id>>",
        "None",
        "TODO",
        "client_id: <client_id>",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "...",
        "__________",
    ] {
        assert_eq!(id(text), Err(InputError::Empty(Field::ClientId)), "{text}");
    }
    for value in [
        "an-id",
        "a-secret",
        "new-id",
        "id",
        "deadbeef",
        "added123",
        "1a2b3c4d5e6f7g8h9i",
    ] {
        assert_eq!(id(value).unwrap().0, value);
    }
}

#[test]
fn a_hidden_value_is_refused_as_that() {
    for text in [
        "(redacted)",
        "[redacted]",
        "<redacted>",
        "REDACTED",
        "**(redacted)**",
        "\"(redacted)\"",
        "client_id: (redacted)",
        "***",
        "********",
        "••••••••",
        "●●●●",
        "c0ff****ee00",
        "c0ffee…00",
        "[REDACTED BY ME]",
        "<hidden>",
        "trakt: client_id: (redacted) client_secret: (redacted)",
    ] {
        assert_eq!(id(text), Err(InputError::Hidden(Field::ClientId)), "{text}");
    }
}

#[test]
fn the_stars_of_a_chat_around_a_value_and_its_remark_hide_nothing() {
    let refused = id(&format!("***{HEX_64} # mine***")).unwrap_err();
    assert_ne!(refused, InputError::Hidden(Field::ClientId));
    let masked = id(&format!("***{}", &HEX_64[60..])).unwrap_err();
    assert_eq!(masked, InputError::Hidden(Field::ClientId));
}

#[test]
fn control_characters_are_refused_with_their_code_point() {
    for (c, code) in [
        ('\u{16}', 0x16),
        ('\u{1b}', 0x1b),
        ('\u{7}', 7),
        ('\u{fffd}', 0xfffd),
    ] {
        for text in [
            format!("{c}{HEX_64}"),
            format!("{HEX_64}{c}"),
            HEX_64.replace("9a", &format!("9{c}a")),
        ] {
            let field = Field::ClientId;
            assert_eq!(
                id(&text),
                Err(InputError::ControlCharacter { field, code }),
                "{text:?}"
            );
        }
    }
}

#[test]
fn markup_of_chats_and_labels_in_bold_are_taken_off() {
    for text in [
        format!("**{HEX_64}**"),
        format!("||`{HEX_64}`||"),
        format!("```\n{HEX_64}\n```"),
        format!("**Client ID:** {HEX_64}"),
        format!("**Client ID:** **{HEX_64}**"),
        format!("`client_id: {HEX_64}`"),
        format!("\"client_id: {HEX_64}\""),
        format!("<{HEX_64}>"),
        format!("&quot;{HEX_64}&quot;"),
    ] {
        assert_eq!(id(&text).unwrap().0, HEX_64, "{text}");
    }
    let base64url = "__9vYmFyYmF6LWZvb2Jhcl9iYXotZm9vYmFyLWJha__";
    assert_eq!(base64url.len(), 43);
    assert_eq!(
        id(base64url),
        Ok((base64url.into(), vec![])),
        "its own underscores"
    );
}

#[test]
fn a_long_code_is_taken_out_of_an_address_however_it_is_brought() {
    let code = "Zm9vYmFyYmF6LWZvb2Jhcl9iYXotZm9vYmFyLWJhel8";
    let urn = format!("urn:ietf:wg:oauth:2.0:oob?code={code}");
    for text in [
        urn.clone(),
        format!("“{urn}”"),
        format!("<{urn}>"),
        format!("PIN: {urn}"),
        format!("it says {urn}"),
        format!("{urn}&state=x and nothing else"),
        urn.replace("?code", "?state=x&amp;code"),
        code.to_owned(),
        format!("code: {code}"),
        format!("{} {}", &code[..20], &code[20..]),
    ] {
        assert_eq!(pin(&text).unwrap().0, code, "{text}");
    }
    let broken = format!("{} {}", &urn[..50], &urn[50..]);
    assert_eq!(pin(&broken), Err(InputError::WhitespaceInside(Field::Pin)));
    let space = "12\u{a0}ab\u{2009}cd\u{200b}ef";
    assert_eq!(pin(space).unwrap().0, "12abcdef");
}

#[test]
fn a_pin_is_taken_out_of_the_words_around_it() {
    for text in [
        "my PIN is 12abcdef",
        "Code: 12abcdef Please paste this code into the app.",
        "12abcdef is your Trakt code",
        "12abcdef then press Enter",
        "Enter this PIN in the app “12abcdef”. You can close this window.",
        "{\"code\":\"12abcdef\"}",
    ] {
        let (value, hints) = pin(text).unwrap();
        assert_eq!(value, "12abcdef", "{text}");
        assert!(hints.contains(&InputHint::WordsRemoved), "{text}");
    }
    for text in [
        "12abcdef or 34abcdef",
        "my PIN is 12abcdef, for 10 minutes",
        "my PIN is deadbeef",
    ] {
        let refused = Err(InputError::WhitespaceInside(Field::Pin));
        assert_eq!(pin(text), refused, "{text}");
    }
}

#[test]
fn punctuation_around_a_whole_value_is_taken_off() {
    for (before, behind) in [
        ("", "."),
        ("- ", ""),
        ("> ", ""),
        ("=", ""),
        (": ", ""),
        ("", "!"),
        ("", "$"),
        ("(", ")."),
        ("", " –"),
        ("<\"", "\">"),
        ("(“", "”)"),
    ] {
        let hint = InputHint::PunctuationRemoved(Field::ClientId);
        let (value, hints) = id(&format!("{before}{HEX_64}{behind}")).unwrap();
        assert_eq!(
            (&*value, &hints[..1]),
            (HEX_64, &[hint][..]),
            "{before}{behind}"
        );
    }
    for text in ["(12abcdef)", "[12abcdef]", "<12abcdef>", "12abcdef."] {
        assert_eq!(pin(text).unwrap().0, "12abcdef", "{text}");
    }
    let base64url = "-9vYmFyYmF6LWZvb2Jhcl9iYXotZm9vYmFyLWJhel8-";
    assert_eq!(id(base64url), Ok((base64url.into(), vec![])));
}

#[test]
fn a_value_that_a_terminal_has_cut_is_refused() {
    let (field, mark) = (Field::ClientId, '$');
    let cut = format!("{}$", &HEX_64[..40]);
    assert_eq!(id(&cut), Err(InputError::MarkAtEnd { field, mark }));
}

#[test]
fn backslashes_before_underscores_are_taken_off() {
    let escaped = "Zm9vYmFyYmF6LWZvb2Jhcl9\\_iYXotZm9vYmFyLWJhel8".replace("\\\\", "\\");
    let (value, hints) = id(&escaped).unwrap();
    assert_eq!(value, escaped.replace('\\', ""));
    assert!(hints.contains(&InputHint::MarkupRemoved(Field::ClientId)));
}

#[test]
fn the_code_is_taken_out_of_an_address_that_was_searched_for_or_is_a_link() {
    for text in [
        "https://example.org/search?q=urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob%3Fcode%3D12abcdef&oq=urn%3Aietf",
        "https://example.org/search?client=x&q=urn:ietf:wg:oauth:2.0:oob?code=12abcdef",
        "urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob%3Fcode%3D12abcdef",
        "[urn:ietf:wg:oauth:2.0:oob?code=12abcdef](urn:ietf:wg:oauth:2.0:oob?code=12abcdef)",
        "Prevented navigation to “urn:ietf:wg:oauth:2.0:oob?code=12abcdef” due to an unknown protocol.",
    ] {
        let (value, hints) = pin(text).unwrap();
        assert_eq!(value, "12abcdef", "{text}");
        assert!(hints.contains(&InputHint::CodeTakenFromUrl), "{text}");
    }
    assert_eq!(
        pin("https://example.org/?q=unicode%3D1"),
        Err(InputError::UrlWithoutCode)
    );
}

#[test]
fn values_are_said_to_be_swapped_only_if_each_has_the_others_form() {
    let new_id = "Zm9vYmFyYmF6LWZvb2Jhcl9iYXotZm9vYmFyLWJhel8";
    let other_hex = HEX_64.replace('0', "1");
    let hints = |id: &str, secret: &str| TraktApp::from_input(id, secret).unwrap().hints;
    assert_eq!(hints(HEX_64, &other_hex), []);
    assert_eq!(hints(new_id, HEX_64), []);
    assert_eq!(hints(HEX_64, new_id), [InputHint::LookSwapped]);
    assert!(!hints("odd", new_id).contains(&InputHint::LookSwapped));
    assert!(!hints(HEX_64, "odd").contains(&InputHint::LookSwapped));
}

#[test]
fn an_id_of_the_new_form_belongs_to_an_app_without_a_secret() {
    let has_none = |id: &str| ClientId::new(id).is_of_app_without_secret();
    assert!(has_none("Zm9vYmFyYmF6LWZvb2Jhcl9iYXotZm9vYmFyLWJhel8"));
    assert!(!has_none(HEX_64));
    assert!(!has_none(&HEX_64[..43]), "one that was cut short");
    assert!(!has_none("an-id"));
}

#[test]
fn a_huge_text_is_refused_at_once() {
    let huge = "a".repeat(50 << 20);
    let spaced = " ".repeat(50 << 20);
    let too_long = |field| InputError::TooLong {
        field,
        length: huge.len(),
    };
    assert_eq!(id(&huge), Err(too_long(Field::ClientId)));
    assert_eq!(pin(&huge), Err(too_long(Field::Pin)));
    assert_eq!(id(&spaced), Err(InputError::Empty(Field::ClientId)));
    let nested = format!("{}a{}", "\"".repeat(4_000), "\"".repeat(4_000));
    assert!(matches!(id(&nested), Err(InputError::TooLong { .. })));
}
