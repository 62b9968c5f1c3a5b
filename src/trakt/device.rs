//! Device authorization (RFC 8628, with Trakt's names): the codes, and what a poll brings.

use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::body::Members;
use super::credentials::{DeviceCode, Token, TraktApp};
use super::display_text::displayable;
use super::failure::{Failure, FailureCause};
use super::grant::GrantKind;
use super::http::{NetworkError, Response, ResponseBody};
use super::response::{self, Endpoint, ErrorDetails, ExpectedType, Malformed, NoToken, Refusal};
use super::service::{DEVICE_CODE_LIFETIME, POLL_INTERVAL, SignInHost};
use crate::timestamp::Timestamp;

/// A user code is typed by hand, so it is short; in characters.
const USER_CODE_LIMIT: usize = 32;
/// An address that fits into a QR code that a phone can read; in characters.
const URL_LIMIT: usize = 200;
/// The hyphen of a user code stays; everything else that is not a letter or a digit is percent-encoded.
const PATH_SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-');

/// A device authorization response (RFC 8628 3.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceAuthorization {
    /// The code that the page polls with.
    pub device_code: DeviceCode,
    /// The code that the user types at Trakt.
    pub user_code: String,
    /// Where the user types it: https, and one of Trakt's hosts.
    pub verification_url: String,
    /// The lifetime of both codes.
    pub expires_in: Duration,
    /// The pause between polls.
    pub interval: Duration,
}

impl DeviceAuthorization {
    /// Returns the codes in what came back for a device authorization request.
    ///
    /// # Errors
    /// The reason for there to be none.
    pub fn read(
        host: SignInHost,
        app: &TraktApp,
        result: &Result<Response, NetworkError>,
        received_at: Timestamp,
    ) -> Result<Self, Failure> {
        let failure = |cause| Failure::new(host, GrantKind::Device, cause).with_app(app);
        let response = match result {
            Ok(response) => response,
            Err(error) => return Err(failure(FailureCause::Network(*error))),
        };
        let cause = match Self::of_body(&response.body) {
            Ok(authorization) => return Ok(authorization),
            Err(address @ FailureCause::ForeignVerificationUrl { .. }) => address,
            Err(cause) => {
                match response::check(Endpoint::DeviceAuthorization, response, received_at) {
                    Ok(()) => cause,
                    Err(refusal) => FailureCause::Refused(refusal),
                }
            }
        };
        Err(failure(cause).with_details_of(response))
    }

    fn of_body(body: &ResponseBody) -> Result<Self, FailureCause> {
        let members = Members::of(body).map_err(FailureCause::NoDeviceCode)?;
        Self::from_members(&members)
    }

    fn from_members(members: &Members) -> Result<Self, FailureCause> {
        let authorization = Self::unchecked(members).map_err(FailureCause::NoDeviceCode)?;
        let Self {
            user_code,
            verification_url,
            ..
        } = &authorization;
        let is_short = user_code.chars().count() <= USER_CODE_LIMIT;
        if !is_short || displayable(user_code) != *user_code {
            return Err(FailureCause::NoDeviceCode(Malformed::WrongType {
                member: "user_code",
                expected: ExpectedType::ShortCode,
            }));
        }
        if !is_on_trakt(verification_url) {
            return Err(FailureCause::ForeignVerificationUrl {
                url: displayable(verification_url),
            });
        }
        Ok(authorization)
    }

    fn unchecked(members: &Members) -> Result<Self, Malformed> {
        let seconds = |number: i128| Duration::from_secs(number.try_into().unwrap_or(u64::MAX));
        let interval = members.number("interval")?.filter(|number| *number > 0);
        let lifetime = members.required_number("expires_in")?;
        Ok(Self {
            device_code: DeviceCode::new(members.required_text("device_code")?),
            user_code: members.required_text("user_code")?,
            verification_url: members.required_text("verification_url")?,
            expires_in: match lifetime {
                ..=0 => DEVICE_CODE_LIFETIME,
                told => seconds(told),
            },
            interval: interval.map_or(POLL_INTERVAL, seconds),
        })
    }

