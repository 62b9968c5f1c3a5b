//! Trakt's OAuth: every request as data, and what each response means. Nothing here knows of a browser, of a clock or of
//! the page's words.

mod body;
pub mod command;
pub mod command_output;
pub mod credentials;
pub mod device;
pub mod display_text;
pub mod failure;
pub mod grant;
pub mod http;
pub mod input;
pub mod pkce;
pub mod precheck;
pub mod redirect;
pub mod request;
pub mod response;
pub mod service;
pub mod token_check;

pub use credentials::{
    AccessToken, ClientId, ClientSecret, DeviceCode, Pin, RefreshToken, Token, TraktApp,
};
pub use failure::{Failure, FailureCause, GrantUse};
pub use grant::{Grant, GrantKind};
pub use http::{Method, NetworkError, Request, Response};
pub use input::{Checked, Field, InputError, InputHint};
pub use request::TokenRequest;
pub use service::SignInHost;
