//! The user's `config.yml` and the pasted block: what the config editor is asked about them, and what it said.

use std::rc::Rc;
use std::time::Duration;

use yew::AttrValue;

use super::long_text::LongText;
use super::{
    Asker, EditorQuestion, Export, FilledIn, PrecheckState, ReceivedToken, State, TokenEvent, Wake,
};
use crate::kometa::config::{BlockKey, Change, Found, FoundBlock, LeftAtRoot, Stale, Updated};
use crate::kometa::editing::{EditorAnswer, EditorRefusal, EditorUnavailable};
use crate::kometa::file::FileRefusal;
use crate::shared_text::SharedText;
use crate::sign_in::Outcome;
use crate::sign_in::form::{FormField, SignInMethod};
use crate::sign_in::world::{Id, Ids};
use crate::timestamp::Timestamp;
use crate::trakt::{ClientId, ClientSecret};

/// What is typed is looked into once nobody has typed for this long.
const TYPING_PAUSE: Duration = Duration::from_millis(300);

/// The user's `config.yml`, and what became of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Config {
    /// What was opened, pasted or typed.
    pub text: SharedText,
    /// What is shown of an opened text that is too long.
    pub too_long: Option<LongText>,
    /// The name of the file that was opened.
    pub file_name: Option<AttrValue>,
    /// Whether the browser could write into that file.
    pub can_be_saved: bool,
    /// What the text has of a `trakt` block.
    pub reading: Reading,
    /// What was made of it.
    pub update: ConfigUpdate,
    /// Whether the update was withdrawn because its tokens were revoked.
    pub update_is_withdrawn: bool,
    /// Whether its app is to be filled in once it has been looked into.
    fills_in_app: bool,
}

/// What fits a `config.yml` that has been looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfigNextStep {
    /// There is a new block: put it in.
    Update,
    /// Its token has not ended yet: check it, or get a new one.
    CheckOrRefresh,
    /// Its token has ended: refresh it.
    Refresh,
    /// It has nothing that could be refreshed: sign in.
    SignIn,
}

/// The text as a text area has it, which knows one line end only.
pub fn text_area_text(text: &SharedText) -> SharedText {
    match text.as_str().contains('\r') {
        true => {
            let mut parts = text.as_str().split('\r');
            let mut shown = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                shown.push('\n');
                shown.push_str(part.strip_prefix('\n').unwrap_or(part));
            }
            shown.into()
        }
        false => text.clone(),
    }
}

/// A text after it was edited in a text area: with the line ends that it had, if they were all alike.
fn edited(before: &SharedText, in_text_area: SharedText) -> SharedText {
    let before = before.as_str();
    let all_are_crlf = before.contains("\r\n")
        && before.matches('\n').count() == before.matches("\r\n").count()
        && before.matches('\r').count() == before.matches("\r\n").count();
    match all_are_crlf {
        true => in_text_area.as_str().replace('\n', "\r\n").into(),
        false => in_text_area,
    }
}

/// A point in time in the words of the reader's own language and time zone, once the browser has found them.
#[derive(Debug, Clone, PartialEq)]
pub struct LocalTime {
    /// The point in time.
    pub at: Timestamp,
    /// In words; none until they are known.
    pub words: Option<AttrValue>,
    pub(super) id: Id,
}

impl LocalTime {
    pub(super) const fn new(at: Timestamp, ids: &mut Ids) -> Self {
        Self {
            at,
            words: None,
            id: ids.next(),
        }
    }

    pub(super) const fn is_wanted(&self) -> bool {
        self.words.is_none()
    }

    pub(super) fn take_words(&mut self, id: Id, words: &AttrValue) {
        if id == self.id {
            self.words = Some(words.clone());
        }
    }
}

/// What a text has of a `trakt` block.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Reading {
    /// Nobody asked.
    #[default]
    NotAsked,
    /// The editor is asked once nobody has typed for a moment.
    Soon(Wake),
    /// The editor is being asked.
    Underway {
        /// The effect's.
        id: Id,
    },
    /// It could not be asked.
    Unavailable,
    /// What it said.
    Done(Result<Box<ReadBlock>, EditorRefusal>),
}

