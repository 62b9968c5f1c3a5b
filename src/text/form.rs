//! The labels of the form, and the sentences beside its fields.

use crate::sign_in::form::SignInMethod;
use crate::trakt::SignInHost;

/// The title of the first step.
pub const APP_TITLE: &str = "Your Trakt app";

/// The title of the first step where a block is to be refreshed.
pub const APP_TITLE_FOR_REFRESH: &str = "Your Trakt app, if your block lacks it";

/// The line that stands for the first step once it is done.
pub const APP_DONE: &str = "Filled in.";

/// Why there is no link to a PIN yet.
pub const CLIENT_ID_FIRST: &str = "Enter your Client ID first: Trakt needs to know which app asks.";

/// That a value is on the clipboard.
pub const VALUE_COPIED: &str = "Copied";

/// That a value could not be copied.
pub const VALUE_NOT_COPIED: &str =
    "The browser does not allow copying here. Select the text and copy it by hand.";

/// The button that copies the redirect URI.
pub const COPY_REDIRECT_URI: &str = "Copy redirect URI";

/// The button that copies the page's origin, beside how to make an app.
pub const COPY_PAGE_ORIGIN: &str = "Copy this page's origin";

/// The button that copies the page's origin, beside an alert.
pub const COPY_ORIGIN: &str = "Copy origin";

/// The button that copies the device code.
pub const COPY_CODE: &str = "Copy code";

/// Returns the name of a way to sign in.
pub const fn method_name(method: SignInMethod) -> &'static str {
    match method {
        SignInMethod::Pin => "PIN",
        SignInMethod::Return => "Return to this page",
        SignInMethod::Device => "Device code",
        SignInMethod::Refresh => "Refresh a block",
    }
}

/// Returns what a way to sign in takes.
pub const fn about_method(method: SignInMethod) -> &'static str {
    match method {
        SignInMethod::Pin => {
            "Trakt shows a short code, which you enter here. Your app needs a client secret."
        }
        SignInMethod::Return => {
            "Trakt sends you back here, with nothing to copy. Your app must have this page's address as its redirect URI."
        }
        SignInMethod::Device => {
            "Trakt gives you a code to enter on any device. Your app needs no redirect URI."
        }
        SignInMethod::Refresh => {
            "For a block that you already have, when its access has ended or is about to end."
        }
    }
}

/// Returns the name of a sign-in host.
pub const fn host_name(host: SignInHost) -> &'static str {
    match host {
        SignInHost::Classic => "trakt.tv (classic)",
        SignInHost::Current => "auth.trakt.tv (current)",
    }
}
