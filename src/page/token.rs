//! The token that was received, the block that is made of it, and what is asked of Trakt about it.

use super::{ConfigUpdate, Export, LocalTime, PrecheckState, State};
use crate::kometa::TraktBlock;
use crate::kometa::editing::{BlockText, EditorRefusal};
use crate::shared_text::SharedText;
use crate::sign_in::form::SignInMethod;
use crate::sign_in::world::{Id, World};
use crate::sign_in::{Effect, Granted};
use crate::timestamp::Timestamp;
use crate::trakt::response::Refusal;
use crate::trakt::token_check::{self, TokenCheckError};
use crate::trakt::{
    ClientSecret, Failure, GrantKind, NetworkError, Response, SignInHost, Token, request,
};

/// A received token.
#[derive(Debug, Clone, PartialEq)]
pub struct ReceivedToken {
    /// What the user came for.
    pub block: TraktBlock,
    /// The block as text; with what the user had in the one before, if that was refreshed.
    pub text: SharedText,
    /// While the user's own lines are being put into the text.
    pub carrying_over: Option<CarryingOver>,
    /// Why they could not be.
    pub not_carried_over: Option<EditorRefusal>,
    /// How the host that was asked first failed, if the other one answered.
    pub other_host: Option<Box<Failure>>,
    /// What has been done with the block last.
    pub export: Export,
    /// Whether the block has left the page at least once.
    pub is_saved: bool,
    /// The way in which it came; none if it was in the user's file.
    pub method: Option<SignInMethod>,
    /// Who gave the token, and can take it back.
    pub host: SignInHost,
    /// What is being asked of Trakt about it, or was asked last.
    pub check: TokenCheck,
    /// When the access token ends.
    pub ends: LocalTime,
    /// Whether the app has a client secret that is to be entered again for the block.
    pub secret_is_wanted: bool,
}

/// The user's own lines of a refreshed block, on their way into the new one.
#[derive(Debug, Clone, PartialEq)]
pub struct CarryingOver {
    pub(super) id: Id,
    pub(super) from: SharedText,
}

/// What is being asked of Trakt about a token, or was asked last.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum TokenCheck {
    /// Nothing.
    #[default]
    None,
    /// Whether Trakt accepts it.
    Checking {
        /// The effect's.
        id: Id,
    },
    /// Trakt accepts it.
    Accepted {
        /// Whose it is.
        username: String,
    },
    /// The user is asked whether to revoke it.
    ConfirmingRevocation,
    /// To revoke one token of the pair.
    Revoking {
        /// The effect's.
        id: Id,
        /// When the request may go out.
        not_before: Timestamp,
        /// Which of both.
        token: TokenKind,
        /// Whether Trakt has confirmed that the refresh token is revoked.
        refresh_token_revoked: bool,
    },
    /// The access token is revoked.
    Revoked {
        /// Whether Trakt has confirmed the same of the refresh token.
        refresh_token_too: bool,
    },
    /// Something could not be done.
    Failed(TokenTask, TokenCheckError),
}

/// What is done with a token besides using it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenTask {
    /// `GET /users/settings`, the call with which Kometa checks a token.
    Check,
    /// Revocation (RFC 7009).
    Revoke,
}

/// A token of the pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// What Kometa calls Trakt with.
    AccessToken,
    /// What Kometa gets the next pair with.
    RefreshToken,
}

/// What happens to a token.
#[derive(Debug, Clone, PartialEq)]
pub enum TokenEvent {
    /// Trakt is to be asked whether it accepts the token.
    CheckAsked,
    /// The token is to be revoked, once that is confirmed.
    RevocationAsked,
    /// It is not to be revoked after all.
    RevocationDeclined,
    /// It is.
    RevocationConfirmed,
    /// A request about the token came to its end.
    Responded {
        /// The effect's.
        id: Id,
        /// What came back.
        result: Result<Response, NetworkError>,
    },
}

impl TokenCheck {
    /// Takes an event. One that does not fit changes nothing.
    fn on(self, event: TokenEvent, created_at: u64, world: &mut World<'_>) -> Self {
        match (self, event) {
            (
                unchanged @ (Self::Checking { .. } | Self::Revoking { .. } | Self::Revoked { .. }),
                TokenEvent::CheckAsked | TokenEvent::RevocationAsked,
            ) => unchanged,
            (_, TokenEvent::CheckAsked) => Self::Checking {
                id: world.ids.next(),
            },
            (_, TokenEvent::RevocationAsked) => Self::ConfirmingRevocation,
            (Self::ConfirmingRevocation, TokenEvent::RevocationDeclined) => Self::None,
            // The refresh token first: it is what could get another pair.
            (Self::ConfirmingRevocation, TokenEvent::RevocationConfirmed) => {
                Self::revoking(TokenKind::RefreshToken, false, world)
            }
            (Self::Checking { id: asked }, TokenEvent::Responded { id, result }) if asked == id => {
                match token_check::username(&result, created_at, world.now) {
                    Ok(username) => Self::Accepted { username },
                    Err(error) => Self::Failed(TokenTask::Check, error),
                }
            }
            (
                Self::Revoking {
                    id: asked,
                    token,
                    refresh_token_revoked,
                    ..
                },
                TokenEvent::Responded { id, result },
            ) if asked == id => match (token, token_check::revoked(&result, world.now)) {
                (TokenKind::RefreshToken, Ok(())) => {
                    Self::revoking(TokenKind::AccessToken, true, world)
                }
                // Trakt may take access tokens alone.
                (
                    TokenKind::RefreshToken,
                    Err(TokenCheckError::Refused {
                        refusal:
                            Refusal::InvalidGrant | Refusal::AccessTokenNotAccepted | Refusal::Other,
                        ..
                    }),
                ) => Self::revoking(TokenKind::AccessToken, false, world),
                (TokenKind::AccessToken, Ok(())) => Self::Revoked {
                    refresh_token_too: refresh_token_revoked,
                },
                (_, Err(error)) => Self::Failed(TokenTask::Revoke, error),
            },
            (unchanged, _) => unchanged,
        }
    }

