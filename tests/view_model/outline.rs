//! The page as a reader meets it: an outline of roles, names and sentences.
//!
//! ```text
//! alert: Wrong client ID or secret
//!   Trakt does not know …
//!   button [primary]: Check client ID and secret
//! ```

use std::fmt::Display;

use kometa_trakt_sign_in::kometa::config::Line;
use kometa_trakt_sign_in::page::view_model::ViewModel;
use kometa_trakt_sign_in::page::view_model::config::{ConfigView, OpenedView, UpdatedView};
use kometa_trakt_sign_in::page::view_model::form::FormView;
use kometa_trakt_sign_in::page::view_model::primary::Primary;
use kometa_trakt_sign_in::page::view_model::result::ResultView;
use kometa_trakt_sign_in::page::view_model::shapes::{
    AlertView, Control, ControlAction, CopyView, Fact, FieldView, LongTextView, QuestionView,
    StatusLine, Tone, Weight,
};
use kometa_trakt_sign_in::page::view_model::sign_in::{MethodView, PinView, SignInView};
use kometa_trakt_sign_in::sign_in::form::{FormField, SignInMethod};
use kometa_trakt_sign_in::text;

/// Lines, each below what it belongs to.
#[derive(Default)]
pub struct Outline {
    lines: Vec<String>,
    depth: usize,
}

impl Outline {
    pub fn finish(self) -> String {
        self.lines.join("\n")
    }

    pub fn line(&mut self, words: impl Display) {
        self.lines
            .push(format!("{}{words}", "  ".repeat(self.depth)));
    }

    /// A sentence, if there is one.
    fn says(&mut self, words: &str) {
        if !words.is_empty() {
            self.line(words);
        }
    }

    /// A role with its name or sentence, if there is one.
    fn has(&mut self, role: &str, words: &str) {
        if !words.is_empty() {
            self.line(format_args!("{role}: {words}"));
        }
    }

    fn below(&mut self, what: impl FnOnce(&mut Self)) {
        self.depth += 1;
        what(self);
        self.depth -= 1;
    }

    fn control(&mut self, control: &Control) {
        let weight = match control.weight {
            Weight::Plain => "",
            Weight::Primary => " [primary]",
            Weight::Quiet => " [quiet]",
            Weight::Danger => " [danger]",
        };
        match &control.action {
            ControlAction::Press(_) => self.line(format_args!("button{weight}: {}", control.label)),
            ControlAction::Submit => self.line(format_args!("button{weight}: {}", control.label)),
            ControlAction::Follow { url, .. } => {
                self.line(format_args!("link{weight}: {}", control.label));
                self.below(|outline| outline.line(url));
            }
        }
    }