/// What a text has of a `trakt` block.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadBlock {
    /// The values.
    pub found: FoundBlock,
    /// When its access token ends, as far as the block tells.
    pub ends: Option<LocalTime>,
}

impl Reading {
    /// What was found.
    pub fn found(&self) -> Option<&FoundBlock> {
        match self {
            Self::Done(Ok(block)) => Some(&block.found),
            _ => None,
        }
    }

    fn is_underway_as(&self, asked: Id) -> bool {
        matches!(self, Self::Underway { id } if *id == asked)
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
        /// The effect's.
        id: Id,
        /// What is to become of older tokens beside the block.
        stale: Stale,
    },
    /// The editor left it alone.
    Refused(EditorRefusal),
    /// It is up to date.
    Done(UpdatedConfig),
}

/// A `config.yml` with the new block in it.
#[derive(Debug, Clone, PartialEq)]
pub struct UpdatedConfig {
    /// The new text.
    pub text: SharedText,
    /// What is shown of it if it is too long.
    pub too_long: Option<LongText>,
    /// What differs from the old one, from top to bottom; every other byte is the same.
    pub changes: Rc<[Change]>,
    /// The keys whose `<<placeholder>>` was kept instead of the value.
    pub placeholders_kept: Vec<BlockKey>,
    /// The keys whose `<<placeholder>>` was replaced by the value.
    pub placeholders_replaced: Vec<BlockKey>,
    /// The members of `authorization` that stand directly under `trakt` too, of no use to Kometa.
    pub stale: Vec<BlockKey>,
    /// Keys of the block that stay at the root of the new file.
    pub left_at_root: Vec<LeftAtRoot>,
    /// Whether there was no `trakt` block before.
    pub appended: bool,
    /// What has been done with it last.
    pub export: Export,
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

/// What can happen to the user's `config.yml`.
#[derive(Debug, Clone, PartialEq)]
pub enum ConfigAction {
    /// It was typed or pasted; a text area's text.
    Typed(SharedText),
    /// A file was opened.
    Opened {
        /// Its name.
        name: AttrValue,
        /// Its text, or why it has none.
        text: Result<SharedText, FileRefusal>,
        /// Whether the browser could write into it.
        can_be_saved: bool,
    },
    /// The block is to be put into it.
    UpdateAsked,
    /// The same, and older tokens beside it are to be taken out.
    StaleRemovalAsked,
    /// The editor is no longer to work on it.
    UpdateCancelled,
    /// The client ID and secret that it has are to be signed in with.
    AppTaken,
    /// The token that it has is to be shown and checked.
    TokenTaken,
    /// The token that it has is to be refreshed.
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
    Exported(Export),
    /// All of a long text is to be shown.
    ShownInFull(ConfigText),
}

/// One of the two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfigText {
    /// What was opened.
    Opened,
    /// What was made of it.
    Updated,
}

