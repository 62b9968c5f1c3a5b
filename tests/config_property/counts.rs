//! Counts of updated and refused files by class, and the check that none is wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;

use kometa_trakt_sign_in::kometa::config::{
    ConfigRefusal, Stale, Updated, is_update, read, update, update_block, update_section,
};

use crate::number_from;
use crate::yaml_readers::{Comparison, Ruamel, Verdict, compare, new_block, serde_yaml_agrees};

/// Counts of updated and refused files, by class.
#[derive(Default)]
pub(crate) struct Counts {
    updated: usize,
    appended: usize,
    /// Of the updated ones, those that Kometa reads only since.
    made_readable: usize,
    refused_rightly: BTreeMap<String, usize>,
    pub(crate) refused_although_readable: BTreeMap<String, usize>,
    /// The blocks that were made of a pasted text, and how many of them are no new ones.
    blocks: [usize; 2],
    pub(crate) wrong: Vec<String>,
    /// For each class that is refused although Kometa reads it.
    shown: BTreeMap<String, Vec<String>>,
}

type Outcome = Result<Updated, ConfigRefusal>;

/// A text, and what was made of it as a whole file and as a pasted block.
pub(crate) struct Judged {
    pub(crate) before: String,
    pub(crate) outcome: Outcome,
    block: Option<String>,
}

impl Judged {
    pub(crate) fn new(before: String) -> Self {
        let outcome = update(&before, &new_block());
        if let Some(section) = read(&before).ok().and_then(|found| found.section) {
            let by_lines = update_section(&before, &section, &new_block(), Stale::Keep);
            if let Some(by_lines) = by_lines {
                assert_eq!(Ok(&by_lines), outcome.as_ref(), "{before}");
                assert_eq!(
                    Ok(&by_lines.text),
                    outcome.as_ref().map(|it| &it.text),
                    "{before}"
                );
            }
        }
        Self {
            outcome,
            block: update_block(&before, &new_block()).ok(),
            before,
        }
    }
}

impl Counts {
    /// Judges what was made of each file.
    pub(crate) fn of(ruamel: Ruamel, outcomes: &[Judged], arguments: &[&str]) -> Self {
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

    pub(crate) fn print(&self, title: &str) {
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

/// Returns a fault of an update that can be seen without a reader of YAML.
pub(crate) fn complaint(before: &str, updated: &Updated) -> Option<&'static str> {
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

/// Returns whether the lines that are not among the changes are the same, line ends included.
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

/// Prints what became of some files, fails where any is wrong, and returns what Kometa's reader says.
pub(crate) fn judge(outcomes: &[Judged], what: &str) -> Counts {
    let [counts, _] = [Ruamel::Kometas, Ruamel::Older].map(|ruamel| {
        let counts = Counts::of(ruamel, outcomes, &["--only-round-trip"]);
        counts.print(&format!("{} {what}, {}", outcomes.len(), ruamel.name()));
        assert!(counts.wrong.is_empty(), "{}", counts.wrong.join("\n\n"));
        counts
    });
    counts
}
