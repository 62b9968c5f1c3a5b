//! Where the sign-in stands, and what the user does to it.

use std::time::Duration;

use super::{Connection, FilledIn, Question, Reading, State};
use crate::kometa::editing::EditorUnavailable;
use crate::kometa::pasted::labelled_values;
use crate::kometa::refresh::RefreshInputError;
use crate::sensitive::Sensitive;
use crate::shared_text::SharedText;
use crate::sign_in::device::DeviceSignIn;
use crate::sign_in::exchange::Exchange;
use crate::sign_in::form::{FormField, InputProblem, SignInMethod};
use crate::sign_in::precheck::{Precheck, PrecheckProgress};
use crate::sign_in::redirect::{self, Departure, Leaving};
use crate::sign_in::{Event, Granted, PauseReason, Progress, SignIn, Status};
use crate::trakt::device::DeviceAuthorization;
use crate::trakt::pkce::RANDOM_BYTES;
use crate::trakt::precheck::PrecheckTrouble;
use crate::trakt::redirect::{AuthorizationResponse, PendingSignIn, ReturnError};
use crate::trakt::response::Refusal;
use crate::trakt::{
    ClientId, Failure, FailureCause, GrantKind, GrantUse, SignInHost, TokenRequest,
};

/// How long a PIN is good for after Trakt has shown it.
pub const PIN_LIFETIME: Duration = Duration::from_secs(10 * 60);

/// Where the sign-in stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum SignInState {
    /// Nothing was asked for.
    #[default]
    Idle,
    /// What was typed cannot be sent.
    InputRefused(Vec<InputProblem>),
    /// The block is being looked into before it is refreshed.
    ReadingBlock,
    /// It is under way.
    Going(SignIn),
    /// The browser came back without a code that can be used, or could not leave.
    ReturnRefused(ReturnError),
    /// The browser came back without Trakt having sent it.
    CameBack {
        /// Whether the client secret must be entered again.
        secret_is_wanted: bool,
    },
    /// The user stopped it.
    Cancelled,
    /// It brought no token.
    Failed(Box<Failure>),
}

/// What is being done to see trouble before a PIN is spent, and what was seen.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum PrecheckState {
    /// Nothing was looked for, or nothing was found.
    #[default]
    Quiet,
    /// Trakt is being asked.
    Underway(Precheck),
    /// Found.
    Trouble(PrecheckTrouble),
}

/// Bytes that nobody can guess.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Randomness {
    /// For the `state` parameter.
    pub csrf_token: Sensitive<[u8; RANDOM_BYTES]>,
    /// For the code verifier.
    pub code_verifier: Sensitive<[u8; RANDOM_BYTES]>,
}

impl SignInState {
    /// Whether it is under way.
    pub const fn is_busy(&self) -> bool {
        matches!(self, Self::ReadingBlock | Self::Going(_))
    }
}

impl State {
    pub(super) fn typed(&mut self, field: FormField, text: SharedText) {
        self.filled_in = None;
        self.enter(field, text);
    }

    /// A piece of a block fills all the fields that it names, whichever it was pasted into.
    pub(super) fn pasted(&mut self, field: FormField, text: SharedText) {
        let labelled = labelled_values(text.as_str());
        let names_others = labelled
            .iter()
            .any(|(named, _)| FormField::from(*named) != field);
        if !names_others {
            return self.typed(field, text);
        }
        let fields = labelled.iter().map(|(named, _)| (*named).into()).collect();
        for (named, value) in labelled {
            self.enter(named.into(), value.into());
        }
        self.filled_in = Some(FilledIn {
            id: self.ids.next(),
            pasted_into: Some(field),
            fields,
        });
    }

    fn enter(&mut self, field: FormField, text: SharedText) {
        self.form.enter(field, text);
        self.forget_problems_of(field);
        match field {
            FormField::ClientId => self.precheck = PrecheckState::Quiet,
            FormField::ClientSecret => self.complete_block(),
            FormField::CurrentBlock => {
                self.read_block_soon();
                if matches!(self.block_reading, Reading::NotAsked) {
                    self.go_on_after_reading();
                }
            }
            FormField::Pin | FormField::Printed => {}
        }
    }

    pub(super) fn forget_problems_of(&mut self, field: FormField) {
        if let SignInState::InputRefused(problems) = &mut self.sign_in {
            problems.retain(|problem| problem.field() != field);
            if problems.is_empty() {
                self.sign_in = SignInState::Idle;
            }
        }
    }

    pub(super) fn choose_method(&mut self, method: SignInMethod) {
        self.form.method = method;
        // The button may be beside another value now.
        self.copied = None;
        self.terminal_request = None;
        if !self.is_busy() {
            self.sign_in = SignInState::Idle;
        }
    }

