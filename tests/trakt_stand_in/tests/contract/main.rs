//! The stand-in for Trakt keeps to the protocol that the other tests rely on. `curl` speaks to it
//! over TLS.

mod answers_in_pieces;
mod client;
mod faults;
mod hosts;
mod sign_in;
