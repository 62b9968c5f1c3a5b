//! Texts that stand where a value should be: a template's words, or the marks of a log that hides secrets.

use super::Field;
use super::characters::{is_mask, is_of_word};
use super::form::{is_usual, is_usual_pin};

/// In brackets or alone, these say that a secret was taken out.
const HIDDEN: [&str; 12] = [
    "redacted",
    "hidden",
    "masked",
    "removed",
    "censored",
    "obfuscated",
    "filtered",
    "sanitized",
    "sanitised",
    "secret hidden",
    "value hidden",
    "private",
];

/// Returns whether a text says that the value itself was hidden: `(redacted)`, `********`, `••••`.
pub(super) fn is_hidden(text: &str) -> bool {
    let is_mask_alone = !text.is_empty() && text.chars().all(|c| is_mask(c) || c == ' ');
    if is_mask_alone || is_usual(text) {
        return is_mask_alone;
    }
    let words = words(text);
    HIDDEN.contains(&words.join(" ").as_str()) || words.iter().any(|word| word == "redacted")
}

/// Returns whether a part of a value is hidden or left out: `c0ff****…`. Beside a value that is whole, stars are the marks
/// of a chat.
pub(super) fn is_partly_hidden(field: Field, text: &str) -> bool {
    let is_whole = |part| is_usual(part) || (field == Field::Pin && is_usual_pin(part));
    let is_around = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_');
    if text.split(is_around).any(is_whole) {
        return false;
    }
    text.contains(|c| is_mask(c) && c != '*' && c != '·') || text.contains("***")
}

/// Returns whether a text is what a template has where the value belongs, as `Enter Trakt Client ID`.
///
/// Kometa's template of early 2025 has such words as values; others are common in guides: `YOUR_CLIENT_ID`,
/// `<client id>`, `xxxxxxxx`, `client_id_here`, `CHANGEME`, `########`.
pub(super) fn is_template(field: Field, text: &str) -> bool {
    if text.len() > 128 || is_usual(text) {
        return is_one_character_repeated(text);
    }
    if is_one_character_repeated(text) || is_in_template_brackets(text) {
        return true;
    }
    let words = words(text);
    let joined = words.join("_");
    if joined.is_empty() {
        return !text.chars().any(is_of_word);
    }
    let is_label = field.labels().contains(&joined.as_str())
        || Field::ALL.iter().any(|field| field.labels()[0] == joined);
    if is_label
        || matches!(
            &*joined,
            "none" | "null" | "n_a" | "undefined" | "false" | "nil" | "empty" | "blank"
        )
    {
        return true;
    }
    let letters: String = words.concat();
    let known = |word: &str| ORDERS.contains(&word) || OTHERS.contains(&word) || is_filler(word);
    let orders = |word: &String| ORDERS.contains(&word.as_str()) || is_filler(word);
    let is_of_words = words.iter().all(|word| known(word)) && words.iter().any(orders);
    is_of_words || (words.len() == 1 && is_made_of_words(&letters))
}

/// The words that make a text an order or an example.
const ORDERS: [&str; 27] = [
    "enter",
    "insert",
    "your",
    "put",
    "paste",
    "add",
    "type",
    "replace",
    "here",
    "changeme",
    "change",
    "todo",
    "tbd",
    "fixme",
    "placeholder",
    "example",
    "sample",
    "dummy",
    "fill",
    "goes",
    "yours",
    "my",
    "copy",
    "provide",
    "required",
    "optional",
    "set",
];

/// The words that stand beside them.
const OTHERS: [&str; 36] = [
    "trakt",
    "trakttv",
    "tv",
    "client",
    "id",
    "clientid",
    "clientsecret",
    "secret",
    "app",
    "application",
    "api",
    "key",
    "apikey",
    "pin",
    "code",
    "access",
    "refresh",
    "token",
    "value",
    "from",
    "me",
    "it",
    "with",
    "the",
    "a",
    "this",
    "in",
    "of",
    "kometa",
    "string",
    "please",
    "account",
    "to",
    "and",
    "own",
    "for",
];

/// `xxxx`, as it stands among words.
fn is_filler(word: &str) -> bool {
    word.len() >= 3 && word.bytes().all(|b| b == b'x')
}

fn is_one_character_repeated(text: &str) -> bool {
    let mut characters = text.chars().filter(|c| !matches!(c, ' ' | '-'));
    let Some(first) = characters.next() else {
        return false;
    };
    let length = 1 + characters.clone().count();
    let enough = match first {
        '#' | '_' | '.' | '?' | '-' | '=' => 1,
        'x' | 'X' => 4,
        _ => 16,
    };
    length >= enough && characters.all(|c| c == first)
}

/// `<client id>`, `{{ id }}`, `${ID}`, `%ID%`: a name in brackets, and no value.
fn is_in_template_brackets(text: &str) -> bool {
    let brackets = [
        ("<", ">"),
        ("{{", "}}"),
        ("${", "}"),
        ("$(", ")"),
        ("%", "%"),
    ];
    brackets.iter().any(|(open, close)| {
        let inside = text
            .strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close));
        let is_name = |name: &str| {
            let is_part =
                |c: char| is_of_word(c) || matches!(c, ' ' | '_' | '-' | '.' | '\'' | '<' | '>');
            name.starts_with(|c: char| {
                (is_of_word(c) && !c.is_ascii_digit()) || matches!(c, ' ' | '<')
            }) && name.chars().all(is_part)
        };
        inside.is_some_and(is_name)
    })
}

/// Returns whether letters without spaces are such words: `yourclientidhere`.
fn is_made_of_words(letters: &str) -> bool {
    let bytes = letters.as_bytes();
    if bytes.len() < 8 || !bytes.iter().all(u8::is_ascii_lowercase) {
        return false;
    }
    // For each length of the beginning: none, or whether an order is among the words it consists of.
    let mut beginnings: Vec<Option<bool>> = vec![None; bytes.len() + 1];
    beginnings[0] = Some(false);
    for at in 0..bytes.len() {
        let Some(has_order) = beginnings[at] else {
            continue;
        };
        let words = ORDERS.iter().map(|word| (word, true));
        for (word, is_order) in words.chain(OTHERS.iter().map(|word| (word, false))) {
            let end = at + word.len();
            if word.len() > 1 && letters[at..].starts_with(word) {
                let known = beginnings[end].unwrap_or(false);
                beginnings[end] = Some(known || has_order || is_order);
            }
        }
    }
    beginnings[bytes.len()] == Some(true)
}

/// Returns the words of a text, their ASCII letters in lower case: `YourClientID`, `your_client_id` and `<your client id>` alike.
fn words(text: &str) -> Vec<String> {
    let has_lower = text.bytes().any(|b| b.is_ascii_lowercase());
    let mut words = Vec::new();
    let mut word = String::new();
    let mut was_lower = false;
    for c in text.chars() {
        let begins = has_lower && was_lower && c.is_ascii_uppercase();
        if !is_of_word(c) || begins {
            words.push(std::mem::take(&mut word));
        }
        if is_of_word(c) {
            word.push(c.to_ascii_lowercase());
        }
        was_lower = c.is_ascii_lowercase();
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}
