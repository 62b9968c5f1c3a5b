//! Brings a pasted block up to date: the text of the block alone, whatever it was pasted with.

use super::document::{Document, Entry};
use super::left_at_root::misplaced_in_block;
use super::lines::{BYTE_ORDER_MARK, before_line_break, line_break_at, line_end, line_start};
use super::read::{json_object, pasted_document};
use super::refusal::{ConfigRefusal, Reason};
use super::section::{child, trakt_entry, trakt_of};
use super::update;
use super::verify::Comparison;
use crate::kometa::TraktBlock;
use crate::kometa::keys::{BlockKey, Place};

/// Returns the text of the new block for a pasted one. The user's own keys and comments stay.
///
/// `pasted` may be what [`read`](super::read()) takes; of a whole file only the block is given back. The result begins
/// with `trakt:`, is not indented, and has LF line ends.
///
/// ```text
/// plex:                         trakt:
///   url: x                        client_id: new
/// trakt:                  →       own: keep
///   client_id: old                …
///   own: keep
/// tmdb: {apikey: x}
/// ```
///
/// # Errors
/// Why the block cannot be changed with certainty. A new one, without the user's own keys, is `block.to_string()`.
pub fn update_block(pasted: &str, block: &TraktBlock) -> Result<String, ConfigRefusal> {
    if json_object(pasted).is_some() {
        return Ok(block.to_string());
    }
    let (pasted, _) = pasted_document(pasted)?;
    let whole = match layout(&pasted)? {
        Layout::WithKey { section } => {
            refuse_misplaced(&pasted, section)?;
            pasted.text
        }
        Layout::WithoutKey { root } => {
            refuse_misplaced(&pasted, root)?;
            under_key(&pasted)
        }
        Layout::None => return Ok(block.to_string()),
    };
    block_of(&update(&whole, block)?.text)
}

/// The place of the block in a pasted text.
enum Layout {
    /// Under a `trakt` key.
    WithKey { section: usize },
    /// At the root, with nothing that belongs to another section.
    WithoutKey { root: usize },
    /// Nowhere, or among other sections, or in braces with nothing of the user's own.
    None,
}

fn layout(document: &Document) -> Result<Layout, ConfigRefusal> {
    let Some(root) = document.root() else {
        return Ok(Layout::None);
    };
    let trakt = child(document, root, BlockKey::Trakt);
    if !document.nodes[root].is_block_mapping() {
        return match trakt.is_some_and(|trakt| has_own_keys(document, trakt.value)) {
            true => Err(Reason::RootInFlowStyle.on(document.nodes[root].line)),
            false => Ok(Layout::None),
        };
    }
    if let Some(trakt) = trakt_entry(document, root)? {
        let section = trakt.value;
        return Ok(Layout::WithKey { section });
    }
    let keys = || document.entries(root).map(|entry| key_of(document, entry));
    let names_a_block = [
        BlockKey::ClientId,
        BlockKey::ClientSecret,
        BlockKey::Authorization,
    ];
    let has_block = keys().flatten().any(|key| names_a_block.contains(&key));
    let may_be_own = |entry: Entry| {
        // The user's own keys hold single values. With nothing, or with more, a key may be another section.
        let is_single = document.scalar(entry.value).is_some() && !document.is_null(entry.value);
        key_of(document, entry).is_some() || is_single
    };
    Ok(match has_block && document.entries(root).all(may_be_own) {
        true => Layout::WithoutKey { root },
        false => Layout::None,
    })
}

/// Refuses a block with another one in it, or with keys whose indentation is in part no spaces to YAML: as the user's
/// own keys they would bring old secrets into the new block.
fn refuse_misplaced(document: &Document, block: usize) -> Result<(), ConfigRefusal> {
    match misplaced_in_block(document, block).first() {
        Some((_, node)) => Err(Reason::UnusualKey.on(document.nodes[*node].line)),
        None => Ok(()),
    }
}

