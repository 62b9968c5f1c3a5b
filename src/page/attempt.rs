//! The sign-in in progress, those that were cancelled while a request was in flight, and what may have been used up.

use std::ops::ControlFlow;

use std::time::Duration;

use super::effect::{Effect, Effects};
use super::form::{Connection, Form};
use super::reading::Reading;
use super::stage::{Place, PrecheckState, Stage};
use crate::kometa::editing::EditorUnavailable;
use crate::kometa::refresh::RefreshInputError;
use crate::sensitive::Sensitive;
use crate::shared_text::SharedText;
use crate::sign_in::device::DeviceSignIn;
use crate::sign_in::form::{FormField, InputProblem, SignInMethod};
use crate::sign_in::precheck::Precheck;
use crate::sign_in::redirect::{self, Departure, Leaving};
use crate::sign_in::world::{Id, Ids, World};
use crate::sign_in::{Event, Granted, SignIn, SignInEnd};
use crate::timestamp::Timestamp;
use crate::trakt::command::Shell;
use crate::trakt::pkce::RANDOM_BYTES;
use crate::trakt::precheck::PrecheckTrouble;
use crate::trakt::redirect::{AuthorizationResponse, PendingSignIn, ReturnError};
use crate::trakt::response::Refusal;
use crate::trakt::service::PIN_LIFETIME;
use crate::trakt::{
    ClientId, Failure, FailureCause, Grant, GrantKind, GrantUse, SignInHost, TokenRequest, TraktApp,
};

/// The sign-in in progress and what came before it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Attempt {
    /// Where the sign-in stands.
    pub stage: Stage,
    /// Tells one attempt from the next, and so one alert from the next.
    pub id: Option<Id>,
    /// The place where the sign-in was begun, and where its end is told.
    pub place: Place,
    /// The shell whose command the user wants to see, if not that of their own system.
    pub shell: Option<Shell>,
    /// The number of PINs in a row that Trakt has refused.
    pub refused_pins: u32,
    /// Whether trouble is seen before a PIN is spent.
    pub precheck: PrecheckState,
    /// The time at which the link to the PIN was followed last; a PIN may be alive since.
    pub pin_link_followed_at: Option<Timestamp>,
    /// The host that the page has left for the other one by itself, because it serves no sign-in.
    pub abandoned_host: Option<SignInHost>,
    /// The request that did not get through from the browser, for a command to send.
    unsent: Option<TokenRequest>,
    cancelled_in_flight: Vec<SignIn>,
    /// An answer without a token that Kometa could use, to a sign-in that was cancelled before another was begun.
    pub late_answer: Option<Box<Failure>>,
    /// Grants of requests that got no response.
    possibly_used: Vec<Grant>,
    /// Whether the app has a client secret that was not kept while the user was at Trakt.
    secret_was_left_behind: bool,
    /// The text whose refresh token was sent last.
    refreshed: Option<SharedText>,
    /// The exchange of a code that Trakt refused for want of the client secret.
    awaits_client_secret: Option<Box<TokenRequest>>,
}

/// Random bytes for one way to Trakt and back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Randomness {
    /// For the `state` parameter.
    pub csrf_token: Sensitive<[u8; RANDOM_BYTES]>,
    /// For the code verifier.
    pub code_verifier: Sensitive<[u8; RANDOM_BYTES]>,
}

/// Consequences of an event for the rest of the page.
#[derive(Debug, Default)]
#[must_use]
pub(super) struct AttemptOutcome {
    /// A token that was received.
    pub(super) granted: Option<Box<Granted>>,
    /// A host that was found not to serve sign-ins, while the other one does, as far as is known.
    pub(super) not_served: Option<SignInHost>,
    /// The app of a refresh that failed.
    pub(super) app_of_failed_refresh: Option<TraktApp>,
}

impl Attempt {
    /// Forgets the problems of a field that was changed.
    pub(super) fn field_changed(&mut self, field: FormField) {
        if let Stage::InputRefused(problems) = &mut self.stage {
            problems.retain(|problem| problem.field() != field);
            if problems.is_empty() {
                self.stage = Stage::Idle;
            }
        }
        if field == FormField::ClientId {
            self.precheck = PrecheckState::Quiet;
        }
    }

