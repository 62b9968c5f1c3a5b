//! The user's `config.yml`: the opened file at the top of the page, and the text with what was made of it below.

use std::rc::Rc;

use super::primary::Primary;
use super::result::alert as check_alert;
use super::shapes::{AlertView, Control, LongTextView, Sentence, StatusLine, Tone, Weight};
use super::sign_in::{alert_of_place, typed_app_wins};
use super::{found, update};
use crate::kometa::config::{Found, UpdateReport};
use crate::page::config::{Config, ConfigEvent, ConfigNextStep, ConfigText};
use crate::page::config_update::{ConfigUpdate, Saving, UpdatedConfig};
use crate::page::event::Event;
use crate::page::long_text::LongText;
use crate::page::model::Model;
use crate::page::reading::Reading;
use crate::page::stage::Place;
use crate::page::target::Target;
use crate::page::token::ReceivedToken;
use crate::page::token_check::TokenCheck;
use crate::shared_text::SharedText;
use crate::text;

/// The card of the opened file: what the sign-in in it is worth, and the step that fits.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OpenedView {
    /// Whether a sign-in is in progress, or over.
    pub has_begun: bool,
    /// The card; none until a file is opened.
    pub card: Option<FileCard>,
    /// Why a file was not opened or not updated, or its token neither renewed nor checked.
    pub alert: Option<AlertView>,
    /// The end of a save whose file is no longer the one on the page.
    pub late_save: Sentence,
}

/// The card of the opened file.
#[derive(Debug, Clone, PartialEq)]
pub struct FileCard {
    /// The worth of the sign-in in the file.
    pub headline: StatusLine,
    /// The line that stands for it once the file has left the page. Where it left, more is said.
    pub done: Sentence,
    /// The advice before the next step.
    pub note: Sentence,
    /// The line about what Trakt says of the file's token, or about its renewal.
    pub status: StatusLine,
    /// The limits of that answer.
    pub status_note: Sentence,
    /// The controls that fit.
    pub controls: Vec<Control>,
}

impl From<&Model> for OpenedView {
    fn from(model: &Model) -> Self {
        let opened = model.config.opened.as_ref();
        Self {
            has_begun: model.tokens.current.is_some() || model.attempt.stage.is_busy(),
            card: opened.map(|opened| FileCard::new(&opened.name, model)),
            alert: file_alert(model),
            late_save: match &model.config.late_save {
                Some(save) => update::late_save(save).into(),
                None => "".into(),
            },
        }
    }
}

fn file_alert(model: &Model) -> Option<AlertView> {
    let config = &model.config;
    let check = model.tokens.in_file.as_ref();
    let is_about_file =
        config.opened.is_some() || matches!(config.update, ConfigUpdate::FileRefused(_));
    alert_of_place(model, Place::File)
        // The card's own buttons check and renew.
        .or_else(|| check.and_then(|token| check_alert(&token.check, false)))
        .or_else(|| update_alert(config).filter(|_| is_about_file))
}

fn press(label: &'static str, event: ConfigEvent) -> Control {
    Control::button(label, Event::Config(event))
}

impl FileCard {
    fn new(name: &str, model: &Model) -> Self {
        let is_renewing = model.attempt.place == Place::File && model.attempt.stage.is_busy();
        let check = model.tokens.in_file.as_ref();
        let can_renew = model.can_refresh_config() && !is_renewing;
        Self {
            headline: headline(name, model),
            done: match model.config.updated_config() {
                Some(updated) if updated.saving == Saving::Saved => text::file::done(name).into(),
                Some(updated) if updated.has_left_the_page() => {
                    text::file::nearly_done(name).into()
                }
                _ => "".into(),
            },
            note: note(model, can_renew),
            status: match (is_renewing, check) {
                _ if matches!(model.config.update, ConfigUpdate::Underway { .. }) => StatusLine {
                    text: update::status(&model.config.update).into(),
                    tone: Tone::Busy,
                },
                (true, _) => StatusLine {
                    text: text::file::RENEWING.into(),
                    tone: Tone::Busy,
                },
                (false, Some(token)) => check_line(token),
                (false, None) => StatusLine::default(),
            },
            status_note: match check.map(|token| &token.check) {
                Some(TokenCheck::Accepted { .. }) => {
                    text::file::checked_access_token_alone().into()
                }
                _ => "".into(),
            },
            controls: file_controls(model, can_renew),
        }
    }
}

