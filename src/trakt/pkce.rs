//! What ties an answer to the browser that asked: PKCE's verifier and challenge (RFC 7636), and the `state` parameter (RFC 6749).

use sha2::{Digest, Sha256};

use crate::sensitive::Sensitive;

/// How many random bytes a verifier and a state are made of (RFC 7636 4.1 recommends 32).
pub const RANDOM_BYTES: usize = 32;
/// The only `code_challenge_method` that Trakt takes (RFC 7636 4.3).
pub const CODE_CHALLENGE_METHOD: &str = "S256";

/// How long a verifier may be, in characters (RFC 7636 4.1).
const VERIFIER_LENGTHS: std::ops::RangeInclusive<usize> = 43..=128;

/// The `code_verifier` of RFC 7636 4.1: the secret that only the browser that asked for a code has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeVerifier(Sensitive<String>);

impl CodeVerifier {
    /// The verifier made of these bytes: 43 characters of base64url. They must come from a generator fit for secrets.
    pub fn from_random(bytes: [u8; RANDOM_BYTES]) -> Self {
        Self(base64url(&bytes).into())
    }

    /// Takes back a verifier that was stored. None where it is not 43 to 128 of the characters of RFC 7636 4.1.
    pub fn from_stored(text: &str) -> Option<Self> {
        let is_verifier = VERIFIER_LENGTHS.contains(&text.len()) && text.bytes().all(is_unreserved);
        is_verifier.then(|| Self(text.to_owned().into()))
    }

    /// The value itself, for the token request or the session's storage.
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

/// The `code_challenge` of RFC 7636 4.2 by the method S256. It tells nothing about its verifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeChallenge(String);

impl CodeChallenge {
    /// The challenge that this verifier will meet.
    pub fn of(verifier: &CodeVerifier) -> Self {
        Self(base64url(&Sha256::digest(verifier.reveal())))
    }

    /// 43 characters of base64url.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What goes as the `state` parameter of RFC 6749 4.1.1 against cross-site request forgery (10.12): by it a page knows that an answer belongs to its own question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsrfToken(Sensitive<String>);

impl CsrfToken {
    /// The state made of these bytes: 43 characters of base64url. They must come from a generator fit for secrets.
    pub fn from_random(bytes: [u8; RANDOM_BYTES]) -> Self {
        Self(base64url(&bytes).into())
    }

    /// Takes back a state that was stored. None where no page of this kind could have made it.
    pub fn from_stored(text: &str) -> Option<Self> {
        let is_base64url = text.bytes().all(|byte| BASE64URL.contains(&byte));
        // The last character has two bits to spare, which are not set.
        let is_state = text.len() == RANDOM_CHARACTERS
            && is_base64url
            && text.ends_with(|last| "AEIMQUYcgkosw048".contains(last));
        is_state.then(|| Self(text.to_owned().into()))
    }

    /// Takes whatever an address claims to be its state, to be compared with the one that was sent.
    pub(super) fn claimed(text: String) -> Self {
        Self(text.into())
    }

    /// The value itself, for the authorize address or the session's storage.
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

/// The alphabet of base64url (RFC 4648 5).
const BASE64URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// How many characters of base64url [`RANDOM_BYTES`] make.
const RANDOM_CHARACTERS: usize = 43;

/// Returns bytes in base64url without padding (RFC 4648 5).
///
/// ```text
/// "f"      Zg
/// "fo"     Zm8
/// "foo"    Zm9v
/// ```
fn base64url(bytes: &[u8]) -> String {
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let mut bits = 0_usize;
        for place in 0..3 {
            bits = bits << 8 | usize::from(group.get(place).copied().unwrap_or_default());
        }
        // Each byte begins one more character than its number.
        for place in 0..=group.len() {
            text.push(BASE64URL[bits >> (18 - 6 * place) & 63].into());
        }
    }
    text
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
    fn the_vectors_of_rfc_4648_section_10() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64url(bytes.as_bytes()), text);
        }
        assert_eq!(base64url(&[0xfb, 0xff, 0xfe]), "-__-");
    }

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
