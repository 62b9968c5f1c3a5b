//! Inputs that people really have, as files, each with what is right for it.
#![allow(missing_docs, clippy::unwrap_used)]
#![cfg(not(target_arch = "wasm32"))]

use kometa_trakt_sign_in::kometa::TraktBlock;
use kometa_trakt_sign_in::kometa::config::{
    BlockKey, ConfigRefusal, Found, Holding, LeftAtRoot, Reason, YamlProblem, read, update,
    update_block,
};
use kometa_trakt_sign_in::trakt::credentials::FilledIn;
use kometa_trakt_sign_in::trakt::{
    AccessToken, ClientId, ClientSecret, RefreshToken, Token, TraktApp,
};

fn block() -> TraktBlock {
    TraktBlock {
        app: TraktApp {
            client_id: ClientId::new("newid"),
            client_secret: Some(ClientSecret::new("newsecret")),
        },
        token: Token {
            access_token: AccessToken::new("newaccess"),
            token_type: "bearer".into(),
            expires_in: 604_800,
            refresh_token: RefreshToken::new("newrefresh"),
            scope: "public".into(),
            created_at: 1_795_000_000,
            filled_in: FilledIn::default(),
        },
    }
}

fn refusal(config: &str) -> ConfigRefusal {
    update(config, &block()).unwrap_err()
}

fn on(line: usize, problem: YamlProblem) -> ConfigRefusal {
    ConfigRefusal {
        reason: Reason::NotYaml(problem),
        line: Some(line),
    }
}

fn left(config: &str) -> Vec<(BlockKey, usize)> {
    let left = update(config, &block())
        .unwrap()
        .report
        .left_at_root
        .into_iter();
    left.map(|LeftAtRoot { key, line }| (key, line)).collect()
}

/// The block that a file ends up with where it had none that stays.
fn new_section() -> String {
    block().to_string()
}

#[test]
fn a_block_that_ends_in_a_block_scalar_ends_there() {
    let config = include_str!("cases/editor-block-takes-line-of-next-section.yml");
    let expected = format!("{}  note: |\n    text\n", block());
    assert_eq!(update_block(config, &block()), Ok(expected));
}

#[test]
fn a_block_without_its_key_is_taken_behind_a_byte_order_mark() {
    let config = include_str!("cases/editor-block-without-key-behind-bom.yml");
    assert_eq!(update_block(config, &block()), Ok(block().to_string()));
}

#[test]
fn a_date_that_does_not_exist_is_refused_on_its_line() {
    let config = include_str!("cases/editor-under-date-that-is-none.yml");
    assert_eq!(refusal(config), on(2, YamlProblem::Date));
}

#[test]
fn a_sign_and_an_underscore_are_refused_on_their_line() {
    let config = include_str!("cases/editor-under-sign-and-underscore.yml");
    assert_eq!(refusal(config), on(2, YamlProblem::Number));
}

#[test]
fn a_byte_order_mark_within_a_comment_is_no_obstacle() {
    let config = include_str!("cases/editor-over-bom-within.yml");
    let updated = update(config, &block()).unwrap();
    assert_eq!(
        updated.text,
        format!("# \u{feff}copied from a page\n{}", new_section())
    );
}

#[test]
fn a_date_and_a_text_are_two_keys() {
    let config = include_str!("cases/editor-over-date-key-and-text.yml");
    let updated = update(config, &block()).unwrap();
    assert_eq!(
        updated.text,
        format!("2001-01-01: a\n\"2001-01-01\": b\n{}", new_section())
    );
}

#[test]
fn keys_indented_by_no_break_spaces_stay_behind_and_are_named() {
    let config = include_str!("cases/editor-odd-nbsp-indent.yml");
    let updated = update(config, &block()).unwrap();
    let behind = config.strip_prefix("trakt:\n").unwrap();
    assert_eq!(updated.text, new_section() + behind);
    assert_eq!(
        left(config),
        [(BlockKey::ClientId, 13), (BlockKey::ClientSecret, 14)]
    );
}

