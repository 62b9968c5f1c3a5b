//! Kinds of files of which each is written down, as far as one can think of it.

use super::counts::{Judged, judge};

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
