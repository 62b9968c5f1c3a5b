//! Why there is no token, and what to do about it.

use super::{Explanation, Remedy, command_output, input, time};
use crate::sign_in::form::SignInMethod;
use crate::trakt::response::{ErrorDetails, ExpectedType, JsonType, Malformed, Refusal};
use crate::trakt::{Failure, FailureCause, GrantKind, GrantUse, NetworkError};

/// What went wrong, what it means and what to do.
pub fn explain(failure: &Failure) -> Explanation {
    Explanation {
        remedies: remedies(failure),
        ..words_for(failure)
    }
}

/// The controls that do what the words advise.
fn remedies(failure: &Failure) -> Vec<Remedy> {
    let again = match failure.grant {
        GrantKind::Pin => Remedy::NewPin,
        GrantKind::Code | GrantKind::Device => Remedy::TryAgain,
        GrantKind::Refresh => Remedy::Method(SignInMethod::Pin),
    };
    // A code is gone with its attempt, but the same press gets another.
    let submit_again = Remedy::TryAgain;
    match &failure.cause {
        FailureCause::Refused(refusal) => match refusal {
            Refusal::InvalidGrant | Refusal::Other => vec![again],
            Refusal::NotServed if failure.other_host.is_none() => {
                vec![Remedy::Host(failure.host.other())]
            }
            Refusal::DeviceCodeUnknown
            | Refusal::DeviceCodeUsed
            | Refusal::DeviceCodeExpired
            | Refusal::AccessDenied
            | Refusal::TraktDown
            | Refusal::NotServed
            | Refusal::RateLimited { .. } => vec![submit_again],
            _ => Vec::new(),
        },
        FailureCause::DeviceCodeTimeOver { .. } | FailureCause::NoDeviceCode(_) => {
            vec![submit_again]
        }
        FailureCause::NoToken(_) => vec![again],
        FailureCause::Network(_) | FailureCause::HostUnreachable => vec![submit_again],
        FailureCause::ResponseHidden => match failure.grant {
            GrantKind::Device => vec![Remedy::Method(SignInMethod::Pin)],
            _ => vec![again],
        },
        FailureCause::ForeignVerificationUrl { .. } => vec![Remedy::Method(SignInMethod::Pin)],
        FailureCause::Command(reason) => command_output::remedies(reason),
    }
}

