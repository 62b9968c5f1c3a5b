//! Text from elsewhere that is to be shown.

/// Text from elsewhere is shown up to this many characters.
pub const DISPLAY_LIMIT: usize = 300;

/// Returns the text as it can be shown: on one line, no longer than [`DISPLAY_LIMIT`] characters, and without the
/// characters that nobody sees or that change the direction of what stands around them (Unicode's Cc, bidirectional and
/// format controls).
///
/// ```
/// # use kometa_trakt_sign_in::trakt::display_text::displayable;
/// assert_eq!(displayable("The code\nhas \u{202e}expired"), "The code has expired");
/// ```
pub fn displayable(text: &str) -> String {
    let mut shown: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_hidden(*c))
        .take(DISPLAY_LIMIT + 1)
        .collect();
    if shown.chars().count() > DISPLAY_LIMIT {
        shown.pop();
        shown.pop();
        shown.push('…');
    }
    shown.trim().to_owned()
}

/// Returns whether the character is invisible or changes the direction of the text around it.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_one_line_of_visible_characters() {
        assert_eq!(
            displayable(" two\r\nlines\u{2028}\tand "),
            "two  lines  and"
        );
        assert_eq!(
            displayable("user\u{202e}gpj.exe\0\u{7f}\u{9b}"),
            "usergpj.exe"
        );
        assert_eq!(displayable("Ünïcode 漢字 😀"), "Ünïcode 漢字 😀");
    }

    #[test]
    fn what_is_too_long_ends_in_an_ellipsis() {
        let exact = "é".repeat(DISPLAY_LIMIT);
        assert_eq!(displayable(&exact), exact);
        let shown = displayable(&"é".repeat(300_000));
        assert_eq!(shown.chars().count(), DISPLAY_LIMIT);
        assert!(shown.ends_with("é…"));
    }
}
