//! Why there is no token, and what to do about it.

use super::grant::{
    again, another, another_method, code_expired, command, fresh_start, if_refused, noun,
    sentences, used_up,
};
use super::{Explanation, Remedy, command_output, refusal, time};
use crate::sign_in::form::SignInMethod;
use crate::trakt::response::{ErrorDetails, ExpectedType, JsonType, Malformed};
use crate::trakt::{Failure, FailureCause, GrantKind, NetworkError};

/// Explains what went wrong and what to do about it, with the controls that do it.
pub fn explain(failure: &Failure) -> Explanation {
    let host = failure.host.token_host();
    let again = again(failure.grant);
    let another = another(failure.grant);
    let command = command(failure.grant);
    let used = used_up(failure);
    match &failure.cause {
        FailureCause::Refused(refusal) => refusal::explain(failure, *refusal),
        FailureCause::Network(NetworkError::Offline) => Explanation::new(
            "You are offline",
            sentences(["The browser has no connection, so nothing was sent.", &used]),
            ["Connect to the network, then try again."],
        )
        .with([Remedy::TryAgain]),
        FailureCause::Network(NetworkError::Unsendable) => Explanation::new(
            "Your browser cannot send this request",
            sentences(["Nothing was sent.", &used]),
            ["Check that the fields contain nothing but Trakt's own values."],
        )
        .with([Remedy::CheckApp]),
        FailureCause::Network(NetworkError::ConnectionLost) => Explanation::new(
            "The connection was lost",
            sentences(["The browser went offline before Trakt's answer arrived.", &used]),
            ["Connect to the network, then try again.", &if_refused(failure)],
        )
        .with([Remedy::TryAgain]),
        FailureCause::Network(NetworkError::Unreadable) => Explanation::new(
            "No answer from Trakt could be read",
            sentences([
                &format!("The browser does not say why there was no answer from {host}."),
                &used,
            ]),
            [&format!("Try again, or {command}.")],
        )
        .with([Remedy::TryAgain]),
        FailureCause::Network(NetworkError::TimedOut { patience }) => Explanation::new(
            "Trakt did not answer in time",
            sentences([
                &format!("There was no answer within {}.", time::wait(*patience)),
                &used,
            ]),
            ["Try again.", &if_refused(failure)],
        )
        .with([Remedy::TryAgain]),
        FailureCause::ResponseHidden => Explanation::new(
            "Trakt is up, but this page could not read its answer",
            sentences([
                "The browser does not say why. Often the setting “JavaScript (CORS) origins” of your app at Trakt leaves \
                 this page out; an ad blocker, another extension or a damaged answer look the same from here.",
                &used,
            ]),
            [
                "Open your app's settings at Trakt, add this page's origin under “JavaScript (CORS) origins” (or “Allowed \
                 origins”), and save. If that does not help, leave the field blank.",
                "Or open this page in a private window, where extensions are off.",
                &format!("To try again, {again}. If nothing helps, {command}."),
            ],
        )
        .with([match failure.grant {
            GrantKind::Device => Remedy::Method(SignInMethod::Pin),
            GrantKind::Pin | GrantKind::Code | GrantKind::Refresh => fresh_start(failure.grant),
        }]),
        FailureCause::HostUnreachable => Explanation::new(
            "Trakt cannot be reached from this browser",
            sentences([
                &format!(
                    "There was no answer from {host}, not even to a request that every page may send. An ad blocker, a \
                     firewall or the network's DNS may be in the way, or Trakt is down."
                ),
                &used,
            ]),
            [
                "Switch off ad blockers for this page and try again.",
                &format!("If that does not help, {command}."),
            ],
        )
        .with([Remedy::TryAgain]),
        FailureCause::NoToken(Malformed::TimedOut { patience }) => Explanation::new(
            "Trakt did not answer in time",
            sentences([
                &format!(
                    "Its answer began, but had not arrived as a whole after {}.",
                    time::wait(*patience)
                ),
                &used,
            ]),
            ["Try again.", &if_refused(failure)],
        )
        .with([fresh_start(failure.grant)]),
        FailureCause::NoToken(Malformed::Empty) => Explanation::new(
            "Trakt's answer could not be understood",
            sentences([
                &format!(
                    "It was empty, and may come from something in front of Trakt. It says nothing about your app or the \
                     {}.",
                    noun(failure.grant)
                ),
                &used,
            ]),
            ["Wait a minute, then try again.", &if_refused(failure)],
        )
        .with([Remedy::TryAgain]),
        FailureCause::NoToken(Malformed::NoRefreshToken { .. }) => Explanation::new(
            "Trakt sent no refresh token",
            sentences([
                "An access token came without one, and Kometa cannot use it. That can happen where Trakt does not grant \
                 an app “offline_access”. The token is in the answer below.",
                &used,
            ]),
            [
                &format!("To try again, {again}."),
                &format!("If that brings none either, {another}."),
            ],
        )
        .with([fresh_start(failure.grant), another_method(failure.grant)]),
        FailureCause::NoToken(malformed) => Explanation::new(
            "Trakt's answer could not be understood",
            sentences([
                &format!(
                    "There is no token in its answer: {}.",
                    self::malformed(malformed)
                ),
                &used,
            ]),
            [&format!("To try again, {again}.")],
        )
        .with([fresh_start(failure.grant)]),
        FailureCause::NoDeviceCode(malformed) => Explanation::new(
            "Trakt's answer could not be understood",
            format!(
                "There is no device code in its answer: {}.",
                self::malformed(malformed)
            ),
            [
                "Try again. If it happens again, choose the other “Trakt sign-in host” or another way to sign in.",
            ],
        )
        .with([Remedy::TryAgain, Remedy::Host(failure.host.other())]),
        FailureCause::ForeignVerificationUrl { url } => Explanation::new(
            "The code came with an address that is not Trakt's",
            format!(
                "You would have been sent to “{url}”. This page only ever sends you to trakt.tv, so the code is not \
                 shown."
            ),
            ["Do not open that address. Try again in another network, or choose another way to sign in."],
        )
        .with([Remedy::Method(SignInMethod::Pin)]),
        FailureCause::DeviceCodeTimeOver {
            unanswered_polls: 0,
        } => code_expired(),
        FailureCause::DeviceCodeTimeOver { unanswered_polls } => Explanation::new(
            "The code's time ran out",
            match unanswered_polls {
                1 => "When this page last asked, no answer came from Trakt. So it cannot tell whether you entered the \
                      code."
                    .to_owned(),
                count => format!(
                    "The last {count} times that this page asked, no answer came from Trakt. So it cannot tell whether \
                     you entered the code."
                ),
            },
            ["Check your connection, then get a new device code."],
        )
        .with([Remedy::TryAgain]),
        FailureCause::Command(reason) => {
            command_output::explain(reason, &used, again).with(command_output::remedies(reason))
        }
    }
}

