//! Does what the state asks of the browser, and tells how it ended.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser::fetch::{self, AbortOnDrop};
use crate::browser::{address, clock, editor, random, session};
use crate::page::{Action, Effect, Outcome, State};
use crate::sign_in::{self, world::Id};
use crate::timestamp::Timestamp;

/// The longest time that a browser's timer can wait, in milliseconds. Who waits for longer is woken early and waits on.
const LONGEST_TIMER: u128 = i32::MAX as u128;

/// An effect that is under way. Dropping it ends it.
enum Running {
    Abortable { _abort_on_drop: AbortOnDrop },
    Timer { _timeout: Timeout },
    Leaving(Leaving),
    Done,
}

/// Where the page stays after all, nothing waits for a way back.
struct Leaving;

impl Drop for Leaving {
    fn drop(&mut self) {
        session::take();
    }
}

/// Starts each effect once, and ends those that the state no longer asks for.
#[hook]
pub(super) fn use_effects(state: &Rc<State>, dispatch: &Callback<Action>) {
    let running = use_mut_ref(Vec::<(Id, Running)>::new);
    use_effect_with(state.effect_ids(), {
        let (state, dispatch) = (state.clone(), dispatch.clone());
        move |ids: &Vec<Id>| {
            let mut running = running.borrow_mut();
            running.retain(|(id, _)| ids.contains(id));
            for id in ids {
                let is_started = running.iter().any(|(started, _)| started == id);
                if let (false, Some(effect)) = (is_started, state.effect(*id)) {
                    running.push((*id, start(*id, effect, dispatch.clone())));
                }
            }
        }
    });
}

fn start(id: Id, effect: Effect, dispatch: Callback<Action>) -> Running {
    let end = move |outcome| dispatch.emit(Action::Ended(id, outcome));
    match effect {
        Effect::SignIn(effect) => {
            let end = move |outcome| end(Outcome::SignIn(outcome));
            start_sign_in_effect(effect, end)
        }
        Effect::AskEditor { task, text } => {
            let abort_on_drop = AbortOnDrop::new();
            let answer = editor::ask(&task, &text, &abort_on_drop);
            spawn_local(async move {
                let answer = answer.await;
                // A large text has just come over: the page may draw a frame before it shows it.
                TimeoutFuture::new(0).await;
                end(Outcome::EditorAnswered(answer));
            });
            Running::Abortable {
                _abort_on_drop: abort_on_drop,
            }
        }
        Effect::FormatTime(time) => {
            end(Outcome::TimeFormatted(clock::in_local_words(time).into()));
            Running::Done
        }
    }
}

fn start_sign_in_effect(
    effect: sign_in::Effect,
    end: impl FnOnce(sign_in::Outcome) + 'static,
) -> Running {
    let abort_on_drop = AbortOnDrop::new();
    match effect {
        sign_in::Effect::Send {
            request,
            not_before,
        } => {
            let response = fetch::send(request, &abort_on_drop);
            spawn_local(async move {
                let wait = milliseconds_until(not_before);
                if wait > 0 {
                    TimeoutFuture::new(wait).await;
                }
                end(sign_in::Outcome::Response {
                    result: response.await,
                    chance: random::chance(),
                });
            });
        }
        sign_in::Effect::Probe { url } => {
            let was_reached = fetch::probe(url, &abort_on_drop);
            spawn_local(async move {
                let was_reached = was_reached.await;
                end(sign_in::Outcome::Probed { was_reached });
            });
        }
        sign_in::Effect::WakeAt(time) => {
            let timeout = Timeout::new(milliseconds_until(time), move || {
                end(sign_in::Outcome::TimeReached);
            });
            return Running::Timer { _timeout: timeout };
        }
        sign_in::Effect::Leave { record, url } => {
            let leaving = Leaving;
            match session::keep(&record) {
                Ok(()) => address::go_to(&url),
                Err(session::StorageRefused) => end(sign_in::Outcome::LeavingRefused),
            }
            return Running::Leaving(leaving);
        }
    }
    Running::Abortable {
        _abort_on_drop: abort_on_drop,
    }
}

fn milliseconds_until(time: Timestamp) -> u32 {
    let wait = time.since(clock::now()).as_millis();
    wait.min(LONGEST_TIMER) as u32
}
