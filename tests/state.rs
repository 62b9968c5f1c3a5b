//! Every change of the page.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used)]

use std::rc::Rc;

use kometa_trakt_sign_in::kometa::editing::{EditorAnswer, EditorUnavailable, reply_to};
use kometa_trakt_sign_in::kometa::file::FileRefusal;
use kometa_trakt_sign_in::kometa::refresh::RefreshInputError;
use kometa_trakt_sign_in::trakt::exchange::{Exchange, Pause};
use kometa_trakt_sign_in::trakt::precheck::PrecheckTrouble;
use kometa_trakt_sign_in::trakt::redirect::{PendingSignIn, ReturnError, Returned};
use kometa_trakt_sign_in::trakt::{
    Answer, AnswerBody, AnswerHeaders, FailureCause, Field, Grant, GrantKind, InputError, NoAnswer,
    SignInHost, TokenRequest,
};
use kometa_trakt_sign_in::ui::state::{
    Action, ConfigAction, ConfigUpdate, Connection, Departure, EffectKind, HandOver, InputProblem,
    PIN_LIFETIME_MS, Phase, Precheck, Saving, SignInMethod, State, Typed,
};
use yew::Reducible;

const NOW: f64 = 1_700_000_000_500.0;

fn after(state: Rc<State>, actions: impl IntoIterator<Item = Action>) -> Rc<State> {
    actions
        .into_iter()
        .fold(state, |state, action| state.reduce(action))
}

fn typed(field: Field, text: &str) -> Action {
    Action::Typed(field, Typed(text.to_owned()))
}

fn filled() -> Rc<State> {
    after(
        Rc::default(),
        [
            typed(Field::ClientId, "an-id"),
            typed(Field::ClientSecret, "a-secret"),
            typed(Field::Pin, "12abcdef"),
        ],
    )
}

fn underway() -> Rc<State> {
    after(filled(), [Action::ExchangeAsked { now_ms: NOW }])
}

fn replied(state: &State, reply: Result<Answer, NoAnswer>) -> Action {
    let number = state.effect().map_or(0, |effect| effect.number);
    Action::Answered {
        number,
        reply,
        now_ms: NOW,
        chance: 0.5,
    }
}

fn reply(status: u16, body: &str) -> Result<Answer, NoAnswer> {
    let body = AnswerBody::Text(body.to_owned());
    Ok(Answer {
        status,
        headers: AnswerHeaders::default(),
        body,
    })
}

/// The state after this reply to what is out.
fn answered(state: Rc<State>, status: u16, body: &str) -> Rc<State> {
    let action = replied(&state, reply(status, body));
    after(state, [action])
}

const TOKEN: &str = r#"{"access_token":"a","token_type":"bearer","expires_in":1,"refresh_token":"r","scope":"public"}"#;

fn pin_of(request: &TokenRequest) -> &str {
    match &request.grant {
        Grant::Pin(pin) => pin.reveal(),
        other => panic!("{other:?}"),
    }
}

fn asked(at_ms: f64) -> Action {
    Action::ExchangeAsked { now_ms: at_ms }
}

fn sending(state: &State) -> &Exchange {
    match &state.phase {
        Phase::Sending(exchange) => exchange,
        other => panic!("{other:?}"),
    }
}

#[test]
fn asking_sends_what_was_typed() {
    let state = underway();
    let request = &sending(&state).request;
    assert_eq!(request.host, SignInHost::Classic);
    assert_eq!(request.app.client_id.reveal(), "an-id");
    assert_eq!(
        request.app.client_secret.as_ref().unwrap().reveal(),
        "a-secret"
    );
    assert_eq!(pin_of(request), "12abcdef");
    assert_eq!(
        state.effect().unwrap().kind,
        EffectKind::Send {
            request: request.to_request(),
            not_before_ms: 0.0
        }
    );
}

#[test]
fn asking_again_while_a_request_is_out_changes_nothing() {
    let state = underway();
    assert!(Rc::ptr_eq(
        &state,
        &after(state.clone(), [asked(NOW + 5000.0)])
    ));
}

#[test]
fn a_token_becomes_the_block_and_the_pin_is_gone() {
    let state = answered(underway(), 200, TOKEN);
    let block = state.result.as_ref().unwrap().block.to_string();
    assert!(
        block.contains("client_id: \"an-id\"\n") && block.contains("access_token: a\n"),
        "{block}"
    );
    assert!(block.contains("created_at: 1700000000\n"), "{block}");
    assert_eq!((&state.phase, state.effect()), (&Phase::Idle, None));
    assert_eq!(
        (state.form.client_id.as_str(), state.form.pin.as_str()),
        ("an-id", "")
    );
    assert!(state.has_unsaved_block());
}

