//! The page: each event goes to the part that it belongs to, and what one part needs to know of another travels in what
//! the part returns.

use std::time::Duration;

use super::attempt::{Attempt, AttemptOutcome, Randomness};
use super::config::{Config, ConfigEvent, ConfigNextStep, ConfigOutcome};
use super::effect::{Answer, Effect, Effects, FileId, Reply};
pub use super::event::{AfterRevocation, Event, FilledIn, Question};
use super::export::ValueCopies;
use super::focus::{self, Landmarks, Parts};
use super::form::{Form, FormEvent, text_area_text};
use super::moment::Moment;
use super::other_program::OtherProgram;
use super::reading::{Reading, Wake};
use super::target::{Focus, Target};
use super::token::{Arrival, HeldTokens, ReceivedToken};
use crate::kometa::config::Stale;
use crate::kometa::pasted::labelled_values;
use crate::kometa::refresh::TypedAfterBlock;
use crate::shared_text::SharedText;
use crate::sign_in::form::{Form as Fields, FormField, SignInMethod};
use crate::sign_in::world::{Id, Ids, PostLimit, World};
use crate::sign_in::{self, Granted, Outcome};
use crate::timestamp::Timestamp;
use crate::trakt::redirect::PendingSignIn;
use crate::trakt::{GrantKind, TraktApp};

/// The time after which what changes with time alone is shown anew.
const TICK: Duration = Duration::from_secs(1);

/// The page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Model {
    /// The fields.
    pub form: Form,
    /// The sign-in in progress and what came before it.
    pub attempt: Attempt,
    /// The `trakt:` block in `Your current trakt block`.
    pub block_reading: Reading,
    /// The token on the page.
    pub tokens: HeldTokens,
    /// The user's `config.yml`.
    pub config: Config,
    /// The token as a file for another program.
    pub other_program: OtherProgram,
    /// The question that the user is asked before something is lost.
    pub question: Option<Question>,
    /// The fields that a pasted or opened text has filled in.
    pub filled_in: Option<FilledIn>,
    /// The values that were copied with the button beside them.
    pub copies: ValueCopies,
    /// Whether the page has been drawn, so that screen readers know its live regions.
    pub has_been_drawn: bool,
    focus: Option<(Id, Focus)>,
    tick: Option<Wake>,
    clock: Clock,
}

/// The time of the last event, and what is counted over all of them.
#[derive(Debug, Clone, PartialEq, Default)]
struct Clock {
    now: Timestamp,
    monotonic: Duration,
    ids: Ids,
    posts: PostLimit,
}

impl Clock {
    const fn world(&mut self) -> World<'_> {
        World {
            now: self.now,
            monotonic: self.monotonic,
            ids: &mut self.ids,
            posts: &mut self.posts,
        }
    }
}

impl From<Form> for Model {
    fn from(form: Form) -> Self {
        Self {
            form,
            ..Self::default()
        }
    }
}

impl Model {
    /// Takes an event. One that does not apply leaves the page as it is.
    pub fn on(&mut self, event: Event, at: impl Into<Moment>) {
        let at = at.into();
        let before = self.landmarks();
        self.clock.now = at.time;
        self.clock.monotonic = at.monotonic;
        let asked_for = match event {
            Event::FocusAsked(target) => Some(Focus::on(target)),
            Event::ShellChosen(_) => {
                self.apply(event);
                Some(Focus::on(Target::Command))
            }
            // The field that comes next waits for the user to come back from Trakt.
            Event::PinLinkFollowed => {
                self.apply(event);
                Some(Focus::on(Target::Field(FormField::Pin)))
            }
            event => {
                self.apply(event);
                None
            }
        };
        self.keep_ticking();
        let focus = asked_for.or_else(|| focus::between(&before, &self.landmarks()));
        if let Some(focus) = focus {
            self.focus = Some((self.clock.ids.next(), focus));
        }
    }

    /// Returns what decides where the focus goes.
    pub fn landmarks(&self) -> Landmarks {
        Landmarks::from(Parts {
            form: &self.form,
            attempt: &self.attempt,
            tokens: &self.tokens,
            config: &self.config,
            question: self.question.as_ref(),
            monotonic: self.clock.monotonic,
        })
    }

