//! The value that each key of the `trakt` block is to hold.

use crate::kometa::TraktBlock;
use crate::kometa::block::BlockValue;
use crate::kometa::keys::{BlockKey, Place};

/// The value that a key is to hold.
#[derive(Clone)]
pub(super) enum Wanted<'b> {
    /// A string, in every reader.
    Text(&'b str),
    /// An integer.
    Number(u64),
    /// Nothing.
    Blank,
    /// Whatever is there, or else this.
    AsItIs(&'static str),
    /// These keys, and the user's own.
    Section(Vec<Field<'b>>),
    /// No such key.
    Gone,
}

#[derive(Clone)]
pub(super) struct Field<'b> {
    pub(super) key: BlockKey,
    pub(super) wanted: Wanted<'b>,
}

/// Returns the keys directly under `trakt`, in the page's order, and those that are to go.
pub(super) fn trakt_fields<'b>(block: &'b TraktBlock, gone: &[BlockKey]) -> Vec<Field<'b>> {
    let mut fields = fields_at(Place::Block, block);
    fields.extend(gone.iter().map(|key| Field {
        key: *key,
        wanted: Wanted::Gone,
    }));
    fields
}

fn fields_at(place: Place, block: &TraktBlock) -> Vec<Field<'_>> {
    let field = |key| Field {
        key,
        wanted: match block.value(key) {
            BlockValue::Text(text) => Wanted::Text(text),
            BlockValue::Number(number) => Wanted::Number(number),
            BlockValue::Empty => Wanted::Blank,
            BlockValue::Preset(preset) => Wanted::AsItIs(preset),
            BlockValue::Members(members) => Wanted::Section(fields_at(members, block)),
        },
    };
    BlockKey::at(place).map(field).collect()
}
