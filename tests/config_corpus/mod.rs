//! Files in the shapes that users' `config.yml` have: the layouts in `files` with each block in `trakt` in the place of
//! `@trakt`, each written in one of several manners. No value in them is anybody's.

use std::fs;
use std::path::Path;

/// Where a layout has its block.
const PLACE: &str = "@trakt\n";

pub(crate) struct Sample {
    /// The layout, the block and the manner.
    pub(crate) name: String,
    pub(crate) text: String,
}

type Manner = (&'static str, fn(&str, &str) -> String);

/// How a layout with a block in it is written. Their number shares no factor with that of the layouts or of the blocks,
/// so that each meets many of the others.
const MANNERS: [Manner; 13] = [
    ("as it is", put_in),
    ("crlf", |layout, block| {
        put_in(layout, block).replace('\n', "\r\n")
    }),
    ("byte order mark", |layout, block| {
        format!("\u{feff}{}", put_in(layout, block))
    }),
    ("indent of 4", |layout, block| {
        each_line(&put_in(layout, block), |line| {
            let (indent, rest) = line.split_at(indent(line));
            // What stands behind a dash is indented by it.
            let wide = rest.replacen("- ", "-   ", usize::from(rest.starts_with("- ")));
            format!("{indent}{indent}{wide}")
        })
    }),
    ("document markers", |layout, block| {
        let text = put_in(layout, block);
        format!("---\n{}...\n", text.trim_start_matches("---\n"))
    }),
    ("no final newline", |layout, block| {
        put_in(layout, block).trim_end().to_owned()
    }),
    ("remarks on every line", |layout, block| {
        each_line(&put_in(layout, block), |line| match is_whole(line) {
            true => format!("{line:44} # What this is for"),
            false => line.to_owned(),
        })
    }),
    ("tabs in remarks", |layout, block| {
        put_in(layout, block).replace(" # ", " #\t")
    }),
    ("no remarks", |layout, block| {
        let text = put_in(layout, block);
        let lines = text.split_inclusive('\n');
        let is_remark = |line: &&str| line.trim().is_empty() || line.trim().starts_with('#');
        lines.filter(|line| !is_remark(line)).collect()
    }),
    ("block first", |layout, block| {
        let rest = layout.replacen(PLACE, "", 1);
        match rest.strip_prefix("---\n") {
            Some(rest) => format!("---\n{block}{rest}"),
            None => format!("{block}{rest}"),
        }
    }),
    ("block last", |layout, block| {
        format!("{}{block}", layout.replacen(PLACE, "", 1))
    }),
    ("mixed line ends", |layout, block| {
        let text = put_in(layout, block);
        let lines = text.lines().enumerate();
        lines
            .map(|(at, line)| format!("{line}{}", if at % 3 == 1 { "\r\n" } else { "\n" }))
            .collect()
    }),
    ("spaces at line ends", |layout, block| {
        each_line(&put_in(layout, block), |line| match is_whole(line) {
            true => format!("{line}  "),
            false => line.to_owned(),
        })
    }),
];

/// All of them, always the same.
pub(crate) fn samples() -> Vec<Sample> {
    let mut layouts = texts("files");
    layouts.push(("sixty_libraries".into(), sixty_libraries()));
    let blocks = texts("trakt");
    let mut manners = MANNERS.iter().cycle();
    let mut samples = Vec::new();
    for (layout_name, layout) in &layouts {
        for (block_name, block) in &blocks {
            let Some((manner, write)) = manners.next() else {
                continue;
            };
            samples.push(Sample {
                name: format!("{layout_name}, {block_name}, {manner}"),
                text: write(layout, block),
            });
        }
    }
    samples
}

fn texts(directory: &str) -> Vec<(String, String)> {
    let directory = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .join("tests/config_corpus")
        .join(directory);
    let mut texts: Vec<(String, String)> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect();
    texts.sort();
    texts
}

/// What somebody with a big server has.
fn sixty_libraries() -> String {
    let mut text = String::from("libraries:\n");
    for number in 1..=60 {
        let kind = ["Movies", "Shows", "Anime", "Concerts"][number % 4];
        text.push_str(&format!("  {kind} {number}:\n    collection_files:\n"));
        for default in ["basic", "imdb", "tmdb", "trakt"]
            .iter()
            .take(1 + number % 4)
        {
            text.push_str(&format!("      - default: {default}\n"));
        }
        if number % 3 == 0 {
            text.push_str(
                "    operations:\n      mass_critic_rating_update: tmdb   # From there\n",
            );
        }
        if number % 5 == 0 {
            text.push_str("    # overlay_files:\n    #   - default: ribbon\n");
        }
    }
    text.push_str("plex:\n  url: http://192.168.1.12:32400\n  token: \"####################\"\n");
    text.push_str(PLACE);
    text.push_str("tmdb:\n  apikey: \"################################\"\n");
    text
}

fn put_in(layout: &str, block: &str) -> String {
    layout.replacen(PLACE, block, 1)
}

fn each_line(text: &str, change: impl Fn(&str) -> String) -> String {
    text.lines().map(|line| change(line) + "\n").collect()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Whether a line is a key or a list entry by itself, and has no remark yet.
fn is_whole(line: &str) -> bool {
    let is_entry = line.contains(": ") || line.ends_with(':') || line.trim().starts_with("- ");
    let has_open_quote = line.matches('"').count() % 2 == 1;
    is_entry && !has_open_quote && !line.contains('#')
}