impl State {
    pub(super) fn apply_to_config(&mut self, action: ConfigAction) {
        match action {
            ConfigAction::Typed(text) => {
                self.config.text = edited(&self.config.text, text);
                self.config.too_long = None;
                self.config.update = ConfigUpdate::NotAsked;
                self.config.reading = self.reading_soon(&self.config.text.clone());
            }
            ConfigAction::Opened {
                name,
                text: Ok(text),
                can_be_saved,
            } => {
                self.config = Config {
                    reading: self.reading_now(&text),
                    fills_in_app: self.form.client_id.is_blank()
                        && self.form.client_secret.is_blank(),
                    too_long: LongText::of(&text),
                    text,
                    file_name: Some(name),
                    can_be_saved,
                    ..Config::default()
                };
            }
            ConfigAction::Opened {
                text: Err(refusal), ..
            } => {
                self.config_attempt = Some(self.ids.next());
                self.config.update = ConfigUpdate::FileRefused(refusal);
            }
            ConfigAction::UpdateAsked => self.ask_for_update(Stale::Keep),
            ConfigAction::StaleRemovalAsked => self.ask_for_update(Stale::Remove),
            ConfigAction::UpdateCancelled => {
                if matches!(self.config.update, ConfigUpdate::Underway { .. }) {
                    self.config.update = ConfigUpdate::NotAsked;
                }
            }
            ConfigAction::AppTaken => {
                self.take_offered_app();
            }
            ConfigAction::TokenTaken => self.take_token(),
            ConfigAction::RefreshChosen => {
                if !self.can_refresh_config() || self.is_busy() {
                    return;
                }
                self.config_attempt = Some(self.ids.next());
                self.config.update = ConfigUpdate::NotAsked;
                self.choose_method(SignInMethod::Refresh);
                self.form.enter_block(text_area_text(&self.config.text));
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
            ConfigAction::Exported(export) => {
                self.change_updated(|updated| updated.export = export);
                self.note_saved_in_config(export.is_saved());
            }
            ConfigAction::ShownInFull(ConfigText::Opened) => self.config.too_long = None,
            ConfigAction::ShownInFull(ConfigText::Updated) => {
                self.change_updated(|updated| updated.too_long = None);
            }
        }
    }

    fn ask_for_update(&mut self, stale: Stale) {
        let id = self.ids.next();
        self.config_attempt = Some(id);
        self.config.update_is_withdrawn = false;
        self.config.update = match self.living_token() {
            _ if self.config.text.is_blank() => ConfigUpdate::NoConfig,
            None => ConfigUpdate::NoBlock,
            Some(_) => ConfigUpdate::Underway { id, stale },
        };
    }

    /// Takes the answer to a question that the editor is still being asked.
    pub(super) fn take_editors_answer(
        &mut self,
        asked: Id,
        answer: Result<EditorAnswer, EditorUnavailable>,
    ) {
        let question = self.editor_askers().find_map(|asker| match asker {
            Asker::Editor(id, question) if id == asked => Some(question.kind()),
            _ => None,
        });
        match (question, answer) {
            (Some(QuestionKind::Read), answer) => {
                let reading = match answer {
                    Ok(EditorAnswer::Read(found)) => {
                        Reading::done(found.map(|found| *found), &mut self.ids)
                    }
                    _ => Reading::Unavailable,
                };
                if self.block_reading.is_underway_as(asked) {
                    self.block_reading = reading;
                    self.go_on_after_reading();
                } else {
                    self.config.reading = reading;
                    self.fill_in_app();
                }
            }
            (Some(QuestionKind::UpdateConfig), answer) => {
                self.config.update = match answer {
                    Ok(EditorAnswer::Update(Ok(updated))) => ConfigUpdate::Done(updated.into()),
                    Ok(EditorAnswer::Update(Err(refusal))) => ConfigUpdate::Refused(refusal),
                    _ => ConfigUpdate::Refused(EditorUnavailable.into()),
                };
            }
            (Some(QuestionKind::UpdateBlock), answer) => {
                if let Some(received) = &mut self.received {
                    received.carry_over(match answer {
                        Ok(EditorAnswer::UpdateBlock(block)) => block,
                        _ => Err(EditorUnavailable.into()),
                    });
                }
            }
            (None, _) => {}
        }
    }

    /// What the config editor is asked, at most one question about the file and one about the pasted block.
    pub(super) fn editor_askers(&self) -> impl Iterator<Item = Asker<'_>> {
        let received = self.received.as_ref();
        let about_config = match (&self.config.update, &self.config.reading) {
            (ConfigUpdate::Underway { id, stale }, _) => received.map(|received| {
                Asker::Editor(
                    *id,
                    EditorQuestion::UpdateConfig(&self.config.text, received, *stale),
                )
            }),
            (_, reading) => reading.asker(&self.config.text),
        };
        let about_block = self.block_reading.asker(&self.form.current_block);
        let carrying_over = received.and_then(|received| {
            let carrying_over = received.carrying_over.as_ref()?;
            let question = EditorQuestion::UpdateBlock(&carrying_over.from, received);
            Some(Asker::Editor(carrying_over.id, question))
        });
        [about_config, about_block, carrying_over]
            .into_iter()
            .flatten()
    }

