//! The form's own button.

use yew::prelude::*;

use crate::page::target::Target;

/// The id of the form.
pub(super) const FORM_ID: &str = "sign-in-form";

/// Draws the button that sends the form. It keeps the focus while the page is busy, so it is not disabled.
pub(super) fn submit(label: &'static str, is_primary: bool, is_busy: bool) -> Html {
    html! {
        <div class="actions">
            <button
                type="submit"
                id={Target::Submit.element_id()}
                class={classes!(is_primary.then_some("primary"))}
                aria-disabled={is_busy.then_some("true")}
            >
                // Each way to sign in has another label on the same button.
                <span key={label}>{label}</span>
            </button>
        </div>
    }
}
