//! Every state of the page and every change of it, pure: no clock, no randomness, no browser.

mod config;

use std::fmt;
use std::rc::Rc;

use yew::Reducible;

use thiserror::Error;

pub use config::{
    Config, ConfigAction, ConfigText, ConfigUpdate, EditorQuestion, Reading, Saving, UpdatedConfig,
};

use crate::kometa::TraktBlock;
use crate::kometa::editing::{BlockText, EditorRefusal, EditorUnavailable};
use crate::kometa::refresh::{self, RefreshInputError};
use crate::trakt::care::{self, CareFailure, CareTask};
use crate::trakt::device::{self, CodeFailure, DeviceCode, DeviceFailure, Due, Polling, Step};
use crate::trakt::exchange::{self, Next, POST_INTERVAL_MS, Pause};
use crate::trakt::pkce::{self, CodeChallenge, CodeVerifier};
use crate::trakt::precheck::PrecheckTrouble;
use crate::trakt::redirect::{self, PendingSignIn, ReturnError, Returned};
use crate::trakt::request;
use crate::trakt::{
    Answer, Checked, ClientId, ClientSecret, Exchange, Failure, Field, Grant, InputError,
    InputHint, NoAnswer, Pin, Request, SignInHost, Token, TokenRequest, TraktApp,
};
use crate::ui::words::config::refresh_input_error;

/// How long a PIN is good for after Trakt has shown it, in milliseconds.
pub const PIN_LIFETIME_MS: f64 = 10.0 * 60.0 * 1000.0;

/// All that the page shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct State {
    /// What stands in the fields.
    pub form: Form,
    /// The last time that the clock was read, in milliseconds since the Unix epoch.
    pub now_ms: f64,
    /// When the link to the PIN was followed last; since then a PIN may be alive.
    pub pin_link_followed_at_ms: Option<f64>,
    /// What is being done to see trouble before a PIN is spent, and what was seen.
    pub precheck: Precheck,
    /// Where the sign-in stands.
    pub phase: Phase,
    /// How often a sign-in came to a new end or was asked for. Tells one alert from the next.
    pub attempt: u32,
    /// The request that did not get through from the browser, for a command line to send.
    pub terminal_request: Option<TokenRequest>,
    /// Whether the browser has a network.
    pub connection: Connection,
    /// The block, once there is one.
    pub result: Option<SignedIn>,
    /// What the pasted block has in it.
    pub block_reading: Reading,
    /// The user's `config.yml`.
    pub config: Config,
    /// How many effects were started. Tells what comes of one from what comes of another.
    effects: u32,
    prechecks: u32,
    cares: u32,
    questions: u32,
    /// How often something was asked for with the user's `config.yml`.
    pub config_attempt: u32,
    last_post_at_ms: Option<f64>,
}

/// What stands in the fields, as typed.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// Client ID.
    pub client_id: String,
    /// Client secret.
    pub client_secret: String,
    /// Whether the secret is shown in clear.
    pub client_secret_shown: bool,
    /// PIN.
    pub pin: String,
    /// What the command printed.
    pub printed: String,
    /// Your current trakt block.
    pub current_block: String,
    /// How do you want to sign in?
    pub method: SignInMethod,
    /// Trakt sign-in host.
    pub host: SignInHost,
}

/// A way to a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SignInMethod {
    /// Trakt shows a PIN, which is entered here.
    #[default]
    Pin,
    /// Trakt sends the browser back to this page with a code.
    Return,
    /// Trakt gives a code that is entered there, on any device.
    Device,
    /// The refresh token of an earlier block is exchanged.
    Refresh,
}

impl SignInMethod {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Pin, Self::Return, Self::Device, Self::Refresh];
}

/// What keeps the form from being sent.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InputProblem {
    /// It is in one of the fields for an app and its PIN.
    #[error(transparent)]
    Input(#[from] InputError),
    /// It is in the block to refresh.
    #[error("{}", refresh_input_error(.0))]
    Refresh(RefreshInputError),
}

impl From<RefreshInputError> for InputProblem {
    fn from(error: RefreshInputError) -> Self {
        Self::Refresh(error)
    }
}

impl InputProblem {
    /// The field to go back to.
    pub const fn field(&self) -> Field {
        match self {
            Self::Input(error) | Self::Refresh(RefreshInputError::App(error)) => error.field(),
            Self::Refresh(RefreshInputError::NoClientId) => Field::ClientId,
            Self::Refresh(_) => Field::CurrentBlock,
        }
    }
}