#[test]
fn a_failure_keeps_what_was_typed_and_the_block_that_was_there() {
    let state = answered(underway(), 200, TOKEN);
    let state = after(state, [typed(Field::Pin, "second"), asked(NOW + 5000.0)]);
    let state = answered(state, 403, "");
    assert!(matches!(
        &state.phase,
        Phase::Failed(failure) if failure.cause == FailureCause::AppNotAccepted
    ));
    assert_eq!(state.form.pin, "second");
    assert!(state.result.is_some());
}

#[test]
fn an_answer_to_another_request_is_left_alone() {
    let first = underway();
    let late_answer = replied(&first, reply(200, TOKEN));
    let cancelled = after(first, [Action::ExchangeCancelled]);
    assert_eq!(cancelled.phase, Phase::Cancelled);
    assert!(Rc::ptr_eq(
        &cancelled,
        &after(cancelled.clone(), [late_answer.clone()])
    ));
    let again = after(cancelled, [asked(NOW + 5000.0)]);
    assert!(Rc::ptr_eq(
        &again,
        &after(again.clone(), [late_answer.clone()])
    ));
    let restarted = after(again, [Action::StartedOver, late_answer]);
    assert!(restarted.result.is_none());
}

#[test]
fn starting_over_forgets_everything_that_was_typed_or_received() {
    let state = after(answered(underway(), 200, TOKEN), [Action::StartedOver]);
    assert!(state.form == Default::default());
    assert_eq!((&state.result, &state.phase), (&None, &Phase::Idle));
    assert_eq!(
        (&state.terminal_request, state.pin_seconds_left()),
        (&None, None)
    );
}

#[test]
fn no_two_posts_go_out_within_a_second() {
    let state = answered(underway(), 403, "");
    let too_early = after(state.clone(), [asked(NOW + 400.0)]);
    assert!(matches!(
        too_early.phase,
        Phase::Pausing { why: Pause::PostInterval, until_ms, .. } if until_ms == NOW + 1000.0
    ));
    assert_eq!(
        too_early.effect().unwrap().kind,
        EffectKind::WakeUp {
            at_ms: NOW + 1000.0
        }
    );
    let then = after(
        too_early,
        [Action::PauseEnded {
            now_ms: NOW + 1000.0,
        }],
    );
    sending(&then);
    sending(&after(state, [asked(NOW + 1000.0)]));
}

#[test]
fn starting_over_does_not_lift_the_limit_and_a_clock_set_back_does_not_extend_it() {
    let state = after(answered(underway(), 403, ""), [Action::StartedOver]);
    let refill = [
        typed(Field::ClientId, "an-id"),
        typed(Field::ClientSecret, "a-secret"),
        typed(Field::Pin, "12abcdef"),
    ];
    let state = after(state, refill);
    let early = after(state.clone(), [asked(NOW + 10.0)]);
    assert!(matches!(early.phase, Phase::Pausing { .. }));
    sending(&after(state, [asked(NOW - 3_600_000.0)]));
}

#[test]
fn a_429_is_counted_down_and_can_be_skipped_or_cancelled() {
    let mut limited = reply(429, "").unwrap();
    limited.headers.retry_after = Some("30".into());
    let state = underway();
    let action = replied(&state, Ok(limited));
    let state = after(state, [action]);
    assert_eq!(
        (state.pause_seconds_left(), state.needs_clock()),
        (Some(30), true)
    );
    let later = after(
        state.clone(),
        [Action::Ticked {
            now_ms: NOW + 12_500.0,
        }],
    );
    assert_eq!(later.pause_seconds_left(), Some(18));
    sending(&after(
        later.clone(),
        [Action::PauseEnded {
            now_ms: NOW + 12_600.0,
        }],
    ));
    let cancelled = after(later, [Action::ExchangeCancelled]);
    assert_eq!(
        (&cancelled.phase, cancelled.effect()),
        (&Phase::Cancelled, None)
    );
    assert_eq!(cancelled.form.pin, "12abcdef");
}

/// The state in which nothing got through to either host.
fn unreachable(was_reached: bool) -> Rc<State> {
    let state = underway();
    let action = replied(&state, Err(NoAnswer::Unreadable));
    let state = after(
        state,
        [
            action,
            Action::PauseEnded {
                now_ms: NOW + 1000.0,
            },
        ],
    );
    assert_eq!(sending(&state).request.host, SignInHost::Current);
    let action = replied(&state, Err(NoAnswer::Unreadable));
    let state = after(state, [action]);
    let effect = state.effect().unwrap();
    assert_eq!(
        effect.kind,
        EffectKind::Probe {
            url: "https://api.trakt.tv/oauth/token"
        }
    );
    after(
        state,
        [Action::Probed {
            number: effect.number,
            was_reached,
        }],
    )
}

