//! A zip's directory, looked at before the zip library does: how many entries it really holds, what they are called
//! in bytes, and whether the header beside the content says the same.

/// One entry of the directory.
#[derive(Clone, Copy)]
pub struct Listed<'a> {
    pub name: &'a [u8],
    pub flags: u16,
    pub method: u16,
    /// Which system the zip was made on (APPNOTE 4.4.2).
    pub system: u8,
}

const ENCRYPTED: u16 = 1;
const UTF8: u16 = 1 << 11;

/// The entries from `start` on, as long as headers follow, `most` at most.
pub fn list(bytes: &[u8], start: u64, most: usize) -> Vec<Listed<'_>> {
    let mut entries = Vec::new();
    let mut at = usize::try_from(start).unwrap_or(usize::MAX);
    while entries.len() < most {
        let Some(header) = bytes.get(at..).and_then(|rest| rest.get(..46)) else { break };
        if !header.starts_with(b"PK\x01\x02") {
            break;
        }
        let (name, extra, comment) = (number(header, 28), number(header, 30), number(header, 32));
        let Some(name) = bytes.get(at + 46..at + 46 + usize::from(name)) else { break };
        entries.push(Listed {
            name,
            flags: number(header, 8),
            method: number(header, 10),
            system: header[5],
        });
        at += 46 + name.len() + usize::from(extra) + usize::from(comment);
    }
    entries
}

/// The record at the zip's end says that the directory has bytes.
pub fn is_said_to_hold_some(bytes: &[u8]) -> bool {
    let end = bytes.windows(4).rposition(|four| four == b"PK\x05\x06");
    end.and_then(|at| bytes.get(at + 12..at + 16)).is_some_and(|size| size != [0; 4])
}

impl Listed<'_> {
    pub fn is_utf8(&self) -> bool {
        self.flags & UTF8 != 0
    }

    /// Windows, by any of the numbers its tools give. There a backslash is never part of a name.
    pub fn is_of_windows(&self) -> bool {
        matches!(self.system, 0 | 6 | 10 | 11 | 14)
    }

    /// The header beside the content has the same name and says the same of how it is kept. Where they disagree, one tool
    /// unpacks one thing and another tool another.
    pub fn agrees(&self, bytes: &[u8], header_start: u64) -> bool {
        let start = usize::try_from(header_start).unwrap_or(usize::MAX);
        let header = bytes.get(start..).filter(|rest| rest.len() >= 30 && rest.starts_with(b"PK\x03\x04"));
        // what is not there at all is noticed when it is read
        let Some(rest) = header else { return true };
        let name = usize::from(number(rest, 26));
        rest.get(30..30 + name) == Some(self.name)
            && number(rest, 8) == self.method
            && number(rest, 6) & ENCRYPTED == self.flags & ENCRYPTED
    }
}

fn number(header: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([header[at], header[at + 1]])
}