/// Where the sign-in stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Phase {
    /// Nothing was asked for.
    #[default]
    Idle,
    /// What was typed cannot be sent.
    InputRefused(Vec<InputProblem>),
    /// The block is being looked into before it is refreshed.
    ReadingBlock,
    /// The exchange's request is out.
    Sending(Exchange),
    /// The exchange's next request goes out later.
    Pausing {
        /// With that request.
        exchange: Exchange,
        /// When it goes out, in milliseconds since the Unix epoch.
        until_ms: f64,
        /// What the pause is for.
        why: Pause,
    },
    /// The exchange has failed; why no answer could be read is being found out.
    Probing {
        /// The host that gave none.
        host: SignInHost,
        /// The request that failed there, if a command line could send it too.
        request: Option<TokenRequest>,
        /// What is known so far.
        failure: Failure,
    },
    /// Trakt is being asked for a device code.
    AskingForDeviceCode {
        /// For whom.
        app: TraktApp,
        /// Who is asked.
        host: SignInHost,
        /// When the request may go out, in milliseconds since the Unix epoch.
        not_before_ms: f64,
        /// How the host chosen failed, once the other is asked.
        first_host: Option<Box<Failure>>,
    },
    /// The user is to enter the device code, and Trakt is asked now and then whether that is done.
    Polling(DeviceSignIn),
    /// Signing in with a device code came to a bad end.
    DeviceFailed {
        /// What went wrong.
        failure: DeviceFailure,
        /// How the host chosen failed, if this is of the other one.
        elsewhere: Option<Box<Failure>>,
    },
    /// The browser is being sent to Trakt.
    Leaving {
        /// With this record kept, as it must outlast the page.
        pending: PendingSignIn,
    },
    /// It came back without a code that can be used, or could not leave.
    ReturnRefused(ReturnError),
    /// The user took it back.
    Cancelled,
    /// It brought no token.
    Failed(Failure),
}

/// A sign-in with a device code that waits for the user.
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceSignIn {
    /// Who asks.
    pub app: TraktApp,
    /// Who is asked.
    pub host: SignInHost,
    /// What the user enters.
    pub code: DeviceCode,
    /// How the host chosen failed, if the other one gave the code.
    pub elsewhere: Option<Box<Failure>>,
    polling: Polling,
    due: Due,
}

/// Trouble found before a PIN is spent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Precheck {
    /// Nothing was looked for, or nothing was found.
    #[default]
    Quiet,
    /// Trakt is being asked about this client ID.
    Underway {
        /// The number of the effect.
        number: u32,
        /// Who is asked.
        host: SignInHost,
        /// What was entered when the link was followed.
        client_id: ClientId,
    },
    /// Found.
    Trouble(PrecheckTrouble),
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

/// What the browser is to do while the state is as it is. One that is no longer asked for is to be ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// Tells it from every other; comes back with [`Action::Answered`] or [`Action::Probed`].
    pub number: u32,
    /// What is to be done.
    pub kind: EffectKind,
}

/// See [`Effect`].
#[derive(Debug, Clone, PartialEq)]
pub enum EffectKind {
    /// Send this and hand back the reply.
    Send {
        /// What to send.
        request: Request,
        /// When it may go out, in milliseconds since the Unix epoch.
        not_before_ms: f64,
    },
    /// Hand back [`Action::PauseEnded`] at this time, in milliseconds since the Unix epoch.
    WakeUp {
        /// When.
        at_ms: f64,
    },
    /// Keep this record for the tab and leave for this address.
    Leave {
        /// What is kept.
        record: SessionRecord,
        /// Where to go.
        url: String,
    },
    /// See whether a request to this address gets through.
    Probe {
        /// The address.
        url: &'static str,
    },
}

/// A request about a received token, which the browser is to send while the state has it.
#[derive(Debug, Clone, PartialEq)]
pub struct CareRequest {
    /// Tells it from every other; comes back with [`Action::CareAnswered`].
    pub number: u32,
    /// What to send.
    pub request: Request,
    /// When it may go out, in milliseconds since the Unix epoch.
    pub not_before_ms: f64,
}

/// A finished sign-in.
#[derive(Debug, Clone, PartialEq)]
pub struct SignedIn {
    /// What the user came for.
    pub block: TraktBlock,
    /// The block as text; with what the user had in the one before, if that was refreshed.
    pub text: BlockText,
    /// While the user's own lines are being put into the text.
    pub carrying_over: Option<CarryingOver>,
    /// Why they could not be.
    pub not_carried_over: Option<EditorRefusal>,
    /// How the host chosen failed, if the other one answered.
    pub elsewhere: Option<Box<Failure>>,
    /// What has been done with the block last.
    pub hand_over: HandOver,
    /// Whether the block has left the page at least once.
    pub is_saved: bool,
    /// Who was asked for the token, and can take it back.
    pub host: SignInHost,
    /// What is being done about the token, or was done last.
    pub care: Care,
}

/// The user's own lines of a refreshed block, on their way into the new one.
#[derive(Debug, Clone, PartialEq)]
pub struct CarryingOver {
    number: u32,
    from: ConfigText,
}

/// What is being done about a received token, or was done last.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Care {
    /// Nothing.
    #[default]
    None,
    /// Trakt is being asked whether it takes the token.
    Checking,
    /// Trakt takes it.
    Good {
        /// Whose it is.
        username: String,
    },
    /// The user is asked whether to revoke it.
    ConfirmingRevocation,
    /// Trakt is being asked to revoke it.
    Revoking {
        /// When the request may go out, in milliseconds since the Unix epoch.
        not_before_ms: f64,
    },
    /// It is worthless.
    Revoked,
    /// Something could not be done.
    Failed(CareTask, CareFailure),
}

/// What has been done with the block last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HandOver {
    /// It is on screen.
    #[default]
    Shown,
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

