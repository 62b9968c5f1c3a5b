//! Every state of the page and every change of it, pure: no clock, no randomness, no browser.

mod config;
mod first_view;
mod folds;
mod long_text;
mod sign_in;
mod token;

use std::rc::Rc;
use std::time::Duration;

use yew::{AttrValue, Reducible};

pub use config::{
    Config, ConfigAction, ConfigNextStep, ConfigText, ConfigUpdate, LocalTime, ReadBlock, Reading,
    Saving, UpdatedConfig, text_area_text,
};
pub use first_view::{FillIn, FirstView};
pub use folds::{Fold, Folds, PageStep};
pub use long_text::LongText;
pub use sign_in::{PIN_LIFETIME, PrecheckState, Randomness, SignInState};
pub use token::{CarryingOver, ReceivedToken, TokenCheck, TokenEvent, TokenTask};

use crate::kometa::config::Stale;
use crate::kometa::editing::{EditorAnswer, EditorTask, EditorUnavailable};
use crate::shared_text::SharedText;
use crate::sign_in::form::{Form, FormField, InputProblem, SignInMethod};
use crate::sign_in::world::{Id, Ids, PostLimit, World};
use crate::sign_in::{self as machines, SignIn};
use crate::timestamp::Timestamp;
use crate::trakt::redirect::{AuthorizationResponse, PendingSignIn};
use crate::trakt::{Grant, SignInHost, TokenRequest};

/// How often what changes with time alone is shown anew.
const TICK: Duration = Duration::from_secs(1);

/// All that the page shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct State {
    /// What stands in the fields.
    pub form: Form,
    /// Whether the client secret is shown in clear.
    pub client_secret_shown: bool,
    /// Which of the page's steps the user has folded or unfolded.
    pub folds: Folds,
    /// The time of the last event.
    pub now: Timestamp,
    /// What only the browser knows of the page; none before it is ready.
    pub page: Option<PageFacts>,
    /// Where the sign-in stands.
    pub sign_in: SignInState,
    /// Tells one attempt to sign in from the next, and so one alert from the next.
    pub attempt: Option<Id>,
    /// The request that did not get through from the browser, for a command line to send.
    pub terminal_request: Option<TokenRequest>,
    /// When the link to the PIN was followed last; since then a PIN may be alive.
    pub pin_link_followed_at: Option<Timestamp>,
    /// The host that was found not to take sign-ins any more, and that the page has left for the other by itself.
    pub host_left: Option<SignInHost>,
    /// What a pasted or opened text has filled in.
    pub filled_in: Option<FilledIn>,
    /// What is being done to see trouble before a PIN is spent, and what was seen.
    pub precheck: PrecheckState,
    /// What the pasted block has in it.
    pub block_reading: Reading,
    /// Which value was copied last by the button beside it.
    pub copied: Option<Copied>,
    /// Whether the browser has a network.
    pub connection: Connection,
    /// The token, once there is one.
    pub received: Option<ReceivedToken>,
    /// A block that was replaced by another one before it had left the page.
    pub replaced_block: Option<SharedText>,
    /// What the user is asked before something is lost.
    pub question: Option<Question>,
    /// The user's `config.yml`.
    pub config: Config,
    /// Tells one task with the user's `config.yml` from the next.
    pub config_attempt: Option<Id>,
    /// Whether the sign-in host was chosen by the user.
    host_is_chosen: bool,
    /// Sign-ins that were stopped while a request was out: a token that still comes is not lost.
    winding_down: Vec<SignIn>,
    /// What may have been used up by requests without a response.
    possibly_used: Vec<Grant>,
    /// Whether the app has a client secret that was not kept while the user was at Trakt.
    secret_was_left_behind: bool,
    /// The exchange of a code that Trakt refused for want of the client secret.
    awaits_client_secret: Option<Box<TokenRequest>>,
    tick: Option<Wake>,
    ids: Ids,
    posts: PostLimit,
}

/// What only the browser knows of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFacts {
    /// What a browser sends as `Origin`: scheme, host and port, or `null` for a page opened as a file.
    pub origin: AttrValue,
    /// Whether the page came by `https`, from this computer or from a file, so that nobody could change it on the way.
    pub is_secure: bool,
    /// This page's address as Trakt must know it to send browsers back; none where it cannot.
    pub redirect_uri: Option<AttrValue>,
}

/// What a text that was pasted into a field, or a file that was opened, has filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledIn {
    /// Tells one from the next.
    pub id: Id,
    /// Where it was pasted; none for a file.
    pub pasted_into: Option<FormField>,
    /// What it has filled in.
    pub fields: Vec<FormField>,
}

/// What the user is asked before something is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// To forget everything, although there is a block that has not left the page.
    StartOver,
    /// To sign in again, although there is such a block.
    SignInAgain(Option<Randomness>),
    /// To leave for Trakt, although there is such a block or a `config.yml`.
    Leave(Option<Randomness>),
}

