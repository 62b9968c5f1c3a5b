//! What is said of a `config.yml`, a pasted block, and why it is left alone.

pub use super::block::left_at_root;
use super::{Explanation, Question, block};
use crate::kometa::config::{
    BlockKey, ConfigRefusal, Found, Holding, MAX_BYTES, Reason, YamlProblem,
};
use crate::kometa::editing::EditorRefusal;
use crate::kometa::file::FileRefusal;
use crate::page::config::{ConfigUpdate, Saving, UpdatedConfig};
use crate::page::effect::Export;
use crate::page::effect::SaveRefusal;
use crate::page::reading::{LocalTime, Reading};
use crate::timestamp::Timestamp;

/// Says that an update holds revoked tokens.
pub const UPDATE_WITHDRAWN: &str =
    "The updated config.yml is withdrawn: its tokens have been revoked.";

/// Says that the editor could not be asked.
pub const EDITOR_UNAVAILABLE: &str = "The part of this page that reads config.yml could not be loaded. Check your connection and try again.";

/// Where a pasted text has no block.
pub const NO_TRAKT_SECTION: &str =
    "There is no trakt section in this text. Paste your config.yml, or its lines from “trakt:” on.";

/// Where a whole file has no block.
pub const NO_SECTION_YET: &str = "It has no trakt section yet. One will be added.";

/// Why a task came to nothing.
pub fn editor_refusal(refusal: &EditorRefusal) -> String {
    match refusal {
        EditorRefusal::Refused(refusal) => config_refusal(refusal),
        EditorRefusal::Unavailable => EDITOR_UNAVAILABLE.into(),
    }
}

/// Why `config.yml` is not touched.
pub fn config_refusal(refusal: &ConfigRefusal) -> String {
    let line = refusal.line.unwrap_or_default();
    match &refusal.reason {
        Reason::TooLarge => too_large(),
        Reason::WebPage => format!(
            "Line {line} is the start of a web page. Open the file itself and copy its text from there."
        ),
        Reason::ForbiddenCharacter(code) => format!(
            "Line {line} has a character that does not belong in a config.yml (U+{code:04X}). Remove it and try again."
        ),
        Reason::Tab => format!(
            "Line {line} has a tab where YAML allows only spaces. Replace it with spaces and try again."
        ),
        Reason::NotYaml(problem) => {
            format!(
                "Kometa cannot read line {line}: {}.",
                yaml_problem(*problem)
            )
        }
        Reason::TooDeep => format!("Line {line} is nested too deeply for a config.yml."),
        Reason::SeveralDocuments => {
            format!(
                "A second YAML document begins on line {line}. Kometa reads only files with one."
            )
        }
        Reason::RootInFlowStyle => format!(
            "The file is written in braces from line {line} on, a form that this page does not edit."
        ),
        Reason::RootIsList => {
            format!(
                "A list begins on line {line}. A config.yml consists of sections such as “plex:”."
            )
        }
        Reason::RootIsText => {
            format!("Line {line} is plain text. A config.yml consists of sections such as “plex:”.")
        }
        Reason::TwoTraktKeys { first } => format!(
            "There are two “trakt” sections, on lines {first} and {line}. Remove one of them."
        ),
        Reason::DuplicateKey { key, first } if *first == line => {
            format!("“{key}” appears twice on line {line}. Kometa does not load such a file.")
        }
        Reason::DuplicateKey { key, first } => format!(
            "“{key}” appears twice, on lines {first} and {line}. Kometa does not load such a file."
        ),
        Reason::EqualKeys { first } if *first == line => format!(
            "Two keys on line {line} are the same to Kometa, which does not load such a file."
        ),
        Reason::EqualKeys { first } => format!(
            "The keys on lines {first} and {line} are the same to Kometa, which does not load such a file."
        ),
        Reason::Ambiguous => format!(
            "Line {line} is written in a way that not every YAML reader understands in the same way. Write it more \
             plainly and try again."
        ),
        Reason::UncheckedTag => format!(
            "The value on line {line} has a tag (“!!…”) that this page cannot check against it."
        ),
        Reason::UnusualKey => {
            format!("The key on line {line} is written in a form that this page does not edit.")
        }
        Reason::Tagged => {
            format!("The value on line {line} has a tag (“!…”), which this page does not edit.")
        }
        Reason::Merged => format!(
            "Line {line} merges other settings into the trakt section (“<<”), which this page does not edit."
        ),
        Reason::Aliased(key) => format!(
            "On line {line}, “{}” stands for settings written elsewhere (“*…”).",
            key.name()
        ),
        Reason::AnchorUsedElsewhere { used } => format!(
            "What line {line} names with “&…” is used again on line {used}, and would change there too."
        ),
        Reason::NotAValue(key) => {
            format!("“{}” on line {line} is not a single value.", key.name())
        }
        Reason::NotAMapping(key) => format!(
            "“{}” on line {line} is a list, where Kometa expects keys and values.",
            key.name()
        ),
        Reason::TraktHolds(holding) => format!(
            "“trakt:” on line {line} holds {}, where Kometa expects keys and values such as “client_id: …”.",
            match holding {
                Holding::List => "a list",
                Holding::Text => "plain text",
                Holding::Number => "a number",
                Holding::Boolean => "true or false",
            }
        ),
        Reason::NotCarriedOver => format!(
            "The trakt section is written in braces, and line {line} in it cannot be carried over."
        ),
        Reason::EndsInText => format!(
            "The text that begins with “|” or “>” and ends on line {line} has no proper end. Add a line after it and \
             try again."
        ),
        Reason::SecretRequired => {
            "The program that this file belongs to needs a client secret, and this app has none."
                .into()
        }
        Reason::NotSure => {
            format!("This page cannot be certain how to change the trakt section on line {line}.")
        }
    }
}