/// Returns what to know before the next step, and what is wrong or was put right in the block.
fn note(model: &Model, can_renew: bool) -> Sentence {
    let is_updated = model.config.updated_config().is_some();
    let found = model.config.reading.found();
    let is_of_program = found.is_some_and(|found| found.program.is_some());
    let takes_no_block = found.and_then(|found| found.update_refusal.as_deref());
    let next = match model.config_next_step() {
        Some(ConfigNextStep::Refresh | ConfigNextStep::CheckOrRefresh) if can_renew => {
            match is_of_program {
                true => text::file::STOP_PROGRAM,
                false => text::file::STOP_KOMETA,
            }
        }
        Some(ConfigNextStep::SignIn) => match takes_no_block {
            None => text::file::SIGN_IN_BELOW,
            Some(_) => text::file::SIGN_IN_BELOW_FOR_BLOCK,
        },
        Some(ConfigNextStep::Refresh | ConfigNextStep::CheckOrRefresh | ConfigNextStep::Update)
        | None => "",
    };
    let wins = match can_renew {
        true => typed_app_wins(model, &model.config.reading),
        false => "",
    };
    let mut sentences = vec![next.to_owned(), wins.to_owned()];
    if let Some(found) = found.filter(|_| !is_updated) {
        sentences.extend(text::block::remarks(found));
    }
    // Once an update was refused, the alert says why.
    if !matches!(model.config.update, ConfigUpdate::Refused(_)) {
        sentences.extend(takes_no_block.map(text::file::takes_no_block));
    }
    sentences.retain(|words| !words.is_empty());
    sentences.join(" ").into()
}

fn headline(name: &str, model: &Model) -> StatusLine {
    let plain = |text: String| StatusLine {
        text: text.into(),
        tone: Tone::Plain,
    };
    let warning = |text: String| StatusLine {
        text: text.into(),
        tone: Tone::Warning,
    };
    if let Some(updated) = model.config.updated_config() {
        let is_done = updated.has_left_the_page();
        return match is_done {
            true => StatusLine {
                tone: Tone::Good,
                ..StatusLine::default()
            },
            false => plain(text::file::renewed(name)),
        };
    }
    let block = match &model.config.reading {
        Reading::Done(Ok(block)) => block,
        Reading::Done(Err(_)) | Reading::Unavailable => {
            return warning(found_in_words(model, &text::file::unreadable(name)));
        }
        Reading::NotAsked => return plain(text::file::nothing(name)),
        Reading::Soon(_) | Reading::Underway { .. } => return plain(text::file::reading(name)),
    };
    if block.found.is_empty() {
        return plain(found_in_words(model, &text::file::nothing(name)));
    }
    let was_refused = model.tokens.in_file.as_ref().is_some_and(is_refused);
    if was_refused {
        return warning(text::file::refused(name));
    }
    let has_access_token = matches!(block.found.access_token, Some(Found::Value(_)));
    if !model.config.has_refresh_token() && !has_access_token {
        return match block.found.refused().next() {
            Some(_) => warning(text::file::unusable(name)),
            None => plain(text::file::app_alone(name)),
        };
    }
    match &block.ends {
        None => plain(text::file::without_end(name)),
        Some(ends) => match (&ends.words, ends.at > model.now()) {
            (None, _) => plain(text::file::reading(name)),
            (Some(words), true) => StatusLine {
                text: text::file::works(name, words).into(),
                tone: Tone::Good,
            },
            (Some(words), false) => warning(text::file::ended(name, words)),
        },
    }
}

/// Returns what the reading says in words of its own, or else this.
fn found_in_words(model: &Model, otherwise: &str) -> String {
    match &model.config.reading {
        Reading::Done(Err(refusal)) => {
            format!("{otherwise} {}", text::config::editor_refusal(refusal))
        }
        _ => otherwise.to_owned(),
    }
}

/// Returns whether Trakt has said that it does not accept the token.
fn is_refused(token: &ReceivedToken) -> bool {
    matches!(&token.check, TokenCheck::Failed(_, error) if error.refuses_token())
}

fn check_line(token: &ReceivedToken) -> StatusLine {
    match &token.check {
        TokenCheck::Checking { .. } => StatusLine {
            text: text::token::CHECKING.into(),
            tone: Tone::Busy,
        },
        TokenCheck::Accepted { username } => StatusLine {
            text: text::file::accepted(username).into(),
            tone: Tone::Good,
        },
        TokenCheck::None
        | TokenCheck::ConfirmingRevocation
        | TokenCheck::Revoking { .. }
        | TokenCheck::HalfRevoked(_)
        | TokenCheck::Revoked { .. }
        | TokenCheck::Failed(..) => StatusLine::default(),
    }
}

