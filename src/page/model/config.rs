//! Events that are about the user's `config.yml`.

use super::Model;
use crate::kometa::config::Stale;
use crate::kometa::refresh::TypedAfterBlock;
use crate::page::config::{ConfigEvent, ConfigNextStep, ConfigOutcome};
use crate::page::event::FilledIn;
use crate::page::form::text_area_text;
use crate::page::reading::Reading;
use crate::page::token::ReceivedToken;
use crate::sign_in::form::{FormField, SignInMethod};

impl Model {
    pub(super) fn config_event(&mut self, event: ConfigEvent) {
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

    /// With a file open the file is the goal: a new block goes into it without another press.
    pub(super) fn update_config_with_new_block(&mut self) {
        let is_complete = self.tokens.usable().is_some_and(ReceivedToken::is_complete);
        if is_complete && !self.form.config.is_blank() {
            self.ask_for_update(Stale::Keep);
        }
    }

    pub(super) fn take_config_outcome(&mut self, outcome: ConfigOutcome) {
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
