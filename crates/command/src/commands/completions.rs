//! `completions`: what a shell needs to complete this program's arguments.

use crate::{End, Stop, arguments::Arguments, output};
use clap::CommandFactory;
use clap_complete::{Shell, generate};

pub fn run(shell: Shell) -> Result<End, Stop> {
    let mut script = Vec::new();
    generate(shell, &mut Arguments::command(), "faaso-designer", &mut script);
    output::say(&String::from_utf8_lossy(&script));
    Ok(End::Well)
}
