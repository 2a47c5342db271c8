//! Characters that a reader cannot see or tell from a space, and what they are called.
//!
//! The editors and the lists of files mark them, so the names are the same wherever one is met. Curly quotes and
//! letters that look alike are not among them: they can be seen.

/// What stands for a character that cannot be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invisible {
    /// A few letters to draw in its place: `NBSP`.
    pub mark: &'static str,
    /// As people say it, in lower case: `no-break space`.
    pub name: &'static str,
}

/// The characters from the first to the last of each row are drawn and named alike. In order.
pub const ALL: &[(char, char, Invisible)] = &[
    row('\u{0}', '\u{0}', "NUL", "null"),
    row('\u{1}', '\u{6}', "CTL", "control character"),
    row('\u{7}', '\u{7}', "BEL", "bell"),
    row('\u{8}', '\u{8}', "BS", "backspace character"),
    row('\u{b}', '\u{b}', "VT", "vertical tab"),
    row('\u{c}', '\u{c}', "FF", "form feed"),
    row('\u{d}', '\u{d}', "CR", "carriage return"),
    row('\u{e}', '\u{1a}', "CTL", "control character"),
    row('\u{1b}', '\u{1b}', "ESC", "escape character"),
    row('\u{1c}', '\u{1f}', "CTL", "control character"),
    row('\u{7f}', '\u{7f}', "DEL", "delete character"),
    row('\u{80}', '\u{84}', "CTL", "control character"),
    row('\u{85}', '\u{85}', "NEL", "next line character"),
    row('\u{86}', '\u{9f}', "CTL", "control character"),
    row('\u{a0}', '\u{a0}', "NBSP", "no-break space"),
    row('\u{ad}', '\u{ad}', "SHY", "soft hyphen"),
    row('\u{34f}', '\u{34f}', "CGJ", "combining grapheme joiner"),
    row('\u{61c}', '\u{61c}', "ALM", "Arabic letter mark"),
    row('\u{115f}', '\u{1160}', "HF", "Hangul filler"),
    row('\u{1680}', '\u{1680}', "OSP", "Ogham space mark"),
    row('\u{17b4}', '\u{17b5}', "KIV", "invisible Khmer vowel"),
    row('\u{180e}', '\u{180e}', "MVS", "Mongolian vowel separator"),
    row('\u{2000}', '\u{2000}', "NQSP", "en quad"),
    row('\u{2001}', '\u{2001}', "MQSP", "em quad"),
    row('\u{2002}', '\u{2002}', "ENSP", "en space"),
    row('\u{2003}', '\u{2003}', "EMSP", "em space"),
    row('\u{2004}', '\u{2004}', "3/MSP", "three-per-em space"),
    row('\u{2005}', '\u{2005}', "4/MSP", "four-per-em space"),
    row('\u{2006}', '\u{2006}', "6/MSP", "six-per-em space"),
    row('\u{2007}', '\u{2007}', "FSP", "figure space"),
    row('\u{2008}', '\u{2008}', "PSP", "punctuation space"),
    row('\u{2009}', '\u{2009}', "THSP", "thin space"),
    row('\u{200a}', '\u{200a}', "HSP", "hair space"),
    row('\u{200b}', '\u{200b}', "ZWSP", "zero-width space"),
    row('\u{200c}', '\u{200c}', "ZWNJ", "zero-width non-joiner"),
    row('\u{200d}', '\u{200d}', "ZWJ", "zero-width joiner"),
    row('\u{200e}', '\u{200e}', "LRM", "left-to-right mark"),
    row('\u{200f}', '\u{200f}', "RLM", "right-to-left mark"),
    row('\u{2028}', '\u{2028}', "LS", "line separator"),
    row('\u{2029}', '\u{2029}', "PS", "paragraph separator"),
    row('\u{202a}', '\u{202a}', "LRE", "left-to-right embedding"),
    row('\u{202b}', '\u{202b}', "RLE", "right-to-left embedding"),
    row('\u{202c}', '\u{202c}', "PDF", "pop directional formatting"),
    row('\u{202d}', '\u{202d}', "LRO", "left-to-right override"),
    row('\u{202e}', '\u{202e}', "RLO", "right-to-left override"),
    row('\u{202f}', '\u{202f}', "NNBSP", "narrow no-break space"),
    row('\u{205f}', '\u{205f}', "MMSP", "medium mathematical space"),
    row('\u{2060}', '\u{2060}', "WJ", "word joiner"),
    row('\u{2061}', '\u{2061}', "FA", "function application"),
    row('\u{2062}', '\u{2062}', "IT", "invisible times"),
    row('\u{2063}', '\u{2063}', "IS", "invisible separator"),
    row('\u{2064}', '\u{2064}', "IP", "invisible plus"),
    row('\u{2065}', '\u{2065}', "RES", "reserved invisible character"),
    row('\u{2066}', '\u{2066}', "LRI", "left-to-right isolate"),
    row('\u{2067}', '\u{2067}', "RLI", "right-to-left isolate"),
    row('\u{2068}', '\u{2068}', "FSI", "first strong isolate"),
    row('\u{2069}', '\u{2069}', "PDI", "pop directional isolate"),
    row('\u{206a}', '\u{206f}', "FMT", "deprecated formatting character"),
    row('\u{2800}', '\u{2800}', "BBL", "blank Braille pattern"),
    row('\u{3000}', '\u{3000}', "IDSP", "ideographic space"),
    row('\u{3164}', '\u{3164}', "HF", "Hangul filler"),
    row('\u{fe00}', '\u{fe0f}', "VS", "variation selector"),
    row('\u{feff}', '\u{feff}', "BOM", "byte order mark"),
    row('\u{ffa0}', '\u{ffa0}', "HF", "Hangul filler"),
    row('\u{fff0}', '\u{fff8}', "RES", "reserved invisible character"),
    row('\u{fff9}', '\u{fffb}', "IAN", "interlinear annotation character"),
    row('\u{fffc}', '\u{fffc}', "OBJ", "object replacement character"),
    row('\u{1d173}', '\u{1d17a}', "MUS", "invisible musical symbol"),
    row('\u{e0000}', '\u{e007f}', "TAG", "tag character"),
    row('\u{e0100}', '\u{e01ef}', "VS", "variation selector"),
];

