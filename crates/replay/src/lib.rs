//! Replays recorded answers of FaaSO and of its template engine, and says what differs. Shared by the tests
//! and by `examples/conformance.rs`.

pub mod dockerfiles;
pub mod templates;
pub mod trees;

/// One case that differs.
#[derive(Clone, Debug)]
pub struct Difference {
    pub expected: String,
    pub got: String,
}

/// A text, shortened in the middle of nothing: its first 2,000 characters.
pub fn short(text: &str) -> String {
    match text.char_indices().nth(2_000) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
        None => text.to_owned(),
    }
}

/// A field that the format promises.
pub fn text<'a>(case: &'a serde_json::Value, field: &str) -> Result<&'a str, String> {
    case[field].as_str().ok_or_else(|| format!("{}: no text “{field}”", case["id"]))
}