/// Whether the browser has a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Connection {
    /// As far as is known.
    #[default]
    Online,
    /// The browser says that it has none.
    Offline,
    /// It had none, and now has.
    BackOnline,
}

/// What has been done with a text last, to get it out of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Export {
    /// Nothing: it is on screen.
    #[default]
    None,
    /// It is on the clipboard.
    Copied,
    /// The user copied from it by hand.
    CopiedByHand,
    /// The browser did not let it onto the clipboard.
    CopyRefused,
    /// It was offered as a file.
    Downloaded,
    /// The browser could not make a file of it.
    DownloadFailed,
}

/// A value that was copied by the button beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// The button's.
    pub name: &'static str,
    /// How that ended.
    pub export: Export,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What.
    pub action: Action,
}

/// Everything that can happen to the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// The page is ready for input.
    PageReady {
        /// What only the browser knows.
        page: PageFacts,
        /// Whether there is a network.
        is_online: bool,
    },
    /// Something was typed.
    Typed(FormField, SharedText),
    /// Something was pasted; all that stands in the field then.
    Pasted(FormField, SharedText),
    /// The client secret is to be shown, or hidden again.
    ClientSecretToggled,
    /// A step was folded, or unfolded.
    StepFolded(PageStep, Fold),
    /// A way to sign in was chosen.
    MethodChosen(SignInMethod),
    /// A sign-in host was chosen.
    HostChosen(SignInHost),
    /// The link to the PIN was followed.
    PinLinkFollowed,
    /// The form was sent; without randomness where the browser has none.
    Submitted(Option<Randomness>),
    /// The page was opened by Trakt sending the browser back.
    Returned {
        /// What the address said.
        response: AuthorizationResponse,
        /// What was kept for this moment.
        pending: Option<PendingSignIn>,
    },
    /// The page was opened again without a response, as by the browser's Back button.
    CameBackWithoutResponse(PendingSignIn),
    /// The page is shown as it was when the browser left it.
    ShownAgain,
    /// The sign-in is to be stopped.
    Cancelled,
    /// The user does not want to wait for the end of a pause.
    PauseSkipped,
    /// What a command printed is to be read as the response.
    PrintedUsed,
    /// The browser has a network again, or no longer.
    ConnectionChanged {
        /// Which of both.
        is_online: bool,
    },
    /// The button beside a value was pressed.
    Copied(Copied),
    /// Something was done with the block.
    BlockExported(Export),
    /// The token of the block on the page is to be refreshed.
    RefreshBlockAsked,
    /// Something happened to the token.
    Token(TokenEvent),
    /// Something happened to the user's `config.yml`.
    Config(ConfigAction),
    /// An effect came to its end.
    Ended(Id, Outcome),
    /// Everything is to be forgotten.
    StartOverAsked,
    /// The answer to [`State::question`].
    QuestionAnswered {
        /// Whether to go on.
        go_on: bool,
    },
}

/// What the browser is to do while the state asks for it.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// For a sign-in or a token.
    SignIn(machines::Effect),
    /// Have the config editor do this task with this text.
    AskEditor {
        /// The task.
        task: EditorTask,
        /// The text.
        text: SharedText,
    },
    /// Write this time as the reader's own language and time zone have it.
    FormatTime(Timestamp),
}

/// How an effect ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// See [`Effect::SignIn`].
    SignIn(machines::Outcome),
    /// See [`Effect::AskEditor`].
    EditorAnswered(Result<EditorAnswer, EditorUnavailable>),
    /// See [`Effect::FormatTime`].
    TimeFormatted(AttrValue),
}

/// A time at which the state wants to be woken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wake {
    id: Id,
    at: Timestamp,
}

