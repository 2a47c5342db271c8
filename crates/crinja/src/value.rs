//! What templates compute with. `types` declares a value and what it holds. What Crinja asks of them
//! builds on that: `equality`, `items` and, beside this folder, `printing` and `numbers`.

mod cast;
mod containers;
mod cycler;
mod equality;
mod items;
mod types;

pub use equality::same_key;
pub use items::Items;
pub use types::{Cycler, Joiner, List, Map, Object, Pair, Text, Undefined, Value};

pub(crate) use types::is_container;
use types::let_go;