    fn apply(&mut self, event: Event) {
        match event {
            Event::Form(event) => self.form_event(event),
            Event::MethodChosen(method) => self.choose_method(method),
            Event::PinLinkFollowed => {
                let world = &mut self.clock.world();
                if self.attempt.pin_link_followed(&self.form, world) {
                    self.form.fields.pin = SharedText::default();
                }
            }
            Event::Submitted(randomness) => self.submit(randomness),
            Event::Returned { response, pending } => {
                self.form.choose_method(SignInMethod::Return);
                if let Some(pending) = &pending {
                    self.enter_pending(pending);
                }
                let world = &mut self.clock.world();
                self.attempt.returned(response, pending, world);
            }
            Event::CameBackWithoutResponse(pending) => {
                if pending.is_fresh(self.clock.now) {
                    self.enter_pending(&pending);
                    let secret_is_wanted = pending.has_client_secret;
                    self.attempt.came_back_without_response(secret_is_wanted);
                }
            }
            Event::ShownAgain => self.attempt.shown_again(),
            Event::Cancelled => self.attempt.cancel(),
            Event::OtherHostCodeAsked => {
                self.attempt.cancel();
                self.form.fields.host = self.form.fields.host.other();
                self.begin_sign_in(None);
            }
            Event::PauseSkipped => self.advance_attempt(sign_in::Event::PauseSkipped),
            Event::CommandOutputUsed => {
                let world = &mut self.clock.world();
                let reading = &self.block_reading;
                if let Some(granted) = self.attempt.use_command_output(&self.form, reading, world) {
                    self.receive(granted);
                }
            }
            Event::PasteRefused(Target::Field(field)) => {
                self.attempt.paste_refused(field, &mut self.clock.ids);
            }
            Event::PasteRefused(_) => self.config.paste_refused(&mut self.clock.ids),
            Event::ShellChosen(shell) => self.attempt.shell = Some(shell),
            Event::ConnectionChanged { is_online } => self.form.connection_changed(is_online),
            Event::ValueCopyAsked { button, text } => {
                self.copies.copy(button, text, &mut self.clock.ids);
            }
            Event::RefreshBlockAsked => self.refresh_block(),
            Event::Token(event) => self.tokens.on(event, &mut self.clock.world()),
            Event::Config(event) => self.config_event(event),
            Event::OtherProgram(event) => {
                let ids = &mut self.clock.ids;
                if self.other_program.on(event, self.tokens.usable(), ids) {
                    self.tokens.saved_in_file();
                }
            }
            Event::Drawn => self.has_been_drawn = true,
            Event::StartOverAsked => {
                self.question = None;
                if self.tokens.has_unfinished_revocation() {
                    let next = AfterRevocation::StartOver;
                    self.question = Some(Question::AbandonRevocation(next));
                } else if self.tokens.has_unsaved_block() || self.attempt.awaits_token() {
                    self.question = Some(Question::StartOver);
                } else {
                    self.start_over();
                }
            }
            Event::QuestionAnswered { go_on } => {
                if let Some(question) = self.question.take().filter(|_| go_on) {
                    self.go_on_after(question);
                }
            }
            Event::Ended(id, reply) => self.ended(id, reply),
            // The page waits already; and the focus is moved in `on`.
            Event::DeviceLinkFollowed | Event::FocusAsked(_) => {}
        }
    }

    fn form_event(&mut self, event: FormEvent) {
        match event {
            FormEvent::Typed(field, text) => {
                self.filled_in = None;
                self.enter(field, text);
            }
            FormEvent::Pasted(field, text) => self.paste(field, text),
            event => {
                let host_chosen = matches!(event, FormEvent::HostChosen(_));
                let config_typed = matches!(event, FormEvent::ConfigTyped(_));
                self.form.on(event, self.clock.now);
                if host_chosen {
                    self.attempt.host_chosen();
                }
                if config_typed {
                    let world = &mut self.clock.world();
                    self.config.text_changed(&self.form.config, world);
                    self.tokens.forget_file();
                }
            }
        }
    }

    /// A piece of a block fills all the fields that it names, whichever it was pasted into.
    fn paste(&mut self, field: FormField, text: SharedText) {
        self.filled_in = None;
        let labelled = labelled_values(text.as_str());
        let names_others = labelled
            .iter()
            .any(|(named, _)| FormField::from(*named) != field);
        let is_usable_whole = || {
            let mut alone = Fields::default();
            alone.enter(field, text.clone());
            alone.remarks(field).is_ok()
        };
        if labelled.is_empty() || (!names_others && is_usable_whole()) {
            return self.enter(field, text);
        }
        let fields = labelled.iter().map(|(named, _)| (*named).into()).collect();
        for (named, value) in labelled {
            self.enter(named.into(), value.into());
        }
        self.filled_in = Some(FilledIn {
            id: self.clock.ids.next(),
            pasted_into: Some(field),
            fields,
        });
    }

