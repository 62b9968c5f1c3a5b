//! The received token and the block made of it.

use super::effect::{Answer, Effect, Effects, Export, Reply};
use super::export::{Exports, FileKind};
use super::reading::LocalTime;
use super::target::Target;
use super::token_check::{CheckEvent, TokenCheck, TokenEvent, TokenKind};
use crate::kometa::TraktBlock;
use crate::kometa::editing::{
    BlockText, EditorAnswer, EditorRefusal, EditorTask, EditorUnavailable,
};
use crate::shared_text::SharedText;
use crate::sign_in::form::SignInMethod;
use crate::sign_in::world::{Id, Ids, World};
use crate::sign_in::{Effect as SignInEffect, Granted, Outcome};
use crate::timestamp::Timestamp;
use crate::trakt::{ClientSecret, Failure, NetworkError, Response, SignInHost, Token, request};

/// The name of the file that `Download block` offers.
const BLOCK_FILE_NAME: &str = "trakt.yml";

/// The token on the page, and the one it has replaced.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HeldTokens {
    /// The token on the page.
    pub current: Option<ReceivedToken>,
    /// The token of the user's file, once Trakt was asked about it.
    pub in_file: Option<ReceivedToken>,
    /// The block that was replaced last before it had left the page.
    pub replaced: Option<SharedText>,
    /// Blocks that were replaced before that one, the oldest first. None has left the page.
    pub earlier: Vec<SharedText>,
    /// Tokens that were replaced before their revocation was finished. It goes on.
    pub earlier_revocations: Vec<ReceivedToken>,
    /// The end of the last export of the block on the page.
    pub exports: Exports,
    /// Whether the user has agreed to lose the block on the page to the next one.
    current_is_given_up: bool,
    /// Whether the user has agreed to lose the replaced ones.
    replaced_are_given_up: bool,
}

/// A received token.
#[derive(Debug, Clone, PartialEq)]
pub struct ReceivedToken {
    /// The block's values.
    pub block: TraktBlock,
    /// The block as text; with the user's own lines of the one before, if that was refreshed.
    pub text: SharedText,
    /// The user's own lines, while they are being put into the text.
    carrying_over: Option<CarryingOver>,
    /// Why the user's own lines could not be put into the text.
    pub not_carried_over: Option<EditorRefusal>,
    /// The failure of the host that was asked first, if the other one answered.
    pub other_host: Option<Box<Failure>>,
    /// Whether the block has left the page at least once.
    pub is_saved: bool,
    /// The way by which the token came; none if it was in the user's file.
    pub method: Option<SignInMethod>,
    /// The host that gave the token, and can revoke it.
    pub host: SignInHost,
    /// The question to Trakt about the token that is under way, or was the last.
    pub check: TokenCheck,
    /// The end of the access token.
    pub ends: LocalTime,
    /// Whether the app has a client secret that is to be entered again for the block.
    pub secret_is_wanted: bool,
    /// Whether the user has agreed to leave the revocation unfinished.
    revocation_is_abandoned: bool,
}

#[derive(Debug, Clone, PartialEq)]
struct CarryingOver {
    id: Id,
    from: SharedText,
}

impl ReceivedToken {
    fn new(block: TraktBlock, host: SignInHost, ids: &mut Ids) -> Self {
        Self {
            text: block.to_string().into(),
            ends: LocalTime::new(block.token.ends_at(), ids),
            block,
            carrying_over: None,
            not_carried_over: None,
            other_host: None,
            is_saved: false,
            method: None,
            host,
            check: TokenCheck::default(),
            secret_is_wanted: false,
            revocation_is_abandoned: false,
        }
    }

    fn check_effect(&self) -> Option<(Id, Effect)> {
        let id = self.check.effect_id()?;
        let Token {
            access_token,
            refresh_token,
            ..
        } = &self.block.token;
        let send = match self.check {
            TokenCheck::Revoking {
                not_before, token, ..
            } => SignInEffect::Send {
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
            _ => SignInEffect::Send {
                request: request::user_settings(&self.block.app.client_id, access_token),
                not_before: Timestamp::default(),
            },
        };
        Some((id, Effect::SignIn(send)))
    }

    const fn is_unsaved(&self) -> bool {
        !self.is_saved && !self.check.has_revoked()
    }

    fn carry_over(&mut self, text: Result<BlockText, EditorRefusal>) {
        self.carrying_over = None;
        match text {
            // A block that has been used already stays as it is.
            Ok(text) if !self.is_saved => self.text = text.0.into(),
            Ok(_) => {}
            Err(refusal) => self.not_carried_over = Some(refusal),
        }
    }
}

/// The circumstances in which a token came to the page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Arrival {
    /// The way in which the token was asked for.
    pub(super) method: SignInMethod,
    /// The text whose own lines are to be put into the new block, if a block was refreshed.
    pub(super) refreshed_from: Option<SharedText>,
    /// Whether the client secret is still to be entered for the block.
    pub(super) secret_is_wanted: bool,
}

