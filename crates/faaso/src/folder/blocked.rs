//! What can't be brought to the other side, and why.

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    pub path: String,
    pub why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The designer takes no such file from a folder, so it writes none there either.
    LeftAlone,
    /// It is there, and can't be read now.
    Unreadable,
    /// It is to be deleted, or in a deleted one's place: that may be what this new file was before, which can't be written.
    Waits(String),
    /// This path is a file where a folder has to be, or the other way round.
    InTheWay(String),
}