    /// Goes for a PIN. One that was refused or has expired is of no use any more.
    pub(super) fn follow_pin_link(&mut self) {
        let has_expired = self.pin_life_left().is_some_and(|left| left.is_zero());
        let has_failed = matches!(self.sign_in, SignInState::Failed(_));
        if has_failed || has_expired {
            self.form.pin = SharedText::default();
        }
        if has_failed {
            self.sign_in = SignInState::Idle;
            self.terminal_request = None;
        }
        self.pin_link_followed_at = Some(self.now);
        let (client_id, host) = (
            ClientId::from_input(self.form.client_id.as_str()),
            self.form.host,
        );
        let precheck = client_id
            .ok()
            .and_then(|client_id| Precheck::begin(client_id.value, host, &mut self.world()));
        self.precheck = precheck.map_or(PrecheckState::Quiet, PrecheckState::Underway);
    }

    pub(super) fn advance_precheck(&mut self, event: &Event) {
        self.precheck = match std::mem::take(&mut self.precheck) {
            PrecheckState::Underway(precheck) => match precheck.on(event, &mut self.world()) {
                PrecheckProgress::Going(precheck) => PrecheckState::Underway(precheck),
                PrecheckProgress::Done(trouble) => {
                    if trouble == Some(PrecheckTrouble::NotServed) {
                        self.leave_host(self.form.host);
                    }
                    trouble.map_or(PrecheckState::Quiet, PrecheckState::Trouble)
                }
            },
            other => other,
        };
    }

    pub(super) fn submit(&mut self, randomness: Option<Randomness>) {
        if self.is_busy() {
            return;
        }
        let leaves =
            self.form.method == SignInMethod::Return && self.awaits_client_secret.is_none();
        let has_unsaved_block = self.has_unsaved_block();
        self.question = None;
        if leaves && (has_unsaved_block || !self.config.text.is_blank()) {
            self.question = Some(Question::Leave(randomness));
        } else if has_unsaved_block {
            self.question = Some(Question::SignInAgain(randomness));
        } else {
            self.begin_sign_in(randomness);
        }
    }

    pub(super) fn begin_sign_in(&mut self, randomness: Option<Randomness>) {
        self.attempt = Some(self.ids.next());
        self.copied = None;
        self.filled_in = None;
        self.sign_in = match self.form.method {
            SignInMethod::Pin => {
                let request = self.form.pin_exchange();
                self.exchange(request)
            }
            SignInMethod::Refresh => self.refresh(),
            SignInMethod::Device => match self.form.app() {
                Ok(app) => {
                    let host = self.form.host;
                    let device = DeviceSignIn::begin(app, host, &mut self.world());
                    SignInState::Going(SignIn::Device(device))
                }
                Err(problems) => SignInState::InputRefused(problems),
            },
            SignInMethod::Return => self.leave(randomness),
        };
    }

    fn exchange(&mut self, request: Result<TokenRequest, Vec<InputProblem>>) -> SignInState {
        match request {
            Ok(request) => {
                let exchange = Exchange::begin(request, &mut self.world());
                SignInState::Going(SignIn::Exchange(exchange))
            }
            Err(problems) => SignInState::InputRefused(problems),
        }
    }

    fn refresh(&mut self) -> SignInState {
        let request = match &self.block_reading {
            Reading::Done(Ok(block)) => self.form.refresh(&block.found),
            Reading::Done(Err(refusal)) => {
                Err(vec![RefreshInputError::from(refusal.clone()).into()])
            }
            Reading::Underway { .. } => return SignInState::ReadingBlock,
            Reading::NotAsked | Reading::Soon(_) | Reading::Unavailable => {
                self.read_block_now();
                return match self.block_reading {
                    Reading::Underway { .. } => SignInState::ReadingBlock,
                    _ => SignInState::InputRefused(vec![RefreshInputError::Empty.into()]),
                };
            }
        };
        self.exchange(request)
    }

    /// Goes on once the block has been looked into, or is gone, if that is what the sign-in waits for.
    pub(super) fn go_on_after_reading(&mut self) {
        if !matches!(self.sign_in, SignInState::ReadingBlock) {
            return;
        }
        self.sign_in = match self.block_reading {
            Reading::Done(_) => self.refresh(),
            Reading::NotAsked => SignInState::InputRefused(vec![RefreshInputError::Empty.into()]),
            _ => {
                let not_read = RefreshInputError::from(EditorUnavailable);
                SignInState::InputRefused(vec![not_read.into()])
            }
        };
    }

