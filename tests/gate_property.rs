//! What the gate lets through, whatever it is given.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used)]

use kometa_trakt_sign_in::kometa::config::{Found, FoundBlock};
use kometa_trakt_sign_in::kometa::pasted::{labelled_values, read};
use kometa_trakt_sign_in::trakt::input::judge;
use kometa_trakt_sign_in::trakt::{
    AccessToken, ClientId, ClientSecret, Field, InputError, Pin, RefreshToken,
};
use proptest::prelude::*;

const FIELDS: [Field; 5] = [
    Field::ClientId,
    Field::ClientSecret,
    Field::Pin,
    Field::AccessToken,
    Field::RefreshToken,
];

fn any_field() -> impl Strategy<Value = Field> {
    proptest::sample::select(FIELDS.to_vec())
}

/// Values in the forms that Trakt has. An underscore at an end could be a mark of a chat.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9a-f]{64}",
        "[A-Za-z0-9][A-Za-z0-9_-]{40}[0-9][A-Za-z0-9]",
        "[0-9A-F]{8}"
    ]
    .prop_filter("not one character over and over", |value| {
        value.bytes().any(|b| b != value.as_bytes()[0])
    })
}

/// What a value can be wrapped in, as what stands before and behind it.
fn wrapper() -> impl Strategy<Value = (&'static str, &'static str)> {
    proptest::sample::select(vec![
        ("\"", "\""),
        ("'", "'"),
        ("“", "”"),
        ("„", "“"),
        ("‘", "’"),
        ("‚", "‘"),
        ("«", "»"),
        ("‹", "›"),
        ("＂", "＂"),
        ("「", "」"),
        ("『", "』"),
        ("〝", "〞"),
        ("´", "´"),
        ("`", "`"),
        ("\\\"", "\\\""),
        ("```", "```"),
        ("```yaml\n", "\n```"),
        ("**", "**"),
        ("__", "__"),
        ("~~", "~~"),
        ("||", "||"),
        ("*", "*"),
        (" ", " "),
        ("\t", "\r\n"),
        ("\u{a0}", "\u{202f}"),
        ("\u{3000}", "\u{2003}"),
        ("\u{feff}", "\u{200b}"),
        ("\u{2068}", "\u{2069}"),
        ("\u{202a}", "\u{202c}"),
        ("\u{200e}", "\u{ad}"),
        ("\u{fe0f}", "\u{e0020}"),
        ("\u{2060}", "\u{2063}"),
        ("&quot;", "&quot;"),
        ("&#39;", "&#x27;"),
        ("&nbsp;", "&nbsp;"),
        ("&amp;quot;", "&amp;quot;"),
        ("", " # a remark: of mine"),
        ("", "\u{a0}# 1"),
        ("", ","),
        ("", ";"),
    ])
}

fn wrapped(value: &str, wrappers: &[(&str, &str)]) -> String {
    wrappers
        .iter()
        .fold(value.to_owned(), |text, (before, behind)| {
            format!("{before}{text}{behind}")
        })
}

/// Characters that no value has.
fn is_forbidden(c: char) -> bool {
    let is_invisible = matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}');
    c.is_whitespace() || c.is_control() || is_invisible || c == '\u{fffd}'
}

proptest! {
    #[test]
    fn a_value_comes_out_of_any_wrapping_as_it_is_or_is_refused(
        field in any_field(),
        value in value(),
        wrappers in prop::collection::vec(wrapper(), 0..5),
    ) {
        let text = wrapped(&value, &wrappers);
        match judge(field, &text) {
            Ok(judged) => prop_assert_eq!(judged.value, value, "{:?}", text),
            Err(
                InputError::QuoteInside(_)
                | InputError::WhitespaceInside(_)
                | InputError::MarkAtEnd { .. },
            ) => {}
            // Stars before eight characters may stand for the others of a longer value.
            Err(InputError::Hidden(_)) if value.len() == 8 && field != Field::Pin => {}
            Err(error) => prop_assert!(false, "{error:?} of {text:?}"),
        }
    }

    #[test]
    fn one_thing_around_a_value_is_always_taken_off_and_said(
        field in any_field(),
        value in value(),
        wrapper in wrapper(),
    ) {
        let text = wrapped(&value, &[wrapper]);
        let judged = judge(field, &text).unwrap();
        prop_assert_eq!(&judged.value, &value, "{:?}", text);
        prop_assert!(!judged.hints.is_empty(), "{:?}", text);
    }

    #[test]
    fn no_space_control_or_invisible_character_passes(
        field in any_field(),
        text in "([0-9a-f]{0,9}|\\PC|\\pC|\\pZ|[\"'`*_|&#;:=?]|&[a-z]{2,4};|code=){0,12}",
    ) {
        let judged = judge(field, &text).map(|judged| judged.value);
        let pin = Pin::from_input(&text).map(|pin| pin.value.reveal().to_owned());
        for value in [judged, pin].into_iter().flatten() {
            prop_assert!(!value.is_empty());
            prop_assert!(!value.contains(is_forbidden), "{:?} of {:?}", value, text);
        }
    }

    #[test]
    fn a_character_inside_that_cannot_be_there_is_refused(
        field in any_field(),
        value in value(),
        at in 1_usize..8,
        c in proptest::sample::select(vec![' ', '\t', '\n', '\u{a0}', '\u{3000}', '\u{7}', '\u{16}', '\u{1b}', '\u{7f}', '\u{85}', '\0']),
    ) {
        let text = format!("{}{c}{}", &value[..at], &value[at..]);
        let refused = judge(field, &text);
        let is_named = match refused {
            Err(InputError::WhitespaceInside(named) | InputError::ControlCharacter { field: named, .. }) => named == field,
            _ => false,
        };
        prop_assert!(is_named, "{text:?}");
    }

    #[test]
    fn a_deformed_block_gives_its_own_values_or_none(
        ids in prop::array::uniform4("[0-9a-f]{64}"),
        mistakes in prop::collection::vec(mistake(), 0..4),
        with_sections in any::<bool>(),
    ) {
        let block = block(&ids, with_sections);
        let deformed = mistakes.iter().fold(block, |text, mistake| mistake.make(&text));
        let Ok(found) = read(&deformed) else {
            return Ok(());
        };
        for (found, own) in values(&found).into_iter().zip(&ids) {
            prop_assert!(found.as_ref().is_none_or(|found| found == own), "{deformed}");
        }
        for (field, value) in labelled_values(&deformed) {
            let own = match field {
                Field::ClientId => &ids[0],
                Field::ClientSecret => &ids[1],
                _ => return Err(TestCaseError::fail(format!("{field:?} of {deformed}"))),
            };
            prop_assert_eq!(&value, own, "{}", deformed);
        }
    }

    #[test]
    fn one_mistake_in_a_block_is_made_good(
        ids in prop::array::uniform4("[0-9a-f]{64}"),
        mistake in mistake(),
    ) {
        let deformed = mistake.make(&block(&ids, false));
        let found = read(&deformed).unwrap();
        let own: Vec<_> = ids.iter().cloned().map(Some).collect();
        prop_assert_eq!(values(&found), own, "{}", deformed);
    }
}