    fn enter(&mut self, field: FormField, text: SharedText) {
        self.form.on(FormEvent::Typed(field, text), self.clock.now);
        self.attempt.field_changed(field);
        match field {
            FormField::ClientSecret => self.complete_block(),
            FormField::CurrentBlock => {
                let world = &mut self.clock.world();
                self.block_reading = Reading::soon(&self.form.fields.current_block, world);
                if matches!(self.block_reading, Reading::NotAsked) {
                    let reading = &self.block_reading;
                    self.attempt.block_was_read(&self.form, reading, world);
                }
            }
            FormField::ClientId if !self.attempt.stage.is_busy() => self.form.suggest_method(),
            FormField::ClientId | FormField::Pin | FormField::Printed => {}
        }
    }

    /// Puts a client secret that was left behind into the block. What was made with the block without it is forgotten.
    fn complete_block(&mut self) {
        if self.tokens.complete(&self.form.fields.client_secret) {
            self.config.block_was_replaced();
            // Not with every key of a secret that is still being typed.
            let remarks = self.form.fields.remarks(FormField::ClientSecret);
            if remarks.is_ok_and(|remarks| remarks.is_empty()) {
                self.update_config_with_new_block();
            }
        }
    }

    /// With a file open the file is the goal: a new block goes into it without another press.
    fn update_config_with_new_block(&mut self) {
        let is_complete = self.tokens.usable().is_some_and(ReceivedToken::is_complete);
        if is_complete && !self.form.config.is_blank() {
            self.ask_for_update(Stale::Keep);
        }
    }

    fn enter_pending(&mut self, pending: &PendingSignIn) {
        self.form.choose_method(SignInMethod::Return);
        self.form.return_to_host(pending.host);
        self.form.fields.client_id = pending.client_id.reveal().into();
    }

    fn choose_method(&mut self, method: SignInMethod) {
        self.form.choose_method(method);
        self.copies.forget();
        self.attempt.method_chosen();
    }

    fn submit(&mut self, randomness: Option<Randomness>) {
        if self.attempt.stage.is_busy() {
            return;
        }
        let leaves = self.attempt.would_leave(&self.form);
        let has_unsaved_block = self.tokens.has_unsaved_block();
        self.question = None;
        if self.tokens.has_unfinished_revocation() {
            let next = AfterRevocation::SignIn(randomness);
            self.question = Some(Question::AbandonRevocation(next));
        } else if leaves && (has_unsaved_block || !self.form.config.is_blank()) {
            self.question = Some(Question::Leave(randomness));
        } else if has_unsaved_block {
            self.question = Some(Question::SignInAgain(randomness));
        } else {
            self.begin_sign_in(randomness);
        }
    }

    /// Does what the user has agreed to. A revocation that was begun since is asked about first.
    fn go_on_after(&mut self, question: Question) {
        let is_revoking = self.tokens.has_unfinished_revocation();
        match question {
            Question::StartOver if is_revoking => {
                let next = AfterRevocation::StartOver;
                self.question = Some(Question::AbandonRevocation(next));
            }
            Question::SignInAgain(randomness) | Question::Leave(randomness) if is_revoking => {
                let next = AfterRevocation::SignIn(randomness);
                self.question = Some(Question::AbandonRevocation(next));
            }
            Question::StartOver | Question::AbandonRevocation(AfterRevocation::StartOver) => {
                self.start_over();
            }
            Question::SignInAgain(randomness) | Question::Leave(randomness) => {
                self.tokens.give_up();
                self.begin_sign_in(randomness);
            }
            Question::AbandonRevocation(AfterRevocation::SignIn(randomness)) => {
                self.tokens.abandon_revocations();
                self.tokens.give_up();
                self.begin_sign_in(randomness);
            }
        }
    }