fn words_for(failure: &Failure) -> Explanation {
    let host = failure.host.token_host();
    let again = again(failure.grant);
    let command = match failure.grant {
        GrantKind::Device => {
            "choose PIN: that way offers a command to run instead, which needs no permission"
        }
        _ => "use the commands below: they need no permission",
    };
    let used = used_up(failure);
    match &failure.cause {
        FailureCause::Refused(refusal) => refused(failure, *refusal, &used),
        FailureCause::Network(NetworkError::Offline) => Explanation::new(
            "You are offline",
            sentences(["The browser has no connection, so nothing was sent.", &used]),
            ["Connect to the network, then try again."],
        ),
        FailureCause::Network(NetworkError::Unsendable) => Explanation::new(
            "Your browser cannot send this request",
            sentences(["Nothing was sent.", &used]),
            ["Check that the fields contain nothing but Trakt's own values."],
        ),
        FailureCause::Network(NetworkError::ConnectionLost) => Explanation::new(
            "The connection was lost",
            sentences(["The browser went offline before Trakt's answer arrived.", &used]),
            ["Connect to the network, then try again.", &if_refused(failure)],
        ),
        FailureCause::Network(NetworkError::Unreadable) => Explanation::new(
            "No answer from Trakt could be read",
            sentences([
                &format!("The browser does not say why there was no answer from {host}."),
                &used,
            ]),
            [&format!("Try again, or {command}.")],
        ),
        FailureCause::Network(NetworkError::TimedOut { patience }) => Explanation::new(
            "Trakt did not answer in time",
            sentences([
                &format!("There was no answer within {}.", time::wait(*patience)),
                &used,
            ]),
            ["Try again.", &if_refused(failure)],
        ),
        FailureCause::ResponseHidden => Explanation::new(
            "Your browser did not let this page read Trakt's answer",
            sentences([
                &format!(
                    "{host} can be reached, but the browser gave this page no answer from it and does not say why. \
                     Often the setting “JavaScript (CORS) origins” of your app at Trakt leaves this page out; an ad \
                     blocker, a redirect or a damaged answer look the same from here."
                ),
                &used,
            ]),
            [
                "Open your app's settings at Trakt. Leave “JavaScript (CORS) origins” blank, or add this page's origin \
                 to it, and save.",
                &format!("To try again, {again}. If that does not help, {command}."),
            ],
        ),
        FailureCause::HostUnreachable => Explanation::new(
            "Trakt cannot be reached from this browser",
            sentences([
                &format!(
                    "There was no answer from {host}, and a second request that needs no permission did not get through \
                     either. An ad blocker, a firewall or the network's DNS may be in the way, or Trakt is down."
                ),
                &used,
            ]),
            [
                "Switch off ad blockers for this page and try again.",
                &format!("If that does not help, {command} from the browser."),
            ],
        ),
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
        ),
        FailureCause::NoToken(Malformed::WebPage) => Explanation::new(
            "Trakt's answer could not be understood",
            sentences([
                "A web page came instead of a token, perhaps from a proxy or from your network's own sign-in page.",
                &used,
            ]),
            [&format!("To try again, {again}.")],
        ),
        FailureCause::NoToken(malformed) => Explanation::new(
            "Trakt's answer could not be understood",
            sentences([
                &format!(
                    "Trakt reported success, but there is no token in its answer: {}.",
                    self::malformed(malformed)
                ),
                &used,
            ]),
            [&format!("To try again, {again}.")],
        ),
        FailureCause::NoDeviceCode(malformed) => Explanation::new(
            "Trakt's answer could not be understood",
            format!(
                "Trakt reported success, but there is no device code in its answer: {}.",
                self::malformed(malformed)
            ),
            [
                "Try again. If it happens again, choose the other “Trakt sign-in host” or another way to sign in.",
            ],
        ),
        FailureCause::ForeignVerificationUrl { url } => Explanation::new(
            "The code came with an address that is not Trakt's",
            format!(
                "You would have been sent to “{url}”. This page only ever sends you to trakt.tv, so the code is not \
                 shown."
            ),
            ["Do not open that address. Try again in another network, or choose another way to sign in."],
        ),
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
        ),
        FailureCause::Command(reason) => command_output::explain(reason, &used, again),
    }
}