/// Returns whether a section, or the `authorization` in it, has other keys than the block's.
fn has_own_keys(document: &Document, section: usize) -> bool {
    let is_mapping = document.nodes[section].is_mapping();
    is_mapping
        && document.entries(section).any(|entry| {
            key_of(document, entry).is_none_or(|key| {
                key == BlockKey::Authorization && has_own_keys(document, entry.value)
            })
        })
}

/// Returns the key of the block that an entry is of.
fn key_of(document: &Document, entry: Entry) -> Option<BlockKey> {
    let key = document.scalar(entry.key).and_then(BlockKey::named)?;
    (key.place() != Place::Root).then_some(key)
}

/// Puts `trakt:` above the content of a document, which is indented for that if it is not. A byte order mark and
/// document markers stay outside.
///
/// ```text
/// ---                     ---
/// client_id: a            trakt:
/// own: keep         →       client_id: a
/// ...                       own: keep
///                         ...
/// ```
fn under_key(document: &Document) -> String {
    let text = &document.text;
    let first = document
        .root()
        .and_then(|root| document.entries(root).next());
    let is_indented = first
        .and_then(|first| document.indent(first.key))
        .is_some_and(|indent| indent > 0);
    let start = match &document.start_marker {
        Some(marker) => next_line(text, marker.end),
        None if text.starts_with(BYTE_ORDER_MARK) => BYTE_ORDER_MARK.len_utf8(),
        None => 0,
    };
    let end = document.end_marker.as_ref();
    let end = end.map_or(text.len(), |marker| marker.start);
    let (before, content, behind) = (&text[..start], &text[start..end], &text[end..]);
    let mut whole = format!("{before}{}:\n", BlockKey::Trakt.name());
    for line in lines(content) {
        if !is_indented && !line.is_empty() {
            whole.push_str("  ");
        }
        whole.push_str(line);
        whole.push('\n');
    }
    if !content.ends_with(['\n', '\r']) {
        // A block scalar at the end of the text keeps the end that it has.
        whole.pop();
    }
    whole.push_str(behind);
    whole
}

/// Returns the lines of a text, without the end that LF, CRLF or CR makes.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let end = (start < text.len()).then(|| line_end(text, start))?;
        at = next_line(text, end);
        text.get(start..end)
    })
}

fn next_line(text: &str, at: usize) -> usize {
    let end = line_end(text, at);
    end + line_break_at(text, end).len()
}

/// Cuts the lines of the `trakt` section out of a file, and moves them to the left edge.
///
/// ```text
///   plex: {url: x}        trakt:
///   trakt:                  client_id: a
///     client_id: a    →     own: |
///     own: |                  keep
///       keep
///   tmdb: {apikey: x}
/// ```
fn block_of(config: &str) -> Result<String, ConfigRefusal> {
    let document = Document::parse(config)?;
    let (_, entry) = trakt_of(&document)?;
    let entry = entry.ok_or(Reason::NotSure.on(1))?;
    let not_sure = || Reason::NotSure.on(document.nodes[entry.key].line);
    let indent = document.indent(entry.key).ok_or_else(not_sure)?;
    let start = document.nodes[entry.key].span.start;
    let end = next_line(config, section_end(&document, entry, indent));
    let section = config.get(start..end).ok_or_else(not_sure)?;
    let mut block = String::with_capacity(section.len());
    // The first line begins behind its indentation already.
    let mut margin = 0;
    for line in lines(section) {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        block.push_str(&line[margin.min(spaces)..]);
        block.push('\n');
        margin = indent;
    }
    // A block scalar that ends the file without a line end is compared without one.
    let compared = match section.ends_with(['\n', '\r']) {
        true => &*block,
        false => block.trim_end_matches('\n'),
    };
    match is_section(compared, &document, entry) {
        true => Ok(block),
        false => Err(not_sure()),
    }
}

