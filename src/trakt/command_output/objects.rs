//! JSON objects in a terminal's text, whatever its rows looked like.

use serde_json::Value;

use super::judgement::{Judgement, Members, Worth, differ, judge, without_joints};
use super::rows::{JOINT, is_quote};

/// No object of Trakt's is longer, in bytes.
const OBJECT_LIMIT: usize = 1 << 14;
/// No object of Trakt's is deeper.
const DEPTH_LIMIT: usize = 16;
/// Where an object is cut off, so many ends of members are tried as its last.
const MEMBER_ENDS_TRIED: usize = 32;
/// Meaning of a backslash at the end of a row.
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
pub(super) struct Object {
    pub(super) members: Members,
    /// Its members, if backslashes at the ends of rows are read the other way.
    other_reading: Option<Members>,
    pub(super) is_whole: bool,
    /// From behind its opening brace on, in bytes of the text.
    pub(super) length: usize,
}

impl Object {
    /// Reads the object whose opening brace stands in front of `text`. The `budget` is reduced by what was gone over.
    pub(super) fn after_brace(text: &str, budget: &mut usize) -> Option<Self> {
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

    /// Judges the object; two readings that are different tokens are [`Worth::InPieces`].
    pub(super) fn judge(&self) -> Option<Judgement> {
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

fn members_of(json: &str) -> Option<Members> {
    match serde_json::from_str(json) {
        Ok(Value::Object(members)) => Some(members),
        Ok(_) | Err(_) => None,
    }
}

/// Text after an opening brace, up to its closing brace or as far as an object may go.
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
    /// Reads up to the closing brace, without what belongs to rows and not to JSON.
    ///
    /// ```text
    /// “a”:“b⁞c”}⁞$   becomes   {"a":"b⁞c"}
    /// ```
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
        let members = members_of(&self.json);
        let other_reading = self.has_row_backslash.then(|| {
            let other = Self::new(text, quotes, RowBackslash::Escape, OBJECT_LIMIT);
            let is_as_long = other.is_whole && other.length == self.length;
            is_as_long.then(|| members_of(&other.json))?
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

    /// Returns the members that stand as a whole before the text ends, or goes on with something other than JSON.
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
            members_of(&format!("{whole}}}"))
        });
        Some(Object {
            members: members.into_iter().next()?,
            other_reading: None,
            is_whole: false,
            length: self.length,
        })
    }
}
