//! How much is taken of a zip or folder.

/// The largest zip that is looked into, in bytes. What nobody wrote counts only for this one.
pub const MAX_UNREAD_BYTES: usize = 128 << 20;
/// Entries of a zip that are looked at by name.
pub const MAX_LISTED: usize = 200_000;
/// The largest zip that is opened, in bytes, without the folders that are left out.
pub const MAX_ZIP_BYTES: usize = 64 << 20;
/// Files and folders that are taken.
pub const MAX_ENTRIES: usize = 10_000;
/// How many parts a path in a zip may have. Every folder above a file is looked at, and a path of 4,095 bytes
/// could have two thousand.
pub const MAX_PARTS: usize = 100;
/// The largest file that is taken, in bytes. A larger one is left out, and listed.
pub const MAX_FILE_BYTES: u64 = 16 << 20;
/// All files together, in bytes.
pub const MAX_TOTAL_BYTES: u64 = 64 << 20;
/// How many bytes one byte of the zip may become, all in all, once they are more than [`RATIO_FROM_BYTES`].
pub const MAX_RATIO: u64 = 200;
/// Below this size a zip may be as dense as it likes.
pub const RATIO_FROM_BYTES: u64 = 1 << 20;
/// What a tar.gz may unpack to, what nobody wrote included, in bytes.
pub const MAX_UNPACKED_BYTES: u64 = 512 << 20;
/// The limits in words, for the page.
pub const LIMITS: &str = "10,000 files and folders, 16 MiB per file, 64 MiB in total";