/// Returns where the last line of a section ends, with the comments below it that are indented more deeply than its
/// key. Blank lines and comments that follow and are not belong to what comes next.
fn section_end(document: &Document, section: Entry, indent: usize) -> usize {
    let text = &document.text;
    let mut end = content_end(document, section);
    let mut at = next_line(text, end);
    while at < text.len() {
        let line = &text[at..line_end(text, at)];
        let content = line.trim_start_matches(' ');
        let is_blank = content.trim_start_matches('\t').is_empty();
        // A comment, or an indicator or anchor of the last value.
        let is_inside = line.len() - content.len() > indent;
        if !is_blank && !is_inside {
            break;
        }
        if !is_blank {
            end = at + line.len();
        }
        at = next_line(text, at);
    }
    end
}

/// Returns where the line ends, before its line end, in which the last token of a section does.
fn content_end(document: &Document, section: Entry) -> usize {
    let text = &document.text;
    let nodes = section.key..document.nodes[section.value].after;
    // Where nothing is written, the parser's place for it may be anywhere before the next token.
    let written = nodes
        .clone()
        .filter(|node| !document.nodes[*node].is_absent());
    let end = written.map(|node| document.nodes[node].span.end).max();
    let end = end.unwrap_or(document.nodes[section.key].span.end);
    let start = line_start(text, end);
    let last = nodes.end - 1;
    let is_behind_text = text[start..end].bytes().all(|b| b == b' ');
    if !document.nodes[last].is_block_scalar() || !is_behind_text {
        return line_end(text, end);
    }
    // The parser's place for a block scalar reaches to the next token.
    match ends_in_blank_lines(document.scalar(last).unwrap_or_default()) {
        true => before_line_break(text, start),
        false => {
            let content = text[..start].trim_end_matches(['\n', '\r', ' ']);
            line_end(text, content.len())
        }
    }
}

/// Returns whether the blank lines below a block scalar are a part of it: `+` keeps them, and so do spaces in them
/// beyond its indentation.
fn ends_in_blank_lines(content: &str) -> bool {
    let lines = content.trim_end_matches('\n');
    let line_ends = content.len() - lines.len();
    line_ends > 1 || lines.ends_with(' ') || (lines.is_empty() && line_ends > 0)
}

