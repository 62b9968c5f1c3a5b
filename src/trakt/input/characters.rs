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