impl HeldTokens {
    /// Shows the block of a token that was received. One that had not left the page yet is kept beside it, unless its own
    /// refresh token was exchanged.
    pub(super) fn receive(&mut self, granted: Granted, arrival: Arrival, ids: &mut Ids) {
        let was_given_up = std::mem::take(&mut self.current_is_given_up);
        if let Some(current) = self.current.take() {
            if current.is_unsaved() && arrival.refreshed_from.as_ref() != Some(&current.text) {
                if std::mem::replace(&mut self.replaced_are_given_up, was_given_up) {
                    self.replaced = None;
                    self.earlier.clear();
                }
                let text = current.text.clone();
                self.earlier.extend(self.replaced.replace(text));
            }
            if current.check.is_revocation_unfinished() && !current.revocation_is_abandoned {
                self.earlier_revocations.push(current);
            }
        }
        let block = TraktBlock {
            app: granted.app,
            token: granted.token,
        };
        // The block alone is always right, and on screen at once; the user's own lines come along where they surely can.
        let carrying_over = arrival.refreshed_from.map(|from| CarryingOver {
            id: ids.next(),
            from,
        });
        self.exports.latest = Export::None;
        self.current = Some(ReceivedToken {
            carrying_over,
            other_host: granted.other_host,
            method: Some(arrival.method),
            secret_is_wanted: arrival.secret_is_wanted,
            ..ReceivedToken::new(block, granted.host, ids)
        });
    }

    /// Asks Trakt whether it accepts the token of the user's file.
    pub(super) fn check_in_file(
        &mut self,
        block: TraktBlock,
        host: SignInHost,
        world: &mut World<'_>,
    ) {
        let mut token = ReceivedToken::new(block, host, world.ids);
        token.is_saved = true;
        token.advance_check(&CheckEvent::User(TokenEvent::CheckAsked), world);
        self.in_file = Some(token);
    }

    /// Forgets the token of the user's file.
    pub(super) fn forget_file(&mut self) {
        self.in_file = None;
    }

    /// Puts a client secret that was left behind into the block, once it is entered again. Returns whether that has made
    /// another block of it. A block whose tokens are being revoked stays as it is.
    pub(super) fn complete(&mut self, client_secret: &SharedText) -> bool {
        let Some(received) = self.current.as_mut().filter(|held| held.secret_is_wanted) else {
            return false;
        };
        let is_being_revoked = received.check.is_revocation_unfinished();
        let Ok(client_secret) = ClientSecret::from_input(client_secret.as_str()) else {
            return false;
        };
        let client_secret = Some(client_secret.value);
        if is_being_revoked || received.block.app.client_secret == client_secret {
            return false;
        }
        received.block.app.client_secret = client_secret;
        received.text = received.block.to_string().into();
        received.is_saved = false;
        self.exports.latest = Export::None;
        true
    }

    /// Takes what the user wants done.
    pub(super) fn on(&mut self, event: TokenEvent, world: &mut World<'_>) {
        let Some(received) = &mut self.current else {
            return;
        };
        match event {
            TokenEvent::CopyAsked => {
                let text = received.text.clone();
                self.exports.copy(text, Target::Block, world.ids);
            }
            TokenEvent::DownloadAsked => {
                let text = received.text.clone();
                let kind = FileKind::yaml(BLOCK_FILE_NAME.into());
                self.exports.download(text, kind, world.ids);
            }
            TokenEvent::CopiedByHand => {
                let text = received.text.clone();
                self.exported(&text, Export::CopiedByHand);
            }
            TokenEvent::CheckAsked
            | TokenEvent::RevocationAsked
            | TokenEvent::RevocationDeclined
            | TokenEvent::RevocationConfirmed => {
                received.advance_check(&CheckEvent::User(event), world);
            }
            TokenEvent::EarlierRevocationsConfirmed => {
                let confirmed = CheckEvent::User(TokenEvent::RevocationConfirmed);
                for earlier in &mut self.earlier_revocations {
                    earlier.advance_check(&confirmed, world);
                }
            }
        }
    }

    /// Notes that a block has left the page, or has not. A block that is no longer shown is not spoken of.
    fn exported(&mut self, text: &SharedText, export: Export) {
        match &mut self.current {
            Some(received) if received.text == *text => {
                self.exports.latest = export;
                received.is_saved |= export.is_saved();
            }
            _ if export.is_saved() => self.drop_replaced(text),
            _ => {}
        }
    }

    fn drop_replaced(&mut self, text: &SharedText) {
        self.earlier.retain(|earlier| earlier != text);
        if self.replaced.as_ref() == Some(text) {
            self.replaced = self.earlier.pop();
        }
    }

