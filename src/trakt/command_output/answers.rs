//! The JSON answers in a terminal's text.
//!
//! An object is read between its braces, whatever the rows looked like; then its tokens must have the form of
//! RFC 6750 2.1. What can be read in two ways is not read at all.

use serde_json::{Map, Value};

use super::rows::{JOINT, is_quote};

/// The members of an answer (RFC 6749 5.1 and 5.2), or of an object that may be one.
pub(super) type Members = Map<String, Value>;

/// What an object in the text is worth. The greatest counts, and of equals the last: where a command was run twice, a
/// token is a token, whether the other run was refused before it or after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Worth {
    /// An error (RFC 6749 5.2).
    Error,
    /// A piece of a token response, and there is no more of it.
    Incomplete,
    /// A token response that cannot be put together with certainty.
    InPieces,
    /// All that a token response must have.
    Token,
}

/// An answer in the text.
pub(super) struct Answer {
    pub(super) worth: Worth,
    pub(super) members: Members,
    /// The HTTP status in the line that follows, where there is one.
    pub(super) status: Option<u16>,
}

/// No object of Trakt's is longer, in bytes.
const OBJECT_LIMIT: usize = 1 << 14;
/// No object of Trakt's is deeper.
const DEPTH_LIMIT: usize = 16;
/// How many ends of members are tried as the last before the text was cut off.
const MEMBER_ENDS_TRIED: usize = 32;
/// How often the text may be gone over, at its length, before the search is given up.
const PASSES: usize = 8;
/// A short text may be gone over this far, in bytes.
const LEAST_BUDGET: usize = 1 << 18;

/// Finds the answer that counts; see [`Worth`]. A request, which has a `grant_type`, is passed over.
pub(super) fn find(joined: &str) -> Option<Answer> {
    let answer = find_among_objects(joined);
    if answer.is_none() && joined.contains("{\\\"") {
        // JSON as a string of JSON, or of a programming language.
        return find_among_objects(&joined.replace("\\\"", "\""));
    }
    answer
}

fn find_among_objects(joined: &str) -> Option<Answer> {
    let mut found: Option<Answer> = None;
    let mut budget = joined.len().saturating_mul(PASSES).max(LEAST_BUDGET);
    let mut rest = joined;
    while let Some((_, after_brace)) = rest.split_once('{') {
        rest = after_brace;
        let Some(object) = Object::after_brace(after_brace, &mut budget) else {
            continue;
        };
        let judgement = object.judge();
        if object.is_whole && judgement.is_some() {
            rest = after_brace.get(object.length..).unwrap_or_default();
        }
        let Some(Judgement::Answer(worth, members)) = judgement else {
            continue;
        };
        if found.as_ref().is_none_or(|found| found.worth <= worth) {
            found = Some(Answer {
                worth,
                members,
                status: status_at_start(after_brace.get(object.length..).unwrap_or_default()),
            });
        }
    }
    found
}

/// The status in `HTTP 400`, where that is the next line.
fn status_at_start(text: &str) -> Option<u16> {
    let line = text.trim_start_matches(|c: char| c == JOINT || c.is_whitespace());
    let digits = line.strip_prefix("HTTP ")?.get(..3)?;
    digits.parse().ok().filter(|status| *status >= 100)
}

/// How a backslash at the end of a row is read.
#[derive(Clone, Copy)]
enum RowBackslash {
    /// The shell's mark that the line goes on.
    Continuation,
    /// The start of an escape (RFC 8259 7) that the row's end cut in two.
    Escape,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    /// As JSON has them.
    Straight,
    /// Of any kind: a word processor or a chat has changed them.
    Any,
}

/// An object as JSON, in whose strings a [`JOINT`] stands where a row ended.
struct Object {
    members: Members,
    /// The same, where a backslash at a row's end can be read in another way too.
    other_reading: Option<Members>,
    is_whole: bool,
    /// From behind its brace on, in bytes of the text.
    length: usize,
}

enum Judgement {
    Request,
    Answer(Worth, Members),
}