/// A part of the state that asks for an effect.
enum Asker<'a> {
    SignIn(&'a machines::SignIn),
    Precheck(&'a machines::precheck::Precheck),
    Token(Id, &'a ReceivedToken),
    Editor(Id, EditorQuestion<'a>),
    Wake(Wake),
    Format(&'a LocalTime),
}

/// A question to the config editor.
#[derive(Debug, Clone, Copy)]
enum EditorQuestion<'a> {
    Read(&'a SharedText),
    UpdateConfig(&'a SharedText, &'a ReceivedToken, Stale),
    UpdateBlock(&'a SharedText, &'a ReceivedToken),
}

impl Reducible for State {
    type Action = Event;

    fn reduce(self: Rc<Self>, event: Event) -> Rc<Self> {
        let mut next = Rc::unwrap_or_clone(self);
        next.now = event.at;
        next.apply(event.action);
        next.keep_ticking();
        Rc::new(next)
    }
}

impl State {
    fn apply(&mut self, action: Action) {
        match action {
            Action::PageReady { page, is_online } => {
                self.page = Some(page);
                if !is_online {
                    self.connection = Connection::Offline;
                }
                if !self.host_is_chosen {
                    self.form.host = SignInHost::first_at(self.now);
                }
            }
            Action::Typed(field, text) => self.typed(field, text),
            Action::Pasted(field, text) => self.pasted(field, text),
            Action::ClientSecretToggled => self.client_secret_shown = !self.client_secret_shown,
            Action::StepFolded(step, fold) => self.folds.set(step, fold),
            Action::MethodChosen(method) => self.choose_method(method),
            Action::HostChosen(host) => {
                self.form.host = host;
                self.host_is_chosen = true;
                self.host_left = None;
                self.precheck = PrecheckState::Quiet;
            }
            Action::PinLinkFollowed => self.follow_pin_link(),
            Action::Submitted(randomness) => self.submit(randomness),
            Action::Returned { response, pending } => self.come_back(response, pending),
            Action::CameBackWithoutResponse(pending) => self.come_back_without_response(pending),
            Action::ShownAgain => self.shown_again(),
            Action::Cancelled => self.cancel(),
            Action::PauseSkipped => self.advance_sign_in(machines::Event::PauseSkipped),
            Action::PrintedUsed => self.use_printed(),
            Action::ConnectionChanged { is_online } => {
                self.connection = match (self.connection, is_online) {
                    (_, false) => Connection::Offline,
                    (Connection::Offline, true) => Connection::BackOnline,
                    (unchanged, true) => unchanged,
                };
            }
            Action::Copied(copied) => self.copied = Some(copied),
            Action::BlockExported(export) => {
                if let Some(received) = &mut self.received {
                    received.export = export;
                    received.is_saved |= export.is_saved();
                }
            }
            Action::RefreshBlockAsked => self.refresh_block(),
            Action::Token(event) => self.advance_token(event),
            Action::Config(action) => self.apply_to_config(action),
            Action::Ended(id, outcome) => self.ended(id, outcome),
            Action::StartOverAsked => match self.has_unsaved_block() || self.awaits_token() {
                true => self.question = Some(Question::StartOver),
                false => self.start_over(),
            },
            Action::QuestionAnswered { go_on } => match (self.question.take(), go_on) {
                (Some(Question::StartOver), true) => self.start_over(),
                (Some(Question::SignInAgain(randomness) | Question::Leave(randomness)), true) => {
                    self.begin_sign_in(randomness);
                }
                (_, false) | (None, true) => {}
            },
        }
    }

    /// Hands an outcome to whichever part asked for it. Where none does any more, it is left alone.
    fn ended(&mut self, id: Id, outcome: Outcome) {
        if !self.effect_ids().contains(&id) {
            return;
        }
        match outcome {
            Outcome::SignIn(outcome) => {
                if self.tick.is_some_and(|tick| tick.id == id) {
                    self.tick = None;
                    return;
                }
                self.wake_reading(id, &outcome);
                if matches!(outcome, machines::Outcome::Response { .. }) {
                    self.posts.note_response(self.now);
                }
                let of_token = self.received.as_ref().and_then(|r| r.check.effect_id());
                match outcome {
                    machines::Outcome::Response { result, .. } if of_token == Some(id) => {
                        self.advance_token(TokenEvent::Responded { id, result });
                    }
                    outcome => {
                        let event = machines::Event::Ended { id, outcome };
                        self.advance_precheck(&event);
                        self.wind_down(&event);
                        self.advance_sign_in(event);
                    }
                }
            }
            Outcome::EditorAnswered(answer) => self.take_editors_answer(id, answer),
            Outcome::TimeFormatted(words) => {
                if let Some(received) = &mut self.received {
                    received.ends.take_words(id, &words);
                }
                self.config.reading.take_words(id, &words);
                self.block_reading.take_words(id, &words);
            }
        }
    }

    /// The ids go on, so that what is still under way belongs to nothing to come; and Trakt's limit holds.
    fn start_over(&mut self) {
        *self = Self {
            form: Form {
                host: SignInHost::first_at(self.now),
                ..Form::default()
            },
            now: self.now,
            page: self.page.take(),
            ids: self.ids,
            posts: self.posts,
            connection: self.connection,
            possibly_used: std::mem::take(&mut self.possibly_used),
            ..Self::default()
        };
    }

    /// A stand-in for a count that nobody can set.
    const fn monotonic(&self) -> Duration {
        self.now.since(Timestamp::from_unix_seconds(0))
    }

    const fn world(&mut self) -> World<'_> {
        World {
            now: self.now,
            monotonic: self.monotonic(),
            ids: &mut self.ids,
            posts: &mut self.posts,
        }
    }

    fn keep_ticking(&mut self) {
        self.tick = match (self.needs_clock(), self.tick) {
            (false, _) => None,
            (true, Some(tick)) => Some(tick),
            (true, None) => Some(Wake {
                id: self.ids.next(),
                at: self.now + TICK,
            }),
        };
    }

    /// Whether what is shown changes with time alone.
    fn needs_clock(&self) -> bool {
        self.pause_left().is_some()
            || self.device_code().is_some()
            || self.pin_life_left().is_some_and(|left| !left.is_zero())
    }

    /// The ids of all that the browser is to do. What is no longer among them is to be ended.
    pub fn effect_ids(&self) -> Vec<Id> {
        self.askers().iter().map(Asker::id).collect()
    }

    /// What the browser is to do under this id.
    pub fn effect(&self, id: Id) -> Option<Effect> {
        self.askers()
            .iter()
            .find(|asker| asker.id() == id)
            .map(|asker| asker.effect())
    }

    fn askers(&self) -> Vec<Asker<'_>> {
        let sign_in = match &self.sign_in {
            SignInState::Going(sign_in) => Some(Asker::SignIn(sign_in)),
            _ => None,
        };
        let precheck = match &self.precheck {
            PrecheckState::Underway(precheck) => Some(Asker::Precheck(precheck)),
            _ => None,
        };
        let received = self.received.as_ref();
        let token = received.and_then(|r| Some(Asker::Token(r.check.effect_id()?, r)));
        let times = [
            received.map(|received| &received.ends),
            self.config.reading.time(),
            self.block_reading.time(),
        ];
        let formats = times
            .into_iter()
            .flatten()
            .filter(|time| time.is_wanted())
            .map(Asker::Format);
        let winding_down = self.winding_down.iter().map(Asker::SignIn);
        let tick = self.tick.map(Asker::Wake);
        let others = [sign_in, precheck, token, tick];
        others
            .into_iter()
            .flatten()
            .chain(winding_down)
            .chain(formats)
            .chain(self.editor_askers())
            .collect()
    }
}

impl Asker<'_> {
    fn id(&self) -> Id {
        match self {
            Self::SignIn(sign_in) => sign_in.effect_id(),
            Self::Precheck(precheck) => precheck.effect_id(),
            Self::Token(id, _) | Self::Editor(id, _) => *id,
            Self::Wake(wake) => wake.id,
            Self::Format(time) => time.id,
        }
    }

    fn effect(&self) -> Effect {
        match self {
            Self::SignIn(sign_in) => Effect::SignIn(sign_in.effect()),
            Self::Precheck(precheck) => Effect::SignIn(precheck.effect()),
            Self::Token(_, received) => Effect::SignIn(received.effect()),
            Self::Editor(_, question) => question.effect(),
            Self::Wake(wake) => Effect::SignIn(machines::Effect::WakeAt(wake.at)),
            Self::Format(time) => Effect::FormatTime(time.at),
        }
    }
}

impl EditorQuestion<'_> {
    fn effect(self) -> Effect {
        let (task, text) = match self {
            Self::Read(text) => (EditorTask::Read, text),
            Self::UpdateConfig(text, received, stale) => (
                EditorTask::Update {
                    block: received.block.clone(),
                    stale,
                },
                text,
            ),
            Self::UpdateBlock(text, received) => {
                (EditorTask::UpdateBlock(received.block.clone()), text)
            }
        };
        Effect::AskEditor {
            task,
            text: text.clone(),
        }
    }
}