/// Everything that can happen to the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Something was typed.
    Typed(Field, Typed),
    /// The secret is to be shown, or hidden again.
    ClientSecretToggled,
    /// A way to sign in was chosen.
    MethodChosen(SignInMethod),
    /// A sign-in host was chosen.
    HostChosen(SignInHost),
    /// The link to the PIN was followed.
    PinLinkFollowed {
        /// The time, in milliseconds since the Unix epoch.
        now_ms: f64,
    },
    /// What was found out before a PIN is spent.
    Prechecked {
        /// The number of the effect.
        number: u32,
        /// What was found.
        trouble: Option<PrecheckTrouble>,
    },
    /// The PIN is to be exchanged.
    ExchangeAsked {
        /// The time, in milliseconds since the Unix epoch.
        now_ms: f64,
    },
    /// Trakt is to be asked for a device code.
    DeviceCodeAsked {
        /// The time, in milliseconds since the Unix epoch.
        now_ms: f64,
    },
    /// The browser is to be sent to Trakt; nothing where it lacks what that needs.
    DepartureAsked(Option<Departure>),
    /// The browser did not keep what the way back needs.
    DepartureRefused,
    /// The page was opened by Trakt sending the browser back.
    Returned {
        /// What the address said.
        returned: Returned,
        /// What was kept for this moment.
        pending: Option<PendingSignIn>,
        /// The time, in milliseconds since the Unix epoch.
        now_ms: f64,
    },
    /// The exchange is to be stopped.
    ExchangeCancelled,
    /// A request came to its end.
    Answered {
        /// The number of the effect.
        number: u32,
        /// What came back.
        reply: Result<Answer, NoAnswer>,
        /// The time, in milliseconds since the Unix epoch.
        now_ms: f64,
        /// A random number from 0 up to 1.
        chance: f64,
    },
    /// A pause is over, or the user wants it to be.
    PauseEnded {
        /// The time, in milliseconds since the Unix epoch.
        now_ms: f64,
    },
    /// A probe came to its end.
    Probed {
        /// The number of the effect.
        number: u32,
        /// Whether it got through.
        was_reached: bool,
    },
    /// What a command printed is to be read as the answer.
    PrintedUsed {
        /// The time, in milliseconds since the Unix epoch.
        now_ms: f64,
    },
    /// The browser has a network again, or no longer.
    ConnectionChanged {
        /// Which of both.
        is_online: bool,
    },
    /// Something was done with the block.
    HandedOver(HandOver),
    /// Trakt is to be asked whether it takes the token.
    CheckAsked,
    /// The token is to be revoked, once that is confirmed.
    RevocationAsked,
    /// It is not to be revoked after all.
    RevocationDeclined,
    /// It is.
    RevocationConfirmed {
        /// The time, in milliseconds since the Unix epoch.
        now_ms: f64,
    },
    /// A request about the token came to its end.
    CareAnswered {
        /// Its number.
        number: u32,
        /// What came back.
        reply: Result<Answer, NoAnswer>,
    },
    /// Something happened to the user's `config.yml`, or the config editor answered.
    Config(ConfigAction),
    /// Time has passed.
    Ticked {
        /// The time, in milliseconds since the Unix epoch.
        now_ms: f64,
    },
    /// Everything is to be forgotten.
    StartedOver,
}

/// What a sign-in keeps in the tab, which is full of secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionRecord(pub String);

impl fmt::Debug for SessionRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionRecord([redacted])")
    }
}

/// What a sign-in by redirect needs to set out.
#[derive(Clone, PartialEq)]
pub struct Departure {
    /// The time, in milliseconds since the Unix epoch.
    pub now_ms: f64,
    /// This page's address, as Trakt must know it.
    pub redirect_uri: String,
    /// For `state`.
    pub state: [u8; 32],
    /// For the code verifier.
    pub code_verifier: [u8; 32],
}

impl fmt::Debug for Departure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Departure")
            .field("redirect_uri", &self.redirect_uri)
            .finish_non_exhaustive()
    }
}

/// Typed text, which may be a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Typed(pub String);

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typed([redacted])")
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Form")
            .field("host", &self.host)
            .finish_non_exhaustive()
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        if self.is_unmoved_by(&action) {
            return self;
        }
        let mut next = Rc::unwrap_or_clone(self);
        next.apply(action);
        Rc::new(next)
    }
}

impl State {
    fn is_unmoved_by(&self, action: &Action) -> bool {
        match action {
            Action::ExchangeAsked { .. }
            | Action::DepartureAsked(_)
            | Action::DeviceCodeAsked { .. } => self.is_busy(),
            Action::DepartureRefused => !matches!(self.phase, Phase::Leaving { .. }),
            Action::ExchangeCancelled => !self.is_busy(),
            Action::Answered { number, .. } => *number != self.effects || !self.awaits_answer(),
            Action::Probed { number, .. } => {
                *number != self.effects || !matches!(self.phase, Phase::Probing { .. })
            }
            Action::PauseEnded { .. } => {
                !matches!(self.phase, Phase::Pausing { .. } | Phase::Polling(_))
            }
            Action::Prechecked { number, .. } => {
                !matches!(&self.precheck, Precheck::Underway { number: n, .. } if n == number)
            }
            Action::PrintedUsed { .. } => self.terminal_request.is_none() || self.is_busy(),
            Action::ConnectionChanged { is_online } => {
                *is_online == (self.connection != Connection::Offline)
            }
            Action::HandedOver(_) => self.result.is_none(),
            Action::CheckAsked | Action::RevocationAsked => {
                self.care_request().is_some()
                    || self.care().is_none_or(|care| *care == Care::Revoked)
            }
            Action::RevocationDeclined | Action::RevocationConfirmed { .. } => {
                self.care() != Some(&Care::ConfirmingRevocation)
            }
            Action::CareAnswered { number, .. } => self
                .care_request()
                .is_none_or(|request| request.number != *number),
            Action::Config(action) => self.is_unmoved_by_config(action),
            _ => false,
        }
    }

