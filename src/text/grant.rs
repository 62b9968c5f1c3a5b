//! Words for a PIN, a code or a token that was to be exchanged: its name, whether it has been used up, and how to get
//! another.

use super::{Explanation, Remedy};
use crate::sign_in::form::SignInMethod;
use crate::trakt::{Failure, GrantKind, GrantUse};

/// Says whether it has been used up, as far as that is known; empty where it does not matter.
pub(super) fn used_up(failure: &Failure) -> String {
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

pub(super) fn if_refused(failure: &Failure) -> String {
    match failure.grant {
        GrantKind::Device => "If it fails again, choose another way to sign in.".into(),
        grant => format!("If the {} is refused then, {}.", noun(grant), again(grant)),
    }
}

pub(super) const fn noun(grant: GrantKind) -> &'static str {
    match grant {
        GrantKind::Pin => "PIN",
        GrantKind::Code => "sign-in code",
        GrantKind::Refresh => "refresh token",
        GrantKind::Device => "device code",
    }
}

pub(super) const fn again(grant: GrantKind) -> &'static str {
    match grant {
        GrantKind::Pin => "get a new PIN from Trakt",
        GrantKind::Code => "press “Sign in with Trakt” again",
        GrantKind::Refresh => "sign in with a PIN",
        GrantKind::Device => "press “Get a device code” again",
    }
}

/// Returns the control that makes a fresh start, as it may be used up.
pub(super) const fn fresh_start(grant: GrantKind) -> Remedy {
    match grant {
        GrantKind::Pin => Remedy::NewPin,
        // A code is gone with its attempt, but the same press gets another.
        GrantKind::Code | GrantKind::Device => Remedy::TryAgain,
        GrantKind::Refresh => Remedy::Method(SignInMethod::Pin),
    }
}

pub(super) const fn another(grant: GrantKind) -> &'static str {
    match grant {
        GrantKind::Pin | GrantKind::Code | GrantKind::Refresh => "use a device code instead",
        GrantKind::Device => "sign in with a PIN instead",
    }
}

pub(super) const fn another_method(grant: GrantKind) -> Remedy {
    Remedy::Method(match grant {
        GrantKind::Pin | GrantKind::Code | GrantKind::Refresh => SignInMethod::Device,
        GrantKind::Device => SignInMethod::Pin,
    })
}

pub(super) const fn command(grant: GrantKind) -> &'static str {
    match grant {
        GrantKind::Device => {
            "choose PIN: that way offers a command to run instead, which does not go through the browser"
        }
        GrantKind::Pin | GrantKind::Code | GrantKind::Refresh => {
            "use the commands below: they do not go through the browser"
        }
    }
}

/// Joins sentences, without the empty ones.
pub(super) fn sentences<const N: usize>(sentences: [&str; N]) -> String {
    let sentences: Vec<_> = sentences.into_iter().filter(|s| !s.is_empty()).collect();
    sentences.join(" ")
}

/// Explains that the time of a device code is over.
pub(super) fn code_expired() -> Explanation {
    Explanation::new(
        "The code has expired",
        "When this page last asked Trakt, the code had not been entered and allowed.",
        ["Get a new device code and enter it before it expires."],
    )
    .with([Remedy::TryAgain])
}
