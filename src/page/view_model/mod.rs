//! The page's state as whatever is to be shown: whole sentences, the events that controls lead to, no HTML.

pub mod config;
pub mod form;
mod found;
pub mod other_program;
pub mod primary;
pub mod result;
pub mod shapes;
pub mod sign_in;
mod title;
mod update;

use super::form::Connection;
use super::model::Model;
use crate::text;

use config::{ConfigView, OpenedView};
use form::FormView;
use other_program::OtherProgramView;
use primary::Primary;
use result::ResultView;
use shapes::{StatusLine, Tone};
use sign_in::SignInView;

/// Everything the page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ViewModel {
    /// The document's title.
    pub title: String,
    /// The one next step.
    pub primary: Primary,
    /// The fields and the choices beside them.
    pub form: FormView,
    /// Whether there is a network.
    pub connection: StatusLine,
    /// The file that was opened.
    pub opened: OpenedView,
    /// The line that stands for the first step once it is done.
    pub app_done: Option<&'static str>,
    /// The second step.
    pub sign_in: SignInView,
    /// The block, once there is one.
    pub result: Option<ResultView>,
    /// The token as a file for another program.
    pub other_program: Option<OtherProgramView>,
    /// The user's `config.yml`.
    pub config: ConfigView,
}

impl From<&Model> for ViewModel {
    fn from(model: &Model) -> Self {
        let token = model.tokens.current.as_ref();
        // Where the secret is to be entered again, its field stays in view.
        let app_is_done = token.is_some_and(|token| !token.secret_is_wanted);
        Self {
            title: title::title(model),
            primary: Primary::from(model),
            form: FormView::of_model(model),
            connection: connection(model.form.connection),
            opened: OpenedView::from(model),
            app_done: app_is_done.then_some(text::form::APP_DONE),
            sign_in: SignInView::from(model),
            result: token.map(|token| ResultView::new(token, model)),
            other_program: OtherProgramView::of_model(model),
            config: ConfigView::from(model),
        }
    }
}

fn connection(connection: Connection) -> StatusLine {
    let (text, tone) = match connection {
        Connection::Online => ("", Tone::Plain),
        Connection::Offline => (text::progress::OFFLINE, Tone::Warning),
        Connection::BackOnline => (text::progress::BACK_ONLINE, Tone::Good),
    };
    let text = text.into();
    StatusLine { text, tone }
}
