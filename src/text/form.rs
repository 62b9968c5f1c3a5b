//! The labels of the form, and the sentences beside its fields.

use crate::sign_in::form::SignInMethod;
use crate::trakt::SignInHost;

/// The title of the first step.
pub const APP_TITLE: &str = "Your Trakt app";

/// The title of the first step where a block is to be refreshed.
pub const APP_TITLE_FOR_REFRESH: &str = "Your Trakt app (only if your block has none)";

/// The line that stands for the first step once it is done.
pub const APP_DONE: &str = "Filled in.";

/// Says why there is no link to a PIN yet.
pub const CLIENT_ID_FIRST: &str = "Enter your Client ID first.";

/// Says that a value is on the clipboard.
pub const VALUE_COPIED: &str = "Copied";

/// Says that a value could not be copied.
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
        SignInMethod::Pin => "Trakt shows a PIN; paste it here.",
        SignInMethod::Return => {
            "Trakt sends you back here. This page's address must be a redirect URI of your app."
        }
        SignInMethod::Device => "Trakt gives you a code to enter on any device.",
        SignInMethod::Refresh => "Renews the block that you have.",
    }
}

/// Returns the name of a sign-in host.
pub const fn host_name(host: SignInHost) -> &'static str {
    match host {
        SignInHost::Classic => "trakt.tv (classic)",
        SignInHost::Current => "auth.trakt.tv (current)",
    }
}

/// The title of the second step.
pub const SIGN_IN_TITLE: &str = "Sign in";

/// The title of the third step.
pub const PUT_IN_TITLE: &str = "Put it into config.yml";

/// The place of the block before there is one.
pub const BLOCK_APPEARS_HERE: &str = "Your block appears here.";

/// The name of the button that shows the client secret in clear, and the label on it.
pub const SHOW_SECRET: (&str, &str) = ("Show client secret", "Show");

/// The heading of the ways to sign in.
pub const METHOD_HEADING: &str = "How do you want to sign in?";

/// Says why the way to Trakt and back is not offered.
pub const NO_RETURN: &str = "“Return to this page” does not work while the page is opened as a file: Trakt can only \
     send you back to a web address.";

/// The line that unfolds the settings that few need.
pub const OTHER_SETTINGS: &str = "Other settings";

/// The label of the list of sign-in hosts.
pub const HOST_LABEL: &str = "Trakt sign-in host";

/// Says when to choose another sign-in host.
pub const ABOUT_HOST: &str = "Leave this as it is unless Trakt no longer takes sign-ins there.";

/// The link to a PIN.
pub const GET_PIN: &str = "Get a PIN from Trakt";

/// The button that exchanges the PIN.
pub const EXCHANGE_PIN: &str = "Get my authorization block";

/// The question about an app that seems to have no secret.
pub const NO_SECRET: &str = "A PIN needs your app's client secret. Has your app none?";

/// The button that goes on with a device code.
pub const USE_DEVICE_CODE: &str = "Use a device code instead";

/// The line that unfolds what to do where Trakt shows no PIN.
pub const NO_PIN: &str = "Trakt shows no PIN?";

/// Says what to do where Trakt shows no PIN.
pub const ABOUT_NO_PIN: &str = "Some browsers leave the answer in the address bar: an address that begins with `urn:`. \
     Copy all of it and paste it as the PIN. If there is none, sign in with a device code; what you entered stays.";

/// The button that leaves for Trakt.
pub const LEAVE: &str = "Sign in with Trakt";

/// Says what happens on the way to Trakt and back.
pub const ABOUT_LEAVING: &str =
    "This tab goes to Trakt. Press “Allow” there, and Trakt sends you back here.";

/// Follows [`ABOUT_LEAVING`] where there is a secret to lose.
pub const SECRET_NOT_KEPT: &str =
    " Your client secret is not kept in the meantime: you will enter it again for the block.";

/// The danger of coming back to a page that others on the network could change.
pub const INSECURE: &str = "This page came over plain http. Trakt probably refuses its address as a redirect URI: those \
     must be https. And others on the network could read the code that Trakt sends back. Open the page over https, or \
     choose another way.";

/// The button that asks for a device code.
pub const GET_DEVICE_CODE: &str = "Get a device code";

/// Says what to do with a device code.
pub const ABOUT_CODE: &str = "Open Trakt and allow this code, here or on any device.";

/// The link that carries the device code.
pub const OPEN_TRAKT: &str = "Open Trakt to enter the code";

/// Returns the line about another device, which needs the address.
pub fn enter_code_at(address: &str) -> String {
    format!("On another device: `{address}`")
}

/// Returns the button that gets a code from the other host.
pub fn code_of_other_host(host: SignInHost) -> String {
    format!(
        "Trakt says the code is not valid? Get one from {}",
        host.name()
    )
}

/// Returns the accessible name of a QR code.
pub fn qr_code(address: &str) -> String {
    format!("QR code that opens {address}")
}

/// The button that refreshes a block.
pub const REFRESH: &str = "Refresh it";

/// Says what to paste to have it refreshed.
pub const ABOUT_REFRESH: &str = "Paste the trakt block of your config.yml, or the whole file. Only the refresh token, \
     client ID and secret in it go to Trakt.";

/// Says what a refresh does to the block before it.
pub const REFRESH_ENDS_BLOCK: &str = "This ends the old refresh token. Stop Kometa first, and put the new block into \
     config.yml before it runs again.";

/// The line that unfolds how to make an app.
pub const NO_APP: &str = "I have no Trakt app yet";

/// Says what an app is for.
pub const ABOUT_APPS: &str = "Kometa signs in to Trakt as an app of your own. Before you make one:";

/// Says what there is to know before making an app.
pub const BEFORE_NEW_APP: [&str; 3] = [
    "Making an app takes a VIP membership at Trakt, and a verified GitHub account for its developer portal. The apps of \
     free accounts were deleted around 31 July 2026.",
    "A free account can have only one connected app.",
    "Apps made in the portal since October 2026 have no client secret, so they cannot use a PIN: choose another way. \
     Kometa 2.4.4 refuses a block without a secret, so use an older app if you have one.",
];

/// The first thing to do for an app: before, in and after the link to the portal.
pub const OPEN_PORTAL: [&str; 3] = [
    "Open ",
    "Trakt's developer portal",
    " and make a new app. For “Name”, enter anything, such as `Kometa`.",
];

/// The words before the redirect URI of an app.
pub const ENTER_REDIRECT_URI: &str = "For “Redirect URI”, enter ";

/// The words before the page's origin.
pub const ENTER_ORIGIN: &str = "For “Allowed origins” (also called “JavaScript (CORS) origins”; leave it blank if Trakt does not take this), enter ";

/// The last thing to do for an app.
pub const SAVE_APP: &str =
    "Save it, and copy its client ID (and its client secret, if it has one) into the fields above.";

/// Says that the client ID is of an app that has no secret.
pub const APP_WITHOUT_SECRET: &str = "This client ID belongs to an app without a secret. Leave this empty and sign in with a device code.";

/// Says that the app typed after the block counts, and not the one in the block.
pub const TYPED_APP_WINS: &str =
    "The client ID or secret that you typed is used instead of the one in the block.";
