//! The name of a funko.

use std::fmt;

/// FaaSO's rule for a funko's name: one or more of `A-Z a-z 0-9`, and one LF at the end is let through
/// (docs/semantics.md §6.2). It is applied when a funko is built, not when its file is read.
pub fn check_name(name: &str) -> Result<(), NameError> {
    let name = name.strip_suffix('\n').unwrap_or(name);
    match name.chars().find(|c| !c.is_ascii_alphanumeric()) {
        None if name.is_empty() => Err(NameError::Empty),
        None => Ok(()),
        Some(bad) => Err(NameError::Character(bad)),
    }
}

/// Why FaaSO takes no funko of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameError {
    Empty,
    Character(char),
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NameError::Empty => f.write_str("a funko needs a name"),
            NameError::Character(' ') => {
                f.write_str("use only letters (A–Z, a–z) and digits; spaces aren't allowed")
            }
            NameError::Character(bad) if bad.is_control() || bad.is_whitespace() => {
                write!(f, "use only letters (A–Z, a–z) and digits; {bad:?} isn't allowed")
            }
            NameError::Character(bad) => {
                write!(f, "use only letters (A–Z, a–z) and digits; `{bad}` isn't allowed")
            }
        }
    }
}

impl std::error::Error for NameError {}
