//! `runtimes`: what comes with the designer, as `faaso new -r list` shows FaaSO's own.

use crate::{End, Stop};
use std::io::{self, Write};

pub fn run() -> Result<End, Stop> {
    let mut out = io::stdout().lock();
    for runtime in catalog::bundled() {
        // a reader that has seen enough, such as `head`, is no failure
        if writeln!(out, "{:<16} {}", runtime.name, runtime.description).is_err() {
            break;
        }
    }
    Ok(End::Well)
}
