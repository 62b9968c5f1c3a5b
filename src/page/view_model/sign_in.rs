//! The second step: what the chosen way takes, how the sign-in stands, and why it brought no token.

use super::form::{pin_link, use_device_code};
use super::found::found;
use super::primary::Primary;
use super::shapes::{
    AlertView, Control, CopyView, Fact, QuestionView, Sentence, StatusLine, Tone, Weight,
};
use crate::kometa::refresh::{RefreshInputError, ValueSource};
use crate::page::event::{AfterRevocation, Event, Question};
use crate::page::model::Model;
use crate::page::reading::Reading;
use crate::page::stage::{Place, PrecheckState, Stage};
use crate::page::target::Target;
use crate::shared_text::SharedText;
use crate::sign_in::form::{FormField, InputProblem, SignInMethod};
use crate::text::{self, Explanation, Remedy};
use crate::trakt::command::{self, Shell};
use crate::trakt::precheck::PrecheckTrouble;
use crate::trakt::response::ErrorDetails;
use crate::trakt::{Failure, FailureCause, Field, InputError};

/// The second step.
#[derive(Debug, Clone, PartialEq)]
pub struct SignInView {
    /// The line that stands for the step once it is done.
    pub done: Option<&'static str>,
    /// Whether a sign-in is in progress.
    pub is_busy: bool,
    /// The line about the state of the sign-in.
    pub status: StatusLine,
    /// The time that a pause still lasts, if the user can skip it.
    pub countdown: Option<String>,
    /// The controls that end a wait.
    pub wait_controls: Vec<Control>,
    /// The question that the user is asked.
    pub question: Option<QuestionView>,
    /// Why there is no token.
    pub alert: Option<AlertView>,
    /// The request as commands, where the browser cannot send it.
    pub command: Option<CommandView>,
    /// The PIN's own lines.
    pub pin: PinView,
    /// The controls of the chosen way to sign in, if it is not the PIN.
    pub method: MethodView,
}

/// The lines about a PIN.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PinView {
    /// The time that the PIN may still live.
    pub life_left: Option<String>,
    /// The note on a link that leads to another host than before.
    pub abandoned_host: Sentence,
    /// The note on a PIN that must have expired.
    pub expired: Sentence,
    /// Trouble that was seen ahead.
    pub trouble: Sentence,
    /// The way on where Trakt shows no PIN, once the link was followed.
    pub no_pin: Option<Control>,
}

/// The controls of a way to sign in.
#[derive(Debug, Clone, PartialEq)]
pub enum MethodView {
    /// The PIN, which stands in the form.
    Pin,
    /// The way to Trakt and back.
    Return {
        /// Whether others on the network could change the page on its way here.
        is_insecure: bool,
        /// Whether the client secret will have to be entered again.
        has_secret: bool,
    },
    /// The device code, once Trakt has given one.
    Device(Option<Box<DeviceCodeView>>),
    /// The block to refresh.
    Refresh {
        /// The pasted text.
        text: SharedText,
        /// Whether the text keeps the form from being sent.
        is_invalid: bool,
        /// The sentence about what the text holds.
        found: Sentence,
        /// Says that nothing was pasted.
        problem: Option<Sentence>,
    },
}

/// A code to enter at Trakt.
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceCodeView {
    /// The code in groups.
    pub code: String,
    /// The code as Trakt gave it, to copy.
    pub copy: CopyView,
    /// The link that carries the code.
    pub open: Control,
    /// The address to enter the code at on another device.
    pub elsewhere: Sentence,
    /// The address with the code in it.
    pub activation_url: String,
    /// The button that gets a code of the other host.
    pub other_host: Control,
    /// The lifetime that the code has left.
    pub life_left: String,
}

/// The request as commands, and the place for what a command printed.
#[derive(Debug, Clone, PartialEq)]
pub struct CommandView {
    /// The label of the command: which system it is for.
    pub label: &'static str,
    /// The command.
    pub command: CopyView,
    /// The control that shows the other system's command.
    pub other: Control,
    /// The output of a command, as pasted.
    pub output: SharedText,
    /// Why that cannot be used.
    pub problem: Option<Sentence>,
}

