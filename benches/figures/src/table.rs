//! Tables that read well in a terminal and in the README alike.

/// Prints a Markdown table, its columns made as wide as what stands in them.
pub(crate) fn print<const COLUMNS: usize>(head: [&str; COLUMNS], rows: &[[String; COLUMNS]]) {
    let widths: [usize; COLUMNS] = std::array::from_fn(|column| {
        let cells = rows.iter().map(|row| row[column].as_str());
        let widths = cells.chain([head[column]]).map(|cell| cell.chars().count());
        widths.max().unwrap_or_default()
    });
    print_row(&head.map(str::to_owned), &widths);
    print_row(&widths.map(|width| "-".repeat(width)), &widths);
    for row in rows {
        print_row(row, &widths);
    }
    println!();
}

fn print_row(cells: &[String], widths: &[usize]) {
    let padded = cells.iter().zip(widths);
    let padded: Vec<_> = padded
        .map(|(cell, width)| format!("{cell:<width$}"))
        .collect();
    println!("| {} |", padded.join(" | "));
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