    fn begin_sign_in(&mut self, randomness: Option<Randomness>) {
        if self.attempt.stage.is_busy() {
            return;
        }
        self.question = None;
        self.copies.forget();
        self.filled_in = None;
        let world = &mut self.clock.world();
        if self.form.fields.method == SignInMethod::Refresh && self.block_reading.is_to_be_asked() {
            self.block_reading = Reading::now(&self.form.fields.current_block, world.ids);
        }
        self.attempt
            .begin(&self.form, &self.block_reading, randomness, world);
    }

    fn advance_attempt(&mut self, event: sign_in::Event) {
        let world = &mut self.clock.world();
        let outcome = self.attempt.on(event, &self.form, world);
        self.take_attempt_outcome(outcome);
    }

    fn take_attempt_outcome(&mut self, outcome: AttemptOutcome) {
        if let Some(host) = outcome.not_served
            && self.form.fields.host == host
        {
            self.form.fields.host = host.other();
            self.attempt.abandoned_host = Some(host);
        }
        if let Some(app) = outcome.app_of_failed_refresh {
            self.keep_app(&app);
        }
        if let Some(granted) = outcome.granted {
            self.receive(*granted);
        }
    }

    /// Fills in the app of a block whose token could not be refreshed, for whichever way the user takes next.
    fn keep_app(&mut self, app: &TraktApp) {
        let fields = &mut self.form.fields;
        if fields.client_id.is_blank() && fields.client_secret.is_blank() {
            fields.enter_app(&app.client_id, app.client_secret.as_ref());
        }
    }

    /// Shows the block of a token, and forgets what the token was got with. What another sign-in is in need of stays.
    fn receive(&mut self, granted: Granted) {
        let refreshed_from = match granted.grant {
            GrantKind::Refresh => self.attempt.refreshed_text(),
            GrantKind::Pin | GrantKind::Code | GrantKind::Device => None,
        };
        let is_busy = self.attempt.stage.is_busy();
        // What was typed since stays.
        if !is_busy && refreshed_from.as_ref() == Some(&self.form.fields.current_block) {
            let pasted = std::mem::take(&mut self.form.fields.current_block);
            let reading = std::mem::take(&mut self.block_reading);
            self.keep_as_config(&pasted, &reading);
        }
        let arrival = Arrival {
            method: granted.grant.into(),
            refreshed_from,
            secret_is_wanted: self.attempt.token_was_received(granted.grant),
        };
        let is_pin = granted.grant == GrantKind::Pin;
        self.tokens.receive(granted, arrival, &mut self.clock.ids);
        self.complete_block();
        self.config.block_was_replaced();
        self.tokens.forget_file();
        self.update_config_with_new_block();
        self.question = None;
        self.filled_in = None;
        if !is_busy && is_pin {
            self.form.fields.pin = SharedText::default();
        }
        if !is_busy {
            self.form.fields.printed = SharedText::default();
        }
    }

    /// A whole file that was pasted for its refresh token becomes the file to bring up to date, if there is none yet.
    fn keep_as_config(&mut self, pasted: &SharedText, reading: &Reading) {
        let is_whole_file = reading
            .found()
            .is_some_and(|found| found.has_other_sections);
        if self.form.config.is_blank() && is_whole_file {
            self.form.config = pasted.clone();
            self.config.text_came(pasted, &mut self.clock.ids);
        }
    }

    fn refresh_block(&mut self) {
        if self.attempt.stage.is_busy() {
            return;
        }
        if let Some(text) = self.tokens.take_for_refresh() {
            self.block_reading = Reading::now(&text, &mut self.clock.ids);
            self.form.fields.enter_block(text);
            self.choose_method(SignInMethod::Refresh);
            self.begin_sign_in(None);
        }
    }

