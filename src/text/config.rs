//! Sentences about a `config.yml` or a pasted block, and why it is left alone.

use super::Explanation;
use super::list::in_a_row;
use crate::kometa::config::{BlockKey, ConfigRefusal, Holding, MAX_BYTES, Reason, YamlProblem};
use crate::kometa::editing::EditorRefusal;
use crate::kometa::file::FileRefusal;

/// Says that an update holds revoked tokens.
pub const UPDATE_WITHDRAWN: &str =
    "The updated config.yml is withdrawn: its tokens have been revoked.";

/// Says that the editor could not be asked.
pub const EDITOR_UNAVAILABLE: &str = "The part of this page that reads config.yml did not come, or has stopped. Try again; if that does not help, reload the page, which fetches its newest version but empties it.";

/// Says why a task came to nothing.
pub fn editor_refusal(refusal: &EditorRefusal) -> String {
    match refusal {
        EditorRefusal::Refused(refusal) => config_refusal(refusal),
        EditorRefusal::Unavailable => EDITOR_UNAVAILABLE.into(),
    }
}

/// Says why `config.yml` is not touched.
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
            "Line {line} has a tab where only spaces are safe. Replace it with spaces and try again."
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

/// Returns the end of “Kometa cannot read line 7: …”.
const fn yaml_problem(problem: YamlProblem) -> &'static str {
    match problem {
        YamlProblem::Indentation => "its indentation does not fit the lines above it",
        YamlProblem::Quotes => "a quotation mark is missing or out of place",
        YamlProblem::Brackets => "a bracket or brace is missing or out of place",
        YamlProblem::Colon => {
            "a colon, a bracket or the indentation is missing or out of place, there or just above"
        }
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

/// Says why a file is not taken for a `config.yml`.
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

/// Says that the new block is being put into the file.
pub const UPDATING: &str = "Updating your config.yml…";

/// Says that the file had the new block before.
pub const HAS_BLOCK_ALREADY: &str = "Your config.yml has this block already.";

/// Says that the updated file can be saved.
pub const UPDATE_READY: &str = "Ready, but not saved yet.";

/// Returns why there is no updated file: there was none to update.
pub fn no_config() -> Explanation {
    Explanation::new(
        "There is no config.yml yet",
        "Open your config.yml, drop it on this page, or paste its text.",
        [],
    )
}

/// Returns why there is no updated file: there was no block to put into it.
pub fn no_block() -> Explanation {
    Explanation::new(
        "There is no block yet",
        "Sign in first. Your config.yml waits here until there is a block to put into it.",
        [],
    )
}

/// Returns why a file was not opened.
pub fn not_opened(refusal: FileRefusal) -> Explanation {
    Explanation::new(
        "This file was not opened",
        file_refusal(refusal),
        ["What was here before is unchanged."],
    )
}

/// Returns why a file was not updated.
pub fn not_updated(refusal: &EditorRefusal) -> Explanation {
    let next = match refusal {
        EditorRefusal::Unavailable => "Or put the block above into the file by hand.",
        EditorRefusal::Refused(_) => "Correct that, or put the block above into the file by hand.",
    };
    let meaning = editor_refusal(refusal);
    Explanation::new("Your config.yml was not changed", meaning, [next])
}

/// The title over why a file was not saved.
pub const NOT_SAVED: &str = "The file was not saved";

/// The button that refreshes the token of a file.
pub const REFRESH: &str = "Refresh its access";

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

/// Returns the button that writes into the opened file.
pub fn save_into(name: &str) -> String {
    format!("Save into {name}")
}

/// Returns the line before the part of a long text that is shown.
pub fn section_from(line: usize) -> String {
    format!("Its trakt section, from line {line} on:")
}

/// Returns the line about a text that is too long to be drawn.
pub fn too_many_lines(lines: usize) -> String {
    format!("It has {lines} lines, too many to draw at once.")
}

/// Returns that the save of another file has ended.
pub fn saved_late(name: &str) -> String {
    format!("The text that you saved before is in {name}.")
}

/// Returns that another file was not saved, and why.
pub fn not_saved_late(name: &str, reason: &str) -> String {
    format!("{name} was not saved. {reason}")
}

/// The heading of an updated file that is the same as before.
pub const NOTHING_TO_CHANGE: &str = "Nothing had to change";

/// The heading of an updated file that is saved.
pub const IS_UP_TO_DATE: &str = "Your config.yml is up to date";

/// The heading of an updated file of another program that is saved.
pub const FILE_IS_UP_TO_DATE: &str = "Your file is up to date";

/// The heading of an updated text that was copied or downloaded.
pub const NEARLY_DONE: &str = "Nearly done";

/// The heading of an updated file that is still to be saved.
pub const NOW_SAVE_IT: &str = "Now save it";

/// Says that an updated file is the same as before.
pub const SAME_VALUES: &str = "Your file has these values already. Nothing had to change.";

/// Says that nothing changed apart from the new section.
pub const SECTION_ADDED: &str =
    "Your file had no trakt section, so one was added. Checked: nothing else changed.";

/// Says that nothing changed apart from the new values.
pub const OTHER_BYTES_SAME: &str = "Checked: nothing else changed.";

/// Says that these keys kept their placeholders.
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

/// Says that these keys had placeholders, and have values now that open the user's access.
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

/// Says that these members of `authorization` stand directly under `trakt` as well.
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
    in_a_row(&names)
}

/// Returns that the updated file is being saved.
pub fn saving_into(name: &str) -> String {
    format!("Saving into {name}…")
}

/// Returns that the updated file is saved.
pub fn saved_into(name: &str) -> String {
    format!("Saved into {name}. Now restart Kometa.")
}

/// Returns that the updated file of another program is saved.
pub fn saved_for_program(name: &str) -> String {
    format!("Saved into {name}. Now restart the program that it belongs to.")
}

/// Says that the updated file is on the clipboard.
pub const COPIED: &str =
    "The updated config.yml is on the clipboard. Paste it over everything in your file.";

/// Says that some of the updated file was copied by hand.
pub const COPIED_BY_HAND: &str = "Copied. Make sure that you have the whole text.";

/// Says that the browser does not let the page copy.
pub const NOT_COPIED: &str = "The browser does not allow copying here. The text is selected: copy it with Ctrl+C, or Cmd+C on a Mac.";

/// Returns that the updated file was offered as a file.
pub fn downloaded(name: &str) -> String {
    format!("Look for {name} in your downloads, and replace the old file with it.")
}

/// Says that the browser could not make a file of the updated text.
pub const NOT_DOWNLOADED: &str = "The browser could not save a file. Copy the text instead.";

/// Returns why a file was not saved: the browser did not write into it.
pub fn write_refused(name: &str) -> String {
    format!(
        "The browser did not write into {name}. Allow it when it asks, or download the updated file instead."
    )
}

/// Returns why a file was not saved: it is not the one that was opened any more.
pub fn changed_since_opened(name: &str) -> String {
    format!(
        "{name} has changed since it was opened here, perhaps by Kometa. Open it again and update it once more."
    )
}

/// The button that opens a file.
pub const OPEN: &str = "Open config.yml";

/// Says what opening a file does, and the other way to open one.
pub const ABOUT_OPENING: &str = "Have one? Open it or drop it anywhere, and the rest is filled in.";

/// The words over the page while a file is dragged over it.
pub const DROP_HERE: &str = "Drop your config.yml here";

/// Says what happens to a file.
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
