//! The user's `config.yml` and the pasted block: what the config editor is asked about them, and what it said.

use std::fmt;
use std::rc::Rc;

use yew::AttrValue;

use super::{HandOver, State};
use crate::kometa::TraktBlock;
use crate::kometa::config::{BlockKey, Change, Found, FoundBlock, Stale, Updated};
use crate::kometa::editing::{EditorAnswer, EditorRefusal, EditorTask, EditorUnavailable};
use crate::kometa::file::FileRefusal;
use crate::trakt::{ClientId, ClientSecret, Field};

/// The user's `config.yml`, and what became of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Config {
    /// What was opened, pasted or typed.
    pub text: ConfigText,
    /// The name of the file that was opened.
    pub file_name: Option<AttrValue>,
    /// Whether the browser could write into that file.
    pub can_be_saved: bool,
    /// What the text has of a `trakt` block.
    pub reading: Reading,
    /// What was made of it.
    pub update: ConfigUpdate,
}

/// The text of a `config.yml`, which is full of secrets. Large, and so shared by all who hold it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct ConfigText(pub AttrValue);

impl fmt::Debug for ConfigText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConfigText([redacted])")
    }
}

impl From<String> for ConfigText {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl ConfigText {
    /// Whether there is nothing in it.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// As a text area has it, which knows one line end only.
    pub fn with_lf(&self) -> AttrValue {
        match self.0.contains('\r') {
            true => self.0.replace("\r\n", "\n").replace('\r', "\n").into(),
            false => self.0.clone(),
        }
    }

    /// The same text after it was edited in a text area: the line ends that it had, if they were all alike.
    fn edited(&self, in_text_area: String) -> Self {
        let all_are_crlf = self.0.contains("\r\n")
            && self.0.matches('\n').count() == self.0.matches("\r\n").count()
            && self.0.matches('\r').count() == self.0.matches("\r\n").count();
        match all_are_crlf {
            true => in_text_area.replace('\n', "\r\n").into(),
            false => in_text_area.into(),
        }
    }
}

/// What a text has of a `trakt` block.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Reading {
    /// Nobody asked.
    #[default]
    NotAsked,
    /// The editor is being asked.
    Underway {
        /// The number of the question.
        number: u32,
    },
    /// It could not be asked.
    Unavailable,
    /// What it said.
    Done(Result<Box<FoundBlock>, EditorRefusal>),
}

impl Reading {
    /// What was found.
    pub fn found(&self) -> Option<&FoundBlock> {
        match self {
            Self::Done(Ok(found)) => Some(found),
            _ => None,
        }
    }

    const fn is_underway_as(&self, asked: u32) -> bool {
        matches!(self, Self::Underway { number } if *number == asked)
    }
}

/// What was made of a `config.yml`.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum ConfigUpdate {
    /// Nothing yet.
    #[default]
    NotAsked,
    /// There was nothing to bring up to date.
    NoConfig,
    /// There was no block to put into it.
    NoBlock,
    /// The file is none that could be read.
    FileRefused(FileRefusal),
    /// The editor is at it.
    Underway {
        /// The number of the question.
        number: u32,
    },
    /// The editor could not be asked.
    Unavailable(EditorUnavailable),
    /// The editor left it alone.
    Refused(EditorRefusal),
    /// It is up to date.
    Done(UpdatedConfig),
}

/// A `config.yml` with the new block in it.
#[derive(Debug, Clone, PartialEq)]
pub struct UpdatedConfig {
    /// The new text.
    pub text: ConfigText,
    /// What differs from the old one, from top to bottom; every other byte is the same.
    pub changes: Rc<[Change]>,
    /// The keys whose `<<placeholder>>` was kept instead of the value.
    pub placeholders_kept: Vec<BlockKey>,
    /// Whether there was no `trakt` block before.
    pub appended: bool,
    /// What has been done with it last.
    pub hand_over: HandOver,
    /// What became of writing it into the file that was opened.
    pub saving: Saving,
    /// Whether the secrets among the changes are shown in clear.
    pub secrets_shown: bool,
}

