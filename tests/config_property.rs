//! Whatever is handed over as `config.yml`: either it is refused, or ruamel.yaml sees every other key unchanged and the
//! new values in place, and every byte outside of the block is the same.
//!
//! `CONFIG_PROPERTY_INPUTS` sets the number of inputs, `CONFIG_PROPERTY_SEED` which ones. With `CONFIG_PROPERTY_REFUSED`,
//! that many inputs of each class that are refused although Kometa reads them are shown.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]
#![cfg(not(target_arch = "wasm32"))]

#[path = "config_corpus/mod.rs"]
mod config_corpus;
#[path = "yaml_readers/mod.rs"]
mod yaml_readers;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::Path;

use kometa_trakt_sign_in::kometa::config::{
    ConfigRefusal, Stale, Updated, is_update, read, update, update_block,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::{BoxedStrategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use yaml_readers::{Comparison, Ruamel, Verdict, compare, new_block, serde_yaml_agrees};

const USUAL_INPUTS: usize = 5_000;

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
    /// What happens on the way from a chat, a mail, a page or a log.
    Mistake(Mistake, Extent),
    CodeFence,
}

/// What befalls a line on its way.
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

fn input() -> BoxedStrategy<String> {
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

fn number_from(variable: &str, usual: usize) -> usize {
    match std::env::var(variable) {
        Ok(number) => number.parse().unwrap(),
        Err(_) => usual,
    }
}

/// What became of some files, by class.
#[derive(Default)]
struct Counts {
    updated: usize,
    appended: usize,
    /// Of the updated ones, those that Kometa reads only since.
    made_readable: usize,
    refused_rightly: BTreeMap<String, usize>,
    refused_although_readable: BTreeMap<String, usize>,
    /// The blocks that were made of a pasted text, and how many of them are no new ones.
    blocks: [usize; 2],
    wrong: Vec<String>,
    /// For each class that is refused although Kometa reads it.
    shown: BTreeMap<String, Vec<String>>,
}

type Outcome = Result<Updated, ConfigRefusal>;

/// A text, and what was made of it as a whole file and as a pasted block.
struct Judged {
    before: String,
    outcome: Outcome,
    block: Option<String>,
}

impl Judged {
    fn new(before: String) -> Self {
        Self {
            outcome: update(&before, &new_block()),
            block: update_block(&before, &new_block()).ok(),
            before,
        }
    }
}

impl Counts {
    /// Judges what was made of each file.
    fn of(ruamel: Ruamel, outcomes: &[Judged], arguments: &[&str]) -> Self {
        let comparisons: Vec<_> = outcomes
            .iter()
            .map(|judged| {
                let updated = judged.outcome.as_ref().ok();
                Comparison {
                    before: &judged.before,
                    block: judged.block.as_deref(),
                    after: updated.map(|updated| updated.text.as_str()),
                    placeholders: updated
                        .map_or_else(Vec::new, |it| it.report.placeholders_kept.clone()),
                }
            })
            .collect();
        let verdicts = compare(ruamel, &comparisons, arguments);
        let mut counts = Self::default();
        let new = new_block().to_string();
        for (judged, verdict) in outcomes.iter().zip(&verdicts) {
            let before = &judged.before;
            match &judged.outcome {
                Ok(updated) => counts.count_updated(before, updated, verdict),
                Err(refusal) => counts.count_refused(before, refusal, verdict),
            }
            if let Some(block) = &judged.block {
                counts.blocks[0] += 1;
                counts.blocks[1] += usize::from(*block != new);
                if verdict.block != "same" {
                    let wrong = format!("{}\n{before:?}\n{block:?}", verdict.block);
                    counts.wrong.push(wrong);
                }
            }
        }
        counts
    }

    fn count_updated(&mut self, before: &str, updated: &Updated, verdict: &Verdict) {
        match verdict.round_trip.as_str() {
            "same" => {}
            "readable only after" => self.made_readable += 1,
            other => {
                let wrong = format!(
                    "{other} {:?}\n{before:?}\n{:?}",
                    verdict.error, updated.text
                );
                self.wrong.push(wrong);
            }
        }
        self.updated += 1;
        self.appended += usize::from(updated.report.appended);
    }

    fn count_refused(&mut self, before: &str, refusal: &ConfigRefusal, verdict: &Verdict) {
        let class = class_of(refusal);
        let counts = match verdict.round_trip.as_str() {
            "readable" => {
                let shown = self.shown.entry(class.clone()).or_default();
                if shown.len() < number_from("CONFIG_PROPERTY_REFUSED", 0) {
                    shown.push(format!("{refusal:?} {before:?}"));
                }
                &mut self.refused_although_readable
            }
            _ => &mut self.refused_rightly,
        };
        *counts.entry(class).or_default() += 1;
    }

    fn print(&self, title: &str) {
        let sum = |counts: &BTreeMap<String, usize>| counts.values().sum::<usize>();
        let mut lines = vec![
            format!("\n| {title} | |\n|---|---|"),
            format!(
                "| updated | {} ({} appended to, {} readable only since) |",
                self.updated, self.appended, self.made_readable
            ),
            format!("| refused rightly | {} |", sum(&self.refused_rightly)),
            format!(
                "| refused although readable | {} |",
                sum(&self.refused_although_readable)
            ),
        ];
        for (class, count) in &self.refused_although_readable {
            lines.push(format!("| … {class} | {count} |"));
        }
        lines.push(format!(
            "| blocks alone | {} ({} with what the user had added) |",
            self.blocks[0], self.blocks[1]
        ));
        lines.push(format!("| wrong | {} |", self.wrong.len()));
        for shown in self.shown.values().flatten() {
            lines.push(shown.clone());
        }
        // Past the test harness, which keeps what a test that passes prints.
        let _ = writeln!(std::io::stderr(), "{}", lines.join("\n"));
    }
}

/// A refusal without its line and what else differs from file to file.
fn class_of(refusal: &ConfigRefusal) -> String {
    let reason = format!("{:?}", refusal.reason);
    let name = reason.split([' ', '{']).next().unwrap_or_default();
    match name.starts_with("ForbiddenCharacter") {
        true => "ForbiddenCharacter".into(),
        false => name.into(),
    }
}

/// What is wrong with an update that no reader of YAML is needed to see.
fn complaint(before: &str, updated: &Updated) -> Option<&'static str> {
    let block = new_block();
    let again = update(&updated.text, &block);
    let is_idempotent =
        again.is_ok_and(|again| again.text == updated.text && again.report.changes.is_empty());
    if !is_idempotent {
        return Some("a second update changes it");
    }
    if !bytes_outside_are_same(before, updated) {
        return Some("bytes outside of the changes differ");
    }
    if !is_update(before, &updated.text, &block, Stale::Keep) {
        return Some("reading it as a whole says otherwise");
    }
    if serde_yaml_agrees(before, &updated.text, &updated.report.placeholders_kept) == Some(false) {
        return Some("serde_yaml says otherwise");
    }
    None
}

/// Whether the lines that are not among the changes are the same, line ends included.
fn bytes_outside_are_same(before: &str, updated: &Updated) -> bool {
    let changed = |is_before: bool| -> BTreeSet<usize> {
        let changes = updated.report.changes.iter();
        let lines = changes.flat_map(|change| match is_before {
            true => &change.before,
            false => &change.after,
        });
        lines.map(|line| line.number).collect()
    };
    let unchanged = |text: &str, changed: &BTreeSet<usize>| -> String {
        let lines = (1..).zip(lines(text));
        let kept = lines.filter(|(number, _)| !changed.contains(number));
        kept.map(|(_, line)| line).collect()
    };
    let [old, new] = [(before, true), (&updated.text, false)]
        .map(|(text, is_before)| unchanged(text, &changed(is_before)));
    // Behind a last line without an end, what is added needs one before it.
    old == new || old.trim_end_matches(['\n', '\r']) == new.trim_end_matches(['\n', '\r'])
}

/// The lines of a text with their ends: LF, CRLF or CR.
fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\n', '\r']) {
        let length = match rest[at..].starts_with("\r\n") {
            true => 2,
            false => 1,
        };
        let (line, behind) = rest.split_at(at + length);
        lines.push(line);
        rest = behind;
    }
    lines.push(rest);
    lines
}

