//! Tasks for the config editor, and its answers. The editor is a part of its own, which is loaded when
//! it is first needed: a task and its answer go over as bytes, and the text that they are about goes beside them.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::TraktBlock;
use super::config::{
    ConfigRefusal, FoundBlock, SectionLines, Stale, UpdateReport, Updated, update_section,
    update_with,
};
use super::pasted::{read, update_block};
use super::program_file;

/// A task for the editor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum EditorTask {
    /// See what it has of a `trakt` block, and whether a new one can be put into it; see [`read`].
    Read,
    /// Bring the block in a whole file up to date; see [`update_with`].
    Update {
        /// The block to put there.
        block: TraktBlock,
        /// The fate of older tokens beside it.
        stale: Stale,
        /// The lines that reading has found in the text, if it has been read.
        section: Option<SectionLines>,
    },
    /// Make the new block of an old one; see [`update_block`].
    UpdateBlock(TraktBlock),
}

impl EditorTask {
    /// Returns the task as it goes to the editor.
    pub fn to_bytes(&self) -> Vec<u8> {
        to_bytes(self)
    }
}

/// The result of a task of the same name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum EditorAnswer {
    Read(Result<Box<FoundBlock>, EditorRefusal>),
    Update(Result<Updated, EditorRefusal>),
    UpdateBlock(Result<BlockText, EditorRefusal>),
}

/// A block as text, which is full of secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct BlockText(pub String);

impl fmt::Debug for BlockText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BlockText([redacted])")
    }
}

/// The cause for which a task came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditorRefusal {
    /// The editor leaves the text alone.
    Refused(ConfigRefusal),
    /// Nobody to ask.
    Unavailable,
}

impl From<ConfigRefusal> for EditorRefusal {
    fn from(refusal: ConfigRefusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<EditorUnavailable> for EditorRefusal {
    fn from(EditorUnavailable: EditorUnavailable) -> Self {
        Self::Unavailable
    }
}

/// The editor could not be loaded, or has broken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EditorUnavailable;

/// An answer as it comes back from the editor, and beside it the new text, if there is one.
#[derive(Clone, PartialEq, Eq)]
pub struct EditorReply {
    /// The answer without the text.
    pub bytes: Vec<u8>,
    /// The whole new file, or the new block.
    pub text: String,
}

impl fmt::Debug for EditorReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EditorReply([redacted])")
    }
}

#[derive(Serialize, Deserialize)]
enum Reply {
    Read(Result<Box<FoundBlock>, ConfigRefusal>),
    Update(Result<UpdateReport, ConfigRefusal>),
    UpdateBlock(Result<(), ConfigRefusal>),
}

impl EditorAnswer {
    /// Returns the answer in a reply of the editor's.
    ///
    /// # Errors
    /// Where the reply is none.
    pub fn from_reply(reply: EditorReply) -> Result<Self, EditorUnavailable> {
        let EditorReply { bytes, text } = reply;
        Ok(
            match postcard::from_bytes(&bytes).map_err(|_| EditorUnavailable)? {
                Reply::Read(found) => Self::Read(found.map_err(Into::into)),
                Reply::Update(report) => Self::Update(
                    report
                        .map(|report| Updated { text, report })
                        .map_err(Into::into),
                ),
                Reply::UpdateBlock(updated) => {
                    Self::UpdateBlock(updated.map(|()| BlockText(text)).map_err(Into::into))
                }
            },
        )
    }
}

/// Does a task with a text, as the editor does: `task` is what [`EditorTask::to_bytes`] gives.
///
/// # Errors
/// Where the task is none.
pub fn reply_to(task: &[u8], text: &str) -> Result<EditorReply, EditorUnavailable> {
    let task = postcard::from_bytes(task).map_err(|_| EditorUnavailable)?;
    let mut new_text = String::new();
    let reply = match task {
        EditorTask::Read => {
            let found = program_file::read(text).map_or_else(|| read(text), Ok);
            Reply::Read(found.map(Box::new))
        }
        EditorTask::Update {
            block,
            stale,
            section,
        } => {
            let in_section = section.and_then(|lines| update_section(text, &lines, &block, stale));
            let updated = in_section
                .map(Ok)
                .or_else(|| program_file::update(text, &block))
                .unwrap_or_else(|| update_with(text, &block, stale));
            Reply::Update(updated.map(|updated| {
                new_text = updated.text;
                updated.report
            }))
        }
        EditorTask::UpdateBlock(block) => {
            // Another program's file has no lines for Kometa's block.
            let new_block = match program_file::read(text) {
                Some(_) => Ok(block.to_string()),
                None => update_block(text, &block),
            };
            Reply::UpdateBlock(new_block.map(|block| new_text = block))
        }
    };
    Ok(EditorReply {
        bytes: to_bytes(&reply),
        text: new_text,
    })
}

