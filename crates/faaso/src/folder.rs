//! A folder on disk that a project is edited in: what is to be written there, what comes in from there, and what was
//! changed on both sides.
//!
//! Three states of a file decide: as it was when both sides were last known to agree (*seen*), as the project has it (*here*), and as it
//! lies on the disk now. Whichever side left it as it was seen takes the other's; where both changed it, it is a
//! conflict, and nothing is done before the author decides. What the designer would not open is never touched.

mod blocked;
mod bytes;
mod disk;
mod here;
mod places;
mod plan;
mod trouble;

pub use blocked::{Blocked, Why};
pub use bytes::{Bytes, Files, Hash, Mark, Marks, is_passing};
pub use disk::{Disk, Listed, Listing, Looked, OnDisk, Stamp, Write};
pub use here::{Here, Live, Modes, take_in};
pub use places::Places;
pub use plan::{Conflict, Plan, plan};
pub use trouble::Trouble;
