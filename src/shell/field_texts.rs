//! Texts that came into a field without an event, as some password managers fill one in.

use crate::browser::page;
use crate::page::event::Event;
use crate::page::form::{Form, FormEvent};
use crate::page::target::Target;
use crate::shared_text::SharedText;
use crate::sign_in::form::FormField;

/// The fields that a password manager may fill in.
const FIELDS: [FormField; 3] = [FormField::ClientId, FormField::ClientSecret, FormField::Pin];

/// The texts that the page knows to stand in the fields of the document.
///
/// Drawing a field puts the page's own text into it. Whatever came in unheard would be lost then, so it is looked for before
/// each event.
#[derive(Debug, Default)]
pub struct FieldTexts {
    known: [SharedText; FIELDS.len()],
}

impl FieldTexts {
    /// Notes that the fields were drawn with these texts.
    pub fn drawn(&mut self, form: &Form) {
        for (field, known) in FIELDS.into_iter().zip(&mut self.known) {
            *known = form.fields.field(field).clone();
        }
    }

    /// Returns the events of typing the texts that came in unheard before `event`, which may tell of one itself.
    pub fn before(&mut self, event: Option<&Event>) -> Vec<Event> {
        self.unheard(event, |field| {
            page::value(Target::Field(field).element_id())
        })
    }

    fn unheard(
        &mut self,
        event: Option<&Event>,
        in_document: impl Fn(FormField) -> Option<String>,
    ) -> Vec<Event> {
        let told = match event {
            Some(Event::Form(FormEvent::Typed(field, text) | FormEvent::Pasted(field, text))) => {
                Some((*field, text))
            }
            _ => None,
        };
        let mut unheard = Vec::new();
        for (field, known) in FIELDS.into_iter().zip(&mut self.known) {
            match (told, in_document(field)) {
                (Some((told, text)), _) if told == field => *known = text.clone(),
                (_, Some(text)) if text != known.as_str() => {
                    *known = text.into();
                    unheard.push(Event::Form(FormEvent::Typed(field, known.clone())));
                }
                (_, Some(_) | None) => {}
            }
        }
        unheard
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(field: FormField, text: &str) -> Event {
        Event::Form(FormEvent::Typed(field, text.into()))
    }

    fn in_document(secret: &'static str) -> impl Fn(FormField) -> Option<String> {
        move |field| (field == FormField::ClientSecret).then(|| secret.into())
    }

    #[test]
    fn a_text_that_came_in_unheard_is_told_once() {
        let mut texts = FieldTexts::default();
        let secret = typed(FormField::ClientSecret, "filled in");
        assert_eq!(texts.unheard(None, in_document("filled in")), [secret]);
        assert_eq!(texts.unheard(None, in_document("filled in")), []);
    }

    #[test]
    fn what_is_typed_or_drawn_is_known() {
        let mut texts = FieldTexts::default();
        let secret = typed(FormField::ClientSecret, "typed");
        assert_eq!(texts.unheard(Some(&secret), in_document("typed")), []);
        assert_eq!(texts.unheard(None, in_document("typed")), []);

        let mut form = Form::default();
        form.fields
            .enter(FormField::ClientSecret, "from a file".into());
        texts.drawn(&form);
        assert_eq!(texts.unheard(None, in_document("from a file")), []);
    }

    #[test]
    fn a_text_that_is_not_drawn_yet_is_not_taken_for_one_that_came_in() {
        let mut texts = FieldTexts::default();
        let secret = typed(FormField::ClientSecret, "typed");
        texts.unheard(Some(&secret), in_document("typed"));
        let over = Event::StartOverAsked;
        assert_eq!(texts.unheard(Some(&over), in_document("typed")), []);
        assert_eq!(texts.unheard(None, in_document("typed")), []);
    }
}
