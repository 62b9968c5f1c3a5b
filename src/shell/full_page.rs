//! All of the page, out of the first view's sight: whatever is reached through [`DEFERRED`] alone is in a file of its
//! own (`tools/bundle`).

use yew::prelude::*;

use super::given_files::GivenFiles;
use super::run::{Report, Runner};
use crate::page::event::Event;
use crate::page::form::Form;
use crate::page::model::Model;
use crate::page::moment::Moment;
use crate::page::view_model::ViewModel;
use crate::trakt::redirect::{AuthorizationResponse, PendingSignIn};
use crate::view::full_page::full_page;
use crate::view::link::Link;

/// The part that is loaded when the user begins, or once the page is idle.
#[derive(Debug)]
pub struct Deferred {
    /// Makes the whole page of the form that was there first.
    pub begin: fn(Form, Callback<Report>) -> Box<dyn FullPage>,
    /// Turns the query of the page's address and the stored record into the event of returning from Trakt.
    pub returned: fn(&str, Option<&str>) -> Option<Event>,
}

/// Everything but the first view and the form.
pub static DEFERRED: Deferred = Deferred {
    begin: |form, report| {
        Box::new(Page {
            model: Model::from(form),
            runner: Runner::new(report),
        })
    },
    returned,
};

fn returned(query: &str, record: Option<&str>) -> Option<Event> {
    let pending = record.and_then(PendingSignIn::from_record);
    match AuthorizationResponse::from_query(query) {
        Some(response) => Some(Event::Returned { response, pending }),
        None => pending.map(Event::CameBackWithoutResponse),
    }
}

/// All of the page, as the loop sees it.
pub trait FullPage {
    /// Takes an event and has done what the page asks for then.
    fn on(&mut self, event: Event, at: Moment, files: &mut GivenFiles);
    /// Draws the page.
    fn view(&self, link: &Link) -> Html;
    /// The fields.
    fn form(&self) -> &Form;
}

struct Page {
    model: Model,
    runner: Runner,
}

impl FullPage for Page {
    fn on(&mut self, event: Event, at: Moment, files: &mut GivenFiles) {
        self.model.on(event, at);
        self.runner.follow(&self.model, files);
    }

    fn view(&self, link: &Link) -> Html {
        let view_model = ViewModel::from(&self.model);
        self.runner.show_title(&view_model.title);
        full_page(&view_model, link)
    }

    fn form(&self) -> &Form {
        &self.model.form
    }
}
