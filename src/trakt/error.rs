//! What can go wrong, by name, and the words that the user reads for it.

use thiserror::Error;

use super::endpoints::SignInHost;
use super::request::GrantKind;

/// A field of the page that takes something from Trakt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The app's client ID.
    ClientId,
    /// The app's client secret.
    ClientSecret,
    /// The PIN.
    Pin,
    /// What a command line printed.
    Printed,
    /// The block to refresh.
    CurrentBlock,
}

impl Field {
    /// The fields that files and web pages have labels for.
    pub(super) const LABELLED: [Self; 3] = [Self::ClientId, Self::ClientSecret, Self::Pin];

    /// The name on the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ClientId => "Client ID",
            Self::ClientSecret => "Client secret",
            Self::Pin => "PIN",
            Self::Printed => "What the command printed",
            Self::CurrentBlock => "Your current trakt block",
        }
    }

    /// How files and web pages label the value, in lower case with underscores; the first is Kometa's key.
    pub(super) const fn labels(self) -> &'static [&'static str] {
        match self {
            Self::ClientId => &["client_id", "clientid"],
            Self::ClientSecret => &["client_secret", "clientsecret"],
            Self::Pin => &["pin", "code", "pin_code"],
            Self::Printed | Self::CurrentBlock => &[],
        }
    }
}

/// What keeps a typed text from being sent.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InputError {
    /// Nothing was typed, or nothing was left after cleaning.
    #[error("{} is empty.", .0.name())]
    Empty(Field),
    /// White space or a control character between other characters.
    #[error("{} has a space or a line break in it. Copy it again, without what stands around it.", .0.name())]
    WhitespaceInside(Field),
    /// A quotation mark that is not part of a pair around the value.
    #[error("{} has a quotation mark in it. Copy only what stands between the quotation marks.", .0.name())]
    QuoteInside(Field),
    /// The text begins with the label of another field.
    #[error("What stands in {} is labelled as the {}. Put each value into its own field.", .field.name(), .found.name())]
    OtherFieldPasted {
        /// Where it was typed.
        field: Field,
        /// What its label says.
        found: Field,
    },
    /// A label stands in the middle: more than one value, or a whole block, was pasted.
    #[error("{} holds more than one value. Copy only what follows “{}:”, up to the end of the line.", .field.name(), .found.labels().first().unwrap_or(&""))]
    LabelInside {
        /// Where it was typed.
        field: Field,
        /// The label in it.
        found: Field,
    },
    /// Client ID and client secret are equal.
    #[error(
        "Client ID and Client secret are the same. Trakt shows two different values; copy each into its own field."
    )]
    SameIdAndSecret,
    /// The PIN is the client ID or the client secret.
    #[error("What stands in PIN is the {}. The PIN is the short code that Trakt shows after you allow the app.", .0.name())]
    PinIsAppValue(Field),
    /// A URL in the PIN field that carries no code.
    #[error(
        "The address in PIN has no code in it. Copy the short code that Trakt shows after you allow the app."
    )]
    UrlWithoutCode,
    /// A redirect URL in the PIN field that carries an error (RFC 6749 4.1.2.1) instead of a code.
    #[error(
        "The address in PIN says that the sign-in did not succeed ({error}). Get a new PIN and press “Allow” at Trakt."
    )]
    RedirectUrlWithError {
        /// The `error` parameter.
        error: String,
    },
}

impl InputError {
    /// The field to go back to.
    pub const fn field(&self) -> Field {
        match self {
            Self::Empty(field)
            | Self::WhitespaceInside(field)
            | Self::QuoteInside(field)
            | Self::OtherFieldPasted { field, .. }
            | Self::LabelInside { field, .. } => *field,
            Self::SameIdAndSecret => Field::ClientSecret,
            Self::PinIsAppValue(_) | Self::UrlWithoutCode | Self::RedirectUrlWithError { .. } => {
                Field::Pin
            }
        }
    }
}

