//! What the page says: something of everything, and of two different things not the same.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::time::Duration;

use kometa_trakt_sign_in::kometa::TraktBlock;
use kometa_trakt_sign_in::kometa::config::{
    BlockKey, ConfigRefusal, Holding, LeftAtRoot, Reason, RefusedValue, YamlProblem, update,
};
use kometa_trakt_sign_in::kometa::editing::EditorRefusal;
use kometa_trakt_sign_in::kometa::file::FileRefusal;
use kometa_trakt_sign_in::kometa::refresh::RefreshInputError;
use kometa_trakt_sign_in::page::{ConfigUpdate, Connection, Export, Saving, TokenTask};
use kometa_trakt_sign_in::sign_in::form::{FormField, InputProblem, SignInMethod};
use kometa_trakt_sign_in::text::{self, Explanation};
use kometa_trakt_sign_in::trakt::command_output::{CommandLine, NoResponse};
use kometa_trakt_sign_in::trakt::credentials::FilledIn;
use kometa_trakt_sign_in::trakt::input::AppOddity;
use kometa_trakt_sign_in::trakt::precheck::PrecheckTrouble;
use kometa_trakt_sign_in::trakt::redirect::{AuthorizationError, ReturnError};
use kometa_trakt_sign_in::trakt::response::{
    ErrorDetails, ExpectedType, JsonType, Malformed, Refusal,
};
use kometa_trakt_sign_in::trakt::token_check::TokenCheckError;
use kometa_trakt_sign_in::trakt::{
    AccessToken, ClientId, Failure, FailureCause, Field, GrantKind, InputError, InputHint,
    NetworkError, RefreshToken, SignInHost, Token, TraktApp,
};

const PATIENCE: Duration = Duration::from_secs(30);
const KINDS: [GrantKind; 4] = [
    GrantKind::Pin,
    GrantKind::Code,
    GrantKind::Refresh,
    GrantKind::Device,
];

