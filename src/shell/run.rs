//! Does what the page asks of the browser, and reports how it ended.

use std::cell::RefCell;

use gloo_timers::callback::Timeout;
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use super::given_files::GivenFiles;
use crate::browser::connection::ConnectionListener;
use crate::browser::fetch::{self, AbortOnDrop};
use crate::browser::files::{self, FileDropListener, GivenFile, ReadFailed, SaveFailed};
use crate::browser::leaving::{AskBeforeLeaving, ShownAgainListener};
use crate::browser::paste::LargePasteListener;
use crate::browser::{address, clipboard, clock, editor, page, random, session};
use crate::kometa::config::MAX_BYTES;
use crate::kometa::file::{self, FileRefusal};
use crate::page::effect::Export;
use crate::page::effect::{Effect, FileContent, FileId, Reply, SaveRefusal};
use crate::page::event::Event;
use crate::page::model::Model;
use crate::page::target::{Focus, FocusHow, Target};
use crate::shared_text::SharedText;
use crate::sign_in::{self, Id};
use crate::timestamp::Timestamp;

/// The longest time that a browser's timer can wait, in milliseconds. Who waits for longer is woken early and waits on.
const LONGEST_TIMER: u128 = i32::MAX as u128;

/// In bytes. Taking a larger text over takes a browser longer than a frame.
const LARGE_TEXT: usize = 1024 * 1024;

/// News for the loop.
#[derive(Debug)]
pub enum Report {
    /// Something happened to the page.
    Event(Event),
    /// The user handed a file over.
    FileGiven(GivenFile),
    /// The user chose a file that can be written back, or none.
    FilePicked(Id, Option<GivenFile>),
}

/// The effects that are under way.
pub struct Runner {
    running: Vec<(Id, Running)>,
    asks_before_leaving: Option<AskBeforeLeaving>,
    title: RefCell<(String, Option<Timeout>)>,
    report: Callback<Report>,
    _listeners: (
        ConnectionListener,
        ShownAgainListener,
        FileDropListener,
        LargePasteListener,
    ),
}

/// An effect that is under way. Dropping it ends it.
enum Running {
    Abortable { _abort_on_drop: AbortOnDrop },
    Timer { _timeout: Timeout },
    Leaving { _leaving: Leaving },
    UntilItEnds,
}

/// Where the page stays after all, nothing waits for a way back.
struct Leaving;

impl Drop for Leaving {
    fn drop(&mut self) {
        session::take();
    }
}

impl Runner {
    /// Listens to the browser from now on.
    pub fn new(report: Callback<Report>) -> Self {
        let on_connection = report.clone();
        let on_shown_again = report.clone();
        let on_file = report.clone();
        let on_paste = report.clone();
        let listeners = (
            ConnectionListener::new(move |is_online| {
                on_connection.emit(Report::Event(Event::ConnectionChanged { is_online }));
            }),
            ShownAgainListener::new(move || on_shown_again.emit(Report::Event(Event::ShownAgain))),
            FileDropListener::new(move |file| on_file.emit(Report::FileGiven(file))),
            LargePasteListener::new(MAX_BYTES, move |id| {
                if let Some(target) = Target::with_text().find(|target| target.element_id() == id) {
                    on_paste.emit(Report::Event(Event::PasteRefused(target)));
                }
            }),
        );
        let when_drawn = report.clone();
        spawn_local(async move {
            page::drawn().await;
            when_drawn.emit(Report::Event(Event::Drawn));
            // The browser takes some 15 ms before it can write its first date.
            clock::prepare_local_words();
        });
        Self {
            running: Vec::new(),
            asks_before_leaving: None,
            title: RefCell::default(),
            report,
            _listeners: listeners,
        }
    }

    /// Starts each effect once, and ends those that the page no longer asks for.
    pub fn follow(&mut self, model: &Model, files: &mut GivenFiles) {
        let effects = model.effects();
        self.running
            .retain(|(id, _)| effects.iter().any(|(wanted, _)| wanted == id));
        for (id, effect) in effects {
            if !self.running.iter().any(|(started, _)| *started == id) {
                let running = self.start(id, effect, files);
                self.running.push((id, running));
            }
        }
        files.keep_only(&model.files().collect::<Vec<_>>());
        match (model.asks_before_leaving(), &self.asks_before_leaving) {
            (true, None) => self.asks_before_leaving = Some(AskBeforeLeaving::new()),
            (false, Some(_)) => self.asks_before_leaving = None,
            (true, Some(_)) | (false, None) => {}
        }
    }

    /// Sets the document's title after what the user waits for: to some browsers it is a lot of work. Not with the next
    /// frame, which does not come while the tab is out of sight.
    pub fn show_title(&self, title: &str) {
        let mut shown = self.title.borrow_mut();
        if shown.0 != title {
            title.clone_into(&mut shown.0);
            let title = shown.0.clone();
            shown.1 = Some(Timeout::new(0, move || page::set_title(&title)));
        }
    }