    /// Says that a paste was kept out of a field. A sign-in in progress goes on.
    pub(super) fn paste_refused(&mut self, field: FormField, ids: &mut Ids) {
        if !self.stage.is_busy() {
            self.id = Some(ids.next());
            self.place = Place::Form;
            self.stage = Stage::InputRefused(vec![InputProblem::PastedTooMuch(field)]);
        }
    }

    pub(super) fn method_chosen(&mut self) {
        self.unsent = None;
        if !self.stage.is_busy() {
            self.stage = Stage::Idle;
        }
    }

    pub(super) fn host_chosen(&mut self) {
        self.abandoned_host = None;
        self.precheck = PrecheckState::Quiet;
    }

    /// Notes that the user went for a PIN. Returns whether the one in the field has been refused or has expired.
    pub(super) fn pin_link_followed(&mut self, form: &Form, world: &mut World<'_>) -> bool {
        let has_expired = self
            .pin_life_left(world.now)
            .is_some_and(|left| left.is_zero());
        let has_failed = matches!(self.stage, Stage::Failed(_));
        if has_failed {
            self.stage = Stage::Idle;
            self.unsent = None;
        }
        self.pin_link_followed_at = Some(world.now);
        let precheck = ClientId::from_input(form.fields.client_id.as_str())
            .ok()
            .and_then(|client_id| Precheck::begin(client_id.value, form.fields.host, world));
        self.precheck = precheck.map_or(PrecheckState::Quiet, PrecheckState::Underway);
        has_failed || has_expired
    }

    /// Returns whether the next press leaves the page for Trakt.
    pub(super) fn would_leave(&self, form: &Form) -> bool {
        let app = form.fields.app().ok();
        let has_code = app.is_some_and(|app| self.code_for(&app).is_some());
        form.fields.method == SignInMethod::Return && !has_code
    }

    /// The code that can be sent again, now that its app has a client secret.
    fn code_for(&self, app: &TraktApp) -> Option<&TokenRequest> {
        self.awaits_client_secret
            .as_deref()
            .filter(|request| app.client_secret.is_some() && app.client_id == request.app.client_id)
    }

    /// Begins to sign in by the chosen method.
    pub(super) fn begin(
        &mut self,
        form: &Form,
        reading: &Reading,
        randomness: Option<Randomness>,
        world: &mut World<'_>,
    ) {
        self.id = Some(world.ids.next());
        self.place = Place::Form;
        self.stage = match form.fields.method {
            SignInMethod::Pin => Stage::exchanging(form.fields.pin_exchange(), world),
            SignInMethod::Refresh => self.refresh(form, &form.fields.current_block, reading, world),
            SignInMethod::Device => match form.fields.app() {
                Ok(app) => {
                    let device = DeviceSignIn::begin(app, form.fields.host, world);
                    Stage::InProgress(SignIn::Device(device))
                }
                Err(problems) => Stage::InputRefused(problems),
            },
            SignInMethod::Return => self.leave(form, randomness, world),
        };
    }

    /// Goes on once the block to refresh has been read, or is gone.
    pub(super) fn block_was_read(&mut self, form: &Form, reading: &Reading, world: &mut World<'_>) {
        if !matches!(self.stage, Stage::ReadingBlock) {
            return;
        }
        self.stage = match reading {
            Reading::Done(_) | Reading::NotAsked => {
                self.refresh(form, &form.fields.current_block, reading, world)
            }
            Reading::Soon(_) | Reading::Underway { .. } | Reading::Unavailable => {
                let not_read = RefreshInputError::from(EditorUnavailable);
                Stage::InputRefused(vec![not_read.into()])
            }
        };
    }

    /// Renews the token of the opened file.
    pub(super) fn renew_file(&mut self, form: &Form, reading: &Reading, world: &mut World<'_>) {
        self.id = Some(world.ids.next());
        self.place = Place::File;
        self.stage = self.refresh(form, &form.config, reading, world);
    }

