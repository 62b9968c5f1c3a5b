//! Every state of the page and every change of it, pure: no clock, no randomness, no browser.

mod config;
mod sign_in;
mod token;

use std::rc::Rc;
use std::time::Duration;

use yew::{AttrValue, Reducible};

pub use config::{
    Config, ConfigAction, ConfigUpdate, LocalTime, ReadBlock, Reading, Saving, UpdatedConfig,
    text_area_text,
};
pub use sign_in::{PIN_LIFETIME, PrecheckState, Randomness, SignInState};
pub use token::{CarryingOver, ReceivedToken, TokenCheck, TokenEvent, TokenTask};

use crate::kometa::editing::{EditorAnswer, EditorTask, EditorUnavailable};
use crate::shared_text::SharedText;
use crate::sign_in::form::{Form, FormField, InputProblem, SignInMethod};
use crate::sign_in::world::{Id, Ids, PostLimit, World};
use crate::sign_in::{self as machines};
use crate::timestamp::Timestamp;
use crate::trakt::redirect::{AuthorizationResponse, PendingSignIn};
use crate::trakt::{SignInHost, TokenRequest};

/// How often what changes with time alone is shown anew.
const TICK: Duration = Duration::from_secs(1);

/// All that the page shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct State {
    /// What stands in the fields.
    pub form: Form,
    /// Whether the client secret is shown in clear.
    pub client_secret_shown: bool,
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
    /// What is being done to see trouble before a PIN is spent, and what was seen.
    pub precheck: PrecheckState,
    /// What the pasted block has in it.
    pub block_reading: Reading,
    /// Whether the browser has a network.
    pub connection: Connection,
    /// The token, once there is one.
    pub received: Option<ReceivedToken>,
    /// The user's `config.yml`.
    pub config: Config,
    /// Tells one task with the user's `config.yml` from the next.
    pub config_attempt: Option<Id>,
    tick: Option<Wake>,
    ids: Ids,
    posts: PostLimit,
}

/// What only the browser knows of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFacts {
    /// What a browser sends as `Origin`: scheme, host and port, or `null` for a page opened as a file.
    pub origin: AttrValue,
    /// This page's address as Trakt must know it to send browsers back; none where it cannot.
    pub redirect_uri: Option<AttrValue>,
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
    PageReady(PageFacts),
    /// Something was typed.
    Typed(FormField, SharedText),
    /// The client secret is to be shown, or hidden again.
    ClientSecretToggled,
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
    /// Something was done with the block.
    BlockExported(Export),
    /// Something happened to the token.
    Token(TokenEvent),
    /// Something happened to the user's `config.yml`.
    Config(ConfigAction),
    /// An effect came to its end.
    Ended(Id, Outcome),
    /// Everything is to be forgotten.
    StartedOver,
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
    UpdateConfig(&'a SharedText, &'a ReceivedToken),
    UpdateBlock(&'a SharedText, &'a ReceivedToken),
}

impl Reducible for State {
    type Action = Event;

    fn reduce(self: Rc<Self>, event: Event) -> Rc<Self> {
        let mut next = Rc::unwrap_or_clone(self);
        next.apply(event);
        next.keep_ticking();
        Rc::new(next)
    }
}

impl Action {
    /// Whether it happens to the form as it first stands; see [`State::fill_in`].
    pub const fn fills_in(&self) -> bool {
        matches!(
            self,
            Self::PageReady(_)
                | Self::Typed(..)
                | Self::ClientSecretToggled
                | Self::HostChosen(_)
                | Self::Config(ConfigAction::Typed(_))
        )
    }
}

impl State {
    /// What happens to the form as it first stands. The first view does with this, without the code of all the other
    /// transitions; see [`Action::fills_in`].
    pub fn fill_in(&mut self, event: Event) {
        self.now = event.at;
        match event.action {
            Action::PageReady(page) => self.page = Some(page),
            Action::Typed(field, text) => self.typed(field, text),
            Action::Config(ConfigAction::Typed(text)) => self.config_typed(text),
            Action::ClientSecretToggled => self.client_secret_shown = !self.client_secret_shown,
            Action::HostChosen(host) => {
                self.form.host = host;
                self.precheck = PrecheckState::Quiet;
            }
            _ => {}
        }
    }

    fn apply(&mut self, event: Event) {
        self.now = event.at;
        match event.action {
            Action::PageReady(_)
            | Action::Typed(..)
            | Action::ClientSecretToggled
            | Action::HostChosen(_)
            | Action::Config(ConfigAction::Typed(_)) => self.fill_in(event),
            Action::MethodChosen(method) => self.choose_method(method),
            Action::PinLinkFollowed => self.follow_pin_link(),
            Action::Submitted(randomness) => self.submit(randomness),
            Action::Returned { response, pending } => self.come_back(response, pending),
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
            Action::BlockExported(export) => {
                if let Some(received) = &mut self.received {
                    received.export = export;
                    received.is_saved |= export.is_saved();
                }
            }
            Action::Token(event) => self.advance_token(event),
            Action::Config(action) => self.apply_to_config(action),
            Action::Ended(id, outcome) => self.ended(id, outcome),
            Action::StartedOver => self.start_over(),
        }
    }

    /// Hands an outcome to whichever part asked for it. Where none does any more, it is left alone.
    fn ended(&mut self, id: Id, outcome: Outcome) {
        match outcome {
            Outcome::SignIn(outcome) => {
                if self.tick.is_some_and(|tick| tick.id == id) {
                    self.tick = None;
                    return;
                }
                self.wake_reading(id, &outcome);
                let of_token = self.received.as_ref().and_then(|r| r.check.effect_id());
                match outcome {
                    machines::Outcome::Response { result, .. } if of_token == Some(id) => {
                        self.advance_token(TokenEvent::Responded { id, result });
                    }
                    outcome => {
                        let event = machines::Event::Ended { id, outcome };
                        self.advance_precheck(&event);
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
            now: self.now,
            page: self.page.take(),
            ids: self.ids,
            posts: self.posts,
            connection: self.connection,
            ..Self::default()
        };
    }

    const fn world(&mut self) -> World<'_> {
        World {
            now: self.now,
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
        let tick = self.tick.map(Asker::Wake);
        let others = [sign_in, precheck, token, tick];
        others
            .into_iter()
            .flatten()
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
            Self::SignIn(sign_in) => Effect::SignIn(sign_in.effect().1),
            Self::Precheck(precheck) => Effect::SignIn(precheck.effect().1),
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
            Self::UpdateConfig(text, received) => {
                (EditorTask::Update(received.block.clone()), text)
            }
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
    /// Whether the text has left the page by it.
    pub const fn is_saved(self) -> bool {
        matches!(self, Self::Copied | Self::CopiedByHand | Self::Downloaded)
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

    /// Whether there is a block that has not left the page yet.
    pub fn has_unsaved_block(&self) -> bool {
        self.received
            .as_ref()
            .is_some_and(|received| !received.is_saved && received.check != TokenCheck::Revoked)
    }
}
