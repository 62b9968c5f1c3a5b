//! One text per refusal: its meaning, and what to do about it.

use super::grant::{
    again, another, another_method, code_expired, command, fresh_start, if_refused, noun,
    sentences, used_up,
};
use super::{Explanation, Remedy, input, time};
use crate::sign_in::form::SignInMethod;
use crate::trakt::response::Refusal;
use crate::trakt::{Failure, GrantKind};

/// The account that Trakt has locked (423), wherever it is met.
pub(super) const ACCOUNT_LOCKED: Account = Account {
    title: "Your Trakt account is locked",
    in_short: "your Trakt account is locked",
    meaning: "No sign-in works until Trakt's support has unlocked it.",
};

/// The account that Trakt calls deactivated.
pub(super) const ACCOUNT_DEACTIVATED: Account = Account {
    title: "Your Trakt account is deactivated",
    in_short: "your Trakt account is deactivated",
    meaning: "No sign-in works until Trakt's support has reactivated it.",
};

/// The account for which Trakt answers 410.
pub(super) const ACCOUNT_MAYBE_DEACTIVATED: Account = Account {
    title: "Your Trakt account is probably deactivated",
    in_short: "your Trakt account is probably deactivated",
    meaning: "Trakt says that it is gone, which Kometa takes for a deactivated account.",
};

const WRITE_TO_SUPPORT: &str = "Write to Trakt's support, then come back.";

/// An account that cannot sign in.
pub(super) struct Account {
    title: &'static str,
    in_short: &'static str,
    meaning: &'static str,
}

impl Account {
    fn explanation(&self) -> Explanation {
        Explanation::new(self.title, self.meaning, [WRITE_TO_SUPPORT])
    }

    /// Says it in one paragraph.
    pub(super) fn sentence(&self) -> String {
        format!("{}. {} {WRITE_TO_SUPPORT}", self.title, self.meaning)
    }
}

/// Explains a refusal and what to do about it, with the controls that do it.
pub(super) fn explain(failure: &Failure, refusal: Refusal) -> Explanation {
    let grant = failure.grant;
    let host = failure.host.token_host();
    let used = used_up(failure);
    match refusal {
        Refusal::InvalidGrant => grant_not_accepted(failure),
        Refusal::InvalidClient => app_not_known(failure),
        Refusal::Unauthorized => unauthorized(failure),
        Refusal::AppNotAccepted => Explanation::new(
            "Trakt does not accept this app",
            "The app is not approved, or Trakt has deleted it, as it did with the apps of free accounts around 31 July \
             2026.",
            [
                "Open your app at Trakt and check that it is active and approved. If it is gone, you need a new one.",
                "Check that the client ID is that app's own, then try again.",
            ],
        )
        .with([Remedy::CheckApp]),
        Refusal::TurnedAway { retry_after } => Explanation::new(
            "Something in front of Trakt turned this request away",
            sentences([
                &format!(
                    "The answer did not come from Trakt itself, but from Cloudflare, a proxy or your network's own \
                     sign-in page. It says nothing about your app or the {}.",
                    noun(grant)
                ),
                &used,
            ]),
            [
                &match retry_after {
                    Some(pause) if !pause.is_zero() => format!("Wait {}, then try again.", time::wait(pause)),
                    Some(_) | None => "Wait a few minutes, then try again.".into(),
                },
                "If it goes on, use another network or switch off your VPN.",
                &format!("Or {}.", command(grant)),
            ],
        )
        .with([Remedy::TryAgain]),
        Refusal::NotServed if failure.other_host.is_some() => Explanation::new(
            "Trakt takes no sign-ins at the moment",
            format!("Neither {host} nor Trakt's other sign-in host accepts them."),
            [
                "Try again in a few minutes. If this goes on for days, look for a newer version of this page.",
            ],
        )
        .with([Remedy::TryAgain]),
        Refusal::NotServed => Explanation::new(
            format!("{host} no longer takes sign-ins"),
            "Trakt does not offer sign-in at this address any more, or not at the moment.",
            ["Choose the other host under “Trakt sign-in host” and try again."],
        )
        .with([Remedy::Host(failure.host.other())]),
        Refusal::ContentTypeRefused => Explanation::new(
            "Trakt refused the form of the request",
            "That is a mistake in this page, not in what you entered.",
            ["Please report it, with the line below. It holds none of your secrets."],
        ),
        Refusal::AccountLocked => ACCOUNT_LOCKED.explanation(),
        Refusal::AccountDeactivated => ACCOUNT_DEACTIVATED.explanation(),
        Refusal::AccountMaybeDeactivated => ACCOUNT_MAYBE_DEACTIVATED.explanation(),
        Refusal::RateLimited { retry_after } => Explanation::new(
            "Too many requests",
            sentences(["Trakt takes only so many in a short time.", &used]),
            [&match retry_after {
                Some(pause) if !pause.is_zero() => format!("Wait {}, then try again.", time::wait(pause)),
                Some(_) | None => "Wait a minute, then try again.".into(),
            }],
        )
        .with([Remedy::TryAgain]),
        Refusal::TraktDown => Explanation::new(
            "Trakt is not available",
            sentences([
                "Trakt's server, or the network in front of it, answered with an error.",
                &used,
            ]),
            ["Try again in 30 seconds.", &if_refused(failure)],
        )
        .with([Remedy::TryAgain]),
        Refusal::DeviceCodeUnknown => Explanation::new(
            "Trakt does not know this code",
            "Trakt has forgotten the code, or it came from another of its hosts. Nothing has changed in your account.",
            [
                "Get a new device code.",
                "If that fails too, choose the other “Trakt sign-in host”.",
            ],
        )
        .with([Remedy::TryAgain, Remedy::Host(failure.host.other())]),
        Refusal::DeviceCodeUsed => Explanation::new(
            "This code has been used already",
            "A code works once. Trakt has already given out what this one is good for, perhaps in an answer that was lost.",
            ["Get a new device code and enter it at Trakt."],
        )
        .with([Remedy::TryAgain]),
        Refusal::DeviceCodeExpired => code_expired(),
        Refusal::AccessDenied => Explanation::new(
            "You did not allow the app at Trakt",
            "Trakt says that the sign-in was declined. Nothing has changed in your account.",
            ["Get a new device code and press “Yes” or “Allow” at Trakt."],
        )
        .with([Remedy::TryAgain]),
        Refusal::AccessTokenNotAccepted | Refusal::AuthorizationPending | Refusal::Other => {
            let details = &failure.details;
            let reason = match (&details.error, &details.error_description) {
                (None, None) => "Trakt gave no reason.",
                (Some(_), _) | (_, Some(_)) => "The reason, in Trakt's own words, is below.",
            };
            Explanation::new(
                "Trakt refused the request",
                sentences([reason, &used]),
                [
                    &format!("To try again, {}.", again(grant)),
                    &format!("If that fails too, {}.", another(grant)),
                ],
            )
            .with([fresh_start(grant), another_method(grant)])
        }
    }
}

