//! What is said while a sign-in is on its way.

use std::collections::BTreeSet;

use kometa_trakt_sign_in::sign_in::form::SignInMethod;
use kometa_trakt_sign_in::text;
use kometa_trakt_sign_in::trakt::SignInHost;
use kometa_trakt_sign_in::trakt::precheck::PrecheckTrouble;

use crate::{assert_phrase, assert_sentence};

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
    for words in [text::progress::OFFLINE, text::progress::BACK_ONLINE] {
        assert_sentence(words);
    }
    for host in SignInHost::ALL {
        let words = text::progress::abandoned_host(host);
        assert_phrase(&words);
        assert!(words.starts_with(host.name()) && words.contains(host.other().name()));
    }
}