#[test]
fn without_an_answer_the_other_host_is_asked_and_then_the_reason_is_looked_for() {
    for (was_reached, cause) in [
        (true, FailureCause::AnswerHidden),
        (false, FailureCause::NothingGetsThrough),
    ] {
        let state = unreachable(was_reached);
        assert!(matches!(&state.phase, Phase::Failed(failure) if failure.cause == cause));
        let request = state.command_request().unwrap();
        assert_eq!(
            (request.host, pin_of(&request)),
            (SignInHost::Classic, "12abcdef")
        );
    }
}

#[test]
fn the_command_follows_the_fields_as_long_as_they_can_be_sent() {
    let state = after(unreachable(true), [typed(Field::Pin, "87654321")]);
    assert_eq!(pin_of(&state.command_request().unwrap()), "87654321");
    let state = after(state, [typed(Field::Pin, "")]);
    assert_eq!(pin_of(&state.command_request().unwrap()), "12abcdef");
}

#[test]
fn what_a_command_printed_is_treated_as_a_fetched_answer() {
    let used = Action::PrintedUsed { now_ms: NOW };
    let state = after(unreachable(false), [used.clone()]);
    assert_eq!(
        state.input_problems(),
        [InputProblem::Input(InputError::Empty(Field::Printed))]
    );
    let state = after(
        state,
        [
            typed(Field::Printed, "{\"error\":\"invalid_grant\"}"),
            used.clone(),
        ],
    );
    assert!(matches!(
        &state.phase,
        Phase::Failed(failure) if failure.cause == FailureCause::InvalidGrant(GrantKind::Pin)
    ));
    assert!(state.command_request().is_some(), "the way stays open");
    let state = after(
        state,
        [typed(Field::Printed, &format!("$ {TOKEN} $")), used],
    );
    assert!(state.result.is_some() && state.command_request().is_none());
    assert_eq!(
        (state.form.printed.as_str(), state.form.pin.as_str()),
        ("", "")
    );
}

#[test]
fn an_answer_by_the_browser_ends_the_way_by_the_terminal() {
    let state = after(unreachable(true), [asked(NOW + 9000.0)]);
    let state = answered(state, 403, "");
    assert!(state.command_request().is_none());
}

#[test]
fn trouble_is_looked_for_when_the_link_is_followed_and_forgotten_with_the_id() {
    let state = after(filled(), [Action::PinLinkFollowed { now_ms: NOW }]);
    let Precheck::Underway {
        number, client_id, ..
    } = &state.precheck
    else {
        panic!("it is looked for")
    };
    assert_eq!(client_id.reveal(), "an-id");
    let trouble = Some(PrecheckTrouble::ClientIdNotAccepted);
    let found = Action::Prechecked {
        number: *number,
        trouble,
    };
    let again = after(
        state.clone(),
        [Action::PinLinkFollowed {
            now_ms: NOW + 2000.0,
        }],
    );
    assert!(
        Rc::ptr_eq(&again, &after(again.clone(), [found.clone()])),
        "it is about another"
    );
    let state = after(state, [found]);
    assert_eq!(
        state.precheck,
        Precheck::Trouble(PrecheckTrouble::ClientIdNotAccepted)
    );
    sending(&after(state.clone(), [asked(NOW + 1000.0)]));
    let early = after(state.clone(), [asked(NOW + 999.0)]);
    assert!(matches!(
        early.phase,
        Phase::Pausing {
            why: Pause::PostInterval,
            ..
        }
    ));
    assert_eq!(
        after(state, [typed(Field::ClientId, "x")]).precheck,
        Precheck::Quiet
    );
}

#[test]
fn losing_and_regaining_the_network_is_noticed() {
    let change = |is_online| Action::ConnectionChanged { is_online };
    let state: Rc<State> = Rc::default();
    assert!(Rc::ptr_eq(&state, &after(state.clone(), [change(true)])));
    let state = after(state, [change(false)]);
    assert_eq!(state.connection, Connection::Offline);
    assert_eq!(
        after(state, [change(true)]).connection,
        Connection::BackOnline
    );
}

