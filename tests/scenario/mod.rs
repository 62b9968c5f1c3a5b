//! What a user does and what the browser and Trakt answer, step by step:
//!
//! ```text
//! Scenario::filled().submits().is_answered(200, TOKEN).asks(TokenEvent::CopyAsked).copy_ends(Export::Copied)
//! ```

#![allow(dead_code, reason = "each target takes what it needs")]

mod seen;
pub mod view_rules;

use std::ops::Deref;
use std::time::Duration;

use kometa_trakt_sign_in::kometa::editing::{
    EditorAnswer, EditorTask, EditorUnavailable, reply_to,
};
use kometa_trakt_sign_in::kometa::file::FileRefusal;
use kometa_trakt_sign_in::page::attempt::Randomness;
use kometa_trakt_sign_in::page::config::ConfigEvent;
use kometa_trakt_sign_in::page::effect::Export;
use kometa_trakt_sign_in::page::effect::{Effect, FileContent, FileId, Reply, SaveRefusal};
use kometa_trakt_sign_in::page::event::Event;
use kometa_trakt_sign_in::page::form::{FormEvent, PageFacts};
use kometa_trakt_sign_in::page::model::Model;
use kometa_trakt_sign_in::page::moment::Moment;
use kometa_trakt_sign_in::page::reading::Reading;
use kometa_trakt_sign_in::page::stage::PrecheckState;
use kometa_trakt_sign_in::page::token_check::TokenEvent;
use kometa_trakt_sign_in::shared_text::SharedText;
use kometa_trakt_sign_in::sign_in::form::{FormField, SignInMethod};
use kometa_trakt_sign_in::sign_in::{self as machines, Id, Outcome};
use kometa_trakt_sign_in::timestamp::Timestamp;
use kometa_trakt_sign_in::trakt::command::Shell;
use kometa_trakt_sign_in::trakt::redirect::{AuthorizationResponse, PendingSignIn};
use kometa_trakt_sign_in::trakt::{NetworkError, Response, SignInHost};

pub const NOW: Timestamp = Timestamp::from_unix_millis(1_700_000_000_500);
pub const SECOND: Duration = Duration::from_secs(1);
pub const REDIRECT_URI: &str = "https://example.org/page/";

pub const TOKEN: &str = r#"{"access_token":"a","token_type":"bearer","expires_in":1,"refresh_token":"r","scope":"public"}"#;
pub const OTHER_TOKEN: &str = r#"{"access_token":"b","token_type":"bearer","expires_in":1,"refresh_token":"s","scope":"public"}"#;
pub const DEVICE_CODE: &str = r#"{"device_code":"d","user_code":"5055CC52","verification_url":"https://trakt.tv/activate","expires_in":600,"interval":5}"#;
pub const INVALID_GRANT: &str = r#"{"error":"invalid_grant"}"#;

pub const BLOCK: &str = "\
trakt:
  # my own app
  client_id: an-id
  client_secret: a-secret
  authorization:
    access_token: old
    refresh_token: old-refresh
  mine: kept
";

pub const CONFIG: &str = "plex:\r\n  url: x\r\ntrakt:\r\n  client_id: an-id\r\n  client_secret: a-secret\r\n  \
                          authorization:\r\n    refresh_token: old-refresh\r\n";

pub const OTHER_CONFIG: &str = "tautulli:\n  url: y\n";

pub type Answer = Result<Response, NetworkError>;