#[test]
fn the_corpus_is_of_many_files_and_each_is_brought_up_to_date() {
    let samples = config_corpus::samples();
    let distinct: BTreeSet<&str> = samples.iter().map(|sample| sample.text.as_str()).collect();
    assert_eq!(distinct.len(), samples.len());
    assert!(samples.len() >= 150, "{}", samples.len());
    let mut outcomes = Vec::new();
    for sample in samples {
        let judged = Judged::new(sample.text.clone());
        match &judged.outcome {
            Ok(updated) => assert_eq!(complaint(&sample.text, updated), None, "{}", sample.name),
            Err(refusal) => panic!("{}: {refusal:?}\n{}", sample.name, sample.text),
        }
        outcomes.push(judged);
    }
    for ruamel in [Ruamel::Kometas, Ruamel::Older] {
        let arguments = ["--only-round-trip", "--write-back"];
        let counts = Counts::of(ruamel, &outcomes, &arguments);
        counts.print(&format!("the corpus itself, {}", ruamel.name()));
        assert!(counts.wrong.is_empty(), "{}", counts.wrong.join("\n\n"));
    }
}

#[test]
fn remarks_around_values_are_taken_or_refused_as_kometa_does() {
    let mut outcomes = Vec::new();
    for before in [
        "n: ",
        "n: # c\n  ",
        "n:\n  # c\n  ",
        "n:\n\n  ",
        "n: &a # c\n  ",
        "n: # c\n  &a ",
        "n: !t # c\n  ",
        "n: # c\n  !t ",
        "n: # c\n\n  ",
        "n: # c\n  # d\n  ",
        "- # c\n  ",
        "- n: # c\n    ",
        "n:\n  - # c\n    ",
        "n:\n  m: # c\n    ",
        "? n\n: # c\n  ",
    ] {
        for value in [
            "|", "|-", "|+", ">", "| # d", "|+ # d", "|2", "text", "&a text", "\"text\"", "[a]",
            "{a: b}",
        ] {
            for tail in ["", "\n", "# e\n", "\n# e\n", "  \n", "  "] {
                let is_block_scalar = value.starts_with(['|', '>']);
                let pad = match before.rsplit('\n').next() {
                    Some(last) if last.trim_start_matches(' ').is_empty() => last,
                    Some(last) if last.starts_with(' ') => {
                        &last[..last.len() - last.trim_start().len()]
                    }
                    _ => "  ",
                };
                let content = match is_block_scalar {
                    true => format!("{pad}  text\n"),
                    false => String::new(),
                };
                let after = match before.starts_with("- ") {
                    true => "",
                    false => "m:\n",
                };
                let list = match before.starts_with("- ") {
                    true => "list:\n",
                    false => "",
                };
                for after in ["", after] {
                    let text = format!("{list}{before}{value}\n{content}{tail}{after}");
                    outcomes.push(Judged::new(text));
                }
            }
        }
    }
    judge(&outcomes, "values with remarks around");
}

