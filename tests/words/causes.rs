//! Every way in which a sign-in can fail.

use std::time::Duration;

use kometa_trakt_sign_in::trakt::command_output::{CommandLine, NoResponse};
use kometa_trakt_sign_in::trakt::response::{ExpectedType, JsonType, Malformed, Refusal};
use kometa_trakt_sign_in::trakt::{
    AccessToken, Failure, FailureCause, GrantKind, NetworkError, SignInHost,
};

pub const PATIENCE: Duration = Duration::from_secs(30);

pub const KINDS: [GrantKind; 4] = [
    GrantKind::Pin,
    GrantKind::Code,
    GrantKind::Refresh,
    GrantKind::Device,
];

/// Every refusal that a user can be told of.
pub fn refusals() -> Vec<Refusal> {
    vec![
        Refusal::InvalidGrant,
        Refusal::InvalidClient,
        Refusal::Unauthorized,
        Refusal::AppNotAccepted,
        Refusal::TurnedAway { retry_after: None },
        Refusal::NotServed,
        Refusal::ContentTypeRefused,
        Refusal::AccountLocked,
        Refusal::AccountDeactivated,
        Refusal::AccountMaybeDeactivated,
        Refusal::RateLimited { retry_after: None },
        Refusal::TraktDown,
        Refusal::DeviceCodeUnknown,
        Refusal::DeviceCodeUsed,
        Refusal::DeviceCodeExpired,
        Refusal::AccessDenied,
        Refusal::Other,
    ]
}

pub fn network_errors() -> [NetworkError; 5] {
    [
        NetworkError::Offline,
        NetworkError::Unsendable,
        NetworkError::ConnectionLost,
        NetworkError::Unreadable,
        NetworkError::TimedOut { patience: PATIENCE },
    ]
}

pub fn all_malformed() -> Vec<Malformed> {
    let wrong_type = |expected| Malformed::WrongType {
        member: "scope",
        expected,
    };
    vec![
        Malformed::Empty,
        Malformed::CutOff,
        Malformed::TimedOut { patience: PATIENCE },
        Malformed::WebPage,
        Malformed::NotJson,
        Malformed::NotAnObject(JsonType::Null),
        Malformed::NotAnObject(JsonType::Boolean),
        Malformed::NotAnObject(JsonType::Number),
        Malformed::NotAnObject(JsonType::String),
        Malformed::NotAnObject(JsonType::Array),
        Malformed::Missing(vec!["access_token"]),
        Malformed::Missing(vec!["access_token", "refresh_token"]),
        Malformed::NoRefreshToken {
            access_token: AccessToken::new("visible"),
        },
        wrong_type(ExpectedType::Text),
        wrong_type(ExpectedType::WholeNumber),
        wrong_type(ExpectedType::ShortCode),
        Malformed::NotUtf8 { member: "scope" },
        Malformed::TooLong { limit: 1 << 20 },
    ]
}

/// What went wrong, each in its own way.
pub fn causes() -> Vec<FailureCause> {
    let malformed = all_malformed();
    refusals()
        .into_iter()
        .map(FailureCause::Refused)
        .chain(network_errors().map(FailureCause::Network))
        .chain(malformed.iter().cloned().map(FailureCause::NoToken))
        .chain(malformed.iter().cloned().map(FailureCause::NoDeviceCode))
        .chain([
            FailureCause::ResponseHidden,
            FailureCause::HostUnreachable,
            FailureCause::ForeignVerificationUrl {
                url: "https://evil.example".into(),
            },
            FailureCause::DeviceCodeTimeOver {
                unanswered_polls: 1,
            },
            FailureCause::DeviceCodeTimeOver {
                unanswered_polls: 2,
            },
        ])
        .chain(no_responses().into_iter().map(FailureCause::Command))
        .collect()
}

pub fn no_responses() -> Vec<NoResponse> {
    let line = || "curl: (6) no host".to_owned();
    let command_lines = [
        CommandLine::CommandPrompt,
        CommandLine::PowerShell,
        CommandLine::OldPowerShell,
        CommandLine::PosixShell,
    ];
    command_lines
        .map(|ran_in| NoResponse::WrongShell { ran_in })
        .into_iter()
        .chain([
            NoResponse::NotSent { line: line() },
            NoResponse::Unanswered { line: line() },
            NoResponse::InPieces,
            NoResponse::NotFound,
            NoResponse::TooLong,
        ])
        .collect()
}

pub fn failure(grant: GrantKind, cause: FailureCause) -> Failure {
    Failure::new(SignInHost::Classic, grant, cause)
}
