//! What the page does besides showing its state, once that has been loaded: effects, focus, files.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::config_files::{ConfigFiles, use_config_files};
use super::effects::use_effects;
use super::export;
use super::focus::use_focus;
use super::later;
use super::rehearsal::rehearse;
use crate::browser::clock;
use crate::browser::connection::ConnectionListener;
use crate::browser::leaving::{AskBeforeLeaving, ShownAgainListener};
use crate::browser::page;
use crate::page::{Action, State};
use crate::shared_text::SharedText;
use crate::sign_in::form::FormField;
use crate::text;
use crate::view::ResultView;

/// The name of the file that “Download block” offers.
const BLOCK_FILE_NAME: &str = "trakt.yml";

/// What the page can have done.
#[derive(Clone, PartialEq, Default)]
pub(crate) struct Services {
    /// Whether live regions are known to screen readers already.
    pub has_been_drawn: bool,
    /// The block to refresh was typed or pasted.
    pub on_block_typed: Callback<SharedText>,
    pub on_copy: Callback<()>,
    pub on_download: Callback<()>,
    pub files: ConfigFiles,
}

#[derive(Properties)]
pub(super) struct RestProps {
    pub state: Rc<State>,
    pub dispatch: Callback<Action>,
    pub on_services: Callback<Services>,
}

/// Each event makes a state of its own, so there is no need to compare what is in two.
impl PartialEq for RestProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state)
            && self.dispatch == other.dispatch
            && self.on_services == other.on_services
    }
}

/// It shows nothing.
#[component]
pub(super) fn Rest(props: &RestProps) -> Html {
    let RestProps {
        state, dispatch, ..
    } = props;
    use_effects(state, dispatch);
    use_connection(dispatch);
    use_shown_again(dispatch);
    use_focus(state);
    let files = use_config_files(state, dispatch);
    use_effect_with(state.asks_before_leaving(), |asks| {
        let ask = asks.then(AskBeforeLeaving::new);
        move || drop(ask)
    });
    use_effect_with(text::progress::title(state), |title| {
        let title = title.clone();
        // After what the user waits for: to some browsers it is a lot of work. And not with the next frame, which does not
        // come while the tab is out of sight.
        let timeout = Timeout::new(0, move || page::set_title(&title));
        move || drop(timeout)
    });
    let block = state
        .received
        .as_ref()
        .map(|received| received.text.clone());
    let exported = (dispatch.clone(), block.unwrap_or_default());
    let on_copy = use_callback(exported.clone(), |(), (dispatch, block)| {
        let (dispatch, block) = (dispatch.clone(), block.clone());
        spawn_local(async move {
            let export = export::copy(block.as_str(), ResultView::BLOCK_ID).await;
            dispatch.emit(Action::BlockExported(export));
        });
    });
    let on_download = use_callback(exported, |(), (dispatch, block)| {
        let export = export::download(BLOCK_FILE_NAME, block.as_str());
        dispatch.emit(Action::BlockExported(export));
    });
    let services = Services {
        has_been_drawn: use_has_been_drawn(),
        on_block_typed: use_callback(dispatch.clone(), |text, dispatch| {
            dispatch.emit(Action::Typed(FormField::CurrentBlock, text));
        }),
        on_copy,
        on_download,
        files,
    };
    use_effect_with(
        (services, props.on_services.clone()),
        |(services, on_services)| {
            on_services.emit(services.clone());
        },
    );
    use_effect_with((), |()| {
        later::catch_up();
        page::mark_complete();
        spawn_local(async {
            page::drawn().await;
            clock::prepare_local_words();
            rehearse();
        });
    });
    html! {}
}

/// Notices that the browser shows the page again as it was left.
#[hook]
fn use_shown_again(dispatch: &Callback<Action>) {
    use_effect_with(dispatch.clone(), |dispatch| {
        let dispatch = dispatch.clone();
        let listener = ShownAgainListener::new(move || dispatch.emit(Action::ShownAgain));
        move || drop(listener)
    });
}

#[hook]
fn use_connection(dispatch: &Callback<Action>) {
    use_effect_with(dispatch.clone(), |dispatch| {
        let dispatch = dispatch.clone();
        let listener = ConnectionListener::new(move |is_online| {
            dispatch.emit(Action::ConnectionChanged { is_online });
        });
        move || drop(listener)
    });
}

/// Whether the page has been drawn once. A screen reader tells a change of what it knows: it would say nothing of words
/// that came into the page together with their region, as on the return from Trakt.
#[hook]
fn use_has_been_drawn() -> bool {
    let has_been_drawn = use_state(|| false);
    use_effect_with((), {
        let has_been_drawn = has_been_drawn.setter();
        move |()| {
            spawn_local(async move {
                page::drawn().await;
                has_been_drawn.set(true);
            });
        }
    });
    *has_been_drawn
}