/// The end of “Kometa cannot read line 7: …”.
const fn yaml_problem(problem: YamlProblem) -> &'static str {
    match problem {
        YamlProblem::Indentation => "its indentation does not fit the lines above it",
        YamlProblem::Quotes => "a quotation mark is missing or out of place",
        YamlProblem::Brackets => "a bracket or brace is missing or out of place",
        YamlProblem::Colon => "a colon, or the line's indentation, is out of place",
        YamlProblem::Dash => "a dash is out of place",
        YamlProblem::Escape => "a backslash in a quoted text means nothing to YAML",
        YamlProblem::UnknownAlias => "“*…” names something that no “&…” above it defines",
        YamlProblem::Properties => {
            "what begins with “&”, “*” or “!” is not complete, or has unusual characters"
        }
        YamlProblem::SpacesBeforeText => {
            "the text that begins there with “|” or “>” has spaces in its first, empty line"
        }
        YamlProblem::CommentBeforeValue => {
            "the comment or empty line before this value is more than its YAML reader can handle"
        }
        YamlProblem::KeyOverLines => "a key and its colon are not on one line",
        YamlProblem::Tag => "the tag (“!!…”) does not fit the value after it",
        YamlProblem::Key => "a list or mapping with another one in it cannot be a key",
        YamlProblem::Date => {
            "a value there looks like a date or time that does not exist. Correct it, or put it in quotes"
        }
        YamlProblem::Number => {
            "a value there looks like a number and is none, or has too many digits. Put it in quotes"
        }
        YamlProblem::Merge => "what follows “<<” cannot be merged",
        YamlProblem::Directive => "what begins with “%” is not known",
        YamlProblem::Syntax => "it is not valid YAML",
    }
}

/// Why a file is not taken for a `config.yml`.
pub fn file_refusal(refusal: FileRefusal) -> String {
    match refusal {
        FileRefusal::TooLarge => too_large(),
        FileRefusal::Utf16 => {
            "The file is saved as UTF-16, which Kometa does not read. Save it as UTF-8 in your editor, then open it \
             again."
                .into()
        }
        FileRefusal::Utf16Tail { line } => format!(
            "From line {line} on, the file is written as UTF-16, as when Windows PowerShell adds to a file with “>>”. \
             Kometa does not read that. Remove those lines or save the whole file as UTF-8, then open it again."
        ),
        FileRefusal::NotUtf8 { line } => format!(
            "The file is not UTF-8 text: line {line} has a character in another encoding. Save it as UTF-8 in your \
             editor, then open it again."
        ),
        FileRefusal::NotText => "This is not a text file. Is it really your config.yml?".into(),
        FileRefusal::Unreadable => {
            "The browser could not read the file. Open it again, or paste its text.".into()
        }
    }
}