fn grant_not_accepted(failure: &Failure) -> Explanation {
    let grant = failure.grant;
    let sign_in_anew =
        "Sign in once more with a PIN or a device code. Your client ID and secret are kept.";
    let sign_in_anew_with = [
        Remedy::Method(SignInMethod::Pin),
        Remedy::Method(SignInMethod::Device),
    ];
    match grant {
        GrantKind::Pin if failure.refused_before > 0 => Explanation::new(
            format!("Trakt has refused {} PINs in a row", failure.refused_before + 1),
            "So the PIN is probably not the problem, but this way to sign in: it may no longer work for your app. Or the \
             redirect URI in your app's settings is not exactly urn:ietf:wg:oauth:2.0:oob.",
            ["Use a device code instead. Your client ID and secret are kept."],
        )
        .with([Remedy::Method(SignInMethod::Device), Remedy::NewPin]),
        GrantKind::Pin | GrantKind::Code if failure.was_refused_after_attempt() => Explanation::new(
            format!("Trakt did not accept the {}", noun(grant)),
            used_up(failure),
            [&format!("To try again, {}.", again(grant))],
        )
        .with([fresh_start(grant)]),
        GrantKind::Pin => Explanation::new(
            "Trakt did not accept the PIN",
            "A PIN works once and for about ten minutes. This one has been used, has expired or was mistyped, or the \
             redirect URI in your app's settings is not the right one.",
            [
                "Get a new PIN from Trakt and enter it within ten minutes.",
                "If that fails too, check the redirect URI in your app's settings at Trakt: it must be exactly \
                 urn:ietf:wg:oauth:2.0:oob.",
            ],
        )
        .with([Remedy::NewPin]),
        GrantKind::Code => Explanation::new(
            "Trakt did not accept the sign-in code",
            "A code works once and for about ten minutes. This one has been used or has expired, or the redirect URI in \
             your app's settings is not exactly this page's address.",
            [
                "Press “Sign in with Trakt” again.",
                "If that fails too, compare the redirect URI in your app's settings with the one in step 1, under “I have \
                 no Trakt app yet”.",
            ],
        )
        .with(match failure.refused_before {
            0 => vec![Remedy::TryAgain],
            _ => vec![Remedy::Method(SignInMethod::Device), Remedy::TryAgain],
        }),
        GrantKind::Refresh if failure.was_refused_after_attempt() => Explanation::new(
            "Trakt did not accept the refresh token",
            used_up(failure),
            [sign_in_anew],
        )
        .with(sign_in_anew_with),
        GrantKind::Refresh => Explanation::new(
            "Trakt did not accept the refresh token",
            "A refresh token works once. This one has probably been used already, by Kometa or by another copy of this \
             block, or it is from before Trakt's sign-in move of 2026.",
            [
                "If Kometa has run since, try with the block that is in its config.yml now.",
                sign_in_anew,
            ],
        )
        .with(sign_in_anew_with),
        GrantKind::Device => Explanation::new(
            "Trakt did not accept the device code",
            "A device code works once, and for a few minutes.",
            ["Press “Get a device code” again."],
        )
        .with([Remedy::TryAgain, Remedy::Method(SignInMethod::Pin)]),
    }
}