/// What became of writing a new text into the file that was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Saving {
    /// Nobody asked for it.
    #[default]
    NotAsked,
    /// The user is being asked whether to.
    Confirming,
    /// It is in the file.
    Saved,
    /// The browser did not write the file.
    Refused,
    /// The file is no longer what was opened, and was left alone.
    FileChanged,
}

/// A question to the config editor, to be put to it while the state has it.
#[derive(Debug, Clone, PartialEq)]
pub struct EditorQuestion {
    /// Tells it from every other; comes back with [`ConfigAction::EditorAnswered`].
    pub number: u32,
    /// What is to be done.
    pub task: EditorTask,
    /// With which text.
    pub text: ConfigText,
}

/// What can happen to the user's `config.yml`.
#[derive(Debug, Clone, PartialEq)]
pub enum ConfigAction {
    /// It was typed or pasted; a text area's text.
    Typed(ConfigText),
    /// A file was opened.
    Opened {
        /// Its name.
        name: AttrValue,
        /// Its text, or why it has none.
        text: Result<ConfigText, FileRefusal>,
        /// Whether the browser could write into it.
        can_be_saved: bool,
    },
    /// The block is to be put into it.
    UpdateAsked,
    /// The editor is no longer to work on it.
    UpdateCancelled,
    /// The client ID and secret that it has are to be signed in with.
    AppTaken,
    /// The access that it has is to be refreshed.
    RefreshChosen,
    /// The secrets among the changes are to be shown, or hidden again.
    SecretsToggled,
    /// The opened file is to be overwritten, once that is confirmed.
    SaveAsked,
    /// It is not to be overwritten after all.
    SaveDeclined,
    /// Overwriting it came to an end.
    SaveEnded(Saving),
    /// Something was done with the new text.
    HandedOver(HandOver),
    /// The editor answered a question.
    EditorAnswered {
        /// The question's number.
        number: u32,
        /// The answer.
        answer: Result<EditorAnswer, EditorUnavailable>,
        /// The time, in milliseconds since the Unix epoch.
        now_ms: f64,
    },
}

impl State {
    pub(super) fn is_unmoved_by_config(&self, action: &ConfigAction) -> bool {
        match action {
            ConfigAction::UpdateCancelled => {
                !matches!(self.config.update, ConfigUpdate::Underway { .. })
            }
            ConfigAction::SecretsToggled
            | ConfigAction::SaveAsked
            | ConfigAction::SaveDeclined
            | ConfigAction::SaveEnded(_)
            | ConfigAction::HandedOver(_) => self.updated_config().is_none(),
            ConfigAction::AppTaken => self.offered_app().is_none(),
            ConfigAction::RefreshChosen => !self.can_refresh_config() || self.is_busy(),
            ConfigAction::EditorAnswered { number, .. } => !self.awaits_editor(*number),
            _ => false,
        }
    }