    fn leave(&mut self, randomness: Option<Randomness>) -> SignInState {
        let app = match self.form.app() {
            Ok(app) => app,
            Err(problems) => return SignInState::InputRefused(problems),
        };
        if let Some(request) = self.awaits_client_secret.take()
            && app.client_secret.is_some()
            && app.client_id == request.app.client_id
        {
            return self.exchange(Ok(TokenRequest { app, ..*request }));
        }
        if self.connection == Connection::Offline {
            return SignInState::ReturnRefused(ReturnError::Offline);
        }
        let redirect_uri = self
            .page
            .as_ref()
            .and_then(|page| page.redirect_uri.clone());
        let (Some(randomness), Some(redirect_uri)) = (randomness, redirect_uri) else {
            return SignInState::ReturnRefused(ReturnError::BrowserRefused);
        };
        let departure = Departure {
            redirect_uri: redirect_uri.to_string(),
            csrf_token: randomness.csrf_token,
            code_verifier: randomness.code_verifier,
        };
        let form = self.form.clone();
        let leaving = Leaving::begin(&form, app, departure, &mut self.world());
        SignInState::Going(SignIn::Leaving(leaving))
    }

    pub(super) fn come_back(
        &mut self,
        response: AuthorizationResponse,
        pending: Option<PendingSignIn>,
    ) {
        self.attempt = Some(self.ids.next());
        self.form.method = SignInMethod::Return;
        if let Some(pending) = &pending {
            self.enter_pending(pending);
        }
        self.secret_was_left_behind = pending.as_ref().is_some_and(|p| p.has_client_secret);
        self.sign_in = match redirect::come_back(response, pending, &self.world()) {
            Ok(request) => self.exchange(Ok(request)),
            Err(error) => SignInState::ReturnRefused(error),
        };
    }

    fn enter_pending(&mut self, pending: &PendingSignIn) {
        self.form.method = SignInMethod::Return;
        self.form.host = pending.host;
        self.host_is_chosen = true;
        self.form.client_id = pending.client_id.reveal().into();
    }

    pub(super) fn come_back_without_response(&mut self, pending: PendingSignIn) {
        if !pending.is_fresh(self.now) {
            return;
        }
        self.enter_pending(&pending);
        self.sign_in = SignInState::CameBack {
            secret_is_wanted: pending.has_client_secret,
        };
    }

    pub(super) fn shown_again(&mut self) {
        if matches!(self.sign_in, SignInState::Going(SignIn::Leaving(_))) {
            self.sign_in = SignInState::CameBack {
                secret_is_wanted: false,
            };
        }
    }

    /// Stops the sign-in. A request that is out ends by itself, as its response may be a token.
    pub(super) fn cancel(&mut self) {
        match std::mem::take(&mut self.sign_in) {
            SignInState::Going(sign_in) => {
                if sign_in.awaits_token() {
                    self.note_possibly_used(sign_in.exchanged());
                    self.winding_down.push(sign_in);
                }
                self.sign_in = SignInState::Cancelled;
            }
            SignInState::ReadingBlock => self.sign_in = SignInState::Cancelled,
            other => self.sign_in = other,
        }
    }

    /// Takes what comes for sign-ins that were stopped: a token, or what might hold one.
    pub(super) fn wind_down(&mut self, event: &Event) {
        let Event::Ended { id, .. } = event else {
            return;
        };
        let Some(at) = self
            .winding_down
            .iter()
            .position(|sign_in| sign_in.effect_id() == *id)
        else {
            return;
        };
        let sign_in = self.winding_down.remove(at);
        match sign_in.on(event.clone(), &mut self.world()) {
            Progress::Granted(granted) => {
                if matches!(self.sign_in, SignInState::Cancelled) {
                    self.sign_in = SignInState::Idle;
                }
                self.attempt = Some(self.ids.next());
                self.receive(*granted);
            }
            Progress::Failed { failure, .. }
                if failure.received.is_some() && matches!(self.sign_in, SignInState::Cancelled) =>
            {
                self.sign_in = SignInState::Failed(failure);
            }
            Progress::Failed { .. } | Progress::Going(_) | Progress::NotLeft(_) => {}
        }
    }

    /// Remembers what a request without a response may have used up.
    fn note_possibly_used(&mut self, request: Option<&TokenRequest>) {
        if let Some(request) = request
            && !self.possibly_used.contains(&request.grant)
        {
            self.possibly_used.push(request.grant.clone());
        }
    }

    /// Goes on with the other host, if this one is the form's.
    fn leave_host(&mut self, host: SignInHost) {
        if self.form.host == host {
            self.form.host = host.other();
            self.host_left = Some(host);
        }
    }

    fn leave_hosts_not_served(&mut self, failures: [Option<&Failure>; 2]) {
        let not_served = |failure: &Failure| {
            matches!(failure.cause, FailureCause::Refused(Refusal::NotServed))
                .then_some(failure.host)
        };
        let hosts: Vec<_> = failures
            .into_iter()
            .flatten()
            .filter_map(not_served)
            .collect();
        // Where neither serves, there is nothing to go on with.
        if let [host] = hosts[..] {
            self.leave_host(host);
        }
    }

