//! Why a file is left alone, by name, and the words that the user reads for it.

use granit_parser::ErrorKind;
use thiserror::Error;

use super::fields::BlockKey;

/// Why `config.yml` is not touched. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ConfigRefusal {
    /// Larger than any configuration.
    #[error("The file is larger than {limit_mib} MB. Is it really your config.yml?")]
    TooLarge {
        /// In units of 1,048,576 bytes.
        limit_mib: usize,
    },
    /// HTML where YAML is expected.
    #[error("Line {line} begins a web page. Open the file itself and copy its text from there.")]
    WebPage {
        /// Where its first tag stands.
        line: usize,
    },
    /// A character that YAML forbids, or on which its readers disagree.
    #[error(
        "Line {line} has a character that does not belong into a config.yml (U+{code:04X}). Remove it and try again."
    )]
    ForbiddenCharacter {
        /// Where it stands.
        line: usize,
        /// Its code point.
        code: u32,
    },
    /// A tab where Kometa's reader accepts only spaces.
    #[error(
        "Line {line} has a tab where YAML allows only spaces. Replace it by spaces and try again."
    )]
    Tab {
        /// Where it stands.
        line: usize,
    },
    /// Not YAML, or not as Kometa's reader understands it.
    #[error("Kometa cannot read line {line}: {problem}.")]
    InvalidYaml {
        /// Where the parser stopped.
        line: usize,
        /// What is wrong there.
        problem: YamlProblem,
    },
    /// Nested beyond what Kometa's reader survives.
    #[error("Line {line} is nested deeper than any config.yml.")]
    TooDeep {
        /// Where the limit is passed.
        line: usize,
    },
    /// A second YAML document begins.
    #[error("On line {line} a second document begins. Kometa reads files with only one.")]
    SeveralDocuments {
        /// Where the second one begins.
        line: usize,
    },
    /// The whole file is written in braces.
    #[error("The file is written in braces from line {line} on, which this page does not change.")]
    RootInFlowStyle {
        /// Where the braces open.
        line: usize,
    },
    /// The file is a list.
    #[error("Line {line} begins a list. A config.yml consists of sections such as “plex:”.")]
    RootIsList {
        /// Where the list begins.
        line: usize,
    },
    /// The file is a single text.
    #[error("Line {line} is plain text. A config.yml consists of sections such as “plex:”.")]
    RootIsText {
        /// Where the text begins.
        line: usize,
    },
    /// `trakt` stands twice at the root.
    #[error("There are two “trakt” sections, on lines {first} and {second}. Remove one of them.")]
    TwoTraktKeys {
        /// The first one.
        first: usize,
        /// The second one.
        second: usize,
    },
    /// A key stands twice in the same mapping, which Kometa's reader refuses.
    #[error(
        "“{key}” stands twice, on lines {first} and {second}. Kometa does not load such a file."
    )]
    DuplicateKey {
        /// The key as it reads.
        key: String,
        /// The first one.
        first: usize,
        /// The second one.
        second: usize,
    },
    /// A key in the `trakt` block that does not begin its line, or is an alias.
    #[error("The key on line {line} is written in a way that this page does not change.")]
    UnusualKey {
        /// Where it stands.
        line: usize,
    },
    /// A tag (`!…`) on a value that would have to change.
    #[error("The value on line {line} has a tag (“!…”), which this page does not change.")]
    Tagged {
        /// Where it stands.
        line: usize,
    },
    /// `<<` in the `trakt` block.
    #[error(
        "Line {line} merges other settings into the trakt section (“<<”), which this page does not change."
    )]
    Merged {
        /// Where it stands.
        line: usize,
    },
    /// An alias (`*…`) stands for the block or its `authorization`.
    #[error("On line {line}, “{}” stands for settings written elsewhere (“*…”).", .key.name())]
    Aliased {
        /// What is an alias.
        key: BlockKey,
        /// Where it stands.
        line: usize,
    },
    /// An anchor in what changes is used by an alias.
    #[error(
        "What line {line} names with “&…” is used again on line {used}, and would change there too."
    )]
    AnchorUsedElsewhere {
        /// Where the anchored value stands.
        line: usize,
        /// Where the alias stands.
        used: usize,
    },
    /// A list, or a mapping, where a single value belongs.
    #[error("“{}” on line {line} is not a single value.", .key.name())]
    NotAValue {
        /// Whose value it is.
        key: BlockKey,
        /// Where the value begins.
        line: usize,
    },
    /// A list where a mapping belongs.
    #[error("“{}” on line {line} is a list, where Kometa expects keys and values.", .key.name())]
    NotAMapping {
        /// Whose value it is.
        key: BlockKey,
        /// Where the value begins.
        line: usize,
    },
    /// Something in a block in braces that cannot be written out surely.
    #[error(
        "The trakt section is written in braces, and line {line} in it cannot be carried over."
    )]
    NotCarriedOver {
        /// Where it stands.
        line: usize,
    },
    /// A block scalar is empty, or reaches the end of the file without a line end, so that anything added behind it
    /// would change it.
    #[error(
        "The text that begins with “|” or “>” and ends on line {line} has no proper end. Add a line behind it and try again."
    )]
    EndsInText {
        /// Its last line.
        line: usize,
    },
    /// The result did not read back as what was meant.
    #[error("The trakt section on line {line} cannot be changed with certainty.")]
    NotSure {
        /// Where the section begins, or would.
        line: usize,
    },
}