fn refused(failure: &Failure, refusal: Refusal, used: &str) -> Explanation {
    let host = failure.host.token_host();
    let again = again(failure.grant);
    match refusal {
        Refusal::InvalidGrant if failure.was_refused_after_attempt() => Explanation::new(
            format!("Trakt did not accept the {}", noun(failure.grant)),
            used,
            [&format!("To try again, {again}.")],
        ),
        Refusal::InvalidGrant => match failure.grant {
            GrantKind::Pin => Explanation::new(
                "Trakt did not accept the PIN",
                "A PIN works once and for about ten minutes. This one has been used, has expired or was mistyped, or the \
                 redirect URI in your app's settings is not the right one.",
                [
                    "Get a new PIN from Trakt and enter it within ten minutes.",
                    "If that fails too, check the redirect URI in your app's settings at Trakt: it must be exactly \
                     urn:ietf:wg:oauth:2.0:oob.",
                ],
            ),
            GrantKind::Code => Explanation::new(
                "Trakt did not accept the sign-in code",
                "A code works once and for about ten minutes. This one has been used or has expired, or the redirect URI \
                 in your app's settings is not exactly this page's address.",
                [
                    "Press “Sign in with Trakt” again.",
                    "If that fails too, compare the redirect URI in your app's settings with the one in step 1, under “I have \
                     no Trakt app yet”.",
                ],
            ),
            GrantKind::Refresh => Explanation::new(
                "Trakt did not accept the refresh token",
                "A refresh token works once. This one has been used already (Kometa may have done so), or it is from \
                 before Trakt's sign-in move of 2026.",
                [
                    "If Kometa has run since, try with the block that is in its config.yml now.",
                    "Otherwise sign in once more with a PIN.",
                ],
            ),
            GrantKind::Device => Explanation::new(
                "Trakt did not accept the device code",
                "A device code works once, and for a few minutes.",
                ["Press “Get a device code” again."],
            ),
        },
        Refusal::InvalidClient => Explanation {
            title: "Trakt does not know this client ID and secret".into(),
            meaning: sentences([
                match (failure.sent_without_secret, failure.grant) {
                    (true, GrantKind::Code) => {
                        "The client ID is wrong, or Trakt wants the client secret of this app too."
                    }
                    (true, _) => {
                        "The client ID is wrong, or the app has a client secret and it is missing here."
                    }
                    (false, _) => "The client ID or the client secret is wrong.",
                },
                used,
            ]),
            next: failure
                .oddities
                .iter()
                .map(|oddity| input::oddity(*oddity))
                .chain([
                    "Open your app at Trakt and copy both values again, each as a whole.".into(),
                ])
                .collect(),
            remedies: Vec::new(),
        },
        Refusal::AppNotAccepted => Explanation::new(
            "Trakt does not accept this app",
            "Trakt refused the client ID, or the app is not approved yet.",
            [
                "Open your app at Trakt and check that it is active and approved.",
                "Check that the Client ID is that app's own, then try again.",
            ],
        ),
        Refusal::NotServed if failure.other_host.is_some() => Explanation::new(
            "Trakt takes no sign-ins at the moment",
            format!("Neither {host} nor Trakt's other sign-in host accepts them."),
            [
                "Try again in a few minutes. If this goes on for days, look for a newer version of this page.",
            ],
        ),
        Refusal::NotServed => Explanation::new(
            format!("{host} no longer takes sign-ins"),
            "Trakt does not offer sign-in at this address any more, or not at the moment.",
            ["Choose the other host under “Trakt sign-in host” and try again."],
        ),
        Refusal::ContentTypeRefused => Explanation::new(
            "Trakt refused the form of the request",
            "That is a mistake in this page, not in what you entered.",
            ["Please report it, with the line below. It holds none of your secrets."],
        ),
        Refusal::AccountLocked => Explanation::new(
            "Your Trakt account is locked",
            "Trakt locks accounts for its own reasons. No sign-in works until yours is unlocked.",
            ["Write to Trakt's support, then come back."],
        ),
        Refusal::AccountDeactivated => Explanation::new(
            "Your Trakt account is deactivated",
            "No sign-in works until the account is active again.",
            ["Write to Trakt's support, then come back."],
        ),
        Refusal::RateLimited { retry_after } => Explanation {
            title: "Trakt asks for a pause".into(),
            meaning: sentences(["Too many requests came in a short time.", used]),
            next: vec![match retry_after {
                Some(pause) => format!("Wait {}, then try again.", time::wait(pause)),
                None => "Wait a minute, then try again.".into(),
            }],
            remedies: Vec::new(),
        },
        Refusal::TraktDown => Explanation::new(
            "Trakt is not available",
            sentences([
                "Trakt's server, or the network in front of it, answered with an error.",
                used,
            ]),
            ["Try again in 30 seconds.", &if_refused(failure)],
        ),
        Refusal::DeviceCodeUnknown => Explanation::new(
            "Trakt does not know this code",
            "Trakt has forgotten the code, or it came from another of its hosts. Nothing has changed in your account.",
            [
                "Get a new device code.",
                "If that fails too, choose the other “Trakt sign-in host”.",
            ],
        ),
        Refusal::DeviceCodeUsed => Explanation::new(
            "This code has been used already",
            "A code works once. Trakt has already given out what this one is good for, perhaps in an answer that was lost.",
            ["Get a new device code and enter it at Trakt."],
        ),
        Refusal::DeviceCodeExpired => code_expired(),
        Refusal::AccessDenied => Explanation::new(
            "You did not allow the app at Trakt",
            "Trakt says that the sign-in was declined. Nothing has changed in your account.",
            ["Get a new device code and press “Yes” or “Allow” at Trakt."],
        ),
        Refusal::AccessTokenNotAccepted | Refusal::AuthorizationPending | Refusal::Other => {
            Explanation::new(
                "Trakt refused the request",
                sentences([
                    match (&failure.details.error, &failure.details.error_description) {
                        (None, None) => "Trakt gave no reason.",
                        _ => "The reason, in Trakt's own words, is below.",
                    },
                    used,
                ]),
                [
                    "Check Client ID, Client secret and the redirect URI in your app's settings.",
                    &format!("To try again, {again}."),
                ],
            )
        }
    }
}

