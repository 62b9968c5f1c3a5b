//! A file that the user hands over, before anything is known of its content.

use super::config::MAX_BYTES;

/// Why a file is not taken for a `config.yml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileRefusal {
    /// Larger than any configuration.
    TooLarge,
    /// Written as UTF-16, as some Windows editors do.
    Utf16,
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

/// The text of a file with these bytes, a byte order mark and all line ends included.
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
    if bytes.contains(&0) {
        return Err(FileRefusal::NotText);
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        FileRefusal::NotUtf8 {
            line: 1 + valid.iter().filter(|byte| **byte == b'\n').count(),
        }
    })
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
