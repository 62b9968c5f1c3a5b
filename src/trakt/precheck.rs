//! Trouble found before a PIN is spent: a request that costs nothing tells whether the app will be accepted.

use thiserror::Error;

use super::credentials::ClientId;
use super::endpoints::SignInHost;
use super::outcome::{Answer, NoAnswer};
use super::request::{DeviceCodeBody, Request, post_json};

/// What is likely to keep the exchange of a PIN from succeeding. Only a hint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PrecheckTrouble {
    /// 401 or 403: the client ID is unknown or its app is not approved.
    #[error("Trakt does not accept this Client ID. Check it before you use the PIN.")]
    ClientIdNotAccepted,
    /// Trakt answers with an error of its own.
    #[error(
        "Trakt is having trouble at the moment. If the PIN is refused, try again in a few minutes."
    )]
    TraktDown,
    /// The browser keeps Trakt's answers from this page (CORS).
    #[error(
        "Trakt does not let this page read its answers. In your app's settings at Trakt, leave “JavaScript (CORS) \
         origins” blank or add this page's origin, shown in step 1, before you use the PIN."
    )]
    AnswersHidden,
    /// The host cannot be reached.
    #[error(
        "Trakt cannot be reached from this browser. Switch off ad blockers for this page; if that does not help, \
         the page will offer another way."
    )]
    NothingGetsThrough,
    /// The browser has no network.
    #[error("You are offline. The PIN can be exchanged once you are connected.")]
    Offline,
}

/// A request for a device code (RFC 8628 3.1): the one request that needs nothing but the client ID and that the
/// sign-in host answers as it would answer an exchange. As a check, its code is left to expire.
pub fn request(host: SignInHost, client_id: &ClientId) -> Request {
    post_json(
        host.device_code(),
        &DeviceCodeBody {
            client_id: client_id.reveal(),
        },
    )
}

/// What the reply tells of trouble ahead. `was_reached` is what a probe of the same address found out, where no
/// answer could be read.
pub fn trouble(reply: &Result<Answer, NoAnswer>, was_reached: bool) -> Option<PrecheckTrouble> {
    match reply {
        Ok(answer) => match answer.status {
            401 | 403 => Some(PrecheckTrouble::ClientIdNotAccepted),
            500.. => Some(PrecheckTrouble::TraktDown),
            _ => None,
        },
        Err(NoAnswer::Offline) => Some(PrecheckTrouble::Offline),
        Err(NoAnswer::TimedOut { .. }) => Some(PrecheckTrouble::NothingGetsThrough),
        Err(NoAnswer::Unreadable) => Some(match was_reached {
            true => PrecheckTrouble::AnswersHidden,
            false => PrecheckTrouble::NothingGetsThrough,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trakt::{AnswerBody, AnswerHeaders};

    fn after(status: u16) -> Option<PrecheckTrouble> {
        let answer = Answer {
            status,
            headers: AnswerHeaders::default(),
            body: AnswerBody::Text(String::new()),
        };
        trouble(&Ok(answer), false)
    }

    #[test]
    fn only_what_foretells_a_failure_is_trouble() {
        assert_eq!(after(401), Some(PrecheckTrouble::ClientIdNotAccepted));
        assert_eq!(after(403), Some(PrecheckTrouble::ClientIdNotAccepted));
        assert_eq!(after(502), Some(PrecheckTrouble::TraktDown));
        for fine in [200, 400, 404, 429] {
            assert_eq!(after(fine), None, "{fine}");
        }
    }

    #[test]
    fn no_readable_answer_is_told_apart_by_the_probe() {
        let unreadable = Err(NoAnswer::Unreadable);
        assert_eq!(
            trouble(&unreadable, true),
            Some(PrecheckTrouble::AnswersHidden)
        );
        assert_eq!(
            trouble(&unreadable, false),
            Some(PrecheckTrouble::NothingGetsThrough)
        );
    }

    #[test]
    fn it_asks_the_sign_in_host_with_the_client_id_alone() {
        let request = request(SignInHost::Current, &ClientId::new("an-id"));
        assert_eq!(request.url, "https://auth.trakt.tv/oauth/device/code");
        assert_eq!(request.body.as_deref(), Some(r#"{"client_id":"an-id"}"#));
    }
}
