//! The values of a `trakt` block, each judged by the gate.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::left_at_root::LeftAtRoot;
use super::refusal::ConfigRefusal;
use super::scalars::placeholder;
use super::section_lines::SectionLines;
use crate::export::FormatId;
use crate::kometa::TraktBlock;
use crate::kometa::keys::BlockKey;
use crate::timestamp::Timestamp;
use crate::trakt::credentials::FilledIn;
use crate::trakt::input::judge;
use crate::trakt::{
    AccessToken, Checked, ClientId, ClientSecret, Field, InputError, InputHint, RefreshToken,
    Token, TraktApp,
};

/// The parts of a `trakt` block that a text has. A value that is absent, blank or a template's words is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FoundBlock {
    /// `client_id`.
    pub client_id: Option<Found<ClientId>>,
    /// `client_secret`.
    pub client_secret: Option<Found<ClientSecret>>,
    /// `access_token`.
    pub access_token: Option<Found<AccessToken>>,
    /// `refresh_token`.
    pub refresh_token: Option<Found<RefreshToken>>,
    /// `token_type`.
    pub token_type: Option<String>,
    /// `scope`.
    pub scope: Option<String>,
    /// `expires_in`, in seconds.
    pub expires_in: Option<u64>,
    /// `created_at`, in seconds since the Unix epoch.
    pub created_at: Option<u64>,
    /// The end of the access token in seconds since the Unix epoch, where the text says it instead of the two above.
    pub expires_at: Option<u64>,
    /// The format, if the text is the file of another program.
    pub program: Option<FormatId>,
    /// Whether the text has other sections than `trakt`, as a whole `config.yml` does.
    pub has_other_sections: bool,
    /// Keys of the block that stand at the root, where Kometa does not look for them. Every key of a block that was pasted
    /// without its first line is one of them.
    pub left_at_root: Vec<LeftAtRoot>,
    /// The things that were taken off the values.
    pub removed: Vec<Removed>,
    /// Why no new block can be put into the text as it stands, although the values could be read.
    pub update_refusal: Option<Box<ConfigRefusal>>,
    /// The lines of the section, if a new block can be put into them without a look at the rest of the text.
    pub section: Option<SectionLines>,
}

/// A value, or what stands for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Found<T> {
    /// The value itself.
    Value(T),
    /// The name in `<<name>>`, which Kometa replaces from its environment.
    Placeholder(String),
    /// Something that cannot be a value and is not sent.
    Refused(Box<RefusedValue>),
}

/// A value in a block that the gate has refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedValue {
    /// Why, and of which key.
    pub error: InputError,
    /// Its line, counted from 1; none in JSON.
    pub line: Option<usize>,
}

/// A thing that was taken off a value in a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// The kind of thing, and the key.
    pub hint: InputHint,
    /// The value's line, counted from 1; none in JSON.
    pub line: Option<usize>,
}

/// The text of a value before it is judged, and its line.
pub(crate) type ValueText = (String, Option<usize>);

impl<T> Found<T> {
    /// Returns the value, if that is what was found.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Placeholder(_) | Self::Refused(_) => None,
        }
    }
}

impl FoundBlock {
    /// Judges the values that a text has. `text` gives what stands under a key.
    pub(crate) fn from_texts(text: impl Fn(BlockKey) -> Option<ValueText>) -> Self {
        let mut removed = Vec::new();
        let word = |key| text(key).and_then(|(text, _)| bare(&text));
        let number = |key| word(key)?.parse().ok();
        let client_id = text(BlockKey::ClientId);
        let client_secret = text(BlockKey::ClientSecret);
        let access_token = text(BlockKey::AccessToken);
        let refresh_token = text(BlockKey::RefreshToken);
        Self {
            client_id: judged(client_id, ClientId::from_input, &mut removed),
            client_secret: judged(client_secret, ClientSecret::from_input, &mut removed),
            access_token: judged(access_token, AccessToken::from_input, &mut removed),
            refresh_token: judged(refresh_token, RefreshToken::from_input, &mut removed),
            token_type: word(BlockKey::TokenType),
            scope: word(BlockKey::Scope),
            expires_in: number(BlockKey::ExpiresIn),
            created_at: number(BlockKey::CreatedAt),
            removed,
            ..Self::default()
        }
    }

    /// Returns the end of the access token, as far as the text tells.
    pub fn ends_at(&self) -> Option<Timestamp> {
        match (self.created_at, self.expires_in) {
            (Some(created_at), Some(expires_in)) => {
                let created_at = Timestamp::from_unix_seconds(created_at);
                Some(created_at + Duration::from_secs(expires_in))
            }
            _ => self.expires_at.map(Timestamp::from_unix_seconds),
        }
    }