impl From<&Model> for SignInView {
    fn from(model: &Model) -> Self {
        let is_busy = model.attempt.stage.is_busy();
        let token = model.tokens.current.as_ref().filter(|_| !is_busy);
        let pause_left = model.attempt.stage.pause_left(model.now());
        let countdown = pause_left.filter(|_| model.attempt.stage.pause_can_be_skipped());
        Self {
            done: token.map(|token| text::progress::method_taken(token.method)),
            is_busy,
            status: StatusLine {
                text: match model.has_been_drawn {
                    true => status(model),
                    false => "".into(),
                },
                tone: match is_busy {
                    true => Tone::Busy,
                    false => Tone::Plain,
                },
            },
            wait_controls: wait_controls(is_busy, countdown.is_some()),
            countdown: countdown.map(text::progress::countdown),
            question: question(model, false),
            alert: alert_of_place(model, Place::Form),
            command: command_view(model),
            pin: pin(model),
            method: method(model),
        }
    }
}

fn status(model: &Model) -> Sentence {
    match &model.attempt.stage {
        Stage::ReadingBlock => text::progress::READING_BLOCK.into(),
        Stage::InProgress(sign_in) => text::progress::status(sign_in.status()),
        Stage::Cancelled => text::progress::cancelled(model.attempt.awaits_token()).into(),
        Stage::CameBack { secret_is_wanted } => text::progress::came_back(*secret_is_wanted).into(),
        Stage::InputRefused(_) | Stage::Failed(_) | Stage::ReturnRefused(_) => "".into(),
        Stage::Idle => match model.tokens.usable() {
            Some(_) => text::progress::BLOCK_IS_READY.into(),
            None => "".into(),
        },
    }
}

fn wait_controls(is_busy: bool, can_skip: bool) -> Vec<Control> {
    if !is_busy {
        return Vec::new();
    }
    let cancel =
        Control::button(text::progress::CANCEL, Event::Cancelled).with_target(Target::Cancel);
    match can_skip {
        true => vec![
            Control::button(text::progress::TRY_NOW, Event::PauseSkipped),
            cancel,
        ],
        false => vec![cancel],
    }
}

/// The question that is asked beside the block, or the one that is asked beside the form.
pub(super) fn question(model: &Model, is_beside_block: bool) -> Option<QuestionView> {
    use AfterRevocation::{SignIn, StartOver};
    let (belongs_beside_block, question) = match model.question.as_ref()? {
        Question::StartOver => (true, text::progress::START_OVER),
        Question::AbandonRevocation(StartOver) => (true, text::progress::START_OVER_WHILE_REVOKING),
        Question::AbandonRevocation(SignIn(_)) => (false, text::progress::SIGN_IN_WHILE_REVOKING),
        Question::SignInAgain(_) => (false, text::progress::SIGN_IN_AGAIN),
        Question::Leave(_) => (
            false,
            match model.tokens.has_unsaved_block() {
                true => text::progress::LEAVE_BLOCK,
                false => text::progress::LEAVE_CONFIG,
            },
        ),
    };
    let answer = |go_on| Event::QuestionAnswered { go_on };
    (belongs_beside_block == is_beside_block)
        .then(|| QuestionView::new(Target::Question, question, answer(true), answer(false)))
}

/// Why there is no token, if the sign-in was begun at this place.
pub(super) fn alert_of_place(model: &Model, place: Place) -> Option<AlertView> {
    alert(model).filter(|_| model.attempt.place == place)
}

/// Why there is no token. Each attempt has an alert of its own, so that it is announced.
fn alert(model: &Model) -> Option<AlertView> {
    let key = model.attempt.id.map_or(0, |id| id.number());
    match &model.attempt.stage {
        Stage::InputRefused(problems) => Some(input_alert(model, problems, key)),
        Stage::Failed(failure) => Some(failure_alert(model, failure, key)),
        Stage::ReturnRefused(error) => {
            let explanation = text::redirect::explain(error);
            let mut alert = explained(model, explanation, key);
            alert.facts = said(text::redirect::SAID_BY.into(), &error.details());
            Some(alert)
        }
        Stage::Idle
        | Stage::ReadingBlock
        | Stage::InProgress(_)
        | Stage::CameBack { .. }
        | Stage::Cancelled => None,
    }
}

