//! Lines at a file's top that say how it is read.

/// A parser directive's name, in small letters, and value.
pub(crate) fn directive<'a>(line: &'a str, mark: &str) -> Option<(String, &'a str)> {
    let rest = line.strip_prefix(mark)?.trim_start_matches([' ', '\t', '\u{c}', '\r', '\n']);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric())?;
    let name = rest[..end].to_lowercase();
    let blanks = [' ', '\t', '\u{c}', '\r', '\n'];
    let value = rest[end..].trim_start_matches(blanks).strip_prefix('=')?.trim_matches(blanks);
    let known = matches!(name.as_str(), "syntax" | "escape" | "check") && !value.is_empty();
    known.then_some((name, value))
}
