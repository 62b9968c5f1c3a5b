//! What a test can see of a page.

use kometa_trakt_sign_in::kometa::editing::EditorTask;
use kometa_trakt_sign_in::page::config_update::UpdatedConfig;
use kometa_trakt_sign_in::page::effect::{Effect, FileId, Reply};
use kometa_trakt_sign_in::page::event::Event;
use kometa_trakt_sign_in::page::form::Connection;
use kometa_trakt_sign_in::page::stage::Stage;
use kometa_trakt_sign_in::page::token::ReceivedToken;
use kometa_trakt_sign_in::shared_text::SharedText;
use kometa_trakt_sign_in::sign_in::form::{FormField, InputProblem};
use kometa_trakt_sign_in::sign_in::{self as machines, Id, PauseReason, SignIn, Status};
use kometa_trakt_sign_in::timestamp::Timestamp;
use kometa_trakt_sign_in::trakt::{Failure, TokenRequest};

use super::{Scenario, edited};

impl Scenario {
    /// Everything the page asks for but moves of the focus.
    pub fn effects(&self) -> Vec<(Id, Effect)> {
        let mut effects = self.model.effects();
        effects.retain(|(_, effect)| !matches!(effect, Effect::MoveFocus(_)));
        effects
    }

    pub fn effect(&self, id: Id) -> Option<Effect> {
        let mut effects = self.effects().into_iter();
        effects.find_map(|(asked, effect)| (asked == id).then_some(effect))
    }

    /// The id of the first effect like this.
    pub fn id_of(&self, is_like: impl Fn(&Effect) -> bool) -> Id {
        let mut effects = self.effects().into_iter();
        effects.find(|(_, effect)| is_like(effect)).unwrap().0
    }

    pub fn sign_in(&self) -> Option<&SignIn> {
        match &self.attempt.stage {
            Stage::InProgress(sign_in) => Some(sign_in),
            _ => None,
        }
    }

    /// What the browser is to do for the sign-in in progress, which the page asks for exactly once.
    pub fn sign_in_effect(&self) -> Option<(Id, machines::Effect)> {
        let sign_in = self.sign_in()?;
        let (id, effect) = (sign_in.effect_id(), sign_in.effect());
        let asked = (id, Effect::SignIn(effect.clone()));
        assert_eq!(
            self.effects().iter().filter(|own| **own == asked).count(),
            1
        );
        Some((id, effect))
    }

    pub fn wakes_at(&self) -> Timestamp {
        match self.sign_in_effect() {
            Some((_, machines::Effect::WakeAt(until))) => until,
            other => panic!("{other:?}"),
        }
    }

    /// The exchange whose request is in flight.
    pub fn sending(&self) -> &TokenRequest {
        match self.sign_in() {
            Some(SignIn::Exchange(exchange)) => {
                assert_eq!(self.attempt.stage.status(), Some(Status::AwaitingResponse));
                exchange.request()
            }
            other => panic!("{other:?}"),
        }
    }

    pub fn pauses_for(&self) -> Option<PauseReason> {
        match self.attempt.stage.status()? {
            Status::Pausing { reason, .. } => Some(reason),
            _ => None,
        }
    }

    pub fn failure(&self) -> &Failure {
        match &self.attempt.stage {
            Stage::Failed(failure) => failure,
            other => panic!("{other:?}"),
        }
    }

    pub fn problem_fields(&self) -> Vec<FormField> {
        let problems = self.attempt.stage.input_problems().iter();
        problems.map(InputProblem::field).collect()
    }

    pub fn received(&self) -> &ReceivedToken {
        self.tokens.current.as_ref().unwrap()
    }

    pub fn block_text(&self) -> &str {
        self.received().text.as_str()
    }

    pub fn updated(&self) -> &UpdatedConfig {
        self.config.updated_config().unwrap()
    }

    pub fn token_effect(&self) -> (Id, machines::Effect) {
        let id = self.received().check.effect_id().unwrap();
        match self.effect(id) {
            Some(Effect::SignIn(effect)) => (id, effect),
            other => panic!("{other:?}"),
        }
    }

    /// When the clock ticks next, or a typed text is read: what waits besides the sign-in.
    pub fn ticks_at(&self) -> Option<(Id, Timestamp)> {
        let own = self.sign_in_effect().map(|(id, _)| id);
        let mut others = self
            .effects()
            .into_iter()
            .filter(|(id, _)| Some(*id) != own);
        others.find_map(|(id, effect)| match effect {
            Effect::SignIn(machines::Effect::WakeAt(at)) => Some((id, at)),
            _ => None,
        })
    }

    /// What the editor is asked first.
    pub fn editor_task(&self) -> Option<(Id, EditorTask, SharedText)> {
        let mut effects = self.effects().into_iter();
        effects.find_map(|(id, effect)| match effect {
            Effect::AskEditor { task, text } => Some((id, task, text)),
            _ => None,
        })
    }

    /// The real editor's reply to what it is asked first.
    pub fn editor_reply(&self) -> Option<(Id, Reply)> {
        let (id, task, text) = self.editor_task()?;
        Some((id, edited(&task, &text)))
    }

    /// The file that is being written, what it must still hold, and what it gets.
    pub fn save_effect(&self) -> Option<(Id, FileId, SharedText, SharedText)> {
        let mut effects = self.effects().into_iter();
        effects.find_map(|(id, effect)| match effect {
            Effect::SaveFile {
                file,
                expected,
                text,
            } => Some((id, file, expected, text)),
            _ => None,
        })
    }

    /// Asserts that nothing has changed since but the time, the focus, and how many ids were given out.
    pub fn assert_as_before(&self, before: &Self) {
        assert_eq!(self.form, before.form);
        assert_eq!(self.attempt, before.attempt);
        assert_eq!(self.tokens, before.tokens);
        assert_eq!(self.config, before.config);
        assert_eq!(self.block_reading, before.block_reading);
        assert_eq!(self.question, before.question);
        assert_eq!(self.filled_in, before.filled_in);
        assert_eq!(self.copies, before.copies);
        assert_eq!(self.effects(), before.effects());
    }

    /// Asserts that nothing has changed since but the time.
    pub fn assert_same_as(&self, before: &Self) {
        let is_online = before.form.connection != Connection::Offline;
        let unmoved = before.clone().at(self.model.now());
        let unmoved = unmoved.on(Event::ConnectionChanged { is_online });
        assert_eq!(self.model, unmoved.model);
    }
}