#[test]
fn a_whole_file_with_no_break_spaces_has_all_that_stays_behind_named() {
    let config = include_str!("cases/C02b.yml");
    let updated = update(config, &block()).unwrap();
    let named = left(config);
    let keys: Vec<_> = named.iter().map(|(key, _)| *key).collect();
    let expected: Vec<_> = BlockKey::all()
        .filter(|key| *key != BlockKey::Trakt)
        .collect();
    assert_eq!(keys, expected);
    for (key, line) in named {
        let text = updated.text.lines().nth(line - 1).unwrap();
        assert!(text.trim().starts_with(key.name()), "{line}: {text}");
    }
    let printed = format!("{updated:?}");
    assert!(printed.contains("left_at_root"));
    for secret in ["c0ffee", "decade", "facade", "beaded"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

#[test]
fn keys_without_indentation_stay_behind_in_a_whole_file_and_are_named() {
    let block_alone = include_str!("cases/C01a.yml");
    let config = format!("plex:\n  url: x\n{block_alone}tmdb:\n  apikey: y\n");
    let keys: Vec<_> = BlockKey::all()
        .filter(|key| *key != BlockKey::Trakt)
        .collect();
    let expected: Vec<_> = keys.into_iter().zip(15..).collect();
    assert_eq!(left(&config), expected);
    // The block alone is what was asked for, and has nothing left in it.
    assert_eq!(update_block(&config, &block()), Ok(block().to_string()));
}

#[test]
fn tokens_beside_an_empty_authorization_are_found() {
    let config = include_str!("cases/editor-read-empty-authorization-tokens-beside.yml");
    let found = read(config).unwrap();
    assert_eq!(
        found.access_token,
        Some(Found::Value(AccessToken::new("a")))
    );
    assert_eq!(
        found.refresh_token,
        Some(Found::Value(RefreshToken::new("r")))
    );
}

#[test]
fn tokens_beside_others_in_authorization_are_not_mixed_with_them() {
    let config = "trakt:\n  authorization:\n    access_token: new\n  access_token: old\n  refresh_token: old\n";
    let found = read(config).unwrap();
    assert_eq!(
        found.access_token,
        Some(Found::Value(AccessToken::new("new")))
    );
    assert_eq!(found.refresh_token, None);
    let template =
        "trakt:\n  authorization:\n    access_token:\n    scope: public\n  refresh_token: r\n";
    let found = read(template).unwrap();
    assert_eq!(
        found.refresh_token,
        Some(Found::Value(RefreshToken::new("r")))
    );
}

#[test]
fn a_trakt_key_that_holds_no_keys_is_described_as_that() {
    for (value, held) in [
        (" [a, b]", Holding::List),
        ("\n- a\n- client_id: b", Holding::List),
        ("\n  - client_id: b", Holding::List),
        (" see below", Holding::Text),
        (" \"12\"", Holding::Text),
        (" |\n  client_id: a", Holding::Text),
        (" !t 12", Holding::Text),
        (" 12", Holding::Number),
        (" 1e5", Holding::Number),
        (" .inf", Holding::Number),
        (" 2001-01-01", Holding::Text),
        (" True", Holding::Boolean),
    ] {
        let config = format!("plex:\n  url: x\ntrakt:{value}\n");
        let refusal = read(&config).unwrap_err();
        assert_eq!(refusal.reason, Reason::TraktHolds(held), "{config}");
    }
    for value in ["", " ~", " null", " {}"] {
        assert!(
            read(&format!("trakt:{value}\n")).unwrap().is_empty(),
            "{value}"
        );
    }
    let list = "plex:\n  url: x\ntrakt:\n  - client_id: a\n";
    let expected = ConfigRefusal {
        reason: Reason::TraktHolds(Holding::List),
        line: Some(3),
    };
    assert_eq!(refusal(list), expected);
    assert_eq!(read(list), Err(expected));
}
