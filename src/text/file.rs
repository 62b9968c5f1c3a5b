//! The card of the opened file: what the Trakt sign-in in it is worth, and the step that fits.

use super::config::config_refusal;
use crate::kometa::config::ConfigRefusal;
use crate::trakt::service::LAST_KOMETA_WITH_TRAKT;

/// The button that asks Trakt about the file's token.
pub const CHECK: &str = "Check this file with Trakt";

/// The button that renews the file's token.
pub const RENEW: &str = "Renew it now";

/// Says what renewing does to the block that Kometa has.
pub const STOP_KOMETA: &str = "Stop Kometa first: renewing makes the block it has now useless.";

/// Says what renewing does to the token that another program has.
pub const STOP_PROGRAM: &str =
    "Stop the program first: renewing makes the token it has now useless.";

/// Says that the file's token is being renewed.
pub const RENEWING: &str = "Asking Trakt for a new token…";

/// Returns the line about a file that is being read.
pub fn reading(name: &str) -> String {
    format!("Reading {name}…")
}

/// Returns the line about a file whose access has ended.
pub fn ended(name: &str, when: &str) -> String {
    format!("The Trakt sign-in in {name} ended on {when}.")
}

/// Returns the line about a file whose access still lives.
pub fn works(name: &str, until: &str) -> String {
    format!("The Trakt sign-in in {name} works until {until}.")
}

/// Returns the line about a file that does not say when its access ends.
pub fn without_end(name: &str) -> String {
    format!("{name} has a Trakt sign-in, but does not say how long it works.")
}

/// Returns the line about a file with an app and no token.
pub fn app_alone(name: &str) -> String {
    format!("{name} has your Trakt app, but no sign-in yet.")
}

/// Returns the line about a file whose block has values that cannot be used.
pub fn unusable(name: &str) -> String {
    format!("The trakt section of {name} cannot be used as it is.")
}

/// Returns the line about a file whose access token Trakt does not accept.
pub fn refused(name: &str) -> String {
    format!("Trakt does not accept the sign-in in {name}.")
}

/// Returns the line about a file without a block.
pub fn nothing(name: &str) -> String {
    format!("There is no Trakt sign-in in {name} yet.")
}

/// Says what to do about a file without a token.
pub const SIGN_IN_BELOW: &str = "Sign in below, and this page puts it in.";

/// Says what to do about a file without a token that cannot take a new block.
pub const SIGN_IN_BELOW_FOR_BLOCK: &str = "Sign in below.";

/// Says what it means that no new block can be put into the file.
pub fn takes_no_block(refusal: &ConfigRefusal) -> String {
    format!(
        "{} So this page cannot put a new block into this file: you get the block to paste in yourself.",
        config_refusal(refusal)
    )
}

/// Returns the line about a file that cannot be read.
pub fn unreadable(name: &str) -> String {
    format!("This page cannot read the Trakt sign-in in {name}.")
}

/// Returns the line about a file that has been renewed or updated.
pub fn renewed(name: &str) -> String {
    format!("{name} is ready, but not saved yet.")
}

/// Returns the line about a file that is saved with the new block.
pub fn done(name: &str) -> String {
    format!("Done with {name}.")
}

/// Returns the line about a file that was copied or downloaded with the new block, and is still to be put in place.
pub fn nearly_done(name: &str) -> String {
    format!("Nearly done with {name}.")
}

/// Returns what Trakt says about the file's token.
pub fn accepted(username: &str) -> String {
    format!("Trakt accepts it. Signed in as {username}.")
}

/// Says what a check of the access token does not tell.
pub fn checked_access_token_alone() -> String {
    format!(
        "That is the access token. The last Kometa with Trakt, {LAST_KOMETA_WITH_TRAKT}, also uses the refresh token at \
         every start: if another copy of this block was used since, that one may be used up. Renew it if Kometa complains."
    )
}
