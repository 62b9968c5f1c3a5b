//! Sentences about a sign-in as a file for another program.

use crate::export::{FormatId, Refusal};

/// The line to unfold.
pub const HEADING: &str = "For another program";

/// The label of the list of programs.
pub const PROGRAM: &str = "Program";

/// The label of the file's text.
pub const TEXT: &str = "Sign-in for this program";

/// The button that copies the file's text.
pub const COPY: &str = "Copy it";

/// The button that downloads the file.
pub const DOWNLOAD: &str = "Download it";

/// Says that programs cannot share a token.
pub const ONE_TOKEN_ONE_PROGRAM: &str = "One token serves one program: each refresh ends the previous pair, so two programs \
     sharing it may lock each other out. Make a sign-in of its own for each.";

/// Says that the file's text is on the clipboard.
pub const COPIED: &str = "Copied.";

/// Says that the user has copied from the file's text.
pub const COPIED_BY_HAND: &str = "Copied. Make sure that you have the whole text.";

/// Says that the browser refused the clipboard.
pub const NOT_COPIED: &str = "The browser does not allow copying here. The text is selected: copy it with Ctrl+C, or Cmd+C \
     on a Mac.";

/// Says that the browser has the file.
pub const DOWNLOADED: &str = "Look for it in your downloads.";

/// Says that the browser could not make a file.
pub const NOT_DOWNLOADED: &str = "The browser could not save a file. Copy the text instead.";

/// Returns what to do with a file.
pub const fn what_to_do(format: FormatId) -> &'static str {
    match format {
        FormatId::PlexTraktSync => {
            "Stop PlexTraktSync, put this into its config folder as `.pytrakt.json` in place of the file there, and start it \
             again. A browser may save the file under another name: rename it, the dot in front included."
        }
        FormatId::Environment => {
            "Save it as `trakt.env`. Docker takes it with `--env-file trakt.env`; in a shell, `set -a; . ./trakt.env` sets \
             the variables. A program that renews the token has to keep the new one itself."
        }
        FormatId::Json => {
            "Save it as `trakt.json` for a program that reads Trakt's own names. Open it on this page to renew it later."
        }
    }
}

/// Returns why a program cannot have the token as a file, and what to do.
pub fn refusal(refusal: Refusal) -> String {
    match refusal {
        Refusal::NoClientSecret => {
            "This program needs an app with a client secret. Enter the secret above and sign in again, or choose another \
             program."
                .into()
        }
        Refusal::ReadDifferently { variable } => format!(
            "The value of `{variable}` has a character that a shell and Docker read differently. Choose JSON instead."
        ),
        Refusal::NotSure => "This page cannot be certain how to write this file. Choose another program.".into(),
    }
}