fn input_alert(model: &Model, problems: &[InputProblem], key: u32) -> AlertView {
    let lacks_secret = model.form.fields.method == SignInMethod::Pin
        && problems.iter().any(|problem| {
            matches!(
                problem,
                InputProblem::Input(InputError::Empty(Field::ClientSecret))
            )
        });
    let (meaning, fields) = match problems {
        [only] => (text::input::problem(only), Vec::new()),
        several => (
            String::new(),
            several
                .iter()
                .map(|problem| (problem.field(), text::input::problem(problem).into()))
                .collect(),
        ),
    };
    AlertView {
        key,
        fields,
        controls: lacks_secret.then(use_device_code).into_iter().collect(),
        ..AlertView::new(
            Target::InputAlert,
            text::input::refused_title(problems),
            meaning,
        )
    }
}

fn explained(model: &Model, explanation: Explanation, key: u32) -> AlertView {
    let Explanation {
        title,
        meaning,
        next,
        remedies,
    } = explanation;
    AlertView {
        key,
        next: next.into_iter().map(Into::into).collect(),
        controls: controls(model, remedies),
        ..AlertView::new(Target::SignInAlert, title, meaning)
    }
}

fn controls(model: &Model, remedies: Vec<Remedy>) -> Vec<Control> {
    let mut open: Vec<Remedy> = Vec::new();
    for remedy in remedies {
        let remedy = match remedy {
            // The host is chosen already: what is left is to use it.
            Remedy::Host(host) if host == model.form.fields.host => Remedy::TryAgain,
            other => other,
        };
        if !open.contains(&remedy) {
            open.push(remedy);
        }
    }
    let mut controls: Vec<Control> = open
        .into_iter()
        .filter_map(|remedy| control(model, remedy))
        .collect();
    if let (Some(first), Primary::Alert) = (controls.first_mut(), Primary::from(model)) {
        first.weight = Weight::Primary;
    }
    controls
}

fn control(model: &Model, remedy: Remedy) -> Option<Control> {
    let label = text::remedy(remedy);
    Some(match remedy {
        Remedy::TryAgain => Control::submit(label),
        Remedy::NewPin => {
            let url = pin_link(&model.form).ok()?;
            Control::link(label, url, Event::PinLinkFollowed)
        }
        Remedy::CheckApp => {
            Control::button(label, Event::FocusAsked(Target::Field(FormField::ClientId)))
        }
        Remedy::OtherCommand(shell) => Control::button(label, Event::ShellChosen(shell)),
        Remedy::Method(method) => Control::button(label, Event::MethodChosen(method)),
        Remedy::Host(host) => {
            let event = crate::page::form::FormEvent::HostChosen(host);
            Control::button(label, Event::Form(event))
        }
    })
}

fn failure_alert(model: &Model, failure: &Failure, key: u32) -> AlertView {
    let mut alert = explained(model, text::failure::explain(failure), key);
    if matches!(failure.cause, FailureCause::ResponseHidden) {
        let page = model.form.page.as_ref();
        let origin = page.map(|page| page.origin.as_ref()).unwrap_or_default();
        alert
            .facts
            .push(Fact::Sentence(text::failure::this_origin(origin).into()));
        if origin == "null" {
            alert
                .facts
                .push(Fact::Sentence(text::failure::NULL_ORIGIN.into()));
        }
        let latest = model.copies.latest;
        alert.value = Some(CopyView::new(text::form::COPY_ORIGIN, origin, latest));
    }
    if let Some(other) = &failure.other_host {
        let host = other.host.token_host();
        let sentence = text::failure::other_host(host, &other.cause);
        alert.facts.push(Fact::Sentence(sentence.into()));
        alert.facts.extend(said(host.into(), &other.details));
    }
    let host = failure.host.token_host();
    alert.facts.extend(said(host.into(), &failure.details));
    alert.received = failure.received.clone();
    alert
}

fn said(by: Sentence, details: &ErrorDetails) -> Vec<Fact> {
    text::failure::details(details)
        .map(|words| Fact::Said { by, words })
        .into_iter()
        .collect()
}

