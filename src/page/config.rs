//! The user's `config.yml`: opened, read, updated and saved.

use std::rc::Rc;

use super::config_update::{
    CONFIG_FILE_NAME, ConfigUpdate, LateSave, Saving, UpdatedConfig, name_for_kometa,
};
use super::effect::{Answer, Effect, Effects, Export, FileContent, FileId, Reply, SaveRefusal};
use super::export::{Exports, FileKind};
use super::long_text::LongText;
use super::reading::Reading;
use super::target::Target;
use super::token::ReceivedToken;
use crate::export::FormatId;
use crate::kometa::TraktBlock;
use crate::kometa::config::{Found, FoundBlock, Stale};
use crate::kometa::editing::{EditorAnswer, EditorTask, EditorUnavailable};
use crate::kometa::file::FileRefusal;
use crate::shared_text::SharedText;
use crate::sign_in::form::Form as Fields;
use crate::sign_in::world::{Id, Ids, World};
use crate::timestamp::Timestamp;
use crate::trakt::display_text::displayable;
use crate::trakt::{ClientId, ClientSecret};

/// The user's `config.yml`. Its text stands in the form.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Config {
    /// Tells one task with the file from the next.
    pub attempt: Option<Id>,
    /// The file that was opened.
    pub opened: Option<OpenedFile>,
    /// The part that is shown of an opened text that is too long.
    pub too_long: Option<LongText>,
    /// The `trakt:` block of the text.
    pub reading: Reading,
    /// The update.
    pub update: ConfigUpdate,
    /// Whether the update was withdrawn because its tokens were revoked.
    pub update_is_withdrawn: bool,
    /// The end of the last save that was not of the file on the page.
    pub late_save: Option<LateSave>,
    /// Whether the app is to be filled in once the text has been read.
    fills_in_app: bool,
    picking: Option<Id>,
    opening: Option<(Id, FileId)>,
    saving: Option<Save>,
    exports: Exports,
}

/// A file that was opened.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenedFile {
    /// The file.
    pub id: FileId,
    /// The file's name, without a path.
    pub name: Rc<str>,
    /// Whether the browser can write into the file.
    pub can_be_saved: bool,
    /// The text that the file holds, as far as the page knows.
    on_disk: SharedText,
}

/// A text on its way into a file.
#[derive(Debug, Clone, PartialEq)]
struct Save {
    id: Id,
    file: FileId,
    name: Rc<str>,
    expected: SharedText,
    text: SharedText,
}

/// The next step that fits a `config.yml` that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfigNextStep {
    /// There is a new block: put it in.
    Update,
    /// The token in the file has not ended yet: check it, or get a new one.
    CheckOrRefresh,
    /// The token in the file has ended: refresh it.
    Refresh,
    /// The file has nothing that could be refreshed: sign in.
    SignIn,
}

/// Something that happens to the user's `config.yml`.
#[derive(Debug, Clone, PartialEq)]
pub enum ConfigEvent {
    /// The user wants to choose a file that can be written back.
    PickAsked,
    /// A file was chosen or dropped.
    FileGiven(FileId),
    /// The block is to be put into the text.
    UpdateAsked,
    /// The same, and older tokens beside the block are to be taken out.
    StaleRemovalAsked,
    /// The editor is no longer to work on the text.
    UpdateCancelled,
    /// The client ID and secret of the text are to be signed in with.
    AppTaken,
    /// The token of the text is to be renewed, and put back into the text.
    RenewAsked,
    /// Trakt is to be asked whether it accepts the token of the text.
    CheckAsked,
    /// The token of the text is to be refreshed.
    RefreshChosen,
    /// The secrets among the changes are to be shown, or hidden again.
    SecretsToggled,
    /// The opened file is to be overwritten with the new text.
    SaveAsked,
    /// The new text is to be copied.
    CopyAsked,
    /// Some of the new text was copied by hand.
    CopiedByHand,
    /// The new text is to be downloaded.
    DownloadAsked,
    /// All of a long text is to be shown.
    ShownInFull(ConfigText),
}

/// One of the two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfigText {
    /// The text that was opened.
    Opened,
    /// The text with the new block.
    Updated,
}

/// Consequences of an event for the rest of the page.
#[derive(Debug, Default)]
#[must_use]
pub(super) struct ConfigOutcome {
    /// A text that was opened.
    pub(super) opened: Option<SharedText>,
    /// Whether the text has been read, so that its app can be filled in.
    pub(super) fills_in_app: bool,
    /// Whether the block has left the page.
    pub(super) block_is_saved: bool,
}

