//! The loop: an event changes the page, the page is drawn, and what it asks for is done.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;

use yew::prelude::*;

use super::before_start::BeforeStart;
use super::deferred::{Loader, Patience};
use super::field_texts::FieldTexts;
use super::full_page::{Deferred, FullPage};
use super::given_files::GivenFiles;
use super::run::{Report, named};
use crate::browser::files;
use crate::browser::page::Cursor;
use crate::browser::{address, clock, connection, page, random, session};
use crate::page::attempt::Randomness;
use crate::page::config::ConfigEvent;
use crate::page::event::Event;
use crate::page::form::{Form, FormEvent, PageFacts};
use crate::page::moment::Moment;
use crate::page::target::Target;
use crate::page::view_model::form::FormView;
use crate::sensitive::Sensitive;
use crate::trakt::command::Shell;
use crate::trakt::redirect::{may_be_response, redirect_uri_of};
use crate::view::link::Link;
use crate::view::loading::{Loading, loading_status};
use crate::view::page::first_view;

/// Loads all but the first view and the form; nothing where it did not come.
pub type Load = fn() -> Pin<Box<dyn Future<Output = Option<&'static Deferred>>>>;

/// Shows the page in this element. It begins as the first view; `load` gets everything else.
pub fn show(mount_point: web_sys::Element, load: Load) {
    let before_start = Rc::new(RefCell::new(BeforeStart::read()));
    let props = AppProps {
        before_start,
        load: Some(load),
    };
    let app = yew::Renderer::<App>::with_root_and_props(mount_point, props).render();
    APP.set(Some(app));
}

/// Loads what the page does not need at first, unless that has been begun.
pub fn fetch_deferred() {
    APP.with_borrow(|app| {
        if let Some(app) = app {
            app.send_message(Msg::Load);
        }
    });
}

thread_local! {
    static APP: RefCell<Option<yew::AppHandle<App>>> = const { RefCell::new(None) };
}

/// The root of the page.
#[derive(Properties, Default)]
pub struct AppProps {
    #[prop_or_default]
    before_start: Rc<RefCell<BeforeStart>>,
    #[prop_or_default]
    load: Option<Load>,
}

impl PartialEq for AppProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.before_start, &other.before_start)
    }
}

/// The page and the loop around it.
pub struct App {
    page: Page,
    loader: Loader<Waiting>,
    files: GivenFiles,
    field_texts: FieldTexts,
    cursor: Option<Cursor>,
    is_marked_ready: bool,
    is_marked_complete: bool,
    link: Link,
    on_retry: Callback<MouseEvent>,
    on_give_up: Callback<MouseEvent>,
}

/// The form alone, until everything else has come.
enum Page {
    First(Form),
    Full(Box<dyn FullPage>),
}

impl Page {
    fn form(&self) -> &Form {
        match self {
            Self::First(form) => form,
            Self::Full(page) => page.form(),
        }
    }
}

/// Something that waits for the rest of the page.
#[derive(Debug)]
enum Waiting {
    Event(Event, Moment),
    /// The page was opened by Trakt sending the browser back, perhaps.
    Returned {
        query: Sensitive<String>,
        record: Option<Sensitive<String>>,
    },
}

/// Something for the loop to do.
pub enum Msg {
    /// Take an event.
    Page(Event),
    /// Take news from what runs.
    Report(Report),
    /// Load the rest of the page.
    Load,
    /// Take the rest of the page, or that it did not come.
    Loaded(Option<&'static Deferred>),
    /// No longer wait for the rest of the page.
    GiveUp,
}

impl Component for App {
    type Message = Msg;
    type Properties = AppProps;

