//! Tars made by hand, every field as one likes.

/// One entry: its header, and the data behind it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub name: Vec<u8>,
    /// The part of the name before it, of the format ustar.
    pub prefix: Vec<u8>,
    pub kind: u8,
    pub data: Vec<u8>,
    /// The size that the header says, where it is another.
    pub size: Option<u64>,
    pub mode: u32,
    pub link: Vec<u8>,
    /// What is added to the header's sum.
    pub sum: u32,
}

impl Entry {
    /// A file with mode 644.
    pub fn file(name: impl Into<Vec<u8>>, data: impl Into<Vec<u8>>) -> Entry {
        let (name, data) = (name.into(), data.into());
        Entry { name, prefix: vec![], kind: b'0', data, size: None, mode: 0o644, link: vec![], sum: 0 }
    }

    /// Anything but a file.
    pub fn of_kind(kind: u8, name: impl Into<Vec<u8>>, data: impl Into<Vec<u8>>) -> Entry {
        Entry { kind, ..Entry::file(name, data) }
    }

    /// A GNU name for the next entry.
    pub fn long_name(name: &str) -> Entry {
        Entry::of_kind(b'L', "././@LongLink", [name.as_bytes(), &[0]].concat())
    }

    /// POSIX records for the next entry.
    pub fn pax(records: &[(&str, &[u8])]) -> Entry {
        let record = |(key, value): &(&str, &[u8])| {
            let rest = key.len() + value.len() + 3;
            let mut length = rest + 1;
            while length != rest + length.to_string().len() {
                length = rest + length.to_string().len();
            }
            [format!("{length} {key}=").as_bytes(), value, b"\n"].concat()
        };
        Entry::of_kind(b'x', "PaxHeader", records.iter().flat_map(record).collect::<Vec<u8>>())
    }

    fn header(&self) -> [u8; 512] {
        let mut header = [0; 512];
        let mut put = |at: usize, bytes: &[u8], most: usize| {
            let bytes = &bytes[..bytes.len().min(most)];
            header[at..at + bytes.len()].copy_from_slice(bytes);
        };
        put(0, &self.name, 100);
        put(100, format!("{:07o}", self.mode).as_bytes(), 8);
        match self.size.unwrap_or(self.data.len() as u64) {
            size if size < 1 << 33 => put(124, format!("{size:011o}").as_bytes(), 12),
            // GNU: in binary
            size => put(124, &[&[0x80, 0, 0, 0][..], &size.to_be_bytes()].concat(), 12),
        }
        put(136, b"00000000000", 12);
        put(148, b"        ", 8);
        put(156, &[self.kind], 1);
        put(157, &self.link, 100);
        put(257, b"ustar\x0000", 8);
        put(345, &self.prefix, 155);
        let sum = header.iter().map(|byte| u32::from(*byte)).sum::<u32>() + self.sum;
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        header
    }
}

/// With the end mark.
pub fn build(entries: &[Entry]) -> Vec<u8> {
    let mut tar = open(entries);
    tar.extend([0; 1024]);
    tar
}

/// Without it.
pub fn open(entries: &[Entry]) -> Vec<u8> {
    let mut tar = Vec::new();
    for entry in entries {
        tar.extend(entry.header());
        tar.extend(&entry.data);
        tar.resize(tar.len().next_multiple_of(512), 0);
    }
    tar
}