    fn revoking(token: TokenKind, refresh_token_revoked: bool, world: &mut World<'_>) -> Self {
        Self::Revoking {
            id: world.ids.next(),
            not_before: world.posts.reserve(world.now),
            token,
            refresh_token_revoked,
        }
    }

    /// Whether it is known that the token is of no use any more.
    pub const fn is_revoked(&self) -> bool {
        matches!(self, Self::Revoked { .. })
    }

    pub(super) const fn effect_id(&self) -> Option<Id> {
        match self {
            Self::Checking { id } | Self::Revoking { id, .. } => Some(*id),
            _ => None,
        }
    }
}

impl ReceivedToken {
    /// What is asked of Trakt about it: whether it is accepted, or to revoke it.
    pub(super) fn effect(&self) -> Effect {
        let Token {
            access_token,
            refresh_token,
            ..
        } = &self.block.token;
        match self.check {
            TokenCheck::Revoking {
                not_before, token, ..
            } => Effect::Send {
                request: request::revoke(
                    self.host,
                    &self.block.app,
                    match token {
                        TokenKind::AccessToken => access_token.reveal(),
                        TokenKind::RefreshToken => refresh_token.reveal(),
                    },
                ),
                not_before,
            },
            _ => Effect::Send {
                request: request::user_settings(&self.block.app.client_id, access_token),
                not_before: Timestamp::default(),
            },
        }
    }

    /// Takes the text that has the user's own lines in it, unless the other one has been used already.
    pub(super) fn carry_over(&mut self, text: Result<BlockText, EditorRefusal>) {
        self.carrying_over = None;
        match text {
            Ok(text) if !self.is_saved => self.text = text.0.into(),
            Ok(_) => {}
            Err(refusal) => self.not_carried_over = Some(refusal),
        }
    }
}

impl State {
    pub(super) fn advance_token(&mut self, event: TokenEvent) {
        let check = self
            .received
            .as_mut()
            .map(|r| (std::mem::take(&mut r.check), r.block.token.created_at));
        if let Some((check, created_at)) = check {
            let check = check.on(event, created_at, &mut self.world());
            if check.is_revoked() {
                // It holds what is of no use any more.
                self.config.withdraw_update();
            }
            if let Some(received) = &mut self.received {
                received.check = check;
            }
        }
    }

    /// Shows the block of a token, and forgets what it was made of.
    pub(super) fn receive(&mut self, granted: Granted) {
        let block = TraktBlock {
            app: granted.app,
            token: granted.token,
        };
        let pasted = std::mem::take(&mut self.form.current_block);
        let reading = std::mem::take(&mut self.block_reading);
        // The block alone is always right, and on screen at once; the user's own lines come along where they surely can.
        let carrying_over = (granted.grant == GrantKind::Refresh).then(|| {
            self.keep_as_config(&pasted, reading.found());
            CarryingOver {
                id: self.ids.next(),
                from: pasted,
            }
        });
        if self.has_unsaved_block() {
            self.replaced_block = self.received.take().map(|received| received.text);
        }
        let secret_is_wanted =
            granted.grant == GrantKind::Code && std::mem::take(&mut self.secret_was_left_behind);
        self.awaits_client_secret = None;
        self.question = None;
        self.filled_in = None;
        self.form.pin = SharedText::default();
        self.form.printed = SharedText::default();
        self.terminal_request = None;
        self.pin_link_followed_at = None;
        self.precheck = PrecheckState::Quiet;
        // What was made with another block is out of date.
        self.config.update = ConfigUpdate::NotAsked;
        self.config.update_is_withdrawn = false;
        let received = self.show(block, granted.host);
        received.carrying_over = carrying_over;
        received.other_host = granted.other_host;
        received.secret_is_wanted = secret_is_wanted;
        self.complete_block();
    }

    /// Shows a block.
    pub(super) fn show(&mut self, block: TraktBlock, host: SignInHost) -> &mut ReceivedToken {
        self.received.insert(ReceivedToken {
            text: block.to_string().into(),
            ends: LocalTime::new(block.token.ends_at(), &mut self.ids),
            block,
            carrying_over: None,
            not_carried_over: None,
            other_host: None,
            export: Export::default(),
            is_saved: false,
            method: Some(self.form.method),
            host,
            check: TokenCheck::default(),
            secret_is_wanted: false,
        })
    }

    /// Puts a client secret that was left behind into the block, once it is entered again.
    pub(super) fn complete_block(&mut self) {
        let Ok(client_secret) = ClientSecret::from_input(self.form.client_secret.as_str()) else {
            return;
        };
        let Some(received) = &mut self.received else {
            return;
        };
        if !received.secret_is_wanted {
            return;
        }
        received.block.app.client_secret = Some(client_secret.value);
        received.text = received.block.to_string().into();
        received.is_saved = false;
        received.export = Export::default();
    }

    /// Has the token of the block on the page refreshed. Nothing is lost by that, so nothing is asked.
    pub(super) fn refresh_block(&mut self) {
        let Some(received) = &mut self.received else {
            return;
        };
        if self.sign_in.is_busy() || received.check.effect_id().is_some() {
            return;
        }
        received.is_saved = true;
        received.check = TokenCheck::None;
        self.form.current_block = received.text.clone();
        self.choose_method(SignInMethod::Refresh);
        self.read_block_now();
        self.begin_sign_in(None);
    }
}
