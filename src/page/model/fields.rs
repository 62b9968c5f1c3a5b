//! Events that change the fields.

use super::Model;
use crate::kometa::pasted::labelled_values;
use crate::page::event::FilledIn;
use crate::page::form::FormEvent;
use crate::page::reading::Reading;
use crate::shared_text::SharedText;
use crate::sign_in::form::{Form as Fields, FormField, SignInMethod};
use crate::trakt::redirect::PendingSignIn;

impl Model {
    pub(super) fn form_event(&mut self, event: FormEvent) {
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
    pub(super) fn complete_block(&mut self) {
        if self.tokens.complete(&self.form.fields.client_secret) {
            self.config.block_was_replaced();
            // Not with every key of a secret that is still being typed.
            let remarks = self.form.fields.remarks(FormField::ClientSecret);
            if remarks.is_ok_and(|remarks| remarks.is_empty()) {
                self.update_config_with_new_block();
            }
        }
    }

    pub(super) fn enter_pending(&mut self, pending: &PendingSignIn) {
        self.form.choose_method(SignInMethod::Return);
        self.form.return_to_host(pending.host);
        self.form.fields.client_id = pending.client_id.reveal().into();
    }

    pub(super) fn choose_method(&mut self, method: SignInMethod) {
        self.form.choose_method(method);
        self.copies.forget();
        self.attempt.method_chosen();
    }
}
