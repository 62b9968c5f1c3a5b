//! The token that was received, the block that is made of it, and what is asked of Trakt about it.

use super::{ConfigUpdate, Export, LocalTime, PrecheckState, State};
use crate::kometa::TraktBlock;
use crate::kometa::editing::{BlockText, EditorRefusal};
use crate::shared_text::SharedText;
use crate::sign_in::world::{Id, World};
use crate::sign_in::{Effect, Granted};
use crate::timestamp::Timestamp;
use crate::trakt::token_check::{self, TokenCheckError};
use crate::trakt::{Failure, GrantKind, NetworkError, Response, SignInHost, request};

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
    /// Who gave the token, and can take it back.
    pub host: SignInHost,
    /// What is being asked of Trakt about it, or was asked last.
    pub check: TokenCheck,
    /// When the access token ends.
    pub ends: LocalTime,
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
    /// To revoke it.
    Revoking {
        /// The effect's.
        id: Id,
        /// When the request may go out.
        not_before: Timestamp,
    },
    /// It is revoked.
    Revoked,
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
    fn on(self, event: TokenEvent, world: &mut World<'_>) -> Self {
        match (self, event) {
            (
                unchanged @ (Self::Checking { .. } | Self::Revoking { .. } | Self::Revoked),
                TokenEvent::CheckAsked | TokenEvent::RevocationAsked,
            ) => unchanged,
            (_, TokenEvent::CheckAsked) => Self::Checking {
                id: world.ids.next(),
            },
            (_, TokenEvent::RevocationAsked) => Self::ConfirmingRevocation,
            (Self::ConfirmingRevocation, TokenEvent::RevocationDeclined) => Self::None,
            (Self::ConfirmingRevocation, TokenEvent::RevocationConfirmed) => Self::Revoking {
                id: world.ids.next(),
                not_before: world.posts.reserve(world.now),
            },
            (Self::Checking { id: asked }, TokenEvent::Responded { id, result }) if asked == id => {
                match token_check::username(&result, world.now) {
                    Ok(username) => Self::Accepted { username },
                    Err(error) => Self::Failed(TokenTask::Check, error),
                }
            }
            (Self::Revoking { id: asked, .. }, TokenEvent::Responded { id, result })
                if asked == id =>
            {
                match token_check::revoked(&result, world.now) {
                    Ok(()) => Self::Revoked,
                    Err(error) => Self::Failed(TokenTask::Revoke, error),
                }
            }
            (unchanged, _) => unchanged,
        }
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
        let access_token = &self.block.token.access_token;
        match self.check {
            TokenCheck::Revoking { not_before, .. } => Effect::Send {
                request: request::revoke(self.host, &self.block.app, access_token),
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
        let check = self.received.as_mut().map(|r| std::mem::take(&mut r.check));
        if let Some(check) = check {
            let check = check.on(event, &mut self.world());
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
        self.form.pin = SharedText::default();
        self.form.printed = SharedText::default();
        self.terminal_request = None;
        self.pin_link_followed_at = None;
        self.precheck = PrecheckState::Quiet;
        // What was made with another block is out of date.
        self.config.update = ConfigUpdate::NotAsked;
        self.received = Some(ReceivedToken {
            text: block.to_string().into(),
            ends: LocalTime::new(block.token.ends_at(), &mut self.ids),
            block,
            carrying_over,
            not_carried_over: None,
            other_host: granted.other_host,
            export: Export::default(),
            is_saved: false,
            host: granted.host,
            check: TokenCheck::default(),
        });
    }
}