impl Config {
    /// Notes that the text was typed or pasted.
    pub(super) fn text_changed(&mut self, text: &SharedText, world: &mut World<'_>) {
        self.too_long = None;
        self.update = ConfigUpdate::NotAsked;
        self.reading = Reading::soon(text, world);
    }

    /// Takes a text that came into the form without being typed or opened.
    pub(super) fn text_came(&mut self, text: &SharedText, ids: &mut Ids) {
        self.reading = Reading::now(text, ids);
    }

    /// Lets the user choose a file.
    pub(super) const fn pick(&mut self, ids: &mut Ids) {
        self.picking = Some(ids.next());
    }

    /// Reads a file that was handed over, as soon as no other one is being written.
    pub(super) const fn open(&mut self, file: FileId, ids: &mut Ids) {
        self.opening = Some((ids.next(), file));
    }

    fn opened(
        &mut self,
        file: FileId,
        content: FileContent,
        fields: &Fields,
        ids: &mut Ids,
    ) -> ConfigOutcome {
        match content.text {
            Ok(text) => {
                *self = Self {
                    reading: Reading::now(&text, ids),
                    fills_in_app: fields.client_id.is_blank() && fields.client_secret.is_blank(),
                    too_long: LongText::of(&text),
                    opened: Some(OpenedFile {
                        id: file,
                        name: displayable(&content.name).into(),
                        can_be_saved: content.can_be_saved,
                        on_disk: text.clone(),
                    }),
                    attempt: self.attempt,
                    late_save: self.late_save.take(),
                    exports: std::mem::take(&mut self.exports),
                    ..Self::default()
                };
                ConfigOutcome {
                    opened: Some(text),
                    ..ConfigOutcome::default()
                }
            }
            Err(refusal) => {
                self.attempt = Some(ids.next());
                self.update = ConfigUpdate::FileRefused(refusal);
                ConfigOutcome::default()
            }
        }
    }

    /// Says that a paste was kept out of the text.
    pub(super) fn paste_refused(&mut self, ids: &mut Ids) {
        self.attempt = Some(ids.next());
        self.update = ConfigUpdate::FileRefused(FileRefusal::TooLarge);
    }

    /// Has the block put into the text.
    pub(super) fn ask_for_update(
        &mut self,
        stale: Stale,
        text: &SharedText,
        token: Option<&ReceivedToken>,
        ids: &mut Ids,
    ) {
        let id = ids.next();
        self.attempt = Some(id);
        self.update_is_withdrawn = false;
        self.update = match token {
            _ if text.is_blank() => ConfigUpdate::NoConfig,
            None => ConfigUpdate::NoBlock,
            Some(_) => ConfigUpdate::Underway { id, stale },
        };
    }

    pub(super) fn cancel_update(&mut self) {
        if matches!(self.update, ConfigUpdate::Underway { .. }) {
            self.update = ConfigUpdate::NotAsked;
        }
    }

    /// Forgets the update that was made before the token of the text is renewed.
    pub(super) fn renewal_begins(&mut self) {
        self.update = ConfigUpdate::NotAsked;
        self.update_is_withdrawn = false;
    }

    /// Notes that the token of the text is to be refreshed.
    pub(super) fn refresh_chosen(&mut self, ids: &mut Ids) {
        self.attempt = Some(ids.next());
        self.update = ConfigUpdate::NotAsked;
    }

    pub(super) fn toggle_secrets(&mut self) {
        self.change_updated(|updated| updated.secrets_shown = !updated.secrets_shown);
    }

    /// Writes the new text into the file that was opened.
    pub(super) fn save(&mut self, ids: &mut Ids) {
        let (Some(file), ConfigUpdate::Done(updated), None) =
            (&self.opened, &mut self.update, &self.saving)
        else {
            return;
        };
        updated.saving = Saving::Underway;
        self.late_save = None;
        // A file that is being read is read anew after that.
        self.opening = self.opening.map(|(_, file)| (ids.next(), file));
        self.saving = Some(Save {
            id: ids.next(),
            file: file.id,
            name: file.name.clone(),
            expected: file.on_disk.clone(),
            text: updated.text.clone(),
        });
    }

    pub(super) fn copy(&mut self, ids: &mut Ids) {
        if let ConfigUpdate::Done(updated) = &self.update {
            let text = updated.text.clone();
            self.exports.copy(text, Target::UpdatedConfig, ids);
        }
    }