#[test]
fn tags_are_taken_or_refused_as_kometa_does() {
    let tags = [
        "!t", "!!str", "!!null", "!!seq", "!!map", "!!int", "!!binary", "!", "!<x>", "!<!x>",
    ];
    let places = [
        "a: TAG\n",
        "a: TAG b\n",
        "a: TAG\n  b\n",
        "- TAG\n",
        "- TAG b\n",
        "a: [TAG]\n",
        "a: [TAG b]\n",
        "a: [TAG, b]\n",
        "a: [TAG , b]\n",
        "a: [TAG,b]\n",
        "a: {TAG b: c}\n",
        "a: {b: TAG}\n",
        "a: {b: TAG, c: d}\n",
        "a: {b: TAG c, d: e}\n",
        "a: TAG [b]\n",
        "a: TAG {b: c}\n",
        "a: TAG[b]\n",
        "a: TAG{b: c}\n",
        "a: [TAG[b]]\n",
        "a: TAG\n  b: c\n",
        "a: TAG\n  - b\n",
        "a: TAG |\n  b\n",
        "a: TAG \"b\"\n",
        "a: TAG\"b\"\n",
        "TAG a: b\n",
        "TAG a:\n  b: c\n",
        "TAG\na: b\n",
        "a: TAG 12\n",
        "a: TAG &x b\nc: *x\n",
        "a: &x TAG b\nc: *x\n",
        "a: TAG ~\n",
        "a: TAG # c\n  b\n",
    ];
    let mut outcomes = Vec::new();
    for place in places {
        for tag in tags {
            let text = place.replace("TAG", tag);
            outcomes.push(Judged::new(text));
        }
    }
    judge(&outcomes, "values with tags");
}