/// What is worth knowing about a typed text, and prevents nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InputHint {
    /// `client_id:` or the like stood before the value.
    #[error("The label before the value is left out.")]
    LabelRemoved(Field),
    /// A pair of quotation marks stood around the value.
    #[error("The quotation marks around the value are left out.")]
    QuotesRemoved(Field),
    /// The PIN was taken out of a redirect URL.
    #[error("The code is taken out of the address.")]
    CodeTakenFromUrl,
    /// The value is neither 64 hexadecimal characters nor 43 characters of base64url.
    #[error(
        "This is {length} characters long or has unusual characters. Most are 64 characters from 0 to 9 and a to f. Check that all of it is here."
    )]
    UnusualAppValue {
        /// Where it was typed.
        field: Field,
        /// In characters.
        length: usize,
    },
    /// The PIN is not 8 hexadecimal characters.
    #[error("Most PINs are 8 characters from 0 to 9 and a to f. Check that all of it is here.")]
    UnusualPin,
}

impl InputHint {
    /// The field that it belongs to.
    pub const fn field(&self) -> Field {
        match self {
            Self::LabelRemoved(field)
            | Self::QuotesRemoved(field)
            | Self::UnusualAppValue { field, .. } => *field,
            Self::CodeTakenFromUrl | Self::UnusualPin => Field::Pin,
        }
    }
}

/// Why a request for a token brought none, and what Trakt said in its own words.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}: {cause}", .host.token_host())]
pub struct Failure {
    /// Who was asked.
    pub host: SignInHost,
    /// What for.
    pub grant: GrantKind,
    /// What it means here.
    pub cause: FailureCause,
    /// The raw facts, for the user to pass on.
    pub said: Said,
    /// The body of a successful answer that is no token. It may still hold one.
    pub received: Option<Received>,
    /// How the other sign-in host failed, where both were asked.
    pub elsewhere: Option<Box<Failure>>,
}

/// Text from Trakt that may hold a token.
#[derive(Clone, PartialEq, Eq)]
pub struct Received(pub String);

impl std::fmt::Debug for Received {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Received([redacted])")
    }
}

/// Trakt's words are shown up to this many characters.
pub(super) const SAID_LIMIT: usize = 300;

/// What an answer said, unchanged but for its length.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// The HTTP status; none where no answer could be read.
    pub status: Option<u16>,
    /// The `error` member of RFC 6749 5.2.
    pub error: Option<String>,
    /// The `error_description` member of RFC 6749 5.2. Text, whatever it looks like.
    pub error_description: Option<String>,
}

/// What a failed request for a token means.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FailureCause {
    /// `invalid_grant` (RFC 6749 5.2).
    #[error("it did not accept the {}", .0.noun())]
    InvalidGrant(GrantKind),
    /// `invalid_client` (RFC 6749 5.2), with what looks wrong about the ID and the secret.
    #[error("the client ID or secret was not accepted")]
    InvalidClient {
        /// In the order of the fields.
        oddities: Vec<AppOddity>,
    },
    /// 403: the API key is not accepted or the app is not approved.
    #[error("Trakt does not accept this app")]
    AppNotAccepted,
    /// 404, 405 or 410: the host no longer serves sign-in.
    #[error("it no longer takes sign-ins")]
    SignInNotServed,
    /// 412: the request's content type was refused.
    #[error("the request's content type was refused")]
    ContentTypeRefused,
    /// 423, or the header `X-Account-Locked`.
    #[error("the account is locked")]
    AccountLocked,
    /// The header `X-Account-Deactivated`.
    #[error("the account is deactivated")]
    AccountDeactivated,
    /// 429.
    #[error("too many requests")]
    RateLimited {
        /// `Retry-After`, in seconds.
        retry_after: Option<u64>,
    },
    /// A status of 500 or above, or a web page instead of an answer.
    #[error("Trakt is down")]
    TraktDown,
    /// The browser is offline.
    #[error("the browser is offline")]
    Offline,
    /// The browser hands over no answer: the network, a blocker, or CORS.
    #[error("no answer could be read")]
    NoReadableAnswer,
    /// The host can be reached, but the browser may not hand its answer to this page (CORS).
    #[error("it does not let this page read its answer")]
    AnswerHidden,
    /// Not even a request that wants no answer gets through to the host.
    #[error("it could not be reached")]
    NothingGetsThrough,
    /// No answer within the time given.
    #[error("no answer within {seconds} s")]
    TimedOut {
        /// How long was waited.
        seconds: u32,
    },
    /// A successful status with an answer that is no token.
    #[error("the answer could not be understood: {0}")]
    NotUnderstood(Misfit),
    /// The command did not reach Trakt either.
    #[error("the command could not reach Trakt")]
    CommandFailed {
        /// What it printed about it.
        line: String,
    },
    /// There is no answer in what was pasted as a command's output.
    #[error("there is no answer in what was pasted")]
    NoAnswerPasted,
    /// Any other refusal.
    #[error("the request was refused")]
    Refused,
}