    /// Looks into a text that nobody has typed in for a moment.
    pub(super) fn wake_reading(&mut self, woken: Id, outcome: &Outcome) {
        if !matches!(outcome, Outcome::TimeReached) {
            return;
        }
        if self.config.reading.is_to_wake_as(woken) {
            self.config.reading = self.reading_now(&self.config.text.clone());
        }
        if self.block_reading.is_to_wake_as(woken) {
            self.read_block_now();
        }
    }

    pub(super) fn read_block_soon(&mut self) {
        self.block_reading = self.reading_soon(&self.form.current_block.clone());
    }

    pub(super) fn read_block_now(&mut self) {
        self.block_reading = self.reading_now(&self.form.current_block.clone());
    }

    fn reading_soon(&mut self, text: &SharedText) -> Reading {
        match text.is_blank() {
            true => Reading::NotAsked,
            false => Reading::Soon(Wake {
                id: self.ids.next(),
                at: self.now + TYPING_PAUSE,
            }),
        }
    }

    fn reading_now(&mut self, text: &SharedText) -> Reading {
        match text.is_blank() {
            true => Reading::NotAsked,
            false => Reading::Underway {
                id: self.ids.next(),
            },
        }
    }

    /// A whole file that was pasted for its refresh token becomes the file to bring up to date, if there is none yet.
    pub(super) fn keep_as_config(&mut self, pasted: &SharedText, found: Option<&FoundBlock>) {
        if self.config.text.is_blank() && found.is_some_and(|found| found.has_other_sections) {
            self.config.text = pasted.clone();
            self.config.reading = self.reading_now(pasted);
        }
    }

    /// Fills in the app of a file that was just opened.
    fn fill_in_app(&mut self) {
        if !std::mem::take(&mut self.config.fills_in_app) {
            return;
        }
        if let Some(fields) = self.take_offered_app() {
            self.filled_in = Some(FilledIn {
                id: self.ids.next(),
                pasted_into: None,
                fields,
            });
        }
    }

    /// Enters the app of the user's `config.yml` into the form, and tells which fields it has filled in.
    fn take_offered_app(&mut self) -> Option<Vec<FormField>> {
        let (client_id, client_secret) = self.offered_app()?;
        let (client_id, client_secret) = (client_id.clone(), client_secret.cloned());
        self.form.enter_app(&client_id, client_secret.as_ref());
        self.precheck = PrecheckState::Quiet;
        self.forget_problems_of(FormField::ClientId);
        self.forget_problems_of(FormField::ClientSecret);
        let secret = client_secret.map(|_| FormField::ClientSecret);
        Some([FormField::ClientId].into_iter().chain(secret).collect())
    }

    /// Shows the token that the file has, to be checked or revoked.
    fn take_token(&mut self) {
        if self.is_busy() || self.received.is_some() {
            return;
        }
        let block = self.config.reading.found().and_then(FoundBlock::to_block);
        if let Some(block) = block {
            self.show(block, self.form.host);
            if let Some(received) = &mut self.received {
                // It is in the file already.
                received.is_saved = true;
                received.method = None;
            }
            self.advance_token(TokenEvent::CheckAsked);
        }
    }

    /// What fits the user's `config.yml`, once that has been looked into.
    pub fn config_next_step(&self) -> Option<ConfigNextStep> {
        let Reading::Done(Ok(block)) = &self.config.reading else {
            return None;
        };
        if self.living_token().is_some() {
            return Some(ConfigNextStep::Update);
        }
        let has_ended = block.ends.as_ref().is_none_or(|ends| ends.at <= self.now);
        Some(match (self.can_refresh_config(), has_ended) {
            (false, _) => ConfigNextStep::SignIn,
            (true, true) => ConfigNextStep::Refresh,
            (true, false) => ConfigNextStep::CheckOrRefresh,
        })
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
        let is_in_form = self.form.client_id.as_str() == client_id.reveal()
            && client_secret
                .is_none_or(|secret| self.form.client_secret.as_str() == secret.reveal());
        (!is_in_form).then_some((client_id, client_secret))
    }

