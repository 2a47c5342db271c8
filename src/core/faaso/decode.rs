//! Bytes to text as FaaSO's engine takes them.

use std::borrow::Cow;

/// Each single byte that cannot be part of a well-formed character becomes one U+FFFD: a cut sequence of
/// three bytes gives three of them, where browsers and most decoders give fewer (SEMANTICS §2.1).
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn one_sign_for_every_bad_byte() {
        let bad = |n: usize| "\u{FFFD}".repeat(n);
        for (bytes, text) in [
            (&b"a\xE2\x82>"[..], format!("a{}>", bad(2))),
            (b"\xF0\x9F\x98>", format!("{}>", bad(3))),
            (b"\xC0\x80", bad(2)),
            (b"\xED\xA0\x80", bad(3)),
            (b"\xF5\x80\x80\x80", bad(4)),
            ("ñ€🎉\0".as_bytes(), "ñ€🎉\0".to_owned()),
            (b"\xE2\x82\xAC\xE2", format!("€{}", bad(1))),
        ] {
            assert_eq!(decode(bytes), text, "{bytes:?}");
        }
    }
}