#[test]
fn a_block_is_saved_once_it_has_left_the_page() {
    let state = filled();
    let copied = Action::HandedOver(HandOver::Copied);
    assert!(
        Rc::ptr_eq(&state, &after(state.clone(), [copied])),
        "there is none"
    );
    for (hand_over, is_saved) in [
        (HandOver::Copied, true),
        (HandOver::CopiedByHand, true),
        (HandOver::Downloaded, true),
        (HandOver::CopyRefused, false),
        (HandOver::DownloadFailed, false),
    ] {
        let state = after(
            answered(underway(), 200, TOKEN),
            [Action::HandedOver(hand_over)],
        );
        assert_eq!(state.result.as_ref().unwrap().hand_over, hand_over);
        assert_eq!(state.has_unsaved_block(), !is_saved, "{hand_over:?}");
        let state = after(state, [Action::HandedOver(HandOver::DownloadFailed)]);
        assert_eq!(
            state.has_unsaved_block(),
            !is_saved,
            "once saved, always saved"
        );
    }
}

#[test]
fn empty_fields_are_named_and_each_is_forgiven_as_it_is_typed() {
    let state = after(Rc::default(), [Action::ExchangeAsked { now_ms: NOW }]);
    let fields: Vec<_> = state
        .input_problems()
        .iter()
        .map(InputProblem::field)
        .collect();
    assert_eq!(fields, [Field::ClientId, Field::ClientSecret, Field::Pin]);
    let state = after(state, [typed(Field::ClientSecret, "x")]);
    let fields: Vec<_> = state
        .input_problems()
        .iter()
        .map(InputProblem::field)
        .collect();
    assert_eq!(fields, [Field::ClientId, Field::Pin]);
    let state = after(state, [typed(Field::ClientId, "y"), typed(Field::Pin, "z")]);
    assert_eq!(state.phase, Phase::Idle);
}

#[test]
fn a_pin_that_is_the_id_or_the_secret_is_refused() {
    for (pin, field) in [
        ("an-id", Field::ClientId),
        ("a-secret", Field::ClientSecret),
    ] {
        let state = after(
            filled(),
            [
                typed(Field::Pin, pin),
                Action::ExchangeAsked { now_ms: NOW },
            ],
        );
        assert_eq!(
            state.input_problems(),
            [InputProblem::Input(InputError::PinIsAppValue(field))]
        );
    }
}

#[test]
fn the_pin_lives_ten_minutes_from_following_the_link() {
    let state: Rc<State> = Rc::default();
    assert_eq!(
        (state.pin_seconds_left(), state.needs_clock()),
        (None, false)
    );
    let state = after(state, [Action::PinLinkFollowed { now_ms: NOW }]);
    assert_eq!(
        (state.pin_seconds_left(), state.needs_clock()),
        (Some(600), true)
    );
    for (later_ms, left) in [(1.0, 600), (1000.0, 599), (PIN_LIFETIME_MS - 1.0, 1)] {
        let state = after(
            state.clone(),
            [Action::Ticked {
                now_ms: NOW + later_ms,
            }],
        );
        assert_eq!(
            (state.pin_seconds_left(), state.needs_clock()),
            (Some(left), true)
        );
    }
    for late_ms in [PIN_LIFETIME_MS, PIN_LIFETIME_MS * 9.0] {
        let state = after(
            state.clone(),
            [Action::Ticked {
                now_ms: NOW + late_ms,
            }],
        );
        assert_eq!(
            (state.pin_seconds_left(), state.needs_clock()),
            (Some(0), false)
        );
    }
    // A clock that was set back does not give a PIN more than its life.
    let state = after(state, [Action::Ticked { now_ms: NOW - 1e9 }]);
    assert_eq!(state.pin_seconds_left(), Some(600));
}

const BLOCK: &str = "\
trakt:
  # my own app
  client_id: an-id
  client_secret: a-secret
  authorization:
    access_token: old
    refresh_token: old-refresh
  mine: kept
";

/// Lets the config editor answer, until the page asks it nothing more.
fn edited(mut state: Rc<State>) -> Rc<State> {
    while let Some(question) = state.block_question().or(state.config_question()) {
        let reply = reply_to(&question.task.to_json(), &question.text.0).unwrap();
        state = state.reduce(editor_answered(
            question.number,
            EditorAnswer::from_reply(reply),
        ));
    }
    state
}

fn editor_answered(number: u32, answer: Result<EditorAnswer, EditorUnavailable>) -> Action {
    Action::Config(ConfigAction::EditorAnswered {
        number,
        answer,
        now_ms: NOW,
    })
}

fn refresh_asked(pasted: &str) -> Rc<State> {
    let actions = [
        Action::MethodChosen(SignInMethod::Refresh),
        typed(Field::CurrentBlock, pasted),
        asked(NOW),
    ];
    after(Rc::default(), actions)
}

