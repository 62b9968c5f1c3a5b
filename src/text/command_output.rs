//! Words for a command's output without a token, and for what to do about it.

use super::{Explanation, Remedy};
use crate::trakt::command::Shell;
use crate::trakt::command_output::{CommandLine, NoResponse};

/// Explains the reason. `used` says whether the PIN or the like is used up, `again` how to get another.
pub(super) fn explain(reason: &NoResponse, used: &str, again: &str) -> Explanation {
    match reason {
        NoResponse::NotSent { line } => Explanation::new(
            "The command did not reach Trakt either",
            followed_by(&format!("It printed “{line}”."), used),
            [
                "Run it on another computer or in another network, for example on a phone's, and paste what it prints.",
            ],
        ),
        NoResponse::Unanswered { line } => Explanation::new(
            "The command got no answer from Trakt",
            followed_by(&format!("It printed “{line}”."), used),
            [
                "Run it once more, and paste what it prints.",
                &format!("If Trakt refuses it then, {again}."),
            ],
        ),
        NoResponse::WrongShell { ran_in } => Explanation::new(
            misplaced(*ran_in),
            followed_by("Nothing was sent.", used),
            [advice(*ran_in)],
        ),
        NoResponse::InPieces => Explanation::new(
            "Trakt's answer was changed when it was copied",
            followed_by(
                "There is an answer with a token in what you pasted, but the terminal broke it into rows in a way that \
                 cannot be undone with certainty. Nothing is guessed in a token.",
                used,
            ),
            [
                "If the answer is still in the terminal, make the window as wide as you can and copy it again, from { to }.",
                &format!(
                    "Otherwise {again}. Run the new command with “> answer.txt” after it, open that file in a text editor, \
                     and copy everything in it."
                ),
            ],
        ),
        NoResponse::NotFound => Explanation::new(
            "What you pasted has no answer from Trakt in it",
            "An answer is one piece of text between { and }.",
            [
                "Copy everything that the command printed, and paste it under “What the command printed”.",
            ],
        ),
        NoResponse::TooLong => Explanation::new(
            "What you pasted is too long",
            "It is more than a command prints, so it was not searched for an answer.",
            ["Copy only what the command printed: one piece of text between { and }."],
        ),
    }
}

fn followed_by(sentences: &str, used: &str) -> String {
    format!("{sentences} {used}").trim_end().to_owned()
}

const fn misplaced(ran_in: CommandLine) -> &'static str {
    match ran_in {
        CommandLine::CommandPrompt => "The Windows Command Prompt cannot run this command",
        CommandLine::PowerShell => "That was the command for macOS and Linux",
        CommandLine::OldPowerShell => "This PowerShell is too old for the command",
        CommandLine::PosixShell => "That was the command for Windows PowerShell",
    }
}

const fn advice(ran_in: CommandLine) -> &'static str {
    match ran_in {
        CommandLine::CommandPrompt => {
            "Open Windows PowerShell from the Start menu, run the command for Windows PowerShell there, and paste what it \
             prints."
        }
        CommandLine::PowerShell => {
            "Run the command for Windows PowerShell, and paste what it prints."
        }
        CommandLine::OldPowerShell => {
            "Run the command for macOS and Linux on such a computer or on a NAS, and paste what it prints."
        }
        CommandLine::PosixShell => "Run the command for macOS and Linux, and paste what it prints.",
    }
}

/// Returns the control that shows the command to run instead.
pub(super) fn remedies(reason: &NoResponse) -> Vec<Remedy> {
    match reason {
        NoResponse::WrongShell { ran_in } => vec![Remedy::OtherCommand(ran_in.fitting_command())],
        NoResponse::NotSent { .. }
        | NoResponse::Unanswered { .. }
        | NoResponse::InPieces
        | NoResponse::NotFound
        | NoResponse::TooLong => Vec::new(),
    }
}

/// Returns the reason in a few words, for a line that names the host.
pub(super) const fn in_short(reason: &NoResponse) -> &'static str {
    match reason {
        NoResponse::NotSent { .. } => "the command could not reach it",
        NoResponse::Unanswered { .. } => "the command got no answer",
        NoResponse::WrongShell { .. } => "the command was for another kind of terminal",
        NoResponse::InPieces => "its answer was changed when it was copied",
        NoResponse::NotFound => "there is no answer in what was pasted",
        NoResponse::TooLong => "what was pasted is too long",
    }
}

/// Returns the name of the control that leads to a command.
pub const fn show_command(shell: Shell) -> &'static str {
    match shell {
        Shell::Posix => "Show the command for macOS and Linux",
        Shell::PowerShell => "Show the command for Windows PowerShell",
    }
}
