//! Reading of a `trakt` block in a pasted text or an opened file, also where the block has lost its form on the way
//! through a chat, a mail, a log or an editor.
//!
//! A text that Kometa could load is read as YAML; see [`config::read`]. Where that finds nothing, or not everything,
//! labels are looked for line by line: quoted lines, code fences, chat around the block, odd spaces, lost indentation,
//! the frame of Kometa's log, and the labels of Trakt's own page. A key that stands there twice with different values
//! is refused rather than guessed.

mod captions;
mod line;
mod scan;

use crate::trakt::input::characters::{is_invisible, is_quote, is_space};
use crate::trakt::{Field, input};

use super::config::{self, BlockKey, ConfigRefusal, FoundBlock, MAX_BYTES, Reason};
use super::{TraktBlock, program_file};
use captions::captioned_values;
use scan::{Item, Scan, names_other_section, scan};

/// Reads what a text has of a `trakt` block, as intended where that is certain.
///
/// ```
/// use kometa_trakt_sign_in::kometa::config::Found;
/// use kometa_trakt_sign_in::kometa::pasted;
///
/// let quoted = "> trakt:\n>   client_id: an-id\n>   authorization:\n>     refresh_token: “beaded03”\n";
/// let found = pasted::read(quoted).unwrap();
/// let Some(Found::Value(refresh_token)) = found.refresh_token else {
///     panic!("the mail's marks are taken off");
/// };
/// assert_eq!(refresh_token.reveal(), "beaded03");
/// ```
///
/// # Errors
/// Why the text cannot be read with certainty.
pub fn read(text: &str) -> Result<FoundBlock, ConfigRefusal> {
    if let Some(plain) = without_escapes(text) {
        return read(&plain);
    }
    let as_yaml = config::read(text);
    match &as_yaml {
        Ok(found) if found.has_all_credentials() => return as_yaml,
        Err(refusal) if !may_have_lost_form(&refusal.reason) => return as_yaml,
        _ => {}
    }
    let json = with_straight_quotes(text).and_then(|json| {
        let of_program = program_file::read(&json);
        let found = of_program.map_or_else(|| config::read(&json), Ok).ok();
        found.filter(FoundBlock::has_credentials)
    });
    let scanned = scan(text);
    if let Some(found) = json {
        let found = FoundBlock {
            program: None,
            ..found
        };
        // An app may stand beside the tokens.
        let beside = scanned.and_then(|scan| found_in(&scan, |key| !found.has(key)).ok());
        return Ok(found.or(beside.unwrap_or_default()));
    }
    match (scanned, as_yaml) {
        (Some(scan), Ok(found)) => complete(found, &scan),
        (Some(scan), Err(refusal)) => from_scan(&scan, refusal),
        (None, as_yaml) => as_yaml,
    }
}

/// Returns the text of the new block for a pasted one; see [`config::update_block`]. For a block that has lost its form
/// a new one is made, if there was nothing of the user's own in it.
///
/// # Errors
/// Why the block cannot be changed with certainty.
pub fn update_block(pasted: &str, block: &TraktBlock) -> Result<String, ConfigRefusal> {
    if let Some(plain) = without_escapes(pasted) {
        return update_block(&plain, block);
    }
    config::update_block(pasted, block).or_else(|refusal| {
        let has_own_lines = scan(pasted).is_none_or(|scan| scan.has_own_lines);
        let has_lost_form = config::read(pasted).is_err() && read(pasted).is_ok();
        match has_lost_form && !has_own_lines {
            true => Ok(block.to_string()),
            false => Err(refusal),
        }
    })
}

/// Returns a block without the backslashes that Reddit and Discord put before underscores: `client\_id` becomes `client_id`.
fn without_escapes(text: &str) -> Option<String> {
    let is_escaped = text.contains("client\\_") || text.contains("\\_token");
    let plain = is_escaped.then(|| text.replace("\\_", "_"));
    plain.filter(|plain| !plain.contains("\\_"))
}

/// Returns the values in a pasted text that are labelled, as in a block of `config.yml` or on Trakt's page of an app; each
/// field once, and none that is empty or refused. A text field may have made one line of several, or glued them together;
/// a value that is whole is known by the words before it then, too.
///
/// ```
/// use kometa_trakt_sign_in::kometa::pasted::labelled_values;
/// use kometa_trakt_sign_in::trakt::Field;
///
/// let values = labelled_values("Client ID: c0ffee00\nClient Secret: decade01\n");
/// assert_eq!(values[0], (Field::ClientId, "c0ffee00".to_owned()));
/// assert_eq!(values[1], (Field::ClientSecret, "decade01".to_owned()));
/// ```
pub fn labelled_values(text: &str) -> Vec<(Field, String)> {
    if text.len() > MAX_BYTES {
        return Vec::new();
    }
    let Some(scan) = scan(text) else {
        return Vec::new();
    };
    // In a whole file, only its lines tell what is Trakt's.
    let captioned = match scan.has_other_sections {
        true => Vec::new(),
        false => captioned_values(text),
    };
    let captioned = |key| {
        let value = captioned.iter().find(|(known, _)| *known == key);
        value.map(|(_, value)| (*value).to_owned())
    };
    let labelled = |field| {
        let item = only_item(&scan, key_of(field)).ok()??;
        Some(input::judge(field, &item.text).ok()?.value)
    };
    let fields = [Field::ClientId, Field::ClientSecret, Field::Pin];
    fields
        .into_iter()
        .filter_map(|field| {
            let value = captioned(key_of(field)).or_else(|| labelled(field))?;
            Some((field, value))
        })
        .collect()
}