    fn config_event(&mut self, event: ConfigEvent) {
        let ids = &mut self.clock.ids;
        match event {
            ConfigEvent::PickAsked => self.config.pick(ids),
            ConfigEvent::FileGiven(file) => self.config.open(file, ids),
            ConfigEvent::UpdateAsked => self.ask_for_update(Stale::Keep),
            ConfigEvent::StaleRemovalAsked => self.ask_for_update(Stale::Remove),
            ConfigEvent::UpdateCancelled => self.config.cancel_update(),
            ConfigEvent::AppTaken => {
                self.take_offered_app();
            }
            ConfigEvent::RenewAsked => {
                if self.can_refresh_config() && !self.attempt.stage.is_busy() {
                    self.question = None;
                    self.copies.latest = None;
                    self.config.renewal_begins();
                    let world = &mut self.clock.world();
                    self.attempt
                        .renew_file(&self.form, &self.config.reading, world);
                }
            }
            ConfigEvent::CheckAsked => {
                if let Some(block) = self.config.block() {
                    let host = self.form.fields.host;
                    let world = &mut self.clock.world();
                    self.tokens.check_in_file(block, host, world);
                }
            }
            ConfigEvent::RefreshChosen => {
                if self.can_refresh_config() && !self.attempt.stage.is_busy() {
                    self.config.refresh_chosen(&mut self.clock.ids);
                    self.choose_method(SignInMethod::Refresh);
                    self.form
                        .fields
                        .enter_block(text_area_text(&self.form.config));
                    self.block_reading = self.config.reading.of_the_same_text(&mut self.clock.ids);
                }
            }
            ConfigEvent::SecretsToggled => self.config.toggle_secrets(),
            ConfigEvent::SaveAsked => self.config.save(ids),
            ConfigEvent::CopyAsked => self.config.copy(ids),
            ConfigEvent::CopiedByHand => {
                let outcome = self.config.copied_by_hand();
                self.take_config_outcome(outcome);
            }
            ConfigEvent::DownloadAsked => self.config.download(ids),
            ConfigEvent::ShownInFull(which) => self.config.show_in_full(which),
        }
    }

    fn ask_for_update(&mut self, stale: Stale) {
        let token = self.tokens.usable();
        self.config
            .ask_for_update(stale, &self.form.config, token, &mut self.clock.ids);
    }

    fn take_config_outcome(&mut self, outcome: ConfigOutcome) {
        if let Some(text) = outcome.opened {
            self.form.config = text;
            self.form.fields.typed_after_block = TypedAfterBlock::default();
            self.tokens.forget_file();
            self.update_config_with_new_block();
        }
        if outcome.block_is_saved {
            self.tokens.saved_in_file();
        }
        if outcome.fills_in_app
            && let Some(fields) = self.take_offered_app()
        {
            self.filled_in = Some(FilledIn {
                id: self.clock.ids.next(),
                pasted_into: None,
                fields,
            });
        }
    }

    /// Enters the app of the user's `config.yml` into the form, and returns the fields it has filled in.
    fn take_offered_app(&mut self) -> Option<Vec<FormField>> {
        let (client_id, client_secret) = self.config.offered_app(&self.form.fields)?;
        let (client_id, client_secret) = (client_id.clone(), client_secret.cloned());
        self.form
            .fields
            .enter_app(&client_id, client_secret.as_ref());
        self.attempt.field_changed(FormField::ClientId);
        self.attempt.field_changed(FormField::ClientSecret);
        let secret = client_secret.map(|_| FormField::ClientSecret);
        Some([FormField::ClientId].into_iter().chain(secret).collect())
    }

    /// Hands a reply to whichever part waits for it. Where none does any more, nothing changes.
    fn ended(&mut self, id: Id, reply: Reply) {
        if !self.effects().iter().any(|(asked, _)| *asked == id) {
            return;
        }
        if self.tick.is_some_and(|tick| tick.id == id) {
            self.tick = None;
            return;
        }
        match reply {
            Reply::EditorAnswered(answer) => self.take_answer(id, answer),
            reply => {
                if let Reply::SignIn(Outcome::Response { .. }) = reply {
                    self.clock.posts.note_response(self.clock.now);
                }
                self.take_reply(id, &reply);
                if let Reply::SignIn(outcome) = reply {
                    self.advance_attempt(sign_in::Event::Ended { id, outcome });
                }
            }
        }
    }

    /// Hands a reply around: whichever part waits for it takes it.
    fn take_reply(&mut self, id: Id, reply: &Reply) {
        self.copies.end(id, reply);
        if self.other_program.on_reply(id, reply, self.tokens.usable()) {
            self.tokens.saved_in_file();
        }
        let ids = &mut self.clock.ids;
        let config = self
            .config
            .on_reply(id, reply, &self.form.config, &self.form.fields, ids);
        self.take_config_outcome(config);
        let block = &self.form.fields.current_block;
        self.block_reading
            .on_reply(id, reply, block, &mut self.clock.ids);
        if self.tokens.on_reply(id, reply, &mut self.clock.world()) {
            // The update holds what is of no use any more.
            self.config.withdraw_update();
        }
        self.complete_block();
        if matches!(self.question, Some(Question::AbandonRevocation(_)))
            && !self.tokens.has_unfinished_revocation()
        {
            self.question = None;
        }
    }

