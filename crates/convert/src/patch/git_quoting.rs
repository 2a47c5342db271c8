//! How git writes names and binary content in patches.

/// A name as it is, or in quotes with escapes where it has characters that need them.
pub fn quoted(path: &str) -> String {
    let plain = |byte: u8| (b' '..=b'~').contains(&byte) && byte != b'"' && byte != b'\\';
    if path.bytes().all(plain) {
        return path.to_owned();
    }
    let mut written = String::from("\"");
    for byte in path.bytes() {
        match byte {
            b'"' | b'\\' => written.extend(['\\', byte as char]),
            b'\n' => written.push_str("\\n"),
            b'\t' => written.push_str("\\t"),
            byte if plain(byte) => written.push(byte as char),
            byte => written.push_str(&format!("\\{byte:03o}")),
        }
    }
    written.push('"');
    written
}

const DIGITS: &[u8; 85] =
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";

/// Lines of up to 52 bytes; each begins with a letter for its length.
pub fn base85(bytes: &[u8]) -> String {
    let mut written = String::with_capacity(bytes.len() * 4 / 3);
    for line in bytes.chunks(52) {
        let length = line.len() as u8;
        written.push(match length {
            1..=26 => (b'A' + length - 1) as char,
            _ => (b'a' + length - 27) as char,
        });
        for four in line.chunks(4) {
            let mut padded = [0; 4];
            padded[..four.len()].copy_from_slice(four);
            let mut number = u32::from_be_bytes(padded);
            let mut digits = [0; 5];
            for digit in digits.iter_mut().rev() {
                *digit = DIGITS[(number % 85) as usize];
                number /= 85;
            }
            written.extend(digits.map(char::from));
        }
        written.push('\n');
    }
    written
}