    fn apply(&mut self, action: Action) {
        match action {
            Action::Typed(field, Typed(text)) => {
                *self.form.field_mut(field) = text;
                self.forget_error_of(field);
                match field {
                    Field::ClientId => self.precheck = Precheck::Quiet,
                    Field::CurrentBlock => self.read_block(),
                    _ => {}
                }
            }
            Action::ClientSecretToggled => {
                self.form.client_secret_shown = !self.form.client_secret_shown;
            }
            Action::MethodChosen(method) => self.choose(method),
            Action::HostChosen(host) => {
                self.form.host = host;
                self.precheck = Precheck::Quiet;
            }
            Action::PinLinkFollowed { now_ms } => {
                self.now_ms = now_ms;
                self.pin_link_followed_at_ms = Some(now_ms);
                self.start_precheck(now_ms);
            }
            Action::Prechecked { trouble, .. } => {
                self.precheck = trouble.map_or(Precheck::Quiet, Precheck::Trouble);
            }
            Action::ExchangeAsked { now_ms } => {
                self.attempt += 1;
                self.exchange(now_ms);
            }
            Action::DeviceCodeAsked { now_ms } => self.ask_for_device_code(now_ms),
            Action::DepartureAsked(departure) => {
                self.attempt += 1;
                self.phase = self.leave(departure);
            }
            Action::DepartureRefused => {
                self.phase = Phase::ReturnRefused(ReturnError::BrowserRefused);
            }
            Action::Returned {
                returned,
                pending,
                now_ms,
            } => {
                self.come_back(returned, pending, now_ms);
            }
            Action::ExchangeCancelled => self.phase = Phase::Cancelled,
            Action::Answered {
                reply,
                now_ms,
                chance,
                ..
            } => self.go_on(&reply, now_ms, chance),
            Action::PauseEnded { now_ms } => match std::mem::take(&mut self.phase) {
                Phase::Pausing { exchange, .. } => self.send(exchange, now_ms),
                Phase::Polling(sign_in) => self.look_after(sign_in, now_ms),
                other => self.phase = other,
            },
            Action::Probed { was_reached, .. } => {
                let phase = std::mem::take(&mut self.phase);
                if let Phase::Probing {
                    host,
                    request,
                    failure,
                } = phase
                {
                    self.fail(request, failure.after_probe(host, was_reached));
                }
            }
            Action::PrintedUsed { now_ms } => self.use_printed(now_ms),
            Action::ConnectionChanged { is_online } => {
                self.connection = match is_online {
                    true => Connection::BackOnline,
                    false => Connection::Offline,
                };
            }
            Action::HandedOver(hand_over) => {
                if let Some(result) = &mut self.result {
                    result.hand_over = hand_over;
                    result.is_saved |= hand_over.is_saved();
                }
            }
            Action::CheckAsked => self.take_care(Care::Checking),
            Action::RevocationAsked => self.take_care(Care::ConfirmingRevocation),
            Action::RevocationDeclined => self.take_care(Care::None),
            Action::RevocationConfirmed { now_ms } => {
                let not_before_ms = self.post_allowed_from(now_ms).unwrap_or(now_ms);
                self.last_post_at_ms = Some(not_before_ms);
                self.take_care(Care::Revoking { not_before_ms });
            }
            Action::CareAnswered { reply, .. } => self.finish_care(&reply),
            Action::Config(action) => self.apply_to_config(action),
            Action::Ticked { now_ms } => self.now_ms = now_ms,
            Action::StartedOver => self.start_over(),
        }
    }

    fn choose(&mut self, method: SignInMethod) {
        self.form.method = method;
        self.terminal_request = None;
        if !self.is_busy() {
            self.phase = Phase::Idle;
        }
    }

    fn exchange(&mut self, now_ms: f64) {
        let is_unread = !matches!(self.block_reading, Reading::Done(_));
        if self.form.method == SignInMethod::Refresh && is_unread {
            if !matches!(self.block_reading, Reading::Underway { .. }) {
                self.read_block();
            }
            self.phase = match self.block_reading {
                Reading::Underway { .. } => Phase::ReadingBlock,
                _ => Phase::InputRefused(vec![RefreshInputError::Empty.into()]),
            };
            return;
        }
        match self.token_request() {
            Ok(request) => self.send(Exchange::new(request), now_ms),
            Err(errors) => self.phase = Phase::InputRefused(errors),
        }
    }

    fn go_on_after_reading(&mut self, now_ms: f64) {
        if self.phase != Phase::ReadingBlock {
            return;
        }
        match self.block_reading {
            Reading::Done(_) => self.exchange(now_ms),
            _ => {
                let not_read = RefreshInputError::from(EditorUnavailable);
                self.phase = Phase::InputRefused(vec![not_read.into()]);
            }
        }
    }

    fn leave(&mut self, departure: Option<Departure>) -> Phase {
        let Form {
            client_id,
            client_secret,
            ..
        } = &self.form;
        let app = match TraktApp::from_input_with_optional_secret(client_id, client_secret) {
            Ok(app) => app.value,
            Err(errors) => {
                return Phase::InputRefused(errors.into_iter().map(Into::into).collect());
            }
        };
        let Some(departure) = departure else {
            return Phase::ReturnRefused(ReturnError::BrowserRefused);
        };
        self.effects += 1;
        Phase::Leaving {
            pending: PendingSignIn {
                host: self.form.host,
                client_id: app.client_id,
                client_secret: app.client_secret,
                redirect_uri: departure.redirect_uri,
                state: pkce::State::from_random(departure.state),
                code_verifier: CodeVerifier::from_random(departure.code_verifier),
                started_at_ms: departure.now_ms,
            },
        }
    }

