//! The characters that copying brings along: spaces, marks and what nobody sees.

/// Returns whether a character shows nothing and takes no room: formatting characters and fillers.
///
/// Unicode's `Default_Ignorable_Code_Point` with the interlinear and notation controls: zero-width characters,
/// directional marks, embeddings and isolates, soft hyphens, variation selectors, tags, U+FEFF.
pub(crate) const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Returns whether a character is a space or a line end of any kind, or looks like one (U+2800).
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{2800}'
}

/// Returns whether a character belongs to a word: a letter or digit of ASCII, or any other that is neither space nor
/// punctuation nor a symbol.
///
/// Unicode's own tables of letters weigh five kilobytes in a download. Blocks of punctuation and symbols serve as well.
pub(crate) fn is_of_word(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        '\u{80}'..='\u{a9}'
        | '\u{ab}'..='\u{b1}'
        | '´'
        | '\u{b6}'..='\u{b8}'
        | '»'
        | '¿'
        | '×'
        | '÷' => false,
        // General punctuation, arrows, mathematical and technical signs, boxes, shapes, dingbats.
        '\u{2000}'..='\u{206f}'
        | '\u{20a0}'..='\u{20cf}'
        | '\u{2190}'..='\u{245f}'
        | '\u{2500}'..='\u{2bff}' => false,
        '\u{2e00}'..='\u{2e7f}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '・' => {
            false
        }
        // Private use, variation selectors, full-width punctuation, what is no character.
        '\u{e000}'..='\u{f8ff}'
        | '\u{fe00}'..='\u{fe6f}'
        | '\u{feff}'..='\u{ff0f}'
        | '\u{ff1a}'..='\u{ff20}' => false,
        '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}' | '\u{ffe0}'..='\u{ffff}' => false,
        '\u{1f000}'..='\u{1faff}' | '\u{e0000}'..='\u{10ffff}' => false,
        _ => !is_space(c) && !is_quote(c) && !is_invisible(c),
    }
}

/// Returns whether a character can be no part of a value and is no space: a control character, or what stands where one
/// was lost in decoding (U+FFFD, noncharacters).
pub(super) fn is_control(c: char) -> bool {
    (c.is_control() && !is_space(c))
        || c == '\u{fffd}'
        || (u32::from(c) & 0xfffe) == 0xfffe
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
}

/// Returns whether a character is a quotation mark, straight, typographic, full-width or CJK. A backtick is none: it can
/// be part of a value.
pub(crate) const fn is_quote(c: char) -> bool {
    matches!(c,
        '"' | '\'' | '´' | '«' | '»' | '\u{2018}'..='\u{201f}' | '‹' | '›' | '′' | '″' | '‵' | '‶'
        | '\u{275b}'..='\u{2760}' | '❮' | '❯' | '\u{2e42}' | '\u{3008}'..='\u{300b}'
        | '「' | '」' | '『' | '』' | '\u{301d}'..='\u{301f}' | '\u{fe41}'..='\u{fe44}'
        | '＂' | '＇' | '｀' | '｢' | '｣' | 'ʻ' | 'ʼ' | 'ʽ' | 'ˮ' | 'ˋ' | 'ˊ'
        | '\u{1f676}'..='\u{1f678}')
}

/// Returns whether a character is one of those that hide a secret, as in `********` and `••••`.
pub(super) const fn is_mask(c: char) -> bool {
    matches!(
        c,
        '*' | '＊'
            | '∗'
            | '⁎'
            | '•'
            | '●'
            | '⚫'
            | '⬤'
            | '◦'
            | '∙'
            | '·'
            | '█'
            | '▇'
            | '■'
            | '▪'
            | '…'
    )
}

/// Returns whether a character is a mark of chats and Markdown that no value begins or ends with. `_` and `~` can be part
/// of one.
pub(super) const fn is_mark(c: char) -> bool {
    matches!(c, '`' | '*' | '|' | '\\' | '<' | '>')
}
