//! What is said of a sign-in under way, and of what may keep the next one from succeeding.

use crate::page::{Connection, Question, SignInState, State};
use crate::sign_in::form::SignInMethod;
use crate::sign_in::{PauseReason, Status};
use crate::trakt::SignInHost;
use crate::trakt::precheck::PrecheckTrouble;

/// Where the sign-in stands.
pub fn sign_in(state: &State) -> String {
    match &state.sign_in {
        SignInState::ReadingBlock => "Looking into your block…".into(),
        SignInState::Going(sign_in) => status(sign_in.status()),
        SignInState::Cancelled => match state.awaits_token() {
            true => "Cancelled. If Trakt still sends a token, it will appear here.".into(),
            false => "Cancelled.".into(),
        },
        SignInState::CameBack {
            secret_is_wanted: false,
        } => "You came back from Trakt without signing in.".into(),
        SignInState::CameBack {
            secret_is_wanted: true,
        } => "You came back from Trakt without signing in. Enter your client secret again: it was not kept.".into(),
        SignInState::InputRefused(_) | SignInState::Failed(_) | SignInState::ReturnRefused(_) => {
            String::new()
        }
        SignInState::Idle => match &state.received {
            Some(received) if !received.check.is_revoked() => {
                "Your authorization block is ready.".into()
            }
            _ => String::new(),
        },
    }
}

fn status(status: Status) -> String {
    match status {
        Status::AwaitingResponse => "Waiting for Trakt's answer…".into(),
        Status::RequestingDeviceCode => "Asking Trakt for a code…".into(),
        Status::AwaitingUser => "Waiting for you to enter the code at Trakt…".into(),
        Status::Pausing {
            reason, next_host, ..
        } => match reason {
            PauseReason::RateLimited => "Too many requests.".into(),
            PauseReason::TraktDown => "Trakt's server could not be reached.".into(),
            PauseReason::OtherHost => format!(
                "{} gave no usable answer. Trying {}…",
                next_host.other().token_host(),
                next_host.token_host()
            ),
            PauseReason::PostInterval => "One moment: Trakt allows one request a second.".into(),
        },
        Status::Probing => "Finding out why no answer could be read…".into(),
        Status::Leaving => "Going to Trakt…".into(),
    }
}

/// When the next request goes out by itself.
pub fn countdown(seconds: u64) -> String {
    match seconds {
        1 => "Trying again in 1 second.".into(),
        seconds => format!("Trying again in {seconds} seconds."),
    }
}

/// The title of the document: what there is to know of the page before it is looked at.
pub fn title(state: &State) -> String {
    const TITLE: &str = "Sign in to Trakt for Kometa";
    let news = match &state.sign_in {
        SignInState::InputRefused(_) => Some("Error: something is missing or wrong".to_owned()),
        SignInState::Failed(failure) => {
            Some(format!("Error: {}", super::failure::explain(failure).title))
        }
        SignInState::ReturnRefused(error) => {
            Some(format!("Error: {}", super::redirect::explain(error).title))
        }
        SignInState::Going(_) | SignInState::ReadingBlock => Some("Signing in…".into()),
        SignInState::Idle | SignInState::CameBack { .. } | SignInState::Cancelled => state
            .received
            .as_ref()
            .filter(|received| !received.check.is_revoked())
            .map(|_| "Your block is ready".into()),
    };
    match news {
        Some(news) => format!("{news} – {TITLE}"),
        None => TITLE.into(),
    }
}

/// A user code as it is read and typed most easily: two halves with a dash between them, unless Trakt has set its own.
pub fn grouped_code(code: &str) -> String {
    let length = code.chars().count();
    let is_plain = code.chars().all(|c| c.is_ascii_alphanumeric());
    match code.split_at_checked(length / 2) {
        Some((first, second)) if is_plain && length >= 6 => format!("{first}-{second}"),
        _ => code.to_owned(),
    }
}

/// What the user is asked before something is lost: the question, and the names of both answers.
pub const fn question(question: &Question, has_unsaved_block: bool) -> [&'static str; 3] {
    match question {
        Question::StartOver => [
            "Your block has not been copied. Start over and forget it?",
            "Yes, start over",
            "Keep it",
        ],
        Question::SignInAgain(_) => [
            "Your block has not been copied. Sign in again and get another one?",
            "Yes, sign in again",
            "Not now",
        ],
        Question::Leave(_) if has_unsaved_block => [
            "Your block has not been copied. Go to Trakt and forget it?",
            "Yes, go to Trakt",
            "Stay here",
        ],
        Question::Leave(_) => [
            "Your config.yml is not kept while you are at Trakt. Go there, and open it again when you are back?",
            "Yes, go to Trakt",
            "Stay here",
        ],
    }
}

/// That the page has changed to the other sign-in host by itself.
pub fn host_left(host: SignInHost) -> String {
    format!(
        "{} no longer takes sign-ins, so this page now uses {}.",
        host.name(),
        host.other().name()
    )
}

/// What was found before a PIN is spent.
pub const fn precheck(trouble: PrecheckTrouble) -> &'static str {
    match trouble {
        PrecheckTrouble::ClientIdNotAccepted => {
            "Trakt does not seem to accept this client ID. Check it before you use the PIN."
        }
        PrecheckTrouble::NotServed => {
            "Trakt no longer takes sign-ins at the address in the link, so the link now leads to its other one."
        }
        PrecheckTrouble::TraktDown => {
            "Trakt is having trouble at the moment. If the PIN is refused, try again in a few minutes."
        }
        PrecheckTrouble::TurnedAway => {
            "Something in front of Trakt turns this page's requests away. Wait a few minutes or use another network \
             before you use the PIN."
        }
        PrecheckTrouble::ResponseHidden => {
            "Trakt is up, but this page cannot read its answers. Often the reason is in your app's settings at Trakt: \
             add this page's origin under “JavaScript (CORS) origins”, or leave that blank, before you use the PIN."
        }
        PrecheckTrouble::HostUnreachable => {
            "Trakt cannot be reached from this browser. Switch off ad blockers for this page; if that does not help, \
             the page will offer another way."
        }
        PrecheckTrouble::Offline => {
            "You are offline. The PIN can be exchanged once you are connected."
        }
    }
}

/// Whether there is a network to sign in over.
pub const fn connection(connection: Connection) -> &'static str {
    match connection {
        Connection::Online => "",
        Connection::Offline => {
            "You are offline. What you entered stays here; you can go on once you are connected."
        }
        Connection::BackOnline => "You are online again.",
    }
}

/// The PIN of which the ten minutes are over by the clock.
pub const PIN_HAS_EXPIRED: &str =
    "A PIN lasts about ten minutes, so yours may have expired. If Trakt refuses it, get a new one.";

/// The way that was taken, in a line.
pub const fn method_taken(method: Option<SignInMethod>) -> &'static str {
    match method {
        Some(SignInMethod::Pin) => "Signed in with a PIN.",
        Some(SignInMethod::Return) => "Signed in at Trakt.",
        Some(SignInMethod::Device) => "Signed in with a device code.",
        Some(SignInMethod::Refresh) => "Refreshed your block.",
        None => "Taken from your config.yml.",
    }
}