    /// Returns the block, if all that Kometa reads of it is there and can be used.
    pub fn to_block(&self) -> Option<TraktBlock> {
        let client_secret = match &self.client_secret {
            Some(found) => Some(found.clone().value()?),
            None => None,
        };
        Some(TraktBlock {
            app: TraktApp {
                client_id: self.client_id.clone()?.value()?,
                client_secret,
            },
            token: Token {
                access_token: self.access_token.clone()?.value()?,
                token_type: self.token_type.clone()?,
                expires_in: self.expires_in?,
                refresh_token: self.refresh_token.clone()?.value()?,
                scope: self.scope.clone()?,
                created_at: self.created_at?,
                filled_in: FilledIn::default(),
            },
        })
    }

    /// Returns whether the text had none of the values.
    pub fn is_empty(&self) -> bool {
        !self.has_credentials()
            && self.token_type.is_none()
            && self.scope.is_none()
            && self.expires_in.is_none()
            && self.created_at.is_none()
    }

    /// Returns the values that cannot be used, in the block's order.
    pub fn refused(&self) -> impl Iterator<Item = &RefusedValue> {
        fn refused<T>(found: Option<&Found<T>>) -> Option<&RefusedValue> {
            match found {
                Some(Found::Refused(refused)) => Some(refused),
                _ => None,
            }
        }
        [
            refused(self.client_id.as_ref()),
            refused(self.client_secret.as_ref()),
            refused(self.access_token.as_ref()),
            refused(self.refresh_token.as_ref()),
        ]
        .into_iter()
        .flatten()
    }

    /// Returns whether any ID, secret or token was found, usable or not.
    pub fn has_credentials(&self) -> bool {
        CREDENTIALS.into_iter().any(|key| self.has(key))
    }

    /// Returns whether the ID, the secret and both tokens were found, usable or not.
    pub(crate) fn has_all_credentials(&self) -> bool {
        CREDENTIALS.into_iter().all(|key| self.has(key))
    }

    /// Takes from another text's block what this one lacks.
    pub(crate) fn or(self, other: Self) -> Self {
        let mut removed = self.removed;
        removed.extend(other.removed);
        Self {
            client_id: self.client_id.or(other.client_id),
            client_secret: self.client_secret.or(other.client_secret),
            access_token: self.access_token.or(other.access_token),
            refresh_token: self.refresh_token.or(other.refresh_token),
            token_type: self.token_type.or(other.token_type),
            scope: self.scope.or(other.scope),
            expires_in: self.expires_in.or(other.expires_in),
            created_at: self.created_at.or(other.created_at),
            expires_at: self.expires_at.or(other.expires_at),
            program: self.program,
            has_other_sections: self.has_other_sections || other.has_other_sections,
            left_at_root: self.left_at_root,
            removed,
            update_refusal: self.update_refusal,
            section: self.section,
        }
    }

    /// Returns whether there is something under a key; `false` for the keys that are not read.
    pub(crate) const fn has(&self, key: BlockKey) -> bool {
        match key {
            BlockKey::ClientId => self.client_id.is_some(),
            BlockKey::ClientSecret => self.client_secret.is_some(),
            BlockKey::AccessToken => self.access_token.is_some(),
            BlockKey::RefreshToken => self.refresh_token.is_some(),
            BlockKey::TokenType => self.token_type.is_some(),
            BlockKey::Scope => self.scope.is_some(),
            BlockKey::ExpiresIn => self.expires_in.is_some(),
            BlockKey::CreatedAt => self.created_at.is_some(),
            BlockKey::Trakt | BlockKey::Pin | BlockKey::ForceRefresh | BlockKey::Authorization => {
                false
            }
        }
    }
}

/// The keys of what a refresh needs, and of the access token.
const CREDENTIALS: [BlockKey; 4] = [
    BlockKey::ClientId,
    BlockKey::ClientSecret,
    BlockKey::AccessToken,
    BlockKey::RefreshToken,
];

fn judged<T>(
    text: Option<ValueText>,
    judge: impl Fn(&str) -> Result<Checked<T>, InputError>,
    removed: &mut Vec<Removed>,
) -> Option<Found<T>> {
    let (text, line) = text?;
    if let Some(name) = placeholder(&text) {
        return Some(Found::Placeholder(name.to_owned()));
    }
    match judge(&text) {
        Ok(checked) => {
            let hints = checked.hints.into_iter();
            let hints = hints.filter(InputHint::is_removal);
            removed.extend(hints.map(|hint| Removed { hint, line }));
            Some(Found::Value(checked.value))
        }
        Err(InputError::Empty(_)) => None,
        Err(error) => Some(Found::Refused(Box::new(RefusedValue { error, line }))),
    }
}

/// Returns a number or words without what may stand around them: the gate's rules, but for the spaces in a scope.
fn bare(text: &str) -> Option<String> {
    let words: Result<Vec<_>, _> = text
        .split(' ')
        .filter(|word| !word.is_empty())
        .take_while(|word| !word.starts_with('#'))
        .map(|word| judge(Field::AccessToken, word).map(|judged| judged.value))
        .collect();
    words
        .ok()
        .map(|words| words.join(" "))
        .filter(|words| !words.is_empty())
}