    pub(super) fn advance_sign_in(&mut self, event: Event) {
        self.sign_in = match std::mem::take(&mut self.sign_in) {
            SignInState::Going(sign_in) => match sign_in.on(event, &mut self.world()) {
                Progress::Going(sign_in) => SignInState::Going(sign_in),
                Progress::Granted(granted) => {
                    self.leave_hosts_not_served([granted.other_host.as_deref(), None]);
                    self.receive(*granted);
                    SignInState::Idle
                }
                Progress::Failed { failure, request } => self.fail(failure, request),
                Progress::NotLeft(error) => SignInState::ReturnRefused(error),
            },
            other => other,
        };
    }

    fn fail(
        &mut self,
        mut failure: Box<Failure>,
        request: Option<Box<TokenRequest>>,
    ) -> SignInState {
        self.leave_hosts_not_served([Some(&failure), failure.other_host.as_deref()]);
        if let Some(request) = &request {
            failure.was_sent_before = self.possibly_used.contains(&request.grant);
            if failure.grant_use() == GrantUse::MaybeUsed {
                self.note_possibly_used(Some(request));
            }
        }
        let wants_secret = matches!(failure.cause, FailureCause::Refused(Refusal::InvalidClient))
            && failure.grant == GrantKind::Code
            && self.secret_was_left_behind;
        self.awaits_client_secret = request.clone().filter(|_| wants_secret);
        self.terminal_request = request
            .filter(|_| failure.is_without_response())
            .map(|request| *request);
        SignInState::Failed(failure)
    }

    pub(super) fn use_printed(&mut self) {
        let Some(request) = self.command_request() else {
            return;
        };
        if self.is_busy() {
            return;
        }
        self.attempt = Some(self.ids.next());
        if self.form.printed.is_blank() {
            self.sign_in = SignInState::InputRefused(vec![InputProblem::NothingPrinted]);
            return;
        }
        self.sign_in = match request.read_printed(self.form.printed.as_str(), self.now) {
            Ok(token) => {
                self.receive(Granted::by(request, token));
                SignInState::Idle
            }
            // The way by the terminal stays open.
            Err(failure) => SignInState::Failed(Box::new(failure)),
        };
    }

    /// The request for a command line: the one that did not get through, with what stands in the fields since.
    pub fn command_request(&self) -> Option<TokenRequest> {
        let failed = self.terminal_request.clone()?;
        let in_fields = match (self.form.method, &self.block_reading) {
            (SignInMethod::Pin, _) => self.form.pin_exchange().ok(),
            (SignInMethod::Refresh, Reading::Done(Ok(block))) => {
                self.form.refresh(&block.found).ok()
            }
            // What is exchanged comes with the address, not with the fields.
            _ => None,
        };
        Some(match in_fields {
            Some(request) => TokenRequest {
                host: failed.host,
                ..request
            },
            None => failed,
        })
    }

    /// Whether the client secret was left behind on the way to Trakt, and not entered since.
    pub fn wants_secret_again(&self) -> bool {
        let was_left_behind = match self.sign_in {
            SignInState::CameBack { secret_is_wanted } => secret_is_wanted,
            _ => self.secret_was_left_behind,
        };
        was_left_behind && !self.is_busy() && self.form.client_secret.is_blank()
    }

    /// Whether a sign-in is under way.
    pub const fn is_busy(&self) -> bool {
        self.sign_in.is_busy()
    }

    /// What there is to tell of the sign-in under way.
    pub fn status(&self) -> Option<Status> {
        match &self.sign_in {
            SignInState::Going(sign_in) => Some(sign_in.status()),
            _ => None,
        }
    }

    /// The device code that the user is to enter, and how long it lives.
    pub fn device_code(&self) -> Option<(&DeviceAuthorization, Duration)> {
        match &self.sign_in {
            SignInState::Going(SignIn::Device(device)) => device.code(self.now),
            _ => None,
        }
    }

    /// How long the pause still lasts.
    pub fn pause_left(&self) -> Option<Duration> {
        match self.status()? {
            Status::Pausing { until, .. } => Some(until.since(self.now)),
            _ => None,
        }
    }

    /// Whether the user need not wait for the end of the pause.
    pub fn pause_can_be_skipped(&self) -> bool {
        matches!(
            self.status(),
            Some(Status::Pausing {
                reason: PauseReason::RateLimited | PauseReason::TraktDown,
                ..
            })
        )
    }

    /// How long the PIN may still live; zero once it has expired.
    pub fn pin_life_left(&self) -> Option<Duration> {
        let lived = self.now.since(self.pin_link_followed_at?);
        Some(PIN_LIFETIME.saturating_sub(lived))
    }
}
