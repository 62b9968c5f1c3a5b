//! Sentences about a sign-in under way, and about what may keep the next one from succeeding.

use std::borrow::Cow;
use std::time::Duration;

use super::{Question, time};
use crate::sign_in::form::SignInMethod;
use crate::sign_in::{PauseReason, Status};
use crate::trakt::SignInHost;
use crate::trakt::precheck::PrecheckTrouble;

/// The title of the document.
pub const TITLE: &str = "Sign in to Trakt for Kometa";

/// The title while a sign-in is in progress.
pub const TITLE_BUSY: &str = "Signing in…";

/// The title once there is a block.
pub const TITLE_READY: &str = "Your block is ready";

/// The title once the updated file waits to be saved.
pub const TITLE_FILE_READY: &str = "Now save your config.yml";

/// The title once the updated file has left the page.
pub const TITLE_FILE_DONE: &str = "Done: now restart Kometa";

/// Returns the title after something went wrong.
pub fn title_of_error(error: &str) -> String {
    format!("Error: {error}")
}

/// Says that the block to refresh is being read.
pub const READING_BLOCK: &str = "Reading your block…";

/// Says that there is a block.
pub const BLOCK_IS_READY: &str = "Your authorization block is ready.";

/// The button that ends a pause.
pub const TRY_NOW: &str = "Try now";

/// The button that stops a sign-in.
pub const CANCEL: &str = "Cancel";

/// Says that the sign-in was stopped, and whether a token may still come.
pub const fn cancelled(awaits_token: bool) -> &'static str {
    match awaits_token {
        true => "Cancelled. If Trakt still sends a token, it will appear here.",
        false => "Cancelled.",
    }
}

/// Says that the browser came back from Trakt without an answer.
pub const fn came_back(secret_is_wanted: bool) -> &'static str {
    match secret_is_wanted {
        false => "You came back from Trakt without signing in.",
        true => {
            "You came back from Trakt without signing in. Enter your client secret again: it was not kept."
        }
    }
}

/// Returns when the next request goes out by itself.
pub fn countdown(left: Duration) -> String {
    match time::seconds_left(left) {
        1 => "Trying again in 1 second.".into(),
        seconds => format!("Trying again in {seconds} seconds."),
    }
}

/// Returns how long a PIN may still live.
pub fn pin_life(left: Duration) -> String {
    format!("A PIN lasts ten minutes ({} left).", time::clock(left))
}

/// Returns how long a device code lives.
pub fn code_life(left: Duration) -> String {
    format!("The code expires in {}.", time::clock(left))
}

/// Returns how a sign-in in progress stands.
pub fn status(status: Status) -> Cow<'static, str> {
    match status {
        Status::AwaitingResponse => "Waiting for Trakt's answer…".into(),
        Status::RequestingDeviceCode => "Asking Trakt for a code…".into(),
        Status::AwaitingUser => "Waiting for you to enter the code at Trakt…".into(),
        Status::Pausing {
            reason, next_host, ..
        } => match reason {
            PauseReason::RateLimited => "Too many requests.".into(),
            PauseReason::TraktDown => "Trakt is not available at the moment.".into(),
            PauseReason::OtherHost => format!(
                "{} gave no usable answer. Trying {}…",
                next_host.other().token_host(),
                next_host.token_host()
            )
            .into(),
            PauseReason::PostInterval => "One moment: Trakt allows one request a second.".into(),
        },
        Status::Probing => "Finding out why no answer could be read…".into(),
        Status::Leaving => "Going to Trakt…".into(),
    }
}