    fn controls<'a>(&mut self, controls: impl IntoIterator<Item = &'a Control>) {
        controls
            .into_iter()
            .for_each(|control| self.control(control));
    }

    fn status(&mut self, role: &str, line: &StatusLine) {
        let tone = match line.tone {
            Tone::Plain => "",
            Tone::Good => " [good]",
            Tone::Warning => " [warning]",
            Tone::Busy => " [busy]",
        };
        self.has(&format!("{role}{tone}"), &line.text);
    }

    /// Whether there is a network.
    pub fn connection(&mut self, line: &StatusLine) {
        self.status("status", line);
    }

    fn copy(&mut self, copy: &CopyView) {
        self.line(format_args!("button: {}", copy.button));
        self.below(|outline| {
            outline.says(copy.text.as_str());
            outline.has("status", copy.status);
        });
    }

    fn text_area(&mut self, name: &str, text: &str) {
        self.line(format_args!("text area: {name}"));
        self.below(|outline| {
            text.lines()
                .for_each(|line| outline.line(format_args!("| {line}")))
        });
    }

    fn long_text(&mut self, view: &LongTextView) {
        self.says(&view.length);
        if let Some((before, section)) = &view.section {
            self.text_area(before, section.as_str());
        }
        self.control(&view.show_all);
    }

    fn field(&mut self, view: &FieldView) {
        let name = text::input::field_name(view.field);
        let marked = if view.is_invalid { " [invalid]" } else { "" };
        let text = match view.field {
            FormField::ClientSecret => "•".repeat(view.text.as_str().chars().count()),
            _ => view.text.as_str().to_owned(),
        };
        self.line(format!("field{marked}: {name} {text}").trim_end());
        self.below(|outline| view.remarks.iter().for_each(|remark| outline.says(remark)));
    }

    pub fn alert(&mut self, view: &AlertView) {
        self.line(format_args!("alert: {}", view.title));
        self.below(|outline| {
            outline.says(&view.meaning);
            for (_, problem) in &view.fields {
                outline.line(format_args!("link: {problem}"));
            }
            outline.controls(&view.controls);
            for next in &view.next {
                outline.line(format_args!("– {next}"));
            }
            for fact in &view.facts {
                match fact {
                    Fact::Sentence(words) => outline.says(words),
                    Fact::Said { by, words } => {
                        outline.line(format_args!("{}“{words}”", text::failure::said_by(by)));
                    }
                }
            }
            if let Some(received) = &view.received {
                outline.text_area(text::failure::WHOLE_ANSWER, received.as_str());
            }
            view.value.iter().for_each(|value| outline.copy(value));
        });
    }

    fn question(&mut self, view: &QuestionView) {
        self.line(format_args!("question: {}", view.label));
        self.below(|outline| {
            if view.text != view.label {
                outline.says(&view.text);
            }
            outline.controls(&view.answers);
        });
    }

    /// The card of the opened file, and the alert below it.
    pub fn opened(&mut self, view: &OpenedView) {
        if let Some(card) = &view.card {
            match card.done.is_empty() {
                true => self.status("file", &card.headline),
                false => self.line(format_args!("file, not announced: {}", card.done)),
            }
            self.below(|outline| {
                outline.says(&card.note);
                outline.status("status", &card.status);
                outline.says(&card.status_note);
                outline.controls(&card.controls);
            });
        }
        view.alert.iter().for_each(|alert| self.alert(alert));
        self.has("status", &view.late_save);
    }

    /// The first step, and the fields of the second.
    pub fn form(&mut self, view: &FormView) {
        self.line(format_args!("step 1: {}", view.app_title));
        self.below(|outline| {
            outline.field(&view.client_id);
            if !view.client_secret_is_with_block {
                outline.field(&view.client_secret);
            }
            outline.has("status", &view.filled_in);
            if let Some(new_app) = &view.new_app {
                outline.line(format_args!("folded: {}", text::form::NO_APP));
                outline.below(|outline| {
                    outline.copy(&new_app.redirect_uri);
                    outline.copy(&new_app.origin);
                });
            }
        });
    }

    /// The ways to sign in, with the fields and controls of the chosen one.
    pub fn method(&mut self, view: &ViewModel) {
        let form = &view.form;
        for method in SignInMethod::ALL {
            let mark = if method == form.method {
                "(•)"
            } else {
                "( )"
            };
            self.line(format_args!(
                "radio {mark}: {}",
                text::form::method_name(method)
            ));
        }
        if !form.can_return {
            self.says(text::form::NO_RETURN);
        }
        let submit = match form.primary {
            Primary::Submit => "button [primary]",
            _ => "button",
        };
        match &view.sign_in.method {
            MethodView::Pin => {
                self.pin(form, &view.sign_in.pin);
                self.has(submit, text::form::EXCHANGE_PIN);
            }
            MethodView::Return {
                is_insecure,
                has_secret,
            } => {
                self.says(text::form::ABOUT_LEAVING);
                if *has_secret {
                    self.says(text::form::SECRET_NOT_KEPT.trim_start());
                }
                if *is_insecure {
                    self.says(text::form::INSECURE);
                }
                self.has(submit, text::form::LEAVE);
            }
            MethodView::Device(None) => self.has(submit, text::form::GET_DEVICE_CODE),
            MethodView::Device(Some(code)) => {
                self.line(format_args!("code: {}", code.code));
                self.control(&code.open);
                self.copy(&code.copy);
                self.says(&code.elsewhere);
                self.has("timer", &code.life_left);
                self.control(&code.other_host);
            }
            MethodView::Refresh {
                text,
                is_invalid,
                found,
                problem,
            } => {
                let marked = if *is_invalid { " [invalid]" } else { "" };
                let name = text::input::field_name(FormField::CurrentBlock);
                self.text_area(&format!("{name}{marked}"), text.as_str());
                self.has("status", found);
                problem.iter().for_each(|problem| self.says(problem));
                self.has(submit, text::form::REFRESH);
            }
        }
    }

    fn pin(&mut self, form: &FormView, view: &PinView) {
        match &form.pin_link {
            Ok(url) => {
                let weight = match form.primary {
                    Primary::PinLink => " [primary]",
                    _ => "",
                };
                self.line(format_args!("link{weight}: {}", text::form::GET_PIN));
                self.below(|outline| outline.line(url));
            }
            Err(reason) => self.says(reason),
        }
        if form.lacks_secret {
            self.says(text::form::NO_SECRET);
            self.line(format_args!(
                "button [quiet]: {}",
                text::form::USE_DEVICE_CODE
            ));
        }
        self.says(&view.abandoned_host);
        self.says(&view.trouble);
        self.field(&form.pin);
        view.life_left
            .iter()
            .for_each(|left| self.has("timer", left));
        self.says(&view.expired);
        if let Some(way_on) = &view.no_pin {
            self.line(format_args!("folded: {}", text::form::NO_PIN));
            self.below(|outline| outline.control(way_on));
        }
    }

    /// How the sign-in stands, and why it brought no token.
    pub fn sign_in(&mut self, view: &SignInView) {
        view.done.iter().for_each(|done| self.has("done", done));
        self.status("status", &view.status);
        view.countdown
            .iter()
            .for_each(|countdown| self.has("timer", countdown));
        self.controls(&view.wait_controls);
        view.question
            .iter()
            .for_each(|question| self.question(question));
        view.alert.iter().for_each(|alert| self.alert(alert));
        if let Some(command) = &view.command {
            self.text_area(command.label, command.command.text.as_str());
            self.copy_button(&command.command);
            self.control(&command.other);
            let name = text::input::field_name(FormField::Printed);
            self.text_area(name, command.output.as_str());
            command
                .problem
                .iter()
                .for_each(|problem| self.says(problem));
        }
    }

    /// The button of a value that stands beside it already.
    fn copy_button(&mut self, copy: &CopyView) {
        self.line(format_args!("button: {}", copy.button));
        self.below(|outline| outline.has("status", copy.status));
    }

    /// The block, and what to do with it.
    pub fn result(&mut self, view: &ResultView) {
        self.line(format_args!("heading: {}", view.heading));
        view.warning
            .iter()
            .for_each(|warning| self.has("warning", warning));
        view.secret.iter().for_each(|secret| self.field(secret));
        self.controls(&view.exports);
        self.has("status", view.export_status);
        self.text_area(text::token::BLOCK, view.block.as_str());
        for replaced in &view.replaced {
            self.text_area(text::token::REPLACED, replaced.as_str());
        }
        self.status("check", &view.check);
        view.alert.iter().for_each(|alert| self.alert(alert));
        self.steps(view.steps);
        for note in &view.notes {
            self.line(format_args!("– {note}"));
        }
        self.controls(&view.controls);
        self.result_questions(view);
    }

    /// The same without the block itself and what is always said of it.
    pub fn care(&mut self, view: &ResultView) {
        self.line(format_args!("heading: {}", view.heading));
        self.controls(&view.exports);
        self.has("status", view.export_status);
        self.status("check", &view.check);
        view.alert.iter().for_each(|alert| self.alert(alert));
        self.result_questions(view);
    }

    fn result_questions(&mut self, view: &ResultView) {
        let questions = [&view.revocation, &view.question].into_iter().flatten();
        questions.for_each(|question| self.question(question));
    }

    /// The user's text, and what came of its update.
    pub fn config(&mut self, view: &ConfigView) {
        view.too_long.iter().for_each(|text| self.long_text(text));
        view.withdrawn
            .iter()
            .for_each(|withdrawn| self.has("warning", withdrawn));
        self.has("status", &view.found);
        self.controls(&view.controls);
        self.status("status", &view.status);
        self.controls(&view.cancel);
        view.alert.iter().for_each(|alert| self.alert(alert));
        view.updated
            .iter()
            .for_each(|updated| self.updated(updated));
    }

    fn steps(&mut self, steps: &[&str]) {
        for (index, step) in steps.iter().enumerate() {
            self.line(format_args!("{}. {step}", index + 1));
        }
    }

    /// The ways in which the updated text leaves the page.
    pub fn saving(&mut self, view: &UpdatedView) {
        self.line(format_args!("heading: {}", view.heading));
        self.controls(&view.exports);
        self.has("status", &view.status);
        view.alert.iter().for_each(|alert| self.alert(alert));
        self.steps(view.steps);
    }

    fn updated(&mut self, view: &UpdatedView) {
        self.saving(view);
        for change in view.report.changes.iter() {
            let before = change.before.iter().map(|line| ('−', line));
            let after = change.after.iter().map(|line| ('+', line));
            for (sign, line) in before.chain(after) {
                self.line(format_args!(
                    "{sign} {} {}",
                    line.number,
                    shown(line, view.secrets_shown)
                ));
            }
        }
        for note in &view.notes {
            self.line(format_args!("– {note}"));
        }
        self.controls(&view.remove_stale);
        self.text_area(text::config::UPDATED_LABEL, view.text.as_str());
        view.too_long.iter().for_each(|text| self.long_text(text));
    }
}

fn shown(line: &Line, secrets_shown: bool) -> String {
    let mut text = line.text.clone();
    if !secrets_shown {
        for secret in line.secrets.iter().rev() {
            text.replace_range(secret.clone(), "•••");
        }
    }
    text
}