const fn key_of(field: Field) -> BlockKey {
    match field {
        Field::ClientId => BlockKey::ClientId,
        Field::ClientSecret => BlockKey::ClientSecret,
        Field::Pin => BlockKey::Pin,
        Field::AccessToken => BlockKey::AccessToken,
        Field::RefreshToken => BlockKey::RefreshToken,
    }
}

/// Returns whether a text that was refused for this may hold a block that has only lost its form.
const fn may_have_lost_form(reason: &Reason) -> bool {
    matches!(
        reason,
        Reason::ForbiddenCharacter(_)
            | Reason::Tab
            | Reason::NotYaml(_)
            | Reason::SeveralDocuments
            | Reason::DuplicateKey { .. }
            | Reason::TooDeep
    )
}

/// Returns the values that stand behind the labels of a text that is no YAML, or `refusal`.
fn from_scan(scan: &Scan<'_>, refusal: ConfigRefusal) -> Result<FoundBlock, ConfigRefusal> {
    let found = found_in(scan, |_| true)?;
    match found.has_credentials() {
        true => Ok(FoundBlock {
            update_refusal: Some(Box::new(refusal)),
            ..found
        }),
        false => Err(refusal),
    }
}

/// Adds what YAML's reader did not find because it stands in the wrong place.
fn complete(found: FoundBlock, scan: &Scan<'_>) -> Result<FoundBlock, ConfigRefusal> {
    let is_lost = !found.left_at_root.is_empty() || !found.has_credentials();
    if !is_lost {
        return Ok(found);
    }
    let beside = found_in(scan, |key| !found.has(key))?;
    if !beside.has_credentials() {
        return Ok(found);
    }
    Ok(found.or(beside))
}

/// Returns the values of the keys that are asked for.
fn found_in(
    scan: &Scan<'_>,
    is_wanted: impl Fn(BlockKey) -> bool,
) -> Result<FoundBlock, ConfigRefusal> {
    let mut texts = Vec::new();
    for key in BlockKey::all().filter(|key| is_wanted(*key)) {
        if let Some(item) = only_item(scan, key)? {
            texts.push((key, item));
        }
    }
    let found = FoundBlock::from_texts(|key| {
        let (_, item) = texts.iter().find(|(found, _)| *found == key)?;
        Some((item.text.clone().into_owned(), Some(item.line)))
    });
    Ok(FoundBlock {
        has_other_sections: scan.has_other_sections,
        left_at_root: scan.unindented.clone(),
        ..found
    })
}

/// Returns the one value of a key; the first of several that are the same.
fn only_item<'s, 't>(
    scan: &'s Scan<'t>,
    key: BlockKey,
) -> Result<Option<&'s Item<'t>>, ConfigRefusal> {
    let is_same = |a: &str, b: &str| {
        let bare =
            |c| is_space(c) || is_quote(c) || is_invisible(c) || matches!(c, ',' | '*' | '`');
        a.trim_matches(bare) == b.trim_matches(bare)
    };
    let mut items = scan.items.iter().filter(|item| item.key == key);
    let first = items.next();
    match (
        first,
        items.find(|item| first.is_some_and(|first| !is_same(&first.text, &item.text))),
    ) {
        (Some(first), Some(other)) => Err(ConfigRefusal {
            reason: Reason::DuplicateKey {
                key: key.name().to_owned(),
                first: first.line,
            },
            line: Some(other.line),
        }),
        (first, _) => Ok(first),
    }
}

/// Returns a JSON object whose quotation marks a word processor or a chat has replaced, with straight ones.
fn with_straight_quotes(text: &str) -> Option<String> {
    let object = &text[text.find('{')?..=text.rfind('}')?];
    let before = text.split('{').next()?;
    let is_object = object.contains(is_quote) && !names_other_section(before);
    // In a command or a log, the object may be a text within another.
    let object = object.replace("\\\"", "\"");
    let straight: String = object
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| match c {
            '\'' => c,
            c if is_quote(c) => '"',
            c if is_space(c) => ' ',
            c => c,
        })
        .collect();
    is_object.then_some(straight)
}