#[test]
fn braces_and_brackets_are_taken_or_refused_as_kometa_does() {
    let pieces = [
        "k: v",
        "k",
        "k:",
        "k:v",
        "k : v",
        "? k : v",
        "? k",
        "\"k\": v",
        "\"k\":v",
        "'k' :v",
        "k:\n    v",
        "k\n  : v",
        "k\n  j: v",
        "k\n  j",
        "\"k\n  j\": v",
        "[x]: v",
        "{x: y}: v",
        "[[x]]: v",
        "k: [x, y]",
        "k: {x: y}",
        "k: v # c\n ",
        "k: # c\n    v",
        "k # c\n  : v",
        ": v",
        "1: v",
        "true: v",
        "*x : v",
        "*x",
        "&y k: v",
        "k: &y v",
        "k: *x",
        "<<: *x",
        "k: 'v'",
        "k: v\n",
        "- v",
        "k: - v",
        "k: |\n    v",
        "k: http://x:1/",
        "",
        "null: v",
        "~: v",
        "!t k: v",
        "k: \tv",
        "k:\tv",
    ];
    let mut outcomes = Vec::new();
    for first in pieces {
        for second in pieces {
            for (open, close) in [('{', '}'), ('[', ']')] {
                let text = format!("x: &x {{z: 1}}\na: {open}{first}, {second}{close}\n");
                outcomes.push(Judged::new(text));
            }
        }
    }
    judge(&outcomes, "values in braces and brackets");
}

#[test]
fn dates_and_numbers_are_taken_or_refused_as_kometa_does() {
    let long = "1".repeat(4300);
    let digits = [&long, "1", "0"].concat();
    let words = [
        "2023-02-28",
        "2023-02-29",
        "2024-02-29",
        "1900-02-29",
        "2000-02-29",
        "2023-02-30",
        "2023-13-01",
        "0000-01-01",
        "2023-1-1",
        "2023-2-30 1:00:00",
        "2001-01-01T24:00:00",
        "2001-01-01 23:60:00",
        "2001-01-01t23:59:60",
        "2001-01-01T00:00:00+24",
        "2001-01-01T00:00:00 -23:59",
        "2001-01-01T00:00:00+23:60",
        "2001-01-01T00:00:00+1:99",
        "2001-01-01T00:00:00Z",
        "2001-01-01T00:00:00z",
        "9999-12-31T23:59:59.9999999",
        "9999-12-31T23:59:59.9999994",
        "0001-01-01T00:00:00+23",
        "2001-01-01 10:00:00.",
        "2001-01-01 10:00",
        "-_",
        "+_",
        "_",
        "-__",
        "0x_",
        "0b_",
        "0o_",
        "-0x_",
        "0_",
        "0x_1",
        "1_",
        "._",
        "-._",
        "+._",
        ".__",
        "._e+1",
        ".e+1",
        "._1",
        "1._",
        "-.",
        ".1e1",
        "1_e5",
        "1e999",
        "08",
        "0o8",
        "1:30",
        "190:20:30.15",
        ".inf",
        "-.nan",
        "=",
        "<<",
        "~",
        &long,
        &digits,
    ];
    let places = [
        "a: WORD\n",
        "- WORD\n",
        "a:\n  - WORD\n",
        "WORD: a\n",
        "z: 1\n? WORD\n: a\n",
        "a: [b, WORD]\n",
        "a: {WORD: b}\n",
        "a: &x WORD\nb: *x\n",
        "%YAML 1.1\n---\na: WORD\n",
        "a: !t WORD\n",
        "a: !!str WORD\n",
        "a: \"WORD\"\n",
        "a: |\n  WORD\n",
    ];
    let mut outcomes = Vec::new();
    for place in places {
        for word in words {
            outcomes.push(Judged::new(place.replace("WORD", word)));
        }
    }
    // The same twice, or not, as keys.
    let keys = [
        "2001-01-01",
        "\"2001-01-01\"",
        "2001-01-01 00:00:00",
        "2001-01-01T00:00:00.0",
        "2001-01-01T00:00:00Z",
        "2001-01-01 01:00:00 +1",
        "2000-12-31T22:30:00-01:30",
        "11323",
        "1",
        "1.0",
        "true",
        "0x1",
        "\"1\"",
        "1_",
        "'true'",
    ];
    for first in keys {
        for second in keys {
            outcomes.push(Judged::new(format!("{first}: a\n{second}: b\n")));
        }
    }
    let counts = judge(&outcomes, "dates and numbers");
    assert!(
        counts.refused_although_readable.is_empty(),
        "{:?}",
        counts.refused_although_readable
    );
}