    fn come_back(&mut self, returned: Returned, pending: Option<PendingSignIn>, now_ms: f64) {
        self.attempt += 1;
        self.form.method = SignInMethod::Return;
        if let Some(PendingSignIn {
            host,
            client_id,
            client_secret,
            ..
        }) = &pending
        {
            self.form.host = *host;
            self.form.client_id = client_id.reveal().to_owned();
            self.form.client_secret = client_secret
                .as_ref()
                .map(|secret| secret.reveal().to_owned())
                .unwrap_or_default();
        }
        match redirect::accept(returned, pending, now_ms) {
            Ok((pending, code)) => {
                let request = TokenRequest {
                    host: pending.host,
                    app: pending.app(),
                    grant: Grant::Code {
                        code,
                        redirect_uri: pending.redirect_uri,
                        code_verifier: pending.code_verifier,
                    },
                };
                self.send(Exchange::new(request), now_ms);
            }
            Err(error) => self.phase = Phase::ReturnRefused(error),
        }
    }

    /// Sends the exchange's request, unless the last one went out too short a time ago.
    fn send(&mut self, exchange: Exchange, now_ms: f64) {
        self.now_ms = now_ms;
        self.effects += 1;
        self.phase = match self.post_allowed_from(now_ms) {
            Some(until_ms) => Phase::Pausing {
                exchange,
                until_ms,
                why: Pause::PostInterval,
            },
            None => {
                self.last_post_at_ms = Some(now_ms);
                Phase::Sending(exchange)
            }
        };
    }

    fn go_on(&mut self, reply: &Result<Answer, NoAnswer>, now_ms: f64, chance: f64) {
        self.now_ms = now_ms;
        let exchange = match std::mem::take(&mut self.phase) {
            Phase::Sending(exchange) => exchange,
            Phase::AskingForDeviceCode {
                app,
                host,
                first_host,
                ..
            } => {
                return self.begin_polling(app, host, first_host, reply, now_ms);
            }
            Phase::Polling(sign_in) => return self.go_on_polling(sign_in, reply, now_ms),
            other => return self.phase = other,
        };
        let request = exchange.request.clone();
        match exchange.next(reply, seconds(now_ms), chance) {
            Next::Done { token, elsewhere } => self.succeed(request, token, elsewhere),
            Next::Pause {
                exchange,
                seconds,
                why,
            } => {
                self.effects += 1;
                let until_ms = now_ms + seconds * 1000.0;
                self.phase = Phase::Pausing {
                    exchange,
                    until_ms,
                    why,
                };
            }
            Next::Probe { host, failure } => {
                self.effects += 1;
                let request = Some(TokenRequest { host, ..request });
                self.phase = Phase::Probing {
                    host,
                    request,
                    failure,
                };
            }
            Next::Failed(failure) => self.fail(Some(request), failure),
        }
    }

    fn ask_for_device_code(&mut self, now_ms: f64) {
        self.attempt += 1;
        self.now_ms = now_ms;
        let Form {
            client_id,
            client_secret,
            host,
            ..
        } = &self.form;
        self.phase = match TraktApp::from_input_with_optional_secret(client_id, client_secret) {
            Err(errors) => Phase::InputRefused(errors.into_iter().map(Into::into).collect()),
            Ok(app) => {
                let not_before_ms = self.post_allowed_from(now_ms).unwrap_or(now_ms);
                self.last_post_at_ms = Some(not_before_ms);
                self.effects += 1;
                Phase::AskingForDeviceCode {
                    app: app.value,
                    host: *host,
                    not_before_ms,
                    first_host: None,
                }
            }
        };
    }

    fn begin_polling(
        &mut self,
        app: TraktApp,
        host: SignInHost,
        first_host: Option<Box<Failure>>,
        reply: &Result<Answer, NoAnswer>,
        now_ms: f64,
    ) {
        match device::code_from_reply(host, reply) {
            Ok(code) => {
                let polling = Polling::new(&code, now_ms);
                let due = Due::Wait { until_ms: now_ms };
                let elsewhere = first_host;
                let sign_in = DeviceSignIn {
                    app,
                    host,
                    code,
                    elsewhere,
                    polling,
                    due,
                };
                self.look_after(sign_in, now_ms);
            }
            Err(CodeFailure::Code(failure)) => {
                self.phase = Phase::DeviceFailed {
                    failure,
                    elsewhere: first_host,
                };
            }
            Err(CodeFailure::Host(failure))
                if failure.cause.is_worth_the_other_host() && first_host.is_none() =>
            {
                let not_before_ms = now_ms + POST_INTERVAL_MS;
                self.last_post_at_ms = Some(not_before_ms);
                self.effects += 1;
                self.phase = Phase::AskingForDeviceCode {
                    app,
                    host: host.other(),
                    not_before_ms,
                    first_host: Some(Box::new(failure)),
                };
            }
            Err(CodeFailure::Host(failure)) => match exchange::ended(first_host, failure) {
                Next::Probe { host, failure } => {
                    self.effects += 1;
                    self.phase = Phase::Probing {
                        host,
                        request: None,
                        failure,
                    };
                }
                Next::Failed(failure) => self.fail(None, failure),
                Next::Done { .. } | Next::Pause { .. } => {}
            },
        }
    }