    /// Takes Trakt's answer about a token. Returns whether one of the pair on the page has been revoked by it.
    fn responded(
        &mut self,
        id: Id,
        result: &Result<Response, NetworkError>,
        world: &mut World<'_>,
    ) -> bool {
        let event = CheckEvent::Responded(id, result);
        let is_asked = |received: &&mut ReceivedToken| received.check.effect_id() == Some(id);
        if let Some(in_file) = self.in_file.as_mut().filter(is_asked) {
            in_file.advance_check(&event, world);
            return false;
        }
        if let Some(received) = self.current.as_mut().filter(is_asked) {
            received.advance_check(&event, world);
            return received.check.has_revoked();
        }
        if let Some(earlier) = self.earlier_revocations.iter_mut().find(is_asked) {
            earlier.advance_check(&event, world);
            if earlier.check.has_revoked() {
                let text = earlier.text.clone();
                self.drop_replaced(&text);
            }
        }
        false
    }

    /// Takes a reply. Returns whether a token of the pair has been revoked by it.
    pub(super) fn on_reply(&mut self, id: Id, reply: &Reply, world: &mut World<'_>) -> bool {
        if let Some((text, export)) = self.exports.end(id, reply) {
            self.exported(&text, export);
        }
        if let Reply::SignIn(Outcome::Response { result, .. }) = reply {
            return self.responded(id, result, world);
        }
        if let Reply::TimeFormatted(words) = reply {
            for token in self.current.iter_mut().chain(&mut self.in_file) {
                token.ends.take_words(id, words);
            }
        }
        false
    }

    /// Takes the editor's answer, if the block on the page waits for it.
    pub(super) fn take_answer(&mut self, id: Id, answer: Answer) {
        let waits = |carrying_over: &CarryingOver| carrying_over.id == id;
        let waiting = self.current.as_mut();
        let waiting = waiting.filter(|received| received.carrying_over.as_ref().is_some_and(waits));
        if let Some(received) = waiting {
            received.carry_over(match answer {
                Ok(EditorAnswer::UpdateBlock(block)) => block,
                _ => Err(EditorUnavailable.into()),
            });
        }
    }

    /// Notes that the token has left the page in the updated `config.yml`, or in the file for another program.
    pub(super) const fn saved_in_file(&mut self) {
        if let Some(received) = &mut self.current {
            received.is_saved = true;
        }
    }

    /// The text of a block whose token is to be refreshed. Nothing is lost by that, so nothing is asked.
    pub(super) fn take_for_refresh(&mut self) -> Option<SharedText> {
        let received = self.current.as_mut()?;
        if received.check.effect_id().is_some() || received.check.has_revoked() {
            return None;
        }
        received.check = TokenCheck::None;
        Some(received.text.clone())
    }

    /// Notes that the user has agreed to lose every block that has not left the page.
    pub(super) const fn give_up(&mut self) {
        self.current_is_given_up = true;
        self.replaced_are_given_up = true;
    }

    /// Notes that the user has agreed to leave every revocation unfinished.
    pub(super) fn abandon_revocations(&mut self) {
        self.earlier_revocations.clear();
        if let Some(received) = &mut self.current {
            received.revocation_is_abandoned = true;
        }
    }

    /// Returns whether there is a block that has not left the page yet, and that the user has not agreed to lose.
    pub fn has_unsaved_block(&self) -> bool {
        let has_replaced = self.replaced.is_some() && !self.replaced_are_given_up;
        has_replaced || self.current.as_ref().is_some_and(ReceivedToken::is_unsaved)
    }

    /// Returns whether a revocation was begun of which a half may be done, and the other one is not.
    pub fn has_unfinished_revocation(&self) -> bool {
        self.current
            .iter()
            .chain(&self.earlier_revocations)
            .any(|received| received.check.is_revocation_unfinished())
    }

    /// The token whose block can be put into a `config.yml`.
    pub fn usable(&self) -> Option<&ReceivedToken> {
        self.current
            .as_ref()
            .filter(|received| !received.check.has_revoked())
    }

    pub(super) fn effects(&self, effects: &mut Effects) {
        self.exports.effects(effects);
        let earlier = self.earlier_revocations.iter().chain(&self.in_file);
        effects.extend(earlier.filter_map(ReceivedToken::check_effect));
        effects.extend(self.in_file.as_ref().and_then(|token| token.ends.effect()));
        let Some(received) = &self.current else {
            return;
        };
        effects.extend(received.check_effect());
        effects.extend(received.ends.effect());
        effects.extend(received.carrying_over.as_ref().map(|carrying_over| {
            let effect = Effect::AskEditor {
                task: EditorTask::UpdateBlock(received.block.clone()),
                text: carrying_over.from.clone(),
            };
            (carrying_over.id, effect)
        }));
    }
}

impl ReceivedToken {
    /// Returns whether nothing has to be entered for the block any more.
    pub const fn is_complete(&self) -> bool {
        !self.secret_is_wanted || self.block.app.client_secret.is_some()
    }

    fn advance_check(&mut self, event: &CheckEvent<'_>, world: &mut World<'_>) {
        let created_at = self.block.token.created_at;
        if matches!(event, CheckEvent::User(_)) {
            self.revocation_is_abandoned = false;
        }
        self.check = std::mem::take(&mut self.check).on(event, created_at, world);
    }
}