    pub(super) fn download(&mut self, ids: &mut Ids) {
        if let ConfigUpdate::Done(updated) = &self.update {
            let text = updated.text.clone();
            let kind = match updated.report.program.map(FormatId::format) {
                Some(format) => FileKind {
                    name: self.file_name(),
                    media_type: format.media_type,
                },
                None => FileKind::yaml(name_for_kometa(&self.file_name()).into()),
            };
            self.exports.download(text, kind, ids);
        }
    }

    pub(super) fn copied_by_hand(&mut self) -> ConfigOutcome {
        match &self.update {
            ConfigUpdate::Done(updated) => {
                let text = updated.text.clone();
                self.exported(&text, Export::CopiedByHand)
            }
            _ => ConfigOutcome::default(),
        }
    }

    /// Notes how an export ended. A text that is no longer shown is not spoken of.
    fn exported(&mut self, text: &SharedText, export: Export) -> ConfigOutcome {
        let mut outcome = ConfigOutcome::default();
        self.change_updated(|updated| {
            if updated.text == *text {
                updated.export = export;
                outcome.block_is_saved = export.is_saved();
            }
        });
        outcome
    }

    pub(super) fn show_in_full(&mut self, which: ConfigText) {
        match which {
            ConfigText::Opened => self.too_long = None,
            ConfigText::Updated => self.change_updated(|updated| updated.too_long = None),
        }
    }

    /// Takes a reply.
    pub(super) fn on_reply(
        &mut self,
        id: Id,
        reply: &Reply,
        text: &SharedText,
        fields: &Fields,
        ids: &mut Ids,
    ) -> ConfigOutcome {
        if let Some((text, export)) = self.exports.end(id, reply) {
            return self.exported(&text, export);
        }
        match reply {
            Reply::FilePicked(file) if self.picking == Some(id) => {
                self.picking = None;
                if let Some(file) = file {
                    self.open(*file, ids);
                }
                return ConfigOutcome::default();
            }
            Reply::FileRead(content) => {
                if let Some((opening, file)) = self.opening
                    && opening == id
                {
                    self.opening = None;
                    return self.opened(file, content.clone(), fields, ids);
                }
            }
            Reply::FileSaved(result) => return self.saved(id, *result),
            _ => {}
        }
        self.reading.on_reply(id, reply, text, ids);
        ConfigOutcome::default()
    }

    /// Returns whether the editor is being asked under this id.
    pub(super) fn is_asked_for(&self, id: Id) -> bool {
        self.is_being_updated(id) || self.reading.is_asked_for(id)
    }

    fn is_being_updated(&self, id: Id) -> bool {
        matches!(self.update, ConfigUpdate::Underway { id: asked, .. } if asked == id)
    }

    /// Takes the editor's answer.
    pub(super) fn take_answer(&mut self, id: Id, answer: Answer, ids: &mut Ids) -> ConfigOutcome {
        let mut outcome = ConfigOutcome::default();
        if self.is_being_updated(id) {
            self.update = match answer {
                Ok(EditorAnswer::Update(Ok(updated))) => ConfigUpdate::Done(updated.into()),
                Ok(EditorAnswer::Update(Err(refusal))) => ConfigUpdate::Refused(refusal),
                _ => ConfigUpdate::Refused(EditorUnavailable.into()),
            };
        } else {
            self.reading.take_answer(answer, ids);
            outcome.fills_in_app = std::mem::take(&mut self.fills_in_app);
        }
        outcome
    }

    fn saved(&mut self, id: Id, result: Result<(), SaveRefusal>) -> ConfigOutcome {
        let mut outcome = ConfigOutcome::default();
        let Some(save) = self.saving.take_if(|save| save.id == id) else {
            return outcome;
        };
        let saved_into = self.opened.as_mut().filter(|file| file.id == save.file);
        let is_same_file = saved_into.is_some();
        if let Some(file) = saved_into
            && result.is_ok()
        {
            file.on_disk = save.text.clone();
        }
        let mut is_shown = false;
        if let ConfigUpdate::Done(updated) = &mut self.update
            && is_same_file
            && updated.text == save.text
        {
            is_shown = true;
            updated.saving = match result {
                Ok(()) => Saving::Saved,
                Err(refusal) => Saving::Refused(refusal),
            };
            outcome.block_is_saved = result.is_ok();
        }
        // Another file is about to take the place of the one that is shown.
        if !is_shown || self.opening.is_some() {
            self.late_save = Some(LateSave {
                name: save.name,
                result,
            });
        }
        outcome
    }

