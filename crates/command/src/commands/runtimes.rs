//! `runtimes`: what comes with the designer, as `faaso new -r list` shows FaaSO's own.

use crate::{End, Stop, output};

pub fn run() -> Result<End, Stop> {
    let line = |runtime: &catalog::Bundled| format!("{:<16} {}\n", runtime.name, runtime.description);
    output::say(&catalog::bundled().iter().map(line).collect::<String>());
    Ok(End::Well)
}
