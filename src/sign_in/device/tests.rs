//! A sign-in with a device code, from the request for it to its end.

use super::*;
use crate::sign_in::PauseReason;
use crate::sign_in::world::{Ids, PostLimit};
use crate::trakt::ClientId;
use crate::trakt::response::Refusal;
use crate::trakt::service::POST_INTERVAL;

type Reply = Result<Response, NetworkError>;

const START: Timestamp = Timestamp::from_unix_seconds(1_700_000_000);
const TOKEN: &str =
    r#"{"access_token":"a","token_type":"bearer","expires_in":1,"refresh_token":"r"}"#;
const CODE: &str = r#"{"device_code":"d","user_code":"5055CC52","verification_url":"https://trakt.tv/activate","expires_in":600,"interval":5}"#;
const SHORT_CODE: &str = r#"{"device_code":"d","user_code":"5055CC52","verification_url":"https://trakt.tv/activate","expires_in":31,"interval":5}"#;
const UNREADABLE: Reply = Err(NetworkError::Unreadable);

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn reply(status: u16, body: &str) -> Reply {
    Ok(Response::new(status, body))
}

fn limited(retry_after: &str) -> Reply {
    let mut response = Response::new(429, "");
    response.headers.retry_after = Some(retry_after.to_owned());
    Ok(response)
}

/// A sign-in and the world around it.
#[derive(Debug, Clone)]
struct Run {
    device: DeviceSignIn,
    now: Timestamp,
    monotonic: Duration,
    ids: Ids,
    posts: PostLimit,
}

impl Run {
    fn begin_after(host: SignInHost, mut posts: PostLimit) -> Self {
        let mut ids = Ids::default();
        let app = TraktApp {
            client_id: ClientId::new("an-id"),
            client_secret: None,
        };
        let mut world = World {
            now: START,
            monotonic: Duration::ZERO,
            ids: &mut ids,
            posts: &mut posts,
        };
        Self {
            device: DeviceSignIn::begin(app, host, &mut world),
            now: START,
            monotonic: Duration::ZERO,
            ids,
            posts,
        }
    }

    fn begin() -> Self {
        Self::begin_after(SignInHost::Classic, PostLimit::default())
    }

    fn on(mut self, event: Event) -> Result<Self, DeviceEnd> {
        let mut world = World {
            now: self.now,
            monotonic: self.monotonic,
            ids: &mut self.ids,
            posts: &mut self.posts,
        };
        match self.device.on(event, &mut world) {
            ControlFlow::Continue(device) => Ok(Self { device, ..self }),
            ControlFlow::Break(end) => Err(end),
        }
    }

    fn ended(self, outcome: Outcome) -> Result<Self, DeviceEnd> {
        let id = self.device.effect_id();
        self.on(Event::Ended { id, outcome })
    }

    fn replied(self, reply: &Reply) -> Result<Self, DeviceEnd> {
        self.ended(Outcome::Response {
            result: reply.clone(),
            chance: 0.5,
        })
    }

    fn until(&self) -> Timestamp {
        match self.device.effect() {
            Effect::WakeAt(until) => until,
            other => panic!("{other:?}"),
        }
    }

    /// Lets time pass, by the clock and by the count.
    fn pass_until(&mut self, now: Timestamp) {
        self.monotonic += now.since(self.now);
        self.now = now;
    }

    fn woken_at(mut self, now: Timestamp) -> Result<Self, DeviceEnd> {
        self.pass_until(now);
        self.ended(Outcome::TimeReached)
    }

    fn waited(self) -> Result<Self, DeviceEnd> {
        let until = self.until();
        self.woken_at(until)
    }

    /// Returns where the request that is out goes.
    fn url(&self) -> &'static str {
        match self.device.effect() {
            Effect::Send { request, .. } => request.url,
            other => panic!("{other:?}"),
        }
    }

    fn with_code(code: &str) -> Self {
        Self::begin().replied(&reply(200, code)).unwrap()
    }

    /// Returns a sign-in whose first poll is out.
    fn asked() -> Self {
        let run = Self::with_code(CODE);
        assert_eq!(run.until(), START + seconds(5));
        run.waited().unwrap()
    }
}