impl ConfigRefusal {
    /// The line that the reason is found on, counted from 1.
    pub const fn line(&self) -> Option<usize> {
        match self {
            Self::TooLarge { .. } => None,
            Self::WebPage { line }
            | Self::ForbiddenCharacter { line, .. }
            | Self::Tab { line }
            | Self::InvalidYaml { line, .. }
            | Self::TooDeep { line }
            | Self::SeveralDocuments { line }
            | Self::RootInFlowStyle { line }
            | Self::RootIsList { line }
            | Self::RootIsText { line }
            | Self::TwoTraktKeys { second: line, .. }
            | Self::DuplicateKey { second: line, .. }
            | Self::UnusualKey { line }
            | Self::Tagged { line }
            | Self::Merged { line }
            | Self::Aliased { line, .. }
            | Self::AnchorUsedElsewhere { line, .. }
            | Self::NotAValue { line, .. }
            | Self::NotAMapping { line, .. }
            | Self::NotCarriedOver { line }
            | Self::EndsInText { line }
            | Self::NotSure { line } => Some(*line),
        }
    }
}

/// What keeps a text from being YAML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum YamlProblem {
    /// Indentation that fits no line above.
    #[error("its indentation does not fit the lines above it")]
    Indentation,
    /// A quotation mark without its partner, or with something behind it.
    #[error("a quotation mark is missing or out of place")]
    Quotes,
    /// A bracket or brace without its partner.
    #[error("a bracket or brace is missing or out of place")]
    Brackets,
    /// A colon, or a key, where none can stand.
    #[error("a colon, or the line's indentation, is out of place")]
    Colon,
    /// A dash where no list entry can stand.
    #[error("a dash is out of place")]
    Dash,
    /// A backslash in double quotes that begins no known escape.
    #[error("a backslash in a quoted text means nothing to YAML")]
    Escape,
    /// An alias without its anchor.
    #[error("“*…” names something that no “&…” above it defines")]
    UnknownAlias,
    /// An anchor, alias or tag that is not well-formed, or not to every reader.
    #[error("what begins with “&”, “*” or “!” is not complete, or has unusual characters")]
    Properties,
    /// A blank line with spaces in it begins a block scalar, and a longer indent follows; ruamel.yaml refuses that.
    #[error("the text that begins there with “|” or “>” has spaces in its first, empty line")]
    SpacesBeforeText,
    /// A comment stands behind a key, its value on the next line and a blank line behind that; ruamel.yaml fails on it.
    #[error("a comment stands between its key and its value, and an empty line behind")]
    CommentBeforeValue,
    /// `<<` with something else than a mapping, or with what it is part of.
    #[error("what stands behind “<<” cannot be merged")]
    Merge,
    /// A `%` directive that is not well-formed, or a version that Kometa's reader refuses.
    #[error("what begins with “%” is not known")]
    Directive,
    /// Any other error of syntax.
    #[error("it is not valid YAML")]
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
