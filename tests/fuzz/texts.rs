//! Decoding, places in text, and back.

use super::{random::Random, show};
use faaso::{
    diagnostic::At,
    text::{LineIndex, Span, decode, from_utf16, to_utf16},
};

pub fn run(random: &mut Random) {
    let bytes: Vec<u8> = match random.below(3) {
        0 => (0..random.below(40)).map(|_| random.byte()).collect(),
        1 => random.noise(40).into_bytes(),
        _ => {
            let mut bytes = random.noise(40).into_bytes();
            for _ in 0..random.below(6) {
                let at = random.below(bytes.len());
                match bytes.get_mut(at) {
                    Some(byte) if random.one_in(2) => *byte = random.byte(),
                    Some(_) => drop(bytes.remove(at)),
                    None => {}
                }
            }
            bytes
        }
    };
    show(format!("{bytes:?}"));
    let text = decode(&bytes);
    match std::str::from_utf8(&bytes) {
        Ok(same) => assert_eq!(text, same),
        // What is well-formed stays; each other byte is one U+FFFD.
        Err(_) => {
            let bad: usize = bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
            let good: usize = bytes.utf8_chunks().map(|chunk| chunk.valid().len()).sum();
            assert_eq!(text.len(), good + bad * '\u{FFFD}'.len_utf8());
        }
    }
    places(&text);
}

fn places(text: &str) {
    let index = LineIndex::new(text);
    assert_eq!(index.lines(), text.split('\n').count());
    for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
        assert_eq!(index.offset(text, index.line_column(text, offset)), offset);
        assert_eq!(At::new(text, Span::at(offset)).from, index.line_column(text, offset));
        assert_eq!(from_utf16(text, to_utf16(text, offset)), offset);
    }
    for offset in 0..text.len() + 3 {
        assert!(text.is_char_boundary(index.offset(text, index.line_column(text, offset))));
        assert!(text.is_char_boundary(from_utf16(text, offset)));
    }
}