fn code_expired() -> Explanation {
    Explanation::new(
        "The code has expired",
        "When this page last asked Trakt, the code had not been entered and allowed.",
        ["Get a new device code and enter it before it expires."],
    )
}

/// Returns the line that names the page's origin.
pub fn this_origin(origin: &str) -> String {
    format!("This page's origin: `{origin}`")
}

/// That a page opened as a file has an origin that Trakt may not take.
pub const NULL_ORIGIN: &str = "A page that is opened as a file has the origin “null”, which Trakt may not let you add. \
     Leave the setting blank then, or open the page from a web address.";

/// Returns the line about the host that was asked too.
pub fn other_host(host: &str, cause: &FailureCause) -> String {
    format!("{host} was asked too: {}.", in_short(cause))
}

/// A failure in a few words, for a line that names the host.
pub fn in_short(cause: &FailureCause) -> String {
    match cause {
        FailureCause::Refused(refusal) => refused_in_short(*refusal).into(),
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

const fn refused_in_short(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::InvalidGrant => "it did not accept what was sent",
        Refusal::InvalidClient => "it did not accept the client ID or secret",
        Refusal::AccessTokenNotAccepted => "it did not accept the token",
        Refusal::AppNotAccepted => "it did not accept the app",
        Refusal::NotServed => "it no longer takes sign-ins",
        Refusal::ContentTypeRefused => "it refused the form of the request",
        Refusal::AccountLocked => "the account is locked",
        Refusal::AccountDeactivated => "the account is deactivated",
        Refusal::RateLimited { .. } => "it asked for a pause",
        Refusal::TraktDown => "it was not available",
        Refusal::AuthorizationPending => "the code was not entered yet",
        Refusal::DeviceCodeUnknown => "it did not know the code",
        Refusal::DeviceCodeUsed => "the code had been used",
        Refusal::DeviceCodeExpired => "the code had expired",
        Refusal::AccessDenied => "the app was not allowed",
        Refusal::Other => "it refused the request",
    }
}

/// What keeps the body of a successful response from being what was asked for: the end of a sentence.
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

/// What a host said, in one line; none where it said nothing.
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

/// Whether what was to be exchanged has been used up, as far as that is known; nothing where it does not matter.
fn used_up(failure: &Failure) -> String {
    let noun = match failure.grant {
        GrantKind::Device => return String::new(),
        grant => noun(grant),
    };
    if failure.was_refused_after_attempt() {
        return format!(
            "The {noun} was refused after an attempt that got no answer: Trakt probably took it then, and its answer was \
             lost."
        );
    }
    match failure.grant_use() {
        GrantUse::NotUsed => format!("The {noun} has not been used up."),
        GrantUse::MaybeUsed => format!("The {noun} may have been used up."),
        GrantUse::ProbablyUsed => format!("The {noun} has probably been used up."),
    }
}

fn if_refused(failure: &Failure) -> String {
    match failure.grant {
        GrantKind::Device => "If it fails again, choose another way to sign in.".into(),
        grant => format!("If the {} is refused then, {}.", noun(grant), again(grant)),
    }
}

const fn noun(grant: GrantKind) -> &'static str {
    match grant {
        GrantKind::Pin => "PIN",
        GrantKind::Code => "sign-in code",
        GrantKind::Refresh => "refresh token",
        GrantKind::Device => "device code",
    }
}

const fn again(grant: GrantKind) -> &'static str {
    match grant {
        GrantKind::Pin => "get a new PIN from Trakt",
        GrantKind::Code => "press “Sign in with Trakt” again",
        GrantKind::Refresh => "sign in with a PIN",
        GrantKind::Device => "press “Get a device code” again",
    }
}

/// Sentences in a row, without the empty ones.
fn sentences<const N: usize>(sentences: [&str; N]) -> String {
    let sentences: Vec<_> = sentences.into_iter().filter(|s| !s.is_empty()).collect();
    sentences.join(" ")
}

/// Returns the words before what somebody said.
pub fn said_by(by: &str) -> String {
    format!("{by} said: ")
}

/// The line that unfolds an answer as it came.
pub const WHOLE_ANSWER: &str = "Show the whole answer (it may contain a token)";
