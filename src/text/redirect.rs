//! Why coming back from Trakt brought no code, and what to do about it.

use super::{Explanation, Remedy};
use crate::sign_in::form::SignInMethod;
use crate::trakt::redirect::{AuthorizationError, ReturnError};

/// The name before what Trakt said in the address.
pub const SAID_BY: &str = "Trakt";

/// Says why coming back from Trakt brought no code, and what to do about it.
pub fn explain(error: &ReturnError) -> Explanation {
    let device_code = Remedy::Method(SignInMethod::Device);
    words_for(error).with(match error {
        ReturnError::BrowserRefused => vec![Remedy::Method(SignInMethod::Pin)],
        // Another tab, or the browser inside another app, may take the next return as well.
        ReturnError::NoRecord => vec![Remedy::TryAgain, device_code],
        ReturnError::Refused {
            error:
                AuthorizationError::UnauthorizedClient | AuthorizationError::UnsupportedResponseType,
            ..
        } => vec![device_code],
        ReturnError::Stale
        | ReturnError::StateMissing
        | ReturnError::StateDiffers
        | ReturnError::ForeignIssuer
        | ReturnError::Offline
        | ReturnError::Refused {
            error:
                AuthorizationError::AccessDenied
                | AuthorizationError::InvalidRequest
                | AuthorizationError::InvalidScope
                | AuthorizationError::ServerError
                | AuthorizationError::TemporarilyUnavailable
                | AuthorizationError::Other(_),
            ..
        } => vec![Remedy::TryAgain],
    })
}

fn words_for(error: &ReturnError) -> Explanation {
    match error {
        ReturnError::NoRecord => Explanation::new(
            "This tab has no sign-in under way",
            "This is an address that Trakt sends browsers back to. It works once, in the tab that started the sign-in; \
             here it was reloaded or opened again, or the sign-in was started in another tab or browser.",
            [
                "Press “Sign in with Trakt” to begin again, and finish in the same tab.",
                "If Trakt opens another tab or another app each time, use a device code instead.",
            ],
        ),
        ReturnError::BrowserRefused => Explanation::new(
            "Your browser does not let the page prepare this sign-in",
            "The page must keep a few values in this tab until Trakt sends you back, and the browser refused. That \
             happens in private windows and with strict settings.",
            ["Allow this page to store data for the session, or sign in with a PIN."],
        ),
        ReturnError::Stale => Explanation::new(
            "The sign-in took too long",
            "By this computer's clock, you left this page more than a day ago. Trakt's code works for about ten minutes, \
             so it was not used.",
            ["Press “Sign in with Trakt” again and come back within ten minutes."],
        ),
        ReturnError::StateMissing => Explanation::new(
            "It is not certain that Trakt sent you back here",
            "The address lacks the mark that this page gave the sign-in, so it was not used. It may have been cut \
             short, or written by somebody else.",
            ["Press “Sign in with Trakt” to begin again, and follow only Trakt's own links."],
        ),
        ReturnError::StateDiffers => Explanation::new(
            "This answer belongs to another sign-in",
            "The mark in the address is not the one that this page gave, so it was not used. That happens when a \
             sign-in is started twice, for example in two tabs at once, or when the link is somebody else's.",
            [
                "Close other tabs with this page, then press “Sign in with Trakt” again.",
                "If somebody sent you the link, do not use it: it would sign you in to their account.",
            ],
        ),
        ReturnError::ForeignIssuer => Explanation::new(
            "It is not certain that Trakt sent you back here",
            "The address says that it does not come from Trakt, so it was not used.",
            ["Press “Sign in with Trakt” to begin again, and follow only Trakt's own links."],
        ),
        ReturnError::Offline => Explanation::new(
            "You are offline",
            "The browser has no connection to go to Trakt with. Nothing you entered is lost.",
            ["Connect to the network, then press “Sign in with Trakt” again."],
        ),
        ReturnError::Refused { error, .. } => refused(error),
    }
}

fn refused(error: &AuthorizationError) -> Explanation {
    match error {
        AuthorizationError::AccessDenied => Explanation::new(
            "You did not allow the app at Trakt",
            "Trakt says that the sign-in was declined or cancelled. Nothing has changed in your account.",
            ["Press “Sign in with Trakt” again, and “Allow” at Trakt."],
        ),
        AuthorizationError::InvalidRequest => Explanation::new(
            "Trakt did not understand the sign-in",
            "Most often the redirect URI in your app's settings is not exactly this page's address, or the Client ID \
             is not complete.",
            [
                "Compare the redirect URI in your app's settings with the one shown here, down to the last slash.",
                "Copy the Client ID again, as a whole, then press “Sign in with Trakt”.",
            ],
        ),
        AuthorizationError::UnauthorizedClient => Explanation::new(
            "Your app may not sign in this way",
            "Trakt knows the app, but does not let it send users back to a page.",
            [
                "Open your app at Trakt and check that it is active and approved.",
                "Or choose another way to sign in, for example “Device code”.",
            ],
        ),
        AuthorizationError::UnsupportedResponseType => Explanation::new(
            "Trakt does not support this way of signing in",
            "This Trakt sign-in host does not hand out codes to pages, or not at the moment.",
            ["Choose the other address under “Trakt sign-in host”, or another way to sign in."],
        ),
        AuthorizationError::InvalidScope => Explanation::new(
            "Trakt does not grant this app the access it needs",
            "This page asks for nothing beyond what every app gets, so the reason is probably in the app's settings.",
            ["Open your app at Trakt, check its permissions, then press “Sign in with Trakt”."],
        ),
        AuthorizationError::ServerError => Explanation::new(
            "Something went wrong at Trakt",
            "Trakt had an error while it was handling the sign-in. You did nothing wrong.",
            ["Try again in 30 seconds."],
        ),
        AuthorizationError::TemporarilyUnavailable => Explanation::new(
            "Trakt is not available at the moment",
            "Trakt says that it is too busy, or down for maintenance.",
            ["Try again in a few minutes."],
        ),
        AuthorizationError::Other(name) => Explanation::new(
            "Trakt refused the sign-in",
            format!("The reason that it gave is “{name}”, which this page does not know."),
            [
                "Check the Client ID and the redirect URI in your app's settings, then try again.",
                "Or choose another way to sign in.",
            ],
        ),
    }
}