    fn refresh(
        &mut self,
        form: &Form,
        text: &SharedText,
        reading: &Reading,
        world: &mut World<'_>,
    ) -> Stage {
        let refused = |error: RefreshInputError| Err(vec![error.into()]);
        let request = match reading {
            Reading::Done(Ok(block)) => form.fields.refresh(&block.found),
            Reading::Done(Err(refusal)) => refused(refusal.clone().into()),
            Reading::Underway { .. } => return Stage::ReadingBlock,
            Reading::NotAsked | Reading::Soon(_) | Reading::Unavailable => {
                refused(RefreshInputError::Empty)
            }
        };
        if request.is_ok() {
            self.refreshed = Some(text.clone());
        }
        Stage::exchanging(request, world)
    }

    fn leave(
        &mut self,
        form: &Form,
        randomness: Option<Randomness>,
        world: &mut World<'_>,
    ) -> Stage {
        let app = match form.fields.app() {
            Ok(app) => app,
            Err(problems) => return Stage::InputRefused(problems),
        };
        if let Some(request) = self.code_for(&app).cloned() {
            self.awaits_client_secret = None;
            return Stage::exchanging(Ok(TokenRequest { app, ..request }), world);
        }
        if form.connection == Connection::Offline {
            return Stage::ReturnRefused(ReturnError::Offline);
        }
        let redirect_uri = form
            .page
            .as_ref()
            .and_then(|page| page.redirect_uri.clone());
        let (Some(randomness), Some(redirect_uri)) = (randomness, redirect_uri) else {
            return Stage::ReturnRefused(ReturnError::BrowserRefused);
        };
        let departure = Departure {
            redirect_uri: redirect_uri.to_string(),
            csrf_token: randomness.csrf_token,
            code_verifier: randomness.code_verifier,
        };
        let leaving = Leaving::begin(&form.fields, app, departure, world);
        Stage::InProgress(SignIn::Leaving(leaving))
    }

    /// Exchanges the code with which Trakt sent the browser back.
    pub(super) fn returned(
        &mut self,
        response: AuthorizationResponse,
        pending: Option<PendingSignIn>,
        world: &mut World<'_>,
    ) {
        // A token of a sign-in that was begun meanwhile still counts.
        self.cancel();
        self.id = Some(world.ids.next());
        self.place = Place::Form;
        self.secret_was_left_behind = pending.as_ref().is_some_and(|p| p.has_client_secret);
        self.stage = match redirect::come_back(response, pending, world) {
            Ok(request) => Stage::exchanging(Ok(request), world),
            Err(error) => Stage::ReturnRefused(error),
        };
    }

    pub(super) fn came_back_without_response(&mut self, secret_is_wanted: bool) {
        self.cancel();
        self.stage = Stage::CameBack { secret_is_wanted };
    }

    /// Notes that the browser shows the page as it was when it was left for Trakt.
    pub(super) fn shown_again(&mut self) {
        if self.stage.is_leaving() {
            self.came_back_without_response(false);
        }
    }

    /// Stops the sign-in. A request in flight ends by itself, as its response may be a token.
    pub(super) fn cancel(&mut self) {
        match std::mem::take(&mut self.stage) {
            Stage::InProgress(sign_in) => {
                if sign_in.awaits_token() {
                    self.note_possibly_used(sign_in.exchanged());
                    self.cancelled_in_flight.push(sign_in);
                }
                self.stage = Stage::Cancelled;
            }
            Stage::ReadingBlock => self.stage = Stage::Cancelled,
            other => self.stage = other,
        }
    }

