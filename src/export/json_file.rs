//! JSON files whose members are parts of a sign-in: recognised, and brought up to date in place.

use std::fmt;
use std::ops::Range;

use serde::de::IgnoredAny;
use serde_json::{Deserializer, Map, Value};

use super::format::{Format, FormatId, Part, Refusal};
use super::table::FORMATS;
use crate::edit::{self, Edit};
use crate::sensitive::Sensitive;
use crate::trakt::{Token, TraktApp};

/// The parts of a sign-in that a program's file has, before they are judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The file's format.
    pub format: FormatId,
    parts: Vec<(Part, Sensitive<String>)>,
}

impl Found {
    /// Returns the text of a part, if the file has it.
    pub fn part(&self, part: Part) -> Option<&str> {
        let found = self.parts.iter().find(|(found, _)| *found == part);
        found.map(|(_, text)| text.reveal().as_str())
    }
}

/// Recognises a program's JSON file by its members, and returns the parts in it. A member that holds neither text nor a
/// number is none.
///
/// ```
/// use kometa_trakt_sign_in::export::{FormatId, Part, recognise};
///
/// let found = recognise(r#"{"CLIENT_ID": "an-id", "OAUTH_REFRESH": "refresh", "OAUTH_TOKEN": null}"#).unwrap();
/// assert_eq!(found.format, FormatId::PlexTraktSync);
/// assert_eq!(found.part(Part::RefreshToken), Some("refresh"));
/// assert_eq!(found.part(Part::AccessToken), None);
/// assert_eq!(recognise("trakt:\n  client_id: an-id\n"), None);
/// ```
pub fn recognise(text: &str) -> Option<Found> {
    let object = object(text)?;
    let format = format_of(&object)?;
    let parts = format.members.iter().filter_map(|(name, part)| {
        let text = match object.get(*name)? {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        Some((*part, Sensitive::new(text)))
    });
    Some(Found {
        format: format.id,
        parts: parts.collect(),
    })
}

/// A program's file with a new sign-in in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Update {
    /// The file's format.
    pub format: FormatId,
    /// The new text.
    pub text: String,
    /// The replacements that turn the old text into the new one, in order.
    pub edits: Vec<Edit>,
    /// The bytes of the old text that are secrets, in order.
    pub secrets_before: Vec<Range<usize>>,
    /// The bytes of the new text that are secrets, in order.
    pub secrets_after: Vec<Range<usize>>,
}

impl fmt::Debug for Update {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Update")
            .field("format", &self.format)
            .field("text", &"[redacted]")
            .finish_non_exhaustive()
    }
}

/// Puts a sign-in into the text of a program's file; none where the text is no such file. Only the values of the
/// sign-in's own members change: their order, all other members and all white space stay. A member that the file lacks
/// comes last.
///
/// ```text
/// {"OAUTH_TOKEN": "old", "theme": "dark", …}
/// {"OAUTH_TOKEN": "new", "theme": "dark", …}
/// ```
///
/// # Errors
/// Why the format cannot hold the sign-in.
pub fn updated(text: &str, app: &TraktApp, token: &Token) -> Option<Result<Update, Refusal>> {
    let before = object(text)?;
    let format = format_of(&before)?;
    let spans = spans(text)?;
    Some((format.content)(app, token).and_then(|_| {
        let (edits, expected) = edits(text, before, &spans, format, app, token);
        let text_after = edit::apply(text, &edits).ok_or(Refusal::NotSure)?;
        let is_as_meant = object(&text_after).as_ref() == Some(&expected);
        let spans_after = self::spans(&text_after).filter(|_| is_as_meant);
        let spans_after = spans_after.ok_or(Refusal::NotSure)?;
        Ok(Update {
            format: format.id,
            secrets_before: secrets(format, &spans),
            secrets_after: secrets(format, &spans_after),
            edits,
            text: text_after,
        })
    }))
}