    /// Does what is due with a device code at this time.
    fn look_after(&mut self, mut sign_in: DeviceSignIn, now_ms: f64) {
        self.now_ms = now_ms;
        match sign_in.polling.due(now_ms) {
            Due::Ended(failure) => {
                self.phase = Phase::DeviceFailed {
                    failure,
                    elsewhere: sign_in.elsewhere,
                };
            }
            // The poll that is out goes on as it is.
            Due::Answer => self.phase = Phase::Polling(sign_in),
            due => {
                if due == Due::Poll {
                    self.last_post_at_ms = Some(now_ms);
                }
                self.effects += 1;
                self.phase = Phase::Polling(DeviceSignIn { due, ..sign_in });
            }
        }
    }

    fn go_on_polling(
        &mut self,
        sign_in: DeviceSignIn,
        reply: &Result<Answer, NoAnswer>,
        now_ms: f64,
    ) {
        match sign_in.polling.answered(reply, now_ms) {
            Step::PollAt { polling, at_ms } => {
                self.effects += 1;
                let due = Due::Wait { until_ms: at_ms };
                self.phase = Phase::Polling(DeviceSignIn {
                    app: sign_in.app,
                    host: sign_in.host,
                    code: sign_in.code,
                    elsewhere: sign_in.elsewhere,
                    polling,
                    due,
                });
            }
            Step::Done(token) => {
                let block = TraktBlock {
                    app: sign_in.app,
                    token,
                };
                self.show_block(block, None, sign_in.host, sign_in.elsewhere);
            }
            Step::Ended(failure) => {
                self.phase = Phase::DeviceFailed {
                    failure,
                    elsewhere: sign_in.elsewhere,
                };
            }
        }
    }

    fn succeed(&mut self, request: TokenRequest, token: Token, elsewhere: Option<Box<Failure>>) {
        let block = TraktBlock {
            app: request.app,
            token,
        };
        // The block alone is always right, and on screen at once; the user's own lines come along where they surely can.
        let carrying_over = match request.grant {
            Grant::Refresh(_) => {
                let from = std::mem::take(&mut self.form.current_block).into();
                let reading = std::mem::take(&mut self.block_reading);
                self.keep_as_config(&from, reading.found());
                let number = self.next_question();
                Some(CarryingOver { number, from })
            }
            Grant::Pin(_) | Grant::Code { .. } => None,
        };
        self.show_block(block, carrying_over, request.host, elsewhere);
    }

    fn show_block(
        &mut self,
        block: TraktBlock,
        carrying_over: Option<CarryingOver>,
        host: SignInHost,
        elsewhere: Option<Box<Failure>>,
    ) {
        self.phase = Phase::Idle;
        self.form.current_block.clear();
        self.block_reading = Reading::NotAsked;
        // What was made with another block is out of date.
        self.config.update = ConfigUpdate::NotAsked;
        self.form.pin.clear();
        self.form.printed.clear();
        self.terminal_request = None;
        self.pin_link_followed_at_ms = None;
        self.precheck = Precheck::Quiet;
        self.result = Some(SignedIn {
            text: BlockText(block.to_string()),
            block,
            carrying_over,
            not_carried_over: None,
            elsewhere,
            hand_over: HandOver::default(),
            is_saved: false,
            host,
            care: Care::default(),
        });
    }

    fn care(&self) -> Option<&Care> {
        self.result.as_ref().map(|result| &result.care)
    }

    fn take_care(&mut self, care: Care) {
        self.cares += 1;
        if let Some(result) = &mut self.result {
            result.care = care;
        }
    }

    fn finish_care(&mut self, reply: &Result<Answer, NoAnswer>) {
        if let Some(result) = &mut self.result {
            result.care = match result.care {
                Care::Checking => match care::username(reply) {
                    Ok(username) => Care::Good { username },
                    Err(failure) => Care::Failed(CareTask::Check, failure),
                },
                _ => match care::revoked(reply) {
                    Ok(()) => Care::Revoked,
                    Err(failure) => Care::Failed(CareTask::Revoke, failure),
                },
            };
        }
    }

    /// The request about the token that is to be sent.
    pub fn care_request(&self) -> Option<CareRequest> {
        let SignedIn {
            block, host, care, ..
        } = self.result.as_ref()?;
        let access_token = &block.token.access_token;
        let (request, not_before_ms) = match care {
            Care::Checking => (
                request::user_settings(&block.app.client_id, access_token),
                0.0,
            ),
            Care::Revoking { not_before_ms } => (
                request::revoke(*host, &block.app, access_token),
                *not_before_ms,
            ),
            _ => return None,
        };
        Some(CareRequest {
            number: self.cares,
            request,
            not_before_ms,
        })
    }

    fn fail(&mut self, request: Option<TokenRequest>, failure: Failure) {
        self.terminal_request = request.filter(|_| failure.is_without_answer());
        self.phase = Phase::Failed(failure);
    }