impl Export {
    /// Whether the text has left the page by it for certain.
    pub const fn is_saved(self) -> bool {
        // Whether a download was taken or cancelled, a browser does not tell.
        matches!(self, Self::Copied | Self::CopiedByHand)
    }
}

impl State {
    /// What keeps the form from being sent, after sending it was tried.
    pub fn input_problems(&self) -> &[InputProblem] {
        match &self.sign_in {
            SignInState::InputRefused(problems) => problems,
            _ => &[],
        }
    }

    /// Whether a request is out whose response may be a token.
    pub fn awaits_token(&self) -> bool {
        let is_going = match &self.sign_in {
            SignInState::Going(sign_in) => sign_in.awaits_token(),
            _ => false,
        };
        is_going || !self.winding_down.is_empty()
    }

    /// Whether something would be lost if the page were left now. A user who is being sent to Trakt has been asked.
    pub fn asks_before_leaving(&self) -> bool {
        let is_leaving = matches!(&self.sign_in, SignInState::Going(SignIn::Leaving(_)));
        !is_leaving && (self.has_unsaved_block() || self.awaits_token())
    }

    /// Whether there is a block that has not left the page yet.
    pub fn has_unsaved_block(&self) -> bool {
        self.received
            .as_ref()
            .is_some_and(|received| !received.is_saved && !received.check.is_revoked())
    }
}