fn values(found: &FoundBlock) -> Vec<Option<String>> {
    fn value<T>(found: Option<&Found<T>>, reveal: impl Fn(&T) -> &str) -> Option<String> {
        match found {
            Some(Found::Value(value)) => Some(reveal(value).to_owned()),
            _ => None,
        }
    }
    vec![
        value(found.client_id.as_ref(), ClientId::reveal),
        value(found.client_secret.as_ref(), ClientSecret::reveal),
        value(found.access_token.as_ref(), AccessToken::reveal),
        value(found.refresh_token.as_ref(), RefreshToken::reveal),
    ]
}

fn block([id, secret, access, refresh]: &[String; 4], with_sections: bool) -> String {
    let block = format!(
        "trakt:\n  client_id: {id}\n  client_secret: {secret}\n  pin:\n  force_refresh: false\n  authorization:\n    \
         access_token: {access}\n    token_type: bearer\n    expires_in: 604800\n    refresh_token: {refresh}\n    \
         scope: public\n    created_at: 1795000000\n"
    );
    let other = "f".repeat(63) + "0";
    match with_sections {
        true => format!(
            "plex:\n  url: http://x\n  token: {other}\nmal:\n  client_id: {other}\n  client_secret: {other}\n  \
             authorization:\n    access_token: {other}\n    refresh_token: {other}\n{block}tvdb:\n  pin: {other}\n"
        ),
        false => block,
    }
}

/// What people and programs do to a text on its way.
#[derive(Debug, Clone, Copy)]
enum Mistake {
    Prefix(&'static str),
    Framed(&'static str),
    Indent(&'static str),
    Quotes(&'static str, &'static str),
    Around(&'static str, &'static str),
    LineEnd(&'static str),
    NoTraktKey,
}

fn mistake() -> impl Strategy<Value = Mistake> {
    prop_oneof![
        proptest::sample::select(vec![
            "> ", ">", ">> ", "> > ", "| ", "  ", "\u{a0}", "\t", "- "
        ])
        .prop_map(Mistake::Prefix),
        proptest::sample::select(vec![
            "",
            "[2026-11-01 10:00:00,000] [config.py:123] [DEBUG] "
        ])
        .prop_map(Mistake::Framed),
        proptest::sample::select(vec![
            "", "\u{a0}", "\u{a0} ", "\t", "\u{3000}", "    ", "\u{200b}"
        ])
        .prop_map(Mistake::Indent),
        proptest::sample::select(vec![
            ("“", "”"),
            ("‘", "’"),
            ("«", "»"),
            ("\"", "\""),
            ("`", "`"),
            ("**", "**")
        ])
        .prop_map(|(open, close)| Mistake::Quotes(open, close)),
        proptest::sample::select(vec![
            ("```yaml\n", "```\n"),
            ("```\n", ""),
            ("here is my config:\n", "\nthanks!\n"),
            ("\u{feff}", ""),
            ("---\n", "...\n"),
        ])
        .prop_map(|(before, behind)| Mistake::Around(before, behind)),
        proptest::sample::select(vec!["\r\n", "\r", "\u{2028}", "  \n", "\n\n"])
            .prop_map(Mistake::LineEnd),
        Just(Mistake::NoTraktKey),
    ]
}

impl Mistake {
    fn make(self, text: &str) -> String {
        let each_line = |change: &dyn Fn(&str) -> String| -> String {
            text.lines().map(|line| change(line) + "\n").collect()
        };
        match self {
            Self::Prefix(prefix) => each_line(&|line| format!("{prefix}{line}")),
            Self::Framed(stamp) => each_line(&|line| format!("{stamp}| {line:<98} |")),
            Self::Indent(indent) => each_line(&|line| {
                let content = line.trim_start_matches(' ');
                indent.repeat((line.len() - content.len()) / 2) + content
            }),
            Self::Quotes(open, close) => each_line(&|line| match line.split_once(": ") {
                Some((key, value)) => format!("{key}: {open}{value}{close}"),
                None => line.to_owned(),
            }),
            Self::Around(before, behind) => format!("{before}{text}{behind}"),
            Self::LineEnd(end) => text.replace('\n', end),
            Self::NoTraktKey => text.replace("trakt:\n", ""),
        }
    }
}
