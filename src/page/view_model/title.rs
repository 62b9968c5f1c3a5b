//! The title of the document: what there is to know of the page before it is looked at.

use crate::page::attempt::Stage;
use crate::page::model::Model;
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
        Stage::Idle | Stage::CameBack { .. } | Stage::Cancelled => model
            .tokens
            .usable()
            .map(|_| text::progress::TITLE_READY.into()),
    };
    match news {
        Some(news) => format!("{news} – {}", text::progress::TITLE),
        None => text::progress::TITLE.into(),
    }
}