    /// Whether the user's `config.yml` has a refresh token that could be used.
    pub fn can_refresh_config(&self) -> bool {
        let refresh_token =
            |found: &FoundBlock| matches!(found.refresh_token, Some(Found::Value(_)));
        self.received.is_none() && self.config.reading.found().is_some_and(refresh_token)
    }

    /// The token whose block can be put into a `config.yml`.
    fn living_token(&self) -> Option<&ReceivedToken> {
        let received = self.received.as_ref()?;
        (!received.check.is_revoked()).then_some(received)
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
        if let (Some(received), true) = (&mut self.received, self.config.is_updated()) {
            received.is_saved |= is_saved;
        }
    }
}

impl Config {
    /// Takes back what was made with tokens that are of no use any more.
    pub(super) fn withdraw_update(&mut self) {
        self.update_is_withdrawn = self.is_updated();
        if self.is_updated() || matches!(self.update, ConfigUpdate::Underway { .. }) {
            self.update = ConfigUpdate::NotAsked;
        }
    }

    const fn is_updated(&self) -> bool {
        matches!(self.update, ConfigUpdate::Done(_))
    }
}

impl Reading {
    fn done(found: Result<FoundBlock, EditorRefusal>, ids: &mut Ids) -> Self {
        Self::Done(found.map(|found| {
            let ends = match (found.created_at, found.expires_in) {
                (Some(created_at), Some(expires_in)) => {
                    let created_at = Timestamp::from_unix_seconds(created_at);
                    let ends_at = created_at + Duration::from_secs(expires_in);
                    Some(LocalTime::new(ends_at, ids))
                }
                _ => None,
            };
            Box::new(ReadBlock { found, ends })
        }))
    }

    /// The time that is to be put into words.
    pub(super) const fn time(&self) -> Option<&LocalTime> {
        match self {
            Self::Done(Ok(block)) => block.ends.as_ref(),
            _ => None,
        }
    }

    pub(super) fn take_words(&mut self, id: Id, words: &AttrValue) {
        if let Self::Done(Ok(block)) = self
            && let Some(ends) = &mut block.ends
        {
            ends.take_words(id, words);
        }
    }

    fn asker<'a>(&self, text: &'a SharedText) -> Option<Asker<'a>> {
        match self {
            Self::Soon(wake) => Some(Asker::Wake(*wake)),
            Self::Underway { id } => Some(Asker::Editor(*id, EditorQuestion::Read(text))),
            Self::NotAsked | Self::Unavailable | Self::Done(_) => None,
        }
    }

    fn is_to_wake_as(&self, woken: Id) -> bool {
        matches!(self, Self::Soon(wake) if wake.id == woken)
    }
}

impl From<Updated> for UpdatedConfig {
    fn from(updated: Updated) -> Self {
        let text = updated.text.into();
        Self {
            too_long: LongText::of(&text),
            text,
            changes: updated.changes.into(),
            placeholders_kept: updated.placeholders_kept,
            placeholders_replaced: updated.placeholders_replaced,
            stale: updated.stale,
            left_at_root: updated.left_at_root,
            appended: updated.appended,
            export: Export::default(),
            saving: Saving::default(),
            secrets_shown: false,
        }
    }
}

enum QuestionKind {
    Read,
    UpdateConfig,
    UpdateBlock,
}

impl EditorQuestion<'_> {
    const fn kind(self) -> QuestionKind {
        match self {
            Self::Read(_) => QuestionKind::Read,
            Self::UpdateConfig(..) => QuestionKind::UpdateConfig,
            Self::UpdateBlock(..) => QuestionKind::UpdateBlock,
        }
    }
}
