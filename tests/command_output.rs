//! Output of the commands, as people copy it from a terminal.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "command_output/answers.rs"]
mod answers;
#[path = "command_output/cases.rs"]
mod cases;
#[path = "command_output/failures.rs"]
mod failures;
#[path = "command_output/rows.rs"]
mod rows;
#[path = "samples/mod.rs"]
mod samples;

use kometa_trakt_sign_in::text;
use kometa_trakt_sign_in::timestamp::Timestamp;
use kometa_trakt_sign_in::trakt::command::{self, Shell};
use kometa_trakt_sign_in::trakt::command_output::{CommandLine, CommandOutput, NoResponse};
use kometa_trakt_sign_in::trakt::credentials::FilledIn;
use kometa_trakt_sign_in::trakt::pkce::CodeVerifier;
use kometa_trakt_sign_in::trakt::response::Malformed;
use kometa_trakt_sign_in::trakt::{
    AccessToken, Failure, FailureCause, Grant, GrantUse, Pin, RefreshToken, Response, SignInHost,
    Token, TokenRequest,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::samples::{app, token};

const RECEIVED_AT: Timestamp = Timestamp::from_unix_seconds(1_795_000_005);

fn request_for(grant: Grant) -> TokenRequest {
    TokenRequest {
        host: SignInHost::Classic,
        app: app(),
        grant,
    }
}

fn request() -> TokenRequest {
    request_for(Grant::Pin(Pin::new("1A2B3C4D")))
}

fn read(output: &str) -> Result<Token, Failure> {
    request().read_command_output(output, RECEIVED_AT)
}

fn no_response(output: &str) -> NoResponse {
    match CommandOutput::recognise(output) {
        CommandOutput::NoResponse(reason) => reason,
        CommandOutput::Response(response) => panic!("{response:?} in {output}"),
    }
}

fn response(output: &str) -> Response {
    match CommandOutput::recognise(output) {
        CommandOutput::Response(response) => response,
        CommandOutput::NoResponse(reason) => panic!("{reason:?} in {output}"),
    }
}

fn not_sent(line: &str) -> NoResponse {
    NoResponse::NotSent { line: line.into() }
}

fn unanswered(line: &str) -> NoResponse {
    NoResponse::Unanswered { line: line.into() }
}

fn wrong_shell(ran_in: CommandLine) -> NoResponse {
    NoResponse::WrongShell { ran_in }
}

/// The answer in the order in which Trakt sends it.
fn answer() -> String {
    let token = token();
    format!(
        r#"{{"access_token":"{}","token_type":"bearer","expires_in":604800,"refresh_token":"{}","scope":"public","created_at":1795000000}}"#,
        token.access_token.reveal(),
        token.refresh_token.reveal()
    )
}