pub const fn millis(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

pub fn answer(status: u16, body: &str) -> Answer {
    Ok(Response::new(status, body))
}

/// A 429 that says how long to wait.
pub fn limited(retry_after: &str) -> Answer {
    let mut response = Response::new(429, "");
    response.headers.retry_after = Some(retry_after.to_owned());
    Ok(response)
}

pub const fn response(result: Answer) -> Reply {
    Reply::SignIn(Outcome::Response {
        result,
        chance: 0.5,
    })
}

pub const fn probed(was_reached: bool) -> Reply {
    Reply::SignIn(Outcome::Probed { was_reached })
}

pub const TIME_REACHED: Reply = Reply::SignIn(Outcome::TimeReached);

pub fn typed(field: FormField, text: &str) -> Event {
    Event::Form(FormEvent::Typed(field, text.into()))
}

pub fn ready(redirect_uri: Option<&str>) -> Event {
    Event::Form(FormEvent::Ready {
        page: PageFacts {
            origin: "https://example.org".into(),
            is_secure: true,
            redirect_uri: redirect_uri.map(Into::into),
            can_pick_files: true,
            shell: Shell::Posix,
        },
        is_online: true,
    })
}

/// Sends the form from a browser that has randomness.
pub fn departure() -> Event {
    Event::Submitted(Some(Randomness {
        csrf_token: [1; 32].into(),
        code_verifier: [2; 32].into(),
    }))
}

/// The real editor's answer to a task.
pub fn edited(task: &EditorTask, text: &SharedText) -> Reply {
    let answer = reply_to(&task.to_bytes(), text.as_str()).and_then(EditorAnswer::from_reply);
    Reply::EditorAnswered(answer)
}

/// The page, the time, and how many files were handed over.
#[derive(Debug, Clone)]
pub struct Scenario {
    pub model: Model,
    pub now: Timestamp,
    /// The last moment that the page was told of.
    last: Moment,
    files: u32,
}

impl Deref for Scenario {
    type Target = Model;

    fn deref(&self) -> &Model {
        &self.model
    }
}

/// Beginnings.
impl Scenario {
    /// A page that was just opened, and does not know of its surroundings yet.
    pub fn opened() -> Self {
        Self {
            model: Model::default(),
            now: NOW,
            last: Moment::from(NOW),
            files: 0,
        }
    }

    /// A page that is ready for input.
    pub fn ready() -> Self {
        Self::opened().on(ready(Some(REDIRECT_URI)))
    }

    /// A page with an app and a PIN in its fields.
    pub fn filled() -> Self {
        Self::ready()
            .types(FormField::ClientId, "an-id")
            .types(FormField::ClientSecret, "a-secret")
            .types(FormField::Pin, "12abcdef")
    }

    /// A PIN is being exchanged.
    pub fn underway() -> Self {
        Self::filled().submits()
    }

    /// There is a block that has not left the page.
    pub fn signed_in() -> Self {
        Self::underway().is_answered(200, TOKEN)
    }

    /// A block is being read to be refreshed.
    pub fn refresh_asked(pasted: &str) -> Self {
        Self::ready()
            .chooses(SignInMethod::Refresh)
            .types(FormField::CurrentBlock, pasted)
            .submits()
    }

    /// The refresh token of [`BLOCK`] is being exchanged.
    pub fn refreshing() -> Self {
        Self::refresh_asked(BLOCK).editor_answers()
    }

    /// Trakt is being asked for a device code.
    pub fn device_code_asked() -> Self {
        Self::ready()
            .types(FormField::ClientId, "an-id")
            .chooses(SignInMethod::Device)
            .submits()
    }

    /// The next press leaves for Trakt.
    pub fn about_to_leave() -> Self {
        Self::filled().chooses(SignInMethod::Return)
    }

    /// There is a block, and it stands in the updated [`CONFIG`].
    pub fn config_updated() -> Self {
        Self::signed_in().opens(CONFIG).updates()
    }

    /// The refresh token is being revoked.
    pub fn revoking() -> Self {
        Self::signed_in()
            .asks(TokenEvent::RevocationAsked)
            .asks(TokenEvent::RevocationConfirmed)
    }

    /// The refresh token is revoked, and Trakt was down when the access token's turn came.
    pub fn half_revoked() -> Self {
        Self::revoking()
            .token_is_answered(200, "{}")
            .token_is_answered(503, "")
    }

    /// Both tokens are revoked.
    pub fn revoked() -> Self {
        Self::revoking()
            .token_is_answered(200, "{}")
            .token_is_answered(200, "{}")
    }

    /// Nothing got through to either host.
    pub fn unreachable(was_reached: bool) -> Self {
        Self::underway()
            .is_replied(Err(NetworkError::Unreadable))
            .waits()
            .is_replied(Err(NetworkError::Unreadable))
            .sign_in_ends(probed(was_reached))
    }
}

/// Time.
impl Scenario {
    pub fn later(mut self, duration: Duration) -> Self {
        self.now = self.now + duration;
        self
    }

    pub fn earlier(mut self, duration: Duration) -> Self {
        self.now = self.now.earlier_by(duration);
        self
    }

    pub const fn at(mut self, now: Timestamp) -> Self {
        self.now = now;
        self
    }
}

/// What the user does.
impl Scenario {
    pub fn on(mut self, event: Event) -> Self {
        let at = self.moment();
        self.model.on(event, at);
        self
    }

    /// The moment it is now. A clock that is set back does not turn back the other one.
    pub fn moment(&mut self) -> Moment {
        self.last = Moment {
            time: self.now,
            monotonic: self.last.monotonic + self.now.since(self.last.time),
        };
        self.last
    }

    pub fn types(self, field: FormField, text: &str) -> Self {
        self.on(typed(field, text))
    }

    pub fn pastes(self, field: FormField, text: &str) -> Self {
        self.on(Event::Form(FormEvent::Pasted(field, text.into())))
    }

    pub fn types_config(self, text: &str) -> Self {
        self.on(Event::Form(FormEvent::ConfigTyped(text.into())))
    }

    pub fn chooses(self, method: SignInMethod) -> Self {
        self.on(Event::MethodChosen(method))
    }

    pub fn chooses_host(self, host: SignInHost) -> Self {
        self.on(Event::Form(FormEvent::HostChosen(host)))
    }

    pub fn submits(self) -> Self {
        self.on(Event::Submitted(None))
    }

    pub fn leaves(self) -> Self {
        self.on(departure())
    }

    pub fn agrees(self) -> Self {
        self.on(Event::QuestionAnswered { go_on: true })
    }

    pub fn declines(self) -> Self {
        self.on(Event::QuestionAnswered { go_on: false })
    }

    pub fn cancels(self) -> Self {
        self.on(Event::Cancelled)
    }

    pub fn starts_over(self) -> Self {
        self.on(Event::StartOverAsked)
    }

    pub fn follows_pin_link(self) -> Self {
        self.on(Event::PinLinkFollowed)
    }

    pub fn asks(self, event: TokenEvent) -> Self {
        self.on(Event::Token(event))
    }

    pub fn config(self, event: ConfigEvent) -> Self {
        self.on(Event::Config(event))
    }

    /// Has the block put into the file, which the editor does.
    pub fn updates(self) -> Self {
        self.config(ConfigEvent::UpdateAsked).editor_answers()
    }

    /// Has the file overwritten; the end is still to come.
    pub fn saves(self) -> Self {
        self.config(ConfigEvent::SaveAsked)
    }

    /// Hands over a new file, which is still to be read.
    pub fn hands_over_a_file(mut self) -> Self {
        self.files += 1;
        let file = FileId(self.files);
        self.config(ConfigEvent::FileGiven(file))
    }

    /// Hands over a new file, which is read at once.
    pub fn opens(self, text: &str) -> Self {
        self.hands_over_a_file().file_is_read("config.yml", text)
    }
}

/// What the browser, the editor and Trakt answer.
#[allow(
    clippy::wrong_self_convention,
    reason = "each is a step that happens to the page"
)]
impl Scenario {
    /// Ends an effect, or tries to.
    pub fn ends(self, id: Id, reply: Reply) -> Self {
        self.on(Event::Ended(id, reply))
    }

