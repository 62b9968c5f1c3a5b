//! Values that tie an answer to the browser that asked: PKCE's verifier and challenge (RFC 7636), and the `state`
//! parameter (RFC 6749).

use base64ct::{Base64UrlUnpadded, Encoding};
use sha2::{Digest, Sha256};

use crate::sensitive::Sensitive;

/// The number of random bytes in a verifier or a state (RFC 7636 4.1 recommends 32).
pub const RANDOM_BYTES: usize = 32;
/// The only `code_challenge_method` that Trakt takes (RFC 7636 4.3).
pub const CODE_CHALLENGE_METHOD: &str = "S256";

/// The lengths that a verifier may have, in characters (RFC 7636 4.1).
const VERIFIER_LENGTHS: std::ops::RangeInclusive<usize> = 43..=128;

/// The length of [`RANDOM_BYTES`] in base64url, in characters.
const STATE_LENGTH: usize = (RANDOM_BYTES * 4).div_ceil(3);

/// The `code_verifier` of RFC 7636 4.1: the secret that only the browser that asked for a code has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeVerifier(Sensitive<String>);

impl CodeVerifier {
    /// Returns the verifier made of these bytes: 43 characters of base64url. They must come from a generator fit for
    /// secrets.
    pub fn from_random(bytes: [u8; RANDOM_BYTES]) -> Self {
        Self(Base64UrlUnpadded::encode_string(&bytes).into())
    }

    /// Takes back a verifier that was stored. None where it is not 43 to 128 of the characters of RFC 7636 4.1.
    pub fn from_stored(text: &str) -> Option<Self> {
        let is_verifier = VERIFIER_LENGTHS.contains(&text.len()) && text.bytes().all(is_unreserved);
        is_verifier.then(|| Self(text.to_owned().into()))
    }

    /// Returns the value itself, for the token request or the session's storage.
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

/// The `code_challenge` of RFC 7636 4.2 by the method S256. It tells nothing about its verifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeChallenge(String);

impl CodeChallenge {
    /// Returns the challenge that this verifier will meet.
    pub fn of(verifier: &CodeVerifier) -> Self {
        Self(Base64UrlUnpadded::encode_string(&Sha256::digest(
            verifier.reveal(),
        )))
    }

    /// 43 characters of base64url.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The `state` parameter of RFC 6749 4.1.1, against cross-site request forgery (10.12): it shows a page that an answer
/// belongs to its own request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsrfToken(Sensitive<String>);

impl CsrfToken {
    /// Returns the state made of these bytes: 43 characters of base64url. They must come from a generator fit for
    /// secrets.
    pub fn from_random(bytes: [u8; RANDOM_BYTES]) -> Self {
        Self(Base64UrlUnpadded::encode_string(&bytes).into())
    }

    /// Takes back a state that was stored. None where no page of this kind could have made it.
    pub fn from_stored(text: &str) -> Option<Self> {
        let is_base64url = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let is_state = text.len() == STATE_LENGTH && text.bytes().all(is_base64url);
        is_state.then(|| Self(text.to_owned().into()))
    }

    /// Takes whatever an address claims to be its state, to be compared with the one that was sent.
    pub(super) fn claimed(text: String) -> Self {
        Self(text.into())
    }

    /// Returns the value itself, for the authorize address or the session's storage.
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

/// RFC 3986 2.3.
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636 appendix B.
    const RFC_BYTES: [u8; RANDOM_BYTES] = [
        116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37,
        77, 105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
    ];

    #[test]
    fn the_vector_of_rfc_7636_appendix_b() {
        let verifier = CodeVerifier::from_random(RFC_BYTES);
        assert_eq!(
            verifier.reveal(),
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
        );
        assert_eq!(
            CodeChallenge::of(&verifier).as_str(),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn whatever_the_bytes_a_verifier_can_be_stored_and_taken_back() {
        for byte in 0..=255 {
            let verifier = CodeVerifier::from_random([byte; RANDOM_BYTES]);
            assert_eq!(verifier.reveal().len(), 43);
            assert_eq!(CodeVerifier::from_stored(verifier.reveal()), Some(verifier));
            let state = CsrfToken::from_random([byte; RANDOM_BYTES]);
            assert_eq!(CsrfToken::from_stored(state.reveal()), Some(state));
        }
    }

    #[test]
    fn only_what_rfc_7636_allows_is_a_verifier() {
        for (length, is_taken) in [
            (0, false),
            (42, false),
            (43, true),
            (128, true),
            (129, false),
        ] {
            let text = "~".repeat(length);
            assert_eq!(CodeVerifier::from_stored(&text).is_some(), is_taken);
        }
        for c in ['=', '+', '/', ' ', '%', '"', '\0', 'é'] {
            let text = format!("{c}{}", "a".repeat(50));
            assert_eq!(CodeVerifier::from_stored(&text), None, "{c}");
        }
    }

    #[test]
    fn only_thirty_two_bytes_of_base64url_are_a_state() {
        let longer = "A".repeat(44);
        let padded = format!("{}=", "A".repeat(43));
        for text in ["", "A", &longer, &padded, &"+".repeat(43)] {
            assert_eq!(CsrfToken::from_stored(text), None, "{text}");
        }
    }

    #[test]
    fn neither_verifier_nor_state_prints_itself() {
        let verifier = CodeVerifier::from_random(RFC_BYTES);
        let state = CsrfToken::from_random(RFC_BYTES);
        assert_eq!(
            format!("{verifier:?} {state:?}"),
            "CodeVerifier([redacted]) CsrfToken([redacted])"
        );
    }
}