    fn start(&self, id: Id, effect: Effect, files: &GivenFiles) -> Running {
        let report = self.report.clone();
        let end = move |reply| report.emit(Report::Event(Event::Ended(id, reply)));
        match effect {
            Effect::SignIn(effect) => {
                return start_sign_in_effect(effect, move |outcome| end(Reply::SignIn(outcome)));
            }
            Effect::AskEditor { task, text } => {
                let abort_on_drop = AbortOnDrop::new();
                let answer = editor::ask(&task, &text, &abort_on_drop);
                spawn_local(async move {
                    let answer = answer.await;
                    if text.as_str().len() > LARGE_TEXT {
                        // One as large has just come over: the page may draw a frame before it shows it.
                        TimeoutFuture::new(0).await;
                    }
                    end(Reply::EditorAnswered(answer));
                });
                return Running::Abortable {
                    _abort_on_drop: abort_on_drop,
                };
            }
            Effect::FormatTime(time) => {
                end(Reply::TimeFormatted(clock::in_local_words(time).into()));
            }
            Effect::Copy { text, or_select } => spawn_local(async move {
                let export = match clipboard::copy(text.as_str()).await {
                    Ok(()) => Export::Copied,
                    Err(clipboard::CopyRefused) => {
                        if let Some(target) = or_select {
                            page::select_text(target.element_id());
                        }
                        Export::CopyRefused
                    }
                };
                end(Reply::Exported(export));
            }),
            Effect::Download {
                name,
                media_type,
                text,
            } => {
                end(Reply::Exported(
                    match files::download(&name, media_type, text.as_str()) {
                        Ok(()) => Export::Downloaded,
                        Err(files::DownloadFailed) => Export::DownloadFailed,
                    },
                ));
            }
            Effect::PickFile => {
                let report = self.report.clone();
                spawn_local(async move {
                    report.emit(Report::FilePicked(id, files::pick().await));
                });
            }
            Effect::ReadFile(file) => {
                let file = files.get(file);
                spawn_local(async move { end(Reply::FileRead(read(file).await)) });
            }
            Effect::SaveFile {
                file,
                expected,
                text,
            } => {
                let handle = files.get(file).and_then(|file| file.handle);
                spawn_local(async move {
                    let saved = match handle {
                        Some(handle) => {
                            files::save(&handle, expected.as_str(), text.as_str()).await
                        }
                        None => Err(SaveFailed::Refused),
                    };
                    end(Reply::FileSaved(saved.map_err(|failed| match failed {
                        SaveFailed::Refused => SaveRefusal::Refused,
                        SaveFailed::Changed => SaveRefusal::Changed,
                    })));
                });
            }
            Effect::MoveFocus(focus) => move_focus(focus),
        }
        Running::UntilItEnds
    }
}

fn start_sign_in_effect(
    effect: sign_in::Effect,
    end: impl FnOnce(sign_in::Outcome) + 'static,
) -> Running {
    let abort_on_drop = AbortOnDrop::new();
    match effect {
        sign_in::Effect::Send {
            request,
            not_before,
        } => {
            let response = fetch::send(request, &abort_on_drop);
            spawn_local(async move {
                let wait = milliseconds_until(not_before);
                if wait > 0 {
                    TimeoutFuture::new(wait).await;
                }
                end(sign_in::Outcome::Response {
                    result: response.await,
                    chance: random::chance(),
                });
            });
        }
        sign_in::Effect::Probe { url } => {
            let was_reached = fetch::probe(url, &abort_on_drop);
            spawn_local(async move {
                let was_reached = was_reached.await;
                end(sign_in::Outcome::Probed { was_reached });
            });
        }
        sign_in::Effect::WakeAt(time) => {
            let timeout = Timeout::new(milliseconds_until(time), move || {
                end(sign_in::Outcome::TimeReached);
            });
            return Running::Timer { _timeout: timeout };
        }
        sign_in::Effect::Leave { record, url } => {
            let leaving = Leaving;
            match session::keep(&record) {
                Ok(()) => address::go_to(&url),
                Err(session::StorageRefused) => end(sign_in::Outcome::LeavingRefused),
            }
            return Running::Leaving { _leaving: leaving };
        }
    }
    Running::Abortable {
        _abort_on_drop: abort_on_drop,
    }
}

fn milliseconds_until(time: Timestamp) -> u32 {
    let wait = time.since(clock::now()).as_millis();
    wait.min(LONGEST_TIMER) as u32
}

async fn read(file: Option<GivenFile>) -> FileContent {
    let Some(file) = file else {
        return FileContent {
            name: "".into(),
            text: Err(FileRefusal::Unreadable),
            can_be_saved: false,
        };
    };
    let text = match files::read(&file.file, MAX_BYTES).await {
        Ok(bytes) => file::decode(bytes).map(SharedText::from),
        Err(ReadFailed::TooLarge) => Err(FileRefusal::TooLarge),
        Err(ReadFailed::Unreadable) => Err(FileRefusal::Unreadable),
    };
    FileContent {
        name: file.file.name().into(),
        text,
        can_be_saved: file.handle.is_some(),
    }
}

/// Moves the focus once the page has been drawn. Moving it has the browser lay the page out, which it does for drawing
/// anyway; and what the user waits for is in view before.
fn move_focus(focus: Focus) {
    spawn_local(async move {
        page::drawn().await;
        let id = focus.target.element_id();
        match focus.how {
            FocusHow::Always => page::focus(id),
            FocusHow::AtTop => page::focus_at_top(id),
            FocusHow::IfLost => page::focus_if_lost(id),
        }
    });
}

/// Names a file for the page.
pub fn named(id: Id, file: Option<FileId>) -> Event {
    Event::Ended(id, Reply::FilePicked(file))
}
