//! Makes the page's files small before a host sees them: not every host compresses them, and none as well.

use std::io::{self, Write as _};

use lzma_rust2::{LzmaOptions, LzmaWriter, MfType};

/// More than the two parts together that one packed part is about, in bytes.
const WINDOW: u32 = 1 << 20;

/// Returns the content as gzip has it (RFC 1952), which every browser unpacks by itself. It is a twentieth smaller than
/// `gzip -9` makes it.
pub(crate) fn compressed(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let options = zopfli::Options::default();
    zopfli::compress(options, zopfli::Format::Gzip, content, &mut compressed)?;
    Ok(compressed)
}

/// Returns the content as an `.lzma` file, with `dictionary` as what it may have much in common with. `tools/unpacker` takes both.
pub(crate) fn packed(content: &[u8], dictionary: &[u8]) -> io::Result<Vec<u8>> {
    let options = LzmaOptions {
        dict_size: WINDOW,
        // In WebAssembly, nothing is aligned.
        pb: 0,
        nice_len: LzmaOptions::NICE_LEN_MAX,
        mf: MfType::Bt4,
        depth_limit: 1000,
        preset_dict: Some(dictionary.to_vec()),
        ..LzmaOptions::with_preset(9)
    };
    let length = content.len() as u64;
    // The header as that of every `.lzma` file, which the writer leaves to its caller where there is a dictionary.
    let mut packed = vec![options.get_props()];
    packed.extend(options.dict_size.to_le_bytes());
    packed.extend(length.to_le_bytes());
    let mut writer = LzmaWriter::new(packed, &options, false, false, Some(length))?;
    writer.write_all(content)?;
    writer.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use lzma_rust2::LzmaReader;

    use super::*;

    const CONTENT: &[u8] = b"The second part calls what the first part has, and calls it again.";
    const DICTIONARY: &[u8] = b"The first part has what the second part calls.";

    #[test]
    fn what_is_packed_comes_out_again_with_the_same_dictionary() {
        let packed = packed(CONTENT, DICTIONARY).unwrap();
        let mut reader = LzmaReader::new_mem_limit(&packed[..], u32::MAX, Some(DICTIONARY)).unwrap();
        let mut content = Vec::new();
        reader.read_to_end(&mut content).unwrap();
        assert_eq!(content, CONTENT);
    }

    #[test]
    fn the_header_says_how_long_the_content_is() {
        let packed = packed(CONTENT, DICTIONARY).unwrap();
        assert_eq!(packed[5..13], (CONTENT.len() as u64).to_le_bytes());
    }

    #[test]
    fn what_the_dictionary_has_costs_little() {
        let with = packed(CONTENT, DICTIONARY).unwrap().len();
        let without = packed(CONTENT, &[]).unwrap().len();
        assert!(with + 10 < without, "{with} and {without}");
    }
}
