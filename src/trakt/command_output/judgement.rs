//! The value of an object as an answer of Trakt's, and the one strict form of a token that may come out of a terminal.

use serde_json::{Map, Value};

use super::rows::JOINT;
use crate::trakt::body::error_in;

/// The members of an answer (RFC 6749 5.1 and 5.2), or of an object that may be one.
pub(super) type Members = Map<String, Value>;

/// Rank of an object as an answer. The greatest counts, and of equals the last: where a command was run twice, a token
/// is a token, whether the other run was refused before it or after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Worth {
    /// An error (RFC 6749 5.2).
    Error,
    /// A whole object with one token where there must be two, or without the other members.
    Incomplete,
    /// A token response that cannot be put together with certainty.
    InPieces,
    /// All that a token response must have.
    Token,
}

/// An object, judged.
pub(super) enum Judgement {
    Request,
    Answer(Worth, Members),
}

/// Judges an object. Its values become what they were before they were broken into rows.
pub(super) fn judge(members: Members, is_whole: bool) -> Option<Judgement> {
    // Not collected: that would sort them first, by two kilobytes of a download.
    let mut joined = Members::new();
    for (name, value) in members {
        joined.insert(without_joints(&name), value);
    }
    let mut members = joined;
    if members.keys().any(|name| name.contains(char::is_control)) {
        return None;
    }
    let is_request = members.contains_key("grant_type")
        || members.contains_key("client_id") && !members.contains_key("access_token");
    if is_request {
        return Some(Judgement::Request);
    }
    let has_text = |name: &str| {
        let text = members.get(name).and_then(Value::as_str);
        text.is_some_and(|text| !without_joints(text).trim().is_empty())
    };
    let worth = match (has_text("access_token"), has_text("refresh_token")) {
        (true, true) if is_token_response(&members) => Worth::Token,
        (true, _) | (_, true) if is_whole => Worth::Incomplete,
        (true, _) | (_, true) => Worth::InPieces,
        (false, false) if is_whole && error_in(&members).is_some() => Worth::Error,
        (false, false) => return None,
    };
    let is_certain = worth == Worth::Error || put_together(&mut members);
    for value in members.values_mut() {
        if let Value::String(text) = value {
            *text = without_joints(text);
        }
    }
    Some(match is_certain {
        true => Judgement::Answer(worth, members),
        false => Judgement::Answer(Worth::InPieces, members),
    })
}

fn is_token_response(members: &Members) -> bool {
    ["token_type", "expires_in"]
        .iter()
        .all(|name| members.contains_key(*name))
}

pub(super) fn without_joints(text: &str) -> String {
    text.replace(JOINT, "")
}

/// Puts the members together that become part of a token. Returns whether they are what Trakt sent, for certain.
fn put_together(members: &mut Members) -> bool {
    let text = |name| members.get(name).and_then(Value::as_str);
    let tokens = ["access_token", "refresh_token", "token_type"];
    let are_tokens = tokens.into_iter().filter_map(text).all(is_certain_token);
    let is_of_hex = |token: &str| without_joints(token).bytes().all(|b| b.is_ascii_hexdigit());
    let is_one_kind = match (text("access_token"), text("refresh_token")) {
        // A row that is missing or there twice shows in Trakt's older tokens, which are equally long.
        (Some(access), Some(refresh)) if format!("{access}{refresh}").contains(JOINT) => {
            !is_of_hex(access)
                || !is_of_hex(refresh)
                || without_joints(access).len() == without_joints(refresh).len()
        }
        _ => true,
    };
    let scope = match text("scope") {
        Some(scope) if scope.contains(JOINT) => match scope_of_words(scope) {
            Some(scope) => Some(scope),
            None => return false,
        },
        _ => None,
    };
    if let Some(scope) = scope {
        members.insert("scope".into(), Value::String(scope));
    }
    are_tokens && is_one_kind
}

/// Returns whether this is a token (RFC 6750 2.1: `b64token`) in which no character next to a row's end can be another
/// program's mark.
fn is_certain_token(token: &str) -> bool {
    let is_character = |c: char| c.is_ascii_alphanumeric() || "-._~+/=".contains(c);
    let characters: Vec<char> = without_joints(token).chars().collect();
    let has_ellipsis = characters.windows(3).any(|three| three == ['.'; 3]);
    if characters.is_empty() || has_ellipsis || !characters.iter().all(|c| is_character(*c)) {
        return false;
    }
    // A hyphen that stands only where rows end may have been put there.
    let pieces: Vec<&str> = token.split(JOINT).collect();
    let at_ends = |c: char| -> usize {
        let starts = pieces.iter().skip(1).filter(|piece| piece.starts_with(c));
        let ends = pieces
            .iter()
            .rev()
            .skip(1)
            .filter(|piece| piece.ends_with(c));
        starts.count() + ends.count()
    };
    "-._~+/=".chars().all(|c| {
        let at_ends = at_ends(c);
        at_ends == 0 || at_ends < characters.iter().filter(|other| **other == c).count()
    })
}

/// Scopes that Trakt and OpenID Connect know.
const SCOPE_WORDS: [&str; 6] = [
    "public",
    "offline_access",
    "private",
    "openid",
    "profile",
    "email",
];

/// Puts a scope together across a row's end, where a space may have been lost or added, if it is made of known words.
///
/// ```text
/// public⁞offline_access   becomes   public offline_access
/// pub⁞lic                 becomes   public
/// ```
fn scope_of_words(scope: &str) -> Option<String> {
    let letters: String = scope
        .chars()
        .filter(|c| *c != JOINT && !c.is_whitespace())
        .collect();
    let mut rest = letters.as_str();
    let mut words = Vec::new();
    while !rest.is_empty() {
        let word = SCOPE_WORDS
            .into_iter()
            .find(|word| rest.starts_with(word))?;
        rest = rest.strip_prefix(word)?;
        words.push(word);
    }
    Some(words.join(" "))
}

/// Returns whether two readings are different tokens.
pub(super) fn differ(one: &Members, other: &Members) -> bool {
    let names = [
        "access_token",
        "refresh_token",
        "token_type",
        "expires_in",
        "scope",
        "created_at",
    ];
    names.iter().any(|name| one.get(*name) != other.get(*name))
}