    fn use_printed(&mut self, now_ms: f64) {
        let Some(request) = self.command_request() else {
            return;
        };
        self.now_ms = now_ms;
        self.attempt += 1;
        if self.form.printed.trim().is_empty() {
            self.phase = Phase::InputRefused(vec![InputError::Empty(Field::Printed).into()]);
            return;
        }
        match request.interpret_printed(&self.form.printed, seconds(now_ms)) {
            Ok(token) => self.succeed(request, token, None),
            // The way by the terminal stays open.
            Err(failure) => self.phase = Phase::Failed(failure),
        }
    }

    /// It is a POST too, and left out rather than late.
    fn start_precheck(&mut self, now_ms: f64) {
        self.precheck = Precheck::Quiet;
        let client_id = ClientId::from_input(&self.form.client_id);
        if let (Ok(client_id), None) = (client_id, self.post_allowed_from(now_ms)) {
            self.last_post_at_ms = Some(now_ms);
            self.prechecks += 1;
            self.precheck = Precheck::Underway {
                number: self.prechecks,
                host: self.form.host,
                client_id: client_id.value,
            };
        }
    }

    /// When the next POST may go out, if that is not now. A clock that was set back makes nobody wait.
    fn post_allowed_from(&self, now_ms: f64) -> Option<f64> {
        let allowed_from_ms = self.last_post_at_ms? + POST_INTERVAL_MS;
        let wait_ms = allowed_from_ms - now_ms;
        (wait_ms > 0.0 && wait_ms <= POST_INTERVAL_MS).then_some(allowed_from_ms)
    }

    /// The counts go on, so that what is still under way belongs to nothing to come; and Trakt's limit holds.
    fn start_over(&mut self) {
        *self = Self {
            attempt: self.attempt,
            effects: self.effects,
            prechecks: self.prechecks,
            cares: self.cares,
            questions: self.questions,
            config_attempt: self.config_attempt,
            last_post_at_ms: self.last_post_at_ms,
            connection: self.connection,
            ..Self::default()
        };
    }

    fn forget_error_of(&mut self, field: Field) {
        if let Phase::InputRefused(errors) = &mut self.phase {
            errors.retain(|error| error.field() != field);
            if errors.is_empty() {
                self.phase = Phase::Idle;
            }
        }
    }

    fn awaits_answer(&self) -> bool {
        match &self.phase {
            Phase::Sending(_) | Phase::AskingForDeviceCode { .. } => true,
            Phase::Polling(sign_in) => sign_in.due == Due::Poll,
            _ => false,
        }
    }

    /// Whether a sign-in is under way.
    pub fn is_busy(&self) -> bool {
        matches!(
            self.phase,
            Phase::ReadingBlock
                | Phase::Sending(_)
                | Phase::Pausing { .. }
                | Phase::Probing { .. }
                | Phase::Leaving { .. }
                | Phase::AskingForDeviceCode { .. }
                | Phase::Polling(_)
        )
    }

    /// The device code that is waited for.
    pub fn device_code(&self) -> Option<&DeviceCode> {
        match &self.phase {
            Phase::Polling(sign_in) => Some(&sign_in.code),
            _ => None,
        }
    }

    /// How long the device code still lives, in whole seconds.
    pub fn device_code_seconds_left(&self) -> Option<u32> {
        match &self.phase {
            Phase::Polling(sign_in) => {
                Some((sign_in.polling.ms_left(self.now_ms) / 1000.0).ceil() as u32)
            }
            _ => None,
        }
    }

    /// What the browser is to do for the sign-in.
    pub fn effect(&self) -> Option<Effect> {
        let kind = match &self.phase {
            Phase::Sending(exchange) => EffectKind::Send {
                request: exchange.request.to_request(),
                not_before_ms: 0.0,
            },
            Phase::AskingForDeviceCode {
                app,
                host,
                not_before_ms,
                ..
            } => EffectKind::Send {
                request: device::request(*host, &app.client_id),
                not_before_ms: *not_before_ms,
            },
            Phase::Polling(DeviceSignIn {
                app,
                host,
                code,
                due,
                ..
            }) => match due {
                Due::Wait { until_ms } => EffectKind::WakeUp { at_ms: *until_ms },
                _ => EffectKind::Send {
                    request: device::poll_request(*host, app, code),
                    not_before_ms: 0.0,
                },
            },
            Phase::Pausing { until_ms, .. } => EffectKind::WakeUp { at_ms: *until_ms },
            Phase::Probing { host, .. } => EffectKind::Probe { url: host.token() },
            Phase::Leaving { pending } => EffectKind::Leave {
                record: SessionRecord(pending.to_record()),
                url: redirect::authorize_url(
                    pending.host,
                    &pending.client_id,
                    &pending.redirect_uri,
                    &pending.state,
                    &CodeChallenge::of(&pending.code_verifier),
                ),
            },
            _ => return None,
        };
        Some(Effect {
            number: self.effects,
            kind,
        })
    }

    /// What keeps the form from being sent, after sending it was tried.
    pub fn input_problems(&self) -> &[InputProblem] {
        match &self.phase {
            Phase::InputRefused(errors) => errors,
            _ => &[],
        }
    }

    /// The exchange that the fields ask for.
    fn token_request(&self) -> Result<TokenRequest, Vec<InputProblem>> {
        let form = &self.form;
        match form.method {
            SignInMethod::Pin => form
                .pin_exchange()
                .map_err(|errors| errors.into_iter().map(Into::into).collect()),
            // What is exchanged comes with the address, not with the fields.
            SignInMethod::Return | SignInMethod::Device => Err(Vec::new()),
            SignInMethod::Refresh => match &self.block_reading {
                Reading::Done(Ok(found)) => refresh::token_request(
                    (**found).clone(),
                    form.host,
                    &form.client_id,
                    &form.client_secret,
                ),
                Reading::Done(Err(refusal)) => Err(refusal.clone().into()),
                _ => Err(RefreshInputError::Empty),
            }
            .map_err(|error| vec![error.into()]),
        }
    }

