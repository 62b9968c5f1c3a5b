//! Texts that may be handed over as `config.yml`: files of the corpus, changed, and others made up.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::BoxedStrategy;

use crate::config_corpus;

/// Larger files are mutated less often, for ruamel.yaml is slow.
const SMALL: usize = 2_000;

/// Pieces of YAML that mean something to one reader or another.
const SYNTAX: [&str; 64] = [
    "---\n",
    "...\n",
    "--- ",
    "&a ",
    "&b\n",
    "*a",
    "*a : ",
    "*b\n",
    "!t ",
    "!!str ",
    "!",
    "{",
    "}",
    "[",
    "]",
    ",",
    "|",
    "|+\n",
    "|2-\n",
    ">",
    ">-\n",
    "\t",
    " \t",
    "#",
    " # ",
    " #",
    "'",
    "''",
    "\"",
    "\\",
    "\\\"",
    ":",
    ": ",
    " : ",
    ":\n",
    "- ",
    "-",
    "? ",
    "?\n",
    "<<: *a\n",
    "<<: ",
    "<<x>>",
    "\r",
    "\r\n",
    "\n\n",
    "\u{feff}",
    "\u{2028}",
    "\u{85}",
    "\0",
    "\u{a0}",
    "trakt:",
    "\ntrakt:\n",
    "\n\"trakt\": ",
    "  client_id: x\n",
    "  authorization:\n",
    "%YAML 1.1\n",
    "%",
    "~",
    "null",
    "@",
    "`",
    "é",
    "\u{1f3ac}",
    " ",
];