    pub(super) fn apply_to_config(&mut self, action: ConfigAction) {
        match action {
            ConfigAction::Typed(ConfigText(text)) => {
                self.config.text = self.config.text.edited(text.to_string());
                self.config.update = ConfigUpdate::NotAsked;
                self.read_config();
            }
            ConfigAction::Opened {
                name,
                text: Ok(text),
                can_be_saved,
            } => {
                self.config = Config {
                    text,
                    file_name: Some(name),
                    can_be_saved,
                    ..Config::default()
                };
                self.read_config();
            }
            ConfigAction::Opened {
                text: Err(refusal), ..
            } => {
                self.config_attempt += 1;
                self.config.update = ConfigUpdate::FileRefused(refusal);
            }
            ConfigAction::UpdateAsked => {
                self.config_attempt += 1;
                self.config.update = if self.config.text.is_blank() {
                    ConfigUpdate::NoConfig
                } else if self.living_block().is_none() {
                    ConfigUpdate::NoBlock
                } else {
                    ConfigUpdate::Underway {
                        number: self.next_question(),
                    }
                };
            }
            ConfigAction::UpdateCancelled => self.config.update = ConfigUpdate::NotAsked,
            ConfigAction::AppTaken => {
                if let Some((client_id, client_secret)) = self.offered_app() {
                    let client_id = client_id.reveal().to_owned();
                    let client_secret = client_secret.map(|secret| secret.reveal().to_owned());
                    self.form.client_id = client_id;
                    self.form.client_secret = client_secret.unwrap_or_default();
                    self.precheck = super::Precheck::Quiet;
                    self.forget_error_of(Field::ClientId);
                    self.forget_error_of(Field::ClientSecret);
                }
            }
            ConfigAction::RefreshChosen => {
                self.config_attempt += 1;
                self.config.update = ConfigUpdate::NotAsked;
                self.choose(super::SignInMethod::Refresh);
                self.form.current_block = self.config.text.with_lf().to_string();
                self.block_reading = self.config.reading.clone();
            }
            ConfigAction::SecretsToggled => {
                self.change_updated(|updated| updated.secrets_shown = !updated.secrets_shown);
            }
            ConfigAction::SaveAsked => self.set_saving(Saving::Confirming),
            ConfigAction::SaveDeclined => self.set_saving(Saving::NotAsked),
            ConfigAction::SaveEnded(saving) => {
                self.set_saving(saving);
                self.note_saved_in_config(saving == Saving::Saved);
            }
            ConfigAction::HandedOver(hand_over) => {
                self.change_updated(|updated| updated.hand_over = hand_over);
                self.note_saved_in_config(hand_over.is_saved());
            }
            ConfigAction::EditorAnswered {
                number,
                answer,
                now_ms,
            } => self.take_editors_answer(number, answer, now_ms),
        }
    }

    fn take_editors_answer(
        &mut self,
        asked: u32,
        answer: Result<EditorAnswer, EditorUnavailable>,
        now_ms: f64,
    ) {
        let is_of_block = self.block_reading.is_underway_as(asked);
        match answer {
            Ok(EditorAnswer::Read(found)) if is_of_block => {
                self.block_reading = Reading::Done(found.map(Box::new));
                self.go_on_after_reading(now_ms);
            }
            Ok(EditorAnswer::Read(found)) => {
                self.config.reading = Reading::Done(found.map(Box::new));
            }
            Ok(EditorAnswer::Update(Ok(updated))) => {
                let Updated {
                    text,
                    changes,
                    placeholders_kept,
                    appended,
                    ..
                } = updated;
                self.config.update = ConfigUpdate::Done(UpdatedConfig {
                    text: text.into(),
                    changes: changes.into(),
                    placeholders_kept,
                    appended,
                    hand_over: HandOver::default(),
                    saving: Saving::default(),
                    secrets_shown: false,
                });
            }
            Ok(EditorAnswer::Update(Err(refusal))) => {
                self.config.update = ConfigUpdate::Refused(refusal);
            }
            Ok(EditorAnswer::UpdateBlock(block)) => {
                if let Some(result) = &mut self.result {
                    result.carry_over(block);
                }
            }
            Err(unavailable) => {
                if is_of_block {
                    self.block_reading = Reading::Unavailable;
                    self.go_on_after_reading(now_ms);
                } else if self.config.reading.is_underway_as(asked) {
                    self.config.reading = Reading::Unavailable;
                } else if matches!(self.config.update, ConfigUpdate::Underway { number } if number == asked)
                {
                    self.config.update = ConfigUpdate::Unavailable(unavailable);
                } else if let Some(result) = &mut self.result {
                    result.carry_over(Err(unavailable.into()));
                }
            }
        }
    }

    /// What the editor is to be asked about the user's `config.yml`.
    pub fn config_question(&self) -> Option<EditorQuestion> {
        let question = |number, task| EditorQuestion {
            number,
            task,
            text: self.config.text.clone(),
        };
        match (
            &self.config.update,
            &self.config.reading,
            self.living_block(),
        ) {
            (ConfigUpdate::Underway { number }, _, Some(block)) => Some(question(
                *number,
                EditorTask::Update {
                    block: block.clone(),
                    stale: Stale::Keep,
                },
            )),
            (_, Reading::Underway { number }, _) => Some(question(*number, EditorTask::Read)),
            _ => None,
        }
    }

