//! Why a file is left alone.

use granit_parser::ErrorKind;
use serde::{Deserialize, Serialize};

use crate::kometa::keys::BlockKey;

/// The cause for which `config.yml` is not touched, and its line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigRefusal {
    /// The cause.
    pub reason: Reason,
    /// The line on which that is found, counted from 1; nothing where it is the file as a whole.
    pub line: Option<usize>,
}

/// A cause that lies on a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// The file is larger than any configuration; see [`MAX_BYTES`](super::MAX_BYTES).
    TooLarge,
    /// HTML where YAML is expected.
    WebPage,
    /// A character, by its code point, that YAML forbids, or on which its readers disagree.
    ForbiddenCharacter(u32),
    /// A tab where Kometa's reader accepts only spaces.
    Tab,
    /// Not YAML, or not as Kometa's reader understands it.
    NotYaml(YamlProblem),
    /// Nested beyond what Kometa's reader survives.
    TooDeep,
    /// A second YAML document begins.
    SeveralDocuments,
    /// The whole file is written in braces.
    RootInFlowStyle,
    /// The file is a list.
    RootIsList,
    /// The file is a single text.
    RootIsText,
    /// `trakt` stands at the root for the second time.
    TwoTraktKeys {
        /// The line of the first one.
        first: usize,
    },
    /// A key stands in the same mapping for the second time, which Kometa's reader refuses.
    DuplicateKey {
        /// The key as it reads.
        key: String,
        /// The line of the first one.
        first: usize,
    },
    /// A key is the same as an earlier one to Kometa's reader, as `1` and `true` are.
    EqualKeys {
        /// The line of the first one.
        first: usize,
    },
    /// Something on which readers of YAML disagree: an anchor with unusual characters, or an indicator in braces.
    Ambiguous,
    /// A tag (`!!…`) that says more of its value than is checked here.
    UncheckedTag,
    /// A key in the `trakt` block that does not begin its line, or is an alias.
    UnusualKey,
    /// A tag (`!…`) on a value that would have to change.
    Tagged,
    /// `<<` in the `trakt` block.
    Merged,
    /// An alias (`*…`) stands for the block or its `authorization`.
    Aliased(BlockKey),
    /// An anchor in what changes is used by an alias.
    AnchorUsedElsewhere {
        /// The line of the alias.
        used: usize,
    },
    /// A list, or a mapping, where the single value of this key belongs.
    NotAValue(BlockKey),
    /// A list where the mapping of this key belongs.
    NotAMapping(BlockKey),
    /// Something else than a mapping under `trakt`.
    TraktHolds(Holding),
    /// Something in a block in braces that cannot be written out surely.
    NotCarriedOver,
    /// A block scalar is empty, or reaches the end of the file without a line end, so that anything added behind it
    /// would change it.
    EndsInText,
    /// The program whose file it is cannot do without a client secret, and the app has none.
    SecretRequired,
    /// The result did not read back as what was meant.
    NotSure,
}

impl Reason {
    pub(super) const fn on(self, line: usize) -> ConfigRefusal {
        ConfigRefusal {
            reason: self,
            line: Some(line),
        }
    }

    pub(super) const fn nowhere(self) -> ConfigRefusal {
        ConfigRefusal {
            reason: self,
            line: None,
        }
    }
}

/// A value where a mapping belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Holding {
    List,
    Text,
    Number,
    Boolean,
}

