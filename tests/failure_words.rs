//! What the page says about the answers that stop a sign-in, and the controls that it offers.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used)]

use std::time::Duration;

use kometa_trakt_sign_in::sign_in::form::SignInMethod;
use kometa_trakt_sign_in::text::{self, Explanation, Remedy};
use kometa_trakt_sign_in::trakt::precheck::PrecheckTrouble;
use kometa_trakt_sign_in::trakt::response::Refusal;
use kometa_trakt_sign_in::trakt::token_check::TokenCheckError;
use kometa_trakt_sign_in::trakt::token_check::TokenTask;
use kometa_trakt_sign_in::trakt::{Failure, FailureCause, GrantKind, SignInHost};

fn failure(grant: GrantKind, cause: FailureCause) -> Failure {
    Failure::new(SignInHost::Classic, grant, cause)
}

/// What an alert says, in one text.
fn said(failure: &Failure) -> String {
    let Explanation {
        title,
        meaning,
        next,
        ..
    } = text::failure::explain(failure);
    format!("{title}. {meaning} {}", next.join(" "))
}

#[test]
fn after_two_refused_pins_the_method_is_the_problem_and_a_device_code_is_one_press_away() {
    let refused = FailureCause::Refused(Refusal::InvalidGrant);
    let first = failure(GrantKind::Pin, refused);
    let device = Remedy::Method(SignInMethod::Device);
    assert!(!text::failure::explain(&first).remedies.contains(&device));
    let second = Failure {
        refused_before: 1,
        ..first
    };
    let explanation = text::failure::explain(&second);
    assert_eq!(explanation.title, "Trakt has refused 2 PINs in a row");
    assert_eq!(explanation.remedies.first(), Some(&device));
    assert!(said(&second).contains("ID and secret are kept"));
}

#[test]
fn a_refused_refresh_leads_to_signing_in_anew_with_id_and_secret_kept() {
    for (was_sent_before, words) in [
        (false, "has probably been used already"),
        (true, "Trakt probably took it then"),
    ] {
        let failure = Failure {
            was_sent_before,
            ..failure(
                GrantKind::Refresh,
                FailureCause::Refused(Refusal::InvalidGrant),
            )
        };
        let said = said(&failure);
        assert!(said.contains(words), "{said}");
        assert!(said.contains("ID and secret are kept"), "{said}");
        let ways = [SignInMethod::Pin, SignInMethod::Device].map(Remedy::Method);
        assert_eq!(text::failure::explain(&failure).remedies, ways);
    }
}

#[test]
fn a_client_id_of_the_right_form_may_be_of_a_deleted_app() {
    let refused = |client_id_is_usual| Failure {
        client_id_is_usual,
        ..failure(
            GrantKind::Pin,
            FailureCause::Refused(Refusal::InvalidClient),
        )
    };
    let usual = said(&refused(true));
    let deleted = usual.find("may have deleted this app").unwrap();
    assert!(deleted < usual.find("is wrong").unwrap(), "{usual}");
    assert!(!said(&refused(false)).contains("deleted"));
    let explanation = text::failure::explain(&refused(false));
    assert_eq!(explanation.title, "Wrong client ID or secret");
    assert_eq!(explanation.remedies, [Remedy::CheckApp]);
}

#[test]
fn a_401_without_a_reason_names_both_the_app_and_the_refresh_token() {
    let cause = FailureCause::Refused(Refusal::Unauthorized);
    let said = said(&failure(GrantKind::Refresh, cause));
    for words in [
        "client ID or secret is wrong",
        "deleted the app",
        "refresh token",
    ] {
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn what_turns_a_request_away_in_front_of_trakt_says_nothing_about_what_was_sent() {
    for grant in [
        GrantKind::Pin,
        GrantKind::Code,
        GrantKind::Refresh,
        GrantKind::Device,
    ] {
        let retry_after = None;
        let cause = FailureCause::Refused(Refusal::TurnedAway { retry_after });
        let said = said(&failure(grant, cause));
        for words in [
            "in front of Trakt",
            "says nothing about",
            "Wait",
            "another network",
            "VPN",
        ] {
            assert!(said.contains(words), "{said}");
        }
        assert!(!said.contains("client ID"), "{said}");
        let is_told = said.contains("may have been used up");
        assert_eq!(is_told, grant != GrantKind::Device, "{said}");
    }
}

#[test]
fn a_wait_of_0_seconds_is_not_advised() {
    let retry_after = Some(Duration::ZERO);
    for refusal in [
        Refusal::RateLimited { retry_after },
        Refusal::TurnedAway { retry_after },
    ] {
        let said = said(&failure(GrantKind::Pin, FailureCause::Refused(refusal)));
        assert!(
            said.contains("Wait a ") && !said.contains("0 seconds"),
            "{said}"
        );
    }
}

#[test]
fn an_account_is_locked_in_the_same_words_everywhere() {
    for (refusal, title) in [
        (Refusal::AccountLocked, "Your Trakt account is locked"),
        (
            Refusal::AccountDeactivated,
            "Your Trakt account is deactivated",
        ),
        (
            Refusal::AccountMaybeDeactivated,
            "Your Trakt account is probably deactivated",
        ),
    ] {
        let cause = FailureCause::Refused(refusal);
        let said = said(&failure(GrantKind::Pin, cause.clone()));
        let status = 423;
        let error = TokenCheckError::Refused { refusal, status };
        assert_eq!(said, text::token::check_error(TokenTask::Check, error));
        assert_eq!(said, text::token::check_error(TokenTask::Revoke, error));
        assert!(said.starts_with(title) && said.contains("Trakt's support"));
        let in_short = text::failure::in_short(&cause);
        assert_eq!(in_short, title.replacen("Your", "your", 1));
    }
}

#[test]
fn a_token_that_is_minutes_old_is_to_be_tried_again_and_not_to_be_refreshed() {
    for (refusal, status) in [
        (Refusal::AccessTokenNotAccepted, 401),
        (Refusal::AppNotAccepted, 403),
        (Refusal::TraktDown, 500),
    ] {
        let error = TokenCheckError::NotAcceptedYet { refusal, status };
        let words = text::token::check_error(TokenTask::Check, error);
        assert!(words.contains("has not expired"), "{words}");
        assert!(words.contains("Try again in a minute"), "{words}");
        assert!(!words.contains("efresh"), "{words}");
    }
}

#[test]
fn an_origin_is_to_be_added_first_and_the_field_left_blank_second() {
    let hidden = failure(GrantKind::Pin, FailureCause::ResponseHidden);
    let precheck = text::progress::precheck(PrecheckTrouble::ResponseHidden).to_owned();
    for words in [said(&hidden), precheck] {
        let added = words.find("add this page's origin").unwrap();
        assert!(added < words.find("blank").unwrap(), "{words}");
    }
}

#[test]
fn the_wait_for_the_next_request_is_counted_in_words() {
    assert_eq!(
        text::progress::countdown(Duration::from_secs(1)),
        "Trying again in 1 second."
    );
    assert_eq!(
        text::progress::countdown(Duration::from_secs(5)),
        "Trying again in 5 seconds."
    );
}