impl Object {
    /// The object whose opening brace stands in front of `text`. The `budget` is reduced by what was gone over.
    fn after_brace(text: &str, budget: &mut usize) -> Option<Self> {
        let first = text
            .chars()
            .find(|c| !c.is_whitespace() && *c != JOINT && *c != '\\')?;
        if !is_quote(first) {
            return None;
        }
        let mut scan = |quotes| {
            let scanned = Scanned::new(text, quotes, RowBackslash::Continuation, *budget);
            *budget = budget.saturating_sub(scanned.length);
            scanned
        };
        let straight = scan(Quotes::Straight);
        if let Some(object) = straight.whole(text, Quotes::Straight) {
            return Some(object);
        }
        let any = scan(Quotes::Any);
        any.whole(text, Quotes::Any)
            .or_else(|| straight.before_cut())
            .or_else(|| any.before_cut())
    }

    fn judge(&self) -> Option<Judgement> {
        let (worth, members) = match judge(self.members.clone(), self.is_whole)? {
            Judgement::Request => return Some(Judgement::Request),
            Judgement::Answer(worth, members) => (worth, members),
        };
        let other = self
            .other_reading
            .clone()
            .and_then(|other| judge(other, self.is_whole));
        Some(match other {
            Some(Judgement::Answer(other_worth, other)) if other_worth > worth => {
                Judgement::Answer(other_worth, other)
            }
            Some(Judgement::Answer(other_worth, other))
                if other_worth == worth && differ(&other, &members) =>
            {
                Judgement::Answer(Worth::InPieces, members)
            }
            _ => Judgement::Answer(worth, members),
        })
    }
}