/// A flaw that keeps a text from being YAML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum YamlProblem {
    /// Indentation that fits no line above.
    Indentation,
    /// A quotation mark without its partner, or with something behind it.
    Quotes,
    /// A bracket or brace without its partner.
    Brackets,
    /// A colon, or a key, where none can stand.
    Colon,
    /// A key in braces or brackets that is not on one line with its colon.
    KeyOverLines,
    /// A dash where no list entry can stand.
    Dash,
    /// A backslash in double quotes that begins no known escape.
    Escape,
    /// An alias without its anchor.
    UnknownAlias,
    /// An anchor, alias or tag that is not well-formed, or not to every reader.
    Properties,
    /// A blank line with spaces in it begins a block scalar, and a longer indent follows; ruamel.yaml refuses that.
    SpacesBeforeText,
    /// Comments or blank lines before a value, and after it or behind its `|`; ruamel.yaml fails on some of these.
    CommentBeforeValue,
    /// A tag (`!!…`) on a value of another kind.
    Tag,
    /// A list or mapping as a key, with another one in it.
    Key,
    /// A plain text in the form of a date or time that does not exist, as `2023-02-30`.
    Date,
    /// A plain text in the form of a number without a digit, as `-_`, or with more digits than Python reads.
    Number,
    /// `<<` with something else than a mapping, or with what it is part of.
    Merge,
    /// A `%` directive that is not well-formed, or a version that Kometa's reader refuses.
    Directive,
    /// Any other error of syntax.
    Syntax,
}

impl YamlProblem {
    pub(super) const fn of(kind: &ErrorKind) -> Self {
        use ErrorKind as K;
        match kind {
            K::InvalidIndentation
            | K::InvalidBlockScalarIndent
            | K::ZeroBlockScalarIndent
            | K::InvalidFlowScalarIndent
            | K::ExpectedBlockMappingKey => Self::Indentation,
            K::UnclosedQuotedScalar
            | K::InvalidQuotedScalarIndent
            | K::DocumentIndicatorInQuotedScalar
            | K::InvalidTrailingSingleQuotedScalar
            | K::InvalidTrailingDoubleQuotedScalar => Self::Quotes,
            K::UnexpectedEofFlowSequence
            | K::UnexpectedEofFlowMapping
            | K::UnexpectedEofImplicitFlowMapping
            | K::ExpectedFlowMappingSeparator
            | K::ExpectedFlowSequenceSeparator
            | K::MisplacedFlowCollectionEnd
            | K::MismatchedFlowCollectionEnd { .. }
            | K::UnclosedFlowCollection { .. } => Self::Brackets,
            K::SimpleKeyExpected
            | K::InvalidSimpleKey
            | K::MappingKeyNotAllowed
            | K::MappingValueNotAllowed
            | K::InvalidColonPlacement
            | K::InvalidMappingValueWhitespace
            | K::FlowMappingValueAdjacentCollection => Self::Colon,
            K::ExpectedBlockSequenceEntry
            | K::BlockEntryInFlowCollection
            | K::BlockSequenceEntryNotAllowed
            | K::InvalidBlockEntryWhitespace
            | K::PlainScalarStartsWithDashFlowIndicator => Self::Dash,
            K::UnknownQuotedScalarEscape
            | K::InvalidQuotedScalarHexEscape
            | K::InvalidLowSurrogateHexEscape
            | K::InvalidLowSurrogate
            | K::MissingLowSurrogate
            | K::UnpairedLowSurrogate
            | K::InvalidUnicodeEscape => Self::Escape,
            K::UnknownAnchor => Self::UnknownAlias,
            K::UndeclaredTagHandle
            | K::MissingAnchorOrAliasName
            | K::ExpectedTagBang
            | K::InvalidTagTerminator
            | K::MissingTagUri
            | K::UnclosedVerbatimTag
            | K::InvalidTagEscape => Self::Properties,
            K::DuplicateVersionDirective
            | K::UnsupportedYamlMajorVersion
            | K::DuplicateTagDirective
            | K::MissingDocumentEndBeforeDirective
            | K::InvalidDirectiveTerminator
            | K::MissingDirectiveName
            | K::InvalidDirectiveName
            | K::MissingYamlVersion
            | K::MissingYamlVersionSeparator
            | K::YamlVersionTooLong => Self::Directive,
            _ => Self::Syntax,
        }
    }
}
