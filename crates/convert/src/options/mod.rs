//! Options of a runtime: a part of a template becomes one, one becomes plain text again, one gets another name.
//!
//! Each of the three is one [`Edit`](faaso::project::Edit) with a preview of every file that it changes, made only
//! where the output stays byte for byte what it was: [`output`] renders before and after. [`spelling`] writes options
//! and their values in templates, [`yml`] in the template's `funko.yml.j2`, [`guess`] names them, and [`selection`]
//! finds what was selected.

mod everywhere;
mod extract;
pub mod guess;
mod inline;
mod output;
mod preview;
mod rename;
mod selection;
mod several;
pub mod spelling;
mod uses;
pub mod yml;

pub use everywhere::uses_of;
pub use extract::{Extracted, Place, Wanted, extract};
pub use guess::Kind;
pub use inline::{Inlined, inline, option_at};
pub use preview::{Changed, changed_by};
pub use rename::{Renamed, all, rename};
pub use selection::{Selection, Within};
pub use several::{Ask, several};