/// Whether two readings are different tokens.
fn differ(one: &Members, other: &Members) -> bool {
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

/// What was read of a text from behind an opening brace on.
struct Scanned {
    /// With straight quotes, and with a [`JOINT`] only in strings.
    json: String,
    /// Ends of texts and of members of the object itself, in bytes of `json`.
    member_ends: Vec<usize>,
    is_whole: bool,
    has_row_backslash: bool,
    /// In bytes of the text.
    length: usize,
}

impl Scanned {
    fn new(text: &str, quotes: Quotes, row_backslash: RowBackslash, budget: usize) -> Self {
        let mut scanned = Self {
            json: String::from("{"),
            member_ends: Vec::new(),
            is_whole: false,
            has_row_backslash: false,
            length: 0,
        };
        let is_delimiter = |c| match quotes {
            Quotes::Straight => c == '"',
            Quotes::Any => is_quote(c),
        };
        let mut depth = 1;
        let mut is_in_string = false;
        let mut characters = text.char_indices().peekable();
        while let Some((at, c)) = characters.next() {
            scanned.length = at + c.len_utf8();
            if at >= OBJECT_LIMIT.min(budget) || depth > DEPTH_LIMIT {
                break;
            }
            let next = characters.peek().map(|(_, next)| *next);
            match c {
                '\\' if next == Some(JOINT) => {
                    characters.next();
                    scanned.has_row_backslash = true;
                    if is_in_string {
                        scanned.json.push(JOINT);
                        if matches!(row_backslash, RowBackslash::Escape)
                            && let Some((_, escaped)) = characters.next()
                        {
                            scanned.json.extend(['\\', escaped]);
                        }
                    }
                }
                '\\' if is_in_string => match characters.next() {
                    Some((_, escaped)) if is_delimiter(escaped) => scanned.json.push_str("\\\""),
                    Some((_, escaped @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u'))) => {
                        scanned.json.extend(['\\', escaped]);
                    }
                    // Markdown's: JSON has no such escape.
                    Some((_, escaped)) => scanned.json.push(escaped),
                    None => {}
                },
                _ if is_delimiter(c) => {
                    scanned.json.push('"');
                    is_in_string = !is_in_string;
                    if !is_in_string && depth == 1 {
                        scanned.member_ends.push(scanned.json.len());
                    }
                }
                _ if is_in_string => scanned.json.push(c),
                JOINT => {}
                '{' | '[' => {
                    depth += 1;
                    scanned.json.push(c);
                }
                '}' | ']' => {
                    depth -= 1;
                    scanned.json.push(c);
                    if depth == 0 {
                        scanned.is_whole = true;
                        break;
                    }
                }
                ',' if depth == 1 => {
                    scanned.member_ends.push(scanned.json.len());
                    scanned.json.push(c);
                }
                _ => scanned.json.push(c),
            }
        }
        scanned
    }

    fn whole(&self, text: &str, quotes: Quotes) -> Option<Object> {
        if !self.is_whole {
            return None;
        }
        let members = serde_json::from_str(&self.json).ok();
        let other_reading = self.has_row_backslash.then(|| {
            let other = Self::new(text, quotes, RowBackslash::Escape, OBJECT_LIMIT);
            let is_as_long = other.is_whole && other.length == self.length;
            is_as_long.then(|| serde_json::from_str(&other.json).ok())?
        });
        let (members, other_reading) = match (members, other_reading.flatten()) {
            (Some(members), other) => (members, other),
            (None, Some(other)) => (other, None),
            (None, None) => return None,
        };
        Some(Object {
            members,
            other_reading,
            is_whole: true,
            length: self.length,
        })
    }

    /// The members that stand as a whole before something else begins: the end of the text, or what is no JSON.
    fn before_cut(&self) -> Option<Object> {
        let names = ["access_token", "grant_type"];
        if !names
            .iter()
            .any(|name| without_joints(&self.json).contains(name))
        {
            return None;
        }
        let ends = self.member_ends.iter().take(MEMBER_ENDS_TRIED).rev();
        let members = ends.filter_map(|end| {
            let whole = self.json.get(..*end)?;
            serde_json::from_str(&format!("{whole}}}")).ok()
        });
        Some(Object {
            members: members.into_iter().next()?,
            other_reading: None,
            is_whole: false,
            length: self.length,
        })
    }
}

/// What an object is, with the values as they were before they were broken into rows.
fn judge(members: Members, is_whole: bool) -> Option<Judgement> {
    let mut members: Members = members
        .into_iter()
        .map(|(name, value)| (without_joints(&name), value))
        .collect();
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
        (false, false) if is_whole && has_text("error") => Worth::Error,
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

fn without_joints(text: &str) -> String {
    text.replace(JOINT, "")
}

/// Takes the row ends out of the members that become part of a token. Returns whether they are what Trakt sent, for
/// certain.
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

/// Whether this is a token (RFC 6750 2.1: `b64token`), and nothing where a row ended can be another program's mark.
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

/// A scope across a row's end, where a space may have been lost or added: the words, if they are words of a scope.
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

/// Finds the answer in a list of names and values, as PowerShell's `Invoke-RestMethod` prints it (Format-List): the
/// colons stand below each other, and a long value goes on below its start.
///
/// ```text
/// access_token  : facade02…
/// token_type    : bearer
/// ```
///
/// A block of Kometa's has no space before its colons, so it is not taken for an answer.
pub(super) fn find_in_list(visible: &str) -> Option<Answer> {
    let mut answer = None;
    let mut members = Members::new();
    let mut colon_at = 0;
    let mut last_name = None;
    // The empty line ends the last list.
    for line in visible.lines().chain([""]) {
        match list_member(line) {
            Some((name, value, at)) if members.is_empty() || at == colon_at => {
                colon_at = at;
                members.insert(name.to_owned(), Value::String(value.to_owned()));
                last_name = Some(name.to_owned());
                continue;
            }
            Some(_) => {}
            None => {
                let is_below = line.starts_with(' ') && !line.trim().is_empty();
                let value = last_name.as_ref().and_then(|name| members.get_mut(name));
                if let (true, Some(Value::String(value))) = (is_below, value) {
                    value.push(JOINT);
                    value.push_str(line.trim());
                    continue;
                }
            }
        }
        last_name = None;
        let list = std::mem::take(&mut members);
        if let Some(Judgement::Answer(worth, members)) = judge(list, true) {
            answer = Some(Answer {
                worth,
                members,
                status: None,
            });
        }
    }
    answer
}

/// The name, the value and where the colon stands.
fn list_member(line: &str) -> Option<(&str, &str, usize)> {
    let (name, value) = line.split_once(" : ")?;
    let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
    let trimmed = name.trim_end();
    (!trimmed.is_empty() && trimmed.chars().all(is_name)).then_some((
        trimmed,
        value.trim(),
        name.len(),
    ))
}

/// Whether the name of a token's member is in the text, as JSON, a list or a table has it.
pub(super) fn is_hinted_at(joined: &str) -> bool {
    let text = without_joints(joined);
    text.match_indices("access_token").any(|(at, name)| {
        let after = text.get(at + name.len()..).unwrap_or_default();
        let next =
            after.trim_start_matches(|c: char| is_quote(c) || c == '\\' || c.is_whitespace());
        // In a block of Kometa's, the colon follows the name.
        next.starts_with("token_type") || next.starts_with(':') && next.len() < after.len()
    })
}