fn too_large() -> String {
    let limit_mib = MAX_BYTES / (1024 * 1024);
    format!("The file is larger than {limit_mib} MB. Is it really your config.yml?")
}

/// What a pasted or opened text has of a `trakt` block. `nothing` says what it means that there is none.
pub fn found(reading: &Reading, nothing: &str, now: Timestamp) -> String {
    match reading {
        Reading::NotAsked | Reading::Soon(_) | Reading::Underway { .. } | Reading::Unavailable => {
            String::new()
        }
        Reading::Done(Err(refusal)) => editor_refusal(refusal),
        Reading::Done(Ok(read)) if read.found.is_empty() => {
            let left = block::left_at_root(&read.found.left_at_root).map(|left| format!("{left} "));
            format!("{}{nothing}", left.unwrap_or_default())
        }
        Reading::Done(Ok(read)) => {
            let found = &read.found;
            let parts = [
                part("the client ID", found.client_id.as_ref()),
                part("the client secret", found.client_secret.as_ref()),
                part("a refresh token", found.refresh_token.as_ref()),
            ];
            let until = match &read.ends {
                None => String::new(),
                Some(LocalTime {
                    words: Some(words),
                    at,
                    ..
                }) => match *at > now {
                    true => format!(" Its access is valid until {words}."),
                    false => format!(" Its access ended on {words}."),
                },
                // Said as a whole, once it is known.
                Some(LocalTime { words: None, .. }) => return String::new(),
            };
            let remarks = block::found_remarks(found);
            // A block that was pasted alone has to be read, not loaded.
            let unreadable = found.unreadable.as_ref();
            let unreadable = unreadable.filter(|_| found.has_other_sections);
            let unreadable = unreadable.map(|refusal| format!(" {}", config_refusal(refusal)));
            format!(
                "Found: {}.{until}{remarks}{}",
                parts.join(", "),
                unreadable.unwrap_or_default()
            )
        }
    }
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

/// What came of the update.
pub fn update_status(update: &ConfigUpdate) -> &'static str {
    match update {
        ConfigUpdate::Underway { .. } => "Updating your config.yml…",
        ConfigUpdate::Done(updated) if updated.changes.is_empty() => {
            "Your config.yml has this block already."
        }
        ConfigUpdate::Done(updated) if updated.saving == Saving::Saved => "",
        ConfigUpdate::Done(_) => "The new text is ready. Your file is not changed yet.",
        ConfigUpdate::NotAsked
        | ConfigUpdate::NoConfig
        | ConfigUpdate::NoBlock
        | ConfigUpdate::FileRefused(_)
        | ConfigUpdate::Refused(_) => "",
    }
}

/// Why there is no updated file: what happened, why, and what to do.
pub fn update_problem(update: &ConfigUpdate) -> Option<Explanation> {
    match update {
        ConfigUpdate::NotAsked | ConfigUpdate::Underway { .. } | ConfigUpdate::Done(_) => None,
        ConfigUpdate::NoConfig => Some(Explanation::new(
            "There is no config.yml yet",
            "Open your config.yml, drop it on this page, or paste its text.",
            [],
        )),
        ConfigUpdate::NoBlock => Some(Explanation::new(
            "There is no block yet",
            "Sign in first. Your config.yml waits here until there is a block to put into it.",
            [],
        )),
        ConfigUpdate::FileRefused(refusal) => Some(Explanation::new(
            "This file was not opened",
            file_refusal(*refusal),
            ["What was here before is unchanged."],
        )),
        ConfigUpdate::Refused(EditorRefusal::Unavailable) => Some(Explanation::new(
            "Your config.yml was not changed",
            EDITOR_UNAVAILABLE,
            ["Or put the block above into the file by hand."],
        )),
        ConfigUpdate::Refused(refusal) => Some(Explanation::new(
            "Your config.yml was not changed",
            editor_refusal(refusal),
            ["Correct that, or put the block above into the file by hand."],
        )),
    }
}

