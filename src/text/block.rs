//! Sentences about the `trakt:` block in a pasted or opened text, and about the values in it.

use super::config::config_refusal;
use super::list::in_a_row;
use super::value::value_error;
use crate::kometa::config::{Found, FoundBlock, LeftAtRoot, RefusedValue};
use crate::trakt::{InputError, InputHint};

/// Says that a pasted text has no block.
pub const NO_TRAKT_SECTION: &str =
    "There is no trakt section in this text. Paste your config.yml, or its lines from “trakt:” on.";

/// Says that a whole file has no block yet.
pub const NO_SECTION_YET: &str = "It has no trakt section yet. One will be added.";

/// Returns what keeps a value in a block from being used, with its line and key: “Line 3: client_secret has a space…”.
pub fn refused_value(refused: &RefusedValue) -> String {
    let key = key_name(refused);
    let name = match refused.line {
        Some(line) => format!("Line {line}: {key}"),
        None => format!("The {key}"),
    };
    value_error(&name, &refused.error)
}

/// Returns what it means that values of a block are hidden: “Line 2: client_id is hidden…”.
pub fn hidden_values(values: &[RefusedValue]) -> String {
    let keys: Vec<_> = values.iter().map(key_name).collect();
    let lines: Vec<_> = values.iter().filter_map(|value| value.line).collect();
    let place = match &lines[..] {
        [] => "The".to_owned(),
        lines => format!("{}:", lines_in_words(lines)),
    };
    let (verb, pronoun) = match keys.len() {
        ..=1 => ("is", "it"),
        _ => ("are", "them"),
    };
    format!(
        "{place} {} {verb} hidden. This text comes from a log, where secrets are hidden; config.yml itself has {pronoun}.",
        in_a_row(&keys)
    )
}

fn key_name(refused: &RefusedValue) -> &'static str {
    refused
        .error
        .field()
        .labels()
        .first()
        .copied()
        .unwrap_or_default()
}

/// Names lines, as in “Line 3” and “Lines 2, 3 and 7”.
fn lines_in_words(lines: &[usize]) -> String {
    let numbers: Vec<_> = lines.iter().map(usize::to_string).collect();
    let numbers: Vec<_> = numbers.iter().map(String::as_str).collect();
    match lines.len() {
        ..=1 => format!("Line {}", in_a_row(&numbers)),
        _ => format!("Lines {}", in_a_row(&numbers)),
    }
}

/// Returns what was taken off the values of a block: “Left out: quotation marks (lines 2 and 3).”
pub fn removed(found: &FoundBlock) -> Option<String> {
    let mut kinds: Vec<(&str, Vec<usize>)> = Vec::new();
    for removed in &found.removed {
        let Some(kind) = removed_kind(&removed.hint) else {
            continue;
        };
        let at = match kinds.iter().position(|(known, _)| *known == kind) {
            Some(at) => at,
            None => {
                kinds.push((kind, Vec::new()));
                kinds.len() - 1
            }
        };
        if let Some((_, lines)) = kinds.get_mut(at) {
            lines.extend(removed.line.filter(|line| !lines.contains(line)));
        }
    }
    let kinds: Vec<_> = kinds
        .into_iter()
        .map(|(kind, lines)| match &lines[..] {
            [] => kind.to_owned(),
            lines => format!("{kind} ({})", lines_in_words(lines).to_ascii_lowercase()),
        })
        .collect();
    let kinds: Vec<_> = kinds.iter().map(String::as_str).collect();
    (!kinds.is_empty()).then(|| format!("Left out: {}.", in_a_row(&kinds)))
}

