//! Makes the page's files small before a host sees them: many hosts send them as they are, and none makes them as small.

use std::error::Error;
use std::io::{self, Write as _};

use lzma_rust2::{Lzma2Options, Lzma2Writer, LzmaOptions, MfType};

/// The size of the window in which LZMA2 finds what it repeats, in bytes: more than two parts have. `tools/unpacker` has the same.
const WINDOW: u32 = 1 << 20;

/// Returns the content as gzip has it (RFC 1952), which every browser unpacks by itself. It is a twentieth smaller than
/// `gzip -9` makes it.
pub(crate) fn compressed(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let options = zopfli::Options::default();
    zopfli::compress(options, zopfli::Format::Gzip, content, &mut compressed)?;
    Ok(compressed)
}

/// Returns the length of the content, in four bytes with the lowest first, and the content as an LZMA2 stream. `dictionary` is its
/// preset dictionary: what the content has in common with it costs little. `tools/unpacker` takes both.
pub(crate) fn packed(content: &[u8], dictionary: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let lzma_options = LzmaOptions {
        dict_size: WINDOW,
        // In WebAssembly, nothing is aligned.
        pb: 0,
        nice_len: LzmaOptions::NICE_LEN_MAX,
        mf: MfType::Bt4,
        depth_limit: 1000,
        preset_dict: Some(dictionary.to_vec()),
        ..LzmaOptions::with_preset(9)
    };
    let options = Lzma2Options {
        lzma_options,
        ..Lzma2Options::default()
    };
    let length = u32::try_from(content.len())?;
    let mut writer = Lzma2Writer::new(length.to_le_bytes().to_vec(), options);
    writer.write_all(content)?;
    Ok(writer.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use lzma_rust2::Lzma2Reader;

    use super::*;

    const CONTENT: &[u8] = b"The second part calls what the first part has, and calls it again.";
    const DICTIONARY: &[u8] = b"The first part has what the second part calls.";

    #[test]
    fn what_is_packed_comes_out_again_with_the_same_dictionary() {
        let packed = packed(CONTENT, DICTIONARY).unwrap();
        let (_, stream) = packed.split_at(4);
        let mut reader = Lzma2Reader::new(stream, WINDOW, Some(DICTIONARY));
        let mut content = Vec::new();
        reader.read_to_end(&mut content).unwrap();
        assert_eq!(content, CONTENT);
    }

    #[test]
    fn it_begins_with_the_length_of_the_content() {
        let packed = packed(CONTENT, DICTIONARY).unwrap();
        assert_eq!(packed[..4], [66, 0, 0, 0]);
    }

    #[test]
    fn what_the_dictionary_has_costs_little() {
        let with = packed(CONTENT, DICTIONARY).unwrap().len();
        let without = packed(CONTENT, &[]).unwrap().len();
        assert!(with + 10 < without, "{with} and {without}");
    }
}