/// What a character is that cannot be seen; none for all others, the plain space, tab and newline among them.
pub fn of(c: char) -> Option<Invisible> {
    let row = ALL.partition_point(|&(_, last, _)| last < c);
    ALL.get(row).filter(|&&(first, ..)| first <= c).map(|&(.., it)| it)
}

/// Whether the character at this byte belongs to what is drawn around it: a joiner or a selector inside an emoji, the
/// tags of a flag. Such a character is as it should be.
pub fn is_drawn(text: &str, at: usize) -> bool {
    let (before, rest) = text.split_at(at);
    let mut rest = rest.chars();
    let Some(c) = rest.next() else { return false };
    match c {
        '\u{200d}' => {
            before.chars().next_back().is_some_and(|c| is_picture(c) || is_selector(c) || is_tag(c))
                && rest.next().is_some_and(is_picture)
        }
        c if is_selector(c) => before.chars().next_back().is_some_and(takes_selector),
        c if is_tag(c) => {
            let flag = before.chars().rev().take(LONGEST_FLAG).find(|&c| !is_tag(c));
            flag == Some(BLACK_FLAG)
        }
        _ => false,
    }
}

/// Tags after the flag: `gbeng` and the one that ends them, with room.
const LONGEST_FLAG: usize = 9;
const BLACK_FLAG: char = '\u{1f3f4}';

fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0020}'..='\u{e007f}')
}

/// Emoji and the symbols beside them, by block: what a joiner may join.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{a9}' | '\u{ae}' | '\u{203c}'..='\u{3299}' | '\u{1f000}'..='\u{1faff}') && of(c).is_none()
}

/// Emoji, keycaps and ideographs have variants.
fn takes_selector(c: char) -> bool {
    is_picture(c)
        || c.is_ascii_digit()
        || matches!(c, '#' | '*' | '\u{1820}'..='\u{18aa}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

const fn row(first: char, last: char, mark: &'static str, name: &'static str) -> (char, char, Invisible) {
    (first, last, Invisible { mark, name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_has_a_name() {
        for (c, name) in [
            ('\u{a0}', "no-break space"),
            ('\u{2007}', "figure space"),
            ('\u{202f}', "narrow no-break space"),
            ('\u{200b}', "zero-width space"),
            ('\u{feff}', "byte order mark"),
            ('\u{202e}', "right-to-left override"),
            ('\u{e0041}', "tag character"),
            ('\r', "carriage return"),
        ] {
            assert_eq!(of(c).map(|it| it.name), Some(name), "{c:?}");
        }
        for c in [' ', '\t', '\n', 'a', 'é', '“', '’', '中', '🎉', '\u{fffd}', '\u{10ffff}'] {
            assert_eq!(of(c), None, "{c:?}");
        }
        assert!(ALL.windows(2).all(|rows| rows[0].1 < rows[1].0), "the rows are in order");
        assert!(ALL.iter().all(|&(first, last, _)| first <= last));
    }

    #[test]
    fn what_an_emoji_is_made_of_is_drawn() {
        for (text, marked) in [
            ("👨\u{200d}👩\u{200d}👧", 0),
            ("❤\u{fe0f}\u{200d}🔥", 0),
            ("1\u{fe0f}\u{20e3}", 0),
            ("🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}", 0),
            ("a\u{200d}b", 1),
            ("👨\u{200d} ", 1),
            ("a\u{fe0f}", 1),
            ("a\u{e0041}\u{e0042}", 2),
        ] {
            let seen = text.char_indices().filter(|&(at, c)| of(c).is_some() && !is_drawn(text, at)).count();
            assert_eq!(seen, marked, "{text:?}");
        }
    }
}