/// Names what was taken off, within a sentence.
const fn removed_kind(hint: &InputHint) -> Option<&'static str> {
    match hint {
        InputHint::LabelRemoved(_) => Some("a label"),
        InputHint::QuotesRemoved(_) => Some("quotation marks"),
        InputHint::CommentRemoved(_) => Some("comments"),
        InputHint::SpacesRemoved(_) | InputHint::WhitespaceRemoved => Some("spaces"),
        InputHint::InvisibleRemoved(_) => Some("invisible characters"),
        InputHint::EntitiesDecoded(_) => Some("HTML codes"),
        InputHint::MarkupRemoved(_) => Some("formatting marks"),
        InputHint::PunctuationRemoved(_) => Some("punctuation"),
        InputHint::WordsRemoved => Some("words"),
        InputHint::CodeTakenFromUrl => Some("the address around the code"),
        InputHint::UnusualAppValue { .. } | InputHint::UnusualPin | InputHint::LookSwapped => None,
    }
}

/// Names the keys of the block that stand where Kometa does not look for them.
pub fn left_at_root(left: &[LeftAtRoot]) -> Option<String> {
    let keys: Vec<_> = left.iter().map(|left| left.key.name()).collect();
    let mut lines: Vec<_> = left.iter().map(|left| left.line).collect();
    lines.dedup();
    let (verb, them) = match left {
        [] => return None,
        [_] => ("is", "it"),
        _ => ("are", "them"),
    };
    let below = match left.iter().any(|left| left.key.is_section()) {
        true => ", with all that is indented below,",
        false => "",
    };
    Some(format!(
        "{}: {} {verb} not where Kometa looks for {them}. Kometa reads “trakt:” at the left edge and what is indented below \
         it with plain spaces, spelled exactly as in a new block. This page does not remove old values elsewhere: delete \
         {them}{below} yourself.",
        lines_in_words(&lines),
        in_a_row(&keys)
    ))
}

/// Returns that a text has no block. `nothing` says what that means; keys of a block that stand elsewhere come first.
pub fn no_block_found(found: &FoundBlock, nothing: &str) -> String {
    match left_at_root(&found.left_at_root) {
        Some(left) => format!("{left} {nothing}"),
        None => nothing.to_owned(),
    }
}

/// Returns what a text has of a block: “Found: the client ID, no client secret, a refresh token.” `ends` is when the
/// access ends, in words, and whether that is to come.
pub fn block_found(found: &FoundBlock, ends: Option<(&str, bool)>) -> String {
    let parts = [
        part("the client ID", found.client_id.as_ref()),
        part("the client secret", found.client_secret.as_ref()),
        part("a refresh token", found.refresh_token.as_ref()),
    ];
    let ends = match ends {
        None => String::new(),
        Some((words, true)) => format!(" Its access is valid until {words}."),
        Some((words, false)) => format!(" Its access ended on {words}."),
    };
    let mut words = format!("Found: {}.{ends}", parts.join(", "));
    let of_file = found
        .update_refusal
        .as_ref()
        .filter(|_| found.has_other_sections);
    let mut remarks = remarks(found);
    remarks.extend(of_file.map(|refusal| config_refusal(refusal)));
    for remark in remarks {
        words += " ";
        words += &remark;
    }
    words
}

fn part<T>(name: &str, found: Option<&Found<T>>) -> String {
    match found {
        Some(Found::Value(_)) => name.to_owned(),
        Some(Found::Placeholder(placeholder)) => format!("<<{placeholder}>> for {name}"),
        Some(Found::Refused(_)) => format!("no usable {}", without_article(name)),
        None => format!("no {}", without_article(name)),
    }
}

fn without_article(name: &str) -> &str {
    name.trim_start_matches("the ").trim_start_matches("a ")
}

/// Returns what is wrong or was put right in a block, in whole sentences.
pub fn remarks(found: &FoundBlock) -> Vec<String> {
    let is_hidden = |value: &&RefusedValue| matches!(value.error, InputError::Hidden(_));
    let hidden: Vec<_> = found.refused().filter(is_hidden).cloned().collect();
    let refused = found.refused().filter(|value| !is_hidden(value));
    let mut remarks = Vec::new();
    if !hidden.is_empty() {
        remarks.push(hidden_values(&hidden));
    }
    remarks.extend(refused.map(refused_value));
    remarks.extend(removed(found));
    // A block that was pasted alone has its keys where they are.
    if found.has_other_sections {
        remarks.extend(left_at_root(&found.left_at_root));
    }
    remarks
}
