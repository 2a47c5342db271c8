//! What `faaso new` and `faaso export` make of files, to the letter (SEMANTICS §2–§5).

mod decode;

pub use decode::decode;
