//! Signing in: what is asked first, and what comes of it.

use super::Model;
use crate::page::attempt::{AttemptOutcome, Randomness};
use crate::page::event::{AfterRevocation, Question};
use crate::page::reading::Reading;
use crate::page::token::Arrival;
use crate::shared_text::SharedText;
use crate::sign_in::form::SignInMethod;
use crate::sign_in::{self, Granted};
use crate::trakt::{GrantKind, TraktApp};

impl Model {
    pub(super) fn submit(&mut self, randomness: Option<Randomness>) {
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
    pub(super) fn go_on_after(&mut self, question: Question) {
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

    pub(super) fn begin_sign_in(&mut self, randomness: Option<Randomness>) {
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

    pub(super) fn advance_attempt(&mut self, event: sign_in::Event) {
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
    pub(super) fn receive(&mut self, granted: Granted) {
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

    pub(super) fn refresh_block(&mut self) {
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
}
