//! Pasted and opened texts that lost their form on the way: what is read of them, and what is said.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used)]

use kometa_trakt_sign_in::kometa::TraktBlock;
use kometa_trakt_sign_in::kometa::config::{
    BlockKey, ConfigRefusal, Found, FoundBlock, Holding, Reason, RefusedValue, update,
};
use kometa_trakt_sign_in::kometa::pasted::{labelled_values, read, update_block};
use kometa_trakt_sign_in::kometa::refresh::{EnteredApp, RefreshInputError, token_request};
use kometa_trakt_sign_in::text;
use kometa_trakt_sign_in::trakt::credentials::FilledIn;
use kometa_trakt_sign_in::trakt::{
    AccessToken, ClientId, ClientSecret, Field, Grant, InputError, InputHint, RefreshToken,
    SignInHost, Token, TraktApp,
};

const ID: &str = "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00";
const SECRET: &str = "decade01decade01decade01decade01decade01decade01decade01decade01";
const ACCESS: &str = "facade02facade02facade02facade02facade02facade02facade02facade02";
const REFRESH: &str = "beaded03beaded03beaded03beaded03beaded03beaded03beaded03beaded03";

fn case(name: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/cases/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The block of the cases, as Kometa has it.
fn block() -> String {
    format!(
        "trakt:\n  client_id: {ID}\n  client_secret: {SECRET}\n  pin:\n  force_refresh: false\n  authorization:\n    \
         access_token: {ACCESS}\n    token_type: bearer\n    expires_in: 604800\n    refresh_token: {REFRESH}\n    \
         scope: public\n    created_at: 1795000000\n"
    )
}

/// The ID, the secret, the access token and the refresh token, as far as they can be used.
fn values(found: &FoundBlock) -> [Option<String>; 4] {
    fn value<T>(found: &Option<Found<T>>, reveal: impl Fn(&T) -> &str) -> Option<String> {
        match found {
            Some(Found::Value(value)) => Some(reveal(value).to_owned()),
            _ => None,
        }
    }
    [
        value(&found.client_id, ClientId::reveal),
        value(&found.client_secret, ClientSecret::reveal),
        value(&found.access_token, AccessToken::reveal),
        value(&found.refresh_token, RefreshToken::reveal),
    ]
}

fn whole() -> [Option<String>; 4] {
    [ID, SECRET, ACCESS, REFRESH].map(|value| Some(value.to_owned()))
}

fn assert_whole(pasted: &str) -> FoundBlock {
    let found = read(pasted).unwrap_or_else(|refusal| panic!("{refusal:?}\n{pasted}"));
    assert_eq!(values(&found), whole(), "{pasted}");
    assert_eq!(found.expires_in, Some(604_800), "{pasted}");
    assert_eq!(found.created_at, Some(1_795_000_000), "{pasted}");
    assert_eq!(found.token_type.as_deref(), Some("bearer"), "{pasted}");
    assert_eq!(found.scope.as_deref(), Some("public"), "{pasted}");
    found
}

fn refresh(pasted: &str) -> Result<[String; 3], Vec<RefreshInputError>> {
    let found = read(pasted).unwrap();
    let request = token_request(&found, SignInHost::Current, EnteredApp::default())?;
    let Grant::Refresh(token) = request.grant else {
        panic!("a block is refreshed");
    };
    let secret = request.app.client_secret.unwrap();
    let id = request.app.client_id;
    Ok([
        id.reveal().into(),
        secret.reveal().into(),
        token.reveal().into(),
    ])
}

fn new_block() -> TraktBlock {
    TraktBlock {
        app: TraktApp {
            client_id: ClientId::new("new-id"),
            client_secret: Some(ClientSecret::new("new-secret")),
        },
        token: Token {
            access_token: AccessToken::new("new-access"),
            token_type: "bearer".into(),
            expires_in: 604_800,
            refresh_token: RefreshToken::new("new-refresh"),
            scope: "public".into(),
            created_at: 1_795_000_000,
            filled_in: FilledIn::default(),
        },
    }
}

#[test]
fn a_block_without_any_indentation_is_read_and_refreshed() {
    assert_whole(&case("C01a.yml"));
    assert_eq!(refresh(&case("C01a.yml")).unwrap(), [ID, SECRET, REFRESH]);
}

#[test]
fn a_block_indented_by_no_break_spaces_is_read() {
    assert_whole(&case("C02a.yml"));
    for space in [
        "\u{2003}",
        "\u{3000}",
        "\u{202f}",
        "\t",
        "\u{a0} ",
        " \u{a0}",
        "\u{200b}\u{a0}",
    ] {
        assert_whole(&block().replace("  ", space));
    }
}

#[test]
fn what_stays_behind_at_the_left_edge_of_a_file_is_named_with_its_lines() {
    let config = case("C02b.yml");
    let found = assert_whole(&config);
    assert!(found.has_other_sections);
    let left: Vec<_> = found
        .left_at_root
        .iter()
        .map(|left| (left.key, left.line))
        .collect();
    assert_eq!(left.first(), Some(&(BlockKey::ClientId, 12)));
    assert_eq!(left.last(), Some(&(BlockKey::CreatedAt, 22)));
    assert_eq!(left.len(), 11);
    let words = text::block::left_at_root(&found.left_at_root).unwrap();
    assert!(words.starts_with("Lines 12, 13, 14, "), "{words}");
    let updated = update(&config, &new_block()).unwrap();
    assert_eq!(
        updated.report.left_at_root.len(),
        11,
        "after the update too"
    );

    let config = case("editor-odd-nbsp-indent.yml");
    assert_eq!(read(&config).unwrap().left_at_root.len(), 2);
    assert_eq!(
        values(&read(&config).unwrap())[..2],
        [Some("old".into()), Some("olds".into())]
    );
}

#[test]
fn a_quoted_block_is_read() {
    assert_whole(&case("C03.yml"));
    let quoted = |prefix: &str| -> String {
        block()
            .lines()
            .map(|line| format!("{prefix}{line}\n"))
            .collect()
    };
    for prefix in ["> ", ">", ">> ", "> > ", "| ", "│ ", "\u{a0}> ", "   "] {
        assert_whole(&quoted(prefix));
    }
    let new = update_block(&case("C03.yml"), &new_block()).unwrap();
    assert_eq!(new, new_block().to_string());
}

#[test]
fn a_block_with_backslashes_before_its_underscores_is_read() {
    let escaped = block().replace('_', "\\_");
    assert_whole(&escaped);
    let new = update_block(&escaped, &new_block()).unwrap();
    assert_eq!(new, new_block().to_string());
}

#[test]
fn a_fence_or_chat_around_a_block_is_left_out() {
    let block = block();
    for pasted in [
        format!("```yaml\n{block}```\n"),
        format!("```\n{block}"),
        format!("~~~yml\n{block}~~~\n"),
        format!("Here is my config:\n\n{block}\nThanks a lot!\n"),
        format!(
            "sean — Today at 10:15\nhey, this is what I have:\n```yaml\n{block}```\nany idea?\n"
        ),
        format!("[10:15, 01/11/2026] Sean: {block}"),
        format!("---\n{block}...\n"),
        format!("\u{feff}{block}"),
    ] {
        assert_whole(&pasted);
    }
}

#[test]
fn lines_of_kometas_log_are_read_without_their_frame() {
    for prefix in [
        "",
        "[2026-11-01 10:00:00,000] [config.py:123]          [DEBUG]    ",
        "kometa  | ",
    ] {
        let framed: String = block()
            .lines()
            .map(|line| format!("{prefix}| {line:<98} |\n"))
            .collect();
        assert_whole(&framed);
        let hidden = [ID, SECRET, ACCESS, REFRESH]
            .iter()
            .fold(framed, |text, value| text.replace(value, "(redacted)"));
        let found = read(&hidden).unwrap();
        assert_eq!(found.refused().count(), 4, "{hidden}");
    }
}

#[test]
fn lines_with_the_numbers_or_bullets_of_another_program_are_read() {
    let numbered = |form: fn(usize, &str) -> String| -> String {
        block()
            .lines()
            .enumerate()
            .map(|(at, line)| form(at + 1, line))
            .collect()
    };
    assert_whole(&numbered(|at, line| format!("{at}: {line}\n")));
    assert_whole(&numbered(|at, line| format!("{at}:{line}\n")));
    assert_whole(&numbered(|at, line| format!("{at:>4}  {line}\n")));
    assert_whole(&numbered(|at, line| format!("{at:>3} | {line}\n")));
    assert_whole(&numbered(|_, line| format!("- {line}\n")));
    assert_whole(&numbered(|_, line| format!("+{line}\n").replace('+', "+ ")));
}

#[test]
fn values_hidden_by_a_log_stop_the_refresh_with_key_line_and_reason() {
    let errors = refresh(&case("C05c.yml")).unwrap_err();
    let [error] = &errors[..] else {
        panic!("{errors:?}");
    };
    let words = text::input::refresh_input_error(error);
    assert_eq!(
        words,
        "Lines 2, 3, 7 and 10: client_id, client_secret, access_token and refresh_token are hidden. This text comes from \
         a log, where secrets are hidden; config.yml itself has them."
    );
    for marker in [
        "[redacted]",
        "<redacted>",
        "REDACTED",
        "'********'",
        "********",
        "***",
        "{redacted}",
        "••••",
        "\"***\"",
        "(hidden)",
    ] {
        let hidden = block().replace(SECRET, marker);
        let found = read(&hidden).unwrap();
        let refused: Vec<_> = found.refused().cloned().collect();
        let expected = RefusedValue {
            error: InputError::Hidden(Field::ClientSecret),
            line: Some(3),
        };
        assert_eq!(refused, [expected], "{marker}");
    }
}

#[test]
fn a_templates_words_are_nothing_found() {
    let found = read(&case("C06.yml")).unwrap();
    assert_eq!(values(&found), [None, None, None, None]);
    assert_eq!(found.refused().count(), 0);
    for words in [
        "YOUR_CLIENT_ID",
        "your client id",
        "<client id>",
        "xxxxxxxx",
        "client_id_here",
        "CHANGEME",
        "'##########################'",
        "<your-client-id>",
        "'{{ client_id }}'",
        "yourClientId",
        "insert-your-id-here",
    ] {
        let found = read(&block().replace(ID, words)).unwrap();
        assert_eq!(found.client_id, None, "{words}");
    }
}

#[test]
fn typographic_quotes_are_taken_off_and_said() {
    assert_eq!(refresh(&case("C07a.yml")).unwrap(), [ID, SECRET, REFRESH]);
    let found = assert_whole(&case("C07a.yml"));
    let quotes = |field| InputHint::QuotesRemoved(field);
    let removed: Vec<_> = found
        .removed
        .iter()
        .map(|removed| (removed.hint.clone(), removed.line))
        .collect();
    assert_eq!(
        removed,
        [
            (quotes(Field::ClientId), Some(2)),
            (quotes(Field::ClientSecret), Some(3)),
            (quotes(Field::AccessToken), Some(7)),
            (quotes(Field::RefreshToken), Some(10)),
        ]
    );
    assert_eq!(
        text::block::removed(&found).as_deref(),
        Some("Left out: quotation marks (lines 2, 3, 7 and 10).")
    );
}

#[test]
fn isolates_are_taken_off_and_said() {
    assert_eq!(refresh(&case("C08a.yml")).unwrap(), [ID, SECRET, REFRESH]);
    let found = assert_whole(&case("C08a.yml"));
    assert_eq!(
        text::block::removed(&found).as_deref(),
        Some("Left out: invisible characters (lines 2 and 10).")
    );
}

#[test]
fn values_with_spaces_or_control_characters_stop_the_refresh_with_key_and_line() {
    let errors = refresh(&case("C11.yml")).unwrap_err();
    let words: Vec<_> = errors
        .iter()
        .map(text::input::refresh_input_error)
        .collect();
    assert_eq!(
        words,
        [
            "Line 3: client_secret has a space or a line break in it. Copy it again, without anything around it.",
            "Line 10: refresh_token has a space or a line break in it. Copy it again, without anything around it.",
        ]
    );
    for (c, code) in [('\u{16}', 0x16), ('\u{1b}', 0x1b), ('\u{7}', 7)] {
        let broken = block()
            .replace("beaded03beaded03 ", "")
            .replace(REFRESH, &format!("beaded03{c}beaded03"));
        let errors = refresh(&broken).unwrap_err();
        let refused = RefusedValue {
            error: InputError::ControlCharacter {
                field: Field::RefreshToken,
                code,
            },
            line: Some(10),
        };
        assert_eq!(errors, [RefreshInputError::Value(refused)], "{c:?}");
    }
}

#[test]
fn trakts_own_labels_fill_both_fields() {
    let both = [
        (Field::ClientId, ID.to_owned()),
        (Field::ClientSecret, SECRET.to_owned()),
    ];
    assert_eq!(labelled_values(&case("P02a.txt")), both);
    for pasted in [
        format!("Client ID\n{ID}\nClient Secret\n{SECRET}\n"),
        format!(
            "Client ID:\n{ID}\n\nClient Secret:\n{SECRET}\nRedirect URI:\nurn:ietf:wg:oauth:2.0:oob\n"
        ),
        format!("**Client ID:** `{ID}`\n**Client Secret:** ||{SECRET}||\n"),
        format!("- Client ID: {ID}\n- Client Secret: {SECRET}\n"),
        format!("> Client ID: {ID}\n> Client Secret: {SECRET}\n"),
        format!("Client ID\t{ID}\nClient Secret\t{SECRET}\n"),
        format!("TRAKT_CLIENT_ID={ID}\nTRAKT_CLIENT_SECRET=\"{SECRET}\"\n"),
        format!("my client id: {ID}, client secret: {SECRET}"),
        format!("{{\"client_id\":\"{ID}\",\"client_secret\":\"{SECRET}\"}}"),
        format!("{{“client_id”: “{ID}”, “client_secret”: “{SECRET}”}}"),
        format!("client id is {ID}\nclient secret is {SECRET}"),
        format!("hey, here's my client id {ID} and secret {SECRET}"),
        format!("Client ID – {ID}\nClient Secret – {SECRET}\n"),
        format!("🔑 Client ID: {ID}\n🔒 Client Secret: {SECRET}\n"),
        format!("ID\n{ID}\nSecret\n{SECRET}\n"),
        format!("<dt>Client ID</dt><dd>{ID}</dd><dt>Client Secret</dt><dd>{SECRET}</dd>"),
        format!("export TRAKT_CLIENT_ID='{ID}'\nexport TRAKT_CLIENT_SECRET='{SECRET}'\n"),
        format!("docker run -e TRAKT_CLIENT_ID={ID} -e TRAKT_CLIENT_SECRET={SECRET} kometa"),
        format!(
            "{{\"fields\": [{{\"name\": \"Client ID\", \"value\": \"{ID}\"}}, {{\"name\": \"Client Secret\", \"value\": \"{SECRET}\"}}]}}"
        ),
        format!(
            "Kometa Client ID:\t{ID} Client Secret:\t{SECRET} Redirect URI:\turn:ietf:wg:oauth:2.0:oob Permissions: /scrobble"
        ),
        format!("Trakt Client ID: {ID} Trakt Client Secret: {SECRET} "),
        format!("1. Client ID: {ID} 2. Client Secret: {SECRET} "),
        format!("**Client ID**: {ID}   **Client Secret**: {SECRET} "),
        case("C02b.yml"),
        case("C01a.yml"),
        case("C03.yml"),
    ] {
        assert_eq!(labelled_values(&pasted), both, "{pasted}");
    }
}

#[test]
fn labels_of_others_are_not_taken_for_trakts() {
    for pasted in [
        format!("mal:\n  client_id: {ID}\n  client_secret: {SECRET}\n"),
        format!("trakt:\nmal:\n  client_id: {ID}\n"),
        format!("trakt:\nmal:\nclient_id: {ID}\n"),
        format!("MAL_CLIENT_ID={ID}\n"),
        format!("# client_id: {ID}\n"),
        format!("the old one # client_id: {ID}\n"),
        format!("Client ID: {ID}\nClient ID: {SECRET}\n"),
        format!("Client ID:\nClient Secret:\n{ID}\n{SECRET}\n"),
        format!("https://x.org/?code=1a2b3c4d&client_id={ID}"),
        "urn:ietf:wg:oauth:2.0:oob?code=1a2b3c4d".to_owned(),
        "trakt:\n  client_id: *id\n".to_owned(),
        format!("my simkl client id is {ID}"),
        format!("{ID} {SECRET}"),
        format!("Client ID and Client Secret: {ID} {SECRET}"),
        format!("client id is {ID}, or client id is {SECRET}"),
        format!("client id is {ID} and {SECRET}"),
    ] {
        assert_eq!(labelled_values(&pasted), [], "{pasted}");
    }
    let config = format!("mal:\n  client_id: {SECRET}\n{}", block());
    assert_eq!(
        labelled_values(&config)[0],
        (Field::ClientId, ID.to_owned())
    );
}

#[test]
fn a_piece_of_a_block_names_its_fields_with_or_without_line_ends() {
    let block = "trakt:\n  client_id: an-id\n  client_secret: \"a-secret\" # mine\n  pin:\n  authorization:\n    \
                 access_token: a\n";
    let found = vec![
        (Field::ClientId, "an-id".to_owned()),
        (Field::ClientSecret, "a-secret".to_owned()),
    ];
    assert_eq!(labelled_values(block), found);
    assert_eq!(labelled_values(&block.replace('\n', " ")), found);
    assert_eq!(
        labelled_values(&block.replace('\n', "").replace(" # mine", "")),
        found
    );
    assert_eq!(
        labelled_values("Client_Secret = “x”"),
        [(Field::ClientSecret, "x".to_owned())]
    );
    for other in [
        "abc",
        "pin",
        "https://x.org/?code=1&client_id=2",
        "urn:ietf:wg:oauth:2.0:oob?code=1",
        "",
    ] {
        assert_eq!(labelled_values(other), [], "{other}");
    }
}

#[test]
fn an_answer_with_typographic_quotes_is_read_as_a_block() {
    for text in [
        case("T04.txt"),
        format!("Here: {}\nthanks", case("T04.txt")),
    ] {
        let found = read(&text).unwrap();
        let tokens = [
            None,
            None,
            Some(ACCESS.to_owned()),
            Some(REFRESH.to_owned()),
        ];
        assert_eq!(values(&found), tokens, "{text}");
        assert_eq!(found.expires_in, Some(604_800));
        assert_eq!(found.created_at, Some(1_795_000_000));
    }
}

#[test]
fn a_programs_file_that_was_pasted_into_a_chat_is_read() {
    let file = format!(
        "{{\"CLIENT_ID\": \"{ID}\", \"CLIENT_SECRET\": \"{SECRET}\", \"OAUTH_REFRESH\": \"{REFRESH}\", \"OAUTH_TOKEN\": \"{ACCESS}\"}}"
    );
    for text in [
        format!("```json\n{file}\n```\n"),
        file.replace("\": \"", "”: “").replace("\", \"", "”, “"),
    ] {
        assert_eq!(values(&read(&text).unwrap()), whole(), "{text}");
    }
}

#[test]
fn an_app_beside_an_answer_of_trakt_is_read_too() {
    let answer = format!("{{\"access_token\":\"{ACCESS}\",\"refresh_token\":\"{REFRESH}\"}}");
    for app in [
        format!("Client ID: {ID}\nClient Secret: {SECRET}\n"),
        format!("trakt:\n  client_id: {ID}\n  client_secret: {SECRET}\n  authorization:\n"),
    ] {
        let text = app + &answer;
        assert_eq!(refresh(&text).unwrap(), [ID, SECRET, REFRESH], "{text}");
    }
}

#[test]
fn tokens_beside_an_empty_authorization_are_found() {
    let found = read(&case("editor-read-empty-authorization-tokens-beside.yml")).unwrap();
    let expected = ["old", "a", "r"].map(|value| Some(value.to_owned()));
    let [id, secret, access, refresh] = values(&found);
    assert_eq!([id, access, refresh], expected);
    assert_eq!(secret, None);
}

#[test]
fn a_block_without_its_key_behind_a_byte_order_mark_is_read() {
    let found = read(&case("editor-block-without-key-behind-bom.yml")).unwrap();
    let expected = ["old", "olds", "a", "r"].map(|value| Some(value.to_owned()));
    assert_eq!(values(&found), expected);
}

#[test]
fn a_trakt_section_that_holds_something_else_is_described_as_that() {
    for (value, holding) in [
        ("[]", Holding::List),
        ("\n- client_id: a", Holding::List),
        ("some words", Holding::Text),
        ("'quoted'", Holding::Text),
        ("7", Holding::Number),
        ("-1.5", Holding::Number),
        ("true", Holding::Boolean),
    ] {
        let config = format!("plex:\n  url: x\ntrakt: {value}\n");
        let refusal = read(&config).unwrap_err();
        assert_eq!(refusal.reason, Reason::TraktHolds(holding), "{config}");
        let words = text::config::config_refusal(&refusal);
        assert!(words.starts_with("“trakt:” on line 3 "), "{words}");
    }
    assert!(read("trakt:\nplex:\n  url: x\n").unwrap().is_empty());
    assert!(read("trakt: {}\n").unwrap().is_empty());
}

#[test]
fn a_key_with_two_values_is_refused_and_named() {
    let twice = format!("> client_id: {ID}\n> client_secret: {SECRET}\n> client_id: {SECRET}\n");
    let refusal = read(&twice).unwrap_err();
    let duplicate = ConfigRefusal {
        reason: Reason::DuplicateKey {
            key: "client_id".into(),
            first: 1,
        },
        line: Some(3),
    };
    assert_eq!(refusal, duplicate);
    let block: String = block().lines().map(|line| format!("> {line}\n")).collect();
    assert_whole(&format!("{block}On Sunday, somebody wrote:\n{block}"));
}

#[test]
fn a_block_out_of_a_page_a_mail_or_a_search_is_read() {
    let block = block();
    let each = |change: &dyn Fn(&str) -> String| -> String {
        block.lines().map(|line| change(line) + "\n").collect()
    };
    for pasted in [
        each(&|line| format!("{line}<br>")),
        each(&|line| format!("config.yml:{line}")),
        each(&|line| format!("config.yml:7:{line}")),
        each(&|line| format!("[10:15, 01/11/2026] Sean: {line}")),
        each(&|line| format!("[2026-11-01 10:00:00,000] [config.py:123] [DEBUG] |{line:^98}|")),
        block.replace(": ", ":&nbsp;"),
        block.replace(": ", ":"),
        block.replace(": ", " = "),
        block.replace(':', "："),
        block.replace('\n', " "),
        format!("<pre><code class=\"yaml\">{block}</code></pre>"),
        format!("$ cat config.yml\n{block}$ "),
        block
            .replace("trakt:", "Trakt:")
            .replace("client_id", "Client_ID"),
    ] {
        assert_whole(&pasted);
    }
    let found = read(&each(&|line| format!("{line}=20"))).unwrap();
    assert_eq!(values(&found), whole());
    let table = format!(
        "| key | value |\n|---|---|\n| client_id | {ID} |\n| client_secret | {SECRET} |\n| refresh_token | {REFRESH} |\n"
    );
    assert_eq!(refresh(&table).unwrap(), [ID, SECRET, REFRESH]);
    let escaped = format!(
        "{{\\\"access_token\\\":\\\"{ACCESS}\\\",\\\"refresh_token\\\":\\\"{REFRESH}\\\"}}"
    );
    assert_eq!(values(&read(&escaped).unwrap())[2..], whole()[2..]);
}

#[test]
fn a_value_broken_at_the_end_of_a_line_is_refused_and_never_cut_short() {
    for behind in ["", "      ", "> ", "\u{a0}"] {
        let (first, rest) = REFRESH.split_at(40);
        let broken = block().replace(REFRESH, &format!("{first}\n{behind}{rest}"));
        let refused = RefusedValue {
            error: InputError::WhitespaceInside(Field::RefreshToken),
            line: Some(10),
        };
        assert_eq!(
            refresh(&broken),
            Err(vec![RefreshInputError::Value(refused)]),
            "{broken}"
        );
    }
    let (first, rest) = SECRET.split_at(40);
    let broken = format!("Client ID: {ID}\nClient Secret: {first}\n{rest}\n");
    assert_eq!(labelled_values(&broken), [(Field::ClientId, ID.to_owned())]);
}

#[test]
fn sections_that_lost_their_indentation_too_keep_their_keys() {
    let lost = |text: String| text.replace("  ", "");
    let mal =
        "mal:\nclient_id: other\nclient_secret: others\nauthorization:\nrefresh_token: another\n";
    for config in [
        format!("{}{mal}", lost(block())),
        format!("{mal}{}", lost(block())),
    ] {
        assert_whole(&config);
    }
    let without_trakt = format!("plex:\nurl: x\n{mal}");
    assert!(!read(&without_trakt).unwrap().has_credentials());
}

#[test]
fn a_file_that_kometa_cannot_load_elsewhere_is_read_and_the_line_is_told() {
    let config = format!("plex:\n  url: \"http://x\n  token: abc\n{}", block());
    let found = assert_whole(&config);
    let refusal = found.update_refusal.as_deref().unwrap();
    assert_eq!(refusal.line, Some(2));
    assert!(found.has_other_sections);
}