fn failure(end: DeviceEnd) -> Failure {
    match end {
        DeviceEnd::Failed(failure) => failure,
        other => panic!("{other:?}"),
    }
}

fn granted(end: DeviceEnd) -> Granted {
    match end {
        DeviceEnd::Granted(granted) => granted,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_code_is_asked_for_shown_and_polled_with() {
    let run = Run::begin();
    assert_eq!(run.url(), "https://api.trakt.tv/oauth/device/code");
    assert_eq!(run.device.status(), Status::RequestingDeviceCode);
    assert!(!run.device.awaits_token() && run.device.code(run.monotonic).is_none());
    let run = run.replied(&reply(200, CODE)).unwrap();
    assert_eq!(run.device.status(), Status::AwaitingUser);
    let (authorization, left) = run.device.code(run.monotonic).unwrap();
    assert_eq!(authorization.user_code, "5055CC52");
    assert_eq!(left, seconds(600));
    assert!(!run.device.awaits_token());
    let run = run.waited().unwrap();
    assert!(run.device.awaits_token());
    let Effect::Send { request, .. } = run.device.effect() else {
        panic!("it polls")
    };
    assert_eq!(request.url, "https://api.trakt.tv/oauth/device/token");
    assert_eq!(
        request.body.unwrap().reveal(),
        r#"{"code":"d","client_id":"an-id"}"#
    );
}

#[test]
fn a_request_for_a_code_is_tried_again_by_the_rules_of_an_exchange() {
    let run = Run::begin().replied(&limited("30")).unwrap();
    assert_eq!(
        run.device.status(),
        Status::Pausing {
            reason: PauseReason::RateLimited,
            until: START + seconds(30),
            next_host: SignInHost::Classic,
        }
    );
    let skipped = run.clone();
    let run = run.waited().unwrap();
    assert_eq!(run.url(), "https://api.trakt.tv/oauth/device/code");
    let mut skipped = skipped;
    skipped.pass_until(START + seconds(2));
    skipped.on(Event::PauseSkipped).unwrap().url();

    let run = Run::begin().replied(&reply(503, "")).unwrap();
    let again = run.waited().unwrap();
    assert_eq!(again.url(), "https://api.trakt.tv/oauth/device/code");
    let failure = failure(again.replied(&reply(503, "")).unwrap_err());
    assert_eq!(failure.cause, FailureCause::Refused(Refusal::TraktDown));
}

#[test]
fn a_post_just_before_makes_the_request_for_a_code_wait() {
    let mut posts = PostLimit::default();
    posts.note(START.earlier_by(Duration::from_millis(300)));
    let run = Run::begin_after(SignInHost::Classic, posts);
    assert_eq!(
        run.device.status(),
        Status::Pausing {
            reason: PauseReason::PostInterval,
            until: START + Duration::from_millis(700),
            next_host: SignInHost::Classic,
        }
    );
    run.waited().unwrap().url();
}

#[test]
fn a_refused_request_for_a_code_is_an_end() {
    for (status, refusal) in [
        (401, Refusal::Unauthorized),
        (403, Refusal::AppNotAccepted),
        (423, Refusal::AccountLocked),
        (400, Refusal::Other),
    ] {
        let end = Run::begin().replied(&reply(status, "{}")).unwrap_err();
        let failure = failure(end);
        assert_eq!(failure.cause, FailureCause::Refused(refusal));
        assert_eq!(failure.grant, GrantKind::Device);
    }
}

#[test]
fn each_host_that_does_not_serve_codes_gives_way_to_the_other() {
    for host in SignInHost::ALL {
        let run = Run::begin_after(host, PostLimit::default());
        assert_eq!(run.url(), host.device_code());
        let other = run.replied(&reply(404, "")).unwrap().waited().unwrap();
        assert_eq!(other.url(), host.other().device_code());
        let refused = other.replied(&reply(403, "")).unwrap_err();
        assert_eq!(failure(refused).host, host.other());
    }
}

#[test]
fn a_host_without_device_codes_sends_to_the_other_and_the_token_tells_of_it() {
    for status in [404, 405, 410] {
        let other = Run::begin().replied(&reply(status, "")).unwrap();
        assert_eq!(other.until(), START + POST_INTERVAL);
        let other = other.waited().unwrap();
        assert_eq!(other.url(), "https://auth.trakt.tv/oauth/device/code");
        let polling = other.clone().replied(&reply(200, CODE)).unwrap();
        let polling = polling.waited().unwrap();
        assert_eq!(polling.url(), "https://auth.trakt.tv/oauth/device/token");
        let refused = polling.clone().replied(&reply(418, "")).unwrap_err();
        for first in [
            granted(polling.replied(&reply(200, TOKEN)).unwrap_err()).other_host,
            failure(refused).other_host,
            failure(other.replied(&reply(410, "")).unwrap_err()).other_host,
        ] {
            let first = first.unwrap();
            assert_eq!(first.host, SignInHost::Classic);
            assert_eq!(first.cause, FailureCause::Refused(Refusal::NotServed));
        }
    }
}

#[test]
fn without_a_readable_response_the_reason_is_looked_for_here_too() {
    for (was_reached, cause) in [
        (true, FailureCause::ResponseHidden),
        (false, FailureCause::HostUnreachable),
    ] {
        let run = Run::begin().replied(&UNREADABLE).unwrap().waited().unwrap();
        let run = run.replied(&UNREADABLE).unwrap();
        assert_eq!(run.device.status(), Status::Probing);
        let end = run.ended(Outcome::Probed { was_reached }).unwrap_err();
        let failure = failure(end);
        assert_eq!((failure.host, failure.cause), (SignInHost::Classic, cause));
    }
}

#[test]
fn a_token_ends_it_even_when_it_comes_late() {
    for late in [0, 3_600] {
        let mut run = Run::asked();
        run.pass_until(run.now + seconds(late));
        let now = run.now;
        let granted = granted(run.replied(&reply(200, TOKEN)).unwrap_err());
        assert_eq!(granted.token.access_token.reveal(), "a");
        assert_eq!(granted.token.created_at, now.unix_seconds());
        assert_eq!(granted.grant, GrantKind::Device);
        assert_eq!(granted.host, SignInHost::Classic);
    }
}

#[test]
fn a_success_without_a_token_ends_it_and_keeps_what_came() {
    for body in ["no", "{\"access_token\":\"visible\"}"] {
        let failure = failure(Run::asked().replied(&reply(200, body)).unwrap_err());
        assert!(matches!(failure.cause, FailureCause::NoToken(_)));
        assert!(failure.received.is_some());
        assert!(!format!("{failure:?}").contains("visible"));
    }
}

#[test]
fn one_poll_is_out_at_a_time_and_what_does_not_fit_changes_nothing() {
    let run = Run::asked();
    let waiting = Run::with_code(CODE);
    let mut ids = Ids::default();
    let stale: Vec<Id> = (0..6).map(|_| ids.next()).collect();
    for (run, later) in [(run, seconds(1)), (waiting, seconds(0))] {
        let own = run.device.effect_id();
        for id in &stale {
            for outcome in [
                Outcome::TimeReached,
                Outcome::Probed { was_reached: true },
                Outcome::LeavingRefused,
                Outcome::Response {
                    result: reply(200, TOKEN),
                    chance: 0.5,
                },
            ] {
                let fits = matches!(
                    (run.device.effect(), &outcome),
                    (Effect::Send { .. }, Outcome::Response { .. })
                        | (Effect::WakeAt(_), Outcome::TimeReached)
                );
                if *id == own && fits {
                    continue;
                }
                let mut same = run.clone();
                same.pass_until(same.now + later);
                let same = same.on(Event::Ended { id: *id, outcome }).unwrap();
                assert_eq!(same.device, run.device);
            }
        }
        let same = run.clone().on(Event::PauseSkipped).unwrap();
        assert_eq!(same.device, run.device);
    }
}

#[test]
fn a_wake_that_comes_too_early_waits_on() {
    let run = Run::with_code(CODE);
    let early = run.woken_at(START + seconds(4)).unwrap();
    assert_eq!(early.until(), START + seconds(5));
    early.waited().unwrap().url();
}

#[test]
fn a_poll_waits_for_the_rest_of_a_second_after_another_post() {
    let mut run = Run::with_code(CODE);
    let due = run.until();
    run.posts.note(due.earlier_by(Duration::from_millis(200)));
    let waiting = run.waited().unwrap();
    assert_eq!(waiting.until(), due + Duration::from_millis(800));
    waiting.waited().unwrap().url();
}

#[test]
fn a_poll_counts_as_a_post() {
    let run = Run::asked();
    assert_eq!(
        run.posts.allowed_from(run.now),
        Some(run.now + POST_INTERVAL)
    );
}

#[test]
fn a_code_that_runs_out_tells_how_many_of_the_last_polls_were_unanswered() {
    for unanswered in [0, 1, 3] {
        let mut run = Run::asked();
        let pending = run.replied(&reply(400, "")).unwrap();
        run = pending.waited().unwrap();
        for _ in 0..unanswered {
            run = run.replied(&UNREADABLE).unwrap().waited().unwrap();
        }
        // The answer to the last poll comes when the time is over.
        run.pass_until(START + seconds(600));
        let last = match unanswered {
            0 => reply(400, ""),
            _ => UNREADABLE,
        };
        let failure = failure(run.replied(&last).unwrap_err());
        let unanswered_polls = if unanswered == 0 { 0 } else { unanswered + 1 };
        assert_eq!(
            failure.cause,
            FailureCause::DeviceCodeTimeOver { unanswered_polls }
        );
    }
}

/// Returns what may come back for a poll, and whether it ends the polling.
fn alphabet() -> Vec<(Reply, bool)> {
    let statuses = [200, 400, 401, 403, 404, 409, 410, 418, 429, 500, 503];
    statuses
        .into_iter()
        .map(|status| {
            let body = if status == 200 { TOKEN } else { "" };
            let goes_on = matches!(status, 400 | 401 | 403 | 429 | 500..);
            (reply(status, body), !goes_on)
        })
        .chain([
            (limited("12"), false),
            (reply(200, "{}"), true),
            (UNREADABLE, false),
            (Err(NetworkError::Offline), false),
        ])
        .collect()
}

/// Goes through all sequences of up to `depth` more replies, with the clock jumping by `late` before each poll, and
/// counts them.
fn walk(
    run: &Run,
    expires_at: Timestamp,
    late: Duration,
    depth: usize,
    replies: &[(Reply, bool)],
) -> usize {
    let mut count = 0;
    for (reply, ends) in replies {
        count += 1;
        let sent_at = run.now;
        let run = match run.clone().replied(reply) {
            Ok(run) => run,
            Err(_) => {
                assert!(*ends || sent_at >= expires_at, "{reply:?}");
                continue;
            }
        };
        assert!(!ends, "{reply:?}");
        let until = run.until();
        assert!(until <= expires_at);
        let early = run
            .clone()
            .woken_at(until.earlier_by(Duration::from_millis(1)));
        assert_eq!(early.unwrap().until(), until);

        let at = until + late;
        match run.woken_at(at) {
            Ok(run) => {
                run.url();
                assert!(at.since(sent_at) >= seconds(5) && until < expires_at);
                if depth > 1 {
                    count += walk(&run, expires_at, late, depth - 1, replies);
                }
            }
            Err(end) => {
                let cause = failure(end).cause;
                assert!(matches!(cause, FailureCause::DeviceCodeTimeOver { .. }));
                assert!(at >= expires_at);
            }
        }
    }
    count
}

#[test]
fn a_clock_that_is_set_does_not_end_a_code_that_lives() {
    for (is_forward, by) in [(true, 3_600), (false, 300), (false, 3_600)] {
        let mut run = Run::asked();
        for _ in 0..100 {
            run.now = match is_forward {
                true => run.now + seconds(by),
                false => run.now.earlier_by(seconds(by)),
            };
            let waiting = run.replied(&reply(400, "")).unwrap();
            assert_eq!(waiting.until().since(waiting.now), seconds(5));
            run = waiting.waited().unwrap();
        }
        assert_eq!(run.device.code(run.monotonic).unwrap().1, seconds(95));
        granted(run.replied(&reply(200, TOKEN)).unwrap_err());
    }
}

#[test]
fn after_a_long_sleep_trakt_is_asked_once_more() {
    let asleep = Run::with_code(CODE);
    let run = asleep.woken_at(START + seconds(3_600)).unwrap();
    run.url();
    granted(run.clone().replied(&reply(200, TOKEN)).unwrap_err());
    let expired = failure(run.clone().replied(&reply(410, "")).unwrap_err());
    assert_eq!(
        expired.cause,
        FailureCause::Refused(Refusal::DeviceCodeExpired)
    );
    let over = failure(run.replied(&reply(400, "")).unwrap_err());
    let unanswered_polls = 0;
    assert_eq!(
        over.cause,
        FailureCause::DeviceCodeTimeOver { unanswered_polls }
    );
}

#[test]
fn what_came_in_place_of_the_last_answer_is_kept() {
    let mut run = Run::asked();
    run.pass_until(START + seconds(600));
    let failure = failure(run.replied(&reply(403, "error code: 1020")).unwrap_err());
    let unanswered_polls = 1;
    assert_eq!(
        failure.cause,
        FailureCause::DeviceCodeTimeOver { unanswered_polls }
    );
    assert_eq!(failure.details.status, Some(403));
    let words = failure.details.error_description;
    assert_eq!(words.as_deref(), Some("error code: 1020"));
}

#[test]
fn every_sequence_of_six_replies_keeps_the_rules() {
    let replies = alphabet();
    let run = Run::asked();
    let expires_at = START + seconds(600);
    let go_on = replies.iter().filter(|(_, ends)| !ends).count();
    let all: usize = (0..6).map(|n| go_on.pow(n) * replies.len()).sum();
    assert_eq!(walk(&run, expires_at, Duration::ZERO, 6, &replies), all);
    for late in [45, 180, 3_600] {
        let count = walk(&run, expires_at, seconds(late), 6, &replies);
        assert!(count >= replies.len());
    }
}

#[test]
fn every_sequence_that_is_short_of_time_keeps_the_rules() {
    let run = Run::with_code(SHORT_CODE).waited().unwrap();
    let expires_at = START + seconds(31);
    assert!(walk(&run, expires_at, Duration::ZERO, 6, &alphabet()) > 1_000);
}

#[test]
fn whatever_comes_back_for_ever_the_clock_ends_it() {
    for (reply, _) in alphabet().into_iter().filter(|(_, ends)| !ends) {
        let mut run = Run::asked();
        let mut polls = 1;
        let ended_at = loop {
            let waiting = run.replied(&reply).unwrap();
            let until = waiting.until();
            match waiting.waited() {
                Ok(asked) => run = asked,
                Err(end) => {
                    failure(end);
                    break until;
                }
            }
            polls += 1;
        };
        assert_eq!(ended_at, START + seconds(600));
        assert!(polls <= 120, "{polls}");
    }
}
