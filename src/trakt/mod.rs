//! Trakt's OAuth protocol, pure: what to send, and what an answer means. No browser, no clock, no randomness.

pub mod care;
pub mod command;
pub mod credentials;
pub mod device;
pub mod endpoints;
pub mod error;
pub mod exchange;
pub mod outcome;
pub mod pkce;
pub mod precheck;
pub mod redirect;
pub mod request;

pub use credentials::{
    AccessToken, Checked, ClientId, ClientSecret, Pin, RefreshToken, Token, TraktApp,
};
pub use endpoints::SignInHost;
pub use error::{Explanation, Failure, FailureCause, Field, InputError, InputHint};
pub use exchange::Exchange;
pub use outcome::{Answer, AnswerBody, AnswerHeaders, NoAnswer};
pub use request::{Grant, GrantKind, Method, Request, TokenRequest};
