//! Every sentence and label for people, in one place. What is shown as code stands between backticks.

use std::borrow::Cow;

use crate::sign_in::form::SignInMethod;
use crate::trakt::SignInHost;
use crate::trakt::command::Shell;

pub mod block;
pub mod command;
pub mod command_output;
pub mod config;
pub mod export;
pub mod failure;
pub mod file;
pub mod form;
mod grant;
pub mod input;
mod list;
pub mod progress;
pub mod redirect;
mod refusal;
pub mod time;
pub mod token;
mod value;

/// An alert in words: what went wrong and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// One sentence: what happened.
    pub title: String,
    /// The meaning, in plain words.
    pub meaning: String,
    /// The advice, first things first.
    pub next: Vec<String>,
    /// The controls that do some of it.
    pub remedies: Vec<Remedy>,
}

/// A control that does what an explanation advises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Send the form again as it is.
    TryAgain,
    /// Open Trakt for another PIN.
    NewPin,
    /// Change to another way to sign in. Client ID and secret stay.
    Method(SignInMethod),
    /// Go to the client ID and secret, which are both marked.
    CheckApp,
    /// Change to this sign-in host.
    Host(SignInHost),
    /// Go to the command for this shell.
    OtherCommand(Shell),
}

/// A question before something is lost, with the names of both answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The accessible name.
    pub label: Cow<'static, str>,
    /// The question.
    pub text: Cow<'static, str>,
    /// The answer that goes on.
    pub yes: &'static str,
    /// The answer that leaves everything as it is.
    pub no: &'static str,
}

/// Returns the label of the control that does what an explanation advises.
pub fn remedy(remedy: Remedy) -> Cow<'static, str> {
    match remedy {
        Remedy::TryAgain => "Try again".into(),
        Remedy::NewPin => "Get a new PIN".into(),
        Remedy::Method(SignInMethod::Pin) => "Sign in with a PIN instead".into(),
        Remedy::Method(SignInMethod::Return) => "Return to this page instead".into(),
        Remedy::Method(SignInMethod::Device) => "Use a device code instead".into(),
        Remedy::Method(SignInMethod::Refresh) => "Refresh a block instead".into(),
        Remedy::Host(host) => format!("Use {}", host.name()).into(),
        Remedy::CheckApp => "Check client ID and secret".into(),
        Remedy::OtherCommand(shell) => command_output::show_command(shell).into(),
    }
}

impl Explanation {
    fn new<const N: usize>(
        title: impl Into<String>,
        meaning: impl Into<String>,
        next: [&str; N],
    ) -> Self {
        Self {
            title: title.into(),
            meaning: meaning.into(),
            next: next.into_iter().map(Into::into).collect(),
            remedies: Vec::new(),
        }
    }

    fn with(mut self, remedies: impl IntoIterator<Item = Remedy>) -> Self {
        self.remedies.extend(remedies);
        self
    }
}