    /// Ends the effect of the sign-in in progress.
    pub fn sign_in_ends(self, reply: Reply) -> Self {
        let (id, _) = self.sign_in_effect().unwrap();
        self.ends(id, reply)
    }

    pub fn is_replied(self, answer: Answer) -> Self {
        self.sign_in_ends(response(answer))
    }

    pub fn is_answered(self, status: u16, body: &str) -> Self {
        self.is_replied(answer(status, body))
    }

    /// Lets the time of the sign-in's pause pass.
    pub fn waits(self) -> Self {
        let until = self.wakes_at();
        self.at(until).sign_in_ends(TIME_REACHED)
    }

    /// Answers the request about the token on the page.
    pub fn token_is_answered(self, status: u16, body: &str) -> Self {
        let (id, _) = self.token_effect();
        self.ends(id, response(answer(status, body)))
    }

    /// The clock ticks, so much later.
    pub fn ticks(self, later: Duration) -> Self {
        let (id, _) = self.ticks_at().unwrap();
        self.later(later).ends(id, TIME_REACHED)
    }

    /// Lets time pass until what was typed is read, and the editor answer until it is asked nothing more.
    pub fn editor_answers(mut self) -> Self {
        loop {
            let is_soon = |reading: &Reading| matches!(reading, Reading::Soon(_));
            if let Some((id, reply)) = self.editor_reply() {
                self = self.ends(id, reply);
            } else if is_soon(&self.block_reading) || is_soon(&self.config.reading) {
                let wakes = self
                    .effects()
                    .into_iter()
                    .filter_map(|(id, effect)| match effect {
                        Effect::SignIn(machines::Effect::WakeAt(at)) => Some((at, id)),
                        _ => None,
                    });
                let (at, id) = wakes.min().unwrap();
                self = self.at(at).ends(id, TIME_REACHED);
            } else {
                return self;
            }
        }
    }

    /// The browser puts every time that it was asked for into words: a day long gone, or one to come.
    pub fn times_are_written(mut self) -> Self {
        let now = self.now;
        loop {
            let mut effects = self.effects().into_iter();
            let asked = effects.find_map(|(id, effect)| match effect {
                Effect::FormatTime(at) => Some((id, at)),
                _ => None,
            });
            let Some((id, at)) = asked else { return self };
            let words = match at > now {
                true => "5 December 2026, 06:44",
                false => "25 December 2016, 18:08",
            };
            self = self.ends(id, Reply::TimeFormatted(words.into()));
        }
    }

