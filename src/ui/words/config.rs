//! What is said of a `config.yml`, a pasted block, and why it is left alone.

use crate::kometa::config::{ConfigRefusal, MAX_BYTES, Reason, YamlProblem};
use crate::kometa::editing::EditorRefusal;
use crate::kometa::file::FileRefusal;
use crate::kometa::refresh::RefreshInputError;

/// Where the editor could not be asked.
pub const EDITOR_UNAVAILABLE: &str = "The part of this page that reads config.yml could not be loaded. Check your connection and try again.";

/// Where a pasted text has no block.
pub const NO_TRAKT_SECTION: &str =
    "There is no trakt section in this text. Paste your config.yml, or its lines from “trakt:” on.";

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
            "Line {line} begins a web page. Open the file itself and copy its text from there."
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
        Reason::TooDeep => format!("Line {line} is nested deeper than any config.yml."),
        Reason::SeveralDocuments => {
            format!("On line {line} a second document begins. Kometa reads files with only one.")
        }
        Reason::RootInFlowStyle => format!(
            "The file is written in braces from line {line} on, which this page does not change."
        ),
        Reason::RootIsList => {
            format!("Line {line} begins a list. A config.yml consists of sections such as “plex:”.")
        }
        Reason::RootIsText => {
            format!("Line {line} is plain text. A config.yml consists of sections such as “plex:”.")
        }
        Reason::TwoTraktKeys { first } => format!(
            "There are two “trakt” sections, on lines {first} and {line}. Remove one of them."
        ),
        Reason::DuplicateKey { key, first } => format!(
            "“{key}” stands twice, on lines {first} and {line}. Kometa does not load such a file."
        ),
        Reason::EqualKeys { first } => format!(
            "The keys on lines {first} and {line} are the same to Kometa, which does not load such a file."
        ),
        Reason::Ambiguous => format!(
            "Line {line} is written in a way that not every reader of YAML takes alike. Write it more plainly and try \
             again."
        ),
        Reason::UncheckedTag => format!(
            "The value on line {line} has a tag (“!!…”) that this page cannot check against it."
        ),
        Reason::UnusualKey => {
            format!("The key on line {line} is written in a way that this page does not change.")
        }
        Reason::Tagged => {
            format!("The value on line {line} has a tag (“!…”), which this page does not change.")
        }
        Reason::Merged => format!(
            "Line {line} merges other settings into the trakt section (“<<”), which this page does not change."
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
        Reason::NotCarriedOver => format!(
            "The trakt section is written in braces, and line {line} in it cannot be carried over."
        ),
        Reason::EndsInText => format!(
            "The text that begins with “|” or “>” and ends on line {line} has no proper end. Add a line behind it and \
             try again."
        ),
        Reason::NotSure => {
            format!("The trakt section on line {line} cannot be changed with certainty.")
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
            "a comment stands between its key and its value, and an empty line behind"
        }
        YamlProblem::KeyOverLines => "a key and its colon are not on one line",
        YamlProblem::Tag => "the tag (“!!…”) does not fit what stands behind it",
        YamlProblem::Key => "a list or mapping with another one in it cannot be a key",
        YamlProblem::Merge => "what stands behind “<<” cannot be merged",
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
        FileRefusal::NotUtf8 { line } => format!(
            "The file is not UTF-8 text: line {line} has a character in another encoding. Save it as UTF-8 in your \
             editor, then open it again."
        ),
        FileRefusal::NotText => "The file is not a text. Is it really your config.yml?".into(),
        FileRefusal::Unreadable => {
            "The browser could not read the file. Open it again, or paste its text.".into()
        }
    }
}

fn too_large() -> String {
    let limit_mib = MAX_BYTES / (1024 * 1024);
    format!("The file is larger than {limit_mib} MB. Is it really your config.yml?")
}

/// Why a pasted block cannot be refreshed as it is.
pub fn refresh_input_error(error: &RefreshInputError) -> String {
    match error {
        RefreshInputError::Empty => {
            "Your current trakt block is empty. Paste it, or your whole config.yml.".into()
        }
        RefreshInputError::NothingFound => NO_TRAKT_SECTION.into(),
        RefreshInputError::NotRead(refusal) => editor_refusal(refusal),
        RefreshInputError::NoRefreshToken => {
            "There is no refresh_token in your block, so it cannot be refreshed. Sign in with a PIN instead.".into()
        }
        RefreshInputError::NoClientId => {
            "There is no client_id in your block. Enter it under Client ID.".into()
        }
        RefreshInputError::App(error) => error.to_string(),
    }
}
