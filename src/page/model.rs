//! The page: each event goes to the part that it belongs to, and what one part needs to know of another travels in what
//! the part returns.

mod config;
mod fields;
mod signing_in;

use std::time::Duration;

use super::attempt::Attempt;
use super::config::Config;
use super::effect::{Answer, Effect, Effects, FileId, Reply};
use super::event::{AfterRevocation, Event, FilledIn, Question};
use super::export::ValueCopies;
use super::focus::{self, Landmarks, Parts};
use super::form::Form;
use super::moment::Moment;
use super::other_program::OtherProgram;
use super::reading::{Reading, Wake};
use super::target::{Focus, Target};
use super::token::HeldTokens;
use crate::shared_text::SharedText;
use crate::sign_in::form::{FormField, SignInMethod};
use crate::sign_in::world::{Id, Ids, PostLimit, World};
use crate::sign_in::{self, Outcome};
use crate::timestamp::Timestamp;

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
}