/// Writes a user code as it is read and typed most easily: in two halves with a dash between them, unless Trakt has set
/// its own.
///
/// ```
/// # use kometa_trakt_sign_in::text::progress::grouped_code;
/// assert_eq!(grouped_code("5055CC52"), "5055-CC52");
/// assert_eq!(grouped_code("505-5CC"), "505-5CC");
/// ```
pub fn grouped_code(code: &str) -> String {
    let length = code.chars().count();
    let is_plain = code.chars().all(|c| c.is_ascii_alphanumeric());
    match code.split_at_checked(length / 2) {
        Some((first, second)) if is_plain && length >= 6 => format!("{first}-{second}"),
        _ => code.to_owned(),
    }
}

const fn question(text: &'static str, yes: &'static str, no: &'static str) -> Question {
    Question {
        label: Cow::Borrowed(text),
        text: Cow::Borrowed(text),
        yes,
        no,
    }
}

/// The question before a block is forgotten by starting over.
pub const START_OVER: Question = question(
    "Your block has not been copied. Start over and forget it?",
    "Yes, start over",
    "Keep it",
);

/// The question before a block is replaced by another sign-in.
pub const SIGN_IN_AGAIN: Question = question(
    "Your block has not been copied. Sign in again and get another one?",
    "Yes, sign in again",
    "Not now",
);

/// The question before a block is forgotten by leaving for Trakt.
pub const LEAVE_BLOCK: Question = question(
    "Your block has not been copied. Go to Trakt and forget it?",
    "Yes, go to Trakt",
    "Stay here",
);

/// The question before a `config.yml` is forgotten by leaving for Trakt.
pub const LEAVE_CONFIG: Question = question(
    "Your config.yml is not kept while you are at Trakt. Go there, and open it again when you are back?",
    "Yes, go to Trakt",
    "Stay here",
);

/// The question before a revocation is given up by starting over.
pub const START_OVER_WHILE_REVOKING: Question = question(
    "The access is not revoked completely yet. Start over, and leave it half revoked?",
    "Yes, start over",
    "Not now",
);

/// The question before a revocation is given up by another sign-in.
pub const SIGN_IN_WHILE_REVOKING: Question = question(
    "The access is not revoked completely yet. Sign in again, and leave it half revoked?",
    "Yes, sign in again",
    "Not now",
);

/// Says that the page has changed to the other sign-in host by itself.
pub fn abandoned_host(host: SignInHost) -> String {
    format!(
        "{} no longer takes sign-ins, so this page now uses {}.",
        host.name(),
        host.other().name()
    )
}

/// Returns what was found before a PIN is spent.
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

/// Says that there is no network.
pub const OFFLINE: &str =
    "You are offline. What you entered stays here; you can go on once you are connected.";

/// Says that there is a network again.
pub const BACK_ONLINE: &str = "You are online again.";

/// The PIN of which the ten minutes are over by the clock.
pub const PIN_HAS_EXPIRED: &str =
    "A PIN lasts about ten minutes, so yours may have expired. If Trakt refuses it, get a new one.";

/// Returns the way that was taken, in a line.
pub const fn method_taken(method: Option<SignInMethod>) -> &'static str {
    match method {
        Some(SignInMethod::Pin) => "Signed in with a PIN.",
        Some(SignInMethod::Return) => "Signed in at Trakt.",
        Some(SignInMethod::Device) => "Signed in with a device code.",
        Some(SignInMethod::Refresh) => "Refreshed your block.",
        None => "Taken from your config.yml.",
    }
}

/// Says that the rest of the page is awaited.
pub const REST_AWAITED: &str =
    "The rest of this page is still loading. We'll continue once it is here.";

/// Says that the rest of the page did not come.
pub const REST_FAILED: &str = "The rest of this page could not be loaded";

/// Says what to do where the rest of the page did not come.
pub const ABOUT_REST_FAILED: &str = "Nothing you entered is lost as long as this page stays open. Try again. If that does not help, reload the page: that \
     fetches its newest version, but empties the fields.";

/// The button that loads the rest of the page again.
pub const TRY_AGAIN: &str = "Try again";

/// The button that leaves the rest of the page for now.
pub const NOT_NOW: &str = "Not now";