#[derive(Debug, Clone)]
enum Mutation {
    Insert(Index, &'static str),
    Replace(Index, char),
    Delete(Index),
    DeleteLine(Index),
    DuplicateLine(Index, Index),
    SwapLines(Index, Index),
    Indent(Index, usize),
    IndentFrom(Index, usize),
    Dedent(Index),
    LineEnd(Index, &'static str),
    EveryLineEnd(&'static str),
    Truncate(Index),
    Behead(Index),
    Append(&'static str),
    Nest,
    Anchor(Index),
    Comment(Index),
    Uncomment(Index),
    DeleteLines(Index, Index),
    TabsForSpaces(Index),
    TabBeforeComment(Index),
    TabAtEnd(Index),
    ByteOrderMark,
    /// A mishap on the way from a chat, a mail, a page or a log.
    Mistake(Mistake, Extent),
    CodeFence,
}

/// A mishap of one line on its way.
#[derive(Debug, Clone, Copy)]
enum Mistake {
    IndentLost,
    IndentOf(char),
    TypographicQuotes,
    QuotedAsInMails,
    Tabs,
    FramedAsInLogs,
}

/// The lines that a mistake befalls.
#[derive(Debug, Clone)]
enum Extent {
    Line(Index),
    Block,
    Everything,
}

impl Mistake {
    fn apply(self, line: &str) -> String {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        match self {
            Self::IndentLost => content.to_owned(),
            Self::IndentOf(space) => format!("{}{content}", String::from(space).repeat(indent)),
            Self::TypographicQuotes => {
                let mut is_open = false;
                let curled = line.chars().map(|c| match c {
                    '"' | '\'' => {
                        is_open = !is_open;
                        if is_open { '\u{201c}' } else { '\u{201d}' }
                    }
                    c => c,
                });
                curled.collect()
            }
            Self::QuotedAsInMails => format!("> {line}"),
            Self::Tabs => format!("{}{content}", "\t".repeat(indent / 2)),
            Self::FramedAsInLogs => {
                let text = line.trim_end_matches(['\n', '\r']);
                format!(
                    "[2026-10-01 05:00:01,234] [config.py:300]          [INFO]     | {text:<98} |\n"
                )
            }
        }
    }
}

impl Extent {
    fn has(&self, index: usize, lines: &[String]) -> bool {
        match self {
            Self::Everything => true,
            Self::Line(line) => line.index(lines.len()) == index,
            Self::Block => {
                let begins_section = |line: &&String| !line.starts_with([' ', '\n', '\r', '#']);
                let section = lines[..=index].iter().rfind(begins_section);
                section.is_some_and(|line| line.starts_with("trakt"))
            }
        }
    }
}

fn mistake() -> impl Strategy<Value = Mutation> {
    let mistakes = select(vec![
        Mistake::IndentLost,
        Mistake::IndentLost,
        Mistake::IndentOf('\u{a0}'),
        Mistake::IndentOf('\u{2003}'),
        Mistake::TypographicQuotes,
        Mistake::QuotedAsInMails,
        Mistake::Tabs,
        Mistake::FramedAsInLogs,
    ]);
    let extents = prop_oneof![
        2 => any::<Index>().prop_map(Extent::Line),
        2 => Just(Extent::Block),
        1 => Just(Extent::Everything),
    ];
    prop_oneof![
        15 => (mistakes, extents).prop_map(|(mistake, extent)| Mutation::Mistake(mistake, extent)),
        1 => Just(Mutation::CodeFence),
    ]
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = any::<Index>;
    let line_ends = || select(vec!["\r\n", "\r", "\n", "\n\n", ""]);
    prop_oneof![
        4 => (at(), select(SYNTAX.to_vec())).prop_map(|(at, text)| Mutation::Insert(at, text)),
        2 => (at(), any::<char>()).prop_map(|(at, c)| Mutation::Replace(at, c)),
        2 => (at(), select("#:-?{}[]|>'\"\\,&*!% \n\ta0~".chars().collect::<Vec<_>>()))
            .prop_map(|(at, c)| Mutation::Replace(at, c)),
        2 => at().prop_map(Mutation::Delete),
        2 => at().prop_map(Mutation::DeleteLine),
        1 => (at(), any::<Index>()).prop_map(|(a, b)| Mutation::DuplicateLine(a, b)),
        2 => (at(), any::<Index>()).prop_map(|(a, b)| Mutation::SwapLines(a, b)),
        2 => (at(), 1_usize..5).prop_map(|(at, n)| Mutation::Indent(at, n)),
        1 => (at(), 1_usize..5).prop_map(|(at, n)| Mutation::IndentFrom(at, n)),
        2 => at().prop_map(Mutation::Dedent),
        2 => (at(), line_ends()).prop_map(|(at, end)| Mutation::LineEnd(at, end)),
        1 => select(vec!["\r\n", "\r"]).prop_map(Mutation::EveryLineEnd),
        1 => at().prop_map(Mutation::Truncate),
        1 => at().prop_map(Mutation::Behead),
        1 => select(SYNTAX.to_vec()).prop_map(Mutation::Append),
        1 => Just(Mutation::Nest),
        1 => at().prop_map(Mutation::Anchor),
        2 => at().prop_map(Mutation::Comment),
        1 => at().prop_map(Mutation::Uncomment),
        1 => (at(), any::<Index>()).prop_map(|(a, b)| Mutation::DeleteLines(a, b)),
        1 => at().prop_map(Mutation::TabsForSpaces),
        1 => at().prop_map(Mutation::TabBeforeComment),
        1 => at().prop_map(Mutation::TabAtEnd),
        1 => Just(Mutation::ByteOrderMark),
        8 => mistake(),
    ]
}

impl Mutation {
    fn apply(&self, text: &str) -> String {
        let at = |index: &Index| {
            let at = index.index(text.len() + 1);
            (at..=text.len())
                .find(|i| text.is_char_boundary(*i))
                .unwrap()
        };
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        if lines.is_empty() {
            lines.push(String::new());
        }
        let count = lines.len();
        let line = |index: &Index| index.index(count);
        match self {
            Self::Insert(index, new) => {
                let at = at(index);
                return format!("{}{new}{}", &text[..at], &text[at..]);
            }
            Self::Replace(index, new) => {
                let at = at(index);
                let rest = text[at..]
                    .chars()
                    .next()
                    .map_or("", |c| &text[at + c.len_utf8()..]);
                return format!("{}{new}{rest}", &text[..at]);
            }
            Self::Delete(index) => {
                let at = at(index);
                let rest = text[at..]
                    .chars()
                    .next()
                    .map_or("", |c| &text[at + c.len_utf8()..]);
                return format!("{}{rest}", &text[..at]);
            }
            Self::Truncate(index) => return text[..at(index)].to_owned(),
            Self::Behead(index) => return text[at(index)..].to_owned(),
            Self::EveryLineEnd(end) => return text.replace('\n', end),
            Self::Append(new) => return format!("{text}{new}"),
            Self::DeleteLine(index) => {
                lines.remove(line(index));
            }
            Self::DuplicateLine(from, to) => {
                let copy = lines[line(from)].clone();
                lines.insert(line(to), copy);
            }
            Self::SwapLines(a, b) => {
                let (a, b) = (line(a), line(b));
                lines.swap(a, b);
            }
            Self::Indent(index, n) => {
                let i = line(index);
                lines[i].insert_str(0, &" ".repeat(*n));
            }
            Self::IndentFrom(index, n) => {
                let i = line(index);
                for line in &mut lines[i..] {
                    line.insert_str(0, &" ".repeat(*n));
                }
            }
            Self::Dedent(index) => {
                let i = line(index);
                lines[i] = lines[i].trim_start_matches(' ').to_owned();
            }
            Self::LineEnd(index, end) => {
                let i = line(index);
                lines[i] = format!("{}{end}", lines[i].trim_end_matches(['\r', '\n']));
            }
            Self::Nest => {
                for line in &mut lines {
                    line.insert_str(0, "  ");
                }
                lines.insert(0, "above:\n".into());
            }
            Self::Anchor(index) => {
                let i = line(index);
                lines[i] = lines[i].replacen(": ", ": &a ", 1);
                lines.push("\nalias: *a\n".into());
            }
            Self::Comment(index) => {
                let i = line(index);
                lines[i].insert_str(0, "# ");
            }
            Self::Uncomment(index) => {
                let i = line(index);
                lines[i] = lines[i].replacen('#', "", 1);
            }
            Self::DeleteLines(from, count) => {
                let from = line(from);
                let to = from + count.index(lines.len() - from);
                lines.drain(from..to);
            }
            Self::TabsForSpaces(index) => {
                let i = line(index);
                lines[i] = lines[i].replacen("  ", "\t", 1);
            }
            Self::TabBeforeComment(index) => {
                let i = line(index);
                lines[i] = lines[i].replacen('#', "\t#", 1);
            }
            Self::TabAtEnd(index) => {
                let i = line(index);
                lines[i] = lines[i].replacen('\n', "\t\n", 1);
            }
            Self::ByteOrderMark => return format!("\u{feff}{text}"),
            Self::CodeFence => return format!("```yaml\n{text}```\n"),
            Self::Mistake(mistake, extent) => {
                let befallen = |(index, line): (usize, &String)| match extent.has(index, &lines) {
                    true => mistake.apply(line),
                    false => line.clone(),
                };
                return lines.iter().enumerate().map(befallen).collect();
            }
        }
        lines.concat()
    }
}

fn cases() -> Vec<String> {
    let directory =
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join("tests/config_cases");
    let mut paths: Vec<_> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| fs::read_to_string(path.join("before.yml")).unwrap())
        .collect()
}

fn mutated() -> BoxedStrategy<String> {
    let mutations = prop::collection::vec(mutation(), 1..5);
    let samples = config_corpus::samples().into_iter().map(|it| it.text);
    let (small, large): (Vec<_>, Vec<_>) = samples.partition(|text| text.len() < SMALL);
    let files = prop_oneof![
        5 => select(cases()),
        9 => select(small),
        1 => select(large),
    ];
    (files, mutations)
        .prop_map(|(text, mutations)| mutations.iter().fold(text, |text, m| m.apply(&text)))
        .boxed()
}

/// Two files, one behind the other or one within the other.
fn combined() -> BoxedStrategy<String> {
    let cases = cases();
    (
        select(cases.clone()),
        select(cases),
        any::<Index>(),
        any::<bool>(),
    )
        .prop_map(|(a, b, at, is_inside)| {
            let lines: Vec<_> = a.split_inclusive('\n').collect();
            let at = at.index(lines.len() + 1);
            match is_inside {
                true => lines[..at]
                    .iter()
                    .copied()
                    .chain([b.as_str()])
                    .chain(lines[at..].iter().copied())
                    .collect(),
                false => format!("{a}{b}"),
            }
        })
        .boxed()
}

fn random_text() -> BoxedStrategy<String> {
    prop_oneof![
        prop::collection::vec(select(SYNTAX.to_vec()), 0..30).prop_map(|pieces| pieces.concat()),
        prop::collection::vec(any::<char>(), 0..60).prop_map(String::from_iter),
        "[a-c:\\-#&*!|>{}\\[\\],'\"?% \n]{0,60}",
    ]
    .boxed()
}

/// A value as it may stand behind `key:` in a block that is indented by `indent`.
fn value(indent: usize, depth: u32) -> BoxedStrategy<String> {
    let pad = " ".repeat(indent + 2);
    let words = select(vec![
        " word",
        "",
        " \"quoted: #\"",
        " 'it''s'",
        " ~",
        " 12",
        " 1e3",
        " <<name>>",
        "   # remark",
        " word # remark",
        " [1, {a: b}]",
        " {}",
        " &x word",
        " !t word",
        " \"\"",
        " \"a\\tb\"",
        " plain text",
        " 0x1f",
        " 'client_id: x'",
        " {client_id: x, y: z}",
        " true",
        " newid",
        " \"newsecret\"",
    ])
    .prop_map(|word| format!("{word}\n"));
    let pads = pad.clone();
    let long = select(vec![
        " |",
        " >-",
        " |+",
        " |2",
        " | # remark",
        " \"a",
        " 'a",
        " a",
        "",
        " &z |",
        "\n# left",
        " >+",
    ])
    .prop_map(move |head| {
        let tail = match head.chars().nth(1) {
            Some(quote @ ('"' | '\'')) => quote.to_string(),
            _ => String::new(),
        };
        format!("{head}\n{pads}trakt b\n\n{pads}c{tail}\n")
    });
    if depth == 0 {
        return prop_oneof![6 => words, 1 => long].boxed();
    }
    let list = prop::collection::vec(value(indent + 2, 0), 1..3).prop_map(move |values| {
        let entries = values.iter().map(|value| format!("{pad}-{value}"));
        format!("\n{}", entries.collect::<String>())
    });
    let step = select(vec![1_usize, 2, 2, 2, 4]);
    let nested = step.prop_flat_map(move |step| {
        entries(indent + step, depth - 1, false).prop_map(|entries| format!("\n{entries}"))
    });
    prop_oneof![4 => words, 1 => long, 1 => list, 3 => nested].boxed()
}

fn entries(indent: usize, depth: u32, is_root: bool) -> BoxedStrategy<String> {
    let keys = select(vec![
        "client_id",
        "client_secret",
        "pin",
        "force_refresh",
        "authorization",
        "access_token",
        "refresh_token",
        "scope",
        "expires_in",
        "created_at",
        "token_type",
        "own",
        "\"own key\"",
        "client_id ",
        "'pin'",
        "\"client_secret\"",
        "é",
    ]);
    let root_keys = select(vec![
        "trakt",
        "trakt",
        "trakt",
        "\"trakt\"",
        "plex",
        "libraries",
        "trakt_list",
        "settings",
        "tmdb ",
        "'trakt' ",
    ]);
    let key = match is_root {
        true => root_keys.boxed(),
        false => prop_oneof![8 => keys, 1 => root_keys].boxed(),
    };
    let between = select(vec![
        "",
        "",
        "",
        "",
        "",
        "\n",
        "# left\n",
        "      # remark\n",
        "  # remark\n\n",
    ]);
    prop::collection::vec((key, value(indent, depth), between), 1..6)
        .prop_map(move |entries| {
            let mut seen = Vec::new();
            let mut text = String::new();
            for (key, value, between) in entries {
                let name = key.trim_matches([' ', '\'', '"']);
                // Twice the same key would make nearly all of them unreadable.
                if !seen.contains(&name) {
                    seen.push(name);
                    text.push_str(&format!("{:indent$}{key}:{value}{between}", ""));
                }
            }
            text
        })
        .boxed()
}

fn structured() -> BoxedStrategy<String> {
    let before = select(vec![
        "",
        "",
        "",
        "# remark\n",
        "---\n",
        "%YAML 1.1\n---\n",
        "\u{feff}",
        "\n\n",
    ]);
    let after = select(vec![
        "",
        "",
        "",
        "# remark",
        "...\n",
        "\n\n",
        "... # end",
        "  \n",
    ]);
    let line_end = select(vec!["\n", "\n", "\r\n"]);
    let body = select(vec![0_usize, 0, 0, 2]).prop_flat_map(|indent| entries(indent, 2, true));
    (before, body, after, line_end, any::<bool>())
        .prop_map(|(before, body, after, line_end, is_chopped)| {
            let text = format!("{before}{body}{after}");
            let text = match is_chopped {
                true => text.trim_end_matches('\n').to_owned(),
                false => text,
            };
            text.replace('\n', line_end)
        })
        .boxed()
}

pub(crate) fn input() -> BoxedStrategy<String> {
    let structured_and_mutated = (structured(), prop::collection::vec(mutation(), 1..3))
        .prop_map(|(text, mutations)| mutations.iter().fold(text, |text, m| m.apply(&text)));
    prop_oneof![
        8 => mutated(),
        1 => combined(),
        1 => random_text(),
        4 => structured(),
        2 => structured_and_mutated,
    ]
    .boxed()
}
