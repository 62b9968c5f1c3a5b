//! Keeps which of the page's steps the user has folded or unfolded.

/// One of the page's numbered steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageStep {
    /// The user's Trakt app: client ID and secret.
    App,
    /// The sign-in.
    SignIn,
    /// The block, and where it goes.
    PutIn,
}

impl PageStep {
    /// From 1.
    pub const fn number(self) -> usize {
        self as usize + 1
    }
}

/// The user's wish for a step. It holds until the step is done, or to be done again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// Whether the step was done then.
    pub while_done: bool,
    /// Whether it is to be unfolded.
    pub is_open: bool,
}

/// The user's wish for each step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Folds([Option<Fold>; 3]);

impl Folds {
    /// A step is open until it is done, unless the user wants something else.
    pub fn is_open(&self, step: PageStep, is_done: bool) -> bool {
        let wanted = self.0[step as usize].filter(|fold| fold.while_done == is_done);
        wanted.map_or(!is_done, |fold| fold.is_open)
    }

    pub(crate) const fn set(&mut self, step: PageStep, fold: Fold) {
        self.0[step as usize] = Some(fold);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_user_wants_holds_until_the_step_is_done_or_to_be_done_again() {
        let mut folds = Folds::default();
        assert!(folds.is_open(PageStep::App, false));
        assert!(!folds.is_open(PageStep::App, true));
        for while_done in [false, true] {
            let is_open = while_done;
            folds.set(
                PageStep::App,
                Fold {
                    while_done,
                    is_open,
                },
            );
            assert_eq!(folds.is_open(PageStep::App, while_done), is_open);
            assert_eq!(folds.is_open(PageStep::App, !while_done), while_done);
        }
        assert!(folds.is_open(PageStep::SignIn, false), "it is another one");
    }
}
