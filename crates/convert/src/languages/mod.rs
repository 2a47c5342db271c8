//! What is known of the languages that applications are written in: a file a language, as data. Adding one is adding a
//! file and its line in the table of `table.rs`.

mod crystal;
mod deno;
mod dotnet;
mod go;
mod java;
mod kind;
mod node;
mod offer;
mod php;
mod ping;
mod python;
mod recognize;
mod ruby;
mod rust;
mod shell;
mod statics;
mod table;

pub use kind::{Add, Call, Known, Launcher};
pub use offer::{OPTIONS, elsewhere, offered};
pub use ping::{answered, closing, route};
pub use recognize::recognize;
pub use table::launchers;