/// Returns the line that names the page's origin.
pub fn this_origin(origin: &str) -> String {
    format!("This page's origin: `{origin}`")
}

/// Says that a page opened as a file has an origin that Trakt may not take.
pub const NULL_ORIGIN: &str = "A page that is opened as a file has the origin “null”, which Trakt may not let you add. \
     Leave the setting blank then, or open the page from a web address.";

/// Returns the line about the host that was asked too.
pub fn other_host(host: &str, cause: &FailureCause) -> String {
    format!("{host} was asked too: {}.", in_short(cause))
}

/// Returns a failure in a few words, for a line that names the host.
pub fn in_short(cause: &FailureCause) -> String {
    match cause {
        FailureCause::Refused(refusal) => refusal::in_short(*refusal).into(),
        FailureCause::Network(NetworkError::Offline) => "the browser was offline".into(),
        FailureCause::Network(NetworkError::Unsendable) => "the request could not be sent".into(),
        FailureCause::Network(NetworkError::ConnectionLost) => "the connection was lost".into(),
        FailureCause::Network(NetworkError::Unreadable) => "no answer could be read".into(),
        FailureCause::Network(NetworkError::TimedOut { patience }) => {
            format!("no answer within {}", time::wait(*patience))
        }
        FailureCause::ResponseHidden => "its answer could not be read by this page".into(),
        FailureCause::HostUnreachable => "it could not be reached".into(),
        FailureCause::NoToken(malformed) | FailureCause::NoDeviceCode(malformed) => format!(
            "its answer could not be understood: {}",
            self::malformed(malformed)
        ),
        FailureCause::ForeignVerificationUrl { .. } => {
            "its code came with an address that is not Trakt's".into()
        }
        FailureCause::DeviceCodeTimeOver { .. } => "the code's time was over".into(),
        FailureCause::Command(reason) => command_output::in_short(reason).into(),
    }
}

/// Returns what keeps the body of a successful response from being what was asked for: the end of a sentence.
pub fn malformed(malformed: &Malformed) -> String {
    match malformed {
        Malformed::Empty => "it was empty".into(),
        Malformed::CutOff => "it broke off in the middle".into(),
        Malformed::TimedOut { patience } => format!(
            "it had not arrived as a whole after {}",
            time::wait(*patience)
        ),
        Malformed::WebPage => "it was a web page".into(),
        Malformed::NotJson => "it was not JSON".into(),
        Malformed::NotAnObject(found) => format!(
            "it was {} where an object is expected",
            match found {
                JsonType::Null => "null",
                JsonType::Boolean => "true or false",
                JsonType::Number => "a number",
                JsonType::String => "a text",
                JsonType::Array => "a list",
            }
        ),
        Malformed::Missing(members) => format!("it lacked {}", members.join(", ")),
        Malformed::NoRefreshToken { .. } => "an access token came without a refresh token".into(),
        Malformed::WrongType { member, expected } => format!(
            "its “{member}” was not {}",
            match expected {
                ExpectedType::Text => "a text",
                ExpectedType::WholeNumber => "a whole number",
                ExpectedType::ShortCode => "a short code",
            }
        ),
        Malformed::NotUtf8 { member } => format!("its “{member}” was damaged on the way"),
        Malformed::TooLong { limit } => format!("it was longer than {} KiB", limit / 1024),
    }
}

/// Returns what a host said, in one line; none where it said nothing.
pub fn details(details: &ErrorDetails) -> Option<String> {
    let status = details.status.map(|status| format!("HTTP {status}"));
    let parts = [
        status.as_ref(),
        details.error.as_ref(),
        details.error_description.as_ref(),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().map(String::as_str).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// The line that unfolds an answer as it came.
pub const WHOLE_ANSWER: &str = "Show the whole answer (it may contain a token)";

/// Returns the words before what somebody said.
pub fn said_by(by: &str) -> String {
    format!("{by} said: ")
}
