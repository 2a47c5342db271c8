//! How a command ends.

/// How the program ends. Scripts rely on the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Nothing is wrong.
    Well,
    /// There are problems, or FaaSO would fail.
    Problems,
    /// The arguments make no sense, or an input can't be read.
    Usage,
    /// Something is in the way, and `--force` was not given. Nothing was written.
    InTheWay,
}

/// Why a command ends early: how, and what to say.
#[derive(Debug)]
pub struct Stop {
    pub end: End,
    pub message: String,
}

impl Stop {
    pub fn new(end: End, message: impl Into<String>) -> Self {
        Stop { end, message: message.into() }
    }
}
