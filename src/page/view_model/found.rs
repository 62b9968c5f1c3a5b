//! Says what a pasted or opened text has of a `trakt:` block.

use super::shapes::Sentence;
use crate::page::reading::Reading;
use crate::text;
use crate::timestamp::Timestamp;

/// Returns what the text has of a block. `nothing` says what it means that there is none.
pub(super) fn found(reading: &Reading, nothing: &str, now: Timestamp) -> Sentence {
    let block = match reading {
        Reading::NotAsked | Reading::Soon(_) | Reading::Underway { .. } | Reading::Unavailable => {
            return "".into();
        }
        Reading::Done(Err(refusal)) => return text::config::editor_refusal(refusal).into(),
        Reading::Done(Ok(block)) => block,
    };
    if block.found.is_empty() {
        return text::block::no_block_found(&block.found, nothing).into();
    }
    match &block.ends {
        None => text::block::block_found(&block.found, None).into(),
        Some(ends) => match &ends.words {
            Some(words) => {
                text::block::block_found(&block.found, Some((words, ends.at > now))).into()
            }
            // Said as a whole, once it is known.
            None => "".into(),
        },
    }
}
