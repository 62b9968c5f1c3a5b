//! Signing in, as one state machine per flow: a PIN, a code and a refresh are exchanged, a device code is polled for, and
//! the browser is sent to Trakt. Each machine takes an event and returns what it has become. Nothing here knows of a
//! browser or of the page's words.

pub mod device;
mod effect;
pub mod exchange;
mod flow;
pub mod form;
pub mod polling;
pub mod precheck;
pub mod redirect;
mod retries;
pub mod world;

pub use effect::{Effect, Event, Granted, Outcome, Status};
pub use flow::{SignIn, SignInEnd};
pub use retries::PauseReason;
pub use world::{Id, Ids, PostLimit, World};