    /// Hands the editor's answer, which may hold a large text, to the one part that waits for it.
    fn take_answer(&mut self, id: Id, answer: Answer) {
        if self.config.is_asked_for(id) {
            let outcome = self.config.take_answer(id, answer, &mut self.clock.ids);
            self.take_config_outcome(outcome);
        } else if self.block_reading.is_asked_for(id) {
            let world = &mut self.clock.world();
            self.block_reading.take_answer(answer, world.ids);
            let reading = &self.block_reading;
            self.attempt.block_was_read(&self.form, reading, world);
        } else {
            self.tokens.take_answer(id, answer);
        }
        self.complete_block();
    }

    /// Forgets everything. Ids go on, so that what is still under way belongs to nothing to come; and Trakt's limit holds.
    fn start_over(&mut self) {
        self.form.start_over(self.clock.now);
        self.attempt.start_over();
        self.config.start_over();
        *self = Self {
            form: std::mem::take(&mut self.form),
            attempt: std::mem::take(&mut self.attempt),
            config: std::mem::take(&mut self.config),
            has_been_drawn: self.has_been_drawn,
            clock: std::mem::take(&mut self.clock),
            ..Self::default()
        };
    }

    fn keep_ticking(&mut self) {
        self.tick = match (self.needs_clock(), self.tick) {
            (false, _) => None,
            (true, Some(tick)) => Some(tick),
            (true, None) => Some(Wake::after(TICK, &mut self.clock.world())),
        };
    }

    fn needs_clock(&self) -> bool {
        let now = self.clock.now;
        self.attempt.stage.pause_left(now).is_some()
            || self
                .attempt
                .stage
                .device_code(self.clock.monotonic)
                .is_some()
            || self
                .attempt
                .pin_life_left(now)
                .is_some_and(|left| !left.is_zero())
    }

    /// The effects that the page asks for. One that is no longer among them is to be ended.
    pub fn effects(&self) -> Effects {
        let mut effects = Effects::new();
        self.attempt.effects(&mut effects);
        if self.config.is_saving() {
            // A file that is being written is not left.
            effects.retain(|(_, effect)| {
                !matches!(effect, Effect::SignIn(sign_in::Effect::Leave { .. }))
            });
        }
        self.tokens.effects(&mut effects);
        self.other_program.effects(&mut effects);
        self.config.effects(
            &self.form.config,
            self.tokens.current.as_ref(),
            &mut effects,
        );
        self.block_reading
            .effects(&self.form.fields.current_block, &mut effects);
        self.copies.effects(&mut effects);
        effects.extend(self.tick.map(Wake::effect));
        effects.extend(self.focus.map(|(id, focus)| (id, Effect::MoveFocus(focus))));
        effects
    }

    /// Returns how long the page had run at the last event.
    pub const fn monotonic(&self) -> Duration {
        self.clock.monotonic
    }

    /// The time of the last event.
    pub const fn now(&self) -> Timestamp {
        self.clock.now
    }

    /// The files that the page may still read or write.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        self.config.files()
    }

    /// Returns whether the browser is to ask before the page is left. A user who is being sent to Trakt has been asked;
    /// a file that is being written is to be waited for all the same.
    pub fn asks_before_leaving(&self) -> bool {
        let loses_something = self.tokens.has_unsaved_block()
            || self.tokens.has_unfinished_revocation()
            || self.attempt.awaits_token();
        self.config.is_saving() || (loses_something && !self.attempt.stage.is_leaving())
    }

    /// Returns whether the token of the user's `config.yml` can be refreshed.
    pub fn can_refresh_config(&self) -> bool {
        self.tokens.current.is_none() && self.config.has_refresh_token()
    }

    /// The next step that fits the user's `config.yml`, once that has been read.
    pub fn config_next_step(&self) -> Option<ConfigNextStep> {
        let Reading::Done(Ok(_)) = &self.config.reading else {
            return None;
        };
        if self.tokens.usable().is_some() {
            return Some(ConfigNextStep::Update);
        }
        let has_ended = self.config.has_ended(self.clock.now);
        Some(match (self.can_refresh_config(), has_ended) {
            (false, _) => ConfigNextStep::SignIn,
            (true, true) => ConfigNextStep::Refresh,
            (true, false) => ConfigNextStep::CheckOrRefresh,
        })
    }
}