fn command_view(model: &Model) -> Option<CommandView> {
    let request = model
        .attempt
        .command_request(&model.form, &model.block_reading)?
        .to_request();
    let latest = model.copies.latest;
    let is_refused = model
        .attempt
        .stage
        .input_problems()
        .iter()
        .any(|problem| problem.field() == FormField::Printed);
    let own = model.form.page.as_ref().map(|page| page.shell);
    let shell = model.attempt.shell.or(own).unwrap_or(Shell::Posix);
    let (label, copy, command, other) = match shell {
        Shell::Posix => (
            text::command::FOR_SH,
            text::command::COPY_FOR_SH,
            command::for_sh(&request),
            Shell::PowerShell,
        ),
        Shell::PowerShell => (
            text::command::FOR_POWERSHELL,
            text::command::COPY_FOR_POWERSHELL,
            command::for_powershell(&request),
            Shell::Posix,
        ),
    };
    Some(CommandView {
        label,
        command: CopyView::new(copy, command, latest),
        other: Control::button(
            text::command_output::show_command(other),
            Event::ShellChosen(other),
        )
        .with_weight(Weight::Quiet),
        output: model.form.fields.printed.clone(),
        problem: is_refused.then(|| text::input::problem(&InputProblem::NothingPrinted).into()),
    })
}

fn pin(model: &Model) -> PinView {
    let left = model.attempt.pin_life_left(model.now());
    PinView {
        life_left: left
            .filter(|left| !left.is_zero())
            .map(text::progress::pin_life),
        abandoned_host: match model.attempt.abandoned_host {
            Some(host) => text::progress::abandoned_host(host).into(),
            None => "".into(),
        },
        expired: match left {
            Some(left) if left.is_zero() => text::progress::PIN_HAS_EXPIRED.into(),
            _ => "".into(),
        },
        trouble: match &model.attempt.precheck {
            // Said with the name of the host that was left.
            PrecheckState::Trouble(PrecheckTrouble::NotServed)
                if model.attempt.abandoned_host.is_some() =>
            {
                "".into()
            }
            PrecheckState::Trouble(trouble) => text::progress::precheck(*trouble).into(),
            PrecheckState::Quiet | PrecheckState::Underway(_) => "".into(),
        },
        no_pin: left.map(|_| use_device_code().with_weight(Weight::Quiet)),
    }
}

fn method(model: &Model) -> MethodView {
    let form = &model.form;
    match form.fields.method {
        SignInMethod::Pin => MethodView::Pin,
        SignInMethod::Return => MethodView::Return {
            is_insecure: form.page.as_ref().is_some_and(|page| !page.is_secure),
            has_secret: !form.fields.client_secret.is_blank(),
        },
        SignInMethod::Device => {
            let code = model.attempt.stage.device_code(model.monotonic());
            MethodView::Device(code.map(|(authorization, left)| {
                Box::new(DeviceCodeView {
                    code: text::progress::grouped_code(&authorization.user_code),
                    copy: CopyView::new(
                        text::form::COPY_CODE,
                        authorization.user_code.as_str(),
                        model.copies.latest,
                    ),
                    open: Control::link(
                        text::form::OPEN_TRAKT,
                        authorization.activation_url(),
                        Event::DeviceLinkFollowed,
                    )
                    .with_weight(Weight::Primary),
                    elsewhere: text::form::enter_code_at(&authorization.verification_url).into(),
                    other_host: Control::button(
                        text::form::code_of_other_host(form.fields.host.other()),
                        Event::OtherHostCodeAsked,
                    )
                    .with_weight(Weight::Quiet),
                    activation_url: authorization.activation_url(),
                    life_left: text::progress::code_life(left),
                })
            }))
        }
        SignInMethod::Refresh => {
            let is_invalid = model
                .attempt
                .stage
                .input_problems()
                .iter()
                .any(|problem| problem.field() == FormField::CurrentBlock);
            let nothing = text::block::NO_TRAKT_SECTION;
            let text = form.fields.current_block.clone();
            let problem = (is_invalid && text.is_blank())
                .then(|| text::input::refresh_input_error(&RefreshInputError::Empty).into());
            MethodView::Refresh {
                text,
                is_invalid,
                found: [
                    found(&model.block_reading, nothing, model.now()).as_ref(),
                    typed_app_wins(model, &model.block_reading),
                ]
                .join(" ")
                .trim()
                .to_owned()
                .into(),
                problem,
            }
        }
    }
}

/// The sentence on an app that was typed after a block came, which is the one that is sent.
pub(super) fn typed_app_wins(model: &Model, reading: &Reading) -> &'static str {
    let Some(found) = reading.found() else {
        return "";
    };
    let sources = model.form.fields.app_sources(found);
    let id_wins = sources.client_id == ValueSource::Field && found.client_id.is_some();
    let secret_wins = sources.client_secret == ValueSource::Field && found.client_secret.is_some();
    match id_wins || secret_wins {
        true => text::form::TYPED_APP_WINS,
        false => "",
    }
}