/// The title over why a file was not saved.
pub const NOT_SAVED: &str = "The file was not saved";

/// The button that refreshes the token of a file.
pub const REFRESH: &str = "Refresh its access";

/// The button that checks the token of a file.
pub const CHECK: &str = "Check its access with Trakt";

/// The button that fills in the app of a file.
pub const TAKE_APP: &str = "Use its client ID and secret";

/// The button that stops an update.
pub const CANCEL_UPDATE: &str = "Cancel the update";

/// The button that downloads the updated file.
pub const DOWNLOAD: &str = "Download config.yml";

/// The button that copies the updated file.
pub const COPY: &str = "Copy config.yml";

/// The button that shows all of a long text.
pub const SHOW_ALL: &str = "Show all of them";

/// Returns the line that names the opened file.
pub fn opened(name: &str) -> String {
    format!("Opened: {name}")
}

/// Returns the button that writes into the opened file.
pub fn save_into(name: &str) -> String {
    format!("Save into {name}")
}

/// Returns the question whether to overwrite the opened file.
pub fn save_question(name: &str) -> Question {
    Question {
        label: format!("Save into {name}?").into(),
        text: format!(
            "Replace what is in {name} with the updated text? Stop Kometa first. Your browser may ask once more."
        )
        .into(),
        yes: "Yes, save it",
        no: "Leave the file as it is",
    }
}

/// Returns the line before the part of a long text that is shown.
pub fn section_from(line: usize) -> String {
    format!("Its trakt section, from line {line} on:")
}

/// Returns the line about a text that is too long to be drawn.
pub fn too_many_lines(lines: usize) -> String {
    format!("It has {lines} lines, too many to draw at once.")
}

/// Returns how the save of another file ended.
pub fn late_save(name: &str, result: Result<(), SaveRefusal>) -> String {
    match result {
        Ok(()) => format!("The text that you saved before is in {name}."),
        Err(refusal) => format!("{name} was not saved. {}", save_refusal(refusal, name)),
    }
}

/// What is to be done with the updated file.
pub fn updated_heading(updated: &UpdatedConfig) -> &'static str {
    if updated.changes.is_empty() {
        "Nothing had to change"
    } else if updated.saving == Saving::Saved {
        match updated.program {
            None => "Your config.yml is up to date",
            Some(_) => "Your file is up to date",
        }
    } else {
        "Now save it"
    }
}

/// What is true of all that did not change.
pub fn everything_else(updated: &UpdatedConfig) -> &'static str {
    if updated.changes.is_empty() {
        "Your file has these values already. Nothing had to change."
    } else if updated.appended {
        "Your file had no trakt section, so one was added. Every other byte is the same; that has been checked."
    } else {
        "Every other byte is the same; that has been checked."
    }
}

/// The keys that kept their placeholders.
pub fn placeholders_kept(keys: &[BlockKey]) -> String {
    let (placeholders, values) = match keys.len() {
        ..=1 => ("its placeholder", "value there is the one"),
        _ => ("their placeholders", "values there are the ones"),
    };
    format!(
        "{} kept {placeholders} “<<…>>”, which Kometa fills in from its environment. Make sure that the {values} you \
         signed in with.",
        names(keys)
    )
}

/// The keys that had placeholders, and have values now that open the user's access.
pub fn placeholders_replaced(keys: &[BlockKey]) -> String {
    let what = match keys {
        [_] => "had a placeholder (“<<…>>”). Its value now stands",
        _ => "had placeholders (“<<…>>”). Their values now stand",
    };
    format!(
        "{} {what} in the file itself. Keep the file private: whoever can read it can use your Trakt access.",
        names(keys)
    )
}

