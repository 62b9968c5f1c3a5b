//! Everything that can happen to the page, and what it asks the user.

use super::attempt::Randomness;
use super::config::ConfigEvent;
use super::effect::Reply;
use super::form::FormEvent;
use super::other_program::OtherProgramEvent;
use super::target::Target;
use super::token_check::TokenEvent;
use crate::shared_text::SharedText;
use crate::sign_in::form::{FormField, SignInMethod};
use crate::sign_in::world::Id;
use crate::trakt::command::Shell;
use crate::trakt::redirect::{AuthorizationResponse, PendingSignIn};

/// A question that the user is asked before something is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Whether to forget everything, although there is a block that has not left the page.
    StartOver,
    /// Whether to sign in again, although there is such a block.
    SignInAgain(Option<Randomness>),
    /// Whether to leave for Trakt, although there is such a block or a `config.yml`.
    Leave(Option<Randomness>),
    /// Whether to give up a revocation of which only a half may be done.
    AbandonRevocation(AfterRevocation),
}

/// The step that a revocation would be given up for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AfterRevocation {
    /// Forgetting everything.
    StartOver,
    /// Signing in, or leaving for Trakt to do so.
    SignIn(Option<Randomness>),
}

/// Fields that were filled in from a pasted text or an opened file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledIn {
    /// Tells one text from the next.
    pub id: Id,
    /// The field that the text was pasted into; none for a file.
    pub pasted_into: Option<FormField>,
    /// The fields that it has filled in.
    pub fields: Vec<FormField>,
}

/// Everything that can happen to the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Something happened to the form.
    Form(FormEvent),
    /// A way to sign in was chosen.
    MethodChosen(SignInMethod),
    /// The link to the PIN was followed.
    PinLinkFollowed,
    /// The form was sent; without randomness where the browser has none.
    Submitted(Option<Randomness>),
    /// The page was opened by Trakt sending the browser back.
    Returned {
        /// The response in the address.
        response: AuthorizationResponse,
        /// The record that was kept for this moment.
        pending: Option<PendingSignIn>,
    },
    /// The page was opened again without a response, as by the browser's Back button.
    CameBackWithoutResponse(PendingSignIn),
    /// The page is shown as it was when the browser left it.
    ShownAgain,
    /// The sign-in is to be stopped.
    Cancelled,
    /// The link that carries the device code was followed.
    DeviceLinkFollowed,
    /// A device code of the other host is wanted instead of the one on the page.
    OtherHostCodeAsked,
    /// The user does not want to wait for the end of a pause.
    PauseSkipped,
    /// The command for another shell is wanted.
    ShellChosen(Shell),
    /// The output of a command is to be read as the response.
    CommandOutputUsed,
    /// The browser has a network again, or no longer.
    ConnectionChanged {
        /// Whether there is a connection now.
        is_online: bool,
    },
    /// The button beside a value was pressed.
    ValueCopyAsked {
        /// The button's name.
        button: &'static str,
        /// The value.
        text: SharedText,
    },
    /// The token of the block on the page is to be refreshed.
    RefreshBlockAsked,
    /// The user wants something done with the token.
    Token(TokenEvent),
    /// Something happened to the user's `config.yml`.
    Config(ConfigEvent),
    /// Something happened to the file for another program.
    OtherProgram(OtherProgramEvent),
    /// Far more was pasted into an element than anything it is for, and was kept out.
    PasteRefused(Target),
    /// The focus is to go to an element.
    FocusAsked(Target),
    /// The page was drawn for the first time.
    Drawn,
    /// Everything is to be forgotten.
    StartOverAsked,
    /// The question was answered.
    QuestionAnswered {
        /// Whether to go on.
        go_on: bool,
    },
    /// An effect has ended.
    Ended(Id, Reply),
}