    /// Hands an event to the sign-in in progress, to one that was cancelled, or to the precheck: whichever it is for.
    pub(super) fn on(
        &mut self,
        event: Event,
        form: &Form,
        world: &mut World<'_>,
    ) -> AttemptOutcome {
        let mut outcome = self.advance_precheck(&event, form, world);
        if let Some(granted) = self.advance_cancelled(&event, world) {
            outcome.granted = Some(granted);
            return outcome;
        }
        self.stage = match std::mem::take(&mut self.stage) {
            Stage::InProgress(sign_in) => match sign_in.on(event, world) {
                ControlFlow::Continue(sign_in) => Stage::InProgress(sign_in),
                ControlFlow::Break(SignInEnd::Granted(granted)) => {
                    outcome.not_served = granted
                        .other_host
                        .as_deref()
                        .and_then(Failure::host_not_served);
                    outcome.granted = Some(granted);
                    Stage::Idle
                }
                ControlFlow::Break(SignInEnd::Failed { failure, request }) => {
                    outcome.app_of_failed_refresh = request
                        .as_ref()
                        .filter(|request| matches!(request.grant, Grant::Refresh(_)))
                        .map(|request| request.app.clone());
                    outcome.not_served = failure.host_not_served();
                    self.fail(failure, request)
                }
                ControlFlow::Break(SignInEnd::NotLeft(error)) => Stage::ReturnRefused(error),
            },
            other => other,
        };
        outcome
    }

    fn advance_precheck(
        &mut self,
        event: &Event,
        form: &Form,
        world: &mut World<'_>,
    ) -> AttemptOutcome {
        let mut outcome = AttemptOutcome::default();
        self.precheck = match std::mem::take(&mut self.precheck) {
            PrecheckState::Underway(precheck) => match precheck.on(event, world) {
                ControlFlow::Continue(precheck) => PrecheckState::Underway(precheck),
                ControlFlow::Break(trouble) => {
                    if trouble == Some(PrecheckTrouble::NotServed) {
                        outcome.not_served = Some(form.fields.host);
                    }
                    trouble.map_or(PrecheckState::Quiet, PrecheckState::Trouble)
                }
            },
            other => other,
        };
        outcome
    }

    /// Returns the token that came for a sign-in after it was cancelled.
    fn advance_cancelled(&mut self, event: &Event, world: &mut World<'_>) -> Option<Box<Granted>> {
        let Event::Ended { id, .. } = event else {
            return None;
        };
        let is_for = |sign_in: &SignIn| sign_in.effect_id() == *id;
        let at = self.cancelled_in_flight.iter().position(is_for)?;
        let sign_in = self.cancelled_in_flight.remove(at);
        let is_quiet = matches!(self.stage, Stage::Cancelled);
        match sign_in.on(event.clone(), world) {
            ControlFlow::Break(SignInEnd::Granted(granted)) => {
                if is_quiet {
                    self.stage = Stage::Idle;
                }
                self.id = Some(world.ids.next());
                Some(granted)
            }
            ControlFlow::Break(SignInEnd::Failed { failure, .. }) => {
                if failure.received.is_some() {
                    match is_quiet {
                        true => self.stage = Stage::Failed(failure),
                        false => self.late_answer = Some(failure),
                    }
                }
                None
            }
            ControlFlow::Continue(_) | ControlFlow::Break(SignInEnd::NotLeft(_)) => None,
        }
    }

    fn fail(&mut self, mut failure: Box<Failure>, request: Option<Box<TokenRequest>>) -> Stage {
        if failure.grant == GrantKind::Pin
            && matches!(failure.cause, FailureCause::Refused(Refusal::InvalidGrant))
        {
            failure.refused_before = self.refused_pins;
            self.refused_pins += 1;
        }
        if let Some(request) = &request {
            failure.was_sent_before = self.possibly_used.contains(&request.grant);
            if failure.grant_use() == GrantUse::MaybeUsed {
                self.note_possibly_used(Some(request));
            }
        }
        let wants_secret = matches!(
            failure.cause,
            FailureCause::Refused(Refusal::InvalidClient | Refusal::Unauthorized)
        ) && failure.grant == GrantKind::Code
            && self.secret_was_left_behind;
        self.awaits_client_secret = request.clone().filter(|_| wants_secret);
        self.unsent = request
            .filter(|_| failure.may_succeed_by_command())
            .map(|request| *request);
        Stage::Failed(failure)
    }

