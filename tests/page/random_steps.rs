//! What may happen to a page at any time, and where it may all begin.

use kometa_trakt_sign_in::export::FormatId;
use kometa_trakt_sign_in::kometa::editing::EditorUnavailable;
use kometa_trakt_sign_in::page::config::ConfigEvent;
use kometa_trakt_sign_in::page::effect::Export;
use kometa_trakt_sign_in::page::effect::Reply;
use kometa_trakt_sign_in::page::event::Event;
use kometa_trakt_sign_in::page::form::FormEvent;
use kometa_trakt_sign_in::page::other_program::OtherProgramEvent;
use kometa_trakt_sign_in::page::token_check::TokenEvent;
use kometa_trakt_sign_in::sign_in::Outcome;
use kometa_trakt_sign_in::sign_in::form::{FormField, SignInMethod};
use kometa_trakt_sign_in::trakt::SignInHost;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::scenario::returned;
use crate::scenario::{
    BLOCK, CONFIG, DEVICE_CODE, OTHER_CONFIG, SECOND, Scenario, TIME_REACHED, answer, departure,
    ready, response, typed,
};

/// Something that a user, Trakt or the browser may do at any time.
#[derive(Debug, Clone)]
pub enum Step {
    User(Event),
    /// Several events of the user's in a row.
    Does(Vec<Event>),
    /// A new file is chosen or dropped.
    FileGiven,
    /// One of the effects in progress ends as it may.
    Ends(Index, End),
    /// An effect ends once more, or after it was given up.
    EndsAgain(Index, End),
    /// An effect gets the reply of another kind.
    Misfits(Index, Reply),
    /// The clock moves, in milliseconds; also back.
    Clock(i64),
}

/// How well an effect ends.
#[derive(Debug, Clone, Copy)]
pub enum End {
    Well,
    /// In one of several ways in which it may fail.
    Badly(u8),
}

/// A page with a token of its own kind.
fn signed_in() -> Scenario {
    Scenario::underway().is_answered(200, &token_json(1))
}

fn half_revoked() -> Scenario {
    signed_in()
        .asks(TokenEvent::RevocationAsked)
        .asks(TokenEvent::RevocationConfirmed)
        .token_is_answered(200, "{}")
        .token_is_answered(503, "")
}

/// Where it may all begin.
pub const BEGINNINGS: [fn() -> Scenario; 19] = [
    Scenario::opened,
    Scenario::filled,
    Scenario::refreshing,
    || Scenario::refresh_asked(BLOCK),
    || Scenario::device_code_asked().is_answered(200, DEVICE_CODE),
    || Scenario::filled().opens(CONFIG),
    Scenario::about_to_leave,
    returned,
    || {
        Scenario::filled()
            .follows_pin_link()
            .later(SECOND)
            .submits()
    },
    // Two requests may still bring a token.
    || Scenario::underway().cancels().later(SECOND * 5).submits(),
    || {
        Scenario::underway()
            .cancels()
            .chooses(SignInMethod::Refresh)
    },
    signed_in,
    || signed_in().asks(TokenEvent::CopyAsked),
    || signed_in().opens(CONFIG).updates(),
    || signed_in().opens(CONFIG).updates().saves(),
    // Asked whether another block is wanted, to which `Run::begin` agrees.
    || signed_in().later(SECOND * 5).submits(),
    half_revoked,
    || {
        half_revoked()
            .later(SECOND * 5)
            .asks(TokenEvent::RevocationConfirmed)
    },
    || returned().is_answered(200, &token_json(1)),
];

