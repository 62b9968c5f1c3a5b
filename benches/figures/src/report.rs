//! What was measured, as Markdown: the goals first, then each part in its order.

use std::fmt::{self, Display, Write as _};

use super::table;

#[derive(Default)]
pub(crate) struct Report {
    goals: Vec<[String; 4]>,
    parts: String,
}

/// How a goal and what was measured for it are written.
#[derive(Clone, Copy)]
pub(crate) enum Unit {
    Kilobytes,
    Milliseconds,
    /// As often as long as something else, which is named behind it.
    Times,
}

impl Report {
    pub(crate) fn heading(&mut self, heading: &str) {
        self.paragraph(format_args!("## {heading}"));
    }

    pub(crate) fn paragraph(&mut self, text: impl Display) {
        writeln!(self.parts, "{text}\n").expect("a text takes it");
    }

    pub(crate) fn table<const COLUMNS: usize>(
        &mut self,
        head: [&str; COLUMNS],
        rows: &[[String; COLUMNS]],
    ) {
        self.paragraph(table::markdown(head, rows));
    }

    /// Notes whether `measured` is at most `limit`, both in `unit`. `remark` goes behind what was measured.
    pub(crate) fn goal(
        &mut self,
        what: impl Display,
        unit: Unit,
        limit: f64,
        measured: f64,
        remark: &str,
    ) {
        self.goals.push([
            what.to_string(),
            unit.of(limit),
            format!("{}{remark}", unit.of(measured)),
            if measured <= limit {
                "met"
            } else {
                "**not met**"
            }
            .to_owned(),
        ]);
    }
}

impl Unit {
    fn of(self, number: f64) -> String {
        match self {
            Self::Kilobytes => format!("{number:.1} kB"),
            Self::Milliseconds => format!("{number:.1} ms"),
            Self::Times => format!("{number:.2} ×"),
        }
    }
}

impl Display for Report {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let goals = table::markdown(["goal", "at most", "measured", ""], &self.goals);
        write!(to, "## Goals\n\n{goals}\n\n{}", self.parts.trim_end())
    }
}

#[test]
fn a_goal_is_met_up_to_its_limit() {
    let mut report = Report::default();
    report.goal("a", Unit::Kilobytes, 95.0, 95.0, "");
    report.goal("b", Unit::Times, 1.1, 1.11, " (by hand 70 ms)");
    report.heading("More");
    let expected = "\
## Goals

| goal | at most | measured               |             |
| ---- | ------- | ---------------------- | ----------- |
| a    | 95.0 kB | 95.0 kB                | met         |
| b    | 1.10 ×  | 1.11 × (by hand 70 ms) | **not met** |

## More";
    assert_eq!(report.to_string(), expected);
}