    fn note_possibly_used(&mut self, request: Option<&TokenRequest>) {
        if let Some(request) = request
            && !self.possibly_used.contains(&request.grant)
        {
            self.possibly_used.push(request.grant.clone());
        }
    }

    /// Reads what a command printed as the response to the request that did not get through.
    pub(super) fn use_command_output(
        &mut self,
        form: &Form,
        reading: &Reading,
        world: &mut World<'_>,
    ) -> Option<Granted> {
        let request = self.command_request(form, reading)?;
        if self.stage.is_busy() {
            return None;
        }
        self.id = Some(world.ids.next());
        let printed = &form.fields.printed;
        if printed.is_blank() {
            self.stage = Stage::InputRefused(vec![InputProblem::NothingPrinted]);
            return None;
        }
        match request.read_command_output(printed.as_str(), world.now) {
            Ok(token) => {
                self.stage = Stage::Idle;
                Some(Granted::by(request, token))
            }
            Err(failure) => {
                self.stage = Stage::Failed(Box::new(failure));
                None
            }
        }
    }

    /// The text whose refresh token was sent last.
    pub(super) fn refreshed_text(&self) -> Option<SharedText> {
        self.refreshed.clone()
    }

    /// Forgets what was of use for getting a token, now that there is one. Returns whether the client secret is still to
    /// be entered for it.
    pub(super) fn token_was_received(&mut self, grant: GrantKind) -> bool {
        self.awaits_client_secret = None;
        self.unsent = None;
        self.refused_pins = 0;
        self.pin_link_followed_at = None;
        self.precheck = PrecheckState::Quiet;
        grant == GrantKind::Code && std::mem::take(&mut self.secret_was_left_behind)
    }

    /// Forgets everything but what may have been used up.
    pub(super) fn start_over(&mut self) {
        *self = Self {
            possibly_used: std::mem::take(&mut self.possibly_used),
            ..Self::default()
        };
    }

    pub(super) fn effects(&self, effects: &mut Effects) {
        for sign_in in &self.cancelled_in_flight {
            effects.push((sign_in.effect_id(), Effect::SignIn(sign_in.effect())));
        }
        if let Some(sign_in) = self.stage.sign_in() {
            effects.push((sign_in.effect_id(), Effect::SignIn(sign_in.effect())));
        }
        if let PrecheckState::Underway(precheck) = &self.precheck {
            effects.push((precheck.effect_id(), Effect::SignIn(precheck.effect())));
        }
    }
}

impl Attempt {
    /// The request for a command to send: the one that did not get through, with what stands in the fields since.
    pub fn command_request(&self, form: &Form, reading: &Reading) -> Option<TokenRequest> {
        let unsent = self.unsent.clone()?;
        let in_fields = match (form.fields.method, reading) {
            (SignInMethod::Pin, _) => form.fields.pin_exchange().ok(),
            (SignInMethod::Refresh, Reading::Done(Ok(block))) => {
                form.fields.refresh(&block.found).ok()
            }
            // A code comes with the address, not with the fields.
            _ => None,
        };
        Some(match in_fields {
            Some(request) => TokenRequest {
                host: unsent.host,
                ..request
            },
            None => unsent,
        })
    }

    /// Returns whether the client secret was left behind on the way to Trakt, and is to be entered again.
    pub fn wants_secret_again(&self, form: &Form) -> bool {
        let was_left_behind = match self.stage {
            Stage::CameBack { secret_is_wanted } => secret_is_wanted,
            _ => self.secret_was_left_behind,
        };
        was_left_behind && !self.stage.is_busy() && form.fields.client_secret.is_blank()
    }

    /// Returns whether a request is in flight whose response may be a token.
    pub fn awaits_token(&self) -> bool {
        self.stage.sign_in().is_some_and(SignIn::awaits_token)
            || !self.cancelled_in_flight.is_empty()
    }

    /// Returns how long the PIN may still live; zero once it has expired.
    pub fn pin_life_left(&self, now: Timestamp) -> Option<Duration> {
        let lived = now.since(self.pin_link_followed_at?);
        Some(PIN_LIFETIME.saturating_sub(lived))
    }
}