fn refreshing() -> Rc<State> {
    edited(refresh_asked(BLOCK))
}

#[test]
fn a_block_is_refreshed_with_its_own_app_and_keeps_what_the_user_had_in_it() {
    let state = refreshing();
    let request = &sending(&state).request;
    assert!(matches!(&request.grant, Grant::Refresh(token) if token.reveal() == "old-refresh"));
    assert_eq!(request.app.client_id.reveal(), "an-id");
    let state = answered(state, 200, TOKEN);
    let result = state.result.as_ref().unwrap();
    assert_eq!(
        result.text.0,
        result.block.to_string(),
        "the block is there before the editor is asked"
    );
    let state = edited(state);
    let text = &state.result.as_ref().unwrap().text.0;
    for line in [
        "trakt:\n",
        "  # my own app\n",
        "  mine: kept\n",
        "    refresh_token: r\n",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
    assert_eq!(state.form.current_block, "", "its refresh token is used up");
}

#[test]
fn a_used_refresh_token_is_told_apart_from_a_used_pin() {
    let state = answered(refreshing(), 400, "{\"error\":\"invalid_grant\"}");
    let Phase::Failed(failure) = &state.phase else {
        panic!("it failed")
    };
    assert_eq!(
        failure.cause,
        FailureCause::InvalidGrant(GrantKind::Refresh)
    );
    assert_eq!(state.form.current_block, BLOCK);
}

#[test]
fn what_keeps_a_block_from_being_refreshed_is_said_at_its_field() {
    for (pasted, field) in [
        ("", Field::CurrentBlock),
        ("what?", Field::CurrentBlock),
        ("client_id: x", Field::CurrentBlock),
        ("refresh_token: x", Field::ClientId),
    ] {
        let state = edited(refresh_asked(pasted));
        let fields: Vec<_> = state
            .input_problems()
            .iter()
            .map(InputProblem::field)
            .collect();
        assert_eq!(fields, [field], "{pasted}");
    }
}

#[test]
fn a_refresh_waits_for_the_editor_and_can_be_cancelled_meanwhile() {
    let state = refresh_asked(BLOCK);
    assert_eq!(state.phase, Phase::ReadingBlock);
    assert!(state.is_busy() && state.effect().is_none());
    let cancelled = edited(after(state, [Action::ExchangeCancelled]));
    assert_eq!(cancelled.phase, Phase::Cancelled);
}

#[test]
fn without_the_editor_a_refresh_is_refused_and_may_be_asked_for_again() {
    let state = refresh_asked(BLOCK);
    let number = state.block_question().unwrap().number;
    let state = after(state, [editor_answered(number, Err(EditorUnavailable))]);
    let problem = RefreshInputError::from(EditorUnavailable).into();
    assert_eq!(state.input_problems(), [problem]);
    assert_eq!(state.block_question(), None);
    sending(&edited(after(state, [asked(NOW)])));
}

#[test]
fn a_late_answer_of_the_editor_changes_nothing() {
    let state = refresh_asked(BLOCK);
    let number = state.block_question().unwrap().number;
    let state = after(state, [typed(Field::CurrentBlock, "trakt:")]);
    let late = editor_answered(number, Err(EditorUnavailable));
    assert!(Rc::ptr_eq(&state.clone().reduce(late), &state));
}

#[test]
fn a_refreshed_block_that_was_used_already_is_not_replaced() {
    let state = answered(refreshing(), 200, TOKEN);
    let copied = after(state, [Action::HandedOver(HandOver::Copied)]);
    let plain = copied.result.as_ref().unwrap().text.clone();
    assert_eq!(edited(copied).result.as_ref().unwrap().text, plain);
}

const CONFIG: &str = "plex:\r\n  url: x\r\ntrakt:\r\n  client_id: an-id\r\n  client_secret: a-secret\r\n  \
                      authorization:\r\n    refresh_token: old-refresh\r\n";

fn config(action: ConfigAction) -> Action {
    Action::Config(action)
}

fn config_opened(text: &str) -> Action {
    config(ConfigAction::Opened {
        name: "config.yml".into(),
        text: Ok(text.to_owned().into()),
        can_be_saved: true,
    })
}

fn config_updated() -> Rc<State> {
    let signed_in = answered(underway(), 200, TOKEN);
    edited(after(
        signed_in,
        [config_opened(CONFIG), config(ConfigAction::UpdateAsked)],
    ))
}

#[test]
fn a_whole_file_pasted_for_its_refresh_token_is_kept_to_be_updated() {
    let state = answered(edited(refresh_asked(CONFIG)), 200, TOKEN);
    assert_eq!(state.config.text.0, CONFIG);
    let state = answered(refreshing(), 200, TOKEN);
    assert!(state.config.text.is_blank(), "a block alone is no file");
}

#[test]
fn the_app_in_a_file_is_offered_until_it_is_in_the_form() {
    let state = edited(after(Rc::default(), [config_opened(CONFIG)]));
    let (client_id, client_secret) = state.offered_app().unwrap();
    assert_eq!(client_id.reveal(), "an-id");
    assert_eq!(client_secret.unwrap().reveal(), "a-secret");
    let state = after(state, [config(ConfigAction::AppTaken)]);
    assert_eq!(state.form.client_id, "an-id");
    assert_eq!(state.form.client_secret, "a-secret");
    assert_eq!(state.offered_app(), None);

    let placeholder = CONFIG.replace("an-id", "<<id>>");
    let state = edited(after(Rc::default(), [config_opened(&placeholder)]));
    assert_eq!(state.offered_app(), None, "a placeholder is no client ID");
}

#[test]
fn the_access_in_a_file_is_refreshed_without_pasting_it_again() {
    let state = edited(after(Rc::default(), [config_opened(CONFIG)]));
    let state = after(state, [config(ConfigAction::RefreshChosen), asked(NOW)]);
    let request = &sending(&state).request;
    assert!(matches!(&request.grant, Grant::Refresh(token) if token.reveal() == "old-refresh"));
}

#[test]
fn updating_needs_a_file_and_a_block_that_lives() {
    let asked = || config(ConfigAction::UpdateAsked);
    let state = after(Rc::default(), [asked()]);
    assert_eq!(state.config.update, ConfigUpdate::NoConfig);
    let state = after(Rc::default(), [config_opened(CONFIG), asked()]);
    assert_eq!(state.config.update, ConfigUpdate::NoBlock);

    let state = config_updated();
    let updated = state.updated_config().unwrap();
    assert!(updated.text.0.contains("    refresh_token: r\r\n"));
    assert!(!updated.appended && !updated.changes.is_empty());

    let signed_in = answered(underway(), 200, TOKEN);
    let revoked = after(
        signed_in,
        [
            Action::RevocationAsked,
            Action::RevocationConfirmed { now_ms: NOW },
        ],
    );
    let revoked = after(
        revoked.clone(),
        [Action::CareAnswered {
            number: revoked.care_request().unwrap().number,
            reply: reply(200, "{}"),
        }],
    );
    let state = after(revoked, [config_opened(CONFIG), asked()]);
    assert_eq!(state.config.update, ConfigUpdate::NoBlock);
}

#[test]
fn an_update_can_be_cancelled_and_does_not_come_later() {
    let signed_in = answered(underway(), 200, TOKEN);
    let state = after(
        signed_in,
        [config_opened(CONFIG), config(ConfigAction::UpdateAsked)],
    );
    assert!(matches!(state.config.update, ConfigUpdate::Underway { .. }));
    let state = edited(after(state, [config(ConfigAction::UpdateCancelled)]));
    assert_eq!(state.config.update, ConfigUpdate::NotAsked);
    assert!(state.config.reading.found().is_some(), "reading goes on");
}

#[test]
fn what_was_made_of_an_old_text_or_an_old_block_goes_with_it() {
    let retyped = config(ConfigAction::Typed("plex:\n".to_owned().into()));
    let state = after(config_updated(), [retyped]);
    assert_eq!(state.config.update, ConfigUpdate::NotAsked);

    let again = [
        Action::Ticked { now_ms: NOW },
        typed(Field::Pin, "34abcdef"),
        asked(NOW + 2_000.0),
    ];
    let state = answered(after(config_updated(), again), 200, TOKEN);
    assert_eq!(state.config.update, ConfigUpdate::NotAsked);
    assert_eq!(state.config.text.0, CONFIG, "the file stays");
}

#[test]
fn editing_in_the_text_area_keeps_the_line_ends_of_the_file() {
    let in_text_area = CONFIG.replace("\r\n", "\n") + "more: 1\n";
    let retyped = || config(ConfigAction::Typed(in_text_area.clone().into()));
    let state = after(Rc::default(), [config_opened(CONFIG), retyped()]);
    assert_eq!(state.config.text.0, format!("{CONFIG}more: 1\r\n"));
    assert_eq!(state.config.text.with_lf(), in_text_area);

    let mixed = CONFIG.replacen("\r\n", "\n", 1);
    let state = after(Rc::default(), [config_opened(&mixed), retyped()]);
    assert_eq!(state.config.text.0, in_text_area);
}

#[test]
fn a_refused_file_leaves_what_stood_there() {
    let refused = config(ConfigAction::Opened {
        name: "picture.png".into(),
        text: Err(FileRefusal::NotText),
        can_be_saved: false,
    });
    let state = after(Rc::default(), [config_opened(CONFIG), refused]);
    assert_eq!(
        state.config.update,
        ConfigUpdate::FileRefused(FileRefusal::NotText)
    );
    assert_eq!(state.config.text.0, CONFIG);
    assert_eq!(state.config.file_name.as_deref(), Some("config.yml"));
}

#[test]
fn a_block_that_left_with_the_file_is_saved() {
    for action in [
        ConfigAction::HandedOver(HandOver::Downloaded),
        ConfigAction::HandedOver(HandOver::Copied),
        ConfigAction::SaveEnded(Saving::Saved),
    ] {
        let state = after(config_updated(), [config(action)]);
        assert!(!state.has_unsaved_block());
    }
    for action in [
        ConfigAction::HandedOver(HandOver::CopyRefused),
        ConfigAction::SaveAsked,
        ConfigAction::SaveEnded(Saving::FileChanged),
    ] {
        let state = after(config_updated(), [config(action)]);
        assert!(state.has_unsaved_block());
    }
}

#[test]
fn the_editor_that_cannot_be_loaded_leaves_the_file_and_the_block() {
    let signed_in = answered(underway(), 200, TOKEN);
    let state = edited(after(signed_in, [config_opened(CONFIG)]));
    let state = after(state, [config(ConfigAction::UpdateAsked)]);
    let number = state.config_question().unwrap().number;
    let state = after(state, [editor_answered(number, Err(EditorUnavailable))]);
    assert_eq!(
        state.config.update,
        ConfigUpdate::Unavailable(EditorUnavailable)
    );
    assert!(state.result.is_some());
    let again = edited(after(state, [config(ConfigAction::UpdateAsked)]));
    assert!(again.updated_config().is_some());
}

fn device_code_asked() -> Rc<State> {
    let asked = Action::DeviceCodeAsked { now_ms: NOW };
    after(Rc::default(), [typed(Field::ClientId, "an-id"), asked])
}

const DEVICE_CODE: &str = r#"{"device_code":"d","user_code":"5055CC52","verification_url":"https://trakt.tv/activate","expires_in":600,"interval":5}"#;

#[test]
fn a_device_code_is_waited_for_polled_and_becomes_the_block() {
    let state = answered(device_code_asked(), 200, DEVICE_CODE);
    assert_eq!(state.device_code().unwrap().user_code, "5055CC52");
    assert_eq!(
        (state.device_code_seconds_left(), state.needs_clock()),
        (Some(600), true)
    );
    let until_ms = NOW + 5000.0;
    assert_eq!(
        state.effect().unwrap().kind,
        EffectKind::WakeUp { at_ms: until_ms }
    );
    let state = after(state, [Action::PauseEnded { now_ms: until_ms }]);
    assert!(matches!(
        state.effect().unwrap().kind,
        EffectKind::Send { .. }
    ));
    let again = after(
        state.clone(),
        [Action::PauseEnded {
            now_ms: until_ms + 1.0,
        }],
    );
    assert_eq!(again.effect(), state.effect(), "one poll at a time");
    let state = answered(state, 200, TOKEN);
    assert!(
        state
            .result
            .as_ref()
            .unwrap()
            .text
            .0
            .contains("client_secret:\n")
    );
    assert_eq!(state.effect(), None);
}

#[test]
fn a_cancelled_device_code_is_not_polled_any_more() {
    let state = answered(device_code_asked(), 200, DEVICE_CODE);
    let state = after(state, [Action::ExchangeCancelled]);
    assert_eq!(state.effect(), None);
    let late = after(
        state.clone(),
        [Action::PauseEnded {
            now_ms: NOW + 5000.0,
        }],
    );
    assert!(Rc::ptr_eq(&state, &late));
}

#[test]
fn no_code_is_a_named_end() {
    let state = answered(device_code_asked(), 403, "");
    assert!(matches!(state.phase, Phase::DeviceFailed { .. }));
}

#[test]
fn a_host_without_device_codes_sends_to_the_other_and_both_failing_is_one_failure() {
    let other = answered(device_code_asked(), 404, "");
    let effect = other.effect().unwrap();
    let EffectKind::Send {
        request,
        not_before_ms,
    } = effect.kind
    else {
        panic!("it is asked")
    };
    assert_eq!(request.url, "https://auth.trakt.tv/oauth/device/code");
    assert_eq!(not_before_ms, NOW + 1000.0);
    let state = answered(other.clone(), 200, DEVICE_CODE);
    let state = after(
        state,
        [Action::PauseEnded {
            now_ms: NOW + 5000.0,
        }],
    );
    let state = answered(state, 200, TOKEN);
    assert_eq!(
        state
            .result
            .as_ref()
            .unwrap()
            .elsewhere
            .as_ref()
            .unwrap()
            .host,
        SignInHost::Classic
    );
    let Phase::Failed(failure) = &answered(other, 410, "").phase else {
        panic!("both failed")
    };
    assert!(failure.elsewhere.is_some());
}

#[test]
fn without_a_readable_answer_the_reason_is_looked_for_here_too() {
    let state = device_code_asked();
    let action = replied(&state, Err(NoAnswer::Unreadable));
    let state = after(state, [action]);
    let action = replied(&state, Err(NoAnswer::Unreadable));
    let state = after(state, [action]);
    let number = state.effect().unwrap().number;
    let state = after(
        state,
        [Action::Probed {
            number,
            was_reached: false,
        }],
    );
    let Phase::Failed(failure) = &state.phase else {
        panic!("it failed")
    };
    assert_eq!(failure.cause, FailureCause::NothingGetsThrough);
    assert!(
        state.command_request().is_none(),
        "a code cannot be polled for by hand"
    );
}

fn departure() -> Departure {
    Departure {
        now_ms: NOW,
        redirect_uri: "https://example.org/page/".into(),
        state: [1; 32],
        code_verifier: [2; 32],
    }
}

#[test]
fn leaving_for_trakt_keeps_what_the_way_back_needs_and_coming_back_uses_it() {
    let state = after(filled(), [Action::DepartureAsked(Some(departure()))]);
    let Phase::Leaving { pending } = &state.phase else {
        panic!("it leaves")
    };
    let pending = pending.clone();
    let EffectKind::Leave { record, url } = state.effect().unwrap().kind else {
        panic!("so")
    };
    assert!(
        url.starts_with("https://trakt.tv/oauth/authorize?"),
        "{url}"
    );
    assert!(!url.contains("a-secret") && !format!("{record:?}").contains("a-secret"));
    assert_eq!(PendingSignIn::from_record(&record.0), Some(pending.clone()));

    let query = format!("?code=abc&state={}", pending.state.reveal());
    let returned = Returned::from_query(&query).unwrap();
    let back = |pending| Action::Returned {
        returned: returned.clone(),
        pending,
        now_ms: NOW,
    };
    let state = after(Rc::default(), [back(Some(pending))]);
    let request = &sending(&state).request;
    assert!(matches!(&request.grant, Grant::Code { code, .. } if code.reveal() == "abc"));
    assert_eq!(
        state.form.client_secret, "a-secret",
        "the fields are as they were"
    );
    let lost = after(Rc::default(), [back(None)]);
    assert_eq!(lost.phase, Phase::ReturnRefused(ReturnError::NoRecord));
}

#[test]
fn a_browser_without_what_leaving_needs_is_told_as_such() {
    let refused = Phase::ReturnRefused(ReturnError::BrowserRefused);
    assert_eq!(
        after(filled(), [Action::DepartureAsked(None)]).phase,
        refused
    );
    let leaving = Action::DepartureAsked(Some(departure()));
    assert_eq!(
        after(filled(), [leaving, Action::DepartureRefused]).phase,
        refused
    );
}

#[test]
fn neither_state_nor_actions_print_what_was_typed() {
    let action = typed(Field::Pin, "visible");
    let state = after(
        Rc::default(),
        [
            typed(Field::ClientId, "visible1"),
            typed(Field::ClientSecret, "visible2"),
            action.clone(),
            Action::ExchangeAsked { now_ms: NOW },
        ],
    );
    let done = answered(state.clone(), 200, &TOKEN.replace("\"a\"", "\"visible3\""));
    let answer = replied(&state, reply(200, "visible4"));
    let pasted = typed(Field::CurrentBlock, "refresh_token: visible5");
    let refreshing = after(
        Rc::default(),
        [
            Action::MethodChosen(SignInMethod::Refresh),
            pasted,
            asked(NOW),
        ],
    );
    let question = refreshing.block_question();
    let refreshing = edited(refreshing);
    let opened = config_opened("trakt:\n  client_id: visible6\n  pin: visible7\n");
    let updating = after(done.clone(), [opened, config(ConfigAction::UpdateAsked)]);
    let updated = edited(updating.clone());
    let printed = format!(
        "{refreshing:?} {action:?} {state:?} {done:?} {answer:?} {question:?} {updating:?} {updated:?}"
    );
    assert!(!printed.contains("visible"), "{printed}");
}