fn file_controls(model: &Model, can_renew: bool) -> Vec<Control> {
    if matches!(model.config.update, ConfigUpdate::Underway { .. }) {
        return vec![press(
            text::config::CANCEL_UPDATE,
            ConfigEvent::UpdateCancelled,
        )];
    }
    if model.tokens.current.is_some() {
        return Vec::new();
    }
    if model.attempt.stage.is_busy() {
        let is_renewing = model.attempt.place == Place::File;
        let cancel = || Control::button(text::progress::CANCEL, Event::Cancelled);
        return is_renewing.then(cancel).into_iter().collect();
    }
    let renew = can_renew.then(|| press(text::file::RENEW, ConfigEvent::RenewAsked));
    let check = model
        .config
        .block()
        .filter(|_| model.config_next_step() == Some(ConfigNextStep::CheckOrRefresh))
        .map(|_| press(text::file::CHECK, ConfigEvent::CheckAsked));
    let was_refused = model.tokens.in_file.as_ref().is_some_and(is_refused);
    let mut controls: Vec<Control> = match was_refused {
        true => renew.into_iter().chain(check).collect(),
        false => check.into_iter().chain(renew).collect(),
    };
    if let (Some(first), true) = (controls.first_mut(), Primary::from(model) == Primary::File) {
        first.weight = Weight::Primary;
    }
    controls.extend(take_app(model).map(|control| control.with_weight(Weight::Quiet)));
    controls
}

fn take_app(model: &Model) -> Option<Control> {
    let is_offered = model.config.offered_app(&model.form.fields).is_some();
    is_offered.then(|| press(text::config::TAKE_APP, ConfigEvent::AppTaken))
}

fn found(model: &Model) -> Sentence {
    let nothing = text::block::NO_SECTION_YET;
    found::found(&model.config.reading, nothing, model.now())
}

/// The text, and what was made of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfigView {
    /// Whether there is a block to put into the text.
    pub has_block: bool,
    /// Whether the text was opened as a file.
    pub is_file: bool,
    /// The part that is shown of a text that is too long.
    pub too_long: Option<LongTextView>,
    /// The note on an update that was withdrawn.
    pub withdrawn: Option<&'static str>,
    /// Whether the text kept the update from being made.
    pub is_invalid: bool,
    /// The sentence about what was found in a pasted text.
    pub found: Sentence,
    /// The controls that fit a pasted text.
    pub controls: Vec<Control>,
    /// The sentence about the state of the update.
    pub status: StatusLine,
    /// The control that stops the update.
    pub cancel: Option<Control>,
    /// Why there is no update.
    pub alert: Option<AlertView>,
    /// The updated text.
    pub updated: Option<UpdatedView>,
}

/// The updated text, and what to do with it.
#[derive(Debug, Clone, PartialEq)]
pub struct UpdatedView {
    /// The heading.
    pub heading: &'static str,
    /// The controls that take the text out of the page.
    pub exports: Vec<Control>,
    /// The sentence about the end of the last export or save.
    pub status: Sentence,
    /// The steps to the end, once the text has left the page.
    pub steps: &'static [&'static str],
    /// Why the file was not saved.
    pub alert: Option<AlertView>,
    /// The report of the update, of which the lines that differ are drawn.
    pub report: Rc<UpdateReport>,
    /// Whether the secrets among them are shown in clear.
    pub secrets_shown: bool,
    /// The notes about the text.
    pub notes: Vec<Sentence>,
    /// The control that takes out older tokens beside the block.
    pub remove_stale: Option<Control>,
    /// The text.
    pub text: SharedText,
    /// The part that is shown of a text that is too long.
    pub too_long: Option<LongTextView>,
}