/// What keeps the body of a successful answer from being a token.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Misfit {
    /// Nothing but white space.
    #[error("it was empty")]
    Empty,
    /// It ended in the middle.
    #[error("it broke off in the middle")]
    CutOff,
    /// A web page.
    #[error("it was a web page")]
    WebPage,
    /// Neither JSON nor a web page.
    #[error("it was not JSON")]
    NotJson,
    /// JSON, but no object.
    #[error("it was {0} where an object is expected")]
    NotAnObject(&'static str),
    /// Members that Kometa needs are absent, null or blank.
    #[error("it lacked {}", .0.join(", "))]
    Missing(Vec<&'static str>),
    /// A member is of another type than it must be.
    #[error("its “{member}” was not {expected}")]
    WrongType {
        /// The member's name.
        member: &'static str,
        /// The type that it must have, with its article.
        expected: &'static str,
    },
    /// Longer than any token.
    #[error("it was longer than {limit_kib} KiB")]
    TooLong {
        /// How much was read before the rest was left.
        limit_kib: usize,
    },
}

/// What looks wrong about an ID or a secret that Trakt did not accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AppOddity {
    /// Hexadecimal, but shorter than 64 characters.
    #[error("{} has {length} characters where 64 are usual: it looks cut short.", .field.name())]
    CutShort {
        /// Which one.
        field: Field,
        /// In characters.
        length: usize,
    },
    /// Longer than 64 characters.
    #[error("{} has {length} characters where 64 are usual: something else seems to be pasted along.", .field.name())]
    Padded {
        /// Which one.
        field: Field,
        /// In characters.
        length: usize,
    },
    /// Nothing about their shape tells one from the other.
    #[error(
        "Client ID and Client secret look alike. Check that they are not in each other's place."
    )]
    MaybeSwapped,
    /// The secret has the shape of an ID of a newer app, and the ID has not.
    #[error(
        "Client ID and Client secret look swapped: what stands in Client secret has the form of a client ID."
    )]
    Swapped,
}

/// What the user reads about a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// One sentence: what happened.
    pub title: String,
    /// What it means, in plain words.
    pub meaning: String,
    /// What to do, first things first.
    pub next: Vec<String>,
}

impl Failure {
    /// Whether the browser brought no answer, so that another way to send the request may help.
    pub const fn is_without_answer(&self) -> bool {
        matches!(
            self.cause,
            FailureCause::Offline
                | FailureCause::NoReadableAnswer
                | FailureCause::AnswerHidden
                | FailureCause::NothingGetsThrough
                | FailureCause::TimedOut { .. }
        )
    }