/// Writing strings, numbers and lists of them into memory cannot fail.
fn to_bytes(value: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kometa::config::{Found, update};
    use crate::trakt::credentials::FilledIn;
    use crate::trakt::{AccessToken, ClientId, ClientSecret, RefreshToken, Token, TraktApp};

    const CONFIG: &str =
        "\u{feff}plex:\r\n  url: x\r\ntrakt:\r\n  # mine\r\n  client_id: <<id>>\r\n";

    fn block() -> TraktBlock {
        TraktBlock {
            app: TraktApp {
                client_id: ClientId::new("an-id"),
                client_secret: Some(ClientSecret::new("a-secret")),
            },
            token: Token {
                access_token: AccessToken::new("a\"\n"),
                token_type: "bearer".into(),
                expires_in: 604_800,
                refresh_token: RefreshToken::new("r"),
                scope: "public".into(),
                created_at: 1_700_000_000,
                filled_in: FilledIn::default(),
            },
        }
    }

    fn update_task() -> EditorTask {
        EditorTask::Update {
            block: block(),
            stale: Stale::Keep,
            section: None,
        }
    }

    fn answer(task: &EditorTask, text: &str) -> EditorAnswer {
        EditorAnswer::from_reply(reply_to(&task.to_bytes(), text).unwrap()).unwrap()
    }

    #[test]
    fn nothing_is_lost_on_the_way_to_the_editor_and_back() {
        assert_eq!(
            answer(&update_task(), CONFIG),
            EditorAnswer::Update(update(CONFIG, &block()).map_err(Into::into))
        );
        assert_eq!(
            answer(&EditorTask::UpdateBlock(block()), CONFIG),
            EditorAnswer::UpdateBlock(
                update_block(CONFIG, &block())
                    .map(BlockText)
                    .map_err(Into::into)
            )
        );
        let EditorAnswer::Read(Ok(found)) = answer(&EditorTask::Read, CONFIG) else {
            panic!("it is read");
        };
        assert_eq!(Ok(*found.clone()), read(CONFIG));
        assert_eq!(found.client_id, Some(Found::Placeholder("id".into())));
    }

    #[test]
    fn a_file_that_was_read_is_updated_as_one_that_was_not() {
        const FILE: &str =
            "plex:\n  url: x\ntrakt:\n  client_id: old\n  # mine\nmal:\n  authorization:\n";
        let EditorAnswer::Read(Ok(found)) = answer(&EditorTask::Read, FILE) else {
            panic!("it is read");
        };
        assert!(found.section.is_some());
        let by_lines = EditorTask::Update {
            block: block(),
            stale: Stale::Keep,
            section: found.section,
        };
        assert_eq!(answer(&by_lines, FILE), answer(&update_task(), FILE));
        // The lines of another file are not taken for these.
        let longer = format!("a: 1\n{FILE}");
        assert_eq!(answer(&by_lines, &longer), answer(&update_task(), &longer));
    }

    #[test]
    fn a_refusal_comes_back_whole() {
        let EditorAnswer::Update(Err(refusal)) = answer(&update_task(), "plex: x\n\ttrakt: y\n")
        else {
            panic!("it is refused");
        };
        let original = update("plex: x\n\ttrakt: y\n", &block()).unwrap_err();
        assert_eq!(refusal, original.into());
    }

    #[test]
    fn a_text_that_takes_no_new_block_is_read_with_the_reason() {
        for (text, line) in [
            ("trakt:\n  client_id: a\nplex: 1\nplex: 2\n", Some(4)),
            (
                "> trakt:\n>   client_id: a\n>   client_secret: b\n",
                Some(1),
            ),
            ("trakt:\n  client_id: a\n", None),
            ("{\"CLIENT_ID\": \"a\", \"OAUTH_REFRESH\": \"b\"}", None),
        ] {
            let EditorAnswer::Read(Ok(found)) = answer(&EditorTask::Read, text) else {
                panic!("{text} is read");
            };
            let refused_on = found.update_refusal.and_then(|refusal| refusal.line);
            assert_eq!(refused_on, line, "{text}");
        }
    }

    #[test]
    fn what_is_no_task_and_no_reply_is_no_panic() {
        assert_eq!(reply_to(&[9], ""), Err(EditorUnavailable));
        let reply = EditorReply {
            bytes: vec![0, 9],
            text: String::new(),
        };
        assert_eq!(EditorAnswer::from_reply(reply), Err(EditorUnavailable));
    }

    #[test]
    fn nothing_of_it_prints_a_secret() {
        let task = update_task();
        let reply = reply_to(&task.to_bytes(), CONFIG).unwrap();
        let answer = EditorAnswer::from_reply(reply.clone()).unwrap();
        let printed = format!("{task:?} {reply:?} {answer:?}");
        for secret in ["a-secret", "an-id", "604800"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }
}