#[test]
fn doubtful_characters_and_tabs_are_taken_or_refused_as_kometa_does() {
    let characters = [
        "\u{feff}", "\u{85}", "\u{2028}", "\u{2029}", "\t", "\u{a0}", "\u{200b}",
    ];
    let places = [
        "# x@y\na: 1\n",
        "a: 1 # x@y\nb: 2\n",
        "a: 1\n# x@\nb: 2\n",
        "a: 1 # x@# y\nb: 2\n",
        "a: \"x@y\"\n",
        "a: 'x@y'\n",
        "a: \"@\"\n",
        "a: \"x@--- y\"\n",
        "a: 'x@...'\n",
        "a: x@y\n",
        "a: |\n  x@y\n",
        "x@y: 1\n",
        "@a: 1\n",
        "b: 1\n@a: 1\n",
        "b: 1\n@# a: 1\n",
        "'x@y': 1\n",
        "{'x@y': 1, z: 2}\n",
        "a: ['x@y', z@z]\n",
        "a: 1@\n",
        "a: 1@# c\n",
        "a: #@\n  b: 1\n",
        "a: 'x' #@y\n",
        "a: ['x' #@\n  ]\n",
        "a: &x@y 1\n",
        "a:\n\n@# c\nb: 1\n",
        "a:\n\n@# c\n  b: 1\n",
        "a:\n@# c\nb: 1\n",
        "a:\n\n\n  @ @# c\nb: 1\n",
        "a:\n  \n@# c\nb: 1\n",
        "a: 1\n\n@# c\nb: 1\n",
        "a: 'x'\n\n@# c\nb: 1\n",
        "a: [x]\n\n@# c\nb: 1\n",
        "a: &x\n\n@# c\n  b: 1\n",
        "a: [x] # d\n\n@# c\nb: 1\n",
        "a:\n# x\n\n@# c\nb: 1\n",
        "a:\n  -\n\n@# c\n  - b\n",
        "- a\n\n@# c\n- b\n",
        "a: |\n  x\n\n@# c\nb: 1\n",
        "a:\n\n@\nb: 1\n",
        "a:\n\n@",
        "a: {}\n\n@\n...\n",
        "\n\n@# c\na: 1\n",
        "\n@# c\na: 1\n",
        "---\n\n@# c\na: 1\n",
        "a:\n\n@# c\n@# d\nb: 1\n",
        "x: &x 1\na: *x\n\n@# c\nb: 1\n",
        "a:\n\n@b: 1\n",
        "a: !t\n\n@# c\nb: 1\n",
        "a: !t x\n\n@# c\nb: 1\n",
    ];
    let mut outcomes = Vec::new();
    for place in places {
        for character in characters {
            for line_end in ["\n", "\r\n", "\r"] {
                let text = place.replace('@', character).replace('\n', line_end);
                outcomes.push(Judged::new(text));
            }
        }
    }
    judge(&outcomes, "doubtful characters and tabs");
}

/// Prints what became of some files, fails where any is wrong, and returns what Kometa's reader says.
fn judge(outcomes: &[Judged], what: &str) -> Counts {
    let [counts, _] = [Ruamel::Kometas, Ruamel::Older].map(|ruamel| {
        let counts = Counts::of(ruamel, outcomes, &["--only-round-trip"]);
        counts.print(&format!("{} {what}, {}", outcomes.len(), ruamel.name()));
        assert!(counts.wrong.is_empty(), "{}", counts.wrong.join("\n\n"));
        counts
    });
    counts
}

#[test]
fn any_input_is_refused_or_only_its_block_changes() {
    let count = number_from("CONFIG_PROPERTY_INPUTS", USUAL_INPUTS);
    let seed = number_from("CONFIG_PROPERTY_SEED", 1)
        .to_le_bytes()
        .repeat(4);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let strategy = input();
    let mut outcomes = Vec::new();
    let mut failures = Vec::new();
    for _ in 0..count {
        let before = strategy.new_tree(&mut runner).unwrap().current();
        // Neither may panic, whatever it is given.
        let _ = read(&before);
        let judged = Judged::new(before);
        let before = &judged.before;
        if let Ok(updated) = &judged.outcome
            && let Some(complaint) = complaint(before, updated)
        {
            failures.push(format!("{complaint}\n{before:?}\n{:?}", updated.text));
        }
        outcomes.push(judged);
    }
    for ruamel in [Ruamel::Kometas, Ruamel::Older] {
        let counts = Counts::of(ruamel, &outcomes, &["--only-round-trip"]);
        counts.print(&format!("{count} inputs, {}", ruamel.name()));
        failures.extend(counts.wrong);
    }
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}