    /// The words for it.
    pub fn explain(&self) -> Explanation {
        let host = self.host.token_host();
        let noun = self.grant.noun();
        let get_a_new_one = self.grant.get_a_new_one();
        let not_used_up = match self.grant {
            GrantKind::Device => String::new(),
            _ => format!("The {noun} has not been used up."),
        };
        let probably_used_up = match self.grant {
            GrantKind::Device => String::new(),
            _ => format!("The {noun} has probably been used up."),
        };
        let command = match self.grant {
            GrantKind::Device => {
                "choose PIN: that way offers a command to run instead, which needs no permission"
            }
            _ => "use the commands below: they need no permission",
        };
        match &self.cause {
            FailureCause::InvalidGrant(GrantKind::Pin) => explanation(
                "Trakt did not accept the PIN",
                "A PIN works once and for about ten minutes. This one has been used, has expired or was mistyped; \
                 or the app's redirect URI at Trakt is not, to the letter, urn:ietf:wg:oauth:2.0:oob.",
                [
                    "Get a new PIN from Trakt and enter it within ten minutes.",
                    "If that fails too, compare the redirect URI in your app's settings with the one in step 1.",
                ],
            ),
            FailureCause::InvalidGrant(GrantKind::Code) => explanation(
                "Trakt did not accept the sign-in code",
                "A code works once and for about ten minutes. This one has been used or has expired; or the redirect \
                 URI in your app's settings at Trakt is not, to the letter, this page's address.",
                [
                    "Press “Sign in with Trakt” again.",
                    "If that fails too, compare the redirect URI in your app's settings with the one in step 1.",
                ],
            ),
            FailureCause::InvalidGrant(GrantKind::Device) => explanation(
                "Trakt did not accept the device code",
                "A device code works once, and for a few minutes.",
                ["Press “Get a device code” again."],
            ),
            FailureCause::InvalidGrant(GrantKind::Refresh) => explanation(
                "Trakt did not accept the refresh token",
                "A refresh token works once. This one has been used already (Kometa may have done so), or it is from \
                 before Trakt's sign-in move of 2026.",
                [
                    "If Kometa has run since, try with the block that is in its config.yml now.",
                    "Otherwise sign in once more with a PIN.",
                ],
            ),
            FailureCause::InvalidClient { oddities } => Explanation {
                title: "Trakt does not know this client ID and secret".into(),
                meaning: format!(
                    "The client ID or the client secret is wrong. The {noun} has probably not been used up."
                ),
                next: oddities
                    .iter()
                    .map(ToString::to_string)
                    .chain([
                        "Open your app at Trakt and copy both values again, each as a whole."
                            .into(),
                    ])
                    .collect(),
            },
            FailureCause::AppNotAccepted => explanation(
                "Trakt does not accept this app",
                "The client ID is known but not allowed in, or the app is not approved yet.",
                [
                    "Open your app at Trakt and check that it is active and approved.",
                    "Check that the Client ID is the one of that app, then try again.",
                ],
            ),
            FailureCause::SignInNotServed if self.elsewhere.is_some() => explanation(
                "Trakt takes no sign-ins at the moment",
                &format!("Neither {host} nor Trakt's other address for sign-ins serves them."),
                [
                    "Try again in a few minutes. If it stays so for days, look for a newer version of this page.",
                ],
            ),
            FailureCause::SignInNotServed => explanation(
                &format!("{host} no longer takes sign-ins"),
                "This address of Trakt's does not serve sign-in any more, or not at the moment.",
                ["Choose the other address under “Trakt sign-in host” and try again."],
            ),
            FailureCause::ContentTypeRefused => explanation(
                "Trakt refused the form of the request",
                "That is a mistake in this page, not in what you entered.",
                ["Please report it, with the line below. It holds none of your secrets."],
            ),
            FailureCause::AccountLocked => explanation(
                "Your Trakt account is locked",
                "Trakt locks accounts for its own reasons; no sign-in works until it is unlocked.",
                ["Write to Trakt's support, then come back."],
            ),
            FailureCause::AccountDeactivated => explanation(
                "Your Trakt account is deactivated",
                "No sign-in works until the account is active again.",
                ["Write to Trakt's support, then come back."],
            ),
            FailureCause::RateLimited { retry_after } => Explanation {
                title: "Trakt asks for a pause".into(),
                meaning: format!("Too many requests came in a short time. {not_used_up}"),
                next: vec![match retry_after {
                    Some(seconds) => format!("Wait {seconds} seconds, then try again."),
                    None => "Wait a minute, then try again.".into(),
                }],
            },
            FailureCause::TraktDown => explanation(
                "Trakt is not available",
                "Trakt's server, or the network in front of it, answered with an error of its own.",
                [&format!(
                    "Try again in 30 seconds. If the {noun} is refused then, {get_a_new_one}."
                )],
            ),
            FailureCause::Offline => explanation(
                "You are offline",
                &format!(
                    "The browser has no connection, so the request did not reach Trakt. {not_used_up}"
                ),
                ["Connect to the network, then try again."],
            ),
            FailureCause::NoReadableAnswer => explanation(
                "No answer from Trakt could be read",
                &format!("The browser does not say why {host} gave no answer."),
                [&format!("Try again, or {command}.")],
            ),
            FailureCause::AnswerHidden => explanation(
                "Trakt does not let this page read its answer",
                &format!(
                    "{host} can be reached, but your browser keeps its answer from this page. Most often the \
                     setting “JavaScript (CORS) origins” of your app at Trakt leaves this page out. {probably_used_up}"
                ),
                [
                    "Open your app's settings at Trakt. Leave “JavaScript (CORS) origins” blank, or add this \
                     page's origin to it, and save.",
                    &format!("To try again, {get_a_new_one}. If that does not help, {command}."),
                ],
            ),
            FailureCause::NothingGetsThrough => explanation(
                "Trakt cannot be reached from this browser",
                &format!(
                    "Nothing gets through to {host}. An ad blocker, a firewall or the network's DNS may stand in \
                     between, or Trakt is down. {not_used_up}"
                ),
                [
                    "Switch off ad blockers for this page and try again.",
                    &format!("If that does not help, {command} from the browser."),
                ],
            ),
            FailureCause::TimedOut { seconds } => explanation(
                "Trakt did not answer in time",
                &format!(
                    "There was no answer within {seconds} seconds. The {noun} may have been used up."
                ),
                [&format!(
                    "Try again. If the {noun} is refused then, {get_a_new_one}."
                )],
            ),
            FailureCause::NotUnderstood(misfit) => explanation(
                "Trakt's answer could not be understood",
                &format!(
                    "Trakt accepted the request, but its answer is no token: {misfit}. The {noun} is used up."
                ),
                [&format!("To try again, {get_a_new_one}.")],
            ),
            FailureCause::CommandFailed { line } => explanation(
                "The command did not reach Trakt either",
                &format!("It printed “{line}”. {not_used_up}"),
                [
                    "Run it on another computer or in another network, for example on a phone's, and paste what it prints.",
                ],
            ),
            FailureCause::NoAnswerPasted => explanation(
                "There is no answer of Trakt's in what you pasted",
                "The command prints one piece of text between { and }.",
                [
                    "Copy all that the command printed, and paste it under “What the command printed”.",
                ],
            ),
            FailureCause::Refused => explanation(
                "Trakt refused the request",
                "The reason, in Trakt's own words, stands below.",
                [
                    "Check Client ID, Client secret and the redirect URI in your app's settings.",
                    &format!("To try again, {get_a_new_one}."),
                ],
            ),
        }
    }
}

impl GrantKind {
    const fn noun(self) -> &'static str {
        match self {
            Self::Pin => "PIN",
            Self::Code => "sign-in code",
            Self::Refresh => "refresh token",
            Self::Device => "device code",
        }
    }

    const fn get_a_new_one(self) -> &'static str {
        match self {
            Self::Pin => "get a new PIN from Trakt",
            Self::Code => "press “Sign in with Trakt” again",
            Self::Refresh => "sign in with a PIN",
            Self::Device => "press “Get a device code” again",
        }
    }
}

/// Words that need no list built by hand.
pub(super) fn explanation<const N: usize>(
    title: &str,
    meaning: &str,
    next: [&str; N],
) -> Explanation {
    Explanation {
        title: title.into(),
        meaning: meaning.into(),
        next: next.into_iter().map(Into::into).collect(),
    }
}

impl std::fmt::Display for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let status = self.status.map(|status| format!("HTTP {status}"));
        let parts = [
            status.as_ref(),
            self.error.as_ref(),
            self.error_description.as_ref(),
        ];
        f.write_str(
            &parts
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(" · "),
        )
    }
}
