//! Every sentence for people that depends on what happened, in one place. Headings, labels and what never changes stand
//! in the component that shows them.

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
        }
    }
}
