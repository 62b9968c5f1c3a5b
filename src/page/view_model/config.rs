//! The user's `config.yml`: the opened file at the top of the page, and the text with what was made of it below.

use std::rc::Rc;

use super::shapes::{
    AlertView, Control, LongTextView, QuestionView, Sentence, StatusLine, Tone, Weight,
};
use crate::kometa::config::Change;
use crate::page::config::{
    Config, ConfigEvent, ConfigNextStep, ConfigText, ConfigUpdate, Saving, UpdatedConfig,
};
use crate::page::event::Event;
use crate::page::long_text::LongText;
use crate::page::model::Model;
use crate::page::target::Target;
use crate::shared_text::SharedText;
use crate::text;

/// The file that was opened, and the step that fits it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OpenedView {
    /// The line with the file's name.
    pub name: Option<String>,
    /// What was found in the file.
    pub found: Sentence,
    /// The controls that fit the file.
    pub controls: Vec<Control>,
    /// Whether a sign-in is in progress, or over.
    pub has_begun: bool,
}

impl From<&Model> for OpenedView {
    fn from(model: &Model) -> Self {
        let has_begun = model.tokens.current.is_some() || model.attempt.stage.is_busy();
        let Some(opened) = &model.config.opened else {
            return Self {
                has_begun,
                ..Self::default()
            };
        };
        Self {
            name: Some(text::config::opened(&opened.name)),
            found: found(model),
            controls: match has_begun {
                true => Vec::new(),
                false => next_step_controls(model),
            },
            has_begun,
        }
    }
}

fn press(label: &'static str, event: ConfigEvent) -> Control {
    Control::button(label, Event::Config(event))
}

fn next_step_controls(model: &Model) -> Vec<Control> {
    let refresh = || press(text::config::REFRESH, ConfigEvent::RefreshChosen);
    let mut controls = match model.config_next_step() {
        Some(ConfigNextStep::Refresh) => vec![refresh().with_weight(Weight::Primary)],
        Some(ConfigNextStep::CheckOrRefresh) => vec![
            press(text::config::CHECK, ConfigEvent::TokenTaken).with_weight(Weight::Primary),
            refresh(),
        ],
        Some(ConfigNextStep::SignIn | ConfigNextStep::Update) | None => Vec::new(),
    };
    controls.extend(take_app(model));
    controls
}

fn take_app(model: &Model) -> Option<Control> {
    let is_offered = model.config.offered_app(&model.form.fields).is_some();
    is_offered.then(|| press(text::config::TAKE_APP, ConfigEvent::AppTaken))
}

fn found(model: &Model) -> Sentence {
    let nothing = text::config::NO_SECTION_YET;
    text::config::found(&model.config.reading, nothing, model.now()).into()
}

/// The text, and what was made of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfigView {
    /// Whether there is a block to put into the text.
    pub has_block: bool,
    /// The part that is shown of a text that is too long.
    pub too_long: Option<LongTextView>,
    /// That an update was withdrawn.
    pub withdrawn: Option<&'static str>,
    /// Whether the text kept the update from being made.
    pub is_invalid: bool,
    /// What was found in a pasted text.
    pub found: Sentence,
    /// The controls that fit a pasted text.
    pub controls: Vec<Control>,
    /// How the update stands.
    pub status: StatusLine,
    /// The control that stops the update.
    pub cancel: Option<Control>,
    /// Why there is no update.
    pub alert: Option<AlertView>,
    /// How a save ended whose file is no longer the one on the page.
    pub late_save: Option<String>,
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
    /// The question whether to overwrite the file.
    pub save_question: Option<QuestionView>,
    /// How the last export or save ended.
    pub status: String,
    /// Why the file was not saved.
    pub alert: Option<AlertView>,
    /// The lines that differ.
    pub changes: Rc<[Change]>,
    /// Whether the secrets among them are shown in clear.
    pub secrets_shown: bool,
    /// What there is to know about the text.
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
                text: text::config::update_status(&config.update).into(),
                tone: match is_busy {
                    true => Tone::Busy,
                    false => Tone::Plain,
                },
            },
            cancel: is_busy
                .then(|| press(text::config::CANCEL_UPDATE, ConfigEvent::UpdateCancelled)),
            alert: update_alert(config),
            late_save: config
                .late_save
                .as_ref()
                .map(|save| text::config::late_save(&save.name, save.result)),
            updated: config
                .updated_config()
                .map(|updated| UpdatedView::new(updated, config)),
        }
    }
}

fn pasted_controls(model: &Model) -> Vec<Control> {
    let app = take_app(model).filter(|_| model.tokens.current.is_none());
    let refresh = model
        .can_refresh_config()
        .then(|| press(text::config::REFRESH, ConfigEvent::RefreshChosen));
    app.into_iter().chain(refresh).collect()
}

fn update_alert(config: &Config) -> Option<AlertView> {
    let problem = text::config::update_problem(&config.update)?;
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
    fn new(updated: &UpdatedConfig, config: &Config) -> Self {
        let name = config.file_name();
        let can_be_saved = config
            .opened
            .as_ref()
            .is_some_and(|opened| opened.can_be_saved);
        let save = can_be_saved.then(|| {
            Control::button(
                text::config::save_into(&name),
                Event::Config(ConfigEvent::SaveAsked),
            )
            .with_weight(Weight::Primary)
            .with_target(Target::Save)
        });
        let download = press(text::config::DOWNLOAD, ConfigEvent::DownloadAsked);
        let download = match can_be_saved {
            true => download,
            false => download.with_weight(Weight::Primary),
        };
        let copy = press(text::config::COPY, ConfigEvent::CopyAsked);
        Self {
            heading: text::config::updated_heading(updated),
            exports: save.into_iter().chain([download, copy]).collect(),
            save_question: (updated.saving == Saving::Confirming).then(|| {
                QuestionView::new(
                    Target::SaveQuestion,
                    text::config::save_question(&name),
                    Event::Config(ConfigEvent::SaveConfirmed),
                    Event::Config(ConfigEvent::SaveDeclined),
                )
            }),
            status: text::config::config_export(updated, &name),
            alert: text::config::saving_problem(updated.saving, &name)
                .map(|problem| AlertView::new(Target::SaveAlert, text::config::NOT_SAVED, problem)),
            changes: updated.changes.clone(),
            secrets_shown: updated.secrets_shown,
            notes: notes(updated),
            remove_stale: (!updated.stale.is_empty()).then(|| {
                press(
                    text::config::remove_stale(&updated.stale),
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
    let some = |keys: &[_]| !keys.is_empty();
    [
        Some(text::config::everything_else(updated).into()),
        some(&updated.placeholders_kept)
            .then(|| text::config::placeholders_kept(&updated.placeholders_kept).into()),
        some(&updated.placeholders_replaced)
            .then(|| text::config::placeholders_replaced(&updated.placeholders_replaced).into()),
        some(&updated.stale).then(|| text::config::stale(&updated.stale).into()),
    ]
    .into_iter()
    .flatten()
    .collect()
}