    /// What the editor is to be asked about the block that is to be refreshed, or was.
    pub fn block_question(&self) -> Option<EditorQuestion> {
        if let Reading::Underway { number } = self.block_reading {
            return Some(EditorQuestion {
                number,
                task: EditorTask::Read,
                text: self.form.current_block.clone().into(),
            });
        }
        let result = self.result.as_ref()?;
        let carrying_over = result.carrying_over.as_ref()?;
        Some(EditorQuestion {
            number: carrying_over.number,
            task: EditorTask::UpdateBlock(result.block.clone()),
            text: carrying_over.from.clone(),
        })
    }

    fn awaits_editor(&self, number: u32) -> bool {
        [self.config_question(), self.block_question()]
            .into_iter()
            .flatten()
            .any(|question| question.number == number)
    }

    /// A whole file that was pasted for its refresh token becomes the file to bring up to date, if there is none yet.
    pub(super) fn keep_as_config(&mut self, pasted: &ConfigText, found: Option<&FoundBlock>) {
        if self.config.text.is_blank() && found.is_some_and(|found| found.has_other_sections) {
            self.config.text = pasted.clone();
            self.read_config();
        }
    }

    pub(super) const fn next_question(&mut self) -> u32 {
        self.questions += 1;
        self.questions
    }

    fn read_config(&mut self) {
        self.config.reading = self.reading_unless(self.config.text.is_blank());
    }

    pub(super) fn read_block(&mut self) {
        self.block_reading = self.reading_unless(self.form.current_block.trim().is_empty());
    }

    fn reading_unless(&mut self, is_blank: bool) -> Reading {
        match is_blank {
            true => Reading::NotAsked,
            false => Reading::Underway {
                number: self.next_question(),
            },
        }
    }

    /// The client ID and secret in the user's `config.yml`, unless they stand in the form.
    pub fn offered_app(&self) -> Option<(&ClientId, Option<&ClientSecret>)> {
        let found = self.config.reading.found()?;
        let Some(Found::Value(client_id)) = &found.client_id else {
            return None;
        };
        let client_secret = match &found.client_secret {
            Some(Found::Value(client_secret)) => Some(client_secret),
            _ => None,
        };
        let is_in_form = self.form.client_id == client_id.reveal()
            && client_secret.is_none_or(|secret| self.form.client_secret == secret.reveal());
        (!is_in_form).then_some((client_id, client_secret))
    }

    /// Whether the user's `config.yml` has an access that could be refreshed.
    pub fn can_refresh_config(&self) -> bool {
        let refresh_token =
            |found: &FoundBlock| matches!(found.refresh_token, Some(Found::Value(_)));
        self.result.is_none() && self.config.reading.found().is_some_and(refresh_token)
    }

    /// The block that can be put into a `config.yml`.
    fn living_block(&self) -> Option<&TraktBlock> {
        let result = self.result.as_ref()?;
        (result.care != super::Care::Revoked).then_some(&result.block)
    }

    /// The `config.yml` with the new block in it.
    pub const fn updated_config(&self) -> Option<&UpdatedConfig> {
        match &self.config.update {
            ConfigUpdate::Done(updated) => Some(updated),
            _ => None,
        }
    }

    fn change_updated(&mut self, change: impl FnOnce(&mut UpdatedConfig)) {
        if let ConfigUpdate::Done(updated) = &mut self.config.update {
            change(updated);
        }
    }

    fn set_saving(&mut self, saving: Saving) {
        self.change_updated(|updated| updated.saving = saving);
    }

    /// With the file, the block has left the page too.
    fn note_saved_in_config(&mut self, is_saved: bool) {
        if let Some(result) = &mut self.result {
            result.is_saved |= is_saved;
        }
    }
}