/// The members of `authorization` that stand directly under `trakt` as well.
pub fn stale(keys: &[BlockKey]) -> String {
    let (verb, pronoun) = match keys {
        [_] => ("stands", "It was"),
        _ => ("stand", "They were"),
    };
    format!(
        "{} also {verb} directly under “trakt:”, where Kometa does not look for a token. {pronoun} left as before.",
        names(keys)
    )
}

/// Takes them out.
pub const fn remove_stale(keys: &[BlockKey]) -> &'static str {
    match keys {
        [_] => "Take it out",
        _ => "Take them out",
    }
}

fn names(keys: &[BlockKey]) -> String {
    let names: Vec<_> = keys.iter().map(|key| key.name()).collect();
    block::in_a_row(&names)
}

/// What has been done with the updated file last. `name` is its name.
pub fn config_export(updated: &UpdatedConfig, name: &str) -> String {
    match updated.saving {
        Saving::Underway => return format!("Saving into {name}…"),
        Saving::Saved => match updated.program {
            None => return format!("Saved into {name}. Now restart Kometa."),
            Some(_) => {
                return format!("Saved into {name}. Now restart the program that it belongs to.");
            }
        },
        Saving::NotAsked | Saving::Confirming | Saving::Refused(_) => {}
    }
    match updated.export {
        Export::None => String::new(),
        Export::Copied => {
            format!("The updated {name} is on the clipboard. Paste it over everything in your file.")
        }
        Export::CopiedByHand => "Copied. Make sure that you have the whole text.".into(),
        Export::CopyRefused => {
            "The browser does not allow copying here. The text is selected: copy it with Ctrl+C, or Cmd+C on a Mac."
                .into()
        }
        Export::Downloaded => format!(
            "Handed to your browser as {name}. Check that it has been saved, then replace the old file with it."
        ),
        Export::DownloadFailed => "The browser could not save a file. Copy the text instead.".into(),
    }
}

/// Why the file of this name was not saved.
pub fn saving_problem(saving: Saving, name: &str) -> Option<String> {
    match saving {
        Saving::NotAsked | Saving::Confirming | Saving::Underway | Saving::Saved => None,
        Saving::Refused(refusal) => Some(save_refusal(refusal, name)),
    }
}

fn save_refusal(refusal: SaveRefusal, name: &str) -> String {
    match refusal {
        SaveRefusal::Refused => format!(
            "The browser did not write into {name}. Allow it when it asks, or download the updated file instead."
        ),
        SaveRefusal::Changed => format!(
            "{name} has changed since it was opened here, perhaps by Kometa. Open it again and update it once more."
        ),
    }
}

/// The button that opens a file.
pub const OPEN: &str = "Open config.yml";

/// What opening a file does, and the other way to open one.
pub const ABOUT_OPENING: &str = "Have one? Open it or drop it anywhere, and the rest is filled in.";

/// The words over the page while a file is dragged over it.
pub const DROP_HERE: &str = "Drop your config.yml here";

/// What happens to a file.
pub const ABOUT: &str = "Open your config.yml above, or paste it here. It never leaves this page.";

/// The label of the user's file.
pub const LABEL: &str = "Your config.yml";

/// The button that updates a file.
pub const UPDATE: &str = "Update config.yml";

/// The label of the updated file.
pub const UPDATED_LABEL: &str = "Updated config.yml";

/// The caption of the lines that differ.
pub const CHANGES: &str = "Lines of your config.yml, before and after";

/// The headings over the lines that differ.
pub const CHANGES_COLUMNS: [&str; 3] = ["Line", "Change", "Text"];

/// Returns what has happened to a line.
pub const fn line_change(is_new: bool) -> &'static str {
    match is_new {
        true => "added",
        false => "removed",
    }
}

/// The button that shows the secrets among the lines that differ.
pub const SHOW_SECRETS: &str = "Show the secrets";

/// The line that unfolds the text of an opened file.
pub const SHOW_TEXT: &str = "The text of the file";

/// The line that unfolds the block where the updated file leads.
pub const BLOCK_ALONE: &str = "The block alone";