    /// Returns the address that a QR code opens: the verification address with the user code after it. An address with
    /// a query or a fragment has no place for the code and stays as it is.
    pub fn activation_url(&self) -> String {
        if self.verification_url.contains(['?', '#']) {
            return self.verification_url.clone();
        }
        format!(
            "{}/{}",
            self.verification_url.trim_end_matches('/'),
            utf8_percent_encode(&self.user_code, PATH_SEGMENT)
        )
    }
}

/// Tells whether a link to this address leads to Trakt and nowhere else.
pub(super) fn is_on_trakt(url: &str) -> bool {
    // Browsers read a backslash as a slash and leave out control characters, so neither may stand in it.
    let is_plain =
        url.len() <= URL_LIMIT && url.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    let host = url
        .strip_prefix("https://")
        .and_then(|rest| rest.split(['/', '?', '#']).next());
    is_plain
        && host.is_some_and(|host| {
            let labels = host.strip_suffix("trakt.tv");
            labels.is_some_and(|labels| {
                labels.is_empty()
                    || labels.ends_with('.')
                        && labels
                            .bytes()
                            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
            })
        })
}

/// The outcome of a poll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Poll {
    /// The user has allowed the app.
    Token(Token),
    /// The user has not entered the code yet.
    Pending,
    /// Trakt wants to be asked less often.
    SlowDown {
        /// From `Retry-After`.
        retry_after: Option<Duration>,
    },
    /// No answer of Trakt's: no response, trouble at Trakt, or something from in front of it.
    Unanswered {
        /// From `Retry-After`.
        retry_after: Option<Duration>,
        /// The words of what came instead.
        details: ErrorDetails,
    },
    /// No further poll can bring a token.
    Failed(Failure),
}

