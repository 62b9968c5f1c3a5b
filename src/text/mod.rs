//! Every sentence for people that depends on what happened, in one place. Headings, labels and what never changes stand
//! in the component that shows them.

use crate::sign_in::form::SignInMethod;
use crate::trakt::SignInHost;

pub mod block;
pub mod config;
pub mod failure;
pub mod input;
pub mod progress;
pub mod redirect;
pub mod time;
pub mod token;

/// What the user reads about something that went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// One sentence: what happened.
    pub title: String,
    /// What it means, in plain words.
    pub meaning: String,
    /// What to do, first things first.
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
    /// Change to this sign-in host.
    Host(SignInHost),
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

    fn with<const N: usize>(mut self, remedies: [Remedy; N]) -> Self {
        self.remedies.extend(remedies);
        self
    }
}
