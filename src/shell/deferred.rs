//! Loading what the page does not need at first, and keeping what waits for it in its order.

/// A part that is loaded when it is first needed, and what waits for it.
///
/// Loading itself is done by whoever [`Loader::begin`] tells to.
#[derive(Debug)]
pub struct Loader<T> {
    is_loading: bool,
    has_failed: bool,
    waiting: Vec<Waiting<T>>,
}

/// Something that waits.
#[derive(Debug)]
struct Waiting<T> {
    item: T,
    patience: Patience,
}

/// The weight that a waiting thing has for the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// The user waits for nothing, as while a text is to be read.
    Unnoticed,
    /// The user waits, and can give up.
    Awaited,
    /// The user waits, and giving up must not lose it.
    Kept,
}

impl<T> Default for Loader<T> {
    fn default() -> Self {
        Self {
            is_loading: false,
            has_failed: false,
            waiting: Vec::new(),
        }
    }
}

impl<T> Loader<T> {
    /// Returns whether the part is to be loaded now, which it is unless that has begun.
    pub fn begin(&mut self) -> bool {
        let begins = !self.is_loading;
        self.is_loading = true;
        if begins {
            self.has_failed = false;
        }
        begins
    }

    /// Notes that the part did not come.
    pub fn failed(&mut self) {
        self.is_loading = false;
        self.has_failed = true;
    }

    /// Returns what has waited for the part, in its order, now that the part has come.
    pub fn loaded(&mut self) -> impl Iterator<Item = T> + use<T> {
        self.has_failed = false;
        std::mem::take(&mut self.waiting)
            .into_iter()
            .map(|waiting| waiting.item)
    }

    /// Lets something wait for the part.
    pub fn wait(&mut self, item: T, patience: Patience) {
        self.waiting.push(Waiting { item, patience });
    }

    /// Drops what the user no longer waits for.
    pub fn give_up(&mut self) {
        self.waiting.retain_mut(|waiting| match waiting.patience {
            Patience::Unnoticed => true,
            Patience::Awaited => false,
            Patience::Kept => {
                waiting.patience = Patience::Unnoticed;
                true
            }
        });
    }

    /// Returns whether the user waits.
    pub fn is_awaited(&self) -> bool {
        let is_awaited = |waiting: &Waiting<T>| waiting.patience != Patience::Unnoticed;
        self.waiting.iter().any(is_awaited)
    }

    /// Returns whether the part did not come when it was asked for last.
    pub const fn has_failed(&self) -> bool {
        self.has_failed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loading_begins_once_and_again_after_a_failure() {
        let mut loader = Loader::<u8>::default();
        assert!(loader.begin());
        assert!(!loader.begin());
        loader.failed();
        assert!(loader.has_failed());
        assert!(loader.begin());
        assert!(!loader.has_failed());
    }

    #[test]
    fn giving_up_drops_what_was_awaited_and_keeps_the_rest_in_its_order() {
        let mut loader = Loader::default();
        loader.wait(1, Patience::Unnoticed);
        loader.wait(2, Patience::Awaited);
        loader.wait(3, Patience::Kept);
        assert!(loader.is_awaited());
        loader.give_up();
        assert!(!loader.is_awaited());
        loader.wait(4, Patience::Awaited);
        assert_eq!(loader.loaded().collect::<Vec<_>>(), [1, 3, 4]);
        assert!(!loader.is_awaited());
    }
}