/// Explains `invalid_client`. Where the ID has the right form, it has probably worked once, and the app may be gone.
fn app_not_known(failure: &Failure) -> Explanation {
    let mistyped = match (failure.sent_without_secret, failure.grant) {
        (true, GrantKind::Code) => {
            "The client ID is wrong, or Trakt wants the client secret of this app too."
        }
        (true, GrantKind::Pin | GrantKind::Refresh | GrantKind::Device) => {
            "The client ID is wrong, or the app has a client secret and it is missing here."
        }
        (false, _) => "The client ID or the client secret is wrong.",
    };
    let used = used_up(failure);
    let meaning = match failure.client_id_is_usual {
        true => sentences([
            "Trakt may have deleted this app: it deleted those of free accounts around 31 July 2026. If yours still \
             exists:",
            &mistyped.replacen("The", "the", 1),
            &used,
        ]),
        false => sentences([mistyped, &used]),
    };
    let mut next = oddities(failure);
    next.extend([
        "Open your app at Trakt and copy both values again, each as a whole.".into(),
        "If the app is gone, you need a new one.".into(),
    ]);
    Explanation {
        next,
        ..Explanation::new("Wrong client ID or secret", meaning, [])
    }
    .with([Remedy::CheckApp])
}

fn oddities(failure: &Failure) -> Vec<String> {
    let oddities = failure.oddities.iter();
    oddities.map(|oddity| input::oddity(*oddity)).collect()
}

/// Explains 401 without a reason: it may be about the app, or about what was to be exchanged.
fn unauthorized(failure: &Failure) -> Explanation {
    let grant = failure.grant;
    let used = used_up(failure);
    let (app, value) = match grant {
        GrantKind::Device => (
            "The client ID or secret may be wrong, or Trakt has deleted the app.",
            "",
        ),
        GrantKind::Pin => (
            "Either the client ID or secret is wrong, or Trakt has deleted the app;",
            "or the PIN was used already, has expired or was mistyped.",
        ),
        GrantKind::Code => (
            "Either the client ID or secret is wrong, or Trakt has deleted the app;",
            "or the code was used already or has expired.",
        ),
        GrantKind::Refresh => (
            "Either the client ID or secret is wrong, or Trakt has deleted the app;",
            "or the refresh token was used already, or is from before Trakt's sign-in move of 2026.",
        ),
    };
    let mut next = oddities(failure);
    next.extend([
        "Compare the client ID and secret with those of your app at Trakt.".into(),
        format!("If they are right, {}.", again(grant)),
    ]);
    Explanation {
        next,
        ..Explanation::new(
            "Trakt did not accept this sign-in",
            sentences(["Trakt gave no reason.", app, value, &used]),
            [],
        )
    }
    .with([Remedy::CheckApp, fresh_start(grant)])
}

/// Says a refusal in a few words, for a line that names the host.
pub(super) const fn in_short(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::InvalidGrant => "it did not accept what was sent",
        Refusal::InvalidClient => "it did not accept the client ID or secret",
        Refusal::Unauthorized => "it did not accept the sign-in",
        Refusal::AccessTokenNotAccepted => "it did not accept the token",
        Refusal::AppNotAccepted => "it did not accept the app",
        Refusal::TurnedAway { .. } => "something in front of it turned the request away",
        Refusal::NotServed => "it no longer takes sign-ins",
        Refusal::ContentTypeRefused => "it refused the form of the request",
        Refusal::AccountLocked => ACCOUNT_LOCKED.in_short,
        Refusal::AccountDeactivated => ACCOUNT_DEACTIVATED.in_short,
        Refusal::AccountMaybeDeactivated => ACCOUNT_MAYBE_DEACTIVATED.in_short,
        Refusal::RateLimited { .. } => "it got too many requests",
        Refusal::TraktDown => "it was not available",
        Refusal::AuthorizationPending => "the code was not entered yet",
        Refusal::DeviceCodeUnknown => "it did not know the code",
        Refusal::DeviceCodeUsed => "the code had been used",
        Refusal::DeviceCodeExpired => "the code had expired",
        Refusal::AccessDenied => "the app was not allowed",
        Refusal::Other => "it refused the request",
    }
}
