//! Every state of the page and every change of it, pure: no clock, no randomness, no browser.

use std::fmt;
use std::rc::Rc;

use yew::Reducible;

use crate::kometa::TraktBlock;
use crate::trakt::{
    Answer, Checked, ClientId, ClientSecret, Failure, Field, InputError, InputHint, NoAnswer, Pin,
    SignInHost, TokenRequest, TraktApp,
};

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
    /// Where the exchange of the PIN stands.
    pub exchange: Exchange,
    /// How often an exchange was asked for. Tells one exchange from the next.
    pub attempt: u32,
    /// The block, once there is one.
    pub result: Option<SignedIn>,
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
    /// Trakt sign-in host.
    pub host: SignInHost,
}

/// Where the exchange of the PIN for a token stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Exchange {
    /// Nothing was asked for.
    #[default]
    Idle,
    /// What was typed cannot be sent.
    InputRefused(Vec<InputError>),
    /// The request is out.
    Underway(TokenRequest),
    /// The user took it back while it was out.
    Cancelled,
    /// It brought no token.
    Failed(Failure),
}

/// A finished sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// What the user came for.
    pub block: TraktBlock,
    /// What has been done with it.
    pub hand_over: HandOver,
}

/// What has been done with the block last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HandOver {
    /// It is on screen.
    #[default]
    Shown,
    /// It is on the clipboard.
    Copied,
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
    /// A sign-in host was chosen.
    HostChosen(SignInHost),
    /// The link to the PIN was followed.
    PinLinkFollowed {
        /// The time, in milliseconds since the Unix epoch.
        now_ms: f64,
    },
    /// The PIN is to be exchanged.
    ExchangeAsked,
    /// The exchange under way is to be stopped.
    ExchangeCancelled,
    /// The exchange came to an end.
    Answered {
        /// Which one; another than the current attempt is over.
        attempt: u32,
        /// What came back.
        reply: Result<Answer, NoAnswer>,
        /// The time, in milliseconds since the Unix epoch.
        now_ms: f64,
    },
    /// Something was done with the block.
    HandedOver(HandOver),
    /// Time has passed.
    Ticked {
        /// The time, in milliseconds since the Unix epoch.
        now_ms: f64,
    },
    /// Everything is to be forgotten.
    StartedOver,
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
            Action::ExchangeAsked => self.underway().is_some(),
            Action::ExchangeCancelled => self.underway().is_none(),
            Action::Answered { attempt, .. } => {
                self.underway().is_none() || *attempt != self.attempt
            }
            Action::HandedOver(_) => self.result.is_none(),
            _ => false,
        }
    }

    fn apply(&mut self, action: Action) {
        match action {
            Action::Typed(field, Typed(text)) => {
                *self.form.field_mut(field) = text;
                self.forget_error_of(field);
            }
            Action::ClientSecretToggled => {
                self.form.client_secret_shown = !self.form.client_secret_shown;
            }
            Action::HostChosen(host) => self.form.host = host,
            Action::PinLinkFollowed { now_ms } => {
                self.now_ms = now_ms;
                self.pin_link_followed_at_ms = Some(now_ms);
            }
            Action::ExchangeAsked => {
                self.attempt += 1;
                self.exchange = match self.form.token_request() {
                    Ok(request) => Exchange::Underway(request),
                    Err(errors) => Exchange::InputRefused(errors),
                };
            }
            Action::ExchangeCancelled => self.exchange = Exchange::Cancelled,
            Action::Answered { reply, now_ms, .. } => self.finish_exchange(&reply, now_ms),
            Action::HandedOver(hand_over) => {
                if let Some(result) = &mut self.result {
                    result.hand_over = hand_over;
                }
            }
            Action::Ticked { now_ms } => self.now_ms = now_ms,
            // The count goes on, so that what is still out belongs to no attempt to come.
            Action::StartedOver => {
                *self = Self {
                    attempt: self.attempt,
                    ..Self::default()
                }
            }
        }
    }

    fn finish_exchange(&mut self, reply: &Result<Answer, NoAnswer>, now_ms: f64) {
        let Exchange::Underway(request) = std::mem::take(&mut self.exchange) else {
            return;
        };
        self.now_ms = now_ms;
        match request.interpret(reply, (now_ms / 1000.0) as u64) {
            Ok(token) => {
                self.form.pin.clear();
                self.pin_link_followed_at_ms = None;
                self.result = Some(SignedIn {
                    block: TraktBlock {
                        app: request.app,
                        token,
                    },
                    hand_over: HandOver::default(),
                });
            }
            Err(failure) => self.exchange = Exchange::Failed(failure),
        }
    }

    fn forget_error_of(&mut self, field: Field) {
        if let Exchange::InputRefused(errors) = &mut self.exchange {
            errors.retain(|error| error.field() != field);
            if errors.is_empty() {
                self.exchange = Exchange::Idle;
            }
        }
    }

    /// The request that is out, if one is.
    pub fn underway(&self) -> Option<&TokenRequest> {
        match &self.exchange {
            Exchange::Underway(request) => Some(request),
            _ => None,
        }
    }

    /// What keeps the form from being sent, after sending it was tried.
    pub fn input_errors(&self) -> &[InputError] {
        match &self.exchange {
            Exchange::InputRefused(errors) => errors,
            _ => &[],
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
        self.pin_seconds_left().is_some_and(|seconds| seconds > 0)
    }
}

impl Form {
    fn field_mut(&mut self, field: Field) -> &mut String {
        match field {
            Field::ClientId => &mut self.client_id,
            Field::ClientSecret => &mut self.client_secret,
            Field::Pin => &mut self.pin,
        }
    }

    /// What stands in a field.
    pub fn field(&self, field: Field) -> &str {
        match field {
            Field::ClientId => &self.client_id,
            Field::ClientSecret => &self.client_secret,
            Field::Pin => &self.pin,
        }
    }

    /// The exchange that the fields ask for.
    fn token_request(&self) -> Result<TokenRequest, Vec<InputError>> {
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
            pin,
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
        };
        match remarks {
            Err(InputError::Empty(_)) => Ok(Vec::new()),
            remarks => remarks,
        }
    }
}
