//! Trakt's answers in a terminal's text: JSON, or a list of PowerShell's.

use serde_json::Value;

use super::judgement::{Judgement, Members, Worth, judge, without_joints};
use super::objects::Object;
use super::rows::{JOINT, is_quote};

/// An answer in the text.
pub(super) struct Answer {
    pub(super) worth: Worth,
    pub(super) members: Members,
    /// The HTTP status in the line that follows, where there is one.
    pub(super) status: Option<u16>,
}

/// The search is given up after the length of the text times this.
const PASSES: usize = 8;
/// A short text may be gone over this far, in bytes.
const LEAST_BUDGET: usize = 1 << 18;

/// Finds the answer that counts; see [`Worth`]. A request, which has a `grant_type`, is passed over.
pub(super) fn find(joined: &str) -> Option<Answer> {
    let answer =
        find_among_objects(joined).or_else(|| find_among_objects(&members_without_marks(joined)?));
    if answer.is_none() && joined.contains("{\\\"") {
        // JSON as a string of JSON, or of a programming language.
        return find_among_objects(&joined.replace("\\\"", "\""));
    }
    answer
}

/// Returns the last object of which every row is a whole member, without what a log or an editor puts before its rows.
/// Returns nothing where a text or a number may go on in the next row.
///
/// ```text
/// kometa | {⁞kometa |   "a": 1,⁞kometa |   "b": "2"⁞kometa | }   becomes   {"a": 1,"b": "2"}
/// ```
fn members_without_marks(joined: &str) -> Option<String> {
    let (_, inside) = joined.rsplit_once(&format!("{{{JOINT}"))?;
    let (inside, _) = inside.split_once('}')?;
    // The last row has the brace only.
    let (rows, _) = inside.rsplit_once(JOINT)?;
    let members: Option<String> = rows
        .split(JOINT)
        .map(|row| {
            let is_whole = row.matches('"').count() % 2 == 0;
            row.get(row.find('"')?..).filter(|_| is_whole)
        })
        .collect();
    Some(format!("{{{}}}", members?))
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
        let status = status_at_start(after_brace.get(object.length..).unwrap_or_default());
        let is_refusal = object.is_whole && status.is_some_and(|status| status >= 300);
        let (worth, members) = match judgement {
            Some(Judgement::Answer(worth, members)) => (worth, members),
            // Whatever its members: the status says that something went wrong.
            None if is_refusal => (Worth::Error, object.members),
            None | Some(Judgement::Request) => continue,
        };
        if found.as_ref().is_none_or(|found| found.worth <= worth) {
            found = Some(Answer {
                worth,
                members,
                status,
            });
        }
    }
    found
}

/// Returns the status in `HTTP 400`, where that is the next line.
fn status_at_start(text: &str) -> Option<u16> {
    let line = text.trim_start_matches(|c: char| c == JOINT || c.is_whitespace());
    let digits = line.strip_prefix("HTTP ")?.get(..3)?;
    digits.parse().ok().filter(|status| *status >= 100)
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
    let mut answer: Option<Answer> = None;
    let mut members = Members::new();
    let mut colon_at = 0;
    let mut last_name = None;
    // The empty line ends the last list.
    for line in visible.lines().chain([""]) {
        let line = line.strip_prefix("> ").unwrap_or(line);
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
        // A list has no end mark, but these two come last.
        let is_whole = list.contains_key("scope") || list.contains_key("created_at");
        if let Some(Judgement::Answer(worth, members)) = judge(list, is_whole)
            && answer.as_ref().is_none_or(|answer| answer.worth <= worth)
        {
            answer = Some(Answer {
                worth,
                members,
                status: None,
            });
        }
    }
    answer
}

/// Returns the name, the value and where the colon stands.
fn list_member(line: &str) -> Option<(&str, &str, usize)> {
    let (name, value) = line.split_once(" : ")?;
    let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
    let trimmed = name.trim();
    (!trimmed.is_empty() && trimmed.chars().all(is_name)).then_some((
        trimmed,
        value.trim(),
        name.len(),
    ))
}

/// Returns whether the name of a token's member is in the text, as JSON, a list or a table has it.
pub(super) fn is_hinted_at(joined: &str) -> bool {
    // A shell ends a row with a backslash, also within a name.
    let text = without_joints(joined).replace('\\', "");
    text.match_indices("access_token").any(|(at, name)| {
        let after = text.get(at + name.len()..).unwrap_or_default();
        let next = after.trim_start_matches(|c: char| is_quote(c) || c.is_whitespace());
        // In a block of Kometa's, the colon follows the name.
        next.starts_with("token_type") || next.starts_with(':') && next.len() < after.len()
    })
}
