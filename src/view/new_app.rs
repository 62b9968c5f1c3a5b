//! Draws the help for making a Trakt app that this page can sign in with.

use yew::prelude::*;

use super::copy_button::copy_button;
use super::link::Link;
use super::sentence::sentence;
use crate::page::view_model::form::NewAppView;
use crate::page::view_model::shapes::CopyView;
use crate::text;
use crate::trakt::service::NEW_APP_IN_PORTAL;

pub(super) fn new_app(view: &NewAppView, link: &Link) -> Html {
    let [before, portal, after] = text::form::OPEN_PORTAL;
    html! {
        <details class="make-an-app">
            <summary>{text::form::NO_APP}</summary>
            <p>{text::form::ABOUT_APPS}</p>
            <ul>
                for fact in text::form::BEFORE_NEW_APP {
                    <li>{fact}</li>
                }
            </ul>
            <ol>
                <li>
                    {before}
                    <a href={NEW_APP_IN_PORTAL} target="_blank" rel="noopener noreferrer">{portal}</a>
                    {sentence(after)}
                </li>
                {value_to_enter(text::form::ENTER_REDIRECT_URI, &view.redirect_uri, link)}
                {value_to_enter(text::form::ENTER_ORIGIN, &view.origin, link)}
                <li>{text::form::SAVE_APP}</li>
            </ol>
        </details>
    }
}

fn value_to_enter(before: &'static str, value: &CopyView, link: &Link) -> Html {
    html! {
        <li>
            {before}<code class="value" translate="no">{AttrValue::from(value.text.to_rc())}</code>{" "}
            {copy_button(value, link)}
        </li>
    }
}
