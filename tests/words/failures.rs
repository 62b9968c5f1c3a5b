//! What is said of a sign-in that failed.

use std::collections::BTreeSet;

use kometa_trakt_sign_in::text::{self, Explanation};
use kometa_trakt_sign_in::trakt::command_output::NoResponse;
use kometa_trakt_sign_in::trakt::input::AppOddity;
use kometa_trakt_sign_in::trakt::redirect::{AuthorizationError, ReturnError};
use kometa_trakt_sign_in::trakt::response::{ErrorDetails, Malformed, Refusal};
use kometa_trakt_sign_in::trakt::{Failure, FailureCause, Field, GrantKind};

use crate::causes::{KINDS, PATIENCE, causes, failure};
use crate::{assert_phrase, assert_sentence};

pub fn assert_explanation(explanation: &Explanation, about: &str) {
    assert_phrase(&explanation.title);
    assert!(!explanation.title.ends_with('.'), "{}", explanation.title);
    assert_sentence(&explanation.meaning);
    assert!(!explanation.next.is_empty(), "{about}");
    for next in &explanation.next {
        assert_sentence(next);
    }
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
            ) | FailureCause::Command(
                NoResponse::NotSent { .. }
                    | NoResponse::Unanswered { .. }
                    | NoResponse::InPieces
                    | NoResponse::NotFound
                    | NoResponse::TooLong
            )
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