    /// The request for a command line: the one that did not get through, with what stands in the fields since.
    pub fn command_request(&self) -> Option<TokenRequest> {
        let failed = self.terminal_request.clone()?;
        Some(match self.token_request() {
            Ok(request) => TokenRequest {
                host: failed.host,
                ..request
            },
            Err(_) => failed,
        })
    }

    /// Whether there is a block that has not left the page yet.
    pub fn has_unsaved_block(&self) -> bool {
        self.result
            .as_ref()
            .is_some_and(|result| !result.is_saved && result.care != Care::Revoked)
    }

    /// Whether the user need not wait for the end of the pause.
    pub fn pause_can_be_cut_short(&self) -> bool {
        matches!(
            self.phase,
            Phase::Pausing {
                why: Pause::RateLimited | Pause::TraktDown,
                ..
            }
        )
    }

    /// How long the pause still lasts, in whole seconds.
    pub fn pause_seconds_left(&self) -> Option<u32> {
        match self.phase {
            Phase::Pausing { until_ms, .. } => {
                Some(((until_ms - self.now_ms) / 1000.0).ceil().max(0.0) as u32)
            }
            _ => None,
        }
    }

    /// How long the PIN may still live, in whole seconds; 0 once it has expired.
    pub fn pin_seconds_left(&self) -> Option<u32> {
        let lived = self.now_ms - self.pin_link_followed_at_ms?;
        Some(
            ((PIN_LIFETIME_MS - lived) / 1000.0)
                .ceil()
                .clamp(0.0, PIN_LIFETIME_MS / 1000.0) as u32,
        )
    }

    /// Whether what is shown changes with time alone.
    pub fn needs_clock(&self) -> bool {
        self.pause_seconds_left().is_some()
            || self.device_code().is_some()
            || self.pin_seconds_left().is_some_and(|seconds| seconds > 0)
    }
}

impl HandOver {
    /// Whether the block has left the page by it.
    const fn is_saved(self) -> bool {
        matches!(self, Self::Copied | Self::CopiedByHand | Self::Downloaded)
    }
}

impl SignedIn {
    /// Takes the text that has the user's own lines in it, unless the other one has been used already.
    fn carry_over(&mut self, text: Result<BlockText, EditorRefusal>) {
        self.carrying_over = None;
        match text {
            Ok(text) if !self.is_saved => self.text = text,
            Ok(_) => {}
            Err(refusal) => self.not_carried_over = Some(refusal),
        }
    }
}

fn seconds(ms: f64) -> u64 {
    (ms / 1000.0) as u64
}

impl Form {
    fn field_mut(&mut self, field: Field) -> &mut String {
        match field {
            Field::ClientId => &mut self.client_id,
            Field::ClientSecret => &mut self.client_secret,
            Field::Pin => &mut self.pin,
            Field::Printed => &mut self.printed,
            Field::CurrentBlock => &mut self.current_block,
        }
    }

    /// What stands in a field.
    pub fn field(&self, field: Field) -> &str {
        match field {
            Field::ClientId => &self.client_id,
            Field::ClientSecret => &self.client_secret,
            Field::Pin => &self.pin,
            Field::Printed => &self.printed,
            Field::CurrentBlock => &self.current_block,
        }
    }

    fn pin_exchange(&self) -> Result<TokenRequest, Vec<InputError>> {
        let app = TraktApp::from_input(&self.client_id, &self.client_secret);
        let pin = Pin::from_input(&self.pin);
        let (app, pin) = match (app, pin) {
            (Ok(app), Ok(pin)) => (app.value, pin.value),
            (app, pin) => {
                return Err(app.err().into_iter().flatten().chain(pin.err()).collect());
            }
        };
        if pin.reveal() == app.client_id.reveal() {
            return Err(vec![InputError::PinIsAppValue(Field::ClientId)]);
        }
        if app
            .client_secret
            .as_ref()
            .is_some_and(|secret| secret.reveal() == pin.reveal())
        {
            return Err(vec![InputError::PinIsAppValue(Field::ClientSecret)]);
        }
        Ok(TokenRequest {
            host: self.host,
            app,
            grant: Grant::Pin(pin),
        })
    }

    /// The hints about a field, or what keeps it from being sent. An empty field is not worth a word yet.
    pub fn remarks(&self, field: Field) -> Result<Vec<InputHint>, InputError> {
        fn hints<T>(checked: Result<Checked<T>, InputError>) -> Result<Vec<InputHint>, InputError> {
            checked.map(|checked| checked.hints)
        }
        let typed = self.field(field);
        let remarks = match field {
            Field::ClientId => hints(ClientId::from_input(typed)),
            Field::ClientSecret => hints(ClientSecret::from_input(typed)),
            Field::Pin => hints(Pin::from_input(typed)),
            Field::Printed | Field::CurrentBlock => Ok(Vec::new()),
        };
        match remarks {
            Err(InputError::Empty(_)) => Ok(Vec::new()),
            remarks => remarks,
        }
    }
}