impl From<&Model> for ConfigView {
    fn from(model: &Model) -> Self {
        let config = &model.config;
        let is_file = config.opened.is_some();
        let is_busy = matches!(config.update, ConfigUpdate::Underway { .. });
        Self {
            has_block: model.tokens.current.is_some(),
            is_file,
            too_long: too_long(config.too_long.as_ref(), ConfigText::Opened),
            withdrawn: config
                .update_is_withdrawn
                .then_some(text::config::UPDATE_WITHDRAWN),
            is_invalid: matches!(
                config.update,
                ConfigUpdate::NoConfig | ConfigUpdate::Refused(_) | ConfigUpdate::FileRefused(_)
            ),
            found: match is_file {
                true => "".into(),
                false => found(model),
            },
            controls: match is_file {
                true => Vec::new(),
                false => pasted_controls(model),
            },
            status: StatusLine {
                text: match is_file {
                    true => "".into(),
                    false => update::status(&config.update).into(),
                },
                tone: match is_busy {
                    true => Tone::Busy,
                    false => Tone::Plain,
                },
            },
            cancel: (is_busy && !is_file)
                .then(|| press(text::config::CANCEL_UPDATE, ConfigEvent::UpdateCancelled)),
            alert: update_alert(config)
                .filter(|_| !is_file && !matches!(config.update, ConfigUpdate::FileRefused(_))),
            updated: config
                .updated_config()
                .map(|updated| UpdatedView::new(updated, model)),
        }
    }
}

fn pasted_controls(model: &Model) -> Vec<Control> {
    let mut controls = Vec::new();
    if model.tokens.current.is_none() {
        controls.extend(take_app(model));
    }
    if model.can_refresh_config() {
        controls.push(press(text::config::REFRESH, ConfigEvent::RefreshChosen));
    }
    controls
}

fn update_alert(config: &Config) -> Option<AlertView> {
    let problem = update::problem(&config.update)?;
    Some(AlertView {
        next: problem.next.into_iter().map(Into::into).collect(),
        ..AlertView::new(Target::ConfigAlert, problem.title, problem.meaning)
    })
}

fn too_long(text: Option<&LongText>, which: ConfigText) -> Option<LongTextView> {
    text.map(|text| LongTextView {
        section: text
            .section
            .as_ref()
            .map(|(line, section)| (text::config::section_from(*line), section.clone())),
        length: text::config::too_many_lines(text.lines),
        show_all: press(text::config::SHOW_ALL, ConfigEvent::ShownInFull(which)),
    })
}

impl UpdatedView {
    fn new(updated: &UpdatedConfig, model: &Model) -> Self {
        let config = &model.config;
        let name = config.file_name();
        let can_be_saved = config
            .opened
            .as_ref()
            .is_some_and(|opened| opened.can_be_saved);
        let first = match Primary::from(model) {
            Primary::SaveFile => Weight::Primary,
            _ => Weight::Plain,
        };
        let mut exports = vec![
            press(text::config::DOWNLOAD, ConfigEvent::DownloadAsked),
            press(text::config::COPY, ConfigEvent::CopyAsked),
        ];
        if can_be_saved {
            let label = text::config::save_into(&name);
            let save = Control::button(label, Event::Config(ConfigEvent::SaveAsked));
            exports.insert(0, save.with_target(Target::Save));
        }
        exports[0].weight = first;
        Self {
            heading: update::heading(updated),
            exports,
            status: update::export_status(updated, &name),
            steps: match updated.has_left_the_page() && updated.report.program.is_none() {
                true => text::token::STEPS_AFTER_PUTTING_IT_IN,
                false => &[],
            },
            alert: update::saving_problem(updated.saving, &name)
                .map(|problem| AlertView::new(Target::SaveAlert, text::config::NOT_SAVED, problem)),
            report: updated.report.clone(),
            secrets_shown: updated.secrets_shown,
            notes: notes(updated),
            remove_stale: (!updated.report.stale.is_empty()).then(|| {
                press(
                    text::config::remove_stale(&updated.report.stale),
                    ConfigEvent::StaleRemovalAsked,
                )
            }),
            text: updated.text.clone(),
            too_long: too_long(updated.too_long.as_ref(), ConfigText::Updated),
        }
    }
}

/// The note on stale tokens comes last, with its control behind it.
fn notes(updated: &UpdatedConfig) -> Vec<Sentence> {
    let report = &updated.report;
    let mut notes = vec![update::everything_else(updated).to_owned()];
    if !report.placeholders_kept.is_empty() {
        notes.push(text::config::placeholders_kept(&report.placeholders_kept));
    }
    if !report.placeholders_replaced.is_empty() {
        notes.push(text::config::placeholders_replaced(
            &report.placeholders_replaced,
        ));
    }
    notes.extend(text::block::left_at_root(&report.left_at_root));
    if !report.stale.is_empty() {
        notes.push(text::config::stale(&report.stale));
    }
    notes.into_iter().map(Sentence::from).collect()
}
