//! Random that can be had again.

pub struct Random {
    random: fastrand::Rng,
    /// The number of the input.
    pub input: u64,
}

impl Random {
    /// The random of one input: the same name and number, the same choices.
    pub fn new(name: &str, number: u64) -> Random {
        let seed = name.bytes().fold(number.wrapping_mul(0x9E37_79B9_7F4A_7C15), |seed, byte| {
            (seed ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
        });
        Random { random: fastrand::Rng::with_seed(seed), input: number }
    }

    /// A number below `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { self.random.usize(..end) }
    }

    /// True once in `n` times.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    pub fn word<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    pub fn byte(&mut self) -> u8 {
        self.random.u8(..)
    }

    pub fn number(&mut self) -> u64 {
        self.random.u64(..)
    }

    /// A character boundary of the text.
    pub fn boundary(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// Two character boundaries, the smaller first, seldom far from each other.
    pub fn stretch(&mut self, text: &str) -> (usize, usize) {
        let start = self.boundary(text);
        let length = if self.one_in(8) { text.len() } else { 12 };
        let mut end = (start + self.below(length + 1)).min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        (start, end)
    }

    /// A character that is likely to make trouble.
    pub fn character(&mut self) -> char {
        const ODD: &[char] = &[
            '\0',
            '\n',
            '\r',
            '\t',
            ' ',
            '"',
            '\'',
            '\\',
            '{',
            '}',
            '%',
            '#',
            '-',
            '+',
            '|',
            '(',
            ')',
            '[',
            ']',
            ',',
            '.',
            ':',
            '~',
            '*',
            '/',
            '<',
            '&',
            '$',
            '`',
            'a',
            '0',
            '9',
            '_',
            'é',
            'ß',
            'İ',
            'ǆ',
            '\u{85}',
            '\u{A0}',
            '\u{AD}',
            '\u{301}',
            '\u{200B}',
            '\u{2028}',
            '\u{202E}',
            '\u{FEFF}',
            '\u{FFFD}',
            '\u{FFFF}',
            '☃',
            '🎉',
            '\u{10FFFF}',
        ];
        *self.pick(ODD)
    }

    /// Up to `most` such characters.
    pub fn noise(&mut self, most: usize) -> String {
        (0..self.below(most + 1)).map(|_| self.character()).collect()
    }
}