    fn create(ctx: &Context<Self>) -> Self {
        let link = ctx.link();
        let on_file = link.callback(|file| Msg::Report(Report::FileGiven(file)));
        Self {
            page: Page::First(Form::default()),
            loader: Loader::default(),
            files: GivenFiles::default(),
            field_texts: FieldTexts::default(),
            cursor: None,
            is_marked_ready: false,
            is_marked_complete: false,
            link: Link {
                emit: link.callback(Msg::Page),
                on_file_chosen: Callback::from(move |input| {
                    if let Some(file) = files::chosen(&input) {
                        on_file.emit(file);
                    }
                }),
            },
            on_retry: link.callback(|_| Msg::Load),
            on_give_up: link.callback(|_| Msg::GiveUp),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let event = match &msg {
            Msg::Page(event) => Some(event),
            _ => None,
        };
        for typed in self.field_texts.before(event) {
            self.take(ctx, typed);
        }
        match msg {
            Msg::Page(event) | Msg::Report(Report::Event(event)) => self.take(ctx, event),
            Msg::Report(Report::FileGiven(file)) => {
                let file = self.files.add(file);
                self.take(ctx, Event::Config(ConfigEvent::FileGiven(file)));
            }
            Msg::Report(Report::FilePicked(id, file)) => {
                let file = file.map(|file| self.files.add(file));
                self.take(ctx, named(id, file));
            }
            Msg::Load => self.load(ctx),
            Msg::Loaded(None) => self.loader.failed(),
            Msg::Loaded(Some(deferred)) => self.complete(ctx, deferred),
            Msg::GiveUp => {
                self.loader.give_up();
                page::focus(Target::Submit.element_id());
            }
        }
        true
    }

    fn view(&self, _ctx: &Context<Self>) -> Html {
        let loading = match (self.loader.is_awaited(), self.loader.has_failed()) {
            (false, _) => Loading::Quiet,
            (true, false) => Loading::Awaited,
            (true, true) => Loading::Failed,
        };
        html! {
            <>
                {loading_status(loading, self.on_retry.clone(), self.on_give_up.clone())}
                {match &self.page {
                    Page::First(form) => first_view(&FormView::of(form), &self.link),
                    Page::Full(page) => page.view(&self.link),
                }}
            </>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first_render: bool) {
        self.field_texts.drawn(self.page.form());
        if first_render {
            self.start(ctx);
        }
        let is_ready = self.page.form().page.is_some();
        // Once the text is in the fields again, so that the place in it is there.
        if is_ready && !self.is_marked_ready {
            self.is_marked_ready = true;
            if let Some(cursor) = self.cursor.take() {
                cursor.put_back();
            }
            page::mark_ready();
        }
        if matches!(self.page, Page::Full(_)) && !self.is_marked_complete {
            self.is_marked_complete = true;
            page::mark_complete();
        }
    }
}

impl App {
    /// Takes up what was done before the page answered, and a sign-in that left this page for Trakt. The code leaves the
    /// address bar before anything else happens.
    fn start(&mut self, ctx: &Context<Self>) {
        let query = address::query();
        let may_be_response = may_be_response(&query);
        if may_be_response {
            address::remove_query();
        }
        // It has served its purpose, whether or not Trakt sent the browser back.
        let record = session::take();
        let before_start = ctx.props().before_start.take();
        self.cursor = before_start.cursor;
        for event in before_start.events {
            self.take(ctx, event);
        }
        let ready = FormEvent::Ready {
            page: PageFacts {
                origin: page::origin().into(),
                is_secure: page::is_secure(),
                redirect_uri: redirect_uri_of(&address::whole()).map(Into::into),
                can_pick_files: files::can_pick(),
                shell: match page::is_on_windows() {
                    true => Shell::PowerShell,
                    false => Shell::Posix,
                },
            },
            is_online: connection::is_online(),
        };
        ctx.link().send_message(Msg::Page(Event::Form(ready)));
        if may_be_response || record.is_some() {
            let query = Sensitive::new(query);
            self.loader
                .wait(Waiting::Returned { query, record }, Patience::Kept);
            self.load(ctx);
        }
    }

    /// The one place where events get their time. An event that is for more than the form waits for the rest of the page.
    fn take(&mut self, ctx: &Context<Self>, mut event: Event) {
        if let Event::Submitted(randomness) = &mut event {
            *randomness = self::randomness();
        }
        let at = moment();
        match &mut self.page {
            Page::Full(page) => page.on(event, at, &mut self.files),
            Page::First(form) => {
                let patience = match &event {
                    Event::Form(form_event) => {
                        form.on(form_event.clone(), at.time);
                        if Form::is_all_there_is_to(form_event) {
                            return;
                        }
                        Patience::Unnoticed
                    }
                    _ => Patience::Awaited,
                };
                self.loader.wait(Waiting::Event(event, at), patience);
                self.load(ctx);
            }
        }
    }

    fn load(&mut self, ctx: &Context<Self>) {
        if matches!(self.page, Page::First(_))
            && let Some(load) = ctx.props().load
            && self.loader.begin()
        {
            ctx.link()
                .send_future(async move { Msg::Loaded(load().await) });
        }
    }

    /// Makes the form the whole page, and catches up with what has waited for that.
    fn complete(&mut self, ctx: &Context<Self>, deferred: &'static Deferred) {
        let Page::First(form) = &mut self.page else {
            return;
        };
        let report = ctx.link().callback(Msg::Report);
        let mut page = (deferred.begin)(std::mem::take(form), report);
        for waiting in self.loader.loaded() {
            match waiting {
                // Another text stands in the field by now.
                Waiting::Event(Event::Form(event), _) if !page.form().still_holds(&event) => {}
                Waiting::Event(event, at) => page.on(event, at, &mut self.files),
                Waiting::Returned { query, record } => {
                    let record = record.as_ref().map(|record| record.reveal().as_str());
                    if let Some(event) = (deferred.returned)(query.reveal(), record) {
                        page.on(event, moment(), &mut self.files);
                    }
                }
            }
        }
        self.page = Page::Full(page);
    }
}

fn moment() -> Moment {
    Moment {
        time: clock::now(),
        monotonic: clock::monotonic(),
    }
}

fn randomness() -> Option<Randomness> {
    Some(Randomness {
        csrf_token: random::secret_bytes()?,
        code_verifier: random::secret_bytes()?,
    })
}
