//! The device flow (RFC 8628, with Trakt's statuses) and the page where the user types the code.

use std::time::Duration;

use serde_json::json;

use super::answer::Answer;
use super::journal::JournalEntry;
use super::page::{error_page, escape, page};
use super::state::{State, random_hex};
use super::token::Fields;

const LIFE: Duration = Duration::from_secs(600);
const INTERVAL: Duration = Duration::from_secs(5);

/// A device that waits for its user.
pub(super) struct Device {
    client_id: String,
    device_code: String,
    pub(super) user_code: String,
    expires_at: Duration,
    interval: Duration,
    last_poll: Option<Duration>,
    stage: Stage,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    Decided(Decision),
    Used,
}

/// What the user said to a device.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    Allowed,
    Denied,
}

impl State {
    /// Whether a waiting device had this user code.
    pub(super) fn decide_device(&mut self, user_code: &str, decision: Decision) -> bool {
        let now = self.now();
        let waiting = self.devices.iter_mut().find(|device| {
            device.stage == Stage::Waiting
                && device.expires_at > now
                && device.user_code.eq_ignore_ascii_case(user_code)
        });
        waiting
            .map(|device| device.stage = Stage::Decided(decision))
            .is_some()
    }
}

pub(super) fn code(state: &mut State, call: &JournalEntry) -> Answer {
    start(state, call).unwrap_or_else(|refusal| refusal)
}

fn start(state: &mut State, call: &JournalEntry) -> Result<Answer, Answer> {
    let fields = Fields::of(call)?;
    let client_id = fields.optional("client_id")?.unwrap_or_default();
    let app = state.app(client_id).ok_or_else(Answer::invalid_client)?;
    let device = Device {
        client_id: app.client_id.clone(),
        device_code: random_hex(32),
        user_code: random_hex(4).to_uppercase(),
        expires_at: state.now() + LIFE,
        interval: INTERVAL,
        last_poll: None,
        stage: Stage::Waiting,
    };
    let body = json!({
        "device_code": device.device_code,
        "user_code": device.user_code,
        "verification_url": "https://trakt.tv/activate",
        "expires_in": LIFE.as_secs(),
        "interval": INTERVAL.as_secs(),
    });
    state.devices.push(device);
    Ok(Answer::json(200, &body))
}

pub(super) fn token(state: &mut State, call: &JournalEntry) -> Answer {
    poll(state, call).unwrap_or_else(|refusal| refusal)
}

fn poll(state: &mut State, call: &JournalEntry) -> Result<Answer, Answer> {
    let fields = Fields::of(call)?;
    let app = fields.identify(state)?;
    let code = fields.required("code")?;
    let now = state.now();
    let device = state
        .devices
        .iter_mut()
        .find(|device| device.device_code == code && device.client_id == app.client_id)
        .ok_or_else(|| Answer::empty(404))?;

    if device.stage == Stage::Used {
        return Err(Answer::empty(409));
    }
    if device.expires_at <= now {
        return Err(Answer::empty(410));
    }
    let too_fast = device
        .last_poll
        .is_some_and(|last| now.saturating_sub(last) < device.interval);
    device.last_poll = Some(now);
    if too_fast {
        return Err(Answer::empty(429));
    }
    match device.stage {
        Stage::Decided(Decision::Allowed) => {
            device.stage = Stage::Used;
            Ok(state.token_answer(&app.client_id))
        }
        Stage::Decided(Decision::Denied) => Err(Answer::empty(418)),
        Stage::Waiting | Stage::Used => Err(Answer::empty(400)),
    }
}

/// `/activate` and `/activate/CODE`, which a QR code may open.
pub(super) fn activate(state: &mut State, call: &JournalEntry) -> Answer {
    match call.method.as_str() {
        "GET" => {
            let user_code = call.path.strip_prefix("/activate/").unwrap_or_default();
            Answer::html(200, activation_page(user_code))
        }
        "POST" => {
            let user_code = call.form_value("user_code").unwrap_or_default();
            let (decision, title) = match call.form_value("decision").as_deref() {
                Some("allow") => (Decision::Allowed, "Your device is connected"),
                _ => (Decision::Denied, "Your device is not connected"),
            };
            if state.decide_device(user_code.trim(), decision) {
                Answer::html(200, page(title, "<p>You may close this page.</p>"))
            } else {
                Answer::html(
                    404,
                    error_page("Unknown code", "No device waits for this code."),
                )
            }
        }
        _ => Answer::empty(405).header("allow", "GET, POST"),
    }
}

fn activation_page(user_code: &str) -> String {
    let user_code = escape(user_code);
    page(
        "Activate your device",
        &format!(
            "<form method=\"post\" action=\"/activate\">\n\
             <p><label>Code <input name=\"user_code\" autocomplete=\"off\" \
             value=\"{user_code}\"></label></p>\n\
             <p><button name=\"decision\" value=\"allow\">Allow</button>\n\
             <button name=\"decision\" value=\"deny\">Deny</button></p>\n</form>"
        ),
    )
}
