//! Scenarios: named `funko.yml`s of a runtime, each with what it is expected to build.
//!
//! They lie in the runtime below `.scenarios/`, which FaaSO ignores as everything hidden (docs/scenarios.md has the
//! layout). A scenario is a new funko of the runtime with this `funko.yml`: [`run`] makes its build context as FaaSO
//! would and says whether it [`Verdict::Passes`], differs or fails. Every change, [`accept`] above all, is data.
//!
//! [`Edges`] tries values at which a runtime may break, an option at a time.

mod change;
mod edges;
mod place;
mod run;
mod shell;
mod store;

pub use change::{accept, create, create_as_it_is, delete, free_name, rename};
pub use edges::{Breaks, Edge, Edges};
pub use run::{Difference, Now, Ran, Verdict, run};
pub use store::{Part, check_name, names, scenario_of, yml_of, yml_path};