/// Returns whether a text is the section of a document and nothing else. What an alias stands for outside of the
/// section is not compared.
fn is_section(block: &str, document: &Document, section: Entry) -> bool {
    let nodes = section.key..document.nodes[section.value].after;
    let refers_outside = |node: usize| !nodes.contains(&document.resolve(node));
    if nodes.clone().any(refers_outside) {
        return true;
    }
    let Ok(alone) = Document::parse(block) else {
        return false;
    };
    let Some(root) = alone.root() else {
        return false;
    };
    let entries: Vec<Entry> = alone.entries(root).take(2).collect();
    let [entry] = entries[..] else {
        return false;
    };
    Comparison::new(document, &alone).entries_agree(section, entry)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::trakt::credentials::FilledIn;
    use crate::trakt::{AccessToken, ClientId, ClientSecret, RefreshToken, Token, TraktApp};

    fn dedented(lines: &str) -> String {
        lines
            .lines()
            .map(|line| format!("{}\n", &line[2..]))
            .collect()
    }

    fn new_block() -> TraktBlock {
        TraktBlock {
            app: TraktApp {
                client_id: ClientId::new("newid"),
                client_secret: Some(ClientSecret::new("newsecret")),
            },
            token: Token {
                access_token: AccessToken::new("newaccess"),
                token_type: "bearer".into(),
                expires_in: 7_776_000,
                refresh_token: RefreshToken::new("newrefresh"),
                scope: "public".into(),
                created_at: 1_760_000_000,
                filled_in: FilledIn::default(),
            },
        }
    }

    #[test]
    fn a_pasted_block_keeps_what_the_user_added() {
        let expected = "\
trakt: # mine
  client_id: newid # from Trakt
  own: keep
  client_secret: newsecret
  pin:
  force_refresh: true
  # tokens
  authorization:
    access_token: newaccess
    token_type: bearer
    expires_in: 7776000
    refresh_token: newrefresh
    scope: public
    created_at: 1760000000
  # the end
";
        let lines = "  client_id: abc # from Trakt\n  own: keep\n  client_secret: def\n  force_refresh: true\n  \
                     # tokens\n  authorization:\n    access_token: ghi\n  # the end\n";
        let block = format!("trakt: # mine\n{lines}");
        let indented: String = block
            .lines()
            .map(|line| format!("    {line}\r\n"))
            .collect();
        for pasted in [
            block.clone(),
            format!("plex:\n  token: abc\n{block}# not part of it\ntmdb:\n  apikey: def\n"),
            indented,
        ] {
            assert_eq!(
                update_block(&pasted, &new_block()).unwrap(),
                expected,
                "{pasted}"
            );
        }
        let without_remark = expected.replace("trakt: # mine", "trakt:");
        for pasted in [lines, &dedented(lines), lines.trim_start()] {
            assert_eq!(
                update_block(pasted, &new_block()).unwrap(),
                without_remark,
                "{pasted}"
            );
        }
    }

    #[test]
    fn without_a_block_to_keep_a_new_one_is_made() {
        let new = new_block().to_string();
        for pasted in [
            "",
            "plex:\n  token: abc\n",
            "access_token: abc\n",
            "{\"access_token\": \"abc\"}",
            "{trakt: {client_id: abc}}",
            "abc",
        ] {
            assert_eq!(update_block(pasted, &new_block()).unwrap(), new, "{pasted}");
        }
    }

    #[test]
    fn a_block_that_cannot_be_changed_surely_is_refused() {
        assert_eq!(
            update_block("trakt:\n  client_id: !env ID\n", &new_block()),
            Err(Reason::Tagged.on(2))
        );
        assert_eq!(
            update_block("name: &name trakt\n*name :\n  own: a\n", &new_block()),
            Err(Reason::UnusualKey.on(2))
        );
        for own in ["own: a", "authorization: {own: a}"] {
            assert_eq!(
                update_block(&format!("{{trakt: {{client_id: a, {own}}}}}"), &new_block()),
                Err(Reason::RootInFlowStyle.on(1))
            );
        }
    }

    #[test]
    fn a_section_ends_where_its_last_line_does() {
        let head = "trakt:\n  client_id: a\n";
        for (tail, kept) in [
            ("  own: |\n    mine\n", "  own: |\n    mine\n"),
            ("  own: |\n    mine\n\n\n", "  own: |\n    mine\n"),
            ("  own: |+\n    mine\n\n\n", "  own: |+\n    mine\n\n\n"),
            ("  own: >-\n    mine\n\n", "  own: >-\n    mine\n"),
            (
                "  own: |2\n      mine\n    mine\n",
                "  own: |2\n      mine\n    mine\n",
            ),
            (
                "  own: |\n    mine\n       \n",
                "  own: |\n    mine\n       \n",
            ),
            ("  own: |\n", "  own: |\n"),
            (
                "  own: |\n    mine\n  # mine\n",
                "  own: |\n    mine\n  # mine\n",
            ),
            ("  own: |\n    mine\n# theirs\n", "  own: |\n    mine\n"),
            (
                "  own: |\n    mine\n    # mine\n",
                "  own: |\n    mine\n    # mine\n",
            ),
            ("  own: mine\n    mine\n\n", "  own: mine\n    mine\n"),
            ("  own: \"mine\n\n  mine\"\n", "  own: \"mine\n\n  mine\"\n"),
            (
                "  own: 'mine\nmine' # mine\n",
                "  own: 'mine\nmine' # mine\n",
            ),
            (
                "  own: [mine,\n    {mine: mine}\n  ] # mine\n",
                "  own: [mine,\n    {mine: mine}\n  ] # mine\n",
            ),
            (
                "  own:\n  - mine\n  - |\n    mine\n",
                "  own:\n  - mine\n  - |\n    mine\n",
            ),
            ("  own:\n", "  own:\n"),
            ("  own:\n\n    # mine\n\n", "  own:\n\n    # mine\n"),
            ("  own: &x\n", "  own: &x\n"),
            ("  own:\n    &x\n", "  own:\n    &x\n"),
            ("  ? own\n  :\n", "  ? own\n  :\n"),
            (
                "  own: mine\n\n  # mine\n\n# theirs\n\n",
                "  own: mine\n\n  # mine\n",
            ),
            ("  own: mine\n# theirs\n  # theirs\n", "  own: mine\n"),
        ] {
            for next in [
                "",
                "plex: {url: x}\n",
                "# theirs\nplex:\n- x\n",
                "...\n",
                "? plex\n: x\n",
                "\"plex\": x",
            ] {
                for line_end in ["\n", "\r\n", "\r"] {
                    let pasted = format!("{head}{tail}{next}").replace('\n', line_end);
                    let block = update_block(&pasted, &new_block()).unwrap();
                    let own = kept.trim_start_matches("trakt:\n");
                    let at = new_block().to_string().find("  client_secret").unwrap();
                    let (before, behind) = block.split_at(at);
                    assert_eq!(before, "trakt:\n  client_id: newid\n", "{pasted:?}");
                    assert!(behind.contains(own), "{pasted:?}\n{block}");
                    assert!(
                        !block.contains("theirs")
                            && !block.contains("plex")
                            && !block.contains("..."),
                        "{pasted:?}\n{block}"
                    );
                    assert_eq!(
                        block.matches("mine").count(),
                        tail.matches("mine").count(),
                        "{pasted:?}\n{block}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_mark_or_marker_before_a_block_without_its_key_stays_outside() {
        let lines = "client_id: a\nauthorization:\n  access_token: b\n";
        for pasted in [
            format!("\u{feff}{lines}"),
            format!("---\n{lines}"),
            format!("\u{feff}--- # mine\n{lines}...\n"),
            format!("%YAML 1.2\n---\n{lines}"),
            format!(
                "\u{feff}  {}",
                lines.replace('\n', "\n  ").trim_end_matches(' ')
            ),
            lines.replace('\n', "\r"),
            lines.trim_end().to_owned(),
            "\u{feff}client_id: a\n  client_secret: b\n".to_owned(),
        ] {
            assert_eq!(
                update_block(&pasted, &new_block()).unwrap(),
                new_block().to_string(),
                "{pasted:?}"
            );
        }
    }

    #[test]
    fn a_comment_above_a_block_without_its_key_is_kept() {
        let pasted = "# mine\n\nclient_id: a\n\n# mine too\n";
        let block = update_block(pasted, &new_block()).unwrap();
        assert!(
            block.starts_with("trakt:\n  # mine\n\n  client_id: newid\n"),
            "{block}"
        );
        assert!(block.ends_with("\n\n  # mine too\n"), "{block}");
    }

    #[test]
    fn old_secrets_behind_odd_spaces_or_in_a_block_within_do_not_come_along() {
        for (pasted, line) in [
            ("trakt:\n \u{a0}client_id: old\n \u{a0}own: a\n", 2),
            (
                "trakt:\n  client_id: a\n  authorization:\n    \u{a0}refresh_token: old\n",
                4,
            ),
            ("client_id: a\n\u{2003}client_secret: old\n", 2),
            (
                "trakt:\n  trakt:\n    client_id: a\n    client_secret: old\n",
                3,
            ),
        ] {
            assert_eq!(
                update_block(pasted, &new_block()),
                Err(Reason::UnusualKey.on(line)),
                "{pasted}"
            );
        }
        let pasted = "trakt:\n\u{a0}\u{a0}client_id: old\n\u{a0}\u{a0}client_secret: old\n";
        assert_eq!(
            update_block(pasted, &new_block()),
            Ok(new_block().to_string())
        );
    }

    #[test]
    fn a_whole_file_with_one_lost_indent_is_no_block() {
        for pasted in [
            "plex:\n  url: x\n  token: y\nclient_id: a\nclient_secret: b\ntmdb:\n  apikey: z\n",
            "mal:\nclient_id: a\n  client_secret: b\n",
            "mal:\nclient_id: a\nclient_secret: b\n",
            "plex:\nurl: x\ntoken: y\nclient_id: a\n",
            "client_id: a\nwebhooks: [x]\n",
        ] {
            let block = update_block(pasted, &new_block());
            assert!(
                block.is_err() || block == Ok(new_block().to_string()),
                "{pasted}\n{block:?}"
            );
        }
    }

    /// Lines of a block, with `mine` in all that must stay, and of other sections, with `theirs` in all that must not
    /// come along.
    fn pasted() -> impl Strategy<Value = (String, usize)> {
        let own = select(vec![
            "  own1: mine\n",
            "  own2: |\n    mine\n\n    mine\n",
            "  own3: |+\n    mine\n\n",
            "  own4: >-\n      mine\n      mine\n\n",
            "  own5: \"mine\n    mine\"\n",
            "  own6: 'mine\n\n    mine' # mine\n",
            "  own7: mine\n    mine\n",
            "  own8: [mine, {a: mine},\n    mine]\n",
            "  own9:\n    - mine\n    - |2\n        mine\n",
            "  own10:\n    mine:\n",
            "  own11: &anchor mine\n",
            "  ? own12\n  : mine\n",
            "  # mine\n",
            "\n  # mine\n\n",
        ]);
        let theirs = || {
            select(vec![
                "",
                "\n\n",
                "# theirs\n",
                "\n# theirs\n  # theirs\n",
                "tmdb: {apikey: theirs}\n",
                "tmdb:\n  apikey: |\n    theirs\n",
                "tmdb:\n- theirs\n",
                "? tmdb\n: theirs\n",
                "\"tmdb\": \"theirs\n  theirs\"\n",
                "# theirs\n\ntmdb: theirs\n",
            ])
        };
        let line_end = select(vec!["\n", "\r\n", "\r"]);
        (
            theirs(),
            vec(own, 0..4),
            theirs(),
            line_end,
            any::<bool>(),
            any::<bool>(),
        )
            .prop_map(|(before, own, behind, line_end, is_indented, is_chopped)| {
                let own: Vec<_> = own
                    .into_iter()
                    .collect::<BTreeSet<_>>()
                    .into_iter()
                    .collect();
                let own = own.concat();
                let before = before.replace("tmdb", "plex");
                let text = format!("{before}trakt:\n  client_id: old\n{own}{behind}");
                let text: String = match is_indented {
                    true => text.lines().map(|line| format!("  {line}\n")).collect(),
                    false => text,
                };
                let text = match is_chopped {
                    true => text.trim_end_matches('\n'),
                    false => &text,
                };
                (text.replace('\n', line_end), own.matches("mine").count())
            })
    }

    proptest! {
        #[test]
        fn a_block_has_all_of_its_own_lines_and_none_of_another_section((pasted, own) in pasted()) {
            let block = update_block(&pasted, &new_block());
            prop_assert!(block.is_ok(), "{pasted:?} {block:?}");
            let block = block.unwrap_or_default();
            prop_assert!(!block.contains("theirs"), "{pasted:?}\n{block}");
            prop_assert_eq!(block.matches("mine").count(), own, "{:?}\n{}", pasted, block);
            prop_assert!(block.starts_with("trakt:\n") && block.contains("client_id: newid"), "{}", block);
        }
    }
}