/// Every refusal that a user can be told of.
fn refusals() -> Vec<Refusal> {
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

fn network_errors() -> [NetworkError; 5] {
    [
        NetworkError::Offline,
        NetworkError::Unsendable,
        NetworkError::ConnectionLost,
        NetworkError::Unreadable,
        NetworkError::TimedOut { patience: PATIENCE },
    ]
}

fn all_malformed() -> Vec<Malformed> {
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
fn causes() -> Vec<FailureCause> {
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

fn no_responses() -> Vec<NoResponse> {
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

fn failure(grant: GrantKind, cause: FailureCause) -> Failure {
    Failure::new(SignInHost::Classic, grant, cause)
}

/// What is wrong with the form of some words.
fn complaint(words: &str) -> Option<&'static str> {
    if words.trim().is_empty() {
        Some("empty")
    } else if words != words.trim() {
        Some("spaces around it")
    } else if words.contains("  ") || words.contains(['\n', '\t', '\r']) {
        Some("spaces in a row")
    } else if words.contains(" .") || words.contains(" ,") || words.contains("..") {
        Some("a stop out of place")
    } else {
        None
    }
}

fn assert_phrase(words: &str) {
    assert_eq!(complaint(words), None, "“{words}”");
}

fn assert_sentence(words: &str) {
    assert_phrase(words);
    let first = words.chars().next().unwrap();
    let begins = first.is_uppercase() || "“<".contains(first) || words.contains("trakt.tv");
    assert!(begins, "“{words}”");
    assert!(words.ends_with(['.', '…', '?', '”', '!']), "“{words}”");
}

fn assert_explanation(explanation: &Explanation, about: &str) {
    assert_phrase(&explanation.title);
    assert!(!explanation.title.ends_with('.'), "{}", explanation.title);
    assert_sentence(&explanation.meaning);
    assert!(!explanation.next.is_empty(), "{about}");
    for next in &explanation.next {
        assert_sentence(next);
    }
}

#[test]
fn what_is_badly_formed_is_noticed() {
    for words in ["", " ", "a  b", " a", "a ", "a .", "a..", "a\nb"] {
        assert!(complaint(words).is_some(), "“{words}”");
    }
    assert_eq!(complaint("A b."), None);
}

#[test]
fn every_failure_of_every_grant_is_explained() {
    let descriptions = [None, Some("why".to_owned())];
    for grant in KINDS {
        for cause in causes().into_iter().chain([
            FailureCause::Refused(Refusal::AccessTokenNotAccepted),
            FailureCause::Refused(Refusal::AuthorizationPending),
            FailureCause::Refused(Refusal::RateLimited {
                retry_after: Some(PATIENCE),
            }),
            FailureCause::Refused(Refusal::TurnedAway {
                retry_after: Some(PATIENCE),
            }),
            FailureCause::DeviceCodeTimeOver {
                unanswered_polls: 0,
            },
        ]) {
            // A device code is polled for: no poll is refused for what became of another.
            let is_polled = grant == GrantKind::Device;
            for error_description in &descriptions {
                for was_sent_before in [false, !is_polled] {
                    for (sent_without_secret, client_id_is_usual, refused_before) in [
                        (false, false, 0),
                        (true, false, 1),
                        (false, true, 2),
                        (true, true, 0),
                    ] {
                        let failure = Failure {
                            client_id_is_usual,
                            refused_before,
                            details: ErrorDetails {
                                error_description: error_description.clone(),
                                ..ErrorDetails::default()
                            },
                            was_sent_before,
                            sent_without_secret,
                            ..failure(grant, cause.clone())
                        };
                        let about = format!("{failure:?}");
                        assert_explanation(&text::failure::explain(&failure), &about);
                        let both = Failure {
                            other_host: Some(Box::new(failure.clone())),
                            ..failure
                        };
                        assert_explanation(&text::failure::explain(&both), &about);
                    }
                }
            }
            assert_phrase(&text::failure::in_short(&cause));
        }
    }
}

#[test]
fn no_two_failures_have_the_same_words() {
    for grant in KINDS {
        let causes = causes();
        let words: BTreeSet<_> = causes
            .iter()
            .map(|cause| {
                let failure = failure(grant, cause.clone());
                format!("{:?}", text::failure::explain(&failure))
            })
            .collect();
        // A web page is one, whatever it came instead of.
        assert_eq!(words.len(), causes.len(), "{grant:?}");
    }
}

#[test]
fn what_can_happen_to_an_exchange_has_titles_of_its_own() {
    let mut causes: Vec<_> = causes()
        .into_iter()
        .filter(|cause| {
            !matches!(
                cause,
                FailureCause::NoToken(_)
                    | FailureCause::NoDeviceCode(_)
                    | FailureCause::DeviceCodeTimeOver { .. }
            )
        })
        .collect();
    causes.push(FailureCause::NoToken(Malformed::Empty));
    for grant in KINDS {
        let titles: BTreeSet<_> = causes
            .iter()
            .map(|cause| text::failure::explain(&failure(grant, cause.clone())).title)
            .collect();
        assert_eq!(titles.len(), causes.len(), "{grant:?}");
    }
    let refused = |grant| failure(grant, FailureCause::Refused(Refusal::InvalidGrant));
    let titles: BTreeSet<_> = KINDS
        .into_iter()
        .map(|grant| text::failure::explain(&refused(grant)).title)
        .collect();
    assert_eq!(titles.len(), KINDS.len());
}

#[test]
fn what_looks_wrong_about_an_app_comes_first() {
    let oddities = vec![
        AppOddity::Swapped,
        AppOddity::CutShort {
            field: Field::ClientId,
            length: 63,
        },
        AppOddity::Padded {
            field: Field::ClientSecret,
            length: 128,
        },
    ];
    let failure = Failure {
        oddities: oddities.clone(),
        ..failure(
            GrantKind::Pin,
            FailureCause::Refused(Refusal::InvalidClient),
        )
    };
    let next = text::failure::explain(&failure).next;
    for (oddity, next) in oddities.into_iter().zip(next) {
        assert_eq!(next, text::input::oddity(oddity));
        assert_sentence(&next);
    }
}

#[test]
fn every_dead_end_has_a_door() {
    // What only Trakt, the author of this page or another computer can help with.
    let is_out_of_reach = |cause: &FailureCause| {
        matches!(
            cause,
            FailureCause::Refused(
                Refusal::AccountLocked
                    | Refusal::AccountDeactivated
                    | Refusal::AccountMaybeDeactivated
                    | Refusal::ContentTypeRefused
            ) | FailureCause::CommandFailed { .. }
                | FailureCause::NoResponsePrinted
        )
    };
    for grant in KINDS {
        for cause in causes() {
            let remedies = text::failure::explain(&failure(grant, cause.clone())).remedies;
            assert_eq!(
                remedies.is_empty(),
                is_out_of_reach(&cause),
                "{grant:?} {cause:?}"
            );
            let distinct = remedies.iter().enumerate();
            let is_distinct = |(at, remedy)| !remedies[..at].contains(remedy);
            assert!(distinct.into_iter().all(is_distinct), "{remedies:?}");
        }
    }
}

#[test]
fn every_way_not_to_come_back_is_explained_in_its_own_words() {
    let names = [
        AuthorizationError::AccessDenied,
        AuthorizationError::InvalidRequest,
        AuthorizationError::UnauthorizedClient,
        AuthorizationError::UnsupportedResponseType,
        AuthorizationError::InvalidScope,
        AuthorizationError::ServerError,
        AuthorizationError::TemporarilyUnavailable,
        AuthorizationError::Other("something_new".into()),
    ];
    let mut errors = vec![
        ReturnError::NoRecord,
        ReturnError::BrowserRefused,
        ReturnError::Stale,
        ReturnError::StateMissing,
        ReturnError::StateDiffers,
        ReturnError::ForeignIssuer,
        ReturnError::Offline,
    ];
    for error in &errors {
        assert!(error.details().is_empty(), "{error:?}");
    }
    errors.extend(names.map(|error| {
        let details = ReturnError::Refused {
            error: error.clone(),
            description: Some("why".into()),
        }
        .details();
        let shown = text::failure::details(&details).unwrap();
        assert_eq!(shown, format!("{} · why", error.name()));
        ReturnError::Refused {
            error,
            description: None,
        }
    }));
    let explained: Vec<_> = errors.iter().map(text::redirect::explain).collect();
    for (explanation, error) in explained.iter().zip(&errors) {
        assert_explanation(explanation, &format!("{error:?}"));
    }
    let all: BTreeSet<_> = explained.iter().map(|e| format!("{e:?}")).collect();
    assert_eq!(all.len(), errors.len());
    // Whether the mark or the sender's name is not Trakt's, the address is not believed.
    let titles: BTreeSet<_> = explained.iter().map(|e| &e.title).collect();
    assert_eq!(titles.len(), errors.len() - 1);
    assert!(explained.last().unwrap().meaning.contains("something_new"));
}

#[test]
fn what_is_said_about_input_is_well_formed() {
    let fields = [
        Field::ClientId,
        Field::ClientSecret,
        Field::Pin,
        Field::AccessToken,
        Field::RefreshToken,
    ];
    for field in fields {
        for error in [
            InputError::Empty(field),
            InputError::Hidden(field),
            InputError::TooLong {
                field,
                length: 9_000,
            },
            InputError::WhitespaceInside(field),
            InputError::ControlCharacter { field, code: 0x1b },
            InputError::QuoteInside(field),
            InputError::MarkAtEnd { field, mark: '*' },
            InputError::OtherFieldPasted {
                field,
                found: Field::ClientSecret,
            },
            InputError::LabelInside {
                field,
                found: Field::ClientId,
            },
            InputError::SameIdAndSecret,
            InputError::PinIsAppValue(field),
            InputError::UrlWithoutCode,
            InputError::RedirectUrlWithError {
                error: "access_denied".into(),
            },
        ] {
            let words = text::input::problem(&InputProblem::Input(error.clone()));
            assert_eq!(words, text::input::input_error(&error));
            assert_sentence(&words);
        }
        for hint in [
            InputHint::LabelRemoved(field),
            InputHint::QuotesRemoved(field),
            InputHint::CommentRemoved(field),
            InputHint::SpacesRemoved(field),
            InputHint::InvisibleRemoved(field),
            InputHint::EntitiesDecoded(field),
            InputHint::MarkupRemoved(field),
            InputHint::PunctuationRemoved(field),
            InputHint::CodeTakenFromUrl,
            InputHint::WhitespaceRemoved,
            InputHint::UnusualAppValue { field, length: 1 },
            InputHint::UnusualAppValue { field, length: 12 },
            InputHint::UnusualAppValue { field, length: 64 },
            InputHint::UnusualAppValue { field, length: 65 },
            InputHint::UnusualPin,
            InputHint::LookSwapped,
        ] {
            assert_sentence(&text::input::hint(&hint));
        }
    }
    assert_sentence(&text::input::problem(&InputProblem::NothingPrinted));
    for field in [
        FormField::ClientId,
        FormField::ClientSecret,
        FormField::Pin,
        FormField::Printed,
        FormField::CurrentBlock,
    ] {
        assert_phrase(text::input::field_name(field));
    }
}

fn yaml_problems() -> [YamlProblem; 15] {
    [
        YamlProblem::Indentation,
        YamlProblem::Quotes,
        YamlProblem::Brackets,
        YamlProblem::Colon,
        YamlProblem::Dash,
        YamlProblem::Escape,
        YamlProblem::UnknownAlias,
        YamlProblem::Properties,
        YamlProblem::SpacesBeforeText,
        YamlProblem::CommentBeforeValue,
        YamlProblem::Date,
        YamlProblem::Number,
        YamlProblem::Merge,
        YamlProblem::Directive,
        YamlProblem::Syntax,
    ]
}

#[test]
fn every_reason_to_leave_a_file_alone_is_told_with_its_line_and_in_its_own_words() {
    let reasons: Vec<Reason> = yaml_problems()
        .map(Reason::NotYaml)
        .into_iter()
        .chain([
            Reason::TooLarge,
            Reason::WebPage,
            Reason::ForbiddenCharacter(0x7f),
            Reason::Tab,
            Reason::TooDeep,
            Reason::SeveralDocuments,
            Reason::RootInFlowStyle,
            Reason::RootIsList,
            Reason::RootIsText,
            Reason::TwoTraktKeys { first: 3 },
            Reason::DuplicateKey {
                key: "plex".into(),
                first: 3,
            },
            Reason::UnusualKey,
            Reason::Tagged,
            Reason::Merged,
            Reason::Aliased(BlockKey::Trakt),
            Reason::AnchorUsedElsewhere { used: 90 },
            Reason::NotAValue(BlockKey::ClientId),
            Reason::NotAMapping(BlockKey::Authorization),
            Reason::TraktHolds(Holding::List),
            Reason::TraktHolds(Holding::Text),
            Reason::TraktHolds(Holding::Number),
            Reason::TraktHolds(Holding::Boolean),
            Reason::NotCarriedOver,
            Reason::EndsInText,
            Reason::NotSure,
        ])
        .collect();
    let mut all = BTreeSet::new();
    for reason in &reasons {
        let refusal = ConfigRefusal {
            reason: reason.clone(),
            line: Some(4_711),
        };
        let words = text::config::config_refusal(&refusal);
        assert_sentence(&words);
        assert_eq!(
            words.contains("4711"),
            *reason != Reason::TooLarge,
            "{words}"
        );
        assert_eq!(
            words,
            text::config::editor_refusal(&EditorRefusal::Refused(refusal.clone()))
        );
        let not_read = RefreshInputError::NotRead(refusal.clone().into());
        assert_eq!(words, text::input::refresh_input_error(&not_read));
        assert_sentence(&text::token::not_carried_over(&refusal.clone().into()));
        let (title, reason, next) =
            text::config::update_problem(&ConfigUpdate::Refused(refusal.into())).unwrap();
        assert_phrase(title);
        assert_eq!(reason, words);
        assert_sentence(next);
        all.insert(words);
    }
    assert_eq!(all.len(), reasons.len());
}

#[test]
fn what_is_said_about_files_and_blocks_is_well_formed() {
    for refusal in [
        FileRefusal::TooLarge,
        FileRefusal::Utf16,
        FileRefusal::Utf16Tail { line: 7 },
        FileRefusal::NotUtf8 { line: 7 },
        FileRefusal::NotText,
        FileRefusal::Unreadable,
    ] {
        assert_sentence(&text::config::file_refusal(refusal));
    }
    let hidden = |line| RefusedValue {
        error: InputError::Hidden(Field::ClientSecret),
        line,
    };
    for error in [
        RefreshInputError::Empty,
        RefreshInputError::NothingFound,
        RefreshInputError::NotRead(EditorRefusal::Unavailable),
        RefreshInputError::NoRefreshToken,
        RefreshInputError::NoClientId,
        RefreshInputError::Hidden(vec![hidden(None)]),
        RefreshInputError::Hidden(vec![hidden(Some(2)), hidden(Some(3))]),
        RefreshInputError::Value(RefusedValue {
            error: InputError::WhitespaceInside(Field::RefreshToken),
            line: None,
        }),
        RefreshInputError::App(InputError::SameIdAndSecret),
    ] {
        assert_sentence(&text::input::refresh_input_error(&error));
    }
    for update in [
        ConfigUpdate::NoConfig,
        ConfigUpdate::NoBlock,
        ConfigUpdate::FileRefused(FileRefusal::NotText),
        ConfigUpdate::Refused(EditorRefusal::Unavailable),
    ] {
        let (title, reason, next) = text::config::update_problem(&update).unwrap();
        assert_phrase(title);
        assert_sentence(&reason);
        assert!(next.is_empty() || complaint(next).is_none());
    }
    for saving in [Saving::Refused, Saving::FileChanged] {
        let problem = text::config::saving_problem(saving, "config.yml").unwrap();
        assert!(problem.contains("config.yml"));
        assert_phrase(&problem);
    }
    for saving in [Saving::NotAsked, Saving::Confirming, Saving::Saved] {
        assert_eq!(text::config::saving_problem(saving, "config.yml"), None);
    }
    let kept = [BlockKey::ClientId, BlockKey::ClientSecret];
    assert_phrase(&text::config::placeholders_kept(&kept));
    let tokens = [
        BlockKey::AccessToken,
        BlockKey::RefreshToken,
        BlockKey::Scope,
    ];
    for keys in [&tokens[..1], &tokens[..2], &tokens] {
        assert_phrase(&text::config::placeholders_replaced(keys));
        assert_phrase(&text::config::stale(keys));
    }
    let left = tokens.map(|key| LeftAtRoot { key, line: 7 });
    for left in [&left[..1], &left[..2], &left] {
        assert_sentence(&text::block::left_at_root(left).unwrap());
    }
    assert_eq!(text::block::left_at_root(&[]), None);
    let stale = text::config::stale(&tokens);
    assert!(stale.starts_with("access_token, refresh_token and scope also stand "));
}

fn block() -> TraktBlock {
    TraktBlock {
        app: TraktApp {
            client_id: ClientId::new("an-id"),
            client_secret: None,
        },
        token: Token {
            access_token: AccessToken::new("a"),
            token_type: "bearer".into(),
            expires_in: 604_800,
            refresh_token: RefreshToken::new("r"),
            scope: "public".into(),
            created_at: 1,
            filled_in: FilledIn::default(),
        },
    }
}

#[test]
fn a_refusal_of_the_editor_is_told_with_the_lines_that_it_found() {
    for (text, line) in [
        ("plex: 1\n---\nplex: 2\n", "line 2"),
        ("a: 1\nplex: x\nplex: y\n", "lines 2 and 3"),
    ] {
        let refusal = update(text, &block()).unwrap_err();
        let words = text::config::config_refusal(&refusal);
        assert!(words.contains(line), "{words}");
        assert_sentence(&words);
    }
}

#[test]
fn what_is_said_about_a_token_is_well_formed() {
    for export in [
        Export::Copied,
        Export::CopiedByHand,
        Export::CopyRefused,
        Export::Downloaded,
        Export::DownloadFailed,
    ] {
        assert_sentence(text::token::block_export(export));
    }
    assert_eq!(text::token::block_export(Export::None), "");
    let refused = refusals()
        .into_iter()
        .chain([Refusal::AccessTokenNotAccepted])
        .flat_map(|refusal| {
            [200, 404, 410].map(|status| TokenCheckError::Refused { refusal, status })
        });
    let network = network_errors().map(TokenCheckError::Network);
    let not_yet = TokenCheckError::NotAcceptedYet {
        refusal: Refusal::AccessTokenNotAccepted,
        status: 401,
    };
    let others = [TokenCheckError::NoUsername, not_yet];
    for error in refused.chain(network).chain(others) {
        for task in [TokenTask::Check, TokenTask::Revoke] {
            assert_sentence(&text::token::check_error(task, error));
            assert_phrase(text::token::failed_task(task, error));
        }
    }
    let mut token = block().token;
    assert_sentence(&text::token::lifetime(&token));
    assert_eq!(text::token::filled_in(&token), None);
    for pattern in 1..8 {
        let filled_in = FilledIn {
            created_at: pattern & 1 > 0,
            scope: pattern & 2 > 0,
            expires_in: pattern & 4 > 0,
        };
        token.filled_in = filled_in;
        let words = text::token::filled_in(&token).unwrap();
        assert_sentence(&words);
        assert_eq!(words.contains("created_at"), filled_in.created_at);
        assert_eq!(words.contains("scope"), filled_in.scope);
        assert_eq!(words.contains("expires_in"), filled_in.expires_in);
    }
    token.expires_in = 0;
    let words = text::token::lifetime(&token);
    assert_sentence(&words);
    assert!(words.starts_with("Trakt did not say how long it lasts."));
    for cause in causes() {
        let other = failure(GrantKind::Pin, cause);
        let words = text::token::other_host_answered(&other);
        assert_sentence(&words);
        assert!(words.starts_with("auth.trakt.tv answered."), "{words}");
    }
    assert_sentence(text::token::NO_CLIENT_SECRET);
    assert_sentence(text::token::SINGLE_USE);
}

#[test]
fn what_is_said_on_the_way_is_well_formed() {
    let troubles = [
        PrecheckTrouble::ClientIdNotAccepted,
        PrecheckTrouble::NotServed,
        PrecheckTrouble::TraktDown,
        PrecheckTrouble::TurnedAway,
        PrecheckTrouble::ResponseHidden,
        PrecheckTrouble::HostUnreachable,
        PrecheckTrouble::Offline,
    ];
    let all: BTreeSet<_> = troubles.map(text::progress::precheck).into();
    assert_eq!(all.len(), troubles.len());
    for words in all {
        assert_sentence(words);
    }
    for method in SignInMethod::ALL.map(Some).into_iter().chain([None]) {
        assert_sentence(text::progress::method_taken(method));
    }
    assert_eq!(text::progress::connection(Connection::Online), "");
    for connection in [Connection::Offline, Connection::BackOnline] {
        assert_sentence(text::progress::connection(connection));
    }
    for host in SignInHost::ALL {
        let words = text::progress::host_left(host);
        assert_phrase(&words);
        assert!(words.starts_with(host.name()) && words.contains(host.other().name()));
    }
}
