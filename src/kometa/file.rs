//! A file that the user hands over, before anything is known of its content.

use super::config::MAX_BYTES;

/// Why a file is not taken for a `config.yml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileRefusal {
    /// Larger than any configuration.
    TooLarge,
    /// Written as UTF-16, with or without a byte order mark, as some Windows editors do.
    Utf16,
    /// Begun as UTF-8 and continued as UTF-16, as Windows PowerShell does where `>>` adds to a file.
    Utf16Tail {
        /// Where the UTF-16 begins, counted from 1.
        line: usize,
    },
    /// Bytes that are not UTF-8.
    NotUtf8 {
        /// Where the first such byte stands, counted from 1.
        line: usize,
    },
    /// A null character, as in pictures, archives and programs.
    NotText,
    /// The browser did not hand it over.
    Unreadable,
}

/// Returns the text of a file with these bytes, a byte order mark and all line ends included.
///
/// # Errors
/// See [`FileRefusal`].
pub fn decode(bytes: Vec<u8>) -> Result<String, FileRefusal> {
    if bytes.len() > MAX_BYTES {
        return Err(FileRefusal::TooLarge);
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(FileRefusal::Utf16);
    }
    if let Some(null) = bytes.iter().position(|byte| *byte == 0) {
        return Err(refusal_of_nulls(&bytes, null));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        FileRefusal::NotUtf8 {
            line: line_behind(valid),
        }
    })
}

/// Returns the line on which the next byte would stand.
fn line_behind(bytes: &[u8]) -> usize {
    1 + bytes.iter().filter(|byte| **byte == b'\n').count()
}

/// Tells UTF-16 from what is no text, by where the null characters are. `null` is the first.
fn refusal_of_nulls(bytes: &[u8], null: usize) -> FileRefusal {
    // Where it begins depends on which of the two bytes of a character comes first.
    let starts = [
        (
            null.saturating_sub(1),
            u16::from_le_bytes as fn([u8; 2]) -> u16,
        ),
        (null, u16::from_be_bytes),
    ];
    let start = starts.into_iter().find_map(|(start, unit)| {
        let (text, tail) = bytes.split_at_checked(start)?;
        let text = std::str::from_utf8(text).ok()?;
        let has_mark = tail.starts_with(&[0xff, 0xfe]) || tail.starts_with(&[0xfe, 0xff]);
        (has_mark || is_utf16_text(tail, unit)).then_some(text)
    });
    match start {
        Some(before) if before.trim_matches(['\u{feff}', '\n', '\r']).is_empty() => {
            FileRefusal::Utf16
        }
        Some(before) => FileRefusal::Utf16Tail {
            line: line_behind(before.as_bytes()),
        },
        None => FileRefusal::NotText,
    }
}

/// Returns whether bytes are a text in UTF-16, most of which is ASCII, as in any configuration.
fn is_utf16_text(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> bool {
    let pairs = bytes.chunks_exact(2).map(|pair| match pair {
        [first, second] => unit([*first, *second]),
        _ => 0,
    });
    let mut ascii = 0;
    let mut others = 0;
    for c in char::decode_utf16(pairs) {
        match c {
            Ok(c) if c.is_ascii() && (!c.is_control() || c.is_whitespace()) => ascii += 1,
            Ok(c) if !c.is_control() => others += 1,
            _ => return false,
        }
    }
    bytes.len().is_multiple_of(2) && ascii >= 4 && ascii > 4 * others
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_every_byte() {
        let text = "\u{feff}plex:\r\n  name: Żółw\n\r\n";
        assert_eq!(decode(text.into()).as_deref(), Ok(text));
    }

    #[test]
    fn the_limit_is_inclusive() {
        assert!(decode(vec![b'#'; MAX_BYTES]).is_ok());
        assert_eq!(
            decode(vec![b'#'; MAX_BYTES + 1]),
            Err(FileRefusal::TooLarge)
        );
    }

    #[test]
    fn what_is_no_utf_8_text_is_told_apart() {
        for (bytes, refusal) in [
            (&b"\xff\xfep\0l\0"[..], FileRefusal::Utf16),
            (b"\xfe\xff\0p\0l", FileRefusal::Utf16),
            (b"t\0r\0a\0k\0t\0:\0\n\0", FileRefusal::Utf16),
            (b"\0t\0r\0a\0k\0t\0:\0\n", FileRefusal::Utf16),
            (
                b"plex:\n  url: x\nt\0r\0a\0k\0t\0:\0\r\0\n\0",
                FileRefusal::Utf16Tail { line: 3 },
            ),
            (
                b"plex:\n\0t\0r\0a\0k\0t\0:\0\n",
                FileRefusal::Utf16Tail { line: 2 },
            ),
            (b"plex:\n  name: a\0b\n", FileRefusal::NotText),
            (b"\x89PNG\r\n\x1a\n\0\0", FileRefusal::NotText),
            (
                b"plex:\n  name: Caf\xe9\n",
                FileRefusal::NotUtf8 { line: 2 },
            ),
        ] {
            assert_eq!(decode(bytes.to_vec()), Err(refusal));
        }
    }
}
