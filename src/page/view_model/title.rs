//! The title of the document: what there is to know of the page before it is looked at.

use crate::page::model::Model;
use crate::page::stage::Stage;
use crate::text;

pub(super) fn title(model: &Model) -> String {
    let news = match &model.attempt.stage {
        Stage::InputRefused(_) => Some(text::progress::title_of_error(text::input::REFUSED_TITLE)),
        Stage::Failed(failure) => Some(text::progress::title_of_error(
            &text::failure::explain(failure).title,
        )),
        Stage::ReturnRefused(error) => Some(text::progress::title_of_error(
            &text::redirect::explain(error).title,
        )),
        Stage::InProgress(_) | Stage::ReadingBlock => Some(text::progress::TITLE_BUSY.into()),
        Stage::Idle | Stage::CameBack { .. } | Stage::Cancelled => {
            match (model.config.updated_config(), model.tokens.usable()) {
                (Some(updated), _) if updated.has_left_the_page() => {
                    Some(text::progress::TITLE_FILE_DONE.into())
                }
                (Some(_), _) => Some(text::progress::TITLE_FILE_READY.into()),
                (None, Some(_)) => Some(text::progress::TITLE_READY.into()),
                (None, None) => None,
            }
        }
    };
    match news {
        Some(news) => format!("{news} – {}", text::progress::TITLE),
        None => text::progress::TITLE.into(),
    }
}