    /// Answers whatever the sign-in in progress asks, always in the same way, until it is over.
    pub fn always_replied(mut self, answer: &Answer) -> Self {
        for _ in 0..2_000 {
            self = match self.sign_in_effect() {
                None => return self,
                Some((_, machines::Effect::Send { .. })) => {
                    self.later(SECOND).is_replied(answer.clone())
                }
                Some((_, machines::Effect::WakeAt(_))) => self.waits(),
                Some((_, machines::Effect::Probe { .. })) => self.sign_in_ends(probed(true)),
                Some((_, machines::Effect::Leave { .. })) => {
                    self.sign_in_ends(Reply::SignIn(Outcome::LeavingRefused))
                }
            };
        }
        panic!("it never ends: {:?}", self.sign_in_effect());
    }

    /// Answers the request that tries the client ID before a PIN is spent.
    pub fn precheck_is_replied(self, answer: &Answer) -> Self {
        match &self.attempt.precheck {
            PrecheckState::Underway(precheck) => {
                let id = precheck.effect_id();
                self.ends(id, response(answer.clone()))
            }
            other => panic!("{other:?}"),
        }
    }

    /// No answer to that request can be read, and a probe tells whether Trakt is there.
    pub fn precheck_finds(self, was_reached: bool) -> Self {
        let page = self.precheck_is_replied(&Err(NetworkError::Unreadable));
        match &page.attempt.precheck {
            PrecheckState::Underway(precheck) => {
                let id = precheck.effect_id();
                page.ends(id, probed(was_reached))
            }
            other => panic!("{other:?}"),
        }
    }

    pub fn precheck_is_offline(self) -> Self {
        self.precheck_is_replied(&Err(NetworkError::Offline))
    }

    pub fn editor_is_unavailable(self) -> Self {
        let (id, _, _) = self.editor_task().unwrap();
        self.ends(id, Reply::EditorAnswered(Err(EditorUnavailable)))
    }

    pub fn copy_ends(self, export: Export) -> Self {
        let id = self.id_of(|effect| matches!(effect, Effect::Copy { .. }));
        self.ends(id, Reply::Exported(export))
    }

    pub fn download_ends(self, export: Export) -> Self {
        let id = self.id_of(|effect| matches!(effect, Effect::Download { .. }));
        self.ends(id, Reply::Exported(export))
    }

    pub fn file_is_picked(mut self) -> Self {
        let id = self.id_of(|effect| matches!(effect, Effect::PickFile));
        self.files += 1;
        let file = FileId(self.files);
        self.ends(id, Reply::FilePicked(Some(file)))
    }

    pub fn file_is_read(self, name: &str, text: &str) -> Self {
        let id = self.id_of(|effect| matches!(effect, Effect::ReadFile(_)));
        let content = FileContent {
            name: name.into(),
            text: Ok(text.into()),
            can_be_saved: true,
        };
        self.ends(id, Reply::FileRead(content))
    }

    pub fn file_is_refused(self, refusal: FileRefusal) -> Self {
        let id = self.id_of(|effect| matches!(effect, Effect::ReadFile(_)));
        let content = FileContent {
            name: "config.yml".into(),
            text: Err(refusal),
            can_be_saved: true,
        };
        self.ends(id, Reply::FileRead(content))
    }

    /// Answers the request about the token in the opened file.
    pub fn file_check_is_replied(self, answer: &Answer) -> Self {
        let id = self
            .tokens
            .in_file
            .as_ref()
            .and_then(|token| token.check.effect_id());
        self.ends(id.unwrap(), response(answer.clone()))
    }

    pub fn save_ends(self, result: Result<(), SaveRefusal>) -> Self {
        let (id, ..) = self.save_effect().unwrap();
        self.ends(id, Reply::FileSaved(result))
    }
}

/// The record that is kept for the tab while the browser is at Trakt.
pub fn record(page: &Scenario) -> PendingSignIn {
    match page.sign_in_effect() {
        Some((_, machines::Effect::Leave { record, .. })) => {
            PendingSignIn::from_record(record.reveal()).unwrap()
        }
        other => panic!("{other:?}"),
    }
}

pub fn back_with_a_code(pending: &PendingSignIn, record: Option<PendingSignIn>) -> Event {
    let query = format!("?code=abc&state={}", pending.csrf_token.reveal());
    Event::Returned {
        response: AuthorizationResponse::from_query(&query).unwrap(),
        pending: record,
    }
}

/// A page that Trakt has sent the browser back to with a code; the app has a secret, which was left behind.
pub fn returned() -> Scenario {
    let pending = record(&Scenario::about_to_leave().leaves());
    Scenario::ready().on(back_with_a_code(&pending, Some(pending.clone())))
}
