//! Tables that read well in a terminal and in a document alike.

/// Returns a Markdown table, its columns made as wide as what stands in them.
///
/// ```text
/// | page      | raw  |
/// | --------- | ---- |
/// | this page | 4711 |
/// ```
pub(crate) fn markdown<const COLUMNS: usize>(
    head: [&str; COLUMNS],
    rows: &[[String; COLUMNS]],
) -> String {
    let widths: [usize; COLUMNS] = std::array::from_fn(|column| {
        let cells = rows.iter().map(|row| row[column].as_str());
        let widths = cells.chain([head[column]]).map(|cell| cell.chars().count());
        // A line of one or two dashes is no table to every reader.
        widths.max().unwrap_or_default().max(3)
    });
    let lines = [
        head.map(str::to_owned),
        widths.map(|width| "-".repeat(width)),
    ];
    let lines = lines.iter().chain(rows).map(|cells| {
        let padded = cells.iter().zip(widths);
        let padded: Vec<_> = padded
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        format!("| {} |", padded.join(" | "))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Several measurements of the same thing.
#[derive(Default)]
pub(crate) struct Runs(Vec<f64>);

impl Runs {
    pub(crate) fn add(&mut self, measured: f64) {
        self.0.push(measured);
    }

    /// The one in the middle; of an even number, the upper of the two.
    pub(crate) fn median(&self) -> f64 {
        let sorted = self.sorted();
        sorted[sorted.len() / 2]
    }

    pub(crate) fn most(&self) -> f64 {
        let sorted = self.sorted();
        sorted[sorted.len() - 1]
    }

    /// The median in milliseconds, and between what the runs lay.
    pub(crate) fn milliseconds(&self, decimals: usize) -> String {
        let sorted = self.sorted();
        let (least, most) = (sorted[0], sorted[sorted.len() - 1]);
        let median = self.median();
        format!("{median:.decimals$} ms ({least:.decimals$}–{most:.decimals$})")
    }

    fn sorted(&self) -> Vec<f64> {
        assert!(!self.0.is_empty(), "nothing was measured");
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        sorted
    }
}

#[test]
fn a_table_is_as_wide_as_what_stands_in_it() {
    let rows = [["this page".to_owned(), "4711".to_owned()]];
    let expected = "| page      | raw  |\n| --------- | ---- |\n| this page | 4711 |";
    assert_eq!(markdown(["page", "raw"], &rows), expected);
}
