//! What is said of a config.yml, a file and a block in them.

use std::collections::BTreeSet;

use kometa_trakt_sign_in::kometa::config::{
    BlockKey, ConfigRefusal, Holding, LeftAtRoot, Reason, YamlProblem, update,
};
use kometa_trakt_sign_in::kometa::editing::EditorRefusal;
use kometa_trakt_sign_in::kometa::file::FileRefusal;
use kometa_trakt_sign_in::kometa::refresh::RefreshInputError;
use kometa_trakt_sign_in::text;

use crate::failures::assert_explanation;
use crate::token::block;
use crate::{assert_phrase, assert_sentence};

fn yaml_problems() -> [YamlProblem; 18] {
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
        YamlProblem::KeyOverLines,
        YamlProblem::Tag,
        YamlProblem::Key,
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
            Reason::DuplicateKey {
                key: "plex".into(),
                first: 4_711,
            },
            Reason::EqualKeys { first: 3 },
            Reason::EqualKeys { first: 4_711 },
            Reason::Ambiguous,
            Reason::UncheckedTag,
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
        let problem = text::config::not_updated(&refusal.into());
        assert_explanation(&problem, &words);
        assert_eq!(problem.meaning, words);
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
    for refusal in [FileRefusal::NotText, FileRefusal::TooLarge] {
        assert_explanation(&text::config::not_opened(refusal), "a file");
    }
    let unavailable = text::config::not_updated(&EditorRefusal::Unavailable);
    assert_explanation(&unavailable, "no editor");
    // What to do is said in the meaning already.
    for problem in [text::config::no_config(), text::config::no_block()] {
        assert_phrase(&problem.title);
        assert_sentence(&problem.meaning);
        assert!(problem.next.is_empty());
    }
}

#[test]
fn what_is_said_about_a_file_names_the_file() {
    let reasons = [
        text::config::write_refused("my.yml"),
        text::config::changed_since_opened("my.yml"),
    ];
    let late = reasons
        .iter()
        .map(|reason| text::config::not_saved_late("my.yml", reason));
    let others = [
        text::config::saved_late("my.yml"),
        text::config::saving_into("my.yml"),
        text::config::saved_into("my.yml"),
        text::config::downloaded("my.yml"),
    ];
    let all: BTreeSet<_> = late.chain(others).chain(reasons.clone()).collect();
    assert_eq!(all.len(), 8);
    for words in all {
        assert!(words.contains("my.yml"), "{words}");
        // A file may have a small letter at its beginning.
        assert_sentence(&words.replace("my.yml", "My.yml"));
    }
    for words in [
        text::config::COPIED,
        text::config::COPIED_BY_HAND,
        text::config::NOT_COPIED,
        text::config::NOT_DOWNLOADED,
        text::config::UPDATING,
        text::config::HAS_BLOCK_ALREADY,
        text::config::UPDATE_READY,
        text::config::UPDATE_WITHDRAWN,
        text::config::SAME_VALUES,
        text::config::SECTION_ADDED,
        text::config::OTHER_BYTES_SAME,
    ] {
        assert_sentence(words);
    }
}

#[test]
fn numbers_and_plurals_agree_in_what_is_said_of_keys() {
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
    let words = text::block::left_at_root(&left).unwrap();
    assert!(words.starts_with("Line 7: access_token, refresh_token and scope are not where "));
    assert!(words.ends_with(": delete them yourself."));
    let section = LeftAtRoot {
        key: BlockKey::Authorization,
        line: 7,
    };
    let words = text::block::left_at_root(&[section]).unwrap();
    assert!(words.ends_with(": delete it, with all that is indented below, yourself."));
    let stale = text::config::stale(&tokens);
    assert!(stale.starts_with("access_token, refresh_token and scope also stand "));
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
