//! Recognises what a command printed, in what a user copied from a terminal.

mod answers;
mod diagnosis;
mod judgement;
mod objects;
mod rows;

use serde_json::Value;

use super::command::Shell;
use super::http::Response;
use answers::Answer;
use judgement::Worth;

/// Output of a command, recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommandOutput {
    /// An answer of Trakt's, or of something in front of it. The status is 200 where none was printed.
    Response(Response),
    /// No answer that can be read.
    NoResponse(NoResponse),
}

/// Reason for there being no answer in a command's output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoResponse {
    /// The request was not sent: the program could not find Trakt, connect to it, or start.
    NotSent {
        /// The line in which it says so.
        line: String,
    },
    /// The request may have been sent, and no answer came.
    Unanswered {
        /// The line in which the program says so.
        line: String,
    },
    /// The command is for another shell, so that nothing was sent.
    WrongShell {
        /// The command line that refused it.
        ran_in: CommandLine,
    },
    /// A token is in it that cannot be put together with certainty.
    InPieces,
    /// No answer and no known message is in it.
    NotFound,
    /// More than a terminal keeps.
    TooLong,
}

/// Program in which a command was run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandLine {
    /// The Command Prompt of Windows, `cmd.exe`.
    CommandPrompt,
    /// PowerShell, on any system.
    PowerShell,
    /// PowerShell before version 3, which cannot send requests.
    OldPowerShell,
    /// A shell of macOS, Linux or a NAS.
    PosixShell,
}

impl CommandLine {
    /// Returns the shell whose command works on such a computer.
    pub const fn fitting_command(self) -> Shell {
        match self {
            Self::CommandPrompt | Self::PowerShell => Shell::PowerShell,
            Self::OldPowerShell | Self::PosixShell => Shell::Posix,
        }
    }
}

/// More than the scrollback of a terminal usually holds, in bytes.
const TEXT_LIMIT: usize = 1 << 20;

impl CommandOutput {
    /// Recognises the output of a command, in this order:
    ///
    /// 1. JSON with a `grant_type` is the request and is passed over;
    /// 2. an answer, put together from the rows into which it was broken: the last token, or else the last error;
    /// 3. a known failure: of curl, wget, a shell or PowerShell, a web page, Cloudflare's `error code: 1020`;
    /// 4. nothing known.
    ///
    /// ```
    /// use kometa_trakt_sign_in::trakt::command_output::{CommandOutput, NoResponse};
    ///
    /// let line = "curl: (6) Could not resolve host: api.trakt.tv";
    /// assert_eq!(
    ///     CommandOutput::recognise(&format!("$ curl --silent …\n{line}\n$ ")),
    ///     CommandOutput::NoResponse(NoResponse::NotSent { line: line.into() }),
    /// );
    /// ```
    pub fn recognise(text: &str) -> Self {
        if text.len() > TEXT_LIMIT {
            return Self::NoResponse(NoResponse::TooLong);
        }
        let visible = rows::visible(text);
        let joined = rows::joined(&visible);
        let answer = answers::find(&joined)
            .into_iter()
            .chain(answers::find_in_list(&visible))
            .max_by_key(|answer| answer.worth);
        match answer {
            Some(answer) if answer.worth == Worth::InPieces => {
                Self::NoResponse(NoResponse::InPieces)
            }
            Some(answer) if answer.worth > Worth::Error => Self::Response(answer.into_response()),
            _ if answers::is_hinted_at(&joined) => Self::NoResponse(NoResponse::InPieces),
            Some(answer) => Self::Response(answer.into_response()),
            None => diagnosis::of(&visible, &rows::squeezed(&joined)),
        }
    }
}

impl Answer {
    fn into_response(self) -> Response {
        let status = match self.worth {
            Worth::Error => self.status.unwrap_or(ASSUMED_STATUS),
            // Whatever the status: a token is a token.
            Worth::Incomplete | Worth::InPieces | Worth::Token => ASSUMED_STATUS,
        };
        let body = Value::Object(self.members).to_string();
        Response::new(status, judgement::without_joints(&body))
    }
}

/// The status of an answer that came without one.
const ASSUMED_STATUS: u16 = 200;