    fn change_updated(&mut self, change: impl FnOnce(&mut UpdatedConfig)) {
        if let ConfigUpdate::Done(updated) = &mut self.update {
            change(updated);
        }
    }

    /// Forgets what was made with another block.
    pub(super) fn block_was_replaced(&mut self) {
        self.update = ConfigUpdate::NotAsked;
        self.update_is_withdrawn = false;
    }

    /// Takes back what was made with tokens that are of no use any more.
    pub(super) fn withdraw_update(&mut self) {
        let is_updated = self.updated_config().is_some();
        self.update_is_withdrawn |= is_updated;
        if is_updated {
            self.update = ConfigUpdate::NotAsked;
        }
        self.cancel_update();
    }

    /// Forgets everything but a save that is under way.
    pub(super) fn start_over(&mut self) {
        *self = Self {
            saving: self.saving.take(),
            ..Self::default()
        };
    }

    pub(super) fn effects(
        &self,
        text: &SharedText,
        token: Option<&ReceivedToken>,
        effects: &mut Effects,
    ) {
        self.exports.effects(effects);
        effects.extend(self.picking.map(|id| (id, Effect::PickFile)));
        let opening = self.opening.filter(|_| self.saving.is_none());
        effects.extend(opening.map(|(id, file)| (id, Effect::ReadFile(file))));
        effects.extend(self.saving.as_ref().map(|save| {
            let effect = Effect::SaveFile {
                file: save.file,
                expected: save.expected.clone(),
                text: save.text.clone(),
            };
            (save.id, effect)
        }));
        match (&self.update, token) {
            (ConfigUpdate::Underway { id, stale }, Some(token)) => {
                let task = EditorTask::Update {
                    block: token.block.clone(),
                    stale: *stale,
                    section: self.reading.found().and_then(|found| found.section.clone()),
                };
                let text = text.clone();
                effects.push((*id, Effect::AskEditor { task, text }));
            }
            // One question about the file at a time.
            _ => self.reading.effects(text, effects),
        }
    }
}

impl Config {
    /// The `config.yml` with the new block in it.
    pub const fn updated_config(&self) -> Option<&UpdatedConfig> {
        match &self.update {
            ConfigUpdate::Done(updated) => Some(updated),
            _ => None,
        }
    }

    /// The name of the file that was opened, or the name that the program's file has.
    pub fn file_name(&self) -> Rc<str> {
        let program = self.reading.found().and_then(|found| found.program);
        match (&self.opened, program) {
            (Some(opened), _) => opened.name.clone(),
            (None, Some(program)) => program.format().file_name.into(),
            (None, None) => CONFIG_FILE_NAME.into(),
        }
    }

    /// The files that the page may still read or write.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        let opened = self.opened.as_ref().map(|opened| opened.id);
        let opening = self.opening.map(|(_, file)| file);
        let saving = self.saving.as_ref().map(|save| save.file);
        [opened, opening, saving].into_iter().flatten()
    }

    /// Returns whether a file is being written.
    pub const fn is_saving(&self) -> bool {
        self.saving.is_some()
    }

    /// The client ID and secret of the text, unless they stand in the form.
    pub fn offered_app(&self, fields: &Fields) -> Option<(&ClientId, Option<&ClientSecret>)> {
        let found = self.reading.found()?;
        let Some(Found::Value(client_id)) = &found.client_id else {
            return None;
        };
        let client_secret = match &found.client_secret {
            Some(Found::Value(client_secret)) => Some(client_secret),
            _ => None,
        };
        let is_in_form = fields.client_id.as_str() == client_id.reveal()
            && client_secret.is_none_or(|secret| fields.client_secret.as_str() == secret.reveal());
        (!is_in_form).then_some((client_id, client_secret))
    }

    /// The block of the text, if it is complete.
    pub fn block(&self) -> Option<TraktBlock> {
        self.reading.found().and_then(FoundBlock::to_block)
    }

    /// Returns whether the text has a refresh token that could be used.
    pub fn has_refresh_token(&self) -> bool {
        self.reading
            .found()
            .is_some_and(|found| matches!(found.refresh_token, Some(Found::Value(_))))
    }

    /// Returns whether the access of the text has ended, or nothing tells when.
    pub fn has_ended(&self, now: Timestamp) -> bool {
        match &self.reading {
            Reading::Done(Ok(block)) => block.ends.as_ref().is_none_or(|ends| ends.at <= now),
            _ => false,
        }
    }
}