fn user() -> impl Strategy<Value = Event> {
    let field = select(vec![
        FormField::ClientId,
        FormField::ClientSecret,
        FormField::Pin,
        FormField::Printed,
        FormField::CurrentBlock,
    ]);
    let text = || select(vec!["", " ", "an-id", "a-secret", "12abcdef", BLOCK]);
    let config_text = select(vec!["", "trakt:\n", OTHER_CONFIG]);
    let token = select(vec![
        TokenEvent::CopyAsked,
        TokenEvent::DownloadAsked,
        TokenEvent::CopiedByHand,
        TokenEvent::CheckAsked,
        TokenEvent::RevocationAsked,
        TokenEvent::RevocationAsked,
        TokenEvent::RevocationConfirmed,
        TokenEvent::RevocationConfirmed,
        TokenEvent::RevocationDeclined,
        TokenEvent::EarlierRevocationsConfirmed,
    ]);
    let config = select(vec![
        ConfigEvent::PickAsked,
        ConfigEvent::UpdateAsked,
        ConfigEvent::UpdateAsked,
        ConfigEvent::UpdateAsked,
        ConfigEvent::StaleRemovalAsked,
        ConfigEvent::UpdateCancelled,
        ConfigEvent::AppTaken,
        ConfigEvent::RefreshChosen,
        ConfigEvent::RenewAsked,
        ConfigEvent::CheckAsked,
        ConfigEvent::SaveAsked,
        ConfigEvent::SaveAsked,
        ConfigEvent::CopyAsked,
        ConfigEvent::CopiedByHand,
        ConfigEvent::DownloadAsked,
    ]);
    let others = select(vec![
        Event::PinLinkFollowed,
        Event::PauseSkipped,
        Event::CommandOutputUsed,
        Event::StartOverAsked,
        Event::RefreshBlockAsked,
        Event::ShownAgain,
        Event::Cancelled,
        Event::Drawn,
        Event::ValueCopyAsked {
            button: "Copy code",
            text: "5055CC52".into(),
        },
        ready(Some("https://example.org/")),
        ready(None),
    ]);
    let other_program = select(vec![
        OtherProgramEvent::Chosen(FormatId::Environment),
        OtherProgramEvent::Chosen(FormatId::Json),
        OtherProgramEvent::CopyAsked,
        OtherProgramEvent::CopiedByHand,
        OtherProgramEvent::DownloadAsked,
    ]);
    prop_oneof![
        3 => (field.clone(), text()).prop_map(|(field, text)| typed(field, text)),
        1 => (field, text())
            .prop_map(|(field, text)| Event::Form(FormEvent::Pasted(field, text.into()))),
        1 => config_text.prop_map(|text| Event::Form(FormEvent::ConfigTyped(text.into()))),
        // Sends the form as it can be sent.
        4 => Just(departure()),
        1 => Just(Event::Submitted(None)),
        3 => Just(typed(FormField::Pin, "12abcdef")),
        3 => any::<bool>().prop_map(|go_on| Event::QuestionAnswered { go_on }),
        1 => any::<bool>().prop_map(|is_online| Event::ConnectionChanged { is_online }),
        2 => select(SignInMethod::ALL.to_vec()).prop_map(Event::MethodChosen),
        1 => select(SignInHost::ALL.to_vec())
            .prop_map(|host| Event::Form(FormEvent::HostChosen(host))),
        5 => token.prop_map(Event::Token),
        5 => config.prop_map(Event::Config),
        2 => other_program.prop_map(Event::OtherProgram),
        5 => others,
    ]
}

/// What takes a user several steps.
fn errand() -> impl Strategy<Value = Vec<Event>> {
    let answered = |go_on| Event::QuestionAnswered { go_on };
    let signs_in = (select(SignInMethod::ALL.to_vec()), any::<bool>());
    prop_oneof![
        2 => signs_in.prop_map(move |(method, go_on)| vec![
            Event::MethodChosen(method),
            typed(FormField::ClientId, "an-id"),
            typed(FormField::ClientSecret, "a-secret"),
            typed(FormField::Pin, "12abcdef"),
            typed(FormField::CurrentBlock, BLOCK),
            departure(),
            answered(go_on),
        ]),
        1 => any::<bool>().prop_map(move |go_on| vec![Event::StartOverAsked, answered(go_on)]),
        1 => Just(vec![
            Event::Token(TokenEvent::RevocationAsked),
            Event::Token(TokenEvent::RevocationConfirmed),
        ]),
        1 => Just(vec![Event::Config(ConfigEvent::SaveAsked)]),
    ]
}

fn end() -> impl Strategy<Value = End> {
    prop_oneof![3 => Just(End::Well), 1 => any::<u8>().prop_map(End::Badly)]
}

pub fn step() -> impl Strategy<Value = Step> {
    let misfit = select(vec![
        TIME_REACHED,
        response(answer(200, "{}")),
        Reply::SignIn(Outcome::Probed { was_reached: true }),
        Reply::SignIn(Outcome::LeavingRefused),
        Reply::EditorAnswered(Err(EditorUnavailable)),
        Reply::TimeFormatted("tomorrow".into()),
        Reply::Exported(Export::Copied),
        Reply::FilePicked(None),
        Reply::FileSaved(Ok(())),
    ]);
    prop_oneof![
        9 => user().prop_map(Step::User),
        4 => errand().prop_map(Step::Does),
        1 => Just(Step::FileGiven),
        10 => (any::<Index>(), end()).prop_map(|(of, end)| Step::Ends(of, end)),
        1 => (any::<Index>(), end()).prop_map(|(of, end)| Step::EndsAgain(of, end)),
        1 => (any::<Index>(), misfit).prop_map(|(of, reply)| Step::Misfits(of, reply)),
        2 => prop_oneof![4 => 0i64..2_000, 1 => -3_600_000i64..3_600_000].prop_map(Step::Clock),
    ]
}

/// What a received token is known by in every text that holds it.
pub fn names(token: u32) -> [String; 2] {
    [format!("tok{token}x"), format!("ref{token}x")]
}

pub fn token_json(token: u32) -> String {
    let [access_token, refresh_token] = names(token);
    format!(
        r#"{{"access_token":"{access_token}","refresh_token":"{refresh_token}","token_type":"bearer","expires_in":604800}}"#
    )
}