/// Returns what is to be replaced, and the object that the new text is to be read as.
fn edits(
    text: &str,
    mut object: Map<String, Value>,
    spans: &[Span],
    format: &Format,
    app: &TraktApp,
    token: &Token,
) -> (Vec<Edit>, Map<String, Value>) {
    let mut edits = Vec::new();
    for span in spans {
        let Some(part) = part_named(format, &span.name).filter(|part| *part != Part::Null) else {
            continue;
        };
        let value = part.value(app, token).unwrap_or_default();
        let old = text.get(span.value.clone()).unwrap_or_default();
        // A value that is right already keeps its spelling.
        if serde_json::from_str::<Value>(old).ok().as_ref() != Some(&value) {
            edits.push(Edit {
                range: span.value.clone(),
                text: value.to_string(),
            });
        }
        object.insert(span.name.clone(), value);
    }
    let between = match spans {
        [.., previous, last] => text.get(previous.value.end..last.name_start),
        _ => None,
    };
    let mut missing = String::new();
    for (name, part) in format.members {
        let is_missing = *part != Part::Null && !object.contains_key(*name);
        if let Some(value) = part.value(app, token).filter(|_| is_missing) {
            missing.push_str(between.unwrap_or(", "));
            missing.push_str(&format!("\"{name}\": {value}"));
            object.insert((*name).to_owned(), value);
        }
    }
    if let (Some(last), false) = (spans.last(), missing.is_empty()) {
        let end = last.value.end;
        edits.push(Edit {
            range: end..end,
            text: missing,
        });
    }
    (edits, object)
}

fn part_named(format: &Format, name: &str) -> Option<Part> {
    let member = format.members.iter().find(|(known, _)| *known == name);
    member.map(|(_, part)| *part)
}

fn secrets(format: &Format, spans: &[Span]) -> Vec<Range<usize>> {
    spans
        .iter()
        .filter(|span| part_named(format, &span.name).is_some_and(Part::is_secret))
        .map(|span| span.value.clone())
        .collect()
}

/// Python's reader, like this one, takes the last of two members of one name.
fn object(text: &str) -> Option<Map<String, Value>> {
    let text = text.trim_start_matches('\u{feff}').trim();
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Some(members),
        Ok(_) | Err(_) => None,
    }
}

fn format_of(object: &Map<String, Value>) -> Option<&'static Format> {
    // A request to Trakt has a refresh token too.
    let is_request = object.contains_key("grant_type");
    let is_of = |format: &&Format| format.telling.iter().any(|name| object.contains_key(*name));
    FORMATS.iter().find(is_of).filter(|_| !is_request)
}

/// The place of a member in the text of an object.
struct Span {
    name: String,
    name_start: usize,
    value: Range<usize>,
}

/// Returns the members of an object, of which is known that it is JSON, in their order.
fn spans(text: &str) -> Option<Vec<Span>> {
    let mut spans = Vec::new();
    let mut at = text.find('{')? + 1;
    loop {
        at = skip(text, at, ',')?;
        if text.get(at..)?.starts_with('}') {
            return Some(spans);
        }
        let name = value_at(text, at)?;
        let value = value_at(text, skip(text, name.end, ':')?)?;
        at = value.end;
        spans.push(Span {
            name_start: name.start,
            name: serde_json::from_str(text.get(name)?).ok()?,
            value,
        });
    }
}

/// Returns where white space and one kind of punctuation ends.
fn skip(text: &str, at: usize, punctuation: char) -> Option<usize> {
    let rest = text.get(at..)?;
    let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n', punctuation]);
    Some(at + rest.len() - trimmed.len())
}