impl Poll {
    /// Reads what came back for a poll (RFC 8628 3.5, with the statuses of Trakt's guide).
    pub fn read(
        host: SignInHost,
        app: &TraktApp,
        result: &Result<Response, NetworkError>,
        received_at: Timestamp,
    ) -> Self {
        let response = match result {
            Ok(response) => response,
            Err(_) => {
                return Self::Unanswered {
                    retry_after: None,
                    details: ErrorDetails::default(),
                };
            }
        };
        match response::read_token(Endpoint::DeviceToken, response, received_at) {
            Ok(token) => Self::Token(token),
            Err(NoToken::Refused(Refusal::AuthorizationPending)) => Self::Pending,
            Err(NoToken::Refused(Refusal::RateLimited { retry_after })) => {
                Self::SlowDown { retry_after }
            }
            Err(NoToken::Refused(Refusal::TurnedAway { retry_after }))
                if response.status == 429 =>
            {
                Self::SlowDown { retry_after }
            }
            Err(NoToken::Refused(Refusal::TraktDown | Refusal::TurnedAway { .. })) => {
                Self::Unanswered {
                    retry_after: response.headers.retry_after(received_at),
                    details: ErrorDetails::of(response),
                }
            }
            Err(no_token) => Self::Failed(
                Failure::new(host, GrantKind::Device, no_token.into())
                    .with_app(app)
                    .with_details_of(response)
                    .with_received(&response.body),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::trakt::http::BodyEnd;
    use crate::trakt::response::{ErrorDetails, JsonType};
    use crate::trakt::{ClientId, ClientSecret, request};

    const NOW: Timestamp = Timestamp::from_unix_seconds(1_700_000_000);
    const TOKEN: &str =
        r#"{"access_token":"a","token_type":"bearer","expires_in":1,"refresh_token":"r"}"#;
    const CODE: &str = r#"{"device_code":"visible-code","user_code":"5055-CC52","verification_url":"https://trakt.tv/activate","expires_in":600,"interval":5}"#;

    fn app(secret: Option<&str>) -> TraktApp {
        TraktApp {
            client_id: ClientId::new("an-id"),
            client_secret: secret.map(ClientSecret::new),
        }
    }

    fn read(response: Response) -> Result<DeviceAuthorization, Failure> {
        DeviceAuthorization::read(SignInHost::Classic, &app(None), &Ok(response), NOW)
    }

    fn code_with(member: &str, value: &str) -> Result<DeviceAuthorization, FailureCause> {
        let mut json: Value = serde_json::from_str(CODE).unwrap();
        json[member] = serde_json::from_str(value).unwrap();
        read(Response::new(200, json.to_string())).map_err(|failure| failure.cause)
    }

    fn code() -> DeviceAuthorization {
        read(Response::new(200, CODE)).unwrap()
    }

    fn poll(result: &Result<Response, NetworkError>) -> Poll {
        Poll::read(SignInHost::Classic, &app(Some("a-secret")), result, NOW)
    }

    fn polled(status: u16, body: &str) -> Poll {
        poll(&Ok(Response::new(status, body)))
    }

    #[test]
    fn a_device_code_is_read_and_does_not_print_itself() {
        let code = code();
        assert_eq!(code.device_code.reveal(), "visible-code");
        let seconds = Duration::from_secs;
        assert_eq!((code.expires_in, code.interval), (seconds(600), seconds(5)));
        assert_eq!(code.activation_url(), "https://trakt.tv/activate/5055-CC52");
        let app = app(Some("visible-secret"));
        let request = request::device_poll(SignInHost::Classic, &app, &code.device_code);
        let printed = format!("{code:?} {request:?}");
        assert!(!printed.contains("visible"), "{printed}");
    }

    #[test]
    fn numbers_may_be_texts_and_the_interval_may_be_missing() {
        let seconds = Duration::from_secs;
        let interval = |value| code_with("interval", value).unwrap().interval;
        assert_eq!(interval("null"), POLL_INTERVAL);
        assert_eq!(POLL_INTERVAL, seconds(5));
        assert_eq!(interval(r#""7""#), seconds(7));
        for nothing in ["-1", "0", "0.4"] {
            assert_eq!(interval(nothing), POLL_INTERVAL, "{nothing}");
            let code = code_with("expires_in", nothing).unwrap();
            assert_eq!(code.expires_in, DEVICE_CODE_LIFETIME, "{nothing}");
        }
        for a_minute in [r#"" 60 ""#, "60.0", "6e1", "60.9"] {
            let code = code_with("expires_in", a_minute).unwrap();
            assert_eq!(code.expires_in, seconds(60), "{a_minute}");
        }
    }

    #[test]
    fn what_is_no_device_code_is_named() {
        for member in ["device_code", "user_code", "verification_url", "expires_in"] {
            for absent in ["null", r#"" ""#] {
                let missing = Malformed::Missing(vec![member]);
                assert_eq!(
                    code_with(member, absent),
                    Err(FailureCause::NoDeviceCode(missing))
                );
            }
            assert!(matches!(
                code_with(member, "[1]"),
                Err(FailureCause::NoDeviceCode(Malformed::WrongType { member: named, .. })) if named == member
            ));
        }
        for (member, value) in [
            ("interval", "[]"),
            ("expires_in", r#""soon""#),
            ("user_code", r#""a\nb""#),
            ("user_code", r#""012345678901234567890123456789012""#),
        ] {
            assert!(code_with(member, value).is_err(), "{member} {value}");
        }
        for (body, malformed) in [
            ("", Malformed::Empty),
            ("{\"user_code\":", Malformed::CutOff),
            ("no", Malformed::NotJson),
            ("[]", Malformed::NotAnObject(JsonType::Array)),
        ] {
            let failure = read(Response::new(200, body)).unwrap_err();
            assert_eq!(failure.cause, FailureCause::NoDeviceCode(malformed));
        }
    }

    #[test]
    fn a_code_that_was_cut_off_is_a_code_only_if_all_of_it_arrived() {
        for length in 1..CODE.len() {
            let got = read(Response::new(200, &CODE[..length])).map_err(|failure| failure.cause);
            match length > CODE.find(",\"interval").unwrap() {
                true => assert_eq!(got, Ok(code())),
                false => assert_eq!(got, Err(FailureCause::NoDeviceCode(Malformed::CutOff))),
            }
        }
    }

    #[test]
    fn a_code_that_arrived_is_a_code_whatever_came_behind_it() {
        for end in [
            BodyEnd::CutOff,
            BodyEnd::TooLong { limit: 1 },
            BodyEnd::TimedOut {
                patience: Duration::from_secs(30),
            },
        ] {
            let mut response = Response::new(200, format!("{CODE} and more"));
            response.body.end = end;
            assert_eq!(read(response), Ok(code()));
        }
    }

    #[test]
    fn a_refused_request_for_a_code_is_named() {
        for (status, refusal) in [
            (401, Refusal::Unauthorized),
            (403, Refusal::AppNotAccepted),
            (404, Refusal::NotServed),
            (423, Refusal::AccountLocked),
            (429, Refusal::RateLimited { retry_after: None }),
            (502, Refusal::TraktDown),
            (400, Refusal::Other),
        ] {
            let body = r#"{"error_description":"why"}"#;
            let failure = read(Response::new(status, body)).unwrap_err();
            assert_eq!(failure.cause, FailureCause::Refused(refusal));
            assert_eq!(failure.grant, GrantKind::Device);
            let details = ErrorDetails {
                status: Some(status),
                error: None,
                error_description: Some("why".into()),
            };
            assert_eq!(failure.details, details);
        }
        for error in [NetworkError::Offline, NetworkError::Unreadable] {
            let failure =
                DeviceAuthorization::read(SignInHost::Current, &app(None), &Err(error), NOW)
                    .unwrap_err();
            assert_eq!(failure.cause, FailureCause::Network(error));
            assert_eq!(failure.host, SignInHost::Current);
        }
    }

    #[test]
    fn the_user_is_sent_to_trakt_and_nowhere_else() {
        for address in [
            "https://trakt.tv/activate",
            "https://trakt.tv",
            "https://auth.trakt.tv/device?x=1",
        ] {
            assert!(is_on_trakt(address), "{address}");
        }
        let too_long = format!("https://trakt.tv/{}", "a".repeat(URL_LIMIT));
        for address in [
            "http://trakt.tv/activate",
            "https://trakt.tv.evil.example/",
            "https://eviltrakt.tv/",
            "https://evil.example/trakt.tv",
            "https://evil.example?.trakt.tv",
            "https://evil.example#.trakt.tv",
            "https://evil.example\\\\.trakt.tv",
            "https://me@trakt.tv/",
            "https://trakt.tv@evil.example/",
            "https://trakt.tv:8443/",
            "https://evil.example%2f.trakt.tv/",
            "https://trakt.tv/a b",
            "javascript:alert(1)//trakt.tv",
            "//trakt.tv/activate",
            &too_long,
        ] {
            let quoted = format!("\"{address}\"");
            assert!(
                matches!(
                    code_with("verification_url", &quoted),
                    Err(FailureCause::ForeignVerificationUrl { .. })
                ),
                "{address}"
            );
        }
    }

    #[test]
    fn the_qr_code_opens_the_address_with_the_code_after_it() {
        for (address, user_code, opened) in [
            (
                "https://trakt.tv/activate/",
                "AB",
                "https://trakt.tv/activate/AB",
            ),
            (
                "https://trakt.tv/activate",
                "A/B?",
                "https://trakt.tv/activate/A%2FB%3F",
            ),
            (
                "https://trakt.tv/activate?x",
                "AB",
                "https://trakt.tv/activate?x",
            ),
        ] {
            let code = DeviceAuthorization {
                user_code: user_code.into(),
                verification_url: address.into(),
                ..code()
            };
            assert_eq!(code.activation_url(), opened);
        }
    }

    /// Returns a poll that is passed over, as it brought no answer of Trakt's.
    fn passed_over(status: u16, body: &str) -> Poll {
        Poll::Unanswered {
            retry_after: None,
            details: ErrorDetails::of(&Response::new(status, body)),
        }
    }

    fn ended_by(status: u16, body: &str) -> FailureCause {
        let Poll::Failed(failure) = polled(status, body) else {
            panic!("{status} {body} ends it")
        };
        assert_eq!(failure.details.status, Some(status));
        assert_eq!(failure.grant, GrantKind::Device);
        failure.cause
    }

    #[test]
    fn every_status_of_a_poll_has_its_meaning() {
        for (status, body, refusal) in [
            (404, "", Refusal::DeviceCodeUnknown),
            (409, "", Refusal::DeviceCodeUsed),
            (410, "", Refusal::DeviceCodeExpired),
            (418, "", Refusal::AccessDenied),
            (423, "", Refusal::AccountLocked),
            (412, "", Refusal::ContentTypeRefused),
            (401, r#"{"message":"no"}"#, Refusal::Unauthorized),
            (403, "invalid API key", Refusal::AppNotAccepted),
            (405, "no", Refusal::NotServed),
            (400, "no", Refusal::Other),
        ] {
            let cause = FailureCause::Refused(refusal);
            assert_eq!(ended_by(status, body), cause, "{status} {body}");
        }
        for nothing in ["", " \r\n", "{}", "[]", "null", "\"\""] {
            assert_eq!(polled(400, nothing), Poll::Pending, "{nothing}");
        }
        for body in ["", "<html>", "error code: 1015"] {
            assert_eq!(polled(429, body), Poll::SlowDown { retry_after: None });
        }
    }

    #[test]
    fn what_comes_from_in_front_of_trakt_is_passed_over() {
        for status in [200, 400, 401, 403, 404, 409, 410, 418, 500, 502, 503, 522] {
            for page in ["<html>", "\n<!DOCTYPE html><p>Log in", "error code: 1020"] {
                assert_eq!(
                    polled(status, page),
                    passed_over(status, page),
                    "{status} {page}"
                );
            }
        }
        for status in [200, 204, 302, 401, 403, 405, 500, 503] {
            assert_eq!(polled(status, ""), passed_over(status, ""), "{status}");
        }
    }

    #[test]
    fn the_errors_of_rfc_8628_are_understood_under_any_status() {
        for status in [200, 400, 401, 403, 428, 500] {
            let with_error = |error| polled(status, &format!(r#"{{"error":"{error}"}}"#));
            assert_eq!(with_error("authorization_pending"), Poll::Pending);
            assert_eq!(
                with_error("slow_down"),
                Poll::SlowDown { retry_after: None }
            );
            for (error, refusal) in [
                ("expired_token", Refusal::DeviceCodeExpired),
                ("access_denied", Refusal::AccessDenied),
                ("invalid_client", Refusal::InvalidClient),
                ("invalid_grant", Refusal::InvalidGrant),
            ] {
                let body = format!(r#"{{"error":"{error}"}}"#);
                assert_eq!(ended_by(status, &body), FailureCause::Refused(refusal));
            }
        }
        for error in ["invalid_request", "something_new"] {
            let body = format!(r#"{{"error":"{error}"}}"#);
            assert_eq!(
                ended_by(400, &body),
                FailureCause::Refused(Refusal::Other),
                "{error}"
            );
        }
    }

    #[test]
    fn a_poll_without_a_response_is_unanswered_and_retry_after_is_kept() {
        for error in [
            NetworkError::Unreadable,
            NetworkError::Offline,
            NetworkError::ConnectionLost,
            NetworkError::TimedOut {
                patience: Duration::from_secs(30),
            },
        ] {
            let unanswered = Poll::Unanswered {
                retry_after: None,
                details: ErrorDetails::default(),
            };
            assert_eq!(poll(&Err(error)), unanswered);
        }
        let retry_after = Some(Duration::from_secs(40));
        let after_40_seconds = |status| {
            let mut response = Response::new(status, "");
            response.headers.retry_after = Some("40".into());
            poll(&Ok(response))
        };
        assert_eq!(after_40_seconds(429), Poll::SlowDown { retry_after });
        assert!(matches!(
            after_40_seconds(503),
            Poll::Unanswered { retry_after: told, .. } if told == retry_after
        ));
    }

    #[test]
    fn a_token_is_read_and_a_success_without_one_keeps_what_came() {
        let Poll::Token(token) = polled(200, TOKEN) else {
            panic!("it is a token")
        };
        assert_eq!(token.access_token.reveal(), "a");
        assert_eq!(token.created_at, NOW.unix_seconds());
        let Poll::Failed(failure) = polled(200, "{\"access_token\":\"visible\"}") else {
            panic!("it ends")
        };
        assert!(matches!(failure.cause, FailureCause::NoToken(_)));
        assert!(failure.received.is_some());
        assert!(!format!("{failure:?}").contains("visible"));
        assert!(matches!(ended_by(200, "{}"), FailureCause::NoToken(_)));
    }

    #[test]
    fn a_token_ends_the_polling_under_any_status_and_next_to_any_error() {
        let next_to_error = TOKEN.replacen('{', r#"{"error":"authorization_pending","#, 1);
        for status in [200, 400, 404, 410, 418, 429, 500] {
            for body in [TOKEN, &next_to_error] {
                assert!(
                    matches!(polled(status, body), Poll::Token(_)),
                    "{status} {body}"
                );
            }
        }
    }
}
