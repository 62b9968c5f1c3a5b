//! Text that many hold and nobody copies.

use std::rc::Rc;

use crate::sensitive::Sensitive;

/// Text that is shared by all who hold it, full of secrets and possibly large. Two are equal if they are the same text in
/// memory, or short and alike: comparing never reads a large text.
#[derive(Debug, Clone)]
pub struct SharedText(Sensitive<Rc<str>>);

/// Up to this many bytes are worth comparing.
const SHORT: usize = 256;

impl SharedText {
    /// Returns the text.
    pub fn as_str(&self) -> &str {
        self.0.reveal()
    }

    /// Returns the text, for another holder.
    pub fn to_rc(&self) -> Rc<str> {
        self.0.reveal().clone()
    }

    /// Returns whether there is nothing but white space in it.
    pub fn is_blank(&self) -> bool {
        self.as_str().trim_start().is_empty()
    }
}

impl PartialEq for SharedText {
    fn eq(&self, other: &Self) -> bool {
        let (this, other) = (self.0.reveal(), other.0.reveal());
        Rc::ptr_eq(this, other)
            || (this.len() == other.len() && this.len() <= SHORT && this == other)
    }
}

impl Eq for SharedText {}

impl Default for SharedText {
    fn default() -> Self {
        Self::from("")
    }
}

impl From<&str> for SharedText {
    fn from(text: &str) -> Self {
        Self(Sensitive::new(text.into()))
    }
}

impl From<String> for SharedText {
    fn from(text: String) -> Self {
        Self(Sensitive::new(text.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_text_is_compared_by_identity_and_a_short_one_by_its_words() {
        assert_eq!(SharedText::from("a"), SharedText::from("a"));
        assert_ne!(SharedText::from("a"), SharedText::from("b"));
        let large = SharedText::from("a".repeat(SHORT + 1));
        assert_eq!(large, large.clone());
        assert_ne!(large, SharedText::from(large.as_str()));
    }
}