fn value_at(text: &str, start: usize) -> Option<Range<usize>> {
    let mut values = Deserializer::from_str(text.get(start..)?).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    Some(start..start + values.byte_offset())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::super::samples::{app, app_without_secret, token};
    use super::*;

    const FILE: &str = "\u{feff}{\"APPLICATION_ID\": 17,\"mine\": {\"OAUTH_TOKEN\": \"x\"},\r\n\t\"OAUTH_TOKEN\" :\"old\\\"}\", \
                        \"CLIENT_ID\": \"an-id\",\r\n\t\"OAUTH_REFRESH\": null }\r\n";

    fn update(text: &str) -> Update {
        updated(text, &app(), &token()).unwrap().unwrap()
    }

    #[test]
    fn a_file_keeps_everything_but_the_values_of_the_sign_in() {
        let updated = update(FILE);
        assert_eq!(
            updated.text,
            "\u{feff}{\"APPLICATION_ID\": 17,\"mine\": {\"OAUTH_TOKEN\": \"x\"},\r\n\t\"OAUTH_TOKEN\" :\"access\", \
             \"CLIENT_ID\": \"an-id\",\r\n\t\"OAUTH_REFRESH\": \"refresh\",\r\n\t\"CLIENT_SECRET\": \"a-secret\",\r\n\t\
             \"OAUTH_EXPIRES_AT\": 1482689336 }\r\n"
        );
        let masked = |text: &str, secrets: &[Range<usize>]| {
            let secrets = secrets.iter().map(|secret| text[secret.clone()].to_owned());
            secrets.collect::<Vec<_>>()
        };
        assert_eq!(
            masked(FILE, &updated.secrets_before),
            ["\"old\\\"}\"", "\"an-id\"", "null"]
        );
        assert_eq!(
            masked(&updated.text, &updated.secrets_after),
            ["\"access\"", "\"an-id\"", "\"refresh\"", "\"a-secret\""]
        );
    }

    #[test]
    fn a_file_that_is_up_to_date_stays_byte_for_byte() {
        for format in FORMATS.iter().filter(|format| !format.members.is_empty()) {
            let text = (format.content)(&app(), &token()).unwrap();
            assert_eq!(update(&text).text, text);
            let spelled = text.replace("access\"", "acc\\u0065ss\"");
            assert_eq!(update(&spelled).text, spelled);
        }
    }

    #[test]
    fn each_format_is_recognised_by_its_content() {
        for format in FORMATS.iter().filter(|format| !format.members.is_empty()) {
            let text = (format.content)(&app(), &token()).unwrap();
            let found = recognise(&text).unwrap();
            assert_eq!(found.format, format.id);
            assert_eq!(found.part(Part::ClientId), Some("an-id"));
            assert_eq!(found.part(Part::RefreshToken), Some("refresh"));
        }
    }

    #[test]
    fn other_texts_are_left_to_others() {
        for text in [
            "",
            "{",
            "{}",
            "[]",
            "plex:\n  OAUTH_TOKEN: x\n",
            "{\"trakt\": {\"OAUTH_TOKEN\": \"x\"}}",
            "{\"grant_type\": \"refresh_token\", \"refresh_token\": \"x\"}",
            "{\"OAUTH_TOKEN\": \"x\"} and more",
        ] {
            assert_eq!(recognise(text), None, "{text}");
            assert_eq!(updated(text, &app(), &token()), None, "{text}");
        }
    }

    #[test]
    fn both_members_of_one_name_get_the_new_value() {
        let updated = update("{\"OAUTH_TOKEN\":1,\"OAUTH\\u005fTOKEN\":\"b\"}");
        assert!(updated.text.starts_with(
            "{\"OAUTH_TOKEN\":\"access\",\"OAUTH\\u005fTOKEN\":\"access\",\"CLIENT_ID\": \"an-id\""
        ));
    }

    #[test]
    fn an_app_without_a_secret_is_refused_for_pytrakt() {
        let refused = updated(FILE, &app_without_secret(), &token());
        assert_eq!(refused, Some(Err(Refusal::NoClientSecret)));
    }

    #[test]
    fn nothing_of_it_prints_a_secret() {
        let printed = format!("{:?} {:?}", update(FILE), recognise(FILE));
        for secret in ["access\"", "an-id", "a-secret", "old"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }

    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::btree_map(any::<String>(), inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn other_members_are_read_back_as_before(
            others in proptest::collection::btree_map("[a-z\"\\\\{}:, ]{1,6}", json(), 0..5),
            old in json(),
            pretty in any::<bool>(),
        ) {
            let mut object: Map<String, Value> = others.into_iter().collect();
            object.remove("grant_type");
            object.insert("OAUTH_TOKEN".into(), old);
            let text = match pretty {
                true => serde_json::to_string_pretty(&object).unwrap(),
                false => serde_json::to_string(&object).unwrap(),
            };
            let after = update(&text).text;
            let mut read: Map<String, Value> = serde_json::from_str(&after).unwrap();
            for (name, _) in FormatId::PlexTraktSync.format().members {
                object.remove(*name);
                read.remove(*name);
            }
            prop_assert_eq!(read, object);
        }

        #[test]
        fn no_text_is_a_panic(text in "[{}\\[\\]\":,a-zA-Z_0-9 \\\\\u{feff}é]{0,60}") {
            let text = format!("{{\"OAUTH_TOKEN\":{text}");
            let _ = (recognise(&text), updated(&text, &app(), &token()), spans(&text));
        }
    }
}
